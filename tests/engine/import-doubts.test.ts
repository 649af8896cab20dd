import { readXlsx } from 'hucre'
import { afterEach, expect, test } from 'vitest'
import type { Roster } from '#contract/rosters.ts'
import { maskId } from '#db/records/types/id-number.ts'
import { maskPhone } from '#db/records/types/phone.ts'
import { xlsxOf } from '#tests/db/rosters/make-file.ts'
import { expectSound, openPc, type Pc, refusalOf, resultOf } from '#tests/fixtures/engine.ts'
import {
  cadreLines,
  cadreRoster,
  csvFile,
  district,
  filledDistrict,
  inventedId,
  type Line,
  memberLines,
  memberRoster,
  orgLines,
} from '#tests/fixtures/small-district.ts'
import { everyRowOf, tablesOf } from '#tests/fixtures/table-dump.ts'

const pcs: Pc[] = []

async function aDistrict(): Promise<Pc> {
  const pc = await filledDistrict.open('district')
  pcs.push(pc)
  return pc
}

afterEach(async () => {
  await Promise.all(pcs.splice(0).map(pc => pc.discard()))
})

type More = Partial<Parameters<Pc['ask']['rosters']['importFile']>[0]>
const take = (pc: Pc, as: Roster, file: File, more: More = {}) =>
  resultOf(pc.ask.rosters.importFile({ file, as, ...more }))
const codesOf = (result: { problems: readonly { row: number; code: string; refused: boolean }[] }) =>
  result.problems.map(({ row, code, refused }) => `${row} ${code}${refused ? '' : ' (note)'}`)
const member = (n: number): Line => memberLines[n] ?? {}
const idOf = (line: Line): string => line['身份证号'] ?? ''
const birthOf = (line: Line) => idOf(line).replace(/^.{6}(....)(..)(..).*/, '$1-$2-$3')
const branch = (n: number): Line => orgLines[6 + n] ?? {}

/** A serial for which the number of that birth date ends in 000. */
function roundSerial(birth: string): number {
  const serial = Array.from({ length: 10 }, (_, i) => i * 100).find(n => inventedId(birth, n).endsWith('000'))
  if (serial === undefined) throw new Error(`no number of ${birth} ends in 000`)
  return serial
}
const roundBirth = Array.from({ length: 28 }, (_, i) => `1996-02-${String(i + 1).padStart(2, '0')}`).find(
  birth => [0, 100, 200, 300, 400].some(n => inventedId(birth, n).endsWith('000')),
)

test('somebody known by name and birth date under another number is asked about, and can be the same or new', async () => {
  const pc = await aDistrict()
  const other = inventedId(birthOf(member(3)), 777)
  const line = { ...member(3), 身份证号: other, 手机号码: '13911110000' }
  const before = everyRowOf(pc.folder)
  const asked = await take(pc, 'members', memberRoster([line]))
  expect(codesOf(asked)).toEqual(['2 person-double'])
  expect(asked.problems[0]?.message.zh).toContain('同名、同出生日期')
  expect(asked.problems[0]?.message.zh).toContain(maskId(idOf(member(3))))
  expect(asked.problems[0]?.repair).toBeNull()
  expect(everyRowOf(pc.folder)).toBe(before)

  const same = await take(pc, 'members', memberRoster([line]), { doubles: { [other]: 'same' } })
  expect(same).toMatchObject({ created: 0, updated: 1, rejected: 0 })
  const people = (tablesOf(pc.folder)['person'] ?? []).filter(row => row['name'] === member(3)['姓名'])
  expect(people).toMatchObject([{ id_number: other, phone: '13911110000' }])

  const third = { ...line, 身份证号: inventedId(birthOf(member(3)), 778) }
  const apart = await take(pc, 'members', memberRoster([third]), { doubles: { '*': 'new' } })
  expect(apart).toMatchObject({ created: 1, rejected: 0 })
  await expectSound(pc)
})

