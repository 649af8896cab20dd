import { readXlsx } from 'hucre'
import { afterEach, expect, test } from 'vitest'
import { expectSound, type Pc, refusalOf, resultOf } from '#tests/fixtures/engine.ts'
import { csvFile, filledDistrict, type Line } from '#tests/fixtures/small-district.ts'
import { tablesOf } from '#tests/fixtures/table-dump.ts'

const pcs: Pc[] = []

async function aDistrict(): Promise<Pc> {
  const pc = await filledDistrict.open('district')
  pcs.push(pc)
  return pc
}

afterEach(async () => {
  for (const pc of pcs) expect(pc.bugs).toEqual([])
  await Promise.all(pcs.splice(0).map(pc => pc.discard()))
})

const line = (动作: string, 组织: string, 目标组织: string, 生效日期: string, more: Line = {}): Line => ({
  动作,
  组织,
  目标组织,
  生效日期,
  文号: '团发〔2018〕9号',
  ...more,
})

const lines = [
  // Not in the order of their days: each stands on what the earlier days left.
  line('并入', '云岭新村社区第一', '东坪社区第二', '2018年9月1日'),
  line('更名', '东坪社区第一', '云岭新村社区第一团支部', '2018-06-01', { 新简称: '云岭新村社区第一' }),
  line('划转', '西坪社区', '溪口街道', '2018.7.1'),
  line('成立', '溪口街道西坪社区第三团支部', '西坪社区', '2018-07-02', { 新简称: '西坪社区第三' }),
  line('撤销', '西坪社区第一', '西坪社区第三', '2018-07-03'),
]
const take = (pc: Pc, of: readonly Line[], dryRun = false) =>
  resultOf(pc.ask.rosters.reorganize({ file: csvFile('调整.csv', of), by: '李书记', dryRun }))

test('a whole reorganization is one change set; headcounts add up, and it is taken back as one', async () => {
  const pc = await aDistrict()
  const before = tablesOf(pc.folder)
  const total = (await pc.ask.registry.stats({})).members
  const preview = await take(pc, lines, true)
  expect(preview.problems).toEqual([])
  expect(tablesOf(pc.folder)).toEqual(before)
  const done = await take(pc, lines)
  expect(done.sentences.map(({ zh }) => zh)).toEqual([
    '第 3 行：“东坪社区第一”更名为“云岭新村社区第一”，自 2018-06-01 起（团发〔2018〕9号）',
    '随该组织一并变动的有：4 名团员、1 项在任职务、1 届任期。',
    '第 4 行：“西坪社区”由“云岭街道”改设在“溪口街道”之下，自 2018-07-01 起（团发〔2018〕9号）',
    '其下 2 个组织一并转过去。',
    '随该组织一并变动的有：8 名团员、2 项在任职务、2 届任期。',
    '第 5 行：登记团组织 西坪社区第三（西坪社区）（团发〔2018〕9号）',
    expect.stringMatching(
      /^第 6 行：撤销“西坪社区第一”，自 2018-07-03 起；\d+ 名团员转到“西坪社区第三”（团发〔2018〕9号）$/,
    ),
    '1 项职务同日离任。',
    '该组织的任期到此为止。',
    expect.stringMatching(
      /^第 2 行：“云岭新村社区第一”并入“东坪社区第二”，自 2018-09-01 起；\d+ 名团员转到“东坪社区第二”（团发〔2018〕9号）$/,
    ),
    '1 项职务同日离任。',
    '该组织的任期到此为止。',
  ])
  expect({ ...preview, changeSet: 0 }).toEqual({ ...done, changeSet: 0, headcounts: preview.headcounts })
  const counts = new Map(done.headcounts.map(({ name, before: was, after }) => [name, [was, after]]))
  expect(counts.get('青山区')).toEqual([total, total])
  expect(counts.get('西坪社区第一')?.[1]).toBe(0)
  expect(counts.get('西坪社区第三')).toEqual([0, counts.get('西坪社区第一')?.[0]])
  const moved = (counts.get('溪口街道')?.[1] ?? 0) - (counts.get('溪口街道')?.[0] ?? 0)
  expect(moved).toBe(counts.get('西坪社区')?.[0])
  const [entry] = await pc.ask.registry.history({ limit: 1 })
  expect([entry?.sentence.zh, entry?.changeSet]).toEqual(['导入组织调整：调整.csv', done.changeSet])
  await expectSound(pc)
  await resultOf(pc.ask.registry.undo({ changeSet: done.changeSet ?? 0 }))
  expect(tablesOf(pc.folder)).toEqual(before)
})

