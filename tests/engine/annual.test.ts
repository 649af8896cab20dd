import { readXlsx } from 'hucre'
import { expect, test } from 'vitest'
import { type Pc, refusalOf, resultOf } from '#tests/fixtures/engine.ts'
import { codes, exchangeAll, write } from '#tests/fixtures/exchange.ts'
import { memberLines } from '#tests/fixtures/small-district.ts'
import { tablesOf } from '#tests/fixtures/table-dump.ts'
import { expectAgreement, idOf, orgIn, threeOffices } from './three-offices.ts'

const { offices } = threeOffices()

const year = 2018
const other = '4403990200'
const freeze = (pc: Pc, more: object = {}) => resultOf(pc.ask.annual.freeze({ year, by: '王书记', ...more }))
const approve = (pc: Pc, more: object = {}) =>
  resultOf(pc.ask.annual.approve({ year, by: '王书记', ...more }))
const codeOf = async (asking: Promise<unknown>) => (await refusalOf(asking)).code
const stateOf = async (pc: Pc, org?: string) =>
  (await pc.ask.annual.status({ year, ...(org !== undefined && { org }) })).units[0]?.state

const partsOf = (pc: Pc) => (tablesOf(pc.folder)['frozen_part'] ?? []).map(row => String(row['id']))

/** A case for each organization that is proposed: then nothing is left undecided. */
async function decideAll(pc: Pc): Promise<void> {
  const { rows } = await pc.ask.annual.missing({ year })
  for (const { what, org } of rows)
    if (what === 'proposal')
      await pc.ask.cases.open({
        ...{ org, measures: ['尽快配齐班子'], owner: '李书记', liaison: '王强', due: '2019-03-31' },
        on: '2018-12-20',
      })
}

