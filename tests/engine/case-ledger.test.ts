import { readXlsx, writeXlsx } from 'hucre'
import { afterEach, expect, test } from 'vitest'
import { type Pc, refusalOf, resultOf } from '#tests/fixtures/engine.ts'
import { codes } from '#tests/fixtures/exchange.ts'
import { filledDistrict } from '#tests/fixtures/small-district.ts'

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

const branches = [1, 2].map(n => `${codes.community}${n}`)
const open = async (pc: Pc, org = branches[0] ?? '') =>
  (
    await pc.ask.cases.open({
      org,
      problems: ['班子不健全', '长期不开会'],
      measures: ['年内换届'],
      owner: '李书记',
      liaison: '王强',
      due: '2018-12-20',
      on: '2018-10-08',
    })
  ).id

type Cells = Record<string, string>

/** The ledger as it was written, filled in by hand, and written again by another program. */
async function filledIn(pc: Pc, fill: (rows: Cells[]) => void): Promise<File> {
  const { file } = await pc.ask.cases.ledger({ name: '台账.xlsx' })
  const sheet = (await readXlsx(new Uint8Array(await file.arrayBuffer()))).sheets[0]
  const [title = [], notes = [], heads = [], ...body] = sheet?.rows ?? []
  const names = heads.map(String)
  const rows: Cells[] = body.map(row =>
    Object.fromEntries(names.map((head, at) => [head, String(row[at] ?? '')])),
  )
  fill(rows)
  const written = rows.map(row => names.map(head => row[head] ?? ''))
  const bytes = await writeXlsx({ sheets: [{ name: '台账', rows: [title, notes, heads, ...written] }] })
  return new File([new Uint8Array(bytes)], '台账.xlsx')
}

test('the ledger comes back: what was changed is corrected, new progress reported, a new line opens a case', async () => {
  const pc = await aDistrict()
  const id = await open(pc)
  await pc.ask.cases.note({ id, note: '已确定书记人选', on: '2018-11-05' })
  // among rosters it is known for what it is, also where its columns look like those of organizations
  const looked = await resultOf(pc.ask.rosters.recognise({ file: await filledIn(pc, () => undefined) }))
  expect(looked).toMatchObject({ as: null, isLedger: true, sure: false })
  const unchanged = await pc.ask.cases.takeLedger({ file: await filledIn(pc, () => undefined) })
  expect(unchanged).toMatchObject({ changeSet: null, unchanged: 1, rejected: 0, sentences: [], problems: [] })
  const file = await filledIn(pc, rows => {
    const [row] = rows
    if (row === undefined) return
    row['责任人'] = '张三'
    row['进展'] += '；2018-12-02 支部大会已开；选出书记'
    row['整改状态'] = '已销号'
    const opened = { 组织ID: branches[1] ?? '', 认定日期: '2018年11月1日', 主要问题: '没有书记；没有活动' }
    rows.push({ ...opened, 整改措施: '选举', 责任人: '王五', 挂点联系人: '赵敏', 整改时限: '2019.3.31' })
  })
  const preview = await pc.ask.cases.takeLedger({ file, dryRun: true })
  expect(preview.sentences).toHaveLength(3)
  expect((await pc.ask.cases.show({ id })).owner).toBe('李书记')
  const taken = await pc.ask.cases.takeLedger({ file, by: '李晓' })
  expect(taken.problems).toEqual([])
  expect(taken.warnings.map(({ zh }) => zh).join()).toContain('表里写的“已销号”没有采用')
  const { log, owner, state } = await pc.ask.cases.show({ id })
  expect({ owner, state, log: log.map(({ day, note }) => `${day} ${note}`) }).toEqual({
    owner: '张三',
    state: 'rectifying',
    log: ['2018-11-05 已确定书记人选', '2018-12-02 支部大会已开；选出书记'],
  })
  expect(await pc.ask.cases.show({ id: branches[1] ?? '' })).toMatchObject({
    opened: '2018-11-01',
    problems: ['没有书记', '没有活动'],
    due: '2019-03-31',
  })
  expect(await pc.ask.cases.takeLedger({ file })).toMatchObject({ changeSet: null, unchanged: 2 })
  await resultOf(pc.ask.registry.undo({ changeSet: taken.changeSet ?? 0 }))
  expect((await pc.ask.cases.list({})).total).toBe(1)
})

