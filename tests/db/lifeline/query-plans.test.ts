import type { CompiledQuery } from 'kysely'
import { afterAll, expect, test } from 'vitest'
import { type AskedOrgs, askedOrgs } from '#db/lifeline/gathering/asked-orgs.ts'
import { appraisalQuery } from '#db/lifeline/gathering/gather-appraisals.ts'
import { organizationQuery } from '#db/lifeline/gathering/gather-facts.ts'
import { meetingQuery } from '#db/lifeline/gathering/gather-meetings.ts'
import { agedMemberQuery, rollQuery } from '#db/lifeline/gathering/gather-members.ts'
import { lastSecretaryQuery, postQuery } from '#db/lifeline/gathering/gather-posts.ts'
import { ratingQuery } from '#db/lifeline/gathering/gather-ratings.ts'
import { reportQuery } from '#db/lifeline/gathering/gather-reports.ts'
import { termQuery } from '#db/lifeline/gathering/gather-terms.ts'
import { defaultPack } from '#db/lifeline/packs/pack.ts'
import type { Reader } from '#db/sqlite/tables.ts'
import { day, everythingKept } from './healthy.ts'
import { smallRegistry } from './small-registry.ts'

const registry = smallRegistry()
afterAll(() => registry.close())

const scope = { root: 'org-1', asOf: day('2018-12-31') }
const asked = askedOrgs(['org-1'], scope.asOf)
const queries = {
  rollQuery: (reader: Reader, of: AskedOrgs) => rollQuery(reader, of, defaultPack, everythingKept),
  agedMemberQuery,
  postQuery,
  lastSecretaryQuery,
  termQuery,
  meetingQuery,
  appraisalQuery: (reader: Reader, of: AskedOrgs) => appraisalQuery(reader, of, 2017),
  reportQuery,
  ratingQuery,
} as const

// statistics as of a district: with them SQLite would sooner scan a table than follow the tree, if it were let to
registry.database.exec(`
  ANALYZE;
  INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
    ('placement', 'placement_parent', '953 13'), ('placement', 'placement_org', '953 1'),
    ('membership', 'membership_org', '8368 10'), ('membership', 'membership_person', '8368 1'),
    ('post', 'post_org', '1540 2'), ('post', 'post_person', '1540 1'),
    ('term', 'term_org', '946 1'), ('meeting', 'meeting_org', '6227 12 1'),
    ('meeting', 'meeting_type', '6227 12 4 1'), ('meeting', 'meeting_day', '6227 30'), ('rating', 'rating_org', '883 1 1'),
    ('fee', 'fee_person', '8368 1 1'), ('fee', 'fee_year', '8368 8368'), ('appraisal', 'appraisal_person', '8368 1 1'),
    ('appraisal', 'appraisal_year', '8368 8368'), ('standing', 'standing_person', '170 1');
  ANALYZE sqlite_master;
`)

function planOf({ sql: text, parameters }: CompiledQuery): string[] {
  return registry.database
    .prepare<unknown[], { detail: string }>(`EXPLAIN QUERY PLAN ${text}`)
    .all(...parameters)
    .map(step => step.detail)
}

const scansOf = (plan: readonly string[]) => plan.filter(step => step.startsWith('SCAN '))

test('the organizations are found by one walk down the tree', () => {
  const plan = planOf(organizationQuery(registry.reader, scope).compile())
  expect(plan).toContain('SEARCH placement USING INDEX placement_parent (parent=?)')
  expect(scansOf(plan).filter(step => !/^SCAN (subtree|CONSTANT ROW)$/.test(step))).toEqual([])
})

test.each(Object.entries(queries))('%s goes from the organizations found to their rows', (_, query) => {
  const plan = planOf(query(registry.reader, asked).compile())
  const [list, ...others] = scansOf(plan).toSorted((a, b) => Number(/json/.test(b)) - Number(/json/.test(a)))
  expect(list).toBe('SCAN json_each VIRTUAL TABLE INDEX 1:')
  expect(others.filter(step => !/^SCAN (ended|met|m|read|\(subquery-\d+\))$/.test(step))).toEqual([])
  expect(plan.filter(step => /placement/.test(step))).toEqual([])
})

test('who has turned 28 is looked up in the organizations that have any', () => {
  const plan = planOf(agedMemberQuery(registry.reader, asked).compile())
  expect(plan).toContain('SEARCH membership USING COVERING INDEX membership_org (org=?)')
})
