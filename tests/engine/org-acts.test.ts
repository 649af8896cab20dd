import { afterEach, describe, expect, test } from 'vitest'
import type { OrgActName } from '#contract/orgs.ts'
import { expectSound, type Pc, refusalOf, resultOf } from '#tests/fixtures/engine.ts'
import { csvFile, filledDistrict, inventedId } from '#tests/fixtures/small-district.ts'
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

type More = {
  readonly on?: string
  readonly dryRun?: boolean
  readonly later?: 'keep' | 'replace'
  readonly decided?: string
  readonly document?: string
}

function act(pc: Pc, name: OrgActName, org: string, set: Record<string, string> = {}, more: More = {}) {
  return pc.ask.orgs.act({ act: name, org, set, by: '李书记', ...more })
}

async function problemsOf(work: Promise<unknown>) {
  const { code, details } = await refusalOf(work)
  expect(code).toBe('problems')
  const { problems } = details
  if (!Array.isArray(problems)) throw new Error('no problems')
  return problems.map(({ field, code: which }) => [field, which])
}

const show = (pc: Pc, org: string, asOf?: string) =>
  pc.ask.registry.orgShow({ org, ...(asOf !== undefined && { asOf }) })
const members = async (pc: Pc, org: string, asOf?: string) => (await show(pc, org, asOf)).members
const zh = (done: { readonly sentences: readonly { readonly zh: string }[] }) =>
  done.sentences.map(sentence => sentence.zh)

/** What is asked of a day in the past: it must never be answered otherwise, whatever is done later. */
async function picture(pc: Pc, asOf: string) {
  const codes = ['4403990000', '4403990100', '4403990101', '44039901011', '44039901012', '4403990102']
  return {
    stats: await Promise.all(codes.map(org => pc.ask.registry.stats({ org, asOf }))),
    shown: await Promise.all(codes.map(org => show(pc, org, asOf))),
    children: await pc.ask.looking.children({ org: '4403990101', asOf }),
    people: await pc.ask.looking.people({ org: '4403990100', asOf }),
    // The day on which a post ends is known whenever it is known.
    cadres: (await pc.ask.looking.cadres({ org: '4403990100', asOf })).rows.map(
      ({ until: _, ...row }) => row,
    ),
    orgs: await exported(pc, 'orgs', asOf),
    roster: await exported(pc, 'members', asOf),
  }
}

async function exported(
  pc: Pc,
  as: 'orgs' | 'members' | 'cadres' | 'meetings',
  asOf: string,
  more: { readonly org?: string; readonly structure?: 'now' } = {},
): Promise<string> {
  const { file } = await resultOf(pc.ask.rosters.exportRoster({ as, name: 'a.csv', asOf, ...more }))
  return file.text()
}