test('a list of cadres without ID numbers is read by name and what stands beside it, and never makes a double', async () => {
  const pc = await aDistrict()
  const { 身份证号码: _number, ...known } = cadreLines[0] ?? {}
  const code = known['团干所属组织'] ?? ''
  const line = (姓名: string, more: Line = {}): Line => ({
    姓名,
    团干所属组织: code,
    团内现任职务: '组织委员',
    任现职年月: '2018-05',
    ...more,
  })
  const [own = '', other = '', third = ''] = [member(8), member(9), member(10)].map(({ 姓名 = '' }) => 姓名)
  const people = (tablesOf(pc.folder)['person'] ?? []).length
  const file = csvFile('团干部名单.csv', [
    // Held already: by name and organization.
    { ...known, 出生日期: '', 手机号: '' },
    line(own),
    // Of another branch: a name alone could be anybody's.
    line(other),
    line(other, { 手机号: member(9)['手机号码'] ?? '', 团内现任职务: '宣传委员' }),
    line(third, { 出生日期: birthOf(member(10)) }),
    line(third, { 出生日期: '1950-01-01' }),
    line('查无此人'),
  ])
  const done = await take(pc, 'cadres', file)
  expect(done).toMatchObject({ created: 3, updated: 0, unchanged: 1, rejected: 3 })
  expect(codesOf(done)).toEqual(['4 person-ambiguous', '7 person-ambiguous', '8 person-unknown'])
  expect(done.problems[0]?.message.zh).toContain(String(branch(1)['团组织全称']))
  expect((tablesOf(pc.folder)['person'] ?? []).length).toBe(people)
  const { rows } = await pc.ask.looking.cadres({ org: code, text: '' })
  expect(rows.map(({ name, title }) => `${name} ${title}`).toSorted()).toEqual(
    [`${known['姓名']} 书记`, `${own} 组织委员`, `${other} 宣传委员`, `${third} 组织委员`].toSorted(),
  )
  // Who holds a post there by now is meant by his name there.
  expect(await take(pc, 'cadres', file, { dryRun: true })).toMatchObject({ created: 1, unchanged: 4 })

  // Two of one name in the branch: asked, with where each of them is.
  const twin = { ...member(8), 身份证号: inventedId('1999-09-09', 991), 手机号码: '13911112222' }
  await take(pc, 'members', memberRoster([twin]))
  const asked = await take(pc, 'cadres', csvFile('名单.csv', [line(own, { 团内现任职务: '副书记' })]))
  expect(codesOf(asked)).toEqual(['2 person-ambiguous'])
  expect(asked.problems[0]?.message.zh).toMatch(/1999-09 出生/)
  await expectSound(pc)
})

test('a cadre roster asks about the same person too', async () => {
  const pc = await aDistrict()
  const line = { ...cadreLines[0], 身份证号码: inventedId(birthOf(member(0)), 776) }
  expect(codesOf(await take(pc, 'cadres', cadreRoster([line])))).toEqual(['2 person-double'])
})

test('known people whose last three digits a spreadsheet made 0 are none of them new, and are told by their masked numbers', async () => {
  const pc = await aDistrict()
  const lines = memberLines.map(line => ({ ...line, 身份证号: `${idOf(line).slice(0, 15)}000` }))
  const result = await take(pc, 'members', memberRoster(lines))
  expect(result).toMatchObject({ created: 0, rejected: lines.length })
  expect(result.problems.map(({ code }) => code)).toEqual(lines.map(() => 'id-rounded'))
  expect(result.problems.map(({ repair }) => repair)).toEqual(memberLines.map(() => null))
  for (const [i, { says }] of result.problems.entries())
    for (const said of [says.zh, says.en]) expect(said).toContain(maskId(idOf(member(i))))
  expectNoKnownNumber(result)
})

/** No word of an answer is an ID number that only the registry knows. */
function expectNoKnownNumber(result: object): void {
  const { refused: _, ...told } = result as { refused?: File }
  expect(memberLines.map(idOf).filter(id => JSON.stringify(told).includes(id))).toEqual([])
}

test('an ID number that only the registry knows stands masked in all that an import answers, its workbook too', async () => {
  const pc = await aDistrict()
  const [id, next] = [idOf(member(4)), idOf(member(5))]
  const wrong = id.slice(0, 15) + String((Number(id[15]) + 1) % 10) + id.slice(16)
  const lines = [
    { ...member(4), 身份证号: `${id.slice(0, 6)}********${id.slice(-4)}` },
    { ...member(4), 身份证号: wrong },
    { ...member(4), 身份证号: `${id.slice(0, 15)}000` },
    { ...member(5), 身份证号: inventedId(birthOf(member(5)), 888) },
  ]
  for (const doubles of [undefined, { '*': 'same' as const }]) {
    const result = await take(pc, 'members', memberRoster(lines), {
      dryRun: true,
      wantRefused: true,
      doubles,
    })
    expect(codesOf(result)).toHaveLength(doubles === undefined ? 4 : 3)
    expectNoKnownNumber(result)
    const sheet = await readXlsx(new Uint8Array((await result.refused?.arrayBuffer()) ?? []))
    const cells = JSON.stringify(sheet.sheets.map(({ rows }) => rows))
    expect([cells.includes(id), cells.includes(next)]).toEqual([false, false])
    expect(cells).toContain(maskId(id))
    // Of a number that is written wrongly, the digit that should stand there.
    const digit = `*${id.slice(15)}。`
    expect(result.problems.find(({ value }) => value === wrong)?.says.zh).toContain(digit)
  }
  // The number of a list of cadres without numbers comes from the registry.
  const foreign = {
    姓名: '马丁',
    证件类型: '境外身份证',
    身份证号: 'H60123456',
    出生日期: '1995-04-03',
    所在团支部: branch(2)['组织ID'] ?? '',
  }
  await take(pc, 'members', memberRoster([foreign]))
  const cadre = { 姓名: '马丁', 所在团支部: branch(2)['组织ID'] ?? '', 团内现任职务: '书记' }
  const post = await take(pc, 'cadres', csvFile('名单.csv', [cadre]), { dryRun: true })
  expect(post).toMatchObject({ created: 1, rejected: 0 })
  expect(JSON.stringify(post)).not.toContain('H60123456')
})

