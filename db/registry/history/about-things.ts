import { type RawBuilder, sql } from 'kysely'
import type { Reader } from '#db/sqlite/tables.ts'

/** A change by its writer and number. */
type Numbered = { readonly writer: string; readonly n: number }

/** From this number on to that one, a change names a writer's changes; with that change's own writer and numbers. */
type Span = { readonly from: number; readonly to: number; readonly no: number; readonly by: Numbered }

/** The changes of these things, and whatever gave those back or lifted that again, by their local numbers. */
export async function aboutThings(
  reader: Reader,
  things: RawBuilder<unknown>,
): Promise<RawBuilder<{ no: number }>> {
  const own = sql`SELECT change.no FROM (${things}) its CROSS JOIN change INDEXED BY change_thing ON change.thing = its.id`
  const named = sql<Numbered>`(
    SELECT writer.id AS writer, change.n FROM (${own}) own CROSS JOIN change ON change.no = own.no
    CROSS JOIN writer ON writer.no = change.writer WHERE writer.id IN (SELECT writer FROM named)
  )`
  const naming = await whatNames(reader, await reader.selectFrom(named.as('own')).selectAll().execute())
  return sql`(${own} UNION SELECT value FROM json_each(${JSON.stringify(naming)}))`
}

/**
 * The returns and admissions that name any of these changes, or one another. Each is met once, however many there are
 * and whomever they name.
 */
async function whatNames(reader: Reader, changes: readonly Numbered[]): Promise<number[]> {
  const perWriter = new Map<string, Unmet>()
  const found = new Set<number>()
  for (let next = changes; next.length > 0; ) {
    const fresh = new Set(next.map(({ writer }) => writer).filter(writer => !perWriter.has(writer)))
    for (const writer of fresh) perWriter.set(writer, new Unmet(await spansOf(reader, writer)))
    const met: Numbered[] = []
    for (const { writer, n } of next) {
      for (const { no, by } of perWriter.get(writer)?.take(n) ?? []) {
        if (found.has(no)) continue
        found.add(no)
        met.push(by)
      }
    }
    next = met
  }
  return [...found]
}

async function spansOf(reader: Reader, writer: string): Promise<Span[]> {
  const rows = await reader
    .selectFrom('named')
    .innerJoin('change', 'change.no', 'named.change')
    .innerJoin('writer', 'writer.no', 'change.writer')
    .where('named.writer', '=', writer)
    .orderBy('named.from_n')
    .select(['named.from_n as from', 'named.to_n as to', 'change.no', 'writer.id as by', 'change.n'])
    .execute()
  return rows.map(({ from, to, no, by, n }) => ({ from, to, no, by: { writer: by, n } }))
}

/** Spans in order of where they begin, that were not met yet; above each two how far the farther one reaches. */
class Unmet {
  readonly #spans: readonly Span[]
  readonly #leaves: number
  readonly #reach: number[]

  constructor(spans: readonly Span[]) {
    this.#spans = spans
    this.#leaves = 2 ** Math.ceil(Math.log2(Math.max(1, spans.length)))
    this.#reach = Array.from({ length: 2 * this.#leaves }, (_, at) => spans[at - this.#leaves]?.to ?? -1)
    for (let at = this.#leaves - 1; at > 0; at--) this.#measure(at)
  }

  /** Those that hold a number; they are met from now on. */
  take(n: number): readonly Span[] {
    const found: Span[] = []
    this.#take(n, 1, 0, this.#leaves, found)
    return found
  }

  #take(n: number, at: number, first: number, count: number, found: Span[]): void {
    if ((this.#reach[at] ?? -1) < n || (this.#spans[first]?.from ?? Infinity) > n) return
    const span = this.#spans[first]
    if (count === 1) {
      if (span !== undefined) found.push(span)
      this.#reach[at] = -1
      return
    }
    this.#take(n, 2 * at, first, count / 2, found)
    this.#take(n, 2 * at + 1, first + count / 2, count / 2, found)
    this.#measure(at)
  }

  #measure(at: number): void {
    this.#reach[at] = Math.max(this.#reach[2 * at] ?? -1, this.#reach[2 * at + 1] ?? -1)
  }
}