describe('a name', () => {
  test('holds from its day; before it the old one is shown everywhere, and a correction was never otherwise', async () => {
    const pc = await aDistrict()
    const before = await picture(pc, '2018-05-31')
    const done = await act(
      pc,
      'rename',
      '东坪社区',
      { name: '云岭街道东坪新村社区团总支', short_name: '东坪新村', code: '4403990109' },
      { on: '2018-06-01', decided: '2018-05-20', document: '团发〔2018〕3号' },
    )
    expect(zh(done)).toEqual([
      '“东坪社区”更名为“东坪新村”，自 2018-06-01 起（2018-05-20 决定，团发〔2018〕3号）',
      '随该组织一并变动的有：8 名团员、2 项在任职务、2 届任期。',
    ])
    expect(await show(pc, '东坪新村', '2018-06-01')).toMatchObject({
      code: '4403990109',
      shortName: '东坪新村',
    })
    expect((await show(pc, '东坪社区第一', '2018-05-31')).path.at(-1)).toBe('云岭街道东坪社区团总支')
    expect((await show(pc, '东坪社区第一', '2018-06-01')).path.at(-1)).toBe('云岭街道东坪新村社区团总支')
    // By its former code and names it is still found.
    for (const ref of ['4403990101', '云岭街道东坪社区团总支', '东坪社区'])
      expect((await show(pc, ref)).shortName).toBe('东坪新村')
    expect((await pc.ask.registry.find({ text: '东坪社区团总' })).orgs.map(({ code }) => code)).toContain(
      '4403990109',
    )
    expect((await pc.ask.registry.find({ text: '4403990101' })).orgs.map(({ code }) => code)).toContain(
      '4403990109',
    )
    expect(await picture(pc, '2018-05-31')).toEqual(before)
    expect(
      (await pc.ask.orgs.changes({ from: '2018-05-31', to: '2018-06-01' })).renamed.map(
        one => one.sentence.zh,
      ),
    ).toEqual([
      '“东坪社区”更名为“云岭街道东坪新村社区团总支”，简称改为“东坪新村”，组织ID由“4403990101”改为“4403990109”',
    ])
    const { id } = await show(pc, '东坪新村')
    await pc.ask.records.edit({ id, set: { name: '云岭街道东坪新邨社区团总支' } })
    expect((await show(pc, id, '2018-06-01')).name).toBe('云岭街道东坪新邨社区团总支')
    expect((await show(pc, id, '2018-05-31')).name).toBe('云岭街道东坪社区团总支')
    expect((await pc.ask.orgs.lineage({ org: id })).map(one => one.sentence.zh)).toEqual([
      '“东坪社区”更名为“东坪新村”，自 2018-06-01 起（2018-05-20 决定，团发〔2018〕3号）',
    ])
    await expectSound(pc)
  })

  test('one of an earlier day says which later ones stay or are replaced, and asks', async () => {
    const pc = await aDistrict()
    await act(pc, 'rename', '东坪社区', { short_name: '丙' }, { on: '2018-06-01' })
    const asked = act(pc, 'rename', '丙', { short_name: '乙' }, { on: '2016-01-01' })
    expect(await problemsOf(asked)).toEqual([['later', 'later-changes']])
    const kept = await act(pc, 'rename', '丙', { short_name: '乙' }, { on: '2016-01-01', later: 'keep' })
    expect(zh(kept)[1]).toBe('以后的 1 项变动保留：2018-06-01 更名（原“东坪社区”）。')
    const names = async () =>
      Promise.all(
        ['2015-12-31', '2016-01-01', '2018-05-31', '2018-06-01'].map(
          async day => (await show(pc, '4403990101', day)).shortName,
        ),
      )
    expect(await names()).toEqual(['东坪社区', '乙', '乙', '丙'])
    await act(pc, 'rename', '丙', { short_name: '丁' }, { on: '2017-01-01', later: 'replace' })
    expect(await names()).toEqual(['东坪社区', '乙', '丁', '丁'])
    await resultOf(pc.ask.registry.undo({ changeSet: kept.changeSet ?? 0 })).then(({ undone, blockedBy }) => {
      expect([undone, blockedBy.length > 0]).toEqual([false, true])
    })
    await expectSound(pc)
  })

  test('a code is never used again, and whoever had it is named', async () => {
    const pc = await aDistrict()
    await act(pc, 'merge', '东坪社区第一', { into: '东坪社区第二' }, { on: '2018-06-01' })
    const set = { parent: '东坪社区', name: '东坪社区第三团支部', code: '44039901011' }
    const refused = await refusalOf(pc.ask.records.add({ kind: 'org', set }))
    expect(refused.text.zh).toContain('“东坪社区第一”的，该组织已于 2018-06-01 撤销')
    await act(pc, 'rename', '西坪社区第一', { code: '999' })
    const again = await refusalOf(pc.ask.records.add({ kind: 'org', set: { ...set, code: '44039901021' } }))
    expect(again.text.zh).toContain('“西坪社区第一”在 2018-12-31 以前用的')
  })
})

