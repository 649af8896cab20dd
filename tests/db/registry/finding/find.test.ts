import { expect, test } from 'vitest'
import { find } from '#db/registry/finding/find.ts'
import { day, type OpenRegistry, openRegistry } from '../open-registry.ts'

const today = day('2018-12-31')

async function people(registry: OpenRegistry, text: string, limit = 20): Promise<string[]> {
  return (await find(registry.db, text, limit, today)).people.map(person => person.name)
}

async function orgs(registry: OpenRegistry, text: string, limit = 20): Promise<string[]> {
  return (await find(registry.db, text, limit, today)).orgs.map(org => org.name)
}

test.each([
  ['单雪', ['单雪莉', '李单雪']],
  ['雪莉', ['单雪莉']],
  ['雪', ['单雪莉', '李单雪', '雪雁']],
  ['莉', ['单雪莉']],
  ['雪单', []],
])('%s is found anywhere in a name', async (text, expected) => {
  const registry = openRegistry()
  await registry.people('单雪莉', '李单雪', '王雪', '雪雁', '张三')
  const found = await people(registry, text)
  expect(found).toEqual(expect.arrayContaining(expected))
  expect(found.every(name => name.includes(text))).toBe(true)
  if (expected.length === 0) expect(found).toEqual([])
})

test('three characters are found only where they stand next to each other', async () => {
  const registry = openRegistry()
  await registry.people('买买提江', '买提买买', '提买买提')
  expect(await people(registry, '买买提')).toEqual(['买买提江', '提买买提'])
  expect(await people(registry, '买提买买')).toEqual(['买提买买'])
})

test('dots, spaces and width do not count, in the name or in what is typed', async () => {
  const registry = openRegistry()
  await registry.people('阿卜杜拉·买买提', '李Ａmy')
  for (const text of ['拉·买', '拉买', '杜拉 买买'])
    expect(await people(registry, text)).toEqual(['阿卜杜拉·买买提'])
  for (const text of ['李a', '李Ａ', '李AMY']) expect(await people(registry, text)).toEqual(['李Ａmy'])
})

test('rare characters are found alone and in pairs', async () => {
  const registry = openRegistry()
  await registry.people('𠮷田', '李𠮷', '𰀀李', '〇零')
  expect(await people(registry, '𠮷')).toEqual(['𠮷田', '李𠮷'])
  expect(await people(registry, '李𠮷')).toEqual(['李𠮷'])
  expect(await people(registry, '𰀀李')).toEqual(['𰀀李'])
  expect(await people(registry, '〇')).toEqual(['〇零'])
})

test('what begins with the text comes first', async () => {
  const registry = openRegistry()
  await registry.people('王雪', '张雪雁', '雪莲', '雪雁')
  expect(await people(registry, '雪')).toEqual(['雪莲', '雪雁', '王雪', '张雪雁'])
})

test('people are found by pinyin and by initials from the beginning', async () => {
  const registry = openRegistry()
  await registry.people('单雪', '沈香', '曾国', '单小雪')
  expect((await people(registry, 'sx')).sort()).toEqual(['单小雪', '单雪', '沈香'])
  expect(await people(registry, 'sxx')).toEqual(['单小雪'])
  expect((await people(registry, 'SHANX')).sort()).toEqual(['单小雪', '单雪'])
  expect(await people(registry, 'zengguo')).toEqual(['曾国'])
  expect(await people(registry, 'xue')).toEqual([])
})

test('letters inside a name are found where no pinyin begins with them', async () => {
  const registry = openRegistry()
  await registry.people('李Amy', '张三')
  expect(await people(registry, 'my')).toEqual(['李Amy'])
})

test('people are found by the beginning of an ID number, and it is answered masked', async () => {
  const registry = openRegistry()
  await registry.write(set => {
    set.create('person', { name: '李', id_number: '44039920000101001X' })
    set.create('person', { name: '王', id_number: '440399200101010010' })
  })
  const { people: found } = await find(registry.db, '4403992000', 20, today)
  expect(found).toMatchObject([{ name: '李', idMasked: '440399**********1X' }])
  expect(await people(registry, '44039920000101001x')).toEqual(['李'])
  expect((await people(registry, '440399')).sort()).toEqual(['李', '王'])
})

test('a passport or permit is found by its letters and digits, whole or by how it begins', async () => {
  const registry = openRegistry()
  await registry.write(set => {
    set.create('person', { name: '陈港生', id_number: 'H12345678' })
    set.create('person', { name: '何一二', id_number: '440399200101010010' })
  })
  for (const text of ['H12345678', 'h12345678', 'Ｈ1234', 'H1', '5678'])
    expect([text, await people(registry, text)]).toEqual([text, ['陈港生']])
  expect(await people(registry, 'h')).toEqual(['何一二'])
})

