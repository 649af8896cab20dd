import { sql } from 'kysely'
import { valuesIn } from '#db/records/columns.ts'
import type { Reader } from '#db/sqlite/tables.ts'
import type { RecordColumns } from '../kinds/of-one-record.ts'

export type Values = Readonly<Record<string, unknown>>
export type KnownRecord = { readonly id: string; readonly values: Values }

/** A row of the roster that is about a record, and the fields of which it says something. */
type SayingRow = {
  readonly row: number
  readonly sheet?: string | undefined
  readonly names: readonly string[]
}

/** The records of one kind that a roster speaks of: those of the registry, and those that its own rows make. */
export class KnownRecords {
  readonly #columns: RecordColumns
  readonly #byKey = new Map<string, KnownRecord[]>()
  readonly #read = new Set<string>()
  /** The fields of which the registry and a row may know more or less: a month, and a day within it. */
  readonly #vague: readonly string[]
  readonly #exact: readonly string[]
  /** By record, the first rows that said its fields. */
  readonly #rows = new Map<string, SayingRow[]>()
  /** Rows of one table mostly say the same fields. */
  readonly #names = new Map<string, readonly string[]>()

  constructor(columns: RecordColumns) {
    this.#columns = columns
    const isVague = (name: string) => '_precision' in (columns.kind.fields[name]?.columns ?? {})
    this.#vague = columns.again.filter(isVague)
    this.#exact = columns.again.filter(name => !isVague(name))
  }

  /** Reads what is known of these people, or of these organizations where the kind is of no person: one query. */
  async read(reader: Reader, subjects: readonly string[]): Promise<void> {
    const { kind, org, person } = this.#columns
    const subject = person ?? org
    const asked = [...new Set(subjects)].filter(id => !this.#read.has(id))
    if (subject === undefined || asked.length === 0) return
    for (const id of asked) this.#read.add(id)
    const wanted = sql`(SELECT value FROM json_each(${JSON.stringify(asked)}))`
    const rows = await reader
      .selectFrom(
        sql<{
          id: string
        }>`(SELECT * FROM ${sql.table(kind.name)} WHERE ${sql.ref(subject)} IN ${wanted})`.as('known'),
      )
      .selectAll()
      .execute()
    for (const row of rows) this.add({ id: row.id, values: valuesIn(kind, { ...row }) })
  }

  /** A record as it will be; it takes the place of the one with its id. */
  add(record: KnownRecord): void {
    const key = this.#keyOf(record.values)
    const others = (this.#byKey.get(key) ?? []).filter(({ id }) => id !== record.id)
    this.#byKey.set(key, [...others, record])
  }

  /** The record that a row is again; undefined where it is a new one. */
  same(said: Values): KnownRecord | undefined {
    return this.#byKey
      .get(this.#keyOf(said))
      ?.find(({ values }) => this.#vague.every(name => canBe(said[name], values[name])))
  }

  /** Remembers that a row says these fields of a record. */
  saidIn(id: string, { row, sheet }: Omit<SayingRow, 'names'>, said: readonly string[]): void {
    const rows = this.#rows.get(id) ?? []
    // As many are kept as there are fields, however many rows there are.
    const fresh = said.filter(name => !rows.some(({ names }) => names.includes(name)))
    if (fresh.length === 0) return
    const key = fresh.join(' ')
    const names = this.#names.get(key) ?? fresh
    this.#names.set(key, names)
    rows.push({ row, sheet, names })
    this.#rows.set(id, rows)
  }

  /** The earlier row of the roster that said one of these fields of a record, and which. */
  saidBefore(id: string, names: readonly string[]): (SayingRow & { readonly name: string }) | undefined {
    for (const said of this.#rows.get(id) ?? []) {
      const name = names.find(one => said.names.includes(one))
      if (name !== undefined) return { ...said, name }
    }
    return undefined
  }

  #keyOf(values: Values): string {
    return JSON.stringify(this.#exact.map(name => values[name] ?? ''))
  }
}

function canBe(a: unknown, b: unknown): boolean {
  const [one, other] = [String(a ?? ''), String(b ?? '')]
  return one.startsWith(other) || other.startsWith(one)
}
