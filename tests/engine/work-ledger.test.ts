import { expect, test } from 'vitest'
import { districtFigures } from '#db/records/ledger/district-figures.ts'
import { usualTypes } from '#db/reports/usual-types.ts'
import { firstRows } from '#db/sheets/sheet.ts'
import { openSpreadsheet } from '#db/sheets/spreadsheet.ts'
import { refusalOf, resultOf } from '#tests/fixtures/engine.ts'
import { codes, exchangeAll } from '#tests/fixtures/exchange.ts'
import { expectAgreement, threeOffices } from './three-offices.ts'

const { offices } = threeOffices()

test('a type of work has fields of the usual field types; logs and stages that name what there is not are told', async () => {
  const { district, community } = await offices()
  await district.ask.records.add({
    kind: 'work_type',
    set: {
      org: codes.district,
      name: '反诈宣讲',
      own: '覆盖人数=数字; 经费=金额; 入校=是否; 起始月=年月; 联系=电话; 首场=日期; 讲师=文字',
    },
  })
  const add = (own: string) =>
    district.ask.records.add({
      kind: 'work',
      set: { org: codes.district, type: '反诈宣讲', held_on: '2018-05-04', title: own.slice(0, 20), own },
    })
  const { id } = await add(
    '覆盖人数=1,200余人; 经费=¥1,200.50元; 入校=有; 起始月=2018年5月; 联系=+86 138-0013-8000; 首场=2018.5.4; 讲师=王',
  )
  expect((await district.ask.records.show({ id })).fields['own']).toEqual({
    ...{ 覆盖人数: '1200', 经费: '1200.5', 入校: '是', 起始月: '2018-05' },
    ...{ 联系: '13800138000', 首场: '2018-05-04', 讲师: '王' },
  })
  for (const wrong of ['经费=1.234', '经费=5万美元', '入校=也许', '起始月=五', '首场=昨天']) {
    const { details } = await refusalOf(add(wrong))
    expect(details['problems'], wrong).toMatchObject([{ field: 'own', code: 'value-unknown' }])
  }

  const amounts = await add('覆盖人数=约2.5万人; 经费=3.5万')
  expect((await district.ask.records.show({ id: amounts.id })).fields['own']).toEqual({
    ...{ 覆盖人数: '25000', 经费: '35000' },
  })

  const here = { org: codes.community }
  await community.ask.records.add({
    kind: 'venue',
    set: { ...here, name: '青年之家', type: '青年之家', opened: '2018-01-01' },
  })
  const log = (venue: string) =>
    community.ask.records.add({
      kind: 'venue_log',
      set: { ...here, venue, on_day: '2018-03-05', use: '使用' },
    })
  expect((await log('青年之家')).warnings).toEqual([])
  expect((await log('青年之宜')).warnings[0]?.zh).toContain('还没有叫“青年之宜”的')
  const stage = await community.ask.records.add({
    kind: 'project_stage',
    set: { ...here, project: '护航', stage: '中期' },
  })
  expect(stage.warnings[0]?.zh).toContain('请先登记这个项目')
})

