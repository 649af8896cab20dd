import { expect, test } from 'vitest'
import { refusalOf } from '#tests/fixtures/engine.ts'
import { exchangeAll } from '#tests/fixtures/exchange.ts'
import { threeOffices } from './three-offices.ts'

const { offices } = threeOffices()

test('the district rehearses, publishes and sends its rule pack; a street receives it and may publish none', async () => {
  const all = await offices()
  const { district, street, community } = all
  const own = await district.ask.rulePacks.inForce({})
  expect(own).toMatchObject({ issuer: null, id: 'lifeline-default-1' })
  expect(own.thresholds).toContainEqual(
    expect.objectContaining({
      name: 'W01.fewestMembers',
      value: 3,
      source: '团十九大，2023-06-22',
      isStale: false,
    }),
  )

  const saved = JSON.parse(await (await district.ask.rulePacks.save({ name: '规则包.json' })).file.text())
  const changed = {
    ...saved,
    name: { zh: '青山区规则', en: 'Rules of Qingshan' },
    since: '2018-01-01',
    version: 2,
    thresholds: {
      ...saved.thresholds,
      'W01.fewestMembers': [{ value: 5, from: null, basis: null, source: null, checked: '2018-01-01' }],
      'W21.most': [{ value: 1 }],
    },
  }
  const file = () => new File([JSON.stringify(changed)], '规则包.json')
  const tried = await district.ask.rulePacks.rehearse({ file: file() })
  expect(tried).toMatchObject({ unknown: ['W21.most'], cleared: [], rules: [{ rule: 'W01' }] })
  const [hollow] = tried.rules
  expect(hollow?.next).toBeGreaterThan(hollow?.now ?? 0)

  const refused = await refusalOf(street.ask.rulePacks.publish({ file: file() }))
  expect(refused.code).toBe('pack-not-yours')
  const before = await district.ask.lifeline.scan({ evidence: false })
  const dry = await district.ask.rulePacks.publish({ file: file(), dryRun: true })
  expect(dry.changeSet).toBeNull()
  const done = await district.ask.rulePacks.publish({ file: file(), by: '王书记' })
  expect(done.sentences[0]?.zh).toContain('规则包 2018-2 青山区规则')
  expect(done.warnings[0]?.zh).toContain('W21.most')
  expect((await refusalOf(district.ask.rulePacks.publish({ file: file() }))).code).toBe('pack-twice')

  const scanned = await district.ask.lifeline.scan({ evidence: false })
  expect(scanned).toMatchObject({ pack: done.id, unknown: ['W21.most'] })
  expect(scanned.flagged - before.flagged).toBe(tried.newlyFlagged.length)
  expect(scanned.findings.filter(({ rule }) => rule === 'W01')).toHaveLength(hollow?.next ?? 0)
  // an old scan is run again with the pack that it names
  const again = await district.ask.lifeline.scan({ evidence: false, pack: before.pack })
  expect({ ...again, ms: 0 }).toEqual({ ...before, ms: 0 })

  // that other thresholds hold for a day is not taken for something that was back-dated
  const past = { asOf: '2018-06-30', evidence: false }
  await district.ask.lifeline.scan({ ...past, keep: true })
  const stricter = { ...changed, version: 3, name: { zh: '青山区更严的规则', en: 'Stricter rules' } }
  stricter.thresholds = {
    ...changed.thresholds,
    'W01.fewestMembers': [{ value: 9, from: null, basis: null, source: null, checked: '2018-01-01' }],
  }
  await district.ask.rulePacks.publish({ file: new File([JSON.stringify(stricter)], '规则包.json') })
  const strict = await district.ask.lifeline.scan(past)
  expect(strict.pack).not.toBe(done.id)
  expect(strict.earlier).toMatchObject({ pack: done.id, by: 'earlier', findings: 0, differs: [] })
  const [branch] = strict.findings.filter(({ rule }) => rule === 'W01')
  const late = await district.ask.records.add({
    kind: 'rating',
    set: { org: branch?.org ?? '', year: '2017', score: '55' },
  })
  const told = await district.ask.lifeline.sinceEarlier({ asOf: '2018-06-30' })
  expect(told).toMatchObject({ by: 'earlier', because: [{ changeSet: late.changeSet }] })
  expect(new Set(told?.differs.map(({ rule }) => rule))).toEqual(new Set(['W20']))

  await exchangeAll(all)
  for (const pc of [street, community]) {
    expect(await pc.ask.rulePacks.inForce({})).toMatchObject({
      id: strict.pack,
      name: { zh: '青山区更严的规则' },
      unknown: ['W21.most'],
    })
    expect((await pc.ask.lifeline.scan({ evidence: false })).pack).toBe(strict.pack)
  }
})