describe('kind and place', () => {
  test('a kind holds from its day, and is refused where nothing of it may stand', async () => {
    const pc = await aDistrict()
    const before = await picture(pc, '2018-05-31')
    expect(await problemsOf(act(pc, 'kind', '东坪社区', { kind: '团支部' }))).toEqual([
      ['kind', 'children-unfit'],
    ])
    const made = await act(pc, 'kind', '东坪社区', { kind: 'committee' }, { on: '2018-06-01' })
    expect(zh(made)[0]).toBe('“东坪社区”由团总支改为团委，自 2018-06-01 起')
    expect((await show(pc, '东坪社区')).kind).toBe('committee')
    expect((await show(pc, '东坪社区', '2018-05-31')).kind).toBe('general-branch')
    expect((await pc.ask.registry.stats({ asOf: '2018-05-31' })).byKind).toEqual(before.stats[0]?.byKind)
    expect(await picture(pc, '2018-05-31')).toEqual(before)
    await expectSound(pc)
  })

  test('a move of an earlier day keeps the later one or replaces it', async () => {
    const pc = await aDistrict()
    const parents = () =>
      Promise.all(
        ['2016-12-31', '2017-01-01', '2018-05-31', '2018-06-01'].map(
          async day => (await show(pc, '东坪社区第一', day)).parent?.code,
        ),
      )
    await act(pc, 'move', '东坪社区第一', { parent: '西坪社区' }, { on: '2018-06-01' })
    const back = { parent: '南湾社区' }
    expect(await problemsOf(act(pc, 'move', '东坪社区第一', back, { on: '2017-01-01' }))).toEqual([
      ['later', 'later-changes'],
    ])
    const kept = await act(pc, 'move', '东坪社区第一', back, {
      on: '2017-01-01',
      later: 'keep',
      document: '5号',
    })
    expect(zh(kept)).toEqual([
      '“东坪社区第一”由“东坪社区”改设在“南湾社区”之下，自 2017-01-01 起（5号）',
      '以后的 1 项变动保留：2018-06-01 改设在“西坪社区”之下。',
      '随该组织一并变动的有：4 名团员。',
    ])
    // What one side loses the other side gains, up to the top.
    expect(kept.id).toBe((await show(pc, '东坪社区第一')).id)
    expect(kept.headcounts.filter(({ name }) => name === '')).toEqual([])
    const counted = kept.headcounts.map(({ name, before: was, after }) => [name, after - was])
    expect(counted).toContainEqual(['青山区', 0])
    expect(counted).toContainEqual(['东坪社区', -4])
    expect(counted).toContainEqual(['南湾社区', 4])
    expect(await parents()).toEqual(['4403990101', '4403990201', '4403990201', '4403990102'])
    await resultOf(pc.ask.registry.undo({ changeSet: kept.changeSet ?? 0 }))
    expect(await parents()).toEqual(['4403990101', '4403990101', '4403990101', '4403990102'])
    await act(pc, 'move', '东坪社区第一', back, { on: '2017-01-01', later: 'replace' })
    expect(await parents()).toEqual(['4403990101', '4403990201', '4403990201', '4403990201'])
    await expectSound(pc)
  })

  test('one that is closed or merged on a day before it moved asks what becomes of that move', async () => {
    const pc = await aDistrict()
    const above = async (day: string) => (await show(pc, '东坪社区第一', day)).parent?.code
    await act(pc, 'move', '东坪社区第一', { parent: '西坪社区' }, { on: '2018-06-01' })
    const close = { membersTo: '东坪社区第二', endPosts: 'yes' }
    expect(await problemsOf(act(pc, 'close', '东坪社区第一', close, { on: '2018-03-01' }))).toEqual([
      ['later', 'later-changes'],
    ])
    const kept = await act(pc, 'close', '东坪社区第一', close, { on: '2018-03-01', later: 'keep' })
    expect(zh(kept)).toContain('以后的 1 项变动保留：2018-06-01 改设在“西坪社区”之下。')
    expect([await above('2018-05-31'), await above('2018-06-01')]).toEqual(['4403990101', '4403990102'])
    await resultOf(pc.ask.registry.undo({ changeSet: kept.changeSet ?? 0 }))
    const into = { into: '东坪社区第二' }
    const merged = await act(pc, 'merge', '东坪社区第一', into, { on: '2018-03-01', later: 'replace' })
    expect(zh(merged)).toContain('取代以后的 1 项变动：2018-06-01 改设在“西坪社区”之下。')
    expect([await above('2018-05-31'), await above('2018-06-01')]).toEqual(['4403990101', '4403990101'])
    await expectSound(pc)
    await resultOf(pc.ask.registry.undo({ changeSet: merged.changeSet ?? 0 }))
    expect(await above('2018-06-01')).toBe('4403990102')
  })
})

