import { expect, test } from 'vitest'
import { type Pc, refusalOf, resultOf } from '#tests/fixtures/engine.ts'
import { codes, exchangeAll, open, packet } from '#tests/fixtures/exchange.ts'
import { expectAgreement, threeOffices } from './three-offices.ts'

const { offices } = threeOffices()

const add = (pc: Pc, kind: string, set: Record<string, string>) =>
  pc.ask.records.add({ kind, set, by: '王书记' })
const problems = ({ details }: { readonly details: Readonly<Record<string, unknown>> }) =>
  (details['problems'] as { field: string; code: string }[]).map(({ field, code }) => `${field} ${code}`)
const task = (set: Record<string, string>) => ({ org: codes.district, year: '2018', ...set })
const work = (title: string, held_on: string, more: Record<string, string> = {}) => ({
  org: codes.community,
  type: '主题团课',
  held_on,
  title,
  ...more,
})

test('a district sets tasks, a street receives them, and what a community writes down is the progress of all', async () => {
  const all = await offices()
  const { district, street, community } = all
  for (const pc of Object.values(all)) pc.setDay('2018-06-01')
  await district.ask.reports.adoptTypes({})
  await add(district, 'task', task({ item: '团课', measure: '团课', target: '3', due: '2018-10-31' }))
  await add(
    district,
    'task',
    task({ item: '护河', measure: 'riverVolunteers', target: '50', due: '2018-06-20', whom: codes.street }),
  )
  const wrong = await refusalOf(
    add(
      district,
      'task',
      task({ item: '别的', measure: '团课堂', target: '0', due: '2020-01-01', whom: '无此街道' }),
    ),
  )
  expect(problems(wrong)).toEqual([
    'target value-unknown',
    'due date-order',
    'measure measure-unknown',
    'whom org-unknown',
  ])
  expect(wrong.text.zh).toContain('主题团课')
  await exchangeAll(all)
  await expectAgreement(all)
  const notYours = await refusalOf(
    add(street, 'task', task({ item: '改', measure: '团课', target: '1', due: '2018-12-01' })),
  )
  expect(notYours.details['problems']).toMatchObject([{ field: 'org', code: 'org-not-yours' }])

  // what the community writes down is enough: nobody types how far he has come
  await add(community, 'work', work('一', '2018-05-04', { sessions: '2' }))
  await add(community, 'work', { ...work('巡河', '2018-05-06', { people: '60' }), type: '护河治水' })
  await exchangeAll(all)
  const lampsOn = async (pc: Pc) =>
    (await pc.ask.tasks.books({ year: 2018 })).books.flatMap(book =>
      book.tasks.flatMap(({ item, units }) =>
        units.filter(({ org }) => org.code === codes.street).map(one => [item, one.value, one.lamp]),
      ),
    )
  const expected = [
    ['团课', 2, 'open'],
    ['护河', 60, 'done'],
  ]
  expect(await lampsOn(district)).toEqual(expected)
  expect(await lampsOn(street)).toEqual(expected)
  expect((await community.ask.tasks.books({ year: 2018 })).books).toEqual([])
  const { books, years } = await district.ask.tasks.books({})
  expect(years).toEqual([2018])
  expect(books).toMatchObject([
    {
      isOwn: true,
      tasks: [
        { measure: { zh: '主题团课' }, unit: { zh: '场' }, figure: null },
        { figure: 'riverVolunteers' },
      ],
    },
  ])
  expect(books[0]?.tasks[1]?.units).toHaveLength(1)

  // near its day, past it, and done too late
  const due = async (pc: Pc) => pc.ask.tasks.due({})
  expect(await due(street)).toEqual({ overdue: 0, soon: 0, below: 0, asked: 0 })
  for (const pc of Object.values(all)) pc.setDay('2018-10-20')
  expect(await due(street)).toEqual({ overdue: 0, soon: 1, below: 0, asked: 0 })
  for (const pc of Object.values(all)) pc.setDay('2018-11-01')
  expect(await due(street)).toEqual({ overdue: 1, soon: 0, below: 0, asked: 0 })
  expect((await due(district)).below).toBeGreaterThan(0)
  await add(community, 'work', work('二', '2018-11-01'))
  await exchangeAll(all)
  expect(await lampsOn(district)).toContainEqual(['团课', 3, 'late'])
  expect(await due(street)).toEqual({ overdue: 0, soon: 0, below: 0, asked: 0 })
})