test('an own field is a choice of the words that the district gives, and a head in 万 is read as one', async () => {
  const { district } = await offices()
  const type = { org: codes.district, name: '护苗行动', own: '形式=讲座/展板、入户; 物料费=金额; 场地=文字' }
  const made = await district.ask.records.add({ kind: 'work_type', set: type })
  const { fields } = await district.ask.records.show({ id: made.id })
  expect(fields['own']).toEqual({ 形式: '讲座/展板/入户', 物料费: 'money', 场地: 'text' })
  const add = (own: string) =>
    district.ask.records.add({
      kind: 'work',
      set: { org: codes.district, type: '护苗行动', held_on: '2018-05-04', title: own.slice(0, 20), own },
    })
  const { id } = await add('形式=入户; 场地=大厅：东侧')
  expect((await district.ask.records.show({ id })).fields['own']).toEqual({
    形式: '入户',
    场地: '大厅：东侧',
  })
  const { details } = await refusalOf(add('形式=广播'))
  expect(details['problems']).toMatchObject([
    {
      field: 'own',
      code: 'value-unknown',
      message: { zh: expect.stringContaining('“讲座”、“展板”、“入户”之一') },
    },
  ])
  const wrong = await refusalOf(
    district.ask.records.add({ kind: 'work_type', set: { ...type, name: '另一种', own: '形式=随便' } }),
  )
  expect(wrong.details['problems']).toMatchObject([{ field: 'own', code: 'value-unknown' }])

  // by file, as an office heads its table
  const csv = [
    '工作类型,日期,名称,团组织,服务人数（万人）,善款(万元),物料费(万元),形式',
    `护苗行动,2018-06-01,进社区,${codes.community},1.2,3.5,0.5,展板`,
    `护苗行动,2018-06-02,进园区,${codes.community},800人,2万元,,讲`,
  ].join('\n')
  const read = await resultOf(
    district.ask.rosters.importFile({ file: new File([csv], '护苗.csv'), as: 'work', by: '王书记' }),
  )
  expect(read).toMatchObject({ created: 2, rejected: 0 })
  const { rows } = await district.ask.records.list({ kind: 'work', org: codes.community })
  expect(rows.map(({ fields: one }) => [one['people'], one['money'], one['own']])).toEqual([
    [12_000, 35_000_00, { 物料费: '5000', 形式: '展板' }],
    [800, 20_000_00, { 形式: '讲座' }],
  ])
})

