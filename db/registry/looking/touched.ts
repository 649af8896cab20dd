import { type Connection, prepareOnce } from '#db/sqlite/connection.ts'

/** How far the tables were read: the last line of what was touched, and the last row of each. */
export type Mark = { readonly n: number; readonly last: Readonly<Record<Table, number>> }

/** What was written since a mark, as row numbers of organizations and people. */
export type Touched = {
  /** Those that hang, are called or exist otherwise than before, or are new. */
  readonly orgs: ReadonlySet<number>
  readonly goneOrgs: ReadonlySet<number>
  /** Whose members, posts and meetings were written. */
  readonly members: ReadonlySet<number>
  readonly posts: ReadonlySet<number>
  readonly meetings: ReadonlySet<number>
  /** Of whom anything was written that a list is filtered or sorted by. */
  readonly people: ReadonlySet<number>
  /** Those that are new, read aloud otherwise, or gone. */
  readonly called: ReadonlySet<number>
  readonly gonePeople: ReadonlySet<number>
  /** Who may hold a post that he did not, or lay one down. */
  readonly holders: ReadonlySet<number>
  /** Whether decisions, or the organizations that they are about, are others. */
  readonly decisions: boolean
  readonly memberships: boolean
}

const hanging = {
  placement: { org: 'org', person: 'NULL' },
  decision: { org: 'org', person: 'NULL' },
  membership: { org: 'org', person: 'person' },
  standing: { org: 'NULL', person: 'person' },
  post: { org: 'org', person: 'person' },
  meeting: { org: 'org', person: 'NULL' },
} as const
type Hanging = keyof typeof hanging
type Table = 'org' | 'person' | Hanging

const tables = [
  'org',
  'person',
  'placement',
  'decision',
  'membership',
  'standing',
  'post',
  'meeting',
] as const

/** With more rows than this it is quicker to read everything anew. */
const most = 5000

const markStatement = `SELECT coalesce((SELECT max(n) FROM touched), 0), ${tables
  .map(table => `coalesce((SELECT max(no) FROM ${table}), 0)`)
  .join(', ')}`

/** How far everything is written now. */
export function readMark(connection: Connection): Mark {
  const [n = 0, ...last] = prepareOnce<[], number[]>(connection, markStatement).raw().get() ?? []
  const of = (table: Table) => last[tables.indexOf(table)] ?? 0
  return {
    n,
    last: {
      org: of('org'),
      person: of('person'),
      placement: of('placement'),
      decision: of('decision'),
      membership: of('membership'),
      standing: of('standing'),
      post: of('post'),
      meeting: of('meeting'),
    },
  }
}

type Line = {
  readonly what: string
  readonly no: number
  readonly org: string | null
  readonly person: string | null
}

/** What was touched since the mark; nothing where it was so much that everything is better read anew. */
export function readTouched(connection: Connection, mark: Mark): Touched | undefined {
  // Lines that were never read are gone.
  const first = prepareOnce<[], number>(connection, 'SELECT coalesce(min(n), 0) FROM touched').pluck().get()
  if ((first ?? 0) > mark.n + 1) return undefined
  const lines = prepareOnce<unknown[], Line>(connection, linesStatement).all(mark.n, most + 1)
  const byTable = Map.groupBy(lines, ({ what }) => what)
  const numbersOf = (what: string) => (byTable.get(what) ?? []).map(({ no }) => no)
  // Where the last rows were taken away, new ones may have come under numbers below the last that was read.
  const lastOf = (table: Table) => Math.min(mark.last[table], ...numbersOf(`${table}-fell`))
  const reading = new Reading(connection, lines.length)

  const newOrgs = reading.since('org', lastOf('org'), numbersOf('org-gone'))
  const newPeople = reading.since('person', lastOf('person'), numbersOf('person-gone'))
  const written = (table: Hanging) => {
    const before = byTable.get(table) ?? []
    return [...before, ...reading.hanging(table, lastOf(table), numbersOf(table))]
  }
  const [placements, decisions, memberships] = [
    written('placement'),
    written('decision'),
    written('membership'),
  ]
  const [standings, posts, meetings] = [written('standing'), written('post'), written('meeting')]
  if (reading.isTooMuch) return undefined

  // What was there before the organization was: it hangs on its id.
  const news = newOrgs.length === 0 ? [] : reading.belowNew(newOrgs)
  const orgOf = reading.numbers('org', [...placements, ...decisions, ...memberships, ...posts, ...meetings])
  const personOf = reading.numbers('person', [...memberships, ...standings, ...posts])
  const orgsOf = (rows: readonly Hung[]) => rows.flatMap(({ org }) => orgOf.get(org ?? '') ?? [])
  const peopleOf = (rows: readonly Hung[]) => rows.flatMap(({ person }) => personOf.get(person ?? '') ?? [])
  const below = (what: 'org' | 'person') => news.flatMap(row => (row.what === what ? row.no : []))
  const goneOrgs = new Set(numbersOf('org-gone'))
  const gonePeople = new Set(numbersOf('person-gone'))
  return {
    orgs: new Set([
      ...newOrgs,
      ...numbersOf('org'),
      ...goneOrgs,
      ...orgsOf(placements),
      ...orgsOf(decisions),
      ...below('org'),
    ]),
    goneOrgs,
    members: new Set([...orgsOf(memberships), ...newOrgs]),
    posts: new Set([...orgsOf(posts), ...newOrgs, ...goneOrgs]),
    meetings: new Set([...orgsOf(meetings), ...newOrgs, ...goneOrgs]),
    people: new Set([
      ...newPeople,
      ...numbersOf('person'),
      ...numbersOf('person-called'),
      ...gonePeople,
      ...peopleOf(memberships),
      ...peopleOf(standings),
      ...below('person'),
    ]),
    called: new Set([...newPeople, ...numbersOf('person-called'), ...gonePeople]),
    gonePeople,
    holders: new Set([...peopleOf(posts), ...newPeople, ...gonePeople]),
    decisions: decisions.length > 0 || newOrgs.length > 0 || goneOrgs.size > 0,
    memberships: memberships.length > 0,
  }
}