test('a number that ends in 000 is refused beside a rounded one, even one further down, or where the sex contradicts; else noted', async () => {
  const pc = await aDistrict()
  const birth = roundBirth ?? ''
  const id = inventedId(birth, roundSerial(birth))
  const line = { ...member(0), 姓名: '新来的人', 身份证号: id }
  const alone = await take(pc, 'members', memberRoster([line]), { dryRun: true })
  expect(codesOf(alone)).toEqual(['2 id-perhaps-rounded (note)'])
  expect(alone.created).toBe(1)
  const rounded = { ...member(1), 姓名: '另一个人', 身份证号: '440399199201020000' }
  const beside = await take(pc, 'members', memberRoster([line, member(2), rounded]), { dryRun: true })
  expect(codesOf(beside)).toEqual(['2 id-rounded', '4 id-rounded'])
  const sex = await take(pc, 'members', memberRoster([{ ...line, 性别: '男' }]), { dryRun: true })
  expect(codesOf(sex)).toContain('2 id-rounded')
  expect(sex).toMatchObject({ created: 0, rejected: 1 })
  await take(pc, 'members', memberRoster([line]))
  expect(codesOf(await take(pc, 'members', memberRoster([line])))).toEqual([])
})

test('a covered number is told, masked, where only one person of that name can be meant', async () => {
  const pc = await aDistrict()
  const covered = `${idOf(member(4)).slice(0, 6)}********${idOf(member(4)).slice(-4)}`
  const lines = [
    { ...member(4), 身份证号: covered },
    { ...member(4), 姓名: '别的名字', 身份证号: covered },
  ]
  const { problems } = await take(pc, 'members', memberRoster(lines), { dryRun: true })
  const known = maskId(idOf(member(4)))
  expect(problems.map(({ code, says }) => [code, says.zh.includes(known)])).toEqual([
    ['id-masked', true],
    ['id-masked', false],
  ])
})

test('a known person in another branch’s roster is told as a move, by name, and his post with it', async () => {
  const pc = await aDistrict()
  const lines = [{ ...member(0), 所在团支部: branch(3)['组织ID'] ?? '' }]
  const roster = csvFile('十月.csv', lines, '2018-10-15')
  const stays = await take(pc, 'members', roster, { dryRun: true })
  expect(codesOf(stays)).toEqual(['3 person-moves (note)', '3 post-stays (note)'])
  const [moves, post] = stays.problems
  for (const name of [member(0)['姓名'], branch(0)['团组织全称'], branch(3)['团组织全称']])
    expect(moves?.message.zh).toContain(name)
  expect(post?.message.zh).toContain('2018-10-15')
  expect(post?.message.zh).toContain('书记')
  expect(stays.changed).toMatchObject([
    {
      row: 3,
      title: member(0)['姓名'],
      changes: [{ field: 'branch', from: branch(0)['团组织全称'], to: branch(3)['团组织全称'] }],
    },
  ])
  const posts = () => (tablesOf(pc.folder)['post'] ?? []).filter(row => row['until'] !== null)
  await take(pc, 'members', roster, { endPosts: true })
  expect(posts()).toMatchObject([{ until: '2018-10-15', title: '书记' }])
  await expectSound(pc)
})

test('the preview tells values as they were and will be, and the first rows as they will be stored', async () => {
  const pc = await aDistrict()
  const changed = { ...member(1), 手机号码: '13911112222', 政治面貌: '中共党员' }
  const fresh = {
    姓名: '新人',
    身份证号: inventedId('1999-09-09', 5),
    所在团支部: '东坪社区第一支部',
    入团年月: '2016年',
  }
  const result = await take(pc, 'members', memberRoster([changed, fresh]), { dryRun: true })
  expect(result.changed).toEqual([
    {
      row: 2,
      sheet: null,
      title: member(1)['姓名'],
      changes: [
        { field: 'political', from: '共青团员', to: '中共党员' },
        { field: 'phone', from: maskPhone(member(1)['手机号码'] ?? ''), to: '139******22' },
      ],
    },
  ])
  expect(result.labels['phone']).toEqual({ zh: '手机号码', en: expect.stringMatching(/phone/i) })
  expect(result.shown[1]).toMatchObject({
    row: 3,
    verdict: 'created',
    values: {
      name: '新人',
      branch: '东坪社区第一团支部',
      joined: '2016',
      birth: '1999-09-09',
      idNumber: maskId(inventedId('1999-09-09', 5)),
    },
  })
  expect(codesOf(result)).toEqual(['3 org-meant (note)'])
})

test('an organization’s parent, kind and election are told as they were and will be', async () => {
  const pc = await aDistrict()
  const line = { ...branch(0), 上级组织: '西坪社区', 最近换届日期: '2018-06-01', 联系电话: '0755-1234567' }
  const { changed } = await take(pc, 'orgs', csvFile('组织.csv', [line]), { dryRun: true })
  expect(changed[0]?.changes).toEqual([
    { field: 'phone', from: '', to: '0755-1234567' },
    { field: 'parent', from: '云岭街道东坪社区团总支', to: '云岭街道西坪社区团总支' },
    { field: 'elected', from: '', to: '2018-06-01' },
  ])
})

