import { readXlsx } from 'hucre'
import { expect, test } from 'vitest'
import { type Pc, refusalOf, resultOf } from '#tests/fixtures/engine.ts'
import { carry, codes, exchangeAll, write } from '#tests/fixtures/exchange.ts'
import { elsewhere, expectAgreement, threeOffices } from './three-offices.ts'

const { offices } = threeOffices()

const branch = `${codes.community}1`
const open = (pc: Pc, more: Record<string, unknown> = {}) =>
  pc.ask.cases.open({
    org: branch,
    problems: ['班子不健全；长期不开会'],
    measures: ['年内换届', '每季度开一次支部大会'],
    owner: '李书记',
    liaison: '王强 街道团工委副书记',
    due: '2019-03-31',
    on: '2018-10-08',
    ...more,
  })
const stateOf = async (pc: Pc, id: string) => (await pc.ask.cases.show({ id })).state
const problemsOf = async (asking: Promise<unknown>) => {
  const { details } = await refusalOf(asking)
  return (details['problems'] as { field: string; code: string }[]).map(({ field, code }) => [field, code])
}
const codeOf = async (asking: Promise<unknown>) => (await refusalOf(asking)).code

test('a whole case: opened, reported on, handed in, returned, cleared, looked back on, relapsed', async () => {
  const { district } = await offices()
  const { ask } = district
  const opened = await open(district)
  const { id } = opened
  expect(opened.sentences[0]?.zh).toContain('2018-10-08 认定，2019-03-31 前整改')
  expect(await ask.cases.show({ id })).toMatchObject({
    org: branch,
    state: 'rectifying',
    problems: ['班子不健全', '长期不开会'],
    measures: ['年内换届', '每季度开一次支部大会'],
    daysLeft: 90,
    lamp: 'green',
    log: [],
    may: ['note', 'submit', 'merge', 'dissolve'],
  })
  expect(await problemsOf(open(district))).toEqual([['org', 'case-open']])
  // In the list of findings stands until when, and by whom, it is being put right.
  const found = async () => (await ask.lifeline.findings({ org: branch })).rows.map(row => row.openCase)
  expect(await found()).toContainEqual({ id, due: '2019-03-31', owner: '李书记' })
  // Whoever renames or closes the branch is told that its case goes along, or waits for an end.
  const acted = (act: 'rename' | 'close', set: Record<string, string>) =>
    ask.orgs.act({ act, org: branch, set, on: '2018-10-09', dryRun: true })
  expect((await acted('rename', { short_name: '新名' })).sentences.at(-1)?.zh).toContain(
    '1 个未办结的整治台账',
  )
  expect((await acted('close', { membersTo: `${codes.community}2` })).sentences.at(-1)?.zh).toContain(
    '名下还有 1 个未办结的整治台账',
  )
  expect(await problemsOf(ask.cases.note({ id }))).toEqual([['note', 'missing']])
  expect(await problemsOf(ask.cases.accept({ id }))).toEqual([['id', 'case-not-from-here']])
  await ask.cases.note({ id, note: '已确定书记人选', on: '2018-11-05', by: '李书记' })
  await ask.records.edit({ id, set: { measures: '11 月换届；每季度开一次支部大会' } })
  await ask.cases.submit({ id, on: '2018-11-20' })
  expect(await problemsOf(ask.cases.return({ id, on: '2018-11-22' }))).toEqual([['note', 'missing']])
  await ask.cases.return({ id, note: '支部大会记录不全', on: '2018-11-22' })
  expect(await stateOf(district, id)).toBe('returned')
  await ask.cases.submit({ id, on: '2018-12-03' })
  expect(await problemsOf(ask.cases.accept({ id, on: '2018-12-01' }))).toEqual([['on', 'before-last']])
  await ask.cases.accept({ id, on: '2018-12-05', by: '赵敏' })
  const cleared = await ask.cases.show({ id })
  expect(new Set(await found())).toEqual(new Set([null]))
  expect(cleared).toMatchObject({ state: 'cleared', lookBack: '2019-03-05', may: ['relapse', 'correct'] })
  expect(cleared.log.map(({ action }) => action)).toEqual([
    ...['note', 'submit', 'return', 'submit', 'accept'],
  ])
  expect(await problemsOf(ask.cases.lookBack({ id, note: '保持良好' }))).toEqual([['on', 'look-back-early']])
  district.setDay('2019-03-06')
  expect(await ask.cases.show({ id })).toMatchObject({ lamp: 'red', daysLeft: -1 })
  await ask.cases.lookBack({ id, note: '保持良好', on: '2019-03-06' })
  expect(await ask.cases.show({ id })).toMatchObject({ state: 'cleared', lookBack: null, lamp: 'off' })
  await ask.cases.lookBack({ id, relapsed: true, note: '书记再次空缺' })
  expect(await stateOf(district, id)).toBe('relapsed')
  const ended = await ask.cases.close({ id, how: 'merged' })
  expect(ended.warnings.map(({ zh }) => zh).join()).toContain('还没有合并或者撤销')
  expect(await stateOf(district, id)).toBe('merged')
  expect(await problemsOf(ask.cases.correct({ id }))).toEqual([['note', 'missing']])
  await ask.cases.correct({ id, note: '责任人应为张三，原登记有误' })
  const { total, counts, rows } = await ask.cases.list({ state: 'merged' })
  expect({ total, counts, log: rows[0]?.log.at(-1)?.action }).toEqual({
    ...{ total: 1, counts: { merged: 1 }, log: 'correct' },
  })
  expect((await ask.cases.list({ asOf: '2018-11-21' })).rows[0]?.state).toBe('submitted')
  const history = await ask.registry.history({ of: id })
  expect(history).toHaveLength(11)
  expect(history.map(({ sentence }) => sentence.zh).join('\n')).toContain(
    '验收退回（2018-11-22），支部大会记录不全',
  )
  // Closed with its organization, it stays so when that is there again; whoever reopens it is told.
  expect((await ask.cases.show({ id })).orgClosed).toBeNull()
  const on = '2019-03-06'
  const { changeSet } = await ask.records.close({ org: branch, membersTo: `${codes.community}2`, on })
  expect((await ask.cases.list({ state: 'merged' })).rows[0]?.orgClosed).toBe(on)
  const reopened = await ask.orgs.act({ act: 'reopen', org: branch, set: {}, on, dryRun: true })
  expect(reopened.sentences.at(-1)?.zh).toContain('整治台账以“已合并”办结，仍是办结的')
  const { notes } = await ask.registry.undoLook({ changeSet: changeSet ?? 0 })
  expect(notes.map(({ zh }) => zh).join()).toContain('的整治台账以“已合并”办结，仍是办结的')
  await resultOf(ask.registry.undo({ changeSet: changeSet ?? 0 }))
  expect(await ask.cases.show({ id })).toMatchObject({ orgClosed: null, state: 'merged' })
})