type Hung = { readonly org: string | null; readonly person: string | null }

/** Reads what touched lines and new rows are about, and counts how much that is. */
class Reading {
  readonly #connection: Connection
  #rows: number

  constructor(connection: Connection, rows: number) {
    this.#connection = connection
    this.#rows = rows
  }

  get isTooMuch(): boolean {
    return this.#rows > most
  }

  /** Rows that came since, some under the number of one that is gone. */
  since(table: 'org' | 'person', last: number, gone: readonly number[]): number[] {
    return this.#counted(
      prepareOnce<unknown[], number>(
        this.#connection,
        `SELECT no FROM ${table} WHERE no > @last
           UNION ALL SELECT ${table}.no FROM json_each(@gone) AS wanted CROSS JOIN ${table} ON ${table}.no = wanted.value LIMIT @most`,
      )
        .pluck()
        .all({ last, gone: JSON.stringify(gone), most: most + 1 }),
    )
  }

  /** On what the rows hang that came since or were touched. */
  hanging(table: Hanging, last: number, touched: readonly number[]): Hung[] {
    const { org, person } = hanging[table]
    return this.#counted(
      prepareOnce<unknown[], Hung>(
        this.#connection,
        `SELECT ${org} AS org, ${person} AS person FROM ${table} WHERE no > @last
           UNION ALL SELECT ${org}, ${person} FROM json_each(@touched) AS wanted CROSS JOIN ${table} ON ${table}.no = wanted.value
           LIMIT @most`,
      ).all({ last, touched: JSON.stringify(touched), most: most + 1 }),
    )
  }

  /** Organizations and people that were said to be in an organization before it was there itself. */
  belowNew(orgs: readonly number[]) {
    return this.#counted(
      prepareOnce<unknown[], { readonly what: 'org' | 'person'; readonly no: number }>(
        this.#connection,
        belowStatement,
      ).all({ orgs: JSON.stringify(orgs) }),
    )
  }

  /** Row numbers by id. */
  numbers(table: 'org' | 'person', rows: readonly Hung[]): ReadonlyMap<string, number> {
    const ids = [...new Set(rows.flatMap(row => row[table] ?? []))]
    return new Map(
      prepareOnce<string[], [string, number]>(
        this.#connection,
        `SELECT ${table}.id, ${table}.no FROM json_each(?) AS wanted CROSS JOIN ${table} ON ${table}.id = wanted.value`,
      )
        .raw()
        .all(JSON.stringify(ids)),
    )
  }

  #counted<Row>(rows: Row[]): Row[] {
    this.#rows += rows.length
    return rows
  }
}

/** What else is touched is looked at by nobody here. */
const whats = ['person-called', ...tables.flatMap(table => [table, `${table}-gone`, `${table}-fell`])]

const linesStatement = `
  SELECT what, no, org, person FROM touched WHERE n > ? AND what IN (${whats.map(what => `'${what}'`).join(', ')})
  ORDER BY n LIMIT ?`

const belowStatement = `
  SELECT 'org' AS what, below.no FROM json_each(@orgs) AS wanted CROSS JOIN org ON org.no = wanted.value
  CROSS JOIN placement ON placement.parent = org.id CROSS JOIN org AS below ON below.id = placement.org
  UNION ALL
  SELECT 'person', person.no FROM json_each(@orgs) AS wanted CROSS JOIN org ON org.no = wanted.value
  CROSS JOIN membership ON membership.org = org.id CROSS JOIN person ON person.id = membership.person`
