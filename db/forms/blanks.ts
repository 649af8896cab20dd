import type { Blank } from './form.ts'

const most = 60

/**
 * The blanks of a text: three underscores or more, gaps of several spaces, and what follows a colon at the end or before
 * another label (填报单位：      填报日期：   年  月  日).
 */
export function blanksIn(text: string): readonly Blank[] {
  const found: { from: number; to: number }[] = []
  const gap = /_{2,}|＿{2,}|[ \u00a0\u3000]{2,}|(?<=[\p{Script=Han}])[ \u3000](?=[年月日])/gu
  for (const hit of text.matchAll(gap)) {
    const [from, to] = [hit.index, hit.index + hit[0].length]
    if (isWorth(text, from, to)) found.push({ from, to })
  }
  const end = /[:：]\s*$/u.exec(text)
  if (end !== null && !found.some(({ to }) => to === text.length))
    found.push({ from: text.length, to: text.length })
  return found
    .toSorted((a, b) => a.from - b.from)
    .slice(0, most)
    .map(({ from, to }, index, all) => ({
      from,
      to,
      before: lastWords(text.slice(all[index - 1]?.to ?? 0, from)),
      after: text
        .slice(to, all[index + 1]?.from ?? text.length)
        .trim()
        .slice(0, 20),
    }))
}

/** Spaces are a blank behind a colon and around 年月日; elsewhere they set texts apart (姓  名). */
function isWorth(text: string, from: number, to: number): boolean {
  if (/[_＿]/.test(text.charAt(from))) return true
  const [before, after] = [text.slice(0, from).trimEnd(), text.slice(to).trimStart()]
  if (/[:：]$/.test(before)) return true
  return /^[年月日]/.test(after) && (before === '' || /[年月日_：:）)]$/.test(before))
}

function lastWords(text: string): string {
  const words = text.trim().split(/[\s\u3000，,；;。]+/)
  return (words.at(-1) ?? '').slice(-40)
}