test('four things have to be clear before a case is opened, each missing one is named', async () => {
  const { district } = await offices()
  const bare = { problems: ['班子不健全'], measures: [], owner: '', liaison: '', due: '2018-10-01' }
  expect(await problemsOf(open(district, bare))).toEqual([
    ['due', 'date-order'],
    ['measures', 'missing'],
    ['owner', 'missing'],
    ['liaison', 'missing'],
  ])
  expect(await codeOf(open(district, { problems: [], rules: ['W99'] }))).toBe('rule-unknown')
  expect(await codeOf(district.ask.cases.submit({ id: 'nothing' }))).toBe('case-unknown')
})

test('without problems of its own a case takes what the rules find in that branch', async () => {
  const { district } = await offices()
  const on = '2018-12-31'
  const ownOf = async (org: string) => {
    const { findings } = await district.ask.lifeline.scan({ org, asOf: on, evidence: false })
    return findings.filter(finding => finding.org === org)
  }
  const own = await ownOf(branch)
  const found = new Set(own.map(({ rule }) => rule))
  const absent = ['W01', 'W02', 'W03', 'W04', 'W05', 'W06'].find(rule => !found.has(rule)) ?? ''
  expect(await problemsOf(open(district, { problems: [], rules: [absent], on }))).toEqual([
    ['problems', 'missing'],
  ])
  const [first] = own
  const { id } = await open(district, { problems: [], rules: [first?.rule ?? ''], on })
  expect(await district.ask.cases.show({ id })).toMatchObject({
    rules: [first?.rule],
    problems: own
      .filter(({ rule }) => rule === first?.rule)
      .flatMap(({ why }) => why.zh.replace(/。$/, '').split('；')),
  })
  const second = `${codes.community}2`
  const all = await ownOf(second)
  const whole = await district.ask.cases.show({
    id: (await open(district, { org: second, problems: [], on })).id,
  })
  expect(whole.rules).toEqual([...new Set(all.map(({ rule }) => rule))])
  expect(whole.problems.join('；')).toBe(all.map(({ why }) => why.zh.replace(/。$/, '')).join('；'))
  // So do those that are opened together, as one act that one undo takes back; one that has a case stays as it is.
  const { ask } = district
  const ids = [branch, elsewhere, `${elsewhere.slice(0, -1)}2`]
  const set = {
    measures: '一个月内选出书记',
    owner: '李书记',
    liaison: '王强',
    due: '2019-03-31',
    opened: on,
  }
  const looked = await resultOf(ask.cases.openMany({ ids, set, dryRun: true }))
  expect([looked.done, looked.wrong]).toEqual([2, 1])
  expect(looked.rows[0]?.problems.map(({ code }) => code)).toEqual(['case-open'])
  expect(await codeOf(resultOf(ask.cases.openMany({ ids, set })))).toBe('problems')
  const opened = await resultOf(ask.cases.openMany({ ids, set, leaveOut: true, stamp: looked.stamp }))
  expect(opened.sentences[0]?.zh).toMatch(/^认定并建立.+、.+的整治台账，2018-12-31 认定，2019-03-31 前整改/)
  const mine = await ask.cases.show({ id: elsewhere })
  expect(mine.problems).toEqual((await ownOf(elsewhere)).map(({ why }) => why.zh.replace(/。$/, '')))
  await resultOf(ask.registry.undo({ changeSet: opened.changeSet ?? 0 }))
  expect((await ask.cases.list({})).total).toBe(2)
})

