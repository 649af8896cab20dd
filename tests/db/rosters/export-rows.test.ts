import { expect, test } from 'vitest'
import { recordColumnsOf } from '#db/rosters/kinds/of-one-record.ts'
import { cadreRows } from '#db/rosters/writing/export/cadre-rows.ts'
import { memberRows } from '#db/rosters/writing/export/member-rows.ts'
import { orgRows } from '#db/rosters/writing/export/org-rows.ts'
import { recordRows } from '#db/rosters/writing/export/record-rows.ts'
import type { Wanted } from '#db/rosters/writing/export/wanted.ts'
import type { IsoDay } from '#db/shared/day.ts'
import type { Reader } from '#db/sqlite/tables.ts'
import { day } from '../lifeline/healthy.ts'
import { type OpenRegistry, openRegistry, plansOf } from '../registry/open-registry.ts'

const asOf: IsoDay = day('2018-12-31')

const meetingRows = (reader: Reader, wanted: Wanted) =>
  recordRows(reader, recordColumnsOf('meetings'), wanted)

const kinds = { orgs: orgRows, members: memberRows, cadres: cadreRows, meetings: meetingRows } as const
const everyKind = Object.entries(kinds)

/** A committee with so many members in its two branches, each with a post and a meeting; and as many groups. */
async function filled(count: number, withGroups = false): Promise<{ registry: OpenRegistry; root: string }> {
  const registry = openRegistry()
  const root = await registry.org('团委', { kind: 'committee', code: '1' })
  const branches = [
    await registry.org('甲支部', { under: root, code: '3' }),
    await registry.org('乙支部', { under: root, code: '2' }),
  ]
  await registry.write(set => {
    for (let i = 0; i < count; i++) {
      const org = branches[i % 2] ?? root
      const idNumber = String(440399200001010000n + BigInt(i))
      const person = set.create('person', { name: `王${i}`, id_number: idNumber, birth: '2000-01-01' })
      set.create('membership', { person, org, since: '2018-01-01', since_known: 1, follows: [] })
      set.create('post', { person, org, title: '书记', since: '2018-01-01' })
      set.create('meeting', { org, type: '团课', held_on: '2018-05-04', topic: `${i}` })
      if (!withGroups) continue
      const group = { name: `小组${i}`, kind: 'branch', tier: 'two-new', branch_type: 'ordinary' }
      const id = set.create('org', group)
      set.create('placement', { org: id, parent: root, since: '2018-01-01', follows: [] })
    }
  })
  return { registry, root }
}

test('a roster has everyone once, in the order in which they came, with the branch of the day', async () => {
  const { registry, root } = await filled(2100)
  const members = await Array.fromAsync(memberRows(registry.reader, { root, asOf }))
  expect(members.map(row => row.name)).toEqual(Array.from({ length: 2100 }, (_, i) => `王${i}`))
  expect(members.map(row => row.branch).slice(0, 2)).toEqual(['甲支部', '乙支部'])
  const posts = await Array.fromAsync(cadreRows(registry.reader, { root, asOf }))
  expect(posts.map(row => row.name)).toEqual(members.map(row => row.name))
  const meetings = await Array.fromAsync(meetingRows(registry.reader, { root, asOf }))
  expect(meetings.map(row => row['topic'])).toEqual(Array.from({ length: 2100 }, (_, i) => `${i}`))
  const orgs = await Array.fromAsync(orgRows(registry.reader, { root, asOf }))
  expect(orgs.map(row => [row.name, row.parent])).toEqual([
    ['团委', undefined],
    ['乙支部', '团委'],
    ['甲支部', '团委'],
  ])
})

test('the roster of a day that is over never says what ended later, and that of today what is known to end', async () => {
  const { registry, root } = await filled(2)
  const ended = day('2019-03-01')
  await registry.write(set => {
    for (const { id } of registry.db.prepare<[], { id: string }>('SELECT id FROM post').all())
      set.edit('post', id, { until: ended })
    set.create('body', { org: root, name: '青年联合会', type: '青年联合会', founded: '2018-01-01', ended })
    set.create('body', { org: root, name: '少工委', type: '少工委', founded: '2019-02-01' })
  })
  const told = async (wanted: Pick<Wanted, 'asOf' | 'isPast'>) => {
    const posts = await Array.fromAsync(cadreRows(registry.reader, { root, ...wanted }))
    const columns = recordColumnsOf('bodies')
    const bodies = await Array.fromAsync(recordRows(registry.reader, columns, { root, ...wanted }))
    return [posts.map(({ until }) => until?.day), bodies.map(({ name, ended: last }) => [name, last])]
  }
  expect(await told({ asOf, isPast: true })).toEqual([[undefined, undefined], [['青年联合会', undefined]]])
  expect(await told({ asOf })).toEqual([[ended, ended], [['青年联合会', ended]]])
  expect(await told({ asOf: day('2019-03-01'), isPast: true })).toEqual([
    [ended, ended],
    [
      ['青年联合会', ended],
      ['少工委', undefined],
    ],
  ])
})

test('two branches of one name are told apart by their codes', async () => {
  const { registry, root } = await filled(2)
  await registry.org('甲支部', { under: root, code: '4' })
  const members = await Array.fromAsync(memberRows(registry.reader, { root, asOf }))
  expect(members.map(row => row.branch)).toEqual(['3', '乙支部'])
})

test.each(everyKind)(
  'what belongs to a roster is asked once, and a page looks its rows up: %s',
  async (_, rowsOf) => {
    const plansAt = async (count: number) => {
      const { registry, root } = await filled(count)
      return plansOf(registry, async (reader: Reader) => {
        for await (const _ of rowsOf(reader, { root, asOf }));
      })
    }
    const [small, large] = [await plansAt(1100), await plansAt(2200)]
    const scoped = (plans: typeof small) => plans.filter(({ statement }) => statement.includes('recursive'))
    expect(scoped(large).length).toBe(scoped(small).length)
    expect(large.length).toBeLessThanOrEqual(small.length * 2.5)
    // What organizations are called is read once, of all of them.
    const isNames = (statement: string) => statement === 'select "id", "name", "code" from "org"'
    expect(large.filter(({ statement }) => isNames(statement))).toHaveLength(1)
    const others = large.filter(({ statement }) => !isNames(statement))
    const scans = others.flatMap(({ steps, statement }) =>
      steps
        .filter(step => /^SCAN (?!subtree|json_each|\(subquery|CONSTANT ROW|\d)/.test(step))
        .map(step => `${step}: ${statement}`),
    )
    expect(scans).toEqual([])
    const pages = large.filter(({ statement }) => statement.includes('json_each'))
    for (const { steps } of pages) expect(steps[0]).toMatch(/USING INTEGER PRIMARY KEY/)
  },
)