test('the district makes the types, a community writes work down, and every office counts the same figures', async () => {
  const all = await offices()
  const { district, street, community } = all
  const made = await district.ask.reports.adoptTypes({ by: '王书记' })
  expect(made.sentences).toEqual([
    { zh: `设立 ${usualTypes.length} 种常用工作类型`, en: `Made ${usualTypes.length} usual types of work` },
  ])
  expect((await district.ask.reports.adoptTypes({ by: '王书记' })).changeSet).toBeNull()
  const set = { org: codes.district, name: '心理服务', own: '咨询人数=数字;方式=文字' }
  await district.ask.records.add({ kind: 'work_type', set, by: '王书记' })
  await exchangeAll(all)
  // What the office above lays down is listed where it is used: forms and lists of types are made from it.
  for (const office of [street, community]) {
    const { total, rows } = await office.ask.records.list({ kind: 'work_type', limit: 1000 })
    expect([total, rows.at(-1)?.fields['name']]).toEqual([usualTypes.length + 1, '心理服务'])
  }

  const add = (fields: Record<string, string>) =>
    community.ask.records.add({
      kind: 'work',
      set: { org: codes.community, held_on: '2018-05-04', people: '40', ...fields },
      by: '李书记',
    })
  // written as people write: the type by another name, numbers with their units
  await add({ type: '五四青年文化月', title: '开幕式', sessions: '3' })
  await add({ type: '微信推送', title: '五月推送', own: '推文数=1,200余篇' })
  const own = await add({ type: '心理服务', title: '咨询日', own: '咨询人数=0.5万; 方式=面谈' })
  const { rows } = await community.ask.records.list({ kind: 'work' })
  expect(rows.map(({ fields }) => [fields['type'], fields['own']])).toEqual([
    ['文化月活动', null],
    ['微信推送', { 推文数: '1200' }],
    ['心理服务', { 咨询人数: '5000', 方式: '面谈' }],
  ])

  // A new type needs no figure to be counted: what it comes to is listed, and opens its records.
  const { figures } = await community.ask.reports.figures({ year: 2018, type: '心理服务' })
  expect(figures.map(one => [one.key, one.value])).toEqual([
    ['type:心理服务:sessions', 1],
    ['type:心理服务:people', 40],
    ['type:心理服务:hours', null],
    ['type:心理服务:money', null],
    ['type:心理服务:咨询人数', 5000],
  ])
  const sum = await community.ask.reports.figure({ year: 2018, key: 'type:心理服务:咨询人数' })
  expect(sum.rows.map(({ id, counts }) => [id, counts])).toEqual([[own.id, 5000]])

  const unknown = await add({ type: '机器人大赛', title: '初赛' })
  expect(unknown.warnings[0]?.zh).toContain('还没有“机器人大赛”这种工作类型')
  const wrong = await refusalOf(add({ type: '微信推送', title: '六月推送', own: '推文数=很多' }))
  expect(wrong.details['problems']).toMatchObject([{ field: 'own', code: 'value-unknown' }])
  expect((await refusalOf(add({ type: '心理服务', title: '咨询日' }))).details['problems']).toMatchObject([
    { field: 'title', code: 'work-twice' },
  ])

  // a figure of the district's own, for its own type
  const question = JSON.stringify({
    of: 'work',
    where: [{ field: 'type', is: ['心理服务'] }],
    when: { in: 'held_on' },
    measure: { sum: 'own:咨询人数' },
  })
  const figure = { org: codes.district, key: 'counselled', name: '心理咨询服务', unit: '人', question }
  await district.ask.records.add({ kind: 'figure', set: figure, by: '王书记' })
  await exchangeAll(all)
  await expectAgreement(all)
  for (const pc of [district, street, community]) {
    const { figures } = await pc.ask.reports.figures({ year: 2018, org: codes.community })
    const value = (key: string) => figures.find(one => one.key === key)?.value
    expect(value('cultureMonthEvents')).toBe(3)
    expect(value('cultureMonthParticipants')).toBe(40)
    expect(value('cultureMonthOrganizations')).toBe(1)
    expect(value('wechatArticles')).toBe(1200)
    expect(value('counselled')).toBe(5000)
    expect(figures.filter(one => one.value === null)).toEqual([])
  }

  await district.ask.records.add({
    kind: 'reported',
    set: { org: codes.district, year: '2018', key: 'counselled', value: '4900', reported_on: '2018-12-30' },
    by: '王书记',
  })
  const opened = await district.ask.reports.figure({ key: 'counselled', year: 2018 })
  expect(opened).toMatchObject({
    value: 5000,
    // Nothing of the year before was written down: it is not known to have been none.
    lastYear: null,
    asReported: 4900,
    total: 1,
    rows: [{ kind: 'work', id: own.id, title: '2018-05-04 咨询日', counts: 5000 }],
  })
  await district.ask.records.add({
    kind: 'work',
    set: { org: codes.community, type: '微信推送', held_on: '2017-06-01', title: '去年推送' },
    by: '王书记',
  })
  expect(await district.ask.reports.figure({ key: 'counselled', year: 2018 })).toMatchObject({ lastYear: 0 })
  const asked = await district.ask.reports.figure({ key: 'lectures', year: 2018 })
  expect(asked.missing.map(({ org }) => org)).toContain(codes.street)

  // what is corrected changes the figure, and what is taken back is gone from it
  const edited = await community.ask.records.edit({ id: own.id, set: { own: '咨询人数=6000' }, by: '李书记' })
  const told = await community.ask.registry.history({ of: own.id })
  expect(told[0]?.sentence.zh).toContain('咨询人数=5000')
  const now = () => community.ask.reports.figure({ key: 'counselled', year: 2018 })
  expect(await now()).toMatchObject({ value: 6000 })
  await resultOf(community.ask.registry.undo({ changeSet: edited.changeSet ?? 0 }))
  expect(await now()).toMatchObject({ value: 5000 })
})

