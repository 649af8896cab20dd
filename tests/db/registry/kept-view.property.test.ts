import Database from 'better-sqlite3'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { DayView } from '#db/registry/looking/day-view.ts'
import { orgAt } from '#db/registry/looking/outline/outline.ts'
import type { Connection } from '#db/sqlite/connection.ts'
import { migrate } from '#db/sqlite/migrate.ts'
import { day } from './open-registry.ts'

const ids = ['a', 'b', 'c', 'd', 'e', 'f']
const days = ['2017-03-01', '2018-06-30', '2018-07-01', '2019-01-01', '2030-01-01']
const anId = fc.constantFrom(...ids)
const aDay = fc.constantFrom(...days)
const anEnd = fc.constantFrom(null, null, ...days)

/** A row of each table under one of a few ids, made of whatever columns the picture is read from. */
const columns = {
  org: { code: fc.option(anId), kind: fc.constantFrom('branch', 'committee'), closed: anEnd },
  placement: { org: anId, parent: fc.option(anId), since: aDay, starts: aDay, until: anEnd },
  decision: { org: anId, effective: aDay, was_name: fc.option(anId), was_closed: anEnd },
  person: {
    name: anId,
    pinyin: anId,
    birth: anEnd,
    joined: anEnd,
    sex: fc.constantFrom('male', 'female', null),
  },
  membership: {
    person: anId,
    org: fc.option(anId),
    since: aDay,
    since_known: fc.constantFrom(0, 1),
    until: anEnd,
  },
  standing: { person: anId, report: fc.constantFrom('pending', 'approved'), since: aDay, until: anEnd },
  post: { person: anId, org: anId, since: anEnd, until: anEnd },
  meeting: { org: anId, held_on: aDay },
} as const

/** What else the tables ask for. */
const rest: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  org: { name: '组织', tier: 'street', branch_type: 'ordinary', name_key: '', pinyin: '', initials: '' },
  placement: { follows: '[]', rank: '' },
  decision: { act: 'rename' },
  person: { initials: '' },
  membership: { follows: '[]', rank: '' },
  standing: { status: 'normal', follows: '[]', rank: '' },
  post: { title: '书记' },
  meeting: { type: 'members' },
}

const tables = Object.keys(columns) as (keyof typeof columns)[]
const aWrite = fc.oneof(
  ...tables.map(table =>
    fc.record({
      table: fc.constant(table),
      id: anId,
      how: fc.constantFrom('put' as const, 'put' as const, 'remove' as const),
      row: fc.record<Record<string, string | number | null>>(columns[table]),
    }),
  ),
)
type Write = typeof aWrite extends fc.Arbitrary<infer W> ? W : never

function write(db: Connection, { table, id, how, row }: Write): void {
  if (how === 'remove') {
    db.prepare(`DELETE FROM ${table} WHERE id = ?`).run(id)
    return
  }
  // Nobody is in two places on one day: the journal sees to that.
  if (table === 'membership' || table === 'standing')
    db.prepare(`DELETE FROM ${table} WHERE person = ? AND id <> ?`).run(row['person'], id)
  if (table === 'placement') db.prepare('DELETE FROM placement WHERE org = ? AND id <> ?').run(row['org'], id)
  const names = Object.keys(row)
  const isThere = db.prepare(`SELECT 1 FROM ${table} WHERE id = ?`).get(id) !== undefined
  if (isThere) {
    const sets = names.map(name => `${name} = @${name}`).join(', ')
    db.prepare(`UPDATE ${table} SET ${sets} WHERE id = @id`).run({ ...row, id })
    return
  }
  const whole = { ...row, ...rest[table], id }
  const all = Object.keys(whole)
  db.prepare(
    `INSERT INTO ${table} (${all.join(', ')}) VALUES (${all.map(name => `@${name}`).join(', ')})`,
  ).run(whole)
}