test('a pack is changed piece by piece: values from a day, basis and source, rules, test cases; the rest stays', async () => {
  const all = await offices()
  const { rulePacks } = all.district.ask
  const textOf = async (file: File) => JSON.parse(await file.text())
  const hollow = {
    name: '两名团员',
    on: '2018-12-31',
    branch: { members: 2 },
    expect: { rules: { W01: 'red' as const }, suggested: true },
  }
  const first = await rulePacks.revise({
    name: '新.json',
    changes: {
      name: '青山区规则',
      version: 7,
      since: '2018-06-01',
      rules: { W05: { counts: false, atMost: null }, W07: { counts: true, atMost: 'yellow' } },
      thresholds: [
        { name: 'W01.fewestMembers', value: 5, basis: '区委通知', source: '青团发〔2025〕3号' },
        { name: 'W07.mostMembers', source: 'S6c', isChecked: true },
      ],
      tests: { put: [hollow] },
    },
  })
  const brought = await rulePacks.inForce({ id: 'lifeline-default-1' })
  expect(brought.failing).toEqual([])
  expect(first).toMatchObject({ tests: brought.tests + 1, failing: [] })
  const pack = await textOf(first.file)
  expect(pack).toMatchObject({
    name: { zh: '青山区规则' },
    version: 7,
    rules: { W05: { counts: false }, W07: { counts: true, atMost: 'yellow' } },
    tests: expect.arrayContaining([hollow]),
  })
  expect(pack.thresholds['W01.fewestMembers']).toMatchObject([
    { value: 3, from: null, source: '团十九大，2023-06-22' },
    {
      ...{ value: 5, from: '2018-06-01', source: '青团发〔2025〕3号', checked: '2018-12-31' },
      basis: { zh: '区委通知', en: '区委通知' },
    },
  ])
  expect(pack.thresholds['W07.mostMembers']).toMatchObject([
    { value: 50, source: 'S6c', basis: { en: 'Branch work regulations' }, checked: '2018-12-31' },
  ])

  // what another program put there is carried; a case goes by its name, or is put in the place of that of its name
  const foreign = { ...pack, hue: 'green', tests: [hollow, { name: '新程序的用例', pets: 3 }] }
  const file = () => new File([JSON.stringify(foreign)], 'p.json')
  const changes = { tests: { put: [{ ...hollow, expect: { rules: { W01: 'yellow' as const } } }] } }
  const next = await rulePacks.revise({ file: file(), name: 'q.json', changes })
  expect(next.failing.map(({ name }) => name)).toEqual(['两名团员', '新程序的用例'])
  expect(await textOf(next.file)).toMatchObject({ hue: 'green', tests: [{ name: '两名团员' }, { pets: 3 }] })
  const without = { tests: { remove: ['两名团员'] } }
  const left = await rulePacks.revise({ file: file(), name: 'r.json', changes: without })
  expect((await textOf(left.file)).tests).toEqual([{ name: '新程序的用例', pets: 3 }])
  const wrongly = {
    'threshold-unknown': { thresholds: [{ name: 'W01.most', value: 1 }] },
    'rule-unknown': { rules: { W77: { counts: false, atMost: null } } },
    'pack-test-unknown': { tests: { remove: ['没有'] } },
  }
  for (const [code, wrong] of Object.entries(wrongly))
    expect((await refusalOf(rulePacks.revise({ name: 's.json', changes: wrong }))).code).toBe(code)

  const done = await rulePacks.publish({ file: first.file })
  expect(await rulePacks.inForce({ id: done.id })).toMatchObject({
    off: ['W05'],
    cases: expect.arrayContaining([{ name: '两名团员', test: hollow, says: null }]),
  })
})