test('a figure by places and values opens these, and the number of them is the value', async () => {
  const { district } = await offices()
  await district.ask.reports.adoptTypes({})
  const add = (org: string, title: string, park: string) =>
    district.ask.records.add({
      kind: 'work',
      set: { org, type: '青工学堂', held_on: '2018-06-01', title, people: '30', own: `园区=${park}` },
    })
  await add(codes.community, '口才训练', '锦绣科学园')
  await add(`${codes.community}1`, '摄影技巧', '锦绣科学园')
  await add(codes.street, '美容美妆', '银星科技园')
  const ask = (key: string, org?: string) =>
    district.ask.reports.figure({ key, year: 2018, ...(org !== undefined && { org }) })
  const communities = await ask('workersSchoolCommunities')
  expect(communities).toMatchObject({ value: 1, total: 1, rows: [{ kind: 'org', counts: 1, records: 2 }] })
  const parks = await ask('workersSchoolParks')
  expect(parks.value).toBe(2)
  expect(parks.rows.map(({ title, counts, records }) => [title, counts, records])).toEqual([
    ['银星科技园', 1, 1],
    ['锦绣科学园', 1, 2],
  ])
  const people = await ask('workersSchoolBeneficiaries', codes.community)
  expect(people.value).toBe(people.rows.reduce((sum, row) => sum + row.counts, 0))
  expect(people.value).toBe(60)
  expect((await refusalOf(ask('nothing'))).code).toBe('figure-unknown')
})

test('of one type of work each own field is a column: in the empty table, read, pasted, written out and read again', async () => {
  const { district } = await offices()
  const set = {
    org: codes.district,
    name: '心理服务',
    also: '心理咨询',
    own: '咨询人数=数字;方式=文字;人数=数字',
  }
  await district.ask.records.add({ kind: 'work_type', set, by: '王书记' })
  const { file: empty } = await district.ask.rosters.template({ as: 'work', type: '心理服务' })
  expect(empty.name).toBe('工作台账-心理服务-空表.xlsx')
  const [heads = []] = await cellsOf(empty)
  // 人数 is a column of every record of work: it is not there twice
  expect(heads.filter(head => /咨询人数|方式|人数|自有栏目/.test(head))).toEqual([
    '人数',
    '咨询人数',
    '方式',
    '自有栏目',
  ])

  const line = (...cells: string[]) => cells.join('\t')
  const text = [
    line('工作类型', '日期', '名称', '团组织', '咨询人数', '方式', '自有栏目'),
    line('心理咨询', '2018-05-04', '咨询日', codes.community, '0.5万', '面谈', ''),
    line('心理服务', '2018-06-04', '热线', codes.community, '', '', '方式=电话; 通话=12'),
  ].join('\n')
  const pasted = await resultOf(district.ask.rosters.pasteRows({ as: 'work', text, by: '王书记' }))
  expect(pasted).toMatchObject({ created: 2, rejected: 0 })
  expect(pasted.columns.matched).toMatchObject({ 咨询人数: 'own:咨询人数', 方式: 'own:方式' })
  expect(pasted.shown[0]?.values).toMatchObject({ 'own:咨询人数': '0.5万', 'own:方式': '面谈' })
  const ownOf = async () =>
    (await district.ask.records.list({ kind: 'work' })).rows.map(({ fields }) => fields['own'])
  expect(await ownOf()).toEqual([
    { 咨询人数: '5000', 方式: '面谈' },
    { 方式: '电话', 通话: '12' },
  ])

  // written out, everything stands in its column; taken in again, nothing changes
  const asked = { as: 'work', type: '心理咨询', name: '心理.xlsx' } as const
  const { file, rows } = await resultOf(district.ask.rosters.exportRoster(asked))
  expect(rows).toBe(2)
  const found = await cellsOf(file)
  const head = found.findIndex(cells => cells.includes('咨询人数'))
  const at = (name: string) => found[head]?.indexOf(name) ?? -1
  expect(found[head + 1]?.[at('咨询人数')]).toBe('5000')
  expect(found.slice(head + 1).map(cells => [cells[at('方式')], cells[at('自有栏目')] ?? ''])).toEqual([
    ['面谈', ''],
    ['电话', '通话=12'],
  ])
  const recognised = await resultOf(district.ask.rosters.recognise({ file }))
  expect(recognised).toMatchObject({ as: 'work', sure: true })
  expect(recognised.fields.map(({ field }) => field)).toContain('own:咨询人数')
  const again = await resultOf(district.ask.rosters.importFile({ file, as: 'work', by: '王书记' }))
  expect(again).toMatchObject({ unchanged: 2, updated: 0, created: 0, changeSet: null })

  // a blank cell erases nothing, also within the own fields
  const next = line('心理服务', '2018-05-04', '咨询日', codes.community, '6000')
  const header = line('工作类型', '日期', '名称', '团组织', '咨询人数')
  await resultOf(district.ask.rosters.pasteRows({ as: 'work', text: `${header}\n${next}`, by: '王书记' }))
  expect((await ownOf())[0]).toEqual({ 咨询人数: '6000', 方式: '面谈' })
  expect((await refusalOf(district.ask.rosters.template({ as: 'work', type: '无此类型' }))).code).toBe(
    'type-unknown',
  )
  expect((await refusalOf(district.ask.rosters.template({ as: 'members', type: '心理服务' }))).code).toBe(
    'type-needless',
  )
})