test('problems are grouped with their counts and their most frequent values', async () => {
  const pc = await aDistrict()
  const unknown = Array.from({ length: 6 }, (_, i) => ({
    ...member(i),
    姓名: `新人${'甲乙丙丁戊己'[i]}`,
    身份证号: inventedId('1996-01-01', 300 + i),
    所在团支部: i < 4 ? '没有的支部' : '也没有的支部',
  }))
  const roster = memberRoster([...unknown, member(7)])
  const { groups, problems } = await take(pc, 'members', roster, { dryRun: true })
  expect(problems.map(({ who }) => who)).toEqual(unknown.map(one => one.姓名))
  expect(groups).toEqual([
    {
      code: 'org-unknown',
      refused: true,
      column: '所在团支部',
      count: 6,
      // A clerk knows people, not rows: the first of them by name.
      who: ['新人甲', '新人乙', '新人丙', '新人丁', '新人戊'],
      says: { zh: expect.stringContaining('没有这个组织'), en: expect.any(String) },
      example: null,
      values: [
        { value: '没有的支部', count: 4, repair: null },
        { value: '也没有的支部', count: 2, repair: null },
      ],
      different: 2,
      differentIsAll: true,
      isByWho: false,
    },
  ])
})

test('what is wrong in another column is another group, and what is true of one row alone says of which', async () => {
  const pc = await aDistrict()
  const fresh = (n: number, more: Line): Line => ({
    姓名: `新人${'甲乙丙丁戊己'[n]}`,
    身份证号: inventedId(`199${n}-01-01`, 300 + n),
    所在团支部: branch(0)['组织ID'] ?? '',
    出生日期: `199${n}-01-01`,
    入团年月: '2012-05',
    ...more,
  })
  const roster = memberRoster([
    fresh(0, { 出生日期: '1990-02-30' }),
    fresh(1, { 入团年月: '2012-02-31' }),
    fresh(2, { 出生日期: '1992-01-03' }),
    fresh(3, { 出生日期: '1993-01-04' }),
    fresh(4, { 出生日期: '1990-02-30' }),
    fresh(5, {}),
    fresh(5, {}),
  ])
  const { groups } = await take(pc, 'members', roster, { dryRun: true })
  const told = groups.map(({ code, column, count, example }) => [code, column, count, example?.row ?? null])
  expect(told.toSorted()).toEqual([
    ['date-impossible', '入团年月', 1, null],
    ['date-impossible', '出生日期', 2, null],
    ['id-birth-differs', '出生日期', 2, 4],
    ['id-twice', '身份证号', 1, null],
  ])
  // What is proposed for one row is not proposed for the other, and a number that stands twice is somebody's.
  const groupOf = (code: string) => groups.find(group => group.code === code && group.column !== '入团年月')
  expect(groupOf('date-impossible')?.values).toEqual([{ value: '1990-02-30', count: 2, repair: null }])
  expect(groupOf('id-twice')).toMatchObject({ isByWho: true, who: ['新人己'] })
})

test('the most frequent organizations are named however many others come before them, and the others are counted', async () => {
  const pc = await aDistrict()
  const strangers = Array.from({ length: 2_700 }, (_, i) => ({
    姓名: '新人',
    身份证号: inventedId(`198${Math.floor(i / 900)}-01-01`, 100 + (i % 900)),
    所在团支部: i < 2_650 ? `外地第${i}团支部` : '没有的支部',
  }))
  const roster = memberRoster([...strangers, { ...member(1), 手机号码: '123' }])
  const { groups, problems } = await take(pc, 'members', roster, { dryRun: true, confirmed: true })
  const group = groups.find(({ code }) => code === 'org-unknown')
  expect(group).toMatchObject({ count: 2_700, different: 2_651, differentIsAll: true })
  expect(group?.values[0]).toEqual({ value: '没有的支部', count: 50, repair: null })
  // Of a kind that comes behind the last one kept, the first rows are kept all the same.
  expect(problems.filter(({ column }) => column === '手机号码')).toHaveLength(1)
})

test('members that come before their organizations are not taken for another office’s: the roster of organizations comes first', async () => {
  const pc = await openPc('bare')
  pcs.push(pc)
  await pc.ask.registry.init({ name: district.name, tier: 'district' })
  const roster = memberRoster([0, 1, 2, 3, 4, 5].map(member))
  const { question, problems } = await take(pc, 'members', roster, { dryRun: true })
  expect(question).toBeNull()
  expect(problems[0]?.message.zh).toContain('先导入组织名册')
})

test('another office’s roster is asked about before anything of it is taken in', async () => {
  const pc = await aDistrict()
  const fresh = (n: number, 所在团支部: string): Line => ({
    姓名: `外人${'甲乙丙丁戊己'[n]}`,
    身份证号: inventedId('1999-01-01', 400 + n),
    所在团支部,
  })
  const strange = [0, 1, 2, 3, 4].map(n => fresh(n, `外区第${n}团支部`))
  const mostly = memberRoster([...strange, fresh(5, branch(0)['组织ID'] ?? '')])
  const before = everyRowOf(pc.folder)
  expect(await take(pc, 'members', mostly, { dryRun: true })).toMatchObject({
    created: 1,
    question: { code: 'other-office', text: { zh: expect.stringContaining('6 行里有 5 行') } },
  })
  expect(await refusalOf(take(pc, 'members', mostly))).toMatchObject({ code: 'other-office' })
  expect(everyRowOf(pc.folder)).toBe(before)
  expect(await take(pc, 'members', mostly, { confirmed: true })).toMatchObject({ created: 1 })

  const unit = (name: string) =>
    new File(
      [`填报单位：${name}\n姓名,身份证号,所在团支部\n外人庚,${inventedId('1999-01-02', 1)},东坪社区第一\n`],
      '表.csv',
    )
  const questions = async (name: string) =>
    (await take(pc, 'members', unit(name), { dryRun: true })).question?.code ?? null
  expect(await questions('共青团碧海市红树区委员会')).toBe('other-office')
  expect(await questions(district.name)).toBeNull()
  expect(await questions('云岭街道团工委')).toBeNull()
  expect(await questions('某某科技有限公司')).toBeNull()
})