test('while a case is judged, and once it is over, a sheet changes it as little as a form; other lines go in', async () => {
  const pc = await aDistrict()
  const id = await open(pc)
  const other = await open(pc, branches[1])
  const file = await filledIn(pc, rows => {
    for (const row of rows) {
      row['责任人'] = '别人'
      row['进展'] = '2018-12-02 自己写的进展'
    }
  })
  await pc.ask.cases.submit({ id })
  const taken = await pc.ask.cases.takeLedger({ file })
  expect(taken).toMatchObject({
    rejected: 1,
    problems: [{ code: 'case-locked', column: '责任人', value: '别人' }],
  })
  expect((await pc.ask.cases.show({ id })).owner).toBe('李书记')
  expect((await pc.ask.cases.show({ id: other })).owner).toBe('别人')
  const onlyNote = await filledIn(pc, rows => {
    for (const row of rows) if (row['整改状态'] === '待验收') row['进展'] = '2018-12-03 补写'
  })
  expect(await pc.ask.cases.takeLedger({ file: onlyNote })).toMatchObject({
    problems: [{ code: 'case-not-from-here', column: '进展' }],
  })
  const wrong = new File(['姓名,手机\n张三,1'], '名单.csv')
  expect((await refusalOf(pc.ask.cases.takeLedger({ file: wrong }))).code).toBe('not-a-ledger')
})

test('filters, what waits and what is overdue; a letter to each that is overdue', async () => {
  const pc = await aDistrict()
  const id = await open(pc)
  await open(pc, branches[1])
  await pc.ask.cases.submit({ id })
  const all = await pc.ask.cases.list({})
  expect(all).toMatchObject({ total: 2, overdue: 2, waiting: 1, lamps: { red: 2 } })
  expect(all.rows[0]?.street).toBe('云岭街道')
  expect((await pc.ask.cases.list({ waiting: true })).rows.map(one => one.id)).toEqual([id])
  expect((await pc.ask.cases.list({ lamp: 'green' })).total).toBe(0)
  const form = await pc.ask.cases.form({ state: 'submitted' })
  expect(form.rows).toHaveLength(1)
  expect(form.heads).toContain('挂点联系人')
  const { letters, file } = await pc.ask.cases.letters({ name: '催办函.docx' })
  expect(letters).toBe(2)
  expect([...new Uint8Array(await file.arrayBuffer()).subarray(0, 2)]).toEqual([0x50, 0x4b])
  expect((await refusalOf(pc.ask.cases.letters({ name: '催办函.docx', asOf: '2018-12-01' }))).code).toBe(
    'no-letters',
  )
})

test('a sheet that was sorted, doubled or cut harms nobody: what does not fit together is left out and told', async () => {
  const pc = await aDistrict()
  const id = await open(pc)
  const other = await open(pc, branches[1])
  const { orgName: first } = await pc.ask.cases.show({ id })
  const mixed = await pc.ask.cases.takeLedger({
    file: await filledIn(pc, rows => {
      const [one, two] = rows
      if (one === undefined || two === undefined) return
      // by one column alone: each name stands beside the code of the other
      const name = one['团组织全称'] ?? ''
      one['团组织全称'] = two['团组织全称'] ?? ''
      two['团组织全称'] = name
      one['责任人'] = '张三'
    }),
  })
  expect(mixed).toMatchObject({
    changeSet: null,
    rejected: 2,
    problems: [{ code: 'org-two' }, { code: 'org-two' }],
  })
  expect(mixed.problems.map(({ message }) => message.zh).join()).toContain(`是“${first}”`)

  const doubled = await pc.ask.cases.takeLedger({
    file: await filledIn(pc, rows => {
      const one = rows.find(row => row['组织ID'] === branches[0])
      if (one === undefined) return
      rows.push({ ...one, 责任人: '第二行的责任人' }, { ...one })
      one['责任人'] = '第一行的责任人'
    }),
  })
  expect(doubled).toMatchObject({
    problems: [
      { row: 6, code: 'case-twice' },
      { row: 7, code: 'case-twice' },
    ],
  })
  expect((await pc.ask.cases.show({ id })).owner).toBe('第一行的责任人')

  // the first progress moves the state on by itself: what the sheet says of it is no claim
  const reported = await pc.ask.cases.takeLedger({
    file: await filledIn(pc, rows => {
      for (const row of rows) row['进展'] = '2018-12-02 已开会'
      if (rows[0] !== undefined) rows[0]['团组织全称'] = '改过的名称'
    }),
  })
  expect(reported.warnings.map(({ zh }) => zh)).toEqual([expect.stringContaining('“改过的名称”没有采用')])

  // without its days, a line about what is over opens no second case
  await pc.ask.cases.submit({ id: other })
  await pc.ask.cases.accept({ id: other })
  const bare = await pc.ask.cases.takeLedger({
    file: await filledIn(pc, rows => {
      for (const row of rows) row['认定日期'] = ''
    }),
  })
  expect(bare).toMatchObject({ changeSet: null, unchanged: 2, problems: [] })
})