test('〃 and 同上 mean the cell above, for days, documents and targets', async () => {
  const pc = await aDistrict()
  const { problems, sentences } = await take(
    pc,
    [
      line('并入', '东坪社区第二', '东坪社区第一', '2018-09-01', { 决定日期: '2018-08-20' }),
      line('〃', '西坪社区第一', '同上', '〃', { 决定日期: '"', 文号: '同上' }),
    ],
    true,
  )
  expect(problems).toEqual([])
  expect(sentences.map(({ zh }) => zh).filter(zh => zh.startsWith('第'))).toEqual([
    expect.stringMatching(
      /^第 2 行：“东坪社区第二”并入“东坪社区第一”，自 2018-09-01 起.*（2018-08-20 决定，团发〔2018〕9号）$/,
    ),
    expect.stringMatching(
      /^第 3 行：“西坪社区第一”并入“东坪社区第一”，自 2018-09-01 起.*（2018-08-20 决定，团发〔2018〕9号）$/,
    ),
  ])
})

test('a list of records as of an earlier day says what organizations were called then, whatever becomes of them later', async () => {
  const pc = await aDistrict()
  const asOf = '2018-12-19'
  const listed = async () => ({
    posts: await pc.ask.records.list({ kind: 'post', asOf }),
    orgs: await pc.ask.records.list({ kind: 'org', asOf }),
  })
  const before = await listed()
  await take(pc, [
    line('更名', '东坪社区第一', '云岭新村社区先锋团支部', '2018-12-20', { 新简称: '云岭先锋' }),
  ])
  expect(await listed()).toEqual(before)
  const now = await pc.ask.records.list({ kind: 'org', where: { name: '云岭新村社区先锋团支部' } })
  expect(now.rows.map(({ fields }) => fields['short_name'])).toEqual(['云岭先锋'])
})

test('a list of records of a day that is over tells of no end and no beginning that came later', async () => {
  const pc = await aDistrict()
  const org = '东坪社区第一'
  const add = (kind: string, set: Line) => pc.ask.records.add({ kind, set: { org, ...set }, by: '李书记' })
  const { id } = await add('venue', { name: '青年之家', type: '青年之家', opened: '2018-03-01' })
  const asOf = '2018-05-31'
  const listed = async () => ({
    venues: await pc.ask.records.list({ kind: 'venue', asOf }),
    diary: await pc.ask.records.list({ kind: 'venue_log', asOf }),
    posts: await pc.ask.records.list({ kind: 'post', asOf }),
    cadres: await pc.ask.looking.cadres({ asOf, sort: 'until' }),
    venueRoster: await (
      await resultOf(pc.ask.rosters.exportRoster({ as: 'venues', name: '阵地.csv', asOf }))
    ).file.text(),
  })
  const before = await listed()
  expect(before.venues.rows.map(({ fields }) => fields['closed'])).toEqual([null])
  const [held] = before.posts.rows
  await pc.ask.records.edit({ id: held?.id ?? '', set: { until: '2018-07-01' }, by: '李书记' })
  await pc.ask.records.edit({ id, set: { closed: '2018-08-01' }, by: '李书记' })
  await add('venue', { name: '青年驿站', type: '青年之家', opened: '2018-06-15' })
  expect(await listed()).toEqual(before)
  // Of today what is known stands there.
  const now = await pc.ask.records.list({ kind: 'venue' })
  expect(now.rows.map(({ fields }) => fields['closed'])).toEqual(['2018-08-01', null])
})

