import { orgKinds } from '#contract/vocabulary.ts'
import { searchText } from './search-key.ts'

/** How near what was found is to what was typed; the lower, the nearer. */
export const near = {
  /** Called just so. */
  same: 0,
  /** It begins with it. */
  begins: 1,
  /** It holds it. */
  holds: 2,
  /** It holds its characters in their order, with others between them. */
  apart: 3,
} as const
export type Nearness = (typeof near)[keyof typeof near]
export type Near<Row> = Row & { readonly near: Nearness }

/** How near the nearest of these names is; undefined where none holds the text at all. */
export function nearnessOf(names: readonly string[], wanted: string): Nearness | undefined {
  const texts = names.map(searchText)
  if (texts.includes(wanted)) return near.same
  if (texts.some(text => text.startsWith(wanted))) return near.begins
  return texts.some(text => text.includes(wanted)) ? near.holds : undefined
}

/** Those of which a name really holds the text, the nearest first. */
export function nearest<Row>(
  rows: readonly Row[],
  wanted: string,
  namesOf: (row: Row) => readonly string[],
): Near<Row>[] {
  return rows
    .flatMap(row => {
      const found = nearnessOf(namesOf(row), wanted)
      return found === undefined ? [] : [{ ...row, near: found }]
    })
    .toSorted((a, b) => a.near - b.near)
}

/** Whether the characters stand in the text in their order, with whatever between them: 民治团工委 in 民治街道团工委. */
export function standsApart(text: string, wanted: string): boolean {
  let from = 0
  for (const character of wanted) {
    const at = text.indexOf(character, from)
    if (at === -1) return false
    from = at + character.length
  }
  return true
}

const kinds: readonly string[] = orgKinds

type Org = { readonly name: string; readonly short_name: string | null; readonly kind: string }

/**
 * What is called just so comes first; of the others an organization before those that lie below it, however their names
 * begin: 中心医院团总支 before its twenty branches. Typed letters stand for so much that what begins with them goes
 * before what holds them.
 */
export function orgsInOrder<Row extends Near<Org>>(rows: readonly Row[], isLetters: boolean): Row[] {
  const weightOf = ({ near: how, kind, name, short_name: short }: Row) => [
    isLetters || how === near.same || how === near.apart ? how : near.begins,
    kinds.indexOf(kind),
    how,
    (short ?? name).length,
  ]
  return rows
    .map(row => ({ row, weight: weightOf(row) }))
    .toSorted((a, b) => {
      const at = a.weight.findIndex((weight, i) => weight !== b.weight[i])
      return (a.weight[at] ?? 0) - (b.weight[at] ?? 0)
    })
    .map(({ row }) => row)
}

/** Which of two lists what was typed means more likely; organizations where both are as near. */
export function likelier(
  orgs: readonly { readonly near: Nearness }[],
  people: readonly { readonly near: Nearness }[],
): 'orgs' | 'people' {
  const best = (rows: readonly { readonly near: Nearness }[]) => Math.min(...rows.map(row => row.near))
  return best(people) < best(orgs) ? 'people' : 'orgs'
}