test('problems of one’s own words: the rules on which the confirmation rests are proposed all the same', async () => {
  const { district } = await offices()
  const on = '2018-12-31'
  const { findings } = await district.ask.lifeline.scan({ org: branch, asOf: on, evidence: false })
  const found = [...new Set(findings.filter(({ org }) => org === branch).map(({ rule }) => rule))]
  expect(found.length).toBeGreaterThan(0)
  const { id } = await open(district, { on })
  expect(await district.ask.cases.show({ id })).toMatchObject({
    rules: found,
    problems: ['班子不健全', '长期不开会'],
  })
})

test('what relapsed begins anew: its problems are not judged, its deadline is over and counts for nothing', async () => {
  const { district } = await offices()
  const { ask } = district
  const { id } = await open(district)
  await ask.cases.submit({ id, on: '2018-11-20' })
  await ask.cases.accept({ id, on: '2018-12-05' })
  district.setDay('2019-05-10')
  const { warnings } = await ask.cases.lookBack({ id, relapsed: true, note: '书记再次空缺' })
  expect(warnings[0]?.zh).toContain('原来的整改时限 2019-03-31 已过')
  const relapsed = await ask.cases.show({ id })
  expect(relapsed).toMatchObject({ awaitsDue: true, daysLeft: null, lamp: 'off', isLocked: false })
  expect(relapsed.points.map(({ is }) => is)).toEqual(['open', 'open'])
  expect((await ask.cases.list({ due: 'overdue' })).total).toBe(0)
  expect((await ask.cases.list({ waiting: true })).total).toBe(1)
  expect(await codeOf(ask.cases.letters({ name: '催办函.docx' }))).toBe('no-letters')
  await ask.records.edit({ id, set: { due: '2019-05-20', problems: '书记再次空缺' } })
  expect(await ask.cases.show({ id })).toMatchObject({ awaitsDue: false, daysLeft: 10, lamp: 'yellow' })
  expect((await ask.cases.list({ waiting: true })).total).toBe(0)
  district.setDay('2019-05-21')
  expect((await ask.cases.list({ due: 'overdue' })).total).toBe(1)
  await ask.cases.submit({ id })
  await ask.cases.return({ id, points: [{ problem: '1', reason: '没有任命书' }] })
  expect((await ask.cases.show({ id })).points).toEqual([
    { problem: '书记再次空缺', is: 'returned', reason: '没有任命书' },
  ])
  // Earlier days are told as they were.
  expect(await ask.cases.show({ id, asOf: '2018-12-06' })).toMatchObject({
    state: 'cleared',
    awaitsDue: false,
  })
})