test('a street asks for its task to be changed, and what the district grants holds for it alone', async () => {
  const all = await offices()
  const { district, street, community } = all
  for (const pc of Object.values(all)) pc.setDay('2018-06-01')
  await district.ask.reports.adoptTypes({})
  await add(district, 'task', task({ item: '团课', measure: '团课', target: '12', due: '2018-10-31' }))
  await exchangeAll(all)
  const request = (more: Record<string, string>) => ({
    org: codes.street,
    year: '2018',
    item: '团课',
    ...more,
  })
  const ask = (pc: Pc, more: Record<string, string>) => add(pc, 'task_request', request(more))
  expect(problems(await refusalOf(ask(street, { item: '团刊', target: '8', reason: '忙' })))).toEqual([
    'item task-unknown',
  ])
  expect(problems(await refusalOf(ask(street, { target: '12' })))).toEqual([
    'target missing',
    'reason missing',
  ])
  const first = await ask(street, { target: '2', due: '2018-12-31', reason: '两个社区合并' })
  expect(problems(await refusalOf(ask(street, { target: '3', reason: '再来' })))).toEqual([
    'item request-waiting',
  ])
  const early = await refusalOf(street.ask.tasks.answer({ id: first.id, action: 'grant', by: '李书记' }))
  expect(problems(early)).toEqual(['id request-not-yours'])
  await exchangeAll(all)
  await expectAgreement(all)
  expect((await district.ask.tasks.due({})).asked).toBe(1)

  const answer = (pc: Pc, id: string, action: 'grant' | 'decline' | 'withdraw', note?: string) =>
    pc.ask.tasks.answer({ id, action, by: '王书记', ...(note !== undefined && { note }) })
  expect(problems(await refusalOf(answer(district, first.id, 'decline')))).toEqual(['note missing'])
  const granted = await answer(district, first.id, 'grant', '情况属实')
  expect(granted.sentences[0]?.zh).toContain('目标改为 2，期限改为 2018-12-31；情况属实')
  expect(problems(await refusalOf(answer(district, first.id, 'decline', '晚了')))).toEqual([
    'id request-answered',
  ])
  await exchangeAll(all)
  await expectAgreement(all)
  const unitsOn = async (pc: Pc) =>
    (await pc.ask.tasks.books({ year: 2018 })).books.flatMap(book =>
      book.tasks.flatMap(({ target, units }) =>
        units.map(one => [one.org.code, target, one.target, one.due, one.requests.map(({ state }) => state)]),
      ),
    )
  expect(await unitsOn(street)).toEqual([[codes.street, 12, 2, '2018-12-31', ['granted']]])
  const others = (await unitsOn(district)).filter(([code]) => code !== codes.street)
  expect(others.length).toBeGreaterThan(0)
  for (const other of others) expect(other.slice(1)).toEqual([12, 12, '2018-10-31', []])

  // the lamp is that of what was granted
  for (const pc of Object.values(all)) pc.setDay('2018-12-01')
  await add(community, 'work', work('一', '2018-11-15', { sessions: '2' }))
  await exchangeAll(all)
  const lamp = async (pc: Pc) =>
    (await pc.ask.tasks.books({ year: 2018 })).books[0]?.tasks[0]?.units.find(
      ({ org }) => org.code === codes.street,
    )?.lamp
  expect([await lamp(street), await lamp(district)]).toEqual(['done', 'done'])

  // one that is not answered is withdrawn; what was answered cannot be undone any more
  const second = await ask(street, { target: '1', reason: '再减' })
  await answer(street, second.id, 'withdraw')
  const undone = await refusalOf(resultOf(street.ask.registry.undo({ changeSet: first.changeSet ?? 0 })))
  expect(undone.code).toBe('request-answered')
  const twice = await refusalOf(street.ask.records.edit({ id: first.id, set: { target: '0' } }))
  expect(twice.code).toBe('record-once')
  await exchangeAll(all)
  await expectAgreement(all)
  expect((await unitsOn(district)).find(([code]) => code === codes.street)?.[4]).toEqual([
    'granted',
    'withdrawn',
  ])
})

