/** How numbers, moments, sizes and sentences are written; the same in both languages where nothing else is said. */

const grouped = new Intl.NumberFormat('en-US')

/** 400,143 as 40万 or 400K: where there is no room for more, and the whole number stands elsewhere. */
export function shortCount(n: number, language: 'zh' | 'en'): string {
  const said = new Intl.NumberFormat(language === 'zh' ? 'zh-CN' : 'en-US', {
    notation: 'compact',
    maximumFractionDigits: 1,
  })
  return said.format(n)
}

/** 8368 -> 8,368: the same in both languages. */
export function count(n: number): string {
  return grouped.format(n)
}

/** By how many more or less than before: +217, −9, 0. */
export function signed(n: number): string {
  return n > 0 ? `+${count(n)}` : n < 0 ? `−${count(-n)}` : '0'
}

/** A word that is the same whatever the number before it, as measure words in Chinese are. */
export function always(word: string): (n: number) => string {
  return () => word
}

/** 1 row, 8,368 rows: an English sentence counts; a number that is written already stays as it is. */
export function numbered(n: number | string, one: string, many = `${one}s`): string {
  const said = typeof n === 'number' ? count(n) : n
  return `${said} ${said === '1' ? one : many}`
}

const units = ['B', 'KB', 'MB', 'GB', 'TB']

/** A number of bytes as systems show it: 14.4 GB. The same in both languages. */
export function sizeText(bytes: number): string {
  const power = bytes < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log2(bytes) / 10))
  const value = bytes / 1024 ** power
  return `${power === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${units[power]}`
}

/** A moment as a clerk writes it: 2018-12-31 09:05, by this PC's clock. */
export function moment(iso: string): string {
  const date = new Date(iso)
  if (Number.isNaN(date.getTime())) return iso
  const two = (n: number) => String(n).padStart(2, '0')
  const day = [date.getFullYear(), two(date.getMonth() + 1), two(date.getDate())].join('-')
  return `${day} ${two(date.getHours())}:${two(date.getMinutes())}`
}

/** The word for a code; a code of a newer program is shown as it stands. */
export function wordFor(words: Readonly<Record<string, string>>, code: string): string {
  return Object.hasOwn(words, code) ? (words[code] ?? code) : code
}

/** Sentences one after the other; some end with their own full stop, most with none. */
export function inOneLine(sentences: readonly string[], language: 'zh' | 'en'): string {
  return sentences.map(one => one.replace(/[。.]$/, '')).join(language === 'zh' ? '。' : '. ')
}