test('the fields of a type keep the order of the district, in every table and in packets, and a ； within one is kept', async () => {
  const all = await offices()
  const { district, community } = all
  const names = ['展板数', '入户数', 'A组', '安排']
  const set = { org: codes.district, name: '护苗行动', own: names.map(name => `${name}=文字`).join('; ') }
  const type = await district.ask.records.add({ kind: 'work_type', set, by: '王书记' })
  const own = '安排="上午；签到=09:30"; 入户数=3; 备注项=“甲；乙”; 展板数=2'
  const what = { type: '护苗行动', held_on: '2018-05-04', title: '宣讲' }
  const { id } = await district.ask.records.add({ kind: 'work', set: { org: codes.community, ...what, own } })
  const said = { 展板数: '2', 入户数: '3', 安排: '上午；签到=09:30', 备注项: '“甲；乙”' }
  await exchangeAll(all)
  for (const pc of [district, community]) {
    const known = await pc.ask.records.show({ id: type.id })
    expect(Object.keys(known.fields['own'] ?? {})).toEqual(names)
    const { fields } = await pc.ask.records.show({ id })
    expect(fields['own']).toEqual(said)
    expect(Object.keys(fields['own'] ?? {})).toEqual(Object.keys(said))
    const { file } = await pc.ask.rosters.template({ as: 'work', type: '护苗行动' })
    const heads = (await cellsOf(file))[0] ?? []
    expect(heads.filter(head => names.includes(head))).toEqual(names)
  }
  const asked = { as: 'work', type: '护苗行动', name: '护苗.xlsx' } as const
  const { file } = await resultOf(district.ask.rosters.exportRoster(asked))
  const again = await resultOf(district.ask.rosters.importFile({ file, as: 'work', by: '王书记' }))
  expect(again).toMatchObject({ unchanged: 1, updated: 0, created: 0 })

  // another order is another table; of a record it says nothing new
  const reversed = names.toReversed()
  const turned = { own: reversed.map(name => `${name}=文字`).join('; ') }
  await district.ask.records.edit({ id: type.id, set: turned, by: '王书记' })
  const after = await district.ask.records.show({ id: type.id })
  expect(Object.keys(after.fields['own'] ?? {})).toEqual(reversed)
  const same = await resultOf(district.ask.rosters.importFile({ file, as: 'work', by: '王书记' }))
  expect(same).toMatchObject({ unchanged: 1, updated: 0 })
})