test('a closed period is locked on every way in, and open to an exception until its day', async () => {
  const all = await offices()
  const { district, street, community } = all
  for (const pc of Object.values(all)) pc.setDay('2018-04-01')
  await district.ask.reports.adoptTypes({})
  const late = await refusalOf(
    add(district, 'closing', {
      org: codes.district,
      first_day: '2018-01-01',
      last_day: '2018-03-31',
      closes_on: '2018-03-31',
    }),
  )
  expect(late.details['problems']).toMatchObject([{ field: 'closes_on', code: 'closes-in-the-past' }])
  await add(district, 'closing', {
    org: codes.district,
    first_day: '2018-01-01',
    last_day: '2018-03-31',
    closes_on: '2018-04-10',
  })
  await exchangeAll(all)
  const first = await add(community, 'work', work('一', '2018-03-04'))
  const second = await add(community, 'work', work('二', '2018-03-05'))
  const later = await add(community, 'work', work('三', '2018-04-01'))
  await exchangeAll(all)
  // written in time, and on its way when the period closes
  await add(community, 'work', work('在路上', '2018-03-06'))
  const onItsWay = await packet(community, codes.street)
  for (const pc of Object.values(all)) pc.setDay('2018-04-11')
  expect((await open(street, onItsWay)).status).toBe('applied')
  const titles = async (pc: Pc) =>
    (await pc.ask.records.list({ kind: 'work' })).rows.map(({ fields }) => fields['title'])
  expect(await titles(street)).toContain('在路上')

  const problemsOf = async (promise: Promise<unknown>) => (await refusalOf(promise)).details['problems']
  const closedAt = (field: string) => [{ field, code: 'period-closed' }]
  expect(await problemsOf(add(community, 'work', work('四', '2018-03-30')))).toMatchObject(
    closedAt('held_on'),
  )
  const edit = (id: string, set: Record<string, string>) =>
    community.ask.records.edit({ id, set, by: '李书记' })
  expect(await problemsOf(edit(first.id, { people: '99' }))).toMatchObject(closedAt('people'))
  expect(await problemsOf(edit(later.id, { held_on: '2018-03-31' }))).toMatchObject(closedAt('held_on'))
  expect(await problemsOf(community.ask.records.remove({ id: first.id, reason: '多余' }))).toMatchObject(
    closedAt('reason'),
  )
  const both = { ids: [first.id, later.id], set: { venue: '党群中心' }, dryRun: true }
  const many = await resultOf(community.ask.records.many(both))
  expect(many).toMatchObject({ done: 1, wrong: 1 })
  expect(
    (await refusalOf(resultOf(community.ask.registry.undo({ changeSet: second.changeSet ?? 0 })))).code,
  ).toBe('period-closed')
  const file = new File(
    [
      `团组织,工作类型,日期,名称\n${codes.community},主题团课,2018-02-01,补\n${codes.community},主题团课,2018-04-03,新\n`,
    ],
    '台账.csv',
  )
  const imported = await resultOf(community.ask.rosters.importFile({ file, as: 'work' }))
  expect(imported).toMatchObject({ created: 1, rejected: 1, problems: [{ code: 'period-closed', row: 2 }] })

  const reopen = {
    org: codes.district,
    whom: codes.street,
    first_day: '2018-03-01',
    last_day: '2018-03-31',
    ends: '2018-04-20',
    reason: '补录',
  }
  const granted = await add(district, 'reopening', reopen)
  await exchangeAll(all)
  await expectAgreement(all)
  await edit(first.id, { people: '99' })
  expect(await problemsOf(add(community, 'work', work('五', '2018-02-28')))).toMatchObject(
    closedAt('held_on'),
  )
  // only who granted it may lengthen it
  const longer = await refusalOf(street.ask.records.edit({ id: granted.id, set: { ends: '2018-12-31' } }))
  expect(longer.details['problems']).toMatchObject([{ code: 'org-not-yours' }])
  for (const pc of Object.values(all)) pc.setDay('2018-04-21')
  expect(await problemsOf(edit(first.id, { people: '100' }))).toMatchObject(closedAt('people'))
  const { periods } = await community.ask.tasks.books({ year: 2018 })
  expect(periods).toMatchObject([
    { isClosed: true, closesOn: '2018-04-10', exceptions: [{ holds: false, reason: '补录' }] },
  ])
  await exchangeAll(all)
  await expectAgreement(all)
})

test('what was written after a period had closed, by a PC that had not heard of it, is given back with the reason', async () => {
  const all = await offices()
  const { district, street, community } = all
  for (const pc of Object.values(all)) pc.setDay('2018-04-01')
  await district.ask.reports.adoptTypes({})
  const known = await add(community, 'work', work('一', '2018-03-04', { people: '10' }))
  await exchangeAll(all)
  await add(street, 'closing', {
    org: codes.street,
    first_day: '2018-01-01',
    last_day: '2018-03-31',
    closes_on: '2018-04-10',
  })
  for (const pc of Object.values(all)) pc.setDay('2018-04-12')
  await add(community, 'work', work('迟', '2018-03-30'))
  await community.ask.records.edit({ id: known.id, set: { people: '999' }, by: '李书记' })
  const kept = await add(community, 'work', work('新', '2018-04-11'))
  await exchangeAll(all)
  await expectAgreement(all)
  for (const pc of [district, street, community]) {
    const { rows } = await pc.ask.records.list({ kind: 'work', org: codes.community })
    expect(rows.map(({ id, fields }) => [id, fields['people']])).toEqual([
      [known.id, 10],
      [kept.id, null],
    ])
  }
  const back = await community.ask.packets.givenBack({})
  expect(JSON.stringify(back)).toContain('已封账')
})

