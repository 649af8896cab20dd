import { expect, test } from 'vitest'
import { openForm } from '#db/forms/open-form.ts'
import {
  comparison,
  meetingList,
  memberRoster,
  partsIn,
  personCard,
  wordTable,
  workbookOf,
} from '#tests/fixtures/blank-forms.ts'
import { type Pc, refusalOf, resultOf } from '#tests/fixtures/engine.ts'
import { codes, exchangeAll } from '#tests/fixtures/exchange.ts'
import { memberLines } from '#tests/fixtures/small-district.ts'
import { png } from '#tests/fixtures/upright-picture.ts'
import { expectAgreement, threeOffices } from './three-offices.ts'

const { offices } = threeOffices()

async function added(pc: Pc, name: string, bytes: Buffer) {
  const { item } = await resultOf(pc.ask.attachments.put({ file: new File([new Uint8Array(bytes)], name) }))
  return pc.ask.forms.add({ item, by: '王书记' })
}

const textsOf = async (file: File) => {
  const { parts } = await openForm(file.name, new Uint8Array(await file.arrayBuffer()))
  return new Map(parts.flatMap(({ cells }) => cells.map(({ at, text }) => [at, text] as const)))
}

test('a form is added, corrected once, filled in a moment, and filled by the office below from the same marks', async () => {
  const all = await offices()
  const { district, community } = all
  await added(district, '2018年团员花名册.xlsx', await memberRoster())
  const { forms } = await district.ask.forms.list({})
  expect(forms).toMatchObject([{ name: '2018年团员花名册', kind: 'xlsx', isHere: true, places: 12 }])
  const id = forms[0]?.id ?? ''

  // what the program proposed is corrected: nothing in the column of e-mail, a note beside the sum
  const unknown = await refusalOf(district.ask.forms.map({ id, set: { 's1!F5:F7': 'shoeSize' } }))
  expect(unknown.code).toBe('mark-unknown')
  expect(unknown.text.zh).toContain('phone')
  await district.ask.forms.map({ id, set: { 's1!F5:F7': '', 's1!C8': 'figure:members' }, by: '王书记' })

  const shown = await district.ask.forms.show({ id, year: 2018 })
  expect(shown.rows).toMatchObject([{ at: 's1!5:7', rows: memberLines.length }])
  expect(new Map(shown.values).get('s1!C8')).toBe(memberLines.length)

  const { file, rows, left } = await resultOf(district.ask.forms.fill({ id, year: 2018, by: '王书记' }))
  expect({ rows, left }).toEqual({ rows: memberLines.length, left: [] })
  expect(file.name).toMatch(/^2018年团员花名册_.*_2018\.xlsx$/)
  const texts = await textsOf(file)
  const names = memberLines.map((_, n) => texts.get(`s1!B${5 + n}`))
  expect(names.toSorted()).toEqual(memberLines.map(line => line['姓名']).toSorted())
  expect(texts.get(`s1!C${5 + memberLines.length}`)).toBe(String(memberLines.length))

  // it travels down with its file, and is filled there with what lies there
  await exchangeAll(all)
  await expectAgreement(all)
  const [below] = (await community.ask.forms.list({})).forms
  expect(below).toMatchObject({ id, isHere: true, places: 12 })
  const own = await resultOf(community.ask.forms.fill({ id, year: 2018 }))
  expect(own.rows).toBe(8)
})

test('next year’s edition knows what a person said of this one, wherever the same words stand now', async () => {
  const { district } = await offices()
  const first = await added(district, '2018年对比表.xlsx', await comparison())
  await district.ask.forms.map({ id: first.id, set: { 's1!D6': 'text:不适用', 's1!C3': 'text:名' } })
  const next = await added(district, '2019年对比表.xlsx', await comparison())
  expect(next.marks).toMatchObject({ 's1!D6': 'text:不适用', 's1!C3': 'text:名', 's1!D3': 'figure:members' })
  const named = await refusalOf(district.ask.forms.show({ id: '不存在的表' }))
  expect(named.code).toBe('form-unknown')
})