test('a branch is found by every way in which offices write its name, and nothing is guessed', async () => {
  const names = [
    '东坪社区第一团支部',
    '东坪社区第一支部',
    '东坪社区第一支部委员会',
    '共青团东坪社区第一支部委员会',
    '中国共产主义青年团东坪社区第一支部委员会',
    '云岭街道东坪社区第一团支部',
    '共青团青山区云岭街道东坪社区第一支部委员会',
    '青山区云岭街道团工委东坪社区第一团支部',
    '东坪社区第1团支部',
    '东坪社区一支部',
    '东坪1支部',
    '东坪社区（第一）团支部',
    '东坪社区(第一)团支部',
  ]
  const pc = await aDistrict()
  const verdict = async (name: string) => {
    const lines = [{ ...member(0), 所在团支部: name }]
    const { unchanged } = await take(pc, 'members', memberRoster(lines), { dryRun: true })
    return [name, unchanged]
  }
  for (const name of names) expect(await verdict(name)).toEqual([name, 1])
  const others = ['第一团支部', '西坪社区第三团支部', '溪口街道东坪社区第一团支部', '东坪社区第一党支部']
  for (const name of others) expect(await verdict(name)).toEqual([name, 0])
})

test('of branches of the same short name the one below the unit that filled in the roster is meant', async () => {
  const pc = await aDistrict()
  const text = `填报单位：西坪社区团总支\n姓名,身份证号,所在团支部\n新人,${inventedId('1999-03-03', 1)},第二团支部\n`
  const { shown } = await take(pc, 'members', new File([text], '表.csv'), { dryRun: true })
  expect(shown[0]?.values).toMatchObject({ branch: '西坪社区第二团支部' })
})

test('two organizations of one name under different parents are said to be so', async () => {
  const pc = await aDistrict()
  const line = (parent: string) => ({ 团组织全称: '机关团支部', 组织类型: '团支部', 上级组织: parent })
  const twice = async (...parents: string[]) => {
    const file = csvFile('组织.csv', parents.map(line))
    const { problems } = await take(pc, 'orgs', file, { dryRun: true })
    return problems.map(({ row, code, says }) => [row, code, says.zh.includes('上级却不同')])
  }
  expect(await twice('东坪社区', '西坪社区')).toEqual([[3, 'org-twice', true]])
  expect(await twice('东坪社区', '东坪社区')).toEqual([[3, 'org-twice', false]])
  // The same in other words is the same, below one organization and of one kind.
  const otherwise = ['共青团机关支部委员会', '机关支部'].map(name => ({
    ...line('东坪社区'),
    团组织全称: name,
  }))
  const both = [line('东坪社区'), ...otherwise]
  const { problems, created } = await take(pc, 'orgs', csvFile('组织.csv', both), { dryRun: true })
  expect([created, problems.map(({ row, code }) => [row, code])]).toEqual([
    1,
    [3, 4].map(row => [row, 'org-twice']),
  ])
})

test('a new member of what is no branch is told', async () => {
  const pc = await aDistrict()
  const people = ['东坪社区', '东坪社区第一团支部'].map((place, n) => ({
    姓名: `新人${'甲乙'[n]}`,
    身份证号: inventedId('2000-05-06', 11 + n * 2),
    所在团支部: place,
  }))
  expect(codesOf(await take(pc, 'members', memberRoster(people), { dryRun: true }))).toEqual([
    '2 place-no-branch (note)',
  ])
  const joint = people.map(line => ({ ...line, 所在团支部: '东坪社区第一、第二团支部' }))
  const { problems } = await take(pc, 'members', memberRoster(joint), { dryRun: true })
  expect(problems.map(({ code, says }) => [code, says.zh.includes('一个组织写一行')])).toEqual(
    Array(2).fill(['org-unknown', true]),
  )
})

test('one branch is named for a whole file, by map or on its own', async () => {
  const pc = await aDistrict()
  const file = () => csvFile('表.csv', [{ 姓名: '新人', 身份证号: inventedId('1999-03-03', 1) }])
  expect(await refusalOf(take(pc, 'members', file(), { dryRun: true }))).toMatchObject({
    code: 'column-missing',
  })
  const given: More[] = [
    { place: '东坪社区第二' },
    { place: (await pc.ask.registry.orgShow({ org: '东坪社区第二' })).id },
    { map: { branch: '东坪社区第二团支部' } },
    { map: { 东坪社区第二团支部: 'branch' } },
  ]
  for (const more of given) {
    const { shown, tables } = await take(pc, 'members', file(), { dryRun: true, ...more })
    expect(shown[0]?.values).toMatchObject({ branch: '东坪社区第二团支部' })
    expect(tables[0]?.place.from).toBe('said')
  }
})