test('what an exception let in counts for the task wherever the packet arrives later, and not what came after its end', async () => {
  const all = await offices()
  const { district, street, community } = all
  const onDay = (day: string) => {
    for (const pc of Object.values(all)) pc.setDay(day)
  }
  onDay('2018-03-01')
  await district.ask.reports.adoptTypes({})
  await add(district, 'task', task({ item: '团课', measure: '团课', target: '3', due: '2018-03-31' }))
  await add(district, 'closing', {
    org: codes.district,
    first_day: '2018-01-01',
    last_day: '2018-03-31',
    closes_on: '2018-04-05',
  })
  await exchangeAll(all)
  onDay('2018-03-05')
  await add(community, 'work', work('一', '2018-03-04'))
  await exchangeAll(all)
  const granted = await add(district, 'reopening', {
    org: codes.district,
    whom: codes.street,
    first_day: '2018-03-01',
    last_day: '2018-03-31',
    ends: '2018-04-20',
    reason: '补录',
  })
  onDay('2018-04-06')
  await exchangeAll(all)
  const value = async (pc: Pc) =>
    (await pc.ask.tasks.books({ year: 2018 })).books[0]?.tasks[0]?.units
      .filter(({ org }) => org.code === codes.street)
      .map(unit => [unit.value, unit.lamp])
  const titles = async (pc: Pc) =>
    (await pc.ask.records.list({ kind: 'work' })).rows.map(({ fields }) => fields['title']).toSorted()
  expect(await value(district)).toEqual([[1, 'overdue']])

  // written while the exception held, and on its way when it ended: at the street on one day, at the district on another
  onDay('2018-04-19')
  await add(community, 'work', work('补一', '2018-03-20'))
  const onItsWay = await packet(community, codes.street)
  onDay('2018-04-25')
  expect((await open(street, onItsWay)).status).toBe('applied')
  const upwards = await packet(street, codes.district)
  onDay('2018-04-28')
  expect((await open(district, upwards)).status).toBe('applied')
  for (const pc of [street, district]) {
    expect(await titles(pc)).toEqual(['一', '补一'])
    expect(await value(pc)).toEqual([[2, 'overdue']])
  }
  expect((await refusalOf(add(community, 'work', work('补二', '2018-03-21')))).details).toMatchObject({
    problems: [{ code: 'period-closed' }],
  })

  // lengthened by who granted it: it holds below once it has come there, and ends again
  await district.ask.records.edit({ id: granted.id, set: { ends: '2018-05-10' }, by: '王书记' })
  await exchangeAll(all)
  onDay('2018-05-01')
  await add(community, 'work', work('补三', '2018-03-22'))
  await exchangeAll(all)
  expect(await value(district)).toEqual([[3, 'done']])
  // ended before its day, by a district that the community has not heard: what it writes then is given back
  onDay('2018-05-02')
  await district.ask.records.edit({ id: granted.id, set: { ends: '2018-05-02' }, by: '王书记' })
  onDay('2018-05-04')
  await add(community, 'work', work('补四', '2018-03-23'))
  await exchangeAll(all)
  await expectAgreement(all)
  for (const pc of [district, street, community]) expect(await titles(pc)).toEqual(['一', '补一', '补三'])
  expect(JSON.stringify(await community.ask.packets.givenBack({}))).toContain('已封账')
})

test('a street closes a period and lets one community in again: the district, which closed nothing, takes it over', async () => {
  const all = await offices()
  const { district, street, community } = all
  const onDay = (day: string) => {
    for (const pc of Object.values(all)) pc.setDay(day)
  }
  onDay('2018-03-01')
  await district.ask.reports.adoptTypes({})
  await exchangeAll(all)
  await add(street, 'closing', {
    org: codes.street,
    first_day: '2018-01-01',
    last_day: '2018-03-31',
    closes_on: '2018-04-05',
  })
  await add(street, 'reopening', {
    org: codes.street,
    whom: codes.community,
    first_day: '2018-03-01',
    last_day: '2018-03-31',
    ends: '2018-04-20',
    reason: '补录',
  })
  onDay('2018-04-10')
  await exchangeAll(all)
  const { id } = await add(community, 'work', work('补', '2018-03-20'))
  await exchangeAll(all)
  await expectAgreement(all)
  for (const pc of [district, street, community])
    expect((await pc.ask.records.list({ kind: 'work' })).rows.map(row => row.id)).toEqual([id])
  expect((await district.ask.tasks.books({ year: 2018 })).books).toEqual([])
})