test('a Word form is filled with cadres and figures; one of a street has only the street’s', async () => {
  const { district } = await offices()
  const { id } = await added(district, '登记表.docx', await wordTable())
  const whole = await resultOf(district.ask.forms.fill({ id, year: 2018, by: '王书记' }))
  const part = await resultOf(district.ask.forms.fill({ id, year: 2018, by: '王书记', org: codes.street }))
  const [ofAll, ofStreet] = [await textsOf(whole.file), await textsOf(part.file)]
  expect(ofAll.get('t1!B2')).toBe(String(memberLines.length))
  expect(Number(ofStreet.get('t1!B2'))).toBeLessThan(memberLines.length)
  expect(ofAll.get('t1!D3')).toBe('2018年12月31日')
  expect(ofAll.get('t1!B3')).toBe('王书记')
  expect(
    (await partsIn(new Uint8Array(await whole.file.arrayBuffer()))).get('docProps/custom.xml'),
  ).toContain('留着')
})

test('what is no form is refused when it is added', async () => {
  const { district } = await offices()
  const { item } = await resultOf(
    district.ask.attachments.put({ file: new File(['%PDF-1.4 x'], '通知.pdf') }),
  )
  expect((await refusalOf(district.ask.forms.add({ item }))).code).toBe('form-not-office')
  expect((await district.ask.forms.list({})).forms).toEqual([])
})

test('forms of other districts: units of 万 and 百, the ledger of cases, one person, each word at one place alone', async () => {
  const { district } = await offices()
  const gap = undefined
  const bySection = await workbookOf({
    name: '季报',
    rows: [
      ['共青团工作季度统计表', gap, gap, gap],
      ['填报单位：', null, gap, gap],
      ['街道', '组织建设', gap, '合计'],
      [gap, '团员数（百人）', '团支部数（个）', gap],
      [null, null, null, null],
      [null, null, null, null],
      ['指标', '计量单位', '本年', gap],
      ['团员总数', '百人', null, gap],
      ['团员总数', '名', null, gap],
    ],
    merges: ['A1:D1', 'A3:A4', 'B3:C3', 'D3:D4'],
  })
  const first = await added(district, '季报.xlsx', bySection)
  const marked = Object.entries(first.marks)
  expect(marked.filter(([, said]) => said === 'office')).toEqual([['s1!B2', 'office']])
  const texts = await textsOf((await resultOf(district.ask.forms.fill({ id: first.id, year: 2018 }))).file)
  expect(texts.get('s1!C8')).toBe(String(memberLines.length / 100))
  expect(texts.get('s1!C9')).toBe(String(memberLines.length))
  const [ofFirst, ofSecond] = [Number(texts.get('s1!B5')), Number(texts.get('s1!B6'))]
  expect(ofFirst + ofSecond).toBeCloseTo(memberLines.length / 100, 4)
  expect(texts.get('s1!C5')).toMatch(/^\d+$/)

  const ledger = await workbookOf({
    name: '台账',
    rows: [
      ['整顿工作台账', gap, gap, gap, gap, gap, gap],
      ['序号', '团组织名称', '所属街道', '存在的主要问题', '整顿措施', '整顿责任', gap],
      [gap, gap, gap, gap, gap, '责任人', '联系领导'],
      [1, null, null, null, null, null, null],
      [2, null, null, null, null, null, null],
    ],
    merges: ['A1:G1', 'A2:A3', 'B2:B3', 'C2:C3', 'D2:D3', 'E2:E3', 'F2:G2'],
  })
  const said = { problems: '届满未换届', measures: '换届', owner: '李四', liaison: '王强' }
  await district.ask.records.add({
    kind: 'rectification',
    set: { org: `${codes.community}1`, opened: '2018-11-01', due: '2018-12-20', ...said },
  })
  const second = await added(district, '整顿台账.xlsx', ledger)
  expect(second.marks).toMatchObject({ 's1!4:5': 'ledger', 's1!D4:D5': '主要问题', 's1!G4:G5': '挂点联系人' })
  const filled = await resultOf(district.ask.forms.fill({ id: second.id, year: 2018 }))
  expect(filled.rows).toBe(1)
  const cells = await textsOf(filled.file)
  expect(['A4', 'D4', 'E4', 'F4', 'G4', 'A5', 'B5'].map(at => cells.get(`s1!${at}`))).toEqual([
    ...['1', '届满未换届', '换届', '李四', '王强', '2', ''],
  ])

  const third = await added(district, '登记表.xlsx', await personCard())
  expect(third.marks).toEqual({
    ...{ 's1!B2': 'person:name', 's1!D2': 'person:sex', 's1!B3': 'person:idNumber', 's1!D3': 'person:phone' },
    ...{ 's1!B4': 'person:org', 's1!D4': 'person:title', 's1!B5#1': 'person:nature' },
  })
  const { rows: posts } = await district.ask.records.list({ kind: 'post' })
  const person = posts[0]?.refs['person']
  const one = await resultOf(
    district.ask.forms.fill({ id: third.id, year: 2018, people: [person?.id ?? ''] }),
  )
  const own = await textsOf(one.file)
  expect(own.get('s1!B2')).toBe(person?.name)
  expect(own.get('s1!D4')).toBe('书记')
  expect(own.get('s1!B5')).toContain('☑')
  expect(own.get('s1!D5')).toBe('')
  // nobody chosen: the places stay as they were, and are told
  const none = await resultOf(district.ask.forms.fill({ id: third.id, year: 2018 }))
  expect(none).toMatchObject({ places: 0 })
  expect(none.left).toContain('s1!B2')
  const unknown = await refusalOf(district.ask.forms.show({ id: third.id, year: 2018, people: ['无此人'] }))
  expect(unknown.code).toBe('person-unknown')
})