test('people are found by the last digits of their ID and telephone numbers, four or more of them', async () => {
  const registry = openRegistry()
  await registry.write(set => {
    set.create('person', { name: '李', id_number: '44039920000101001X', phone: '13800138000' })
    set.create('person', { name: '王', id_number: '440399200101010010', phone: '13900130010' })
  })
  for (const text of ['001X', '001x', '101001x', '44039920000101001X', '8000', '138000', '13800138000'])
    expect([text, await people(registry, text)]).toEqual([text, ['李']])
  expect(await people(registry, '0010')).toEqual(['王'])
  expect(await people(registry, '010')).toEqual([])
  expect(await people(registry, '98000')).toEqual([])
})

test('people are found by the beginning of their telephone number, three digits or more of it', async () => {
  const registry = openRegistry()
  await registry.write(set => {
    set.create('person', { name: '李', id_number: '440399200001010019', phone: '13800138000' })
    set.create('person', { name: '王', id_number: '138099200101010010', phone: '0755-23331380' })
  })
  expect(await people(registry, '13800')).toEqual(['李'])
  expect((await people(registry, '138')).sort()).toEqual(['李', '王'])
  expect(await people(registry, '13')).toEqual(['王'])
  expect(await people(registry, '0755')).toEqual(['王'])
})

test('a name and a place with a space between them find who is called so and belongs there or below it', async () => {
  const registry = openRegistry()
  const street = await registry.org('民治街道团工委', { kind: 'work-committee' })
  const branch = await registry.org('横坑社区第二团支部', { kind: 'branch', under: street })
  const other = await registry.org('观湖街道团工委', { kind: 'work-committee' })
  const [li = '', liToo = '', wang = '', liElsewhere = '', both = ''] = await registry.people(
    ...['李雪', '李冰', '王雪', '李雪', '民治'],
  )
  for (const [person, org] of [
    [li, branch],
    [liToo, street],
    [wang, branch],
    [liElsewhere, other],
    [both, other],
  ] as const)
    await registry.member(person, org, '2018-01-01')
  const ids = async (text: string) =>
    (await find(registry.db, text, 20, today)).people.map(({ id }) => id).sort()
  expect(await ids('李雪 民治')).toEqual([li])
  expect(await ids('民治　李雪')).toEqual([li])
  expect(await ids('李 民治街道')).toEqual([li, liToo].sort())
  expect(await ids('lx 横坑社区')).toEqual([li])
  expect(await ids('雪 第二团支部')).toEqual([li, wang].sort())
  expect(await ids('李雪 观湖')).toEqual([liElsewhere])
  expect(await ids('王雪 观湖')).toEqual([])
  // A cadre who is no member anywhere
  const [zhou = ''] = await registry.people('周冰')
  await registry.write(set => set.create('post', { person: zhou, org: branch, title: '书记' }))
  expect(await ids('周冰 横坑')).toEqual([zhou])
  expect(await ids('周冰 观湖')).toEqual([])
  // Three words are none of these.
  expect(await ids('李 雪 民治')).toEqual([])
  expect((await find(registry.db, '李雪 民治', 20, today)).first).toBe('people')
})

test('of a name that hundreds bear the one is found who belongs to a place of thousands', async () => {
  const registry = openRegistry()
  const street = await registry.org('民治街道团工委', { kind: 'work-committee' })
  const others = await registry.people(...Array.from({ length: 1600 }, () => '周冰'))
  const namesakes = await registry.people(...Array.from({ length: 400 }, () => '李雪'))
  await registry.write(set => {
    for (const person of [...others, ...namesakes.slice(-1)])
      set.create('membership', { person, org: street, since: '2018-01-01', since_known: 1, follows: [] })
  })
  const found = (await find(registry.db, '李雪 民治', 20, today)).people.map(({ id }) => id)
  expect(found).toEqual(namesakes.slice(-1))
})

test('of a surname that hundreds bear those come who belong to the place', async () => {
  const registry = openRegistry()
  const street = await registry.org('民治街道团工委', { kind: 'work-committee' })
  const branch = await registry.org('横坑社区第二团支部', { kind: 'branch', under: street })
  const many = await registry.people(
    ...Array.from({ length: 320 }, (_, n) => `李${String.fromCharCode(0x4e00 + n)}`),
  )
  const [wang = ''] = await registry.people('王李')
  for (const person of [...many.slice(-3), wang]) await registry.member(person, branch, '2018-01-01')
  const found = (await find(registry.db, '李 民治', 20, today)).people.map(({ id }) => id)
  expect(found.sort()).toEqual(many.slice(-3).sort())
})

