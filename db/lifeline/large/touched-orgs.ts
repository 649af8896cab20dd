import { type Connection, prepareOnce } from '#db/sqlite/connection.ts'

/**
 * What the rows are about that an organization is judged by: organizations, people, and of steps the matter. Whoever has
 * one judges the organization again, and those to which the person belonged or was sent.
 */
const about = {
  org: { org: 'org.id', person: 'NULL', matter: 'NULL' },
  placement: { org: 'org', person: 'NULL', matter: 'NULL' },
  decision: { org: 'org', person: 'NULL', matter: 'NULL' },
  term: { org: 'org', person: 'NULL', matter: 'NULL' },
  meeting: { org: 'org', person: 'NULL', matter: 'NULL' },
  rating: { org: 'org', person: 'NULL', matter: 'NULL' },
  membership: { org: 'org', person: 'person', matter: 'NULL' },
  post: { org: 'org', person: 'person', matter: 'NULL' },
  transfer: { org: 'target', person: 'person', matter: 'NULL' },
  person: { org: 'NULL', person: 'person.id', matter: 'NULL' },
  standing: { org: 'NULL', person: 'person', matter: 'NULL' },
  fee: { org: 'NULL', person: 'person', matter: 'NULL' },
  appraisal: { org: 'NULL', person: 'person', matter: 'NULL' },
  step: { org: 'other', person: 'NULL', matter: 'subject' },
} as const
type Table = keyof typeof about
const tables = Object.keys(about) as readonly Table[]

/** How far the tables were read: the last line of what was touched, and the last row of each. */
export type Mark = { readonly n: number; readonly last: Readonly<Record<string, number>> }

const markStatement = `SELECT coalesce((SELECT max(n) FROM touched), 0), ${tables
  .map(table => `coalesce((SELECT max(no) FROM ${table}), 0)`)
  .join(', ')}`

export function readMark(connection: Connection): Mark {
  const [n = 0, ...last] = prepareOnce<[], number[]>(connection, markStatement).raw().get() ?? []
  return { n, last: Object.fromEntries(tables.map((table, at) => [table, last[at] ?? 0])) }
}

/** Row numbers of organizations of which something was written that the rules look at. */
export type TouchedOrgs = {
  readonly orgs: ReadonlySet<number>
  /** Those among them that are new, gone, or may have another code. */
  readonly coded: ReadonlySet<number>
  /** Those that hang under one that is new, or is gone. */
  readonly under: ReadonlySet<number>
}

/** With more rows than this nearly everything would be judged again all the same. */
const most = 20_000

type About = { readonly org: string | null; readonly person: string | null; readonly matter: string | null }
type Line = About & { readonly what: string; readonly no: number }

/** What was touched since the mark; nothing where it was too much, or was forgotten. */
export function readTouchedOrgs(connection: Connection, mark: Mark): TouchedOrgs | undefined {
  const first = prepareOnce<[], number>(connection, 'SELECT coalesce(min(n), 0) FROM touched').pluck().get()
  if ((first ?? 0) > mark.n + 1) return undefined
  const lines = prepareOnce<unknown[], Line>(connection, linesStatement).all(mark.n, most + 1)
  const byTable = Map.groupBy(lines, ({ what }) => what)
  const numbersOf = (what: string) => (byTable.get(what) ?? []).map(({ no }) => no)
  const rowsOf = (table: Table): About[] => {
    // Where the last rows were taken away, new ones may have come under numbers below the last that was read.
    const last = Math.min(mark.last[table] ?? 0, ...numbersOf(`${table}-fell`))
    const touched = JSON.stringify(numbersOf(table))
    return prepareOnce<unknown[], About>(connection, rowsStatement(table)).all({
      ...{ last, touched },
      most: most + 1,
    })
  }
  const written = new Map(tables.map(table => [table, rowsOf(table)]))
  const rows = [...lines, ...[...written.values()].flat()]
  if (rows.length > most) return undefined

  const ids = { orgs: new Set<string>(), people: new Set<string>(), matters: new Set<string>() }
  for (const { org, person, matter } of rows) {
    if (org !== null) ids.orgs.add(org)
    if (person !== null) ids.people.add(person)
    if (matter !== null) ids.matters.add(matter)
  }
  for (const person of listed(connection, transferredStatement, ids.matters)) ids.people.add(person)
  for (const org of listed(connection, homesStatement, ids.people)) ids.orgs.add(org)
  const gone = numbersOf('org-gone')
  const ofIds = (orgs: Iterable<string>) => listed<number>(connection, numbersStatement, orgs)
  const named = [...(written.get('org') ?? []), ...(written.get('decision') ?? []), ...coded(lines)]
  return {
    orgs: new Set([...ofIds(ids.orgs), ...gone]),
    coded: new Set([...ofIds(named.flatMap(({ org }) => org ?? [])), ...gone]),
    under: new Set(
      listed<number>(
        connection,
        underStatement,
        [...(written.get('org') ?? []), ...(byTable.get('org-gone') ?? [])].flatMap(({ org }) => org ?? []),
      ),
    ),
  }
}

function coded(lines: readonly Line[]): readonly Line[] {
  return lines.filter(({ what }) => what === 'org' || what === 'decision')
}

function listed<Value extends string | number = string>(
  connection: Connection,
  statement: string,
  ids: Iterable<string>,
): Value[] {
  const given = [...new Set(ids)]
  if (given.length === 0) return []
  return prepareOnce<unknown[], Value>(connection, statement)
    .pluck()
    .all({ ids: JSON.stringify(given) })
}

const linesStatement = `
  SELECT what, no, org, person, matter FROM touched WHERE n > ? ORDER BY n LIMIT ?`

/** New rows, and those that were written: on what they hang now. */
function rowsStatement(table: Table): string {
  const { org, person, matter } = about[table]
  const columns = `${org} AS org, ${person} AS person, ${matter} AS matter`
  return `
    SELECT ${columns} FROM ${table} WHERE no > @last
    UNION ALL
    SELECT ${columns} FROM json_each(@touched) AS wanted CROSS JOIN ${table} ON ${table}.no = wanted.value
    LIMIT @most`
}

const given = 'json_each(@ids) AS given'

const numbersStatement = `SELECT org.no FROM ${given} CROSS JOIN org ON org.id = given.value`

const underStatement = `
  SELECT org.no FROM ${given} CROSS JOIN placement ON placement.parent = given.value
  CROSS JOIN org ON org.id = placement.org`

const transferredStatement = `
  SELECT transfer.person FROM ${given} CROSS JOIN transfer ON transfer.id = given.value`

/** Wherever these people belong, belonged or were sent. */
const homesStatement = `
  SELECT membership.org FROM ${given} CROSS JOIN membership ON membership.person = given.value
  WHERE membership.org IS NOT NULL
  UNION
  SELECT transfer.target FROM ${given} CROSS JOIN transfer ON transfer.person = given.value
  WHERE transfer.target IS NOT NULL
  UNION
  SELECT step.other FROM ${given} CROSS JOIN transfer ON transfer.person = given.value
  CROSS JOIN step ON step.subject = transfer.id
  WHERE step.other IS NOT NULL`