test('nothing of it is changed while it is judged and once it is over: form, many at once, removal, undo', async () => {
  const { district } = await offices()
  const { ask } = district
  const { id } = await open(district)
  const edit = await ask.records.edit({ id, set: { owner: '张三' } })
  const submitted = await ask.cases.submit({ id })
  const set = { owner: '李四' }
  expect(await codeOf(ask.records.edit({ id, set }))).toBe('case-locked')
  expect(await codeOf(resultOf(ask.records.many({ ids: [id], set })))).toBe('case-locked')
  expect(await codeOf(ask.records.remove({ id, reason: '误建' }))).toBe('case-locked')
  expect(await codeOf(resultOf(ask.registry.undo({ changeSet: edit.changeSet ?? 0 })))).toBe('case-locked')
  expect((await ask.cases.show({ id })).owner).toBe('张三')
  await resultOf(ask.registry.undo({ changeSet: submitted.changeSet ?? 0 }))
  await ask.records.edit({ id, set })
  const again = await ask.cases.submit({ id })
  await ask.cases.accept({ id })
  expect(await codeOf(ask.records.edit({ id, set: { due: '2019-06-30' } }))).toBe('case-locked')
  expect(await codeOf(resultOf(ask.registry.undo({ changeSet: again.changeSet ?? 0 })))).toBe('step-answered')
  expect(await stateOf(district, id)).toBe('cleared')
})

test('two offices work on one case through packets, and nothing is lost; nobody judges what he handed in', async () => {
  const all = await offices()
  const { district, street, community } = all
  const { id } = await open(street)
  await exchangeAll(all)
  expect(await stateOf(community, id)).toBe('rectifying')
  await street.ask.cases.submit({ id, note: '三项已完成' })
  await community.ask.cases.note({ id, note: '十二月支部大会已开' })
  expect(await problemsOf(street.ask.cases.accept({ id }))).toEqual([['id', 'case-own-submission']])
  // nor does he get around the judgement by ending the case
  expect((await street.ask.cases.show({ id })).may).toEqual([])
  for (const how of ['merged', 'dissolved'] as const)
    expect(await problemsOf(street.ask.cases.close({ id, how }))).toEqual([['id', 'case-own-submission']])
  const told = await carry(community, street, codes.street)
  expect(told.sentences.map(({ zh }) => zh).join('\n')).toContain('整治进展，十二月支部大会已开')
  await exchangeAll(all)
  await district.ask.cases.accept({ id, by: '赵敏' })
  await exchangeAll(all)
  for (const pc of [district, street, community]) {
    const { state, log } = await pc.ask.cases.show({ id })
    expect(state).toBe('cleared')
    expect(log.map(({ action, idle }) => [action, idle])).toHaveLength(3)
    expect(log.every(({ idle }) => idle === null)).toBe(true)
  }
  await expectAgreement(all)
})

test('what two offices wrote differently is chosen before a case is handed in; once it is judged nobody has to', async () => {
  const all = await offices()
  const { district, street } = all
  const { id } = await open(district)
  await exchangeAll(all)
  const disputes = async (pc: Pc) => (await pc.ask.packets.disputes()).total
  const differ = async (on: string) => {
    await street.ask.records.edit({ id, set: { measures: `街道 ${on}` } })
    await district.ask.records.edit({ id, set: { measures: `区 ${on}` } })
  }
  await differ('一')
  await exchangeAll(all)
  expect([await disputes(street), await disputes(district)]).toEqual([1, 1])
  expect(await problemsOf(street.ask.cases.submit({ id, on: '2018-11-20' }))).toEqual([
    ['id', 'case-disputed'],
  ])
  const [dispute] = (await street.ask.packets.disputes()).rows
  expect(dispute?.heads.map(({ fields }) => fields[0]?.value).toSorted()).toEqual(['区 一', '街道 一'])
  const keep = dispute?.holds ?? ''
  await street.ask.packets.resolveConflict({ id: dispute?.id ?? '', keep })
  // The district edits once more, not knowing that the street hands it in.
  await carry(street, district, codes.district)
  await street.ask.records.edit({ id, set: { measures: '街道 二' } })
  await street.ask.cases.submit({ id, on: '2018-11-20' })
  await district.ask.records.edit({ id, set: { measures: '区 二' } })
  await exchangeAll(all)
  expect([await disputes(street), await disputes(district)]).toEqual([1, 1])
  const { measures } = await district.ask.cases.show({ id })
  await district.ask.cases.accept({ id, on: '2018-11-25' })
  await exchangeAll(all)
  for (const pc of [street, district]) {
    expect(await disputes(pc)).toBe(0)
    expect((await pc.ask.exchange.ofRecord({ id })).conflicts).toBe(0)
    expect((await pc.ask.cases.show({ id })).measures).toEqual(measures)
  }
  // Taken up again, it can be chosen again.
  await district.ask.cases.lookBack({ id, relapsed: true, note: '又不开会', on: '2018-12-01' })
  expect(await disputes(district)).toBe(1)
  await exchangeAll(all)
  await expectAgreement(all)
})