test('within a day the lines may stand in any order: what holds only once another is done waits for it', async () => {
  const pc = await aDistrict()
  const onOneDay = (动作: string, 组织: string, 目标组织: string, more: Line = {}) =>
    line(动作, 组织, 目标组织, '2018-09-01', more)
  const done = await take(pc, [
    onOneDay('撤销', '西坪社区', ''),
    onOneDay('划转', '西坪社区第一', '东坪西坪联合社区'),
    onOneDay('划转', '西坪社区第二', '东坪西坪联合社区'),
    onOneDay('更名', '东坪社区', '云岭街道东坪西坪联合社区总支部委员会', { 新简称: '东坪西坪联合社区' }),
  ])
  expect(done.problems).toEqual([])
  expect(done.sentences.flatMap(({ zh }) => zh.match(/^第 \d+ 行/) ?? [])).toEqual([
    '第 5 行',
    '第 3 行',
    '第 4 行',
    '第 2 行',
  ])
  const circles = await take(pc, [onOneDay('划转', '东坪社区第一', '东坪社区第一')], true)
  expect(circles.problems.map(({ message }) => message.zh)).toEqual([
    expect.stringMatching(/“东坪社区第一”不能设在自己之下。请选另一个上级。$/),
  ])
  // What is closed already is told with what to do about it.
  const twice = await take(pc, [onOneDay('撤销', '西坪社区', '')], true)
  expect(twice.problems.map(({ message }) => message.zh)).toEqual([
    expect.stringMatching(/已于 2018-09-01 撤销，不能再办理一次。请核对/),
  ])
  // What never holds is told once, and of all of it.
  const before = tablesOf(pc.folder)
  const wrong = await take(pc, [
    onOneDay('并入', '东坪社区第一', '东坪社区第二'),
    onOneDay('并入', '东坪社区第二', '东坪社区第一'),
    onOneDay('划转', '东坪社区第三', '没有这个'),
  ])
  expect(wrong.problems.map(({ row, code }) => [row, code])).toEqual([
    [3, 'org-closed'],
    [4, 'org-unknown'],
    [4, 'org-unknown'],
  ])
  expect(tablesOf(pc.folder)).toEqual(before)
  await expectSound(pc)
})

test('with anything against one line nothing is done, and all that is wrong is told at its cell', async () => {
  const pc = await aDistrict()
  const before = tablesOf(pc.folder)
  const wrong = await take(pc, [
    ...lines,
    line('并入', '没有这个', '东坪社区第二', '2018-09-01'),
    line('拆开', '东坪社区第二', '', '2018-09-01'),
    line('划转', '南湾社区', '云岭街道', '2018-09'),
    line('划转', '北湾社区', '南湾社区第一', '2018-09-01'),
    { 动作: '', 组织: '', 目标组织: '', 生效日期: '', 文号: '' },
    { 动作: '制表：李书记', 组织: '', 目标组织: '', 生效日期: '', 文号: '' },
  ])
  expect(wrong.problems.map(({ row, column, code }) => [row, column, code])).toEqual([
    [7, '组织', 'org-unknown'],
    [8, '动作', 'value-unknown'],
    [9, '生效日期', 'date-unclear'],
    [10, '目标组织', 'parent-unfit'],
  ])
  expect([wrong.read, wrong.updated, wrong.rejected, wrong.changeSet]).toEqual([9, 0, 9, null])
  expect(tablesOf(pc.folder)).toEqual(before)
  const other = pc.ask.rosters.reorganize({ file: csvFile('团员.csv', [{ 姓名: '张伟', 手机: '1' }]) })
  expect((await refusalOf(resultOf(other))).code).toBe('not-a-reorganization')
})

test('the empty table names every column with how it is filled in, and holds no line yet', async () => {
  const pc = await aDistrict()
  const { file } = await pc.ask.rosters.template({ as: 'reorganization' })
  expect(file.name).toBe('组织调整表-空表.xlsx')
  const [empty, how] = await readXlsx(new Uint8Array(await file.arrayBuffer())).then(book => book.sheets)
  const heads = (empty?.rows[0] ?? []).map(head => String(head).replace('（必填）', ''))
  expect(heads.slice(0, 6)).toEqual(['动作', '组织', '目标', '生效日期', '决定日期', '文号'])
  expect((how?.rows.slice(2) ?? []).map(([head]) => head)).toEqual(heads)
  expect((await refusalOf(resultOf(pc.ask.rosters.reorganize({ file })))).code).toBe('no-rows')
})

test('what is asked about later changes is asked at the day of the line, which is told as it was written', async () => {
  const pc = await aDistrict()
  const [{ id: person } = { id: '' }] = (await pc.ask.looking.people({ org: '西坪社区第一' })).rows
  const set = { person, org: '东坪社区第一' }
  await pc.ask.records.add({ kind: 'membership', set, on: '2018-11-01', by: '李书记' })
  const asked = await take(pc, [line('并入', '东坪社区第一', '东坪社区第二', '2018-09-01')], true)
  expect(asked.problems.map(({ column, value }) => [column, value])).toEqual([['生效日期', '2018-09-01']])
  expect(asked.problems[0]?.message.zh).toContain('请选择保留以后的变动')
})