test('two are never below each other, on no day: what comes under one that stood below it then is refused', async () => {
  const pc = await aDistrict()
  for (const org of ['东坪社区', '西坪社区'])
    await act(pc, 'kind', org, { kind: 'committee' }, { on: '2017-01-01' })
  await act(pc, 'move', '东坪社区', { parent: '西坪社区' }, { on: '2018-01-01' })
  await act(pc, 'move', '东坪社区', { parent: '4403990100' }, { on: '2019-01-01' })
  const about = { parent: '东坪社区' }
  expect(await problemsOf(act(pc, 'move', '西坪社区', about, { on: '2018-06-01' }))).toEqual([
    ['parent', 'parent-circle'],
  ])
  await act(pc, 'move', '西坪社区', about, { on: '2019-01-01', dryRun: true })
})

describe('merging, splitting, closing, reopening', () => {
  test('one is merged with members, units and posts; the past stays as it was, and it is taken back as one', async () => {
    const pc = await aDistrict()
    const before = tablesOf(pc.folder)
    const past = await picture(pc, '2018-05-31')
    const [own, other] = [await members(pc, '东坪社区'), await members(pc, '西坪社区')]
    const preview = await act(
      pc,
      'merge',
      '东坪社区',
      { into: '西坪社区' },
      { on: '2018-06-01', dryRun: true },
    )
    expect(tablesOf(pc.folder)).toEqual(before)
    const done = await act(pc, 'merge', '东坪社区', { into: '西坪社区' }, { on: '2018-06-01' })
    expect(zh(done).slice(0, 2)).toEqual([
      '“东坪社区”并入“西坪社区”，自 2018-06-01 起',
      '其下 2 个组织一并转到“西坪社区”之下。',
    ])
    expect(zh(preview)).toEqual(zh(done))
    expect(done.headcounts.map(({ name, before: was, after }) => [name, was, after])).toEqual([
      ['东坪社区', own, 0],
      ['西坪社区', other, own + other],
      ['云岭街道', own + other, own + other],
      ['青山区', 30, 30],
    ])
    expect(await members(pc, '西坪社区')).toBe(own + other)
    expect((await show(pc, '东坪社区')).closed).toBe('2018-06-01')
    expect(await picture(pc, '2018-05-31')).toEqual(past)
    // By the structure of today the people of then are counted where they are now.
    const now = await pc.ask.registry.stats({ org: '西坪社区', asOf: '2018-05-31', structure: 'now' })
    expect(now.members).toBe((past.stats[2]?.members ?? 0) + (past.stats[5]?.members ?? 0))
    expect((await pc.ask.registry.stats({ asOf: '2018-05-31', structure: 'now' })).members).toBe(
      past.stats[0]?.members,
    )
    await expectSound(pc)
    const { rows: decided } = await pc.ask.records.list({ kind: 'decision', org: '4403990100' })
    expect(await problemsOf(pc.ask.records.remove({ id: decided[0]?.id ?? '', reason: '多余' }))).toEqual([
      ['reason', 'act-of-its-own'],
    ])
    await resultOf(pc.ask.registry.undo({ changeSet: done.changeSet ?? 0 }))
    expect(tablesOf(pc.folder)).toEqual(before)
  })

  test('rosters and lists of a day before a merger hold the people of then in the organizations of now', async () => {
    const pc = await aDistrict()
    const [first, second] = ['东坪社区第一', '东坪社区第二']
    const asOf = '2018-05-31'
    const names = (text: string, name: string) => text.split('\n').filter(line => line.includes(name)).length
    const called = async (org: string) => (await show(pc, org)).name
    const [whole, other] = [await called(first), await called(second)]
    const meetingsThen = await pc.ask.records.list({ kind: 'meeting', org: second, asOf })
    const alone = await pc.ask.records.list({ kind: 'meeting', org: first, asOf })
    const before = await exported(pc, 'members', asOf)
    await act(pc, 'merge', first, { into: second }, { on: '2018-06-01' })
    expect(await exported(pc, 'members', asOf)).toBe(before)
    const now = { structure: 'now' } as const
    const members = await exported(pc, 'members', asOf, now)
    expect(members.split('\n')).toHaveLength(before.split('\n').length)
    expect(names(before, whole)).toBeGreaterThan(0)
    expect(names(members, whole)).toBe(0)
    expect(names(members, other)).toBe(names(before, whole) + names(before, other))
    const { members: counted } = await pc.ask.registry.stats({ org: second, asOf, ...now })
    const own = await exported(pc, 'members', asOf, { org: second, ...now })
    expect(names(own, other)).toBe(counted + 1)
    // The closed branch is no organization of now; its posts and meetings stand under the one that took its place.
    expect(names(await exported(pc, 'orgs', asOf, now), whole)).toBe(0)
    expect(names(await exported(pc, 'orgs', asOf), whole)).toBe(1)
    for (const as of ['cadres', 'meetings'] as const) {
      const then = await exported(pc, as, asOf)
      const since = await exported(pc, as, asOf, now)
      expect(names(since, whole)).toBe(0)
      expect(names(since, other)).toBe(names(then, whole) + names(then, other))
    }
    const listed = await pc.ask.records.list({ kind: 'meeting', org: second, asOf, ...now })
    expect(listed.total).toBe(alone.total + meetingsThen.total)
    expect(alone.total).toBeGreaterThan(0)
    // At a glance, too.
    expect((await pc.ask.glance.org({ org: second, asOf, ...now })).own.members).toBe(counted)
  })

  test('a branch merged on an earlier day takes along whoever came and went meanwhile', async () => {
    const pc = await aDistrict()
    const { rows } = await pc.ask.looking.people({ org: '东坪社区第一' })
    const [gone, stays] = rows
    if (gone === undefined || stays === undefined) throw new Error('too few people')
    const { rows: others } = await pc.ask.looking.people({ org: '南湾社区第一' })
    const [comes] = others
    if (comes === undefined) throw new Error('nobody there')
    await pc.ask.records.add({
      kind: 'membership',
      set: { person: gone.id, org: '西坪社区第一' },
      on: '2018-09-01',
    })
    await pc.ask.records.add({
      kind: 'membership',
      set: { person: comes.id, org: '东坪社区第一' },
      on: '2018-10-01',
    })
    const total = await members(pc, '4403990000', '2018-12-31')
    const merge = (more: More) =>
      act(pc, 'merge', '东坪社区第一', { into: '东坪社区第二' }, { on: '2018-03-01', ...more })
    expect(await problemsOf(merge({}))).toEqual([['later', 'later-changes']])
    const past = await picture(pc, '2018-02-28')
    await merge({ later: 'keep' })
    const homes = async (id: string) =>
      (await pc.ask.looking.person({ id })).homes
        .filter(home => home.until === null || home.since < home.until)
        .map(home => [home.org?.shortName, home.since])
        .slice(0, 3)
    expect((await homes(gone.id)).map(([name]) => name)).toContain('西坪社区第一')
    for (const [who, day, where] of [
      [gone.id, '2018-03-01', '东坪社区第二'],
      [gone.id, '2018-09-01', '西坪社区第一'],
      [stays.id, '2018-03-01', '东坪社区第二'],
      [comes.id, '2018-10-01', '东坪社区第二'],
    ] as const) {
      const found = await pc.ask.looking.people({ asOf: day })
      expect(found.rows.find(row => row.id === who)?.org.shortName).toBe(where)
    }
    expect(await members(pc, '4403990000', '2018-12-31')).toBe(total)
    for (const day of ['2018-03-01', '2018-08-31', '2018-09-01', '2018-12-31'])
      expect(await members(pc, '东坪社区第一', day)).toBe(0)
    expect(await picture(pc, '2018-02-28')).toEqual(past)
    await expectSound(pc)
  })

  test('one is split with those who go there, and what is wrong in the list is told', async () => {
    const pc = await aDistrict()
    const { rows } = await pc.ask.looking.people({ org: '东坪社区第一' })
    const going = rows.slice(0, 2)
    const numbers = await Promise.all(
      going.map(
        async ({ id }) =>
          (await pc.ask.registry.disclose({ person: id, field: 'id', reason: '分设' })).value ?? '',
      ),
    )
    const before = await members(pc, '东坪社区')
    const set = { name: '云岭街道东坪社区第三团支部', short_name: '东坪社区第三', code: '44039901013' }
    const strange = { ...set, members: [...numbers, '440399199001019999'].join('\n') }
    expect(await problemsOf(act(pc, 'split', '东坪社区第一', strange))).toEqual([
      ['members', 'person-unknown'],
    ])
    const other = { ...set, members: numbers.join('\n') }
    expect(await problemsOf(act(pc, 'split', '西坪社区第一', other))).toEqual([
      ['members', 'person-elsewhere'],
    ])
    const done = await act(pc, 'split', '东坪社区第一', other, { on: '2018-06-01' })
    expect(zh(done)[0]).toBe('由“东坪社区第一”分设“东坪社区第三”，自 2018-06-01 起；2 名团员编入')
    expect(await members(pc, '东坪社区第三')).toBe(2)
    expect(await members(pc, '东坪社区')).toBe(before)
    expect(done.headcounts.find(({ name }) => name === '东坪社区第三')).toMatchObject({ before: 0, after: 2 })
    const { founded } = await pc.ask.orgs.changes({ from: '2018-05-31', to: '2018-06-01' })
    expect(founded.map(({ sentence }) => sentence.zh)).toEqual(['由“东坪社区第一”分设“东坪社区第三”'])
    await expectSound(pc)
  })

  test('what was closed and reopened was closed in between', async () => {
    const pc = await aDistrict()
    await act(
      pc,
      'close',
      '东坪社区第一',
      { membersTo: '东坪社区第二', endPosts: 'yes' },
      { on: '2018-03-01' },
    )
    const closedThen = await picture(pc, '2018-05-31')
    expect(await problemsOf(act(pc, 'reopen', '东坪社区第一', {}, { on: '2018-02-01' }))).toEqual([
      ['effective', 'date-order'],
    ])
    await act(pc, 'reopen', '东坪社区第一', {}, { on: '2018-06-01' })
    expect((await show(pc, '东坪社区第一', '2018-05-31')).closed).toBe('2018-03-01')
    expect((await show(pc, '东坪社区第一', '2018-06-01')).closed).toBe(null)
    expect((await pc.ask.looking.children({ org: '东坪社区', asOf: '2018-05-31' })).length).toBe(1)
    expect((await pc.ask.looking.children({ org: '东坪社区', asOf: '2018-06-01' })).length).toBe(2)
    expect(await picture(pc, '2018-05-31')).toEqual(closedThen)
    const { closed, founded } = await pc.ask.orgs.changes({ from: '2018-01-01', to: '2018-12-31' })
    expect([closed, founded].map(list => list.map(({ day, sentence }) => `${day} ${sentence.zh}`))).toEqual([
      ['2018-03-01 撤销“东坪社区第一”，团员转到“东坪社区第二”'],
      ['2018-06-01 恢复“东坪社区第一”'],
    ])
    await expectSound(pc)
  })

  test('every act has its form, and one that is founded by a document says so', async () => {
    const pc = await aDistrict()
    const acts = await pc.ask.orgs.acts({})
    expect(acts.map(({ act: name, fields }) => [name, fields.map(({ field }) => field)])).toEqual([
      ['rename', ['name', 'short_name', 'code']],
      ['kind', ['kind', 'tier']],
      ['move', ['parent']],
      ['merge', ['into']],
      ['split', ['name', 'short_name', 'code', 'members']],
      ['close', ['membersTo', 'endPosts']],
      ['reopen', []],
    ])
    const set = { parent: '东坪社区', name: '东坪社区第三团支部', founded: '2018-06-01' }
    const made = await pc.ask.records.add({ kind: 'org', set, decided: '2018-05-20', document: '6号' })
    expect((await pc.ask.orgs.lineage({ org: made.id })).map(({ sentence }) => sentence.zh)).toEqual([
      '成立“东坪社区第三团支部”，自 2018-06-01 起（2018-05-20 决定，6号）',
    ])
  })
})

