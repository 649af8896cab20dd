import { afterEach, expect, test, vi } from 'vitest'
import { expectSound, type Pc, refusalOf, resultOf } from '#tests/fixtures/engine.ts'
import { filledDistrict } from '#tests/fixtures/small-district.ts'
import { tablesOf } from '#tests/fixtures/table-dump.ts'

const pcs: Pc[] = []

async function aDistrict(): Promise<Pc> {
  const pc = await filledDistrict.open('many')
  pcs.push(pc)
  return pc
}

afterEach(async () => {
  for (const pc of pcs) expect(pc.bugs).toEqual([])
  await Promise.all(pcs.splice(0).map(pc => pc.discard()))
})

type Asked = Parameters<Pc['ask']['records']['many']>
const many = (pc: Pc, ...asked: Asked) => resultOf(pc.ask.records.many(...asked))

const membersOf = async (pc: Pc, org: string) => (await pc.ask.looking.people({ org, sort: 'name' })).rows

test('one field of many people is changed by one act, told row by row first, and taken back as one', async () => {
  const pc = await aDistrict()
  const people = await membersOf(pc, '东坪社区第一')
  const ids = people.map(({ id }) => id)
  expect(ids.length).toBeGreaterThan(3)
  await pc.ask.records.edit({ id: ids[0] ?? '', set: { political: '群众' }, by: '李书记' })
  const before = tablesOf(pc.folder)
  const act = { ids, set: { political: '群众' }, by: '李书记' }
  const preview = await many(pc, { ...act, dryRun: true })
  expect(preview).toMatchObject({ changeSet: null, done: ids.length - 1, same: 1, wrong: 0 })
  expect(preview.rows[0]).toMatchObject({ isSame: true, sentences: [] })
  expect(preview.rows[1]?.sentences[0]?.zh).toMatch(/^修改团员 .+：政治面貌由“.+”改为“群众”$/)
  expect(tablesOf(pc.folder)).toEqual(before)
  const done = await many(pc, { ...act, stamp: preview.stamp })
  expect(done.sentences[0]?.zh).toMatch(/^修改团员 .+：政治面貌改为“群众”$/)
  for (const id of ids) expect(await pc.ask.looking.person({ id })).toMatchObject({ political: '群众' })
  const [entry] = await pc.ask.registry.history({ limit: 1 })
  expect(entry).toMatchObject({ sentence: done.sentences[0], changes: ids.length - 1 })
  await resultOf(pc.ask.registry.undo({ changeSet: done.changeSet ?? 0 }))
  expect(tablesOf(pc.folder)).toEqual(before)
})

test('others are answered while many are worked on, and whoever stops it changes nothing', async () => {
  const pc = await aDistrict()
  const ids = (await membersOf(pc, '东坪社区第一')).map(({ id }) => id)
  const before = tablesOf(pc.folder)
  // A clock by which every step takes a slice.
  let now = 0
  const slow = vi.spyOn(performance, 'now').mockImplementation(() => (now += 30))
  try {
    const act = { ids, set: { political: '无党派民主人士' }, by: '李书记' }
    let answered = 0
    const asking = many(pc, act).finally(() => {
      answered = -answered
    })
    while (answered >= 0) {
      await pc.ask.registry.history({ limit: 1 })
      await new Promise(resolve => setImmediate(resolve))
      answered++
    }
    expect(-answered).toBeGreaterThan(ids.length)
    await resultOf(pc.ask.registry.undo({ changeSet: (await asking).changeSet ?? 0 }))

    const gone = new AbortController()
    const stopped = many(pc, act, { signal: gone.signal })
    await new Promise(resolve => setImmediate(resolve))
    gone.abort()
    await expect(stopped).rejects.toThrow()
    expect(tablesOf(pc.folder)).toEqual(before)
  } finally {
    slow.mockRestore()
  }
  // The turn was given back: whoever comes next is not kept waiting.
  expect(await many(pc, { ids, set: { political: '群众' }, by: '李书记' })).toMatchObject({
    wrong: 0,
  })
})

test('many move as each would alone; who is there already is told so, and what cannot be done stands in the way until it is left out', async () => {
  const [together, alone] = [await aDistrict(), await aDistrict()]
  const [here, there] = [await membersOf(together, '东坪社区第一'), await membersOf(together, '东坪社区第二')]
  const ids = [...here, ...there].map(({ id }) => id)
  const act = { ids, add: 'membership', set: { org: '东坪社区第二', since: '2018-12-01' }, by: '李书记' }
  const before = tablesOf(together.folder)
  const preview = await many(together, { ...act, dryRun: true })
  expect(preview).toMatchObject({ done: here.length, same: there.length, wrong: 0 })
  expect(preview.rows.at(-1)).toMatchObject({ isSame: true, problems: [], warnings: [] })
  // Of whom it is wanted from a day on which he was not there yet it is a mistake, and told.
  const early = { ...act, ids: there.map(({ id }) => id), set: { ...act.set, since: '2000-01-01' } }
  const tooEarly = await many(together, { ...early, dryRun: true })
  expect(tooEarly).toMatchObject({ same: 0, wrong: there.length })
  // one that there is not is told as well, and stands in the way
  const unknown = await refusalOf(many(together, { ...act, ids: [...here.map(({ id }) => id), '0199'] }))
  expect(unknown.code).toBe('problems')
  expect(unknown.details['problems']).toMatchObject([{ of: '0199', field: 'id', code: 'record-unknown' }])
  expect(tablesOf(together.folder)).toEqual(before)
  const done = await many(together, { ...act, stamp: preview.stamp })
  expect(done).toMatchObject({ done: here.length, same: there.length, wrong: 0 })
  expect(done.warnings).toEqual([])
  expect(done.sentences[0]?.zh).toMatch(
    new RegExp(`等 ${here.length} 人转到“东坪社区第二”，自 2018-12-01 起$`),
  )
  for (const { id } of here)
    await alone.ask.records.add({ kind: 'membership', set: { person: id, ...act.set }, by: '李书记' })
  expect(await membersOf(together, '东坪社区第二')).toEqual(await membersOf(alone, '东坪社区第二'))
  expect(await membersOf(together, '东坪社区第一')).toEqual([])
  await expectSound(together)
})