const nobody = { text: '', status: undefined, report: undefined, agedBy: undefined, agedAfter: undefined }
const sorts = ['name', 'birth', 'joined', 'sex', 'org', 'status', 'report'] as const

/** Everything that a view tells, read so that how much room its columns have is not seen. */
function toldBy(view: DayView) {
  const outline = view.outline()
  const numbers = [...outline.nos]
  const people = [...view.order('name')]
  const { orgs, statuses, reports } = view.roll()
  return {
    lines: numbers.map((_, place) => orgAt(outline, place)),
    ends: [...outline.ends.subarray(0, numbers.length)],
    parents: [...outline.parents.subarray(0, numbers.length)],
    sums: [[...outline.branchesBefore], [...outline.membersBefore]],
    places: numbers.map(no => outline.placeOfNo[no]),
    former: numbers.map(no => outline.former.byNo(no, { name: 'now' }, view.structure)),
    posts: [...view.postCounts().byPlace],
    byCode: [...view.byCode()],
    meetings: [[...view.lastMeetings().lastOf].sort(), [...view.lastMeetings().metBefore]],
    roll: people.map(no => [no, orgs[no], statuses[no], reports[no]]),
    orders: sorts.flatMap(sort => (sort === 'org' ? [] : [[...view.order(sort)]])),
    rosters: [false, true].map(down =>
      numbers.map((_, place) => [...view.people(place, nobody, 'org', down).slice(0)]),
    ),
    lists: numbers.map((_, place) => [
      ...view.people(place, { ...nobody, text: 'b' }, 'birth', true).slice(0),
    ]),
    holders: (['held', 'none'] as const).map(post =>
      numbers.map((_, place) => [...view.people(place, { ...nobody, post }, 'name', false).slice(0)]),
    ),
    ages: numbers.map((_, place) => view.ages(place)),
    isKnown: view.isKnown(),
  }
}

test('what is kept of a day and brought up to date after writes of any kind is what is read anew', () => {
  let renewed = 0
  fc.assert(
    fc.property(fc.array(fc.array(aWrite, { minLength: 1, maxLength: 12 }), { maxLength: 20 }), steps => {
      const db = new Database(':memory:')
      migrate(db)
      const views = ['2018-06-30', '2019-06-01'].map(text => new DayView(db, day(text)))
      const structured = new DayView(db, day('2018-06-30'), day('2019-06-01'))
      for (const view of views) toldBy(view)
      for (const step of steps) {
        for (const one of step) write(db, one)
        for (const view of views) {
          view.keepUp()
          expect(toldBy(view)).toEqual(toldBy(new DayView(db, view.day)))
          renewed++
        }
      }
      structured.keepUp()
      expect(toldBy(structured)).toEqual(toldBy(new DayView(db, structured.day, structured.structure)))
      db.close()
    }),
    { numRuns: 40 },
  )
  expect(renewed).toBeGreaterThan(150)
})

test('a row that comes under a number which was passed by before is seen, where the rows after it are gone', () => {
  const db = new Database(':memory:')
  migrate(db)
  const put = (table: 'org' | 'post', id: string, row: Write['row']) =>
    write(db, { table, id, how: 'put', row })
  const remove = (id: string) => write(db, { table: 'post', id, how: 'remove', row: {} })
  const held = { person: 'a', org: 'a', since: null, until: null }
  put('org', 'a', { code: null, kind: 'branch', closed: null })
  put('org', 'b', { code: null, kind: 'branch', closed: null })
  for (const id of ['a', 'b', 'c']) put('post', id, { ...held, org: 'b' })
  const view = new DayView(db, day('2018-06-30'))
  remove('b')
  toldBy(view)
  view.keepUp()
  remove('c')
  put('post', 'd', held)
  view.keepUp()
  expect(toldBy(view)).toEqual(toldBy(new DayView(db, view.day)))
  expect([...view.postCounts().byPlace]).toEqual([1, 1])
  db.close()
})
