import { sql } from 'kysely'
import type { IsoDay } from '#db/shared/day.ts'
import { type Connection, prepareOnce } from '#db/sqlite/connection.ts'
import type { DecisionRow, Reader } from '#db/sqlite/tables.ts'

/** What decisions changed of an organization, in the words of its table. */
export type Style = {
  readonly name?: string
  readonly short_name?: string | null
  readonly code?: string | null
  readonly kind?: string
  readonly tier?: string
  readonly closed?: string | null
}

export type FormerRow = Pick<
  DecisionRow,
  'org' | 'effective' | 'was_name' | 'was_short_name' | 'was_code' | 'was_kind' | 'was_tier' | 'was_closed'
> & {
  /** The row number of the organization. */
  readonly no: number
}

/**
 * Organizations as they were: a row of the table says what holds in the end, and each decision what held until its day.
 * So on a day there holds what the earliest later decision says was so. What is corrected without a decision was never
 * so, on no day.
 */
export class Former {
  readonly #byNo: ReadonlyMap<number, readonly FormerRow[]>
  readonly #noOf: ReadonlyMap<string, number>

  /** Rows in order of their days. */
  constructor(rows: readonly FormerRow[]) {
    this.#byNo = Map.groupBy(rows, row => row.no)
    this.#noOf = new Map(rows.map(row => [row.org, row.no]))
  }

  /** An organization's row as it was on the day, by its id. */
  on<Row extends Style>(id: string, row: Row, day: IsoDay): Row {
    return this.byNo(this.#noOf.get(id) ?? -1, row, day)
  }

  /** The same by its row number. */
  byNo<Row extends Style>(no: number, row: Row, day: IsoDay): Row {
    const rows = this.#byNo.get(no)
    return rows === undefined ? row : { ...row, ...styleOn(rows, day) }
  }

  /** Whether anything of this one was ever otherwise. */
  has(no: number): boolean {
    return this.#byNo.has(no)
  }

  /** The row numbers of those of which something was ever otherwise. */
  get nos(): Iterable<number> {
    return this.#byNo.keys()
  }

  /** Whether anything was ever otherwise. */
  get isEmpty(): boolean {
    return this.#byNo.size === 0
  }
}

function styleOn(rows: readonly FormerRow[], day: IsoDay): Style {
  const later = rows.filter(({ effective }) => effective > day)
  const named = later.find(row => row.was_name !== null)
  const coded = later.find(row => row.was_code !== null)
  const sorted = later.find(row => row.was_kind !== null)
  const closed = later.find(row => row.was_closed !== null && row.was_closed <= day)
  return {
    ...(named?.was_name != null && { name: named.was_name, short_name: named.was_short_name }),
    // An empty code was none.
    ...(coded && { code: coded.was_code || null }),
    ...(sorted?.was_kind != null && { kind: sorted.was_kind }),
    ...(sorted?.was_tier != null && { tier: sorted.was_tier }),
    ...(closed && { closed: closed.was_closed }),
  }
}

const columns =
  'org.no, d.org, d.effective, d.was_name, d.was_short_name, d.was_code, d.was_kind, d.was_tier, d.was_closed'
const says = 'coalesce(d.was_name, d.was_code, d.was_kind, d.was_closed) IS NOT NULL'

/** What was otherwise before decisions that hold from later than this day. */
export function readFormer(connection: Connection, after: string): Former {
  const rows = prepareOnce<[string], FormerRow>(
    connection,
    `SELECT ${columns} FROM decision AS d CROSS JOIN org ON org.id = d.org
     WHERE d.effective > ? AND ${says} ORDER BY d.effective, d.id`,
  ).all(after)
  return new Former(rows)
}

/** The same through a reader. */
export async function formerOf(reader: Reader, after: string): Promise<Former> {
  const rows = await reader
    .selectFrom(
      sql<FormerRow & { readonly at: string }>`(
        SELECT ${sql.raw(columns)}, d.id AS at FROM decision AS d CROSS JOIN org ON org.id = d.org
        WHERE d.effective > ${after} AND ${sql.raw(says)})`.as('former'),
    )
    .orderBy('effective')
    .orderBy('at')
    .selectAll()
    .execute()
  return new Former(rows)
}