test('a secretary is found by name with the post, also one who belongs elsewhere and is known by a card alone', async () => {
  const registry = openRegistry()
  const street = await registry.org('民治街道团工委')
  const [li = ''] = await registry.people('李雪')
  await registry.write(set => {
    set.create('post', { person: li, org: street, title: '组织委员' })
    set.create('post', { person: li, org: street, title: '书记' })
    set.create('post', { person: 'away-1', org: street, title: '副书记' })
  })
  registry.db
    .prepare("INSERT INTO card (thing, entity, name, detail) VALUES ('away-1', 'person', '李冰', '')")
    .run()
  const { people: found } = await find(registry.db, '李', 20, today)
  const at = { org: street, orgName: '民治街道团工委' }
  expect(found).toMatchObject([
    { name: '李雪', isHere: true, post: { title: '书记', ...at } },
    { name: '李冰', isHere: false, post: { title: '副书记', ...at } },
  ])
})

test('a person comes with the home of that day, or with none', async () => {
  const registry = openRegistry()
  const [inA, inB] = [await registry.org('A社区'), await registry.org('B社区')]
  const [li = '', wang = ''] = await registry.people('李雪', '王雪')
  const first = await registry.member(li, inA, '2017-01-01')
  await registry.member(li, inB, '2018-06-01', [first])
  await registry.member(wang, null, '2018-01-01')
  const homes = async (on: string) =>
    (await find(registry.db, '雪', 20, day(on))).people.map(person => person.org)
  expect(await homes('2016-12-31')).toEqual([null, null])
  expect(await homes('2018-05-31')).toEqual(['A社区', null])
  expect(await homes('2018-06-01')).toEqual(['B社区', null])
})

test('organizations are found by name, short name, code, pinyin and initials, with the path of the day', async () => {
  const registry = openRegistry()
  const root = await registry.org('共青团坪山区委员会', { short_name: '坪山区', code: '4403100000' })
  const street = await registry.org('坪山区龙田街道团工委', { short_name: '龙田街道', under: root })
  const id = await registry.org('龙田街道六联社区团总支', {
    short_name: '六联社区',
    code: 'LT01',
    under: street,
  })
  for (const text of ['六联', '联社', 'lt01', 'LT0', 'liulian', 'llsq', '龙田街道六联']) {
    const { orgs: found } = await find(registry.db, text, 20, today)
    expect({ text, found }).toEqual({
      text,
      found: [
        {
          id,
          code: 'LT01',
          name: '龙田街道六联社区团总支',
          path: ['坪山区', '龙田街道'],
          formerly: null,
          successor: null,
        },
      ],
    })
  }
  expect(await orgs(registry, '44031')).toEqual(['共青团坪山区委员会'])
})

test('an organization is found by initials from the middle of its name too, after those that begin with them', async () => {
  const registry = openRegistry()
  await registry.org('青山区第22小学团支部', { short_name: '第22小学支部' })
  await registry.org('小学学科中心团支部')
  await registry.org('青山区第2中学（2）班团支部')
  for (const text of ['22xx', '22XX', 'd22x', 'qsqd22', 'xxz'])
    expect([text, await orgs(registry, text)]).toEqual([text, ['青山区第22小学团支部']])
  expect(await orgs(registry, 'xx')).toEqual(['小学学科中心团支部', '青山区第22小学团支部'])
  expect(await orgs(registry, '2xxx')).toEqual([])
})

test('an organization is found by what it was called before, by pinyin and initials as well', async () => {
  const registry = openRegistry()
  const id = await registry.org('清湖社区团总支')
  const rename = { org: id, act: 'rename', effective: '2018-06-01' }
  await registry.write(set =>
    set.create('decision', { ...rename, was_name: '第22小学团支部', was_short_name: '廿二小' }),
  )
  for (const text of ['第22小学', 'd22xx', 'di22xiao', '22xx', 'nex', 'nianerxiao']) {
    const { orgs: found } = await find(registry.db, text, 20, today)
    expect([text, found.map(({ name, formerly }) => [name, formerly])]).toEqual([
      text,
      [['清湖社区团总支', '第22小学团支部']],
    ])
  }
})

test('never more than the limit are answered, of people and of organizations', async () => {
  const registry = openRegistry()
  await registry.people(...Array.from({ length: 30 }, (_, i) => `雪${i}`))
  for (let i = 0; i < 8; i++) await registry.org(`雪山${i}`)
  for (const text of ['雪', 'xue', 'x']) {
    const found = await find(registry.db, text, 5, today)
    expect([text, found.people.length, found.orgs.length]).toEqual([text, 5, 5])
  }
})

