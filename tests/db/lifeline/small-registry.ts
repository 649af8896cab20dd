import Database from 'better-sqlite3'
import { Kysely, SqliteDialect } from 'kysely'
import { migrate } from '#db/sqlite/migrate.ts'
import type { Reader, Tables } from '#db/sqlite/tables.ts'

type OrgGiven = {
  readonly id?: string
  readonly code?: string | null
  readonly name?: string
  readonly kind?: string
  readonly tier?: string
  readonly branchType?: string
  readonly founded?: string | null
  readonly closed?: string | null
  /** Further columns. */
  readonly more?: Readonly<Record<string, string | number | null>>
  /** null: the topmost one, which has no placement. */
  readonly under: string | null
  /** From when the registry knows of it; default the founding day. */
  readonly since?: string
}
type PersonGiven = {
  readonly id?: string
  readonly name?: string
  readonly birth?: string | null
  readonly idNumber?: string
  readonly more?: Readonly<Record<string, string | number | null>>
}
type Span = { readonly since?: string; readonly until?: string | null }

/** An empty registry of the newest schema, made once and copied for each test. */
const empty = (() => {
  const database = new Database(':memory:')
  migrate(database)
  const bytes = database.serialize()
  database.close()
  return bytes
})()

/** A registry in memory, written row by row as the journal's projection would. */
export function smallRegistry() {
  const database = new Database(empty)
  let made = 0
  const insert = (table: string, fields: Readonly<Record<string, unknown>>): string => {
    made += 1
    const row = { id: `${table}-${String(made).padStart(6, '0')}`, ...fields }
    const names = Object.keys(row)
    statement(`INSERT INTO ${table} (${names.join()}) VALUES (${names.map(name => `@${name}`).join()})`).run(
      row,
    )
    return row.id
  }
  const statements = new Map<string, Database.Statement>()
  const statement = (text: string) => {
    const known = statements.get(text) ?? database.prepare(text)
    statements.set(text, known)
    return known
  }
  const series = { follows: '', rank: '' }
  const reader = new Kysely<Tables>({ dialect: new SqliteDialect({ database }) }) as unknown as Reader

  const place = (org: string, parent: string, span: Span & { readonly starts?: string }) =>
    insert('placement', {
      ...series,
      org,
      parent,
      since: span.since ?? '2010-01-01',
      starts: span.starts ?? '0000-00-00',
      until: span.until ?? null,
    })

  return {
    database,
    reader,
    place,
    org(given: OrgGiven): string {
      const founded = given.founded === undefined ? '2010-01-01' : given.founded
      const id = insert('org', {
        ...(given.id !== undefined && { id: given.id }),
        code: given.code ?? null,
        name: given.name ?? `组织${made}`,
        kind: given.kind ?? 'branch',
        tier: given.tier ?? 'two-new',
        branch_type: given.branchType ?? 'ordinary',
        founded,
        closed: given.closed ?? null,
        name_key: '',
        pinyin: '',
        initials: '',
        ...given.more,
      })
      if (given.under !== null) place(id, given.under, { since: given.since ?? founded ?? '2010-01-01' })
      return id
    },
    person: (given: PersonGiven = {}) =>
      insert('person', {
        ...(given.id !== undefined && { id: given.id }),
        name: given.name ?? `团员${made}`,
        birth: given.birth === undefined ? '2000-01-01' : given.birth,
        id_number: given.idNumber ?? null,
        pinyin: '',
        initials: '',
        ...given.more,
      }),
    member: (person: string, org: string | null, span: Span = {}) =>
      insert('membership', {
        ...series,
        person,
        org,
        since: span.since ?? '2010-01-01',
        since_known: 0,
        until: span.until ?? null,
      }),
    standing: (person: string, status: string, report: string, span: Span = {}) =>
      insert('standing', {
        ...series,
        person,
        status,
        report,
        since: span.since ?? '2010-01-01',
        until: span.until ?? null,
      }),
    post: (
      person: string,
      org: string,
      title: string,
      span: { readonly since?: string | null; readonly until?: string | null } = {},
    ) =>
      insert('post', {
        person,
        org,
        title,
        since: span.since === undefined ? '2010-01-01' : span.since,
        until: span.until ?? null,
      }),
    term: (
      org: string,
      elected: string,
      years: number | null,
      precision: string | null = 'day',
      extension: { readonly until: string | null; readonly approved: string | null } | null = null,
    ) =>
      insert('term', {
        org,
        elected,
        years,
        elected_precision: precision,
        extended_until: extension?.until ?? null,
        approved_on: extension?.approved ?? null,
      }),
    /** A row of one of the kinds that are their definition alone. */
    record: (
      kind: 'meeting' | 'fee' | 'appraisal' | 'rating' | 'rule_pack',
      fields: Readonly<Record<string, string | number | null>>,
    ) => insert(kind, fields),
    card: (thing: string, name: string) =>
      database
        .prepare(`INSERT INTO card (thing, entity, name, detail) VALUES (?, 'person', ?, '')`)
        .run(thing, name),
    close: () => database.close(),
  }
}

export type SmallRegistry = ReturnType<typeof smallRegistry>
