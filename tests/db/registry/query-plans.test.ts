import { expect, test } from 'vitest'
import { rulingsBelow } from '#db/lifeline/rulings/read-rulings.ts'
import { listRecords } from '#db/registry/acts/list-records.ts'
import { listCases } from '#db/registry/cases/tell-cases.ts'
import { findOrg } from '#db/registry/find-org.ts'
import { find } from '#db/registry/finding/find.ts'
import { readHistory } from '#db/registry/history/history.ts'
import { readRecordsPast } from '#db/registry/history/records-past.ts'
import { Browser } from '#db/registry/looking/browser.ts'
import { DayView } from '#db/registry/looking/day-view.ts'
import { pathsOf } from '#db/registry/path.ts'
import { readStats } from '#db/registry/stats.ts'
import { listTransfers } from '#db/registry/transfers/tell-transfers.ts'
import type { Connection } from '#db/sqlite/connection.ts'
import type { Reader } from '#db/sqlite/tables.ts'
import { day, openRegistry, plansOf } from './open-registry.ts'

const today = day('2018-12-31')

async function filled() {
  const registry = openRegistry()
  const root = await registry.org('共青团坪山区委员会', { code: '4403100000', short_name: '坪山区' })
  const branch = await registry.org('六联社区团支部', { code: '4403100001', under: root })
  const [li = ''] = await registry.people('单雪莉')
  await registry.member(li, branch, '2018-01-01')
  await registry.write(set => {
    set.edit('person', li, { id_number: '440399200001010017' })
    set.create('post', { person: li, org: branch, title: '书记' })
  })
  return { registry, root, branch, li }
}

type Filled = Awaited<ReturnType<typeof filled>>

type Question = (reader: Reader, ids: Filled, db: Connection) => Promise<unknown>

const questions: Readonly<Record<string, Question>> = {
  'find by one character': (_reader, _ids, db) => find(db, '雪', 20, today),
  'find by two characters': (_reader, _ids, db) => find(db, '单雪', 20, today),
  'find by three characters': (_reader, _ids, db) => find(db, '单雪莉', 20, today),
  'find by initials': (_reader, _ids, db) => find(db, 'sxl', 20, today),
  'find by pinyin': (_reader, _ids, db) => find(db, 'shanxue', 20, today),
  'find by the beginning of a code': (_reader, _ids, db) => find(db, '440', 20, today),
  'find by the last digits of a number': (_reader, _ids, db) => find(db, '440399', 20, today),
  'the organization that is meant': reader => findOrg(reader, '坪山区'),
  'stats of a subtree': (reader, { root }) => readStats(reader, { root, asOf: today }),
  'history of a person': (reader, { li }) => readHistory(reader, li, 20),
  'what was ever done to a record': (reader, { li }) => readRecordsPast(reader, li, { offset: 0, limit: 50 }),
}

/** What may be gone through whole: what a query made itself, the index's answer, the few whom a packet told of, and the few decisions. */
const small =
  /^SCAN (subtree|above|hanging|its|about|found|given|j|card|d|decision|heir|json_each|CONSTANT ROW|\d+ CONSTANT ROWS?|\(subquery-\d+\)|(j|given|wanted|json_each) VIRTUAL TABLE INDEX \d+:.*|grams VIRTUAL TABLE INDEX \d+:[^ ]*M.*)$/

/** The steps that go through a whole table, of all statements that a question takes. */
async function scansOf(ask: Question) {
  const ids = await filled()
  const plans = await plansOf(ids.registry, (reader, db) => ask(reader, ids, db))
  expect(plans.length).toBeGreaterThan(0)
  return plans.flatMap(({ statement, steps }) =>
    steps.filter(step => step.startsWith('SCAN ') && !small.test(step)).map(step => ({ statement, step })),
  )
}

test.each(Object.entries(questions))('%s searches by an index and scans no table', async (_, ask) => {
  expect(await scansOf(ask)).toEqual([])
})

