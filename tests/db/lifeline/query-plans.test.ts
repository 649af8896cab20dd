import { afterAll, expect, test } from 'vitest'
import { organizationQuery } from '#db/lifeline/gather-facts.ts'
import { agedMemberQuery, memberCountQuery } from '#db/lifeline/gather-members.ts'
import { lastSecretaryQuery, postQuery } from '#db/lifeline/gather-posts.ts'
import { termQuery } from '#db/lifeline/gather-terms.ts'
import { day } from './healthy.ts'
import { smallRegistry } from './small-registry.ts'

const registry = smallRegistry()
afterAll(() => registry.close())

const scope = { root: 'org-1', asOf: day('2018-12-31') }
const queries = {
  organizationQuery,
  memberCountQuery,
  agedMemberQuery,
  postQuery,
  lastSecretaryQuery,
  termQuery,
} as const

// statistics as of a district: with them SQLite would sooner scan a table than follow the tree, if it were let to
registry.database.exec(`
  ANALYZE;
  INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
    ('placement', 'placement_parent', '953 13'), ('placement', 'placement_org', '953 1'),
    ('membership', 'membership_org', '8368 10'), ('membership', 'membership_person', '8368 1'),
    ('post', 'post_org', '1540 2'), ('post', 'post_person', '1540 1'),
    ('term', 'term_org', '946 1'), ('standing', 'standing_person', '170 1');
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
  expect(scans.filter(step => !/^SCAN (subtree|ended|\(subquery-\d+\)|CONSTANT ROW)$/.test(step))).toEqual([])
})
