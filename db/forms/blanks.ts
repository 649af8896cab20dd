import { type Box, boxesIn, boxOf, ticked } from './boxes.ts'
import type { Blank, Value } from './form.ts'
import { isPhotoCell } from './photos/photo.ts'

const most = 60

/** `start`: where its first box is, or that box's word; of other blanks the same as `from`. */
type Found = {
  readonly start: number
  readonly from: number
  readonly to: number
  readonly boxes?: readonly Box[]
  readonly isPhoto?: boolean
}

/**
 * The blanks of a text: two underscores or more, gaps of several spaces, what follows a colon at the end or before another
 * label (填报单位：      填报日期：   年  月  日), and boxes of which one is ticked.
 */
export function blanksIn(text: string): readonly Blank[] {
  const ticks = boxesIn(text)
  const found: Found[] = ticks.map(({ from, to, boxes }) => ({ start: from, from: to, to, boxes }))
  const gap =
    /_{2,}|＿{2,}|[ \u00a0\u3000]{2,}|(?<=[\p{Script=Han}])[ \u3000](?=[年月日])|(?<=[(（])\u3000(?=[)）])/gu
  for (const hit of text.matchAll(gap)) {
    const [from, to] = [hit.index, hit.index + hit[0].length]
    const isInside = ticks.some(one => from < one.to && to > one.from)
    if (!isInside && isWorth(text, from, to)) found.push({ start: from, from, to })
  }
  const end = /[:：]\s*$/u.exec(text)
  if (end !== null && !found.some(({ to }) => to === text.length))
    found.push({ start: text.length, from: text.length, to: text.length })
  if (isPhotoCell(text)) found.push({ start: text.length, from: text.length, to: text.length, isPhoto: true })
  return found
    .toSorted((a, b) => a.start - b.start)
    .slice(0, most)
    .map(({ start, from, to, boxes, isPhoto }, index, all) => ({
      from,
      to,
      before: lastWords(saidFrom(text, all[index - 1]?.to, start).replace(/[(（]$/, '')),
      after: text
        .slice(to, all[index + 1]?.start ?? text.length)
        .replace(/^[)）]/, '')
        .trim()
        .slice(0, 20),
      ...(boxes !== undefined && { boxes }),
      ...(isPhoto !== undefined && { isPhoto }),
    }))
}

/** What is written where: the value in place of the blank, or the sign in place of the box that it means; nothing where none does. */
export function putAt(
  { from, to, before, boxes }: Blank,
  value: Value,
): { readonly from: number; readonly to: number; readonly value: Value } | undefined {
  // 20__年: the century stands there.
  if (boxes === undefined && /(?<!\d)20$/.test(before) && /^20\d\d$/.test(String(value)))
    return { from, to, value: String(value).slice(2) }
  if (boxes === undefined) return { from, to, value }
  const at = boxOf(boxes, String(value))
  return at === undefined ? undefined : { from: at, to: at + 1, value: ticked }
}

/** Spaces are a blank behind a colon and around 年月日; elsewhere they set texts apart (姓  名). */
function isWorth(text: string, from: number, to: number): boolean {
  if (/[_＿]/.test(text.charAt(from))) return true
  const [before, after] = [text.slice(0, from).trimEnd(), text.slice(to).trimStart()]
  if (/[:：]$/.test(before)) return true
  if (/(?<!\d)20$/.test(before) && /^年/.test(after)) return true
  // 团支部（    ）个
  if (/[\p{Script=Han}a-z][(（]$/iu.test(before) && /^[)）]/.test(after)) return true
  // 月份 and 日期 are heads of a table, and no parts of a day.
  return /^(年|月(?!份)|日(?!期|常|程|均))/.test(after) && (before === '' || /[年月日_：:）)]$/.test(before))
}

/** What stands between two blanks: 团支部____个、团员____名 says 团员 before the second; the unit is of the one before it. */
function saidFrom(text: string, previous: number | undefined, start: number): string {
  const said = text.slice(previous ?? 0, start)
  return previous === undefined ? said : said.replace(/^\s*\p{Script=Han}{1,3}、(?=.)/u, '')
}

function lastWords(text: string): string {
  // 情况如下：全年新注册志愿者____人 asks for the latter.
  const words = text.trim().split(/[\s\u3000，,；;。]+|(?<!其中|另有)[:：](?=\p{Script=Han}{3,}[^:：]*$)/u)
  return (words.at(-1) ?? '').slice(-40)
}