test('cases, transfers and decisions are told from a large tree by going up from each, never down all of it', async () => {
  const ids = await filled()
  const { branch, root, registry } = ids
  await registry.write(set => {
    const points = { problems: ['无团干'], measures: ['配备团支书'], owner: '李晓', liaison: '赵兰' }
    set.create('rectification', {
      org: branch,
      opened: '2018-01-01',
      rules: ['W02'],
      ...points,
      due: '2018-12-31',
    })
    const asked = {
      asked: '2018-01-01',
      deadline: '2018-02-01',
      reason: 'other',
      fees: 'paid',
      posts: 'none',
    }
    set.create('transfer', { person: ids.li, home: branch, target: root, way: 'inside', ...asked, stays: [] })
  })
  const from = { office: root, hasParentOffice: false, asOf: today }
  const window = { root, limit: 10, offset: 0 }
  let found = 0
  const plans = await plansOf(registry, async reader => {
    found += (await listCases(reader, { ...window, from })).total
    const asked = { ...window, ...from, sort: 'asked', down: true } as const
    found += (await listTransfers(reader, asked)).total
    await rulingsBelow(reader, { root, asOf: today })
  })
  expect(found).toBe(2)
  const down = plans.flatMap(({ steps }) => steps.filter(step => step.includes('placement_parent')))
  expect(down).toEqual([])
})

test('the change set of a change is found by one step down its index, and what undid it by another', async () => {
  const ids = await filled()
  const plans = await plansOf(ids.registry, reader => readHistory(reader, ids.li, 20))
  const steps = plans.flatMap(plan => plan.steps)
  expect(steps).toContain('SEARCH change USING COVERING INDEX change_thing (thing=?)')
  expect(steps).toContain('SEARCH change_set USING COVERING INDEX change_set_first (first_change<?)')
  expect(steps.filter(step => step.includes('change_set_undo'))).toHaveLength(1)
  const [told] = plans.filter(({ statement }) => statement.includes('first_change <= its.no'))
  expect(told?.statement).toMatch(/order by first_change desc limit 1/i)
})

test('the newest entries of history are read from the end of the change sets', async () => {
  const scans = await scansOf(reader => readHistory(reader, undefined, 20))
  expect(scans.map(({ step }) => step)).toEqual(['SCAN change_set'])
  expect(scans[0]?.statement).toMatch(/order by "no" desc limit 20/)
})

test('the paths of what was found are read without a scan of all organizations', async () => {
  const ask = (reader: Reader, { branch, root }: Filled) => pathsOf(reader, [branch, root], today)
  expect(await scansOf(ask)).toEqual([])
})

test('stats walk down the tree, then go to the rows by their organization', async () => {
  const ids = await filled()
  const plans = await plansOf(ids.registry, reader => readStats(reader, { root: ids.root, asOf: today }))
  const steps = plans.flatMap(plan => plan.steps)
  expect(steps).toContain('SEARCH placement USING INDEX placement_parent (parent=?)')
  expect(steps).toContain('SEARCH membership USING COVERING INDEX membership_org (org=?)')
  expect(steps).toContain('SEARCH post USING INDEX post_org (org=?)')
})

test.each(['person', 'fee', 'standing'])(
  'a list of each %s asks by his own stays whether somebody belongs there, not every organization',
  async kind => {
    const ids = await filled()
    const asked = { kind, root: ids.root, asOf: today, isPast: false, isAnywhere: false } as const
    const list = (reader: Reader) =>
      listRecords(reader, { ...asked, where: {}, newest: false, limit: 20, offset: 0 })
    for (const statistics of ['large', 'none'] as const) {
      const plans = await plansOf(ids.registry, list, statistics)
      const steps = plans.flatMap(plan => plan.steps).filter(step => /membership_(org|person)/.test(step))
      expect(steps.length).toBeGreaterThan(0)
      expect(steps.filter(step => !step.includes('membership_person (person=?)'))).toEqual([])
    }
  },
)

test('stats of a district ask as many statements as those of a branch', async () => {
  const ids = await filled()
  const count = async (root: string) =>
    (await plansOf(ids.registry, reader => readStats(reader, { root, asOf: today }))).length
  expect(await count(ids.root)).toBe(await count(ids.branch))
})