test('a list of more rows than one document takes is looked at, narrowed to a type, and filled; a figure may be of a month and an office', async () => {
  const { district } = await offices()
  const lines = Array.from({ length: 2001 }, (_, n) =>
    [
      `${codes.community}1`,
      n < 3 ? '入团仪式' : '团课',
      `2018-03-${String((n % 28) + 1).padStart(2, '0')}`,
      `活动${n}`,
    ].join(','),
  )
  const csv = ['团支部,活动类型,日期,主题', ...lines].join('\n')
  await resultOf(
    district.ask.rosters.importFile({ file: new File([csv], '活动.csv'), as: 'meetings', by: '王书记' }),
  )
  const { id, marks } = await added(district, '活动清单.docx', await meetingList())
  expect(marks).toMatchObject({ 't1!2:3': 'meetings', 't1!C2:C3': 'type' })
  const looked = await district.ask.forms.show({ id, year: 2018 })
  expect(looked.rows).toMatchObject([{ at: 't1!2:3', rows: expect.any(Number) }])
  expect(looked.rows[0]?.rows).toBeGreaterThan(2000)
  const refused = await refusalOf(resultOf(district.ask.forms.fill({ id, year: 2018 })))
  expect(refused.code).toBe('form-many-rows')
  const { rosters, units } = await district.ask.forms.choices({})
  expect(rosters.find(({ word }) => word === 'meetings')?.only.map(({ word }) => word)).toContain('入团仪式')
  await district.ask.forms.map({ id, set: { 't1!2:3': 'meetings:入团仪式' } })
  const filled = await resultOf(district.ask.forms.fill({ id, year: 2018 }))
  expect(filled.rows).toBe(3)
  expect((await textsOf(filled.file)).get('t1!D4')).toBe('活动2')

  await district.ask.reports.adoptTypes({})
  const work = { org: codes.community, type: '护河治水' }
  await district.ask.records.add({ kind: 'work', set: { ...work, held_on: '2018-02-03', title: '二月' } })
  await district.ask.records.add({ kind: 'work', set: { ...work, held_on: '2018-05-03', title: '五月' } })
  const second = await added(district, '对比表.xlsx', await comparison())
  const unit = units[0]?.word ?? ''
  const other = units.find(({ word }) => word !== unit)?.word ?? ''
  const key = 'figure:riverEvents'
  const set = {
    's1!D3': `${key}@m2`,
    's1!E3': `${key}@m1-6`,
    's1!D4': `${key}@m7-9`,
    's1!E4': `${key}/${unit}`,
  }
  await district.ask.forms.map({ id: second.id, set: { ...set, 's1!D5': `${key}/${other}` } })
  const shown = new Map((await district.ask.forms.show({ id: second.id, year: 2018 })).values)
  expect(['s1!D3', 's1!E3', 's1!D4'].map(at => shown.get(at))).toEqual([1, 2, 0])
  expect([shown.get('s1!E4'), shown.get('s1!D5')].toSorted()).toEqual([0, 2])
  const wrong = await refusalOf(district.ask.forms.map({ id: second.id, set: { 's1!D3': `${key}@m13` } }))
  expect(wrong.code).toBe('mark-unknown')
})