test('a file without rows says so', async () => {
  const pc = await aDistrict()
  const file = new File(['团员信息表\n姓名,身份证号,所在团支部\n合计,0,\n'], '空表.csv')
  expect(await refusalOf(take(pc, 'members', file))).toMatchObject({ code: 'no-rows' })
})

test('the workbook of refused rows is written in the language asked for', async () => {
  const pc = await aDistrict()
  const lines = [{ ...member(0), 身份证号: '123' }]
  const { refused } = await take(pc, 'members', memberRoster(lines), {
    wantRefused: true,
    lang: 'en',
    dryRun: true,
  })
  expect(refused?.name).toBe('团员-refused.xlsx')
})

test('rows that a filter leaves out are asked about before anything is taken in', async () => {
  const pc = await aDistrict()
  const lines = [0, 1].map(n => ({
    姓名: `新人${'甲乙'[n]}`,
    身份证号: inventedId(`1999-03-0${n + 1}`, n),
    所在团支部: branch(0)['组织ID'] ?? '',
  }))
  const rows = [Object.keys(lines[0] ?? {}), ...lines.map(line => Object.values(line))]
  const file = new File(
    [Buffer.from(await xlsxOf(rows, { rowDefs: new Map([[2, { hidden: true }]]) }))],
    '筛选过.xlsx',
  )
  const before = everyRowOf(pc.folder)
  const asked = await take(pc, 'members', file, { dryRun: true })
  expect(asked).toMatchObject({
    created: 2,
    question: { code: 'hidden-rows' },
    hidden: { count: 1, answer: null },
  })
  expect(asked.question?.text.zh).toContain('第 3 行')
  expect(await refusalOf(take(pc, 'members', file))).toMatchObject({ code: 'hidden-rows' })
  expect(await refusalOf(take(pc, 'members', file, { confirmed: true }))).toMatchObject({
    code: 'hidden-rows',
  })
  expect(everyRowOf(pc.folder)).toBe(before)
  expect(await take(pc, 'members', file, { hidden: 'leave' })).toMatchObject({
    created: 1,
    question: null,
    hidden: { count: 1, answer: 'leave' },
  })
  expect(await take(pc, 'members', file, { hidden: 'take' })).toMatchObject({ created: 1, unchanged: 1 })
  await expectSound(pc)
})

test('a roster does not move whoever is being transferred: that is said, and his home stays until the answer', async () => {
  const pc = await aDistrict()
  const [line, other] = [member(20), member(29)]
  const to = other['所在团支部'] ?? ''
  const person = idOf(line)
  await pc.ask.transfers.ask({ person, to, reason: '就业', fees: '已交清', by: 'x' })
  const before = tablesOf(pc.folder)['membership']
  const moved = await take(pc, 'members', memberRoster([{ ...line, 所在团支部: to }]))
  expect(codesOf(moved)).toEqual([expect.stringMatching(/ in-transit \(note\)$/)])
  expect(moved.problems[0]?.message.zh).toContain(`正在转接`)
  expect(moved.problems[0]?.message.zh).toContain('请先办结或撤销')
  const [third] = memberLines.filter(one => ![to, line['所在团支部']].includes(one['所在团支部']))
  const elsewhere = { ...line, 所在团支部: third?.['所在团支部'] ?? '' }
  expect(codesOf(await take(pc, 'members', memberRoster([elsewhere])))).toEqual([
    expect.stringMatching(/ in-transit \(note\)$/),
  ])
  expect(tablesOf(pc.folder)['membership']).toEqual(before)
  await pc.ask.transfers.accept({ id: person, by: 'x' })
  expect(codesOf(await take(pc, 'members', memberRoster([{ ...line, 所在团支部: to }])))).toEqual([])
})

test('a branch that many are called is found within the community that stands beside it', async () => {
  const pc = await aDistrict()
  const lines = ['东坪社区', '南湾社区', '东坪社区'].map((社区, n) => ({
    街道: '',
    社区,
    团支部: '第二团支部',
    姓名: `新人${'甲乙丙'.charAt(n)}`,
    身份证号: inventedId('1998-06-11', 700 + n),
  }))
  const result = await take(pc, 'members', csvFile('社区.csv', lines))
  expect([result.created, codesOf(result)]).toEqual([3, ['2 org-meant (note)', '3 org-meant (note)']])
  expect(result.shown.map(({ values }) => values['branch'])).toEqual([
    '东坪社区第二团支部',
    '南湾社区第二团支部',
    '东坪社区第二团支部',
  ])
  const alone = lines.map(({ 社区: _, ...rest }) => rest)
  const refused = await take(pc, 'members', csvFile('支部.csv', alone))
  expect(codesOf(refused)).toEqual(['2 org-ambiguous', '3 org-ambiguous', '4 org-ambiguous'])
  const coded = lines.map(line => ({ ...line, 社区: '', 团支部: '44039902012 南湾社区第二团支部' }))
  expect(codesOf(await take(pc, 'members', csvFile('编码.csv', coded)))).toEqual([
    '2 person-moves (note)',
    '4 person-moves (note)',
  ])
})