test('it says how many of how many it has looked at and written, and whoever stops it halfway changes nothing', async () => {
  const pc = await aDistrict()
  const ids = (await membersOf(pc, '东坪社区第一')).map(({ id }) => id)
  const before = tablesOf(pc.folder)
  let now = 0
  const slow = vi.spyOn(performance, 'now').mockImplementation(() => (now += 30))
  try {
    const act = { ids, set: { political: '无党派民主人士' }, by: '李书记' }
    const told: [string, number, number][] = []
    for await (const event of await pc.ask.records.many(act)) {
      if (event.type === 'progress') told.push([event.what.zh, event.done, event.total])
    }
    expect(told).toContainEqual(['正在核对', ids.length - 1, ids.length])
    await resultOf(
      pc.ask.registry.undo({ changeSet: (await pc.ask.registry.history({ limit: 1 }))[0]?.changeSet ?? 0 }),
    )
    expect(tablesOf(pc.folder)).toEqual(before)
    for await (const event of await pc.ask.records.many(act)) {
      if (event.type === 'progress' && event.done === 2) break
    }
    expect(tablesOf(pc.folder)).toEqual(before)
  } finally {
    slow.mockRestore()
  }
})

test('what was changed after the preview is told and nothing is saved', async () => {
  const pc = await aDistrict()
  const ids = (await membersOf(pc, '东坪社区第一')).map(({ id }) => id)
  const act = { ids, set: { workplace: '某某公司' }, by: '李书记' }
  const { stamp } = await many(pc, { ...act, dryRun: true })
  await pc.ask.records.edit({ id: ids[0] ?? '', set: { workplace: '别的公司' }, by: '王书记' })
  const before = tablesOf(pc.folder)
  expect((await refusalOf(many(pc, { ...act, stamp }))).code).toBe('changed-meanwhile')
  expect(tablesOf(pc.folder)).toEqual(before)
})

test('what is each one’s own is never made the same, a mistake is told once a row, strangers are left out', async () => {
  const pc = await aDistrict()
  const ids = (await membersOf(pc, '东坪社区第一')).map(({ id }) => id)
  for (const [field, value] of [
    ['name', '张三'],
    ['phone', '13800138000'],
    ['id_number', '11010519491231002X'],
    ['member_no', '1'],
  ] as const)
    expect((await refusalOf(many(pc, { ids, set: { [field]: value }, by: '' }))).code).toBe('field-of-one')
  const wrong = await many(pc, { ids, set: { joined: '2099-01' }, by: '', dryRun: true })
  expect(wrong).toMatchObject({ done: 0, wrong: ids.length })
  const orgs = (await pc.ask.looking.children({ org: '东坪社区' })).map(({ id }) => id)
  expect((await refusalOf(many(pc, { ids: [...ids, ...orgs], set: {}, by: '' }))).code).toBe('kinds-mixed')
  expect((await refusalOf(many(pc, { ids: ['nobody'], set: {}, by: '' }))).code).toBe('record-unknown')
  const gone = await many(pc, {
    ids: [...ids, 'nobody'],
    set: { education: '本科' },
    by: '',
    dryRun: true,
  })
  expect(gone.rows.map(({ id }) => id)).toEqual([...ids, 'nobody'])
  expect(gone.rows.at(-1)?.problems).toMatchObject([{ code: 'record-unknown', value: 'nobody' }])
})

test('many leave, many report, many branches hang elsewhere', async () => {
  const pc = await aDistrict()
  const ids = (await membersOf(pc, '东坪社区第一')).map(({ id }) => id)
  const reported = await many(pc, {
    ids,
    add: 'standing',
    set: { report: 'pending', since: '2018-12-01' },
    by: '',
  })
  expect(reported.done).toBe(ids.length)
  const reportedAgain = { ids, add: 'standing', set: { report: 'pending' }, by: '', dryRun: true }
  expect(await many(pc, reportedAgain)).toMatchObject({ done: 0, same: ids.length, wrong: 0 })
  const left = await many(pc, {
    ids: ids.slice(0, 2),
    add: 'membership',
    set: { reason: 'drifted', since: '2018-12-02' },
    by: '',
  })
  expect(left.sentences[0]?.zh).toMatch(/离团：自行脱团，自 2018-12-02 起$/)
  const again = await many(pc, { ids, set: { workplace: '某某公司' }, by: '', dryRun: true })
  expect(again).toMatchObject({ wrong: 2, done: ids.length - 2 })
  expect(again.rows[0]?.problems).toMatchObject([{ code: 'person-left' }])
  const branches = (await pc.ask.looking.children({ org: '东坪社区' })).map(({ id }) => id)
  const moved = await many(pc, {
    ids: branches,
    add: 'placement',
    set: { parent: '西坪社区', since: '2018-12-03' },
    by: '',
  })
  expect(moved.sentences[0]?.zh).toBe('东坪社区第一、东坪社区第二转到“西坪社区”，自 2018-12-03 起')
  expect(await pc.ask.looking.children({ org: '东坪社区', asOf: '2018-12-03' })).toEqual([])
  expect(await pc.ask.looking.children({ org: '西坪社区', asOf: '2018-12-03' })).toHaveLength(4)
  await expectSound(pc)
})
