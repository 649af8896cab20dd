/** A name with what is written for it. */
export type Pair = readonly [key: string, value: string]

const quoted = '"(?:[^"]|"")*"'
const pair = new RegExp(
  // A quotation that is not the whole of its side is part of the text; within “…” no sign divides.
  `\\s*(${quoted}(?=\\s*[=＝:：;；]|\\s*$)|[^;；=＝:：]*?)\\s*(?:[=＝:：]\\s*(${quoted}(?=\\s*(?:[;；]|$))|(?:“[^”]*”|[^;；])*))?\\s*(?:[;；]|$)`,
  'y',
)

/**
 * 场地=大厅; 时段=09:30: the first sign divides, so that a value may hold one. What holds a sign that would divide it stands
 * in quotation marks, of which two inside them are one: 场地="大厅；东侧".
 */
export function pairsIn(text: string): readonly Pair[] {
  const found: Pair[] = []
  pair.lastIndex = 0
  while (pair.lastIndex < text.length) {
    const hit = pair.exec(text)
    if (hit === null) break
    const [whole, key = '', value = ''] = hit
    if (whole.replace(/[;；\s]/g, '') !== '') found.push([bare(key), bare(value)])
  }
  return found
}

/** The same text for people and for cells, from which the same names and values are read again. */
export function pairsText(pairs: readonly Pair[]): string {
  return pairs
    .map(([key, value]) => `${inQuotes(key, /[;；=＝:："]/)}=${inQuotes(value, /[;；]|^["“]/)}`)
    .join('; ')
}

function bare(side: string): string {
  const text = side.trim()
  return text.length > 1 && text.startsWith('"') && text.endsWith('"')
    ? text.slice(1, -1).replaceAll('""', '"')
    : text
}

function inQuotes(text: string, where: RegExp): string {
  return where.test(text) || text !== text.trim() ? `"${text.replaceAll('"', '""')}"` : text
}