test('two offices that open a case of one branch at the same time both see that there are two', async () => {
  const all = await offices()
  const { district, street, community } = all
  const { id: first } = await open(street)
  const { id: second } = await open(district)
  expect(await street.ask.cases.show({ id: first })).toMatchObject({ beside: [] })
  await exchangeAll(all)
  for (const pc of [district, street, community]) {
    expect((await pc.ask.cases.show({ id: first })).beside).toMatchObject([{ id: second, owner: '李书记' }])
    const { rows } = await pc.ask.cases.list({})
    expect(rows.map(({ beside }) => beside.length)).toEqual([1, 1])
  }
  // whoever opened it takes his own away, and one is left for all
  await street.ask.records.remove({ id: first, reason: '与区里的重复' })
  await exchangeAll(all)
  for (const pc of [district, street, community])
    expect((await pc.ask.cases.list({})).rows).toMatchObject([{ id: second, beside: [] }])
  await expectAgreement(all)
})

test('a wilful program below changes nothing of a case that is judged, and cannot judge its own', async () => {
  const all = await offices()
  const { district, street, community } = all
  const { id } = await open(community)
  await community.ask.cases.submit({ id })
  await exchangeAll(all)
  const submission = (await community.ask.cases.show({ id })).log[0]?.id ?? ''
  const { orgId } = await community.ask.cases.show({ id })
  await write(community, set => {
    set.edit('rectification', id, { owner: '别人' })
    set.create('step', {
      ...{ subject: id, of: 'rectification', action: 'accept', org: orgId, day: '2018-12-31' },
      ...{ about: submission, saw: [submission] },
    })
  })
  const result = await carry(community, street, codes.street)
  expect(JSON.stringify(result.returned)).toContain('case-locked')
  expect(JSON.stringify(result.returned)).toContain('own-submission')
  await exchangeAll(all)
  for (const pc of [district, street, community])
    expect(await pc.ask.cases.show({ id })).toMatchObject({ state: 'submitted', owner: '李书记' })
  await street.ask.cases.return({ id, note: '材料不全' })
  await exchangeAll(all)
  await community.ask.records.edit({ id, set: { owner: '新责任人' } })
  await exchangeAll(all)
  expect(await district.ask.cases.show({ id })).toMatchObject({ state: 'returned', owner: '新责任人' })
  await expectAgreement(all)
})

const rowsOf = async (file: File) =>
  (await readXlsx(new Uint8Array(await file.arrayBuffer()))).sheets[0]?.rows ?? []

test('the ledger has a row a case in the columns of the form, with what was so on the day', async () => {
  const { district } = await offices()
  const { ask } = district
  const { id } = await open(district)
  await ask.cases.note({ id, note: '已确定书记人选', on: '2018-11-05' })
  await ask.cases.submit({ id, on: '2018-11-20' })
  await ask.cases.accept({ id, note: '逐条验收合格', on: '2018-11-22', by: '赵敏' })
  expect(await codeOf(ask.cases.ledger({ name: '台账.pdf' }))).toBe('format-unknown')
  const { file, rows } = await ask.cases.ledger({ name: '台账.xlsx' })
  expect({ rows, name: file.name }).toEqual({ rows: 1, name: '台账.xlsx' })
  const [, , heads = [], row = []] = await rowsOf(file)
  const cells = Object.fromEntries(heads.map((head, at) => [String(head), row[at]]))
  const { members } = await ask.registry.stats({ org: branch })
  expect(cells).toMatchObject({
    ...{
      序号: '1',
      '所属街道/系统': '云岭街道',
      组织ID: branch,
      组织类型: '团支部',
      团员数: String(members),
    },
    ...{ 认定日期: '2018-10-08', 主要问题: '班子不健全；长期不开会', 责任人: '李书记' },
    ...{ 整改时限: '2019-03-31', 进展: '2018-11-05 已确定书记人选', 整改状态: '已销号' },
    ...{ 验收人: '赵敏', 验收日期: '2018-11-22', 验收结论: '合格：逐条验收合格', 销号日期: '2018-11-22' },
  })
  expect(cells['书记姓名/联系电话']).toMatch(/^\p{Script=Han}{2,}/u)
  const before = await rowsOf((await ask.cases.ledger({ name: '台账.xlsx', asOf: '2018-10-31' })).file)
  expect(before[3]).toContain('待整改')
})