test('rows that lie over each other are refused; lists side by side may begin in different rows, and be one column', async () => {
  const { district } = await offices()
  const { id } = await added(district, '名册.xlsx', await memberRoster())
  const crossed = await refusalOf(district.ask.forms.map({ id, set: { 's1!6:9': 'cadres' } }))
  expect(crossed.code).toBe('mark-rows-crossed')
  expect(crossed.text.zh).toContain('5:7')
  const { marks } = await district.ask.forms.show({ id })
  const none = Object.fromEntries(Object.keys(marks).flatMap(at => (at.includes(':') ? [[at, '']] : [])))
  const beside = { 's1!A5:C7': 'members', 's1!B5:B7': 'name', 's1!E6:E7': 'cadres/name' }
  await district.ask.forms.map({ id, set: { ...none, ...beside } })
  const filled = await resultOf(district.ask.forms.fill({ id, year: 2018 }))
  const cells = await textsOf(filled.file)
  expect(cells.get('s1!B5')).toMatch(/\p{Script=Han}/u)
  expect(cells.get('s1!E5')).toBe('')
  expect(cells.get('s1!E6')).toMatch(/\p{Script=Han}/u)
  const words = await refusalOf(district.ask.forms.map({ id, set: { 's1!F5:F7': 'fees_paid_to' } }))
  expect(words.code).toBe('mark-unknown')
})

test('the photo that is attached to a person goes where a form asks for one', async () => {
  const { district } = await offices()
  const card = await workbookOf({
    name: '登记表',
    rows: [
      ['登记表', undefined, undefined, undefined, undefined],
      ['姓名', null, '性别', null, '一寸照片'],
      ['身份证号码', null, '联系电话', null, null],
    ],
    merges: ['A1:E1', 'E2:E3'],
  })
  const { id, marks } = await added(district, '登记表.xlsx', card)
  expect(marks).toMatchObject({ 's1!E2#1': 'person:photo' })
  const { rows } = await district.ask.records.list({ kind: 'post' })
  const person = rows[0]?.refs['person']?.id ?? ''
  const without = await resultOf(district.ask.forms.fill({ id, year: 2018, people: [person] }))
  expect(without.left).toEqual(['s1!E2#1'])
  expect((await textsOf(without.file)).get('s1!E2')).toBe('一寸照片')

  const put = async (name: string, width: number, height: number) => {
    const file = new File([png(width, height)], name)
    return (await resultOf(district.ask.attachments.put({ file }))).item
  }
  const items = [
    await put('身份证扫描.png', 86, 54),
    await put('林.png', 50, 70),
    await put('证件照.png', 60, 84),
  ]
  const set = async (files: readonly string[]) => {
    await district.ask.records.edit({ id: person, set: { files: files.join('\n') } })
  }
  await set(items.slice(0, 1))
  expect((await resultOf(district.ask.forms.fill({ id, year: 2018, people: [person] }))).left).toEqual([
    's1!E2#1',
  ])
  // the only upright picture is the photo; of several, the one that is called so
  for (const [files, name] of [
    [items.slice(0, 2), '林.png'],
    [items, '证件照.png'],
  ] as const) {
    await set(files)
    const shown = await district.ask.forms.show({ id, year: 2018, people: [person] })
    expect(new Map(shown.values).get('s1!E2#1')).toBe(name)
  }
  const whole = await resultOf(district.ask.forms.fill({ id, year: 2018, people: [person] }))
  expect(whole.left).toEqual([])
  const written = await textsOf(whole.file)
  expect(written.get('s1!E2')).toBe('')
  // Numbers are for the file: whoever looks at the screen is shown neither.
  const onScreen = new Map((await district.ask.forms.show({ id, year: 2018, people: [person] })).values)
  const [number, phone] = [written.get('s1!B3') ?? '', written.get('s1!D3') ?? '']
  expect(number).toMatch(/^\d{17}[\dX]$/)
  expect(phone).toMatch(/^\d{11}$/)
  expect([onScreen.get('s1!B3'), onScreen.get('s1!D3')]).toEqual([
    `${number.slice(0, 3)}${'*'.repeat(13)}${number.slice(-2)}`,
    `${phone.slice(0, 3)}${'*'.repeat(6)}${phone.slice(-2)}`,
  ])
  expect([...(await partsIn(new Uint8Array(await whole.file.arrayBuffer()))).keys()]).toContain(
    'xl/media/photo1.png',
  )
})