test('what a volunteer system gives out is taken in as it heads it, and taken in again changes nothing', async () => {
  const { district } = await offices()
  await district.ask.reports.adoptTypes({})
  const take = (name: string, lines: readonly string[]) =>
    resultOf(
      district.ask.rosters.importFile({ file: new File([lines.join('\n')], name), as: 'work', by: '王书记' }),
    )
  const ofYear = [
    '志愿服务数据统计导出,,,,,,',
    '统计时间：2018-01-01至2018-12-31,,,,,,',
    '序号,组织名称,新注册志愿者数（人）,发布项目数（个）,参与志愿服务人次（人次）,服务总时长（小时）,星级志愿者（人）',
    `1,${codes.community},"1,205",86,"12,300","45,600.5",30`,
    `2,${codes.street},980,70,1.1万,3.9万,22`,
    '合计,,2185,156,23300,84600.5,52',
  ]
  expect(await take('志愿系统.csv', ofYear)).toMatchObject({ created: 2, rejected: 0 })
  const months = [
    '志愿团体,月份,注册人数,开展项目数,服务人次（万人次）,服务时数',
    `${codes.community},2017年5月,205,6,0.123,4560`,
  ]
  expect(await take('2017年5月.csv', months)).toMatchObject({ created: 1, rejected: 0 })
  expect(await take('志愿系统.csv', ofYear)).toMatchObject({ created: 0, unchanged: 2 })
  const figure = async (key: string, year: number) => (await district.ask.reports.figure({ key, year })).value
  expect(await figure('newVolunteers', 2018)).toBe(2185)
  expect(await figure('volunteerHours', 2018)).toBe(84_600.5)
  expect(await figure('volunteerParticipations', 2018)).toBe(23_300)
  expect(await figure('volunteerParticipations', 2017)).toBe(1230)
  // without a year nobody knows when it was
  const undated = await take('志愿.csv', ['组织名称,注册人数,服务时长', `${codes.street},3,40`])
  expect(undated).toMatchObject({ created: 0, rejected: 1 })
  expect(undated.problems[0]?.message.zh).toContain('日期')
  // a column that a file lacks is named by its usual word
  expect(undated.problems[0]?.column).toBe('日期')

  // two more ways of heading the same: what came new in a month, and a year in 万
  const ofMonth = [
    'i志愿 组织统计报表,,,,,,',
    '组织名称,志愿者总数,本月新增志愿者,本月活动数,本月参与人次,本月服务时长（小时）,统计月份',
    `${codes.community},12000,123,45,2300,4500.5,2016-11`,
  ]
  expect(await take('组织统计.csv', ofMonth)).toMatchObject({ created: 1, rejected: 0 })
  expect(await figure('newVolunteers', 2016)).toBe(123)
  expect(await figure('volunteerHours', 2016)).toBe(4500.5)
  const inTenThousands = [
    '志愿者 2015年度志愿服务统计,,,,',
    '团体名称,注册志愿者人数,志愿服务项目（个）,服务人次（万）,服务时数（万小时）',
    `${codes.community},1200,86,1.23,4.56`,
  ]
  expect(await take('年度统计.csv', inTenThousands)).toMatchObject({ created: 1, rejected: 0 })
  expect(await figure('volunteerParticipations', 2015)).toBe(12_300)
  expect(await figure('volunteerHours', 2015)).toBe(45_600)
})

test('a list of bodies and of their members is taken in as offices head it', async () => {
  const { district } = await offices()
  const take = (as: string, name: string, lines: readonly string[]) =>
    resultOf(district.ask.rosters.importFile({ file: new File([lines.join('\n')], name), as, by: '王书记' }))
  const bodies = ['机构名称,机构类别,届次,本届选举日期,主任', '区少工委,少工委,第一届,2018-10-18,王某']
  expect(await take('bodies', '机构.csv', bodies)).toMatchObject({ created: 1, rejected: 0, problems: [] })
  const members = ['所在机构,姓名,职务,界别,工作单位及职务', '区青联,赵六,常委,新兴领域,外卖骑手']
  expect(await take('body-members', '青联委员.csv', members)).toMatchObject({ created: 1, rejected: 0 })
  const [body] = (await district.ask.records.list({ kind: 'body' })).rows
  // what names no organization is of the office that takes it in
  expect(body?.fields).toMatchObject({ session: 1, type: '少先队工作委员会' })
  expect(body?.refs['org']?.id).toBe(
    (await district.ask.records.show({ id: body?.id ?? '' })).refs['org']?.id,
  )
  const [member] = (await district.ask.records.list({ kind: 'body_member' })).rows
  expect(member?.fields).toMatchObject({ name: '赵六', role: '常委', sector: '新兴领域', unit: '外卖骑手' })
  const again = await take('body-members', '青联委员.csv', members)
  expect(again).toMatchObject({ created: 0, unchanged: 1 })
  const venues = ['阵地名称,阵地类别,启用日期', '某之家,青年之家,2018-03-01']
  expect((await refusalOf(take('venues', '阵地.csv', venues))).code).toBe('column-missing')
})