test('a row of what was merged or renamed goes to its successor, which is told; find leads there', async () => {
  const pc = await aDistrict()
  await act(pc, 'merge', '东坪社区第一', { into: '东坪社区第二' }, { on: '2018-06-01' })
  await act(
    pc,
    'rename',
    '西坪社区第一',
    { name: '西坪新村团支部', short_name: '西坪新村', code: '77' },
    { on: '2018-06-01' },
  )
  const line = (name: string, serial: number, branch: string) => ({
    姓名: name,
    身份证号: inventedId('2001-03-04', serial),
    所在团支部: branch,
  })
  const lines = [
    line('张伟', 950, '东坪社区第一'),
    line('王芳', 951, '44039901021'),
    line('李娜', 952, '西坪社区第一'),
  ]
  const file = csvFile('新团员.csv', lines)
  const result = await resultOf(pc.ask.rosters.importFile({ file, as: 'members', on: '2018-09-01' }))
  expect([result.created, result.rejected]).toEqual([3, 0])
  expect(result.problems.filter(({ refused }) => !refused).map(({ row, code }) => [row, code])).toEqual([
    [2, 'org-merged'],
    [3, 'org-meant'],
    [4, 'org-meant'],
  ])
  const homes = async (text: string) =>
    (await pc.ask.looking.people({ text })).rows.map(({ org }) => org.shortName)
  expect([await homes('张伟'), await homes('王芳'), await homes('李娜')]).toEqual([
    ['东坪社区第二'],
    ['西坪新村'],
    ['西坪新村'],
  ])
  const { orgs } = await pc.ask.registry.find({ text: '东坪社区第一' })
  expect(orgs[0]?.successor?.name).toBe('东坪社区第二')
  expect((await show(pc, '东坪社区第一')).successor?.code).toBe('44039901012')
  expect((await show(pc, '东坪社区第一', '2018-05-31')).successor).toBe(null)
  expect((await pc.ask.registry.find({ text: '西坪社区第一' })).orgs[0]).toMatchObject({
    name: '西坪新村团支部',
    formerly: '西坪社区第一团支部',
  })
  // An old roster of organizations does not bring a former code back.
  const old = {
    组织ID: '44039901021',
    团组织全称: '西坪社区第一团支部',
    组织类型: '团支部',
    上级组织: '西坪社区',
  }
  const again = await resultOf(pc.ask.rosters.importFile({ file: csvFile('组织.csv', [old]), as: 'orgs' }))
  expect([again.rejected, again.problems.map(({ code }) => code)]).toEqual([1, ['code-used']])
  await expectSound(pc)
})
