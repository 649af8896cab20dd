import { broughtFigures } from '#db/records/ledger/district-figures.ts'
import { nameKey } from '#db/shared/name-key.ts'
import type { Reader } from '#db/sqlite/tables.ts'
import { fromAboveFirst } from '../subtree.ts'
import { ownNumbersOf, readWorkTypes } from './work-types.ts'

/** What a task may be counted by: a figure of a report, the sum of a number of a type of work, or the records of one type. */
export type Measure =
  | { readonly by: 'figure'; readonly key: string; readonly name: string }
  | { readonly by: 'type'; readonly name: string }

/** All of them, by what they are called. */
export class Measures {
  readonly #byName: ReadonlyMap<string, Measure>
  readonly #names: readonly string[]

  constructor(all: readonly (readonly [called: readonly string[], measure: Measure])[]) {
    const byName = new Map<string, Measure>()
    for (const [called, measure] of all)
      for (const name of called) if (!byName.has(nameKey(name))) byName.set(nameKey(name), measure)
    this.#byName = byName
    this.#names = [...new Set(all.map(([, { name }]) => name))]
  }

  find(written: string): Measure | undefined {
    return this.#byName.get(nameKey(written))
  }

  /** Some that are called alike, for whoever wrote none of them; the first ones where nothing is alike. */
  alike(written: string): readonly string[] {
    const characters = [...nameKey(written)]
    const likeness = (name: string) => characters.filter(one => nameKey(name).includes(one)).length
    return this.#names.toSorted((a, b) => likeness(b) - likeness(a)).slice(0, 6)
  }
}

/**
 * Figures that this office or one above it made come before those of the program, and figures before types of the same name;
 * what offices below made comes last.
 */
export async function readMeasures(reader: Reader): Promise<Measures> {
  const rows = await reader
    .selectFrom('figure')
    .select(['org', 'key', 'name'])
    .orderBy('no', 'desc')
    .execute()
  const kept = await fromAboveFirst(reader, rows)
  const asMeasure = ({ key, name }: { readonly key: string; readonly name: string }) =>
    [[key, name], { by: 'figure', key, name }] as const
  const types = new Map<string, string[]>()
  const known = await readWorkTypes(reader)
  for (const [called, { name }] of known) types.set(name, [...(types.get(name) ?? [name]), called])
  return new Measures([
    ...kept.held.map(asMeasure),
    ...broughtFigures.map(
      ({ key, name }) => [[key, name.zh, name.en], { by: 'figure', key, name: name.zh }] as const,
    ),
    ...[...types].map(([name, called]) => [called, { by: 'type', name }] as const),
    ...ownNumbersOf(known).map(asMeasure),
    ...kept.others.map(asMeasure),
  ])
}