test('a frozen year never changes, whatever is typed later; what would be different today is told beside it, with what did it', async () => {
  const { district, street } = await offices()
  const dry = await freeze(district, { dryRun: true })
  expect(dry).toMatchObject({ changeSet: null, year, day: '2018-12-31' })
  const done = await freeze(district)
  expect(done.hash).toBe(dry.hash)
  expect(done.sentences[0]?.zh).toBe('封存“共青团青山区委员会” 2018 年度评审，截至 2018-12-31')
  const scanned = await district.ask.lifeline.scan({ asOf: '2018-12-31', evidence: false })

  // a year later, after work that begins later
  district.setDay('2019-12-31')
  await district.ask.records.add({
    kind: 'notice',
    set: { org: codes.street, title: '通报', issued_on: '2019-06-01', body: '请抓紧。' },
  })
  await district.ask.records.close({ org: '44039902011', membersTo: '44039902012', on: '2019-05-01' })
  const again = await district.ask.lifeline.scan({ asOf: '2018-12-31', evidence: false })
  expect(JSON.stringify(again.findings)).toBe(JSON.stringify(scanned.findings))
  const same = await district.ask.annual.show({ year })
  expect(same).toMatchObject({
    hash: done.hash,
    damage: null,
    state: 'sealed',
    findings: scanned.findings.length,
    today: { same: true, hash: done.hash, different: 0, because: [] },
  })
  const [figures] = same.figures
  expect(figures).toMatchObject({
    branches: 8,
    members: 30,
    flagged: scanned.flagged,
    suggested: scanned.suggested.length,
  })
  expect(same.figures.map(({ tier }) => tier)).toEqual([
    ...['district', 'street', 'community', 'community', 'street', 'community', 'community'],
  ])
  const sums = same.figures.filter(({ tier }) => tier === 'street').map(({ branches }) => branches)
  expect(sums).toEqual([4, 4])

  // somebody back-dates a post: the frozen year stays, and it is said what did it
  const vacant = scanned.findings.find(({ rule }) => rule === 'W04')?.org ?? ''
  const [member = {}] = memberLines
  await district.ask.records.add({
    kind: 'post',
    set: { person: idOf(member), org: vacant, title: '书记', since: '2018-03-01' },
  })
  const later = await district.ask.annual.show({ year })
  expect(later.hash).toBe(done.hash)
  expect(later.figures).toEqual(same.figures)
  expect(later.today).toMatchObject({ same: false, different: 1 })
  expect(later.today.hash).not.toBe(done.hash)
  expect(later.today.differences).toMatchObject([
    { code: vacant, what: 'changed', findings: [{ rule: 'W04', was: 'yellow', now: null }, { rule: 'W19' }] },
  ])
  expect(later.today.because[0]?.sentence.zh).toContain('书记')

  // the rows behind a figure are those that were frozen
  const rows = await district.ask.annual.rows({ id: later.id, which: 'rule', value: 'W04' })
  expect(rows.total).toBe(same.figures[0]?.rules['W04'])
  expect(rows.rows.map(({ code }) => code)).toContain(vacant)
  const below = await district.ask.annual.rows({
    id: later.id,
    which: 'branches',
    under: orgIn(district, other),
  })
  expect(below.total).toBe(4)

  // frozen once more, both stand; nobody edits or removes one, and the first is still the same
  const second = await freeze(district)
  // It says of as much that is left as the page lists: the streets that have not approved theirs are among it.
  const { total } = await district.ask.annual.missing({ year })
  expect(second.warnings.map(({ zh }) => zh)).toEqual([
    `还有 ${total} 项没有办完，已按现在的情况封存。审定前请先办完。`,
  ])
  expect(second.hash).toBe(later.today.hash)
  // What is left to be done of a unit is as many rows as its number says.
  for (const { org, isOwn, missing } of (await district.ask.annual.status({ year })).units) {
    const rows = await district.ask.annual.missing({ year, ...(isOwn ? {} : { unit: org }) })
    expect([org, rows.total]).toEqual([org, missing])
  }
  expect((await district.ask.annual.list({})).rows).toMatchObject([
    { hash: second.hash, counts: true },
    { hash: done.hash, counts: false },
  ])
  expect((await district.ask.annual.show({ id: done.id })).hash).toBe(done.hash)
  expect(await codeOf(district.ask.records.remove({ id: done.id, reason: '不要了' }))).toBe('record-unknown')
  expect(await codeOf(freeze(district, { year: 2020 }))).toBe('year-to-come')
  expect(await codeOf(freeze(district, { day: '2017-12-31' }))).toBe('day-not-of-year')
  expect(await codeOf(street.ask.annual.show({ year }))).toBe('year-not-frozen')
  expect(await codeOf(freeze(street, { org: codes.district }))).toBe('org-not-yours')
})