test('who of a branch does not stand in its list is named, a list of a few says nothing of the others, and 转入时间 is kept', async () => {
  const pc = await aDistrict()
  const own = memberLines.filter(line => line['所在团支部'] === member(0)['所在团支部'])
  expect(own).toHaveLength(4)
  const toldOf = async (lines: readonly Line[]) => {
    const result = await take(pc, 'members', memberRoster(lines), { dryRun: true })
    return result.unread.flatMap(
      ({ zh }) => /还有 (\d+) 名团员没有列在表里：(.*?)。/.exec(zh)?.slice(1) ?? [],
    )
  }
  const missing = `${member(0)['姓名']}（${branch(0)['团组织全称']}）`
  expect(await toldOf(own.slice(1))).toEqual(['1', missing])
  expect(await toldOf(own)).toEqual([])
  expect(await toldOf([{ ...member(0), 姓名: '新来的', 身份证号: inventedId('1990-06-11', 700) }])).toEqual(
    [],
  )
  // His row is refused for its number, and he stands in the list all the same.
  expect(await toldOf([{ ...member(0), 身份证号: '440399' }, ...own.slice(1)])).toEqual([])
  // He stands in the list of another branch.
  expect(await toldOf([{ ...member(0), 所在团支部: branch(1)['组织ID'] ?? '' }, ...own.slice(1)])).toEqual([])

  // The telephones slipped by a row against the names: nobody gets that of his neighbour, nor the one between them.
  const slipped = own.map((line, n) => ({ ...line, 手机号码: own[n - 1]?.['手机号码'] ?? '13912340000' }))
  const isSlipped = await take(pc, 'members', memberRoster(slipped), { dryRun: true })
  expect([isSlipped.updated, codesOf(isSlipped)]).toEqual([
    0,
    own.map((_, n) => `${n + 2} phone-slipped (note)`),
  ])
  // By several rows as well, turned round, or those of others; and so are days of joining, of which one alone may be of several people.
  const columns: [string, string, (lines: readonly Line[], n: number) => Line | undefined][] = [
    ['手机号码', 'phone-slipped', (lines, n) => lines[n - 2]],
    ['手机号码', 'phone-slipped', (lines, n) => lines.at(-1 - n)],
    ['入团年月', 'joined-slipped', (lines, n) => lines[n - 1]],
    ['入团年月', 'joined-slipped', (lines, n) => lines[n + 2]],
  ]
  const asPasted = async (lines: readonly Line[], ...[header, code, from]: (typeof columns)[number]) => {
    const pasted = lines.map((line, n) => ({ ...line, [header]: from(lines, n)?.[header] ?? '' }))
    const result = await take(pc, 'members', memberRoster(pasted), { dryRun: true })
    const differing = pasted.flatMap((line, n) =>
      ['', lines[n]?.[header]].includes(line[header]) ? [] : [n + 2],
    )
    expect(differing.length).toBeGreaterThan(3)
    expect([result.updated, codesOf(result)]).toEqual([0, differing.map(row => `${row} ${code} (note)`)])
  }
  for (const column of columns) await asPasted(memberLines, ...column)
  await asPasted(own, '手机号码', 'phone-slipped', (_, n) => memberLines[n + 9])
  // Numbers that were counted up from the first one take the place of none.
  const counted = own.map((line, n) => ({ ...line, 手机号码: String(13912340000 + n) }))
  const isCounted = await take(pc, 'members', memberRoster(counted), { dryRun: true })
  expect([isCounted.changed.map(({ row }) => row), codesOf(isCounted)]).toEqual([
    [2],
    own.slice(1).map((_, n) => `${n + 3} phone-drawn (note)`),
  ])
  // Two who had each other's are put right.
  const [one, two] = own
  const swapped = [one, two].map((line, n) => ({ ...line, 手机号码: [two, one][n]?.['手机号码'] ?? '' }))
  expect(await take(pc, 'members', memberRoster(swapped), { dryRun: true })).toMatchObject({ updated: 2 })

  const came = [
    { ...member(1), 所在团支部: branch(0)['组织ID'] ?? '', 转入时间: '2018.6' },
    { ...member(0), 转入时间: '2018-05-04' },
    ...[
      { 姓名: '新来的', 身份证号: inventedId('1990-06-11', 700), 转入时间: '2018-09-01' },
      { 姓名: '后来的', 身份证号: inventedId('1990-06-11', 701), 转入时间: '2019-09-01' },
    ].map(line => ({ ...member(0), 手机号码: '', ...line })),
  ]
  const result = await take(pc, 'members', memberRoster(came), { on: '2018-12-31' })
  expect(codesOf(result)).toEqual([
    '2 person-moves (note)',
    '2 post-stays (note)',
    '3 moved-in-known (note)',
    '5 day-missing (note)',
  ])
  const { person: people = [], membership = [] } = tablesOf(pc.folder)
  const stays = [member(1)['姓名'], '新来的', '后来的'].map(name => {
    const { id } = people.find(person => person['name'] === name) ?? {}
    return membership.filter(stay => stay['person'] === id).map(stay => [stay['since'], stay['since_known']])
  })
  expect(stays.map(each => each.at(-1))).toEqual([
    ['2018-06-01', 1],
    ['2018-09-01', 1],
    [expect.any(String), 0],
  ])
  await expectSound(pc)
})

