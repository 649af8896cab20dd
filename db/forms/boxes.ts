import { wordKey } from '#db/records/types/word-table.ts'
import { partyBodyWords, postNatureWords } from '#db/records/words/cadre-words.ts'
import { occupationWords } from '#db/records/words/member-words.ts'
import { orgKindWords, tierWords } from '#db/records/words/org-words.ts'
import { educationWords, idTypeWords, politicalWords, sexWords } from '#db/records/words/person-words.ts'

/** A box that is ticked or not, by its place in the text, and the word that stands with it. */
export type Box = { readonly at: number; readonly option: string }
/** Boxes of which one is ticked (□男 □女, 群众□ 团员□); `from` and `to` are where they and their words begin and end. */
export type Boxes = { readonly from: number; readonly to: number; readonly boxes: readonly Box[] }

const box = /[□☐◻▢]/gu
/** Where the word behind a box ends: at a gap, a blank, a sign between sentences, or where another label begins. */
const optionEnd = /[\n_＿，,。；;]|\s{2,}|\s+(?=[^\s□☐◻▢]*[:：])/u
const between = /[\s、/／，,；;|]+/u

/** The boxes of a text; those that stand alone are for whoever signs and are none of these. */
export function boxesIn(text: string): readonly Boxes[] {
  const places = [...text.matchAll(box)].map(({ index }) => index)
  const groups: Box[][] = []
  // A label or a full stop between two boxes parts them.
  const runs: number[][] = []
  for (const [n, at] of places.entries()) {
    const before = n === 0 ? undefined : text.slice((places[n - 1] ?? 0) + 1, at)
    if (before === undefined || /[:：。]/.test(before)) runs.push([at])
    else runs.at(-1)?.push(at)
  }
  for (const run of runs)
    groups.push(...(isBehindItsWord(text, run) ? wordsBefore(text, run) : wordsBehind(text, run)))
  return groups.flatMap(boxes => {
    const [first, last] = [boxes[0], boxes.at(-1)]
    if (first === undefined || last === undefined || boxes.length < 2) return []
    const isBefore = text.slice(first.at - first.option.length, first.at) === first.option
    return [
      {
        from: isBefore ? first.at - first.option.length : first.at,
        to: isBefore ? last.at + 1 : text.indexOf(last.option, last.at) + last.option.length,
        boxes,
      },
    ]
  })
}

/** 群众□ 团员□: each box right behind its word, and nothing behind the last one. */
function isBehindItsWord(text: string, run: readonly number[]): boolean {
  const isWord = (at: number) => /[\p{L}\p{N})）]/u.test(text.charAt(at))
  return run.every(at => isWord(at - 1)) && !isWord((run.at(-1) ?? 0) + 1)
}

function wordsBefore(text: string, run: readonly number[]): Box[][] {
  const groups: Box[][] = []
  for (const [n, at] of run.entries()) {
    const piece = text.slice(n === 0 ? 0 : (run[n - 1] ?? 0) + 1, at)
    const words = piece.split(/[\s、/／，,；;|:：。_＿]+/u).filter(word => word !== '')
    const made = { at, option: words.at(-1) ?? '' }
    if (n === 0 || words.length > 1) groups.push([made])
    else groups.at(-1)?.push(made)
  }
  return groups
}

function wordsBehind(text: string, run: readonly number[]): Box[][] {
  const groups: Box[][] = [[]]
  for (const [n, at] of run.entries()) {
    const piece = text.slice(at + 1, run[n + 1] ?? text.length)
    const lead = /^\s*/.exec(piece)?.[0].length ?? 0
    const end = optionEnd.exec(piece.slice(lead))
    const stop = end === null ? piece.length : lead + end.index
    const option = piece.slice(lead, stop).replace(/[\s、/／|]+$/u, '')
    groups.at(-1)?.push({ at, option })
    const rest = piece.slice(stop).replace(/[_＿]/g, '').replace(between, '')
    if (rest.trim() !== '' && n < run.length - 1) groups.push([])
  }
  return groups
}

/** Lists of words in which one thing has several names (共青团员, 团员). */
const tables = [
  ...[sexWords, politicalWords, educationWords, postNatureWords, occupationWords, idTypeWords],
  ...[orgKindWords, tierWords, partyBodyWords],
]

/** The place of the box that a value ticks, by its word or another word for the same; undefined where it ticks none. */
export function boxOf(boxes: readonly Box[], value: string): number | undefined {
  const key = wordKey(value)
  const same = boxes.find(({ option }) => wordKey(option) === key)
  if (same !== undefined) return same.at
  for (const table of tables) {
    const meant = table.valueOf(value)
    const found =
      meant === undefined ? [] : boxes.filter(({ option }) => table.valueOf(option.trim()) === meant)
    if (found.length === 1) return found[0]?.at
  }
  return undefined
}

export const ticked = '☑'
