import { TemplateHandler } from 'easy-template-x'
import { expect, test } from 'vitest'
import { type Pc, refusalOf, resultOf } from '#tests/fixtures/engine.ts'
import { carry, codes, exchangeAll, write } from '#tests/fixtures/exchange.ts'
import { expectAgreement, threeOffices } from './three-offices.ts'

const { offices } = threeOffices()

const branch = `${codes.community}1`
const open = async (pc: Pc) =>
  (
    await pc.ask.cases.open({
      org: branch,
      problems: ['班子不健全', '长期不开会', '团费未收'],
      measures: ['年内换届', '按季开会'],
      owner: '李书记',
      liaison: '王强 街道团工委副书记',
      due: '2019-03-31',
      on: '2018-10-08',
    })
  ).id
const problemsOf = async (asking: Promise<unknown>) => {
  const { details } = await refusalOf(asking)
  return (details['problems'] as { field: string; code: string }[]).map(({ field, code }) => [field, code])
}

test('a request is judged point by point: what is not named is accepted, each return has its reason', async () => {
  const { district } = await offices()
  const { ask } = district
  const id = await open(district)
  expect((await ask.cases.show({ id })).points.map(({ is }) => is)).toEqual(['open', 'open', 'open'])
  await ask.cases.submit({ id })
  expect(await problemsOf(ask.cases.return({ id, points: [{ problem: '9', reason: '没有' }] }))).toEqual([
    ['points', 'point-unknown'],
    ['note', 'missing'],
  ])
  expect(await problemsOf(ask.cases.return({ id, points: [{ problem: '2', reason: ' ' }] }))).toEqual([
    ['points', 'missing'],
    ['note', 'missing'],
  ])
  const done = await ask.cases.return({
    id,
    points: [
      { problem: '2', reason: '十一月没有记录' },
      { problem: '团费未收', reason: '尚欠三人' },
    ],
  })
  expect(done.sentences[0]?.zh).toContain('验收退回')
  expect(done.sentences[0]?.zh).toContain('长期不开会：十一月没有记录；团费未收：尚欠三人')
  const returned = await ask.cases.show({ id })
  expect(returned.state).toBe('returned')
  expect(returned.points).toEqual([
    { problem: '班子不健全', is: 'accepted', reason: null },
    { problem: '长期不开会', is: 'returned', reason: '十一月没有记录' },
    { problem: '团费未收', is: 'returned', reason: '尚欠三人' },
  ])
  await ask.cases.submit({ id })
  await ask.cases.accept({ id })
  expect((await ask.cases.show({ id })).points.map(({ is }) => is)).toEqual([
    'accepted',
    'accepted',
    'accepted',
  ])
})

test('after 销号 only a correction that an office above grants changes what was said, and the original stays', async () => {
  const all = await offices()
  const { district, street, community } = all
  const id = await open(street)
  await exchangeAll(all)
  await community.ask.cases.submit({ id })
  await exchangeAll(all)
  await street.ask.cases.accept({ id })
  await exchangeAll(all)
  const { ask } = community
  expect(await problemsOf(ask.cases.correct({ id, set: { owner: '张三' } }))).toEqual([['note', 'missing']])
  expect(
    await problemsOf(
      ask.cases.correct({ id, note: '有误', set: { org: 'x', due: '2018-01-01', owner: '' } }),
    ),
  ).toEqual([
    ['org', 'field-unknown'],
    ['owner', 'missing'],
    ['due', 'date-order'],
  ])
  await ask.cases.correct({ id, note: '登记有误', set: { owner: '张三', problems: '班子不健全；团费未收' } })
  expect(await problemsOf(ask.cases.correct({ id, note: '又一处' }))).toEqual([['id', 'correction-waiting']])
  expect(await problemsOf(ask.cases.answer({ id, grant: true }))).toEqual([['id', 'case-own-submission']])
  expect((await ask.cases.show({ id })).owner).toBe('李书记')
  await exchangeAll(all)
  const { rows, waiting } = await street.ask.cases.list({ waiting: true })
  expect({ waiting, ids: rows.map(one => one.id) }).toEqual({ waiting: 1, ids: [id] })
  expect(await problemsOf(street.ask.cases.answer({ id, grant: false }))).toEqual([['note', 'missing']])
  await street.ask.cases.answer({ id, grant: true, by: '王强' })
  expect(await problemsOf(street.ask.cases.answer({ id, grant: true }))).toEqual([['id', 'correction-none']])
  await exchangeAll(all)
  for (const pc of [district, street, community]) {
    const told = await pc.ask.cases.show({ id })
    expect(told).toMatchObject({
      state: 'cleared',
      owner: '张三',
      problems: ['班子不健全', '团费未收'],
      corrections: [{ reason: '登记有误', answer: { isGranted: true, actor: '王强' } }],
    })
    const stored = await pc.ask.records.show({ id })
    expect(stored.fields['owner']).toBe('李书记')
  }
  await ask.cases.correct({ id, note: '时限', set: { due: '2019-04-30' } })
  await exchangeAll(all)
  await street.ask.cases.answer({ id, grant: false, note: '时限无误' })
  await exchangeAll(all)
  expect(await district.ask.cases.show({ id })).toMatchObject({
    due: '2019-03-31',
    corrections: [{ answer: { isGranted: true } }, { answer: { isGranted: false, note: '时限无误' } }],
  })
  await expectAgreement(all)
})