/** So many lines of a column a cell takes: a row is never shown higher than 409 points, some 29 lines. */
function linesOf(text: string, width: number): number {
  const wide = [...text].reduce((sum, one) => sum + ((one.codePointAt(0) ?? 0) >= 0x2e80 ? 2 : 1), 0)
  return Math.ceil(wide / width)
}

test('a case with more problems than a row can be high goes on in rows below, and comes back as it was', async () => {
  const pc = await aDistrict()
  const problems = Array.from(
    { length: 30 },
    (_, at) =>
      `第${at + 1}个问题：支部大会、支部委员会、团课记录不全，参加人员没有签到，会议主题与工作脱节，需要整改`,
  )
  const { id } = await pc.ask.cases.open({
    org: branches[0] ?? '',
    ...{
      problems,
      measures: [`${'按季召开支部大会，完善签到制度，'.repeat(25)}由挂点联系人到会指导`, '换届'],
    },
    ...{ owner: '李书记', liaison: '王强', due: '2018-12-20', on: '2018-10-07' },
  })
  await open(pc, branches[1])
  const note = `已开会；${'问题一已经解决；'.repeat(40)}下月再报`
  for (const day of ['2018-11-05', '2018-12-05']) await pc.ask.cases.note({ id, note, on: day })
  const { heads, widths } = await pc.ask.cases.form({})
  const file = await filledIn(pc, rows => {
    expect(rows.length).toBeGreaterThan(3)
    for (const row of rows)
      for (const [at, head] of heads.entries())
        expect(linesOf(row[head] ?? '', (widths[at] ?? 0) / 7)).toBeLessThan(27)
    const numbers = rows.map(row => row['序号'] ?? '')
    expect(numbers.slice(0, 3)).toEqual(['1', '1（续1）', '1（续2）'])
    expect(new Set(rows.slice(0, -1).map(row => row['组织ID']))).toEqual(new Set([branches[0]]))
    // whoever sorts the sheet by another column puts what goes on before what it goes on
    rows.reverse()
  })
  const untouched = { changeSet: null, unchanged: 2, rejected: 0, sentences: [], problems: [] }
  expect(await pc.ask.cases.takeLedger({ file })).toMatchObject(untouched)

  const changed = await filledIn(pc, rows => {
    const last = rows.findLast(row => row['组织ID'] === branches[0] && row['主要问题'] !== '')
    if (last !== undefined) last['主要问题'] += '；第三十一个问题'
    for (const row of rows)
      if (row['序号'] === '1') row['整改措施'] = row['整改措施']?.replace('按季', '按月') ?? ''
  })
  expect(await pc.ask.cases.takeLedger({ file: changed })).toMatchObject({ rejected: 0, problems: [] })
  const shown = await pc.ask.cases.show({ id })
  expect(shown.problems).toEqual([...problems, '第三十一个问题'])
  expect(shown.measures[0]).toMatch(/^按月召开支部大会，完善签到制度，按季/)
  expect(shown.measures[0]).toMatch(/完善签到制度，由挂点联系人到会指导$/)
  expect(shown.measures).toHaveLength(2)

  const torn = await filledIn(pc, rows => {
    rows.splice(
      rows.findIndex(row => row['序号'] === '1'),
      1,
    )
  })
  const told = await pc.ask.cases.takeLedger({ file: torn })
  expect(told).toMatchObject({ changeSet: null, unchanged: 1 })
  expect(new Set(told.problems.map(one => one.code))).toEqual(new Set(['goes-on-nothing']))
  expect((await pc.ask.cases.show({ id })).problems).toHaveLength(31)
})