test('an organization that a row without one above calls otherwise is the known one, and blanks below 社区 are those above', async () => {
  const pc = await aDistrict()
  const orgs = csvFile('组织.csv', [
    { 团组织全称: '青山区云岭街道团工委', 组织类型: '团工委', 上级组织: '' },
    { 团组织全称: '东坪社区第三团支部', 组织类型: '团支部', 上级组织: '青山区云岭街道团工委' },
    { 团组织全称: '不认识的团工委', 组织类型: '团工委', 上级组织: '' },
  ])
  const result = await take(pc, 'orgs', orgs, { dryRun: true })
  expect([result.created, result.unchanged]).toEqual([1, 1])
  expect(codesOf(result)).toEqual(['2 org-meant (note)', '4 parent-missing'])
  // The title says what new ones hang under; it moves nobody, and a district says too little.
  const titled = async (title: string, name: string) => {
    const lines = [title, '团支部名称,成立时间', `${name},2018-03-01`, '西坪社区第一团支部,']
    return take(pc, 'orgs', new File([lines.join('\n')], '一览表.csv'), { dryRun: true })
  }
  const under = await titled('东坪社区团组织一览表', '东坪社区第六团支部')
  expect([under.created, under.updated, codesOf(under)]).toEqual([1, 0, ['3 parent-by-title (note)']])
  expect(under.problems[0]?.message.zh).toContain('云岭街道东坪社区团总支')
  expect(codesOf(await titled('青山区团组织一览表', '第六团支部'))).toEqual(['3 parent-missing'])

  // Days of elections that slipped by a row are not taken.
  const elections = orgLines.slice(-8)
  const slipped = elections.map((line, n) => ({
    ...line,
    最近换届日期: elections[n - 1]?.['最近换届日期'] ?? '',
  }))
  const told = await take(pc, 'orgs', csvFile('组织.csv', slipped), { dryRun: true })
  expect([told.updated, codesOf(told)]).toEqual([
    0,
    slipped.map((_, n) => `${n + 2} ${n === 0 ? 'term-without-election' : 'elected-slipped'} (note)`),
  ])

  // So is what they hang under: nobody is moved.
  const moved = elections.map((line, n) => ({ ...line, 上级组织: elections[n - 2]?.['上级组织'] ?? '' }))
  const wouldMove = await take(pc, 'orgs', csvFile('组织.csv', moved), { dryRun: true })
  expect([wouldMove.updated, codesOf(wouldMove)]).toEqual([
    0,
    moved.slice(2).map((_, n) => `${n + 4} parent-slipped (note)`),
  ])
  expect(wouldMove.problems[0]?.value).toBe(moved[2]?.['上级组织'])

  // Which of the same kind do not stand in the list is told, where most of them do.
  const listed = async (lines: readonly Line[]) =>
    (await take(pc, 'orgs', csvFile('组织.csv', lines), { dryRun: true })).unread.flatMap(
      ({ zh }) => /台账上还有 \d+ 个没有列在表里：.*?。/.exec(zh)?.[0] ?? [],
    )
  expect(await listed(orgLines)).toEqual([])
  const [last] = orgLines.slice(-1)
  expect(await listed(orgLines.slice(0, -1))).toEqual([
    `台账上还有 1 个没有列在表里：${last?.['团组织全称']}。`,
  ])

  const tiers = csvFile('三级.csv', [
    { 街道: '云岭街道', 社区: '东坪社区', 团支部: '东坪社区第三团支部', 成立时间: '2018-03-01' },
    { 街道: '', 社区: '', 团支部: '东坪社区第四团支部', 成立时间: '2018-03-01' },
    { 街道: '', 社区: '', 团支部: '东坪社区第五团支部', 成立时间: '2018-03-01' },
    { 街道: '', 社区: '西坪社区', 团支部: '西坪社区第三团支部', 成立时间: '2018-03-01' },
  ])
  const read = await take(pc, 'orgs', tiers)
  expect(read.created).toBe(4)
  expect(read.shown.map(({ values }) => values['parent'])).toEqual([
    '东坪社区',
    '东坪社区',
    '东坪社区',
    '西坪社区',
  ])
  // A blank below 上级组织 moves nobody.
  const known = ['东坪社区第一团支部', '西坪社区第一团支部', '西坪社区第二团支部']
  const blanks = csvFile('上级.csv', [
    { 团组织全称: known[0] ?? '', 组织类型: '团支部', 上级组织: '云岭街道东坪社区团总支' },
    { 团组织全称: known[1] ?? '', 组织类型: '团支部', 上级组织: '' },
    { 团组织全称: known[2] ?? '', 组织类型: '团支部', 上级组织: '' },
  ])
  expect(await take(pc, 'orgs', blanks, { dryRun: true })).toMatchObject({ updated: 0, unchanged: 3 })
})