/** The first sheet of a workbook as texts. */
async function cellsOf(file: File): Promise<string[][]> {
  const [sheet] = await openSpreadsheet({ fileName: file.name, bytes: Buffer.from(await file.arrayBuffer()) })
  const rows = sheet === undefined ? [] : await firstRows(sheet, 50)
  return rows.map(({ cells }) => Array.from(cells, cell => (cell === null ? '' : String(cell))))
}

test('a question that asks for what there is not is refused, or told by its figure alone', async () => {
  const { district } = await offices()
  const add = (key: string, question: string) =>
    district.ask.records.add({ kind: 'figure', set: { org: codes.district, key, name: key, question } })
  const wrong = await refusalOf(add('a', '{"of":"person"}'))
  expect(wrong.details['problems']).toMatchObject([{ field: 'question', code: 'question-unreadable' }])
  await add('b', JSON.stringify({ of: 'work', when: { in: 'no_such_field' } }))
  const { figures } = await district.ask.reports.figures({ year: 2018 })
  expect(figures.find(one => one.key === 'b')).toMatchObject({ value: null, lastYear: null })
  expect((await refusalOf(district.ask.reports.figure({ key: 'b', year: 2018 }))).code).toBe(
    'question-unreadable',
  )
})

test('every type that a figure of the program counts is among the usual ones, with its own fields', () => {
  const types = new Map(usualTypes.map(type => [type.name, type]))
  for (const { key, question } of districtFigures) {
    if (question.of !== 'work') continue
    const named = question.where.flatMap(one => (one.field === 'type' && 'is' in one ? one.is : []))
    expect(named, key).not.toEqual([])
    const owned = JSON.stringify(question).matchAll(/"own:([^"]+)"/g)
    const wanted = [...owned].map(([, name]) => name ?? '')
    for (const name of named) {
      const type = types.get(name)
      expect(type, `${key}: ${name}`).toBeDefined()
      for (const field of wanted) expect(Object.keys(type?.own ?? {}), `${key}: ${name}`).toContain(field)
    }
  }
})

test('a list of projects without a column of types is taken in once it is said of which type all of them are', async () => {
  const { district } = await offices()
  await district.ask.reports.adoptTypes({})
  const street = codes.street
  const csv = [
    '序号,服务队,项目名称,开始时间,结束时间,招募人数,实际参加人数,服务地点,服务时长,项目状态',
    `1,${street},交通文明劝导,2018-11-03 08:00,2018-11-03 12:00,30,28,大道,112,已结项`,
    `2,${street},河小二巡河,2018-11-04 08:00,2018-11-04 11:00,20,20,河边,60,已结项`,
  ].join('\n')
  const take = (more: { as?: string; type?: string; dryRun?: boolean }) =>
    district.ask.rosters.importFile({ file: new File([csv], '项目.csv'), as: 'work', by: '王书记', ...more })
  const untold = await refusalOf(resultOf(take({})))
  expect(untold.code).toBe('column-missing')
  expect(untold.text.zh).toContain('工作类型')
  expect(untold.text.zh).toContain('整张表是同一种工作的，也可以选定这种工作类型')
  expect((await refusalOf(resultOf(take({ type: '无此类型' })))).code).toBe('type-unknown')
  expect((await refusalOf(resultOf(take({ as: 'meetings', type: '走访调研' })))).code).toBe('type-needless')

  const taken = await resultOf(take({ type: '走访调研' }))
  expect(taken).toMatchObject({ read: 2, created: 2, rejected: 0 })
  const { rows } = await district.ask.records.list({ kind: 'work' })
  expect(
    rows.map(({ fields }) => [fields['type'], fields['title'], fields['held_on'], fields['hours']]),
  ).toEqual(
    expect.arrayContaining([
      ['走访调研', '交通文明劝导', '2018-11-03', 1120],
      ['走访调研', '河小二巡河', '2018-11-04', 600],
    ]),
  )
  expect(await resultOf(take({ type: '走访调研' }))).toMatchObject({ created: 0, unchanged: 2 })
})
