import Database from 'better-sqlite3'
import { onTestFinished } from 'vitest'
import type { Fields } from '#db/journal/change.ts'
import type { IsoDay } from '#db/shared/day.ts'
import { type Connection, reader } from '#db/sqlite/connection.ts'
import type { Reader } from '#db/sqlite/tables.ts'
import { openReplica } from '#tests/fixtures/replica.ts'

/** A registry that is filled through its journal and read as the program reads it. */
export function openRegistry() {
  const replica = openReplica('r')
  onTestFinished(() => {
    replica.db.close()
  })
  return {
    ...replica,
    reader: reader(replica.db),
    org: (name: string, given: Given = {}) =>
      replica.write(set => {
        const { under, since = '2010-01-01', tier = 'street', kind = 'branch', ...fields } = given
        const id = set.create('org', { name, tier, kind, branch_type: 'ordinary', ...fields })
        if (under !== undefined) set.create('placement', { org: id, parent: under, since, follows: [] })
        return id
      }),
    people: (...names: readonly string[]) =>
      replica.write(set => names.map(name => set.create('person', { name }))),
    member: (person: string, org: string | null, since: string, follows: readonly string[] = []) =>
      replica.write(set => set.create('membership', { person, org, since, since_known: 1, follows })),
  }
}

type Given = Fields & { readonly under?: string; readonly since?: string }

export type OpenRegistry = ReturnType<typeof openRegistry>

/** The plan of every statement that some work with a reader runs, as SQLite chooses it for a large registry, or without statistics. */
export async function plansOf(
  { db }: OpenRegistry,
  work: (reader: Reader, db: Connection) => Promise<unknown>,
  known: 'large' | 'none' = 'large',
): Promise<readonly { readonly statement: string; readonly steps: readonly string[] }[]> {
  const statements: string[] = []
  const watched = new Database(db.serialize(), { verbose: text => statements.push(String(text)) })
  try {
    watched.exec(
      `ANALYZE; DELETE FROM sqlite_stat1; DELETE FROM sqlite_stat4; ${known === 'large' ? statistics : ''} ANALYZE sqlite_master;`,
    )
    statements.length = 0
    await work(reader(watched), watched)
    return [...statements].map(statement => ({
      statement,
      steps: watched
        .prepare<[], { detail: string }>(`EXPLAIN QUERY PLAN ${statement}`)
        .all()
        .map(step => step.detail),
    }))
  } finally {
    watched.close()
  }
}

/** As of a district of a million people: with the statistics of a few rows SQLite would scan rather than search. */
const large: Readonly<
  Record<string, { readonly rows: number; readonly a: Readonly<Record<string, number | string>> }>
> = {
  person: { rows: 1_000_000, a: { id_number: 1, initials: 20, pinyin: 6 } },
  membership: { rows: 1_000_000, a: { person: 1, org: '50 1' } },
  org: { rows: 20_000, a: { code: 1, name: 1, short: 1, initials: 2, pinyin: 1 } },
  placement: { rows: 20_000, a: { org: 1, parent: 12 } },
  post: { rows: 60_000, a: { person: 1, org: 3 } },
  term: { rows: 20_000, a: { org: 1 } },
  standing: { rows: 20_000, a: { person: 1 } },
  change: { rows: 3_000_000, a: { thing: 1 } },
}

const statistics = Object.entries(large)
  .flatMap(([table, { rows, a }]) => [
    ...Object.entries(a).map(([index, each]) => `('${table}', '${table}_${index}', '${rows} ${each}')`),
    ...(table === 'change' ? [] : [`('${table}', 'sqlite_autoindex_${table}_1', '${rows} 1')`]),
  ])
  .map(values => `INSERT INTO sqlite_stat1 VALUES ${values};`)
  .join(' ')

export const day = (text: string): IsoDay => text as IsoDay