test('what an office takes back of its own work after the period had closed is judged like its edits, and the rest of its packet is read', async () => {
  const all = await offices()
  const { district, street, community } = all
  for (const pc of Object.values(all)) pc.setDay('2018-04-01')
  await district.ask.reports.adoptTypes({})
  const late = await add(community, 'work', work('一', '2018-03-04'))
  const free = await add(community, 'work', work('二', '2018-04-01'))
  await exchangeAll(all)
  await add(street, 'closing', {
    org: codes.street,
    first_day: '2018-01-01',
    last_day: '2018-03-31',
    closes_on: '2018-04-10',
  })
  for (const pc of Object.values(all)) pc.setDay('2018-04-12')
  for (const { changeSet } of [late, free])
    await resultOf(community.ask.registry.undo({ changeSet: changeSet ?? 0 }))
  const kept = await add(community, 'work', work('新', '2018-04-11'))
  expect((await open(street, await packet(community, codes.street))).status).toBe('applied')
  const { rows } = await street.ask.records.list({ kind: 'work', org: codes.community })
  expect(rows.map(({ id }) => id).sort()).toEqual([late.id, kept.id].sort())
})

test('a task counts a number that a type of work has of its own, by its name or its key, here and in the street', async () => {
  const all = await offices()
  const { district, street, community } = all
  for (const pc of Object.values(all)) pc.setDay('2018-06-01')
  await district.ask.reports.adoptTypes({})
  await add(district, 'work_type', { org: codes.district, name: '巡河日志', own: '垃圾袋数=数字;水质=文字' })
  const due = '2018-12-31'
  await add(district, 'task', task({ item: '清理', measure: '巡河日志垃圾袋数', target: '10', due }))
  // A figure of the report says the same.
  await add(district, 'task', task({ item: '文具', measure: 'type:公益捐助:文具数', target: '90', due }))
  const text = task({ item: '水质', measure: '巡河日志水质', target: '1', due })
  expect(problems(await refusalOf(add(district, 'task', text)))).toEqual(['measure measure-unknown'])
  await exchangeAll(all)
  await add(community, 'work', { ...work('巡河', '2018-05-06', { own: '垃圾袋数=12' }), type: '巡河日志' })
  await add(community, 'work', { ...work('送文具', '2018-05-07', { own: '文具数=30' }), type: '公益捐助' })
  await exchangeAll(all)
  for (const pc of [district, street]) {
    const { books } = await pc.ask.tasks.books({ year: 2018 })
    const told = books.flatMap(({ tasks }) =>
      tasks.map(({ item, units }) => {
        const own = units.find(({ org }) => org.code === codes.street)
        return [item, own?.value, own?.lamp]
      }),
    )
    expect(told).toEqual([
      ['清理', 12, 'done'],
      ['文具', 30, 'open'],
    ])
  }
})

test('a task counted by people says where records are missing: nobody wrote down how many came, or nothing was written down at all', async () => {
  const all = await offices()
  const { district, community } = all
  const onDay = (day: string) => {
    for (const pc of Object.values(all)) pc.setDay(day)
  }
  onDay('2018-06-01')
  await district.ask.reports.adoptTypes({})
  const set = { measure: '主题团课', counts: '人数', target: '100', due: '2018-06-30', whom: codes.street }
  await add(district, 'task', task({ item: '参加团课', ...set }))
  const stands = async () =>
    (await district.ask.tasks.books({ year: 2018 })).books.flatMap(({ tasks }) =>
      tasks.flatMap(({ units }) =>
        units
          .filter(({ org }) => org.code === codes.street)
          .map(({ value, records, lamp }) => [value, records, lamp]),
      ),
    )
  expect(await stands()).toEqual([[0, 0, 'soon']])
  const { id } = await add(community, 'work', work('一', '2018-05-20'))
  await exchangeAll(all)
  expect(await stands()).toEqual([[null, 1, 'unsaid']])
  // past its day it is not called undone for that alone
  onDay('2018-07-02')
  expect(await stands()).toEqual([[null, 1, 'unsaid']])
  expect(await district.ask.tasks.due({})).toMatchObject({ below: 0 })
  await community.ask.records.edit({ id, set: { people: '40' }, by: '李书记' })
  await exchangeAll(all)
  expect(await stands()).toEqual([[40, 1, 'overdue']])
})