test('a street approves once nothing is missing, the district after its streets, and it is taken back from the top down', async () => {
  const all = await offices()
  const { district, street, community } = all
  const missing = await refusalOf(approve(street))
  expect(missing.code).toBe('year-unfinished')
  const listed = await street.ask.annual.missing({ year })
  expect(missing.details['missing']).toHaveLength(listed.total)
  expect(listed.rows[0]).toMatchObject({
    what: 'proposal',
    text: { zh: expect.stringContaining('还没有决定') },
  })
  await decideAll(street)
  const cases = await street.ask.cases.list({})
  const [first] = cases.rows
  await street.ask.cases.submit({ id: first?.id ?? '', on: '2018-12-24' })
  const judging = await street.ask.annual.missing({ year })
  expect(judging.rows).toMatchObject([{ what: 'judging', case: first?.id, code: first?.org }])
  await exchangeAll(all)
  await district.ask.cases.return({ id: first?.id ?? '', note: '材料不全', on: '2018-12-26' })
  await exchangeAll(all)
  expect(await codeOf(approve(community))).toBe('year-not-here')
  const approved = await approve(street)
  expect(await stateOf(street)).toBe('approved')
  expect(await codeOf(freeze(street))).toBe('year-approved')
  expect(await codeOf(resultOf(street.ask.registry.undo({ changeSet: approved.changeSet ?? 0 })))).toBe(
    'year-approved',
  )

  await exchangeAll(all)
  await expectAgreement(all)
  await decideAll(district)
  const status = await district.ask.annual.status({ year })
  expect(status.units.map(({ code, state, missing: left, may }) => [code, state, left, may])).toEqual([
    [codes.district, 'open', 1, ['freeze', 'approve']],
    [codes.street, 'approved', 0, ['take-back']],
    [other, 'open', 1, ['freeze', 'approve']],
  ])
  expect((await refusalOf(approve(district))).details['missing']).toMatchObject([
    { what: 'unit', name: expect.stringContaining('溪口') },
  ])
  await approve(district, { org: other })
  const own = await approve(district)
  expect((await district.ask.annual.status({ year })).units.map(({ state }) => state)).toEqual([
    ...['approved', 'confirmed', 'confirmed'],
  ])

  // the street hears of it, and takes nothing back any more
  await exchangeAll(all)
  await expectAgreement(all)
  expect(await stateOf(street)).toBe('confirmed')
  const back = (pc: Pc, more: object = {}) =>
    pc.ask.annual.takeBack({ year, reason: '数字有误', by: '王书记', ...more })
  expect(await codeOf(back(street))).toBe('year-confirmed')
  expect(await codeOf(back(district, { org: codes.street }))).toBe('year-confirmed')
  expect(await codeOf(resultOf(district.ask.registry.undo({ changeSet: own.changeSet ?? 0 })))).toBe(
    'year-approved',
  )
  const released = await back(district)
  expect(released.sentences[0]?.zh).toContain('撤回“共青团青山区委员会” 2018 年度评审的审定：数字有误')
  await exchangeAll(all)
  expect(await stateOf(street)).toBe('approved')
  // approved above once more, the street's year is confirmed once more
  await approve(district)
  expect(await stateOf(district, codes.street)).toBe('confirmed')
  await back(district)
  await exchangeAll(all)
  await back(street)
  expect(await stateOf(street)).toBe('reopened')
  expect(await codeOf(back(street))).toBe('year-not-approved')
  await approve(street)
  const shown = await street.ask.annual.show({ year })
  expect(shown.log.map(({ action }) => action)).toEqual([
    ...['approve', 'confirm', 'release', 'confirm', 'release', 'take-back', 'approve'],
  ])
  expect(shown.hash).toBe(approved.hash)
  await exchangeAll(all)
  await expectAgreement(all)
})

test('a street that takes back what the district, not knowing, has approved stays confirmed; a forged or damaged year is told', async () => {
  const all = await offices()
  const { district, street } = all
  await decideAll(street)
  await approve(street)
  await exchangeAll(all)
  await decideAll(district)
  await approve(district, { org: other })
  await street.ask.annual.takeBack({ year, reason: '漏了一个支部' })
  await approve(district)
  await exchangeAll(all)
  await exchangeAll(all)
  expect(await stateOf(street)).toBe('confirmed')
  expect((await district.ask.annual.status({ year })).units[1]?.state).toBe('confirmed')

  // a wilful street confirms for itself, changes a part, and removes another: nothing of it counts above
  const { id } = await street.ask.annual.show({ year })
  await write(street, set => {
    for (const part of partsOf(street)) set.remove('frozen_part', part)
  })
  expect((await street.ask.annual.show({ year })).damage).toBe('incomplete')
  await exchangeAll(all)
  expect(await district.ask.annual.show({ id })).toMatchObject({ damage: null, state: 'confirmed' })

  // what does not agree with its hash is not shown as if it did
  const org = orgIn(district, other)
  await write(district, set => {
    const hash = 'a'.repeat(64)
    const year = set.create('frozen_year', {
      ...{ org, year: 2017, day: '2017-12-31', pack: 'lifeline-default-1', hash, size: 20, parts: 1 },
    })
    set.create('frozen_part', { org, of: year, n: 0, body: 'AAAA' })
  })
  expect(await district.ask.annual.show({ org: other, year: 2017 })).toMatchObject({
    damage: 'damaged',
    figures: [],
    today: { same: false, different: 0 },
  })
})

