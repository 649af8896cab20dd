import type { Database } from 'better-sqlite3'
import type { NaiveRegistry } from './naive-scan.ts'

/** A registry's rows as the plain implementation takes them. Stays come in order of day. */
export function naiveRegistryIn(db: Database): NaiveRegistry {
  const rows = <T>(sql: string) => db.prepare<[], T>(sql).all()
  const by = <T extends Record<K, string>, K extends string>(list: readonly T[], key: K) =>
    Map.groupBy(list, row => row[key])
  const places = by(
    rows<{ org: string; parent: string; since: string }>(
      'SELECT org, parent, since FROM placement WHERE parent IS NOT NULL ORDER BY since',
    ),
    'org',
  )
  const homes = by(
    rows<{ person: string; org: string | null; since: string }>(
      'SELECT person, org, since FROM membership ORDER BY since',
    ),
    'person',
  )
  const states = by(
    rows<{ person: string; status: string; report: string; since: string }>(
      'SELECT person, status, report, since FROM standing ORDER BY since',
    ),
    'person',
  )
  type Org = Omit<NaiveRegistry['orgs'][number], 'places'>
  type Person = Omit<NaiveRegistry['people'][number], 'homes' | 'states'>
  return {
    orgs: rows<Org>(
      `SELECT id, code, kind, branch_type AS branchType, founded, closed, tier, short_name AS shortName, industry,
        phone, credit_code AS creditCode, members_approved AS approved FROM org ORDER BY id`,
    ).map(org => ({ ...org, places: places.get(org.id) ?? [] })),
    people: rows<Person>(
      `SELECT id, birth, political, joined, member_no AS memberNo, fees_paid_to AS paidTo FROM person ORDER BY id`,
    ).map(person => ({
      ...person,
      homes: homes.get(person.id) ?? [],
      states: (states.get(person.id) ?? []).map(({ status, report, since }) => ({ status, report, since })),
    })),
    posts: rows('SELECT person, org, title, since, until FROM post ORDER BY id'),
    terms: rows<{ org: string; elected: string; years: number | null }>(
      'SELECT org, elected, years FROM term ORDER BY id',
    ).map(term => ({ ...term, extension: null })),
    meetings: rows('SELECT org, type, held_on AS heldOn FROM meeting ORDER BY id'),
    fees: [],
    appraisals: [],
    ratings: [],
  }
}