test('cards of several people are filled one each, a further page for those beyond; all of an organization at once; who finds no room is named', async () => {
  const { district } = await offices()
  const gap = undefined
  const card = [
    ['姓名', null, gap, '姓名', null],
    ['职务', null, gap, '职务', null],
    ['单位', null, gap, '单位', null],
  ]
  const { id, marks } = await added(district, '证.xlsx', await workbookOf({ name: '证', rows: card }))
  expect(Object.values(marks)).toEqual(
    expect.arrayContaining(['person:name', 'person2:name', 'person2:title']),
  )
  const { rows } = await district.ask.records.list({ kind: 'post' })
  const people = [...new Set(rows.flatMap(row => row.refs['person']?.id ?? []))].slice(0, 3)
  const names = people.map(one => rows.find(row => row.refs['person']?.id === one)?.refs['person']?.name)
  expect(people).toHaveLength(3)
  const two = await resultOf(district.ask.forms.fill({ id, year: 2026, people: people.slice(0, 2) }))
  expect(two).toMatchObject({ pages: 1, without: [], left: [] })
  const onOne = await textsOf(two.file)
  expect([onOne.get('s1!B1'), onOne.get('s1!E1')]).toEqual(names.slice(0, 2))
  const three = await resultOf(district.ask.forms.fill({ id, year: 2026, people }))
  expect(three).toMatchObject({ pages: 2, without: [], left: [] })
  const texts = await textsOf(three.file)
  expect(['s1!B1', 's1!E1', 's2!B1', 's2!E1'].map(at => texts.get(at))).toEqual([...names, ''])

  const all = await resultOf(district.ask.forms.fill({ id, year: 2026, everyone: 'cadres' }))
  const found = await textsOf(all.file)
  const written = [...found].flatMap(([at, said]) => (/!(B|E)1$/.test(at) && said !== '' ? [said] : []))
  const inPost = await district.ask.records.list({ kind: 'post', limit: 200 })
  const held = inPost.rows.filter(row => (row.fields['until'] ?? '') === '')
  expect(new Set(written)).toEqual(new Set(held.map(row => row.refs['person']?.name)))

  // a sheet with remarks of its own cannot stand there twice: whoever is left is named
  const remarked = await workbookOf({ name: '证', rows: card, beside: true })
  const other = await added(district, '另一张.xlsx', remarked)
  const full = await resultOf(district.ask.forms.fill({ id: other.id, year: 2026, people }))
  expect(full).toMatchObject({ pages: 1, without: [names[2]] })
  await district.ask.forms.map({ id, set: { 's1!E3': 'person2:phone' }, by: '王书记' })
  const refused = await refusalOf(district.ask.forms.map({ id, set: { 's1!E3': 'person2:nothing' }, by: '' }))
  expect(refused.code).toBe('mark-unknown')
})

test('a type of work that the district made itself is proposed by its name, and counted', async () => {
  const { district } = await offices()
  await district.ask.records.add({
    kind: 'work_type',
    set: { org: codes.district, name: '夜校微课', own: '教材册数=number' },
    by: '王书记',
  })
  for (const [day, own] of [
    ['2018-03-01', '教材册数=40'],
    ['2018-04-01', '教材册数=25'],
  ] as const)
    await district.ask.records.add({
      kind: 'work',
      set: { org: codes.street, type: '夜校微课', held_on: day, title: `微课${day}`, people: '30', own },
      by: '王书记',
    })
  const rows = [
    ['指标', '2018年'],
    ['夜校微课场次', null],
    ['夜校微课参加人次', null],
    ['夜校微课教材册数', null],
  ]
  const { id, marks } = await added(district, '表.xlsx', await workbookOf({ name: '表', rows }))
  expect(Object.values(marks)).toEqual(
    ['type:夜校微课:sessions', 'type:夜校微课:people', 'type:夜校微课:教材册数'].map(key => `figure:${key}`),
  )
  const texts = await textsOf((await resultOf(district.ask.forms.fill({ id, year: 2018 }))).file)
  expect(['s1!B2', 's1!B3', 's1!B4'].map(at => texts.get(at))).toEqual(['2', '60', '65'])
  // Two records say nothing of hours: how long they took is not known, stays blank and is told of, in the rows of streets too.
  await district.ask.forms.map({
    id,
    set: {
      's1!B2': 'figure:type:夜校微课:hours',
      ...{ 's1!10:13': 'units', 's1!A10:A13': 'name', 's1!B10:B13': 'figure:type:夜校微课:hours' },
    },
    by: '王书记',
  })
  const { file, left, places } = await resultOf(district.ask.forms.fill({ id, year: 2018 }))
  expect(left).toEqual(['s1!B2', 's1!B10'])
  expect(places).toBe(2)
  const blank = await textsOf(file)
  expect(blank.get('s1!A10')).toBeDefined()
  expect(['s1!B2', 's1!B10'].map(at => blank.get(at) ?? '')).toEqual(['', ''])
  // The year before has no such record, and work of other types neither.
  expect((await district.ask.forms.show({ id, year: 2018 })).unknown).toEqual(['s1!B2', 's1!B10'])
})