test('a person who was renamed, removed or returned is no longer found by the old name', async () => {
  const registry = openRegistry()
  const [li = '', wang = '', zhang = ''] = await registry.people('李雪', '王雪', '张雪')
  await registry.write(set => {
    set.edit('person', li, { name: '李冰' })
    set.remove('person', wang)
    set.giveBack([['r-000001', 3, 3]], { code: '', zh: '', en: '' })
  })
  expect(await people(registry, '雪')).toEqual([])
  expect(await people(registry, '李冰')).toEqual(['李冰'])
  await registry.write(set => set.edit('person', zhang, { name: '张雪' }))
  expect(await people(registry, '雪')).toEqual(['张雪'])
})

const syntax = ['·', '"', '*', '雪"', 'OR', "' OR 1=1 --", '雪 NEAR 莉', '(', '{}', '\u0000']
test.each(syntax.map(text => [JSON.stringify(text), text] as const))(
  'what is typed is text and never part of a query: %s',
  async (_, text) => {
    const registry = openRegistry()
    await registry.people('张三')
    expect(await find(registry.db, text, 20, today)).toMatchObject({ orgs: [], people: [] })
  },
)

test('the one whose name is just what was typed comes first, however many others hold it', async () => {
  const registry = openRegistry()
  await registry.people(...Array.from({ length: 100 }, (_, i) => `${'赵钱孙李周'[i % 5]}小明`), '小明')
  expect((await people(registry, '小明'))[0]).toBe('小明')
})

test('a name of three characters is found, however many hold its pairs apart', async () => {
  const registry = openRegistry()
  await registry.people(...Array.from({ length: 100 }, () => '买提买买'), '买买提')
  expect(await people(registry, '买买提')).toEqual(['买买提'])
})

test('an organization whose short name begins with the text comes before those that hold it elsewhere', async () => {
  const registry = openRegistry()
  await registry.org('共青团新龙华委员会', { short_name: '新龙华' })
  await registry.org('共青团深圳市龙华区委员会', { short_name: '龙华区' })
  expect((await orgs(registry, '龙华'))[0]).toBe('共青团深圳市龙华区委员会')
})

test('an organization comes before those below it, and what is left out of its name in the middle is forgiven', async () => {
  const registry = openRegistry()
  const names = ['中心医院急诊科', '中心医院儿科'].map(name => `共青团龙华区${name}支部委员会`)
  for (const name of names) await registry.org(name, { short_name: name.slice(6, -5) })
  await registry.org('共青团龙华区中心医院总支部委员会', {
    kind: 'general-branch',
    short_name: '龙华区中心医院团总支',
  })
  const street = '共青团龙华区民治街道工作委员会'
  await registry.org(street, { kind: 'work-committee', short_name: '民治街道团工委' })
  expect(await orgs(registry, '中心医院', 2)).toEqual(['共青团龙华区中心医院总支部委员会', names[1]])
  expect(await orgs(registry, 'zxyy', 1)).toHaveLength(1)
  expect(await orgs(registry, '民治团工委')).toEqual([street])
  expect(await orgs(registry, '民治团委工')).toEqual([])
})

test('which of the lists is meant is told: whoever is called just so before names that only hold it', async () => {
  const registry = openRegistry()
  await registry.org('共青团龙华区民治街道工作委员会', { kind: 'work-committee' })
  await registry.people('张伟')
  const first = async (text: string) => (await find(registry.db, text, 8, today)).first
  expect(await first('zw')).toBe('people')
  expect(await first('张伟')).toBe('people')
  expect(await first('工作')).toBe('orgs')
  expect(await first('没有这个')).toBe('orgs')
})

test('an organization is found by the digits in its name, however many, also where a person has the same ones', async () => {
  const registry = openRegistry()
  await registry.org('73131部队幼儿园团支部')
  await registry.org('2018级机电班团支部')
  await registry.write(set => set.create('person', { name: '李', id_number: '440399200001073131' }))
  for (const text of ['31', '731', '7313', '3131', '73131'])
    expect([text, await orgs(registry, text)]).toEqual([text, ['73131部队幼儿园团支部']])
  expect(await orgs(registry, '2018')).toEqual(['2018级机电班团支部'])
  expect(await orgs(registry, '20183')).toEqual([])
  expect(await people(registry, '73131')).toEqual(['李'])
})

test('what an organization may be called is not guessed where somebody is called just so', async () => {
  const registry = openRegistry()
  await registry.org('高级技工学校青年教师团支部')
  expect(await orgs(registry, '高青团')).toEqual(['高级技工学校青年教师团支部'])
  await registry.people('高青团')
  expect([await people(registry, '高青团'), await orgs(registry, '高青团')]).toEqual([['高青团'], []])
})