/** What the picture in memory is made from: whole tables, each gone through once, and nothing asked for each row. */
test('the picture of the registry is read by one walk over each table, counts by the index alone', async () => {
  const ids = await filled()
  const plans = await plansOf(ids.registry, async (_, db) => {
    const view = new DayView(db, today)
    view.postCounts()
    view.order('birth')
    const ages = { agedBy: undefined, agedAfter: undefined }
    view.people(0, { text: '雪', status: undefined, report: 'open', ...ages }, 'joined', false)
  })
  const steps = plans.flatMap(plan => plan.steps)
  expect(steps).toContain('SEARCH membership USING COVERING INDEX membership_org (org>?)')
  expect(steps).toContain('SCAN person USING COVERING INDEX person_pinyin')
  expect(steps).toContain('SEARCH person USING COVERING INDEX sqlite_autoindex_person_1 (id=?)')
  expect(steps).toContain('SEARCH org USING COVERING INDEX sqlite_autoindex_org_1 (id=?)')
  // Only of an organization that is not placed yet is asked whether it ever was.
  const walks = plans.filter(({ statement }) => !statement.includes('max(n)'))
  const subqueries = walks.flatMap(plan => plan.steps).filter(step => /SCALAR SUBQUERY/.test(step))
  expect(subqueries).toHaveLength(1)
  expect(steps.filter(step => /AUTOMATIC/.test(step))).toEqual([])
  expect(plans.length).toBeLessThan(20)
})

test('what was touched since is read by row numbers and ids alone, whatever was written', async () => {
  const ids = await filled()
  const { registry, root, branch, li } = ids
  const plans = await plansOf(registry, async (_, db) => {
    const view = new DayView(db, today)
    view.postCounts()
    view.lastMeetings()
    view.isKnown()
    view.ages(0)
    view.order('joined')
    db.exec(`
      UPDATE org SET kind = 'committee' WHERE id = '${root}';
      UPDATE placement SET since = '2018-02-01' WHERE org = '${branch}';
      UPDATE membership SET since = '2018-02-01' WHERE person = '${li}';
      UPDATE person SET birth = '2000-01-01', pinyin = 'li' WHERE id = '${li}';
      DELETE FROM post WHERE org = '${branch}';
      INSERT INTO decision (id, org, act, effective, was_name) VALUES ('d', '${root}', 'rename', '2019-01-01', '旧名');
      INSERT INTO meeting (id, org, type, held_on) VALUES ('m', '${branch}', 'x', '2018-03-01');
    `)
    view.keepUp()
    view.isKnown()
  })
  const from = plans.findIndex(({ statement }) => statement.includes('FROM touched WHERE'))
  expect(from).toBeGreaterThan(0)
  const after = plans.slice(from)
  expect(after.length).toBeGreaterThan(15)
  const walks = after.flatMap(({ steps }) => steps).filter(step => /^SCAN /.test(step) && !small.test(step))
  expect(walks).toEqual([])
})

test('a window of people and a line of the tree are read by their row numbers', async () => {
  const ids = await filled()
  const plans = await plansOf(ids.registry, async (_, db) => {
    const browser = new Browser(db)
    const scope = { root: ids.root, asOf: today }
    browser.ask('warm', { what: 'tree', asOf: today })
    browser.ask('warm', { what: 'people', asOf: today })
    browser.ask('children', scope)
    browser.ask('cadres', { ...scope, text: '', sort: 'org', down: false, offset: 0, limit: 100 })
  })
  const windows = plans.filter(({ statement }) => statement.includes('json_each'))
  // The children's order, the children, the cadres.
  expect(windows).toHaveLength(3)
  for (const { steps } of windows) {
    expect(steps.filter(step => step.startsWith('SCAN ') && !small.test(step))).toEqual([])
  }
})

test('the homes of all people found are asked in one statement', async () => {
  const ids = await filled()
  await ids.registry.people(...Array.from({ length: 12 }, (_, i) => `单雪${i}`))
  const plans = await plansOf(ids.registry, (_reader, db) => find(db, '单雪', 20, today))
  expect(plans.filter(plan => plan.statement.includes(' membership '))).toHaveLength(1)
})
