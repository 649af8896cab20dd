import { afterAll, expect, test } from 'vitest'
import { appraisalQuery } from '#db/lifeline/gathering/gather-appraisals.ts'
import { organizationQuery } from '#db/lifeline/gathering/gather-facts.ts'
import { meetingQuery } from '#db/lifeline/gathering/gather-meetings.ts'
import { agedMemberQuery, rollQuery } from '#db/lifeline/gathering/gather-members.ts'
import { lastSecretaryQuery, postQuery } from '#db/lifeline/gathering/gather-posts.ts'
import { ratingQuery } from '#db/lifeline/gathering/gather-ratings.ts'
import { reportQuery } from '#db/lifeline/gathering/gather-reports.ts'
import { termQuery } from '#db/lifeline/gathering/gather-terms.ts'
import { defaultPack } from '#db/lifeline/packs/pack.ts'
import type { Scope } from '#db/registry/subtree.ts'
import type { Reader } from '#db/sqlite/tables.ts'
import { day, everythingKept } from './healthy.ts'
import { smallRegistry } from './small-registry.ts'

const registry = smallRegistry()
afterAll(() => registry.close())

const scope = { root: 'org-1', asOf: day('2018-12-31') }
const queries = {
  organizationQuery,
  rollQuery: (reader: Reader, within: Scope) => rollQuery(reader, within, defaultPack, everythingKept),
  postQuery,
  lastSecretaryQuery,
  termQuery,
  meetingQuery,
  appraisalQuery: (reader: Reader, within: Scope) => appraisalQuery(reader, within, 2017),
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

test.each(Object.entries(queries))('%s walks down the tree and scans no table', (_, query) => {
  const { sql: text, parameters } = query(registry.reader, scope).compile()
  const plan = registry.database
    .prepare<unknown[], { detail: string }>(`EXPLAIN QUERY PLAN ${text}`)
    .all(...parameters)
    .map(step => step.detail)
  expect(plan).toContain('SEARCH placement USING INDEX placement_parent (parent=?)')
  const scans = plan.filter(step => step.startsWith('SCAN '))
  expect(
    scans.filter(step => !/^SCAN (subtree|ended|met|m|\(subquery-\d+\)|CONSTANT ROW)$/.test(step)),
  ).toEqual([])
})

test('who has turned 28 is looked up in the organizations that have any', () => {
  const { sql: text, parameters } = agedMemberQuery(registry.reader, ['org-1'], scope.asOf).compile()
  const plan = registry.database
    .prepare<unknown[], { detail: string }>(`EXPLAIN QUERY PLAN ${text}`)
    .all(...parameters)
    .map(step => step.detail)
  expect(plan.filter(step => step.startsWith('SCAN '))).toEqual(['SCAN json_each VIRTUAL TABLE INDEX 1:'])
  expect(plan).toContain('SEARCH membership USING INDEX membership_org (org=?)')
})