test('a correction is written as a form to be signed: what stood there, what ought to, and what was answered', async () => {
  const { district } = await offices()
  const { ask } = district
  const id = await open(district)
  const name = '更正申请表.docx'
  const written = async () => {
    const { file, isAnswered } = await ask.cases.correction({ id, name })
    const bytes = Buffer.from(await file.arrayBuffer())
    return { isAnswered, text: await new TemplateHandler().getText(bytes) }
  }
  await ask.cases.submit({ id, on: '2018-11-20' })
  await ask.cases.accept({ id, on: '2018-11-25' })
  expect((await refusalOf(ask.cases.correction({ id, name }))).code).toBe('correction-not-asked')
  await ask.cases.correct({
    ...{ id, note: '登记有误', by: '陈一', on: '2018-11-26' },
    set: { owner: '张三', due: '2019-04-30', problems: '班子不健全；团费未收' },
  })
  const waiting = await written()
  expect(waiting.isAnswered).toBe(false)
  const asked = [
    ...['整治台账更正申请表', '责任人李书记张三', '整改时限2019-03-312019-04-30'],
    ...[
      '班子不健全；长期不开会；团费未收班子不健全；团费未收',
      '登记有误',
      '陈一',
      '已销号',
      '2018年11月25日',
    ],
  ]
  for (const words of asked) expect(waiting.text).toContain(words)
  expect(waiting.text).not.toContain('同意更正')
  await ask.cases.answer({ id, grant: true, note: '核对无误', by: '王强', on: '2018-11-27' })
  const granted = await written()
  expect(granted.isAnswered).toBe(true)
  // what stood there before is still told, though the case says otherwise now
  for (const words of [...asked, '同意更正。核对无误', '王强', '2018年11月27日'])
    expect(granted.text).toContain(words)
  await ask.cases.lookBack({ id, relapsed: true, note: '书记再次空缺', on: '2018-12-20' })
  expect((await refusalOf(ask.cases.correction({ id, name }))).code).toBe('correction-past')
  expect((await refusalOf(ask.cases.correction({ id, name: 'x.pdf' }))).code).toBe('format-unknown')
})

test('a wilful program below cannot grant its own correction', async () => {
  const all = await offices()
  const { street, community } = all
  const id = await open(street)
  await street.ask.cases.close({ id, how: 'merged' })
  await exchangeAll(all)
  await community.ask.cases.correct({ id, note: '有误', set: { owner: '别人' } })
  const { orgId, log } = await community.ask.cases.show({ id })
  const asked = log.at(-1)?.id ?? ''
  await write(community, set => {
    set.create('step', {
      ...{ subject: id, of: 'rectification', action: 'grant', org: orgId, day: '2018-12-31' },
      ...{ about: asked, saw: [asked] },
    })
  })
  const result = await carry(community, street, codes.street)
  expect(JSON.stringify(result.returned)).toContain('own-submission')
  expect(await street.ask.cases.show({ id })).toMatchObject({ owner: '李书记', may: ['grant', 'decline'] })
})

test('what was corrected holds until the case is taken up again and somebody writes otherwise', async () => {
  const { district } = await offices()
  const { ask } = district
  const id = await open(district)
  await ask.cases.submit({ id, on: '2018-11-20' })
  await ask.cases.accept({ id, on: '2018-11-25' })
  const correction = { owner: '张书记', due: '2018-12-01', measures: '按季开会' }
  await ask.cases.correct({ id, note: '登记有误', set: correction, on: '2018-11-26' })
  await ask.cases.answer({ id, grant: true, on: '2018-11-26' })
  const shown = async () => {
    const { owner, due, measures } = await ask.cases.show({ id })
    return { owner, due, measures }
  }
  const corrected = { owner: '张书记', due: '2018-12-01', measures: ['按季开会'] }
  expect(await shown()).toEqual(corrected)
  await ask.cases.lookBack({ id, relapsed: true, note: '又不开会', on: '2018-12-10' })
  expect(await shown()).toEqual(corrected)
  const { changeSet } = await ask.records.edit({ id, set: { owner: '新书记', due: '2019-06-30' } })
  expect(await shown()).toEqual({ ...corrected, owner: '新书记', due: '2019-06-30' })
  expect(await ask.cases.show({ id })).toMatchObject({ awaitsDue: false, state: 'relapsed' })
  // what is taken back counts for nothing, and the correction holds as before
  await resultOf(ask.registry.undo({ changeSet: changeSet ?? 0 }))
  expect(await shown()).toEqual(corrected)
  // the same word as before the correction, written again, is what somebody wants to stand there
  await ask.records.edit({ id, set: { owner: '李书记甲' } })
  await ask.records.edit({ id, set: { owner: '李书记' } })
  expect((await shown()).owner).toBe('李书记')
})
