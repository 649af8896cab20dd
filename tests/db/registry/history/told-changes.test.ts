import { expect, onTestFinished, test, vi } from 'vitest'
import { readToldChanges } from '#db/registry/history/told-changes.ts'
import { openPc, type Pc, refusalOf, resultOf } from '#tests/fixtures/engine.ts'
import {
  fillDistrict,
  memberLines,
  memberRoster,
  orgLines,
  orgRoster,
} from '#tests/fixtures/small-district.ts'
import { openRegistry, plansOf } from '../open-registry.ts'

async function filled(): Promise<Pc> {
  const pc = await openPc('told', { day: '2018-05-31' })
  onTestFinished(pc.discard)
  await fillDistrict(pc)
  return pc
}

const importAs = async (pc: Pc, by: string, file: File, as: 'members' | 'orgs') =>
  (await resultOf(pc.ask.rosters.importFile({ file, as, by }))).changeSet ?? 0

test('a change set opens its changes: of whom, which field, from what to what, private numbers masked', async () => {
  const pc = await filled()
  const [first = {}] = memberLines
  const set = await importAs(
    pc,
    '李晓',
    memberRoster([{ ...first, 手机号码: '13911112222', 政治面貌: '中共党员' }]),
    'members',
  )
  const { entry, total, rows } = await pc.ask.glance.changes({ changeSet: set })
  expect([entry.actor, entry.sentence.zh, total]).toEqual(['李晓', '导入团员：团员.csv', rows.length])
  const [row] = rows
  expect([row?.act, row?.kind.zh, row?.subjects.map(one => one.name), row?.title.zh]).toEqual([
    'changed',
    '团员',
    [first['姓名']],
    '',
  ])
  expect(row?.fields.map(({ label, was, now }) => [label.zh, was.zh, now.zh])).toEqual([
    ['政治面貌', '共青团员', '中共党员'],
    ['手机号码', '138******00', '139******22'],
  ])
  expect(row?.fields[0]?.now.en).toBe('Party member')
})

test('what was added is told by what it says, with the people and organizations that it names', async () => {
  const pc = await filled()
  const { rows: sets, kinds, actors, total } = await pc.ask.glance.history({})
  expect([total, kinds.toSorted(), actors]).toEqual([sets.length, ['import', 'init'], ['']])
  const cadres = sets.find(one => one.sentence.zh.includes('团干部'))
  const { rows } = await pc.ask.glance.changes({ changeSet: cadres?.changeSet ?? 0 })
  const post = rows.find(row => row.kind.zh === '团内职务')
  expect([post?.act, post?.title.zh, post?.subjects.map(one => [one.entity, one.name])]).toEqual([
    'added',
    '书记',
    [
      ['person', memberLines[0]?.['姓名']],
      ['org', '东坪社区第一团支部'],
    ],
  ])
  expect(post?.fields.find(field => field.label.zh === '任职日期')).toMatchObject({
    was: { zh: '' },
    now: { zh: '2017-01-15' },
  })
})

test('history is filtered by person, kind and moment, and told in windows', async () => {
  const pc = await filled()
  pc.setDay('2018-06-01')
  const set = await importAs(pc, '周明', orgRoster([{ ...orgLines[0], 团组织简称: '云岭' }]), 'orgs')
  const of = async (wanted: object) =>
    (await pc.ask.glance.history(wanted)).rows.map(({ changeSet }) => changeSet)
  expect(await of({ actor: '周明' })).toEqual([set])
  expect(await of({ what: 'init' })).toEqual([1])
  expect(await of({ from: '2018-06-01T00:00:00.000Z' })).toEqual([set])
  expect(await of({ before: '2018-06-01T00:00:00.000Z', limit: 2 })).toEqual([set - 1, set - 2])
  const second = await pc.ask.glance.history({ offset: 1, limit: 1 })
  expect([second.rows.map(({ changeSet }) => changeSet), second.total]).toEqual([[set - 1], set])
})

test('what was taken back says how much and why; a number that is none is refused', async () => {
  const pc = await filled()
  const set = await importAs(pc, '', orgRoster([{ ...orgLines[0], 团组织简称: '云岭' }]), 'orgs')
  const { changeSet } = await resultOf(pc.ask.registry.undo({ changeSet: set, by: '李晓' }))
  const { rows } = await pc.ask.glance.changes({ changeSet: changeSet ?? 0 })
  expect(rows.map(({ act, names, reason }) => [act, names, reason?.zh])).toEqual([
    ['returned', 1, '本人撤销'],
  ])
  expect(await refusalOf(pc.ask.glance.changes({ changeSet: 999 }))).toMatchObject({
    code: 'change-set-unknown',
  })
})

test('a hundred changes are told by as many statements as one, none of which goes through a table', async () => {
  const registry = openRegistry()
  await registry.people(...Array.from({ length: 100 }, (_, i) => `张${i}`))
  const plans = async (limit: number) =>
    plansOf(registry, reader => readToldChanges(reader, 1, { offset: 0, limit }))
  const many = await plans(100)
  expect(many.length).toBe((await plans(1)).length)
  const scans = many.flatMap(({ steps }) =>
    steps.filter(step => /^SCAN (change|person|org|card)\b/.test(step)),
  )
  expect(scans).toEqual([])
})

test('of a record that was changed thousands of times a part is read, and the last change is told right', async () => {
  const registry = openRegistry()
  const edits = 2200
  const [person = ''] = await registry.people('张伟')
  await registry.write(set => {
    for (let n = 1; n <= edits; n++) set.edit('person', person, { email: `${n}@a.cn` })
  })
  const parse = vi.spyOn(JSON, 'parse')
  onTestFinished(() => parse.mockRestore())
  const { rows } = await readToldChanges(registry.reader, 2, { offset: edits - 1, limit: 1 })
  expect(rows[0]?.fields.map(({ was, now }) => [was.zh, now.zh])).toEqual([
    [`${edits - 1}@a.cn`, `${edits}@a.cn`],
  ])
  // Two thousand are looked through, and some of how they are told.
  expect(parse.mock.calls.length).toBeLessThan(2100)
})
