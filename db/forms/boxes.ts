import { wordKey } from '#db/records/types/word-table.ts'
import { orgKindWords, tierWords } from '#db/records/words/org-words.ts'

const box = /[□☐◻▢]/gu

/** The boxes of a text that are to be ticked (□团委 □团支部), each with what stands behind it; nothing where there are fewer than two. */
function boxesIn(text: string): readonly { readonly at: number; readonly option: string }[] {
  const found = [...text.matchAll(box)].map(({ index }) => index)
  if (found.length < 2) return []
  return found.map((at, n) => ({
    at,
    option: text.slice(at + 1, found[n + 1] ?? text.length).split(/[\n_＿]/)[0] ?? '',
  }))
}

/** Whether something is chosen here by ticking one of several boxes. */
export function asksToTick(text: string): boolean {
  return boxesIn(text).length > 0
}

/** The place of the box that a value ticks, by its word or another word for the same; undefined where it ticks none. */
export function boxOf(text: string, value: string): number | undefined {
  const key = wordKey(value)
  const boxes = boxesIn(text)
  const same = boxes.find(({ option }) => wordKey(option) === key)
  if (same !== undefined) return same.at
  for (const table of [orgKindWords, tierWords]) {
    const meant = table.valueOf(value)
    const found =
      meant === undefined ? undefined : boxes.find(({ option }) => table.valueOf(option.trim()) === meant)
    if (found !== undefined) return found.at
  }
  return undefined
}

export const ticked = '☑'