test('three years stand side by side: who became weak, stayed so, was cleared, relapsed or closed, and who that is', async () => {
  const { district } = await offices()
  const { ask } = district
  district.setDay('2016-12-31')
  await resultOf(ask.annual.freeze({ year: 2016 }))
  district.setDay('2018-12-31')
  const closed = orgIn(district, '44039902012')
  await ask.records.close({ org: closed, membersTo: '44039902021', on: '2018-06-01', endPosts: true })
  const found = await ask.annual.years({ year })
  expect(found.years.map(({ year: of, day, frozen }) => [of, day, frozen !== null])).toEqual([
    ...[
      ['2016', '2016-12-31', true],
      ['2017', '2017-12-31', false],
      ['2018', '2018-12-31', false],
    ].map(([of, day, isFrozen]) => [Number(of), day, isFrozen]),
  ])
  expect(found.units.map(({ code }) => code)).toEqual([codes.district, codes.street, other])
  for (const { year: at, unit, turn, n } of found.turns) {
    const list = await ask.annual.turned({ year, at, unit, turn })
    expect(list.total).toBe(n)
    expect(list.rows.every(({ turns }) => turns.includes(turn))).toBe(true)
  }
  // each arrow of the picture carries as many as the list of that year holds
  for (const [at, { year: of, units }] of found.years.entries()) {
    const weak = units.reduce((sum, one) => sum + one.weak, 0)
    expect((await ask.annual.turned({ year, at: of, limit: 1000 })).total).toBe(weak)
    const leaving = found.flows.filter(one => one.from === of && one.was === 'weak')
    if (at < 2) expect(leaving.reduce((sum, { n }) => sum + n, 0)).toBe(weak)
  }
  // each figure of the heat map opens as many branches of that year, with what the rule said of them
  for (const { year: at, units } of found.years)
    for (const { unit, rules } of units)
      for (const { rule, n } of rules) {
        const hit = await ask.annual.hit({ year, at, unit, rule })
        expect(hit.total).toBe(n)
        expect(hit.rows.every(({ findings }) => findings.every(one => one.rule === rule))).toBe(true)
      }
  await ask.cases.open({
    ...{ org: codes.street, measures: ['配齐班子'], owner: '李书记', liaison: '王强', due: '2019-03-31' },
    ...{ on: '2018-10-08', problems: ['没有书记'] },
  })
  const { progress } = await ask.annual.years({ year })
  expect(progress).toHaveLength(36)
  expect(progress.at(-3)).toEqual({ month: '2018-10', opened: 1, ended: 0, underWay: 1 })
})

test('the documents of a year are made of what was frozen, one each or in a zip, and in the blank form of the office', async () => {
  const { district } = await offices()
  const { ask } = district
  const { id } = await freeze(district)
  const papers = (more: object) => resultOf(ask.annual.papers({ id, what: 'forms', ...more }))
  const each = await papers({ as: 'each' })
  expect(each.files.length).toBe(each.papers)
  expect(each.files[0]?.name).toMatch(/^评审表_4403990\d+_.*\.docx$/)
  const one = await papers({ as: 'one' })
  expect(one).toMatchObject({ papers: each.papers, left: [] })
  expect(one.files.map(({ name }) => name)).toEqual(['2018年度评审表.docx'])
  expect((await papers({ as: 'zip' })).files[0]?.name).toBe('2018年度评审表.zip')
  const reports = await papers({ what: 'summaries', as: 'each' })
  expect(reports.files.map(({ name }) => name.split('_')[1])).toEqual([codes.district, codes.street, other])
  const ledger = await papers({ what: 'ledger' })
  const [sheet] = (await readXlsx(new Uint8Array((await ledger.files[0]?.arrayBuffer()) ?? []))).sheets
  expect(sheet?.rows).toHaveLength(3 + each.papers)
  expect(await codeOf(papers({ form: new File(['不是文档'], '空白表.docx') }))).toBe('form-not-word')
  // Word's own file with nothing to fill in: the office hears what may stand in it
  const empty = one.files[0] ?? new File([], '')
  expect(await codeOf(papers({ form: empty }))).toBe('form-no-places')
})
