import { afterAll, expect, test } from 'vitest'
import { districtFigures } from '#db/records/ledger/district-figures.ts'
import { type Pc, prepared } from '#tests/fixtures/engine.ts'
import { branch, written } from '#tests/fixtures/figure-records.ts'
import { fillDistrict } from '#tests/fixtures/small-district.ts'

const filled = prepared('figures-move', async pc => {
  await fillDistrict(pc)
  await pc.ask.reports.adoptTypes({})
})
afterAll(() => filled.discard())

type Question = (typeof districtFigures)[number]['question']

/** By how much a figure grows with what `written` writes for it: 3 of what is added up, else one more. */
function grows({ measure }: Question): number {
  return typeof measure === 'object' && 'sum' in measure ? 3 : 1
}

/** The same record as it does not count any more, or as it adds 2 more. */
function changed({ of, where, when, measure }: Question, set: Readonly<Record<string, string>>) {
  if (typeof measure === 'object' && 'sum' in measure) {
    const field = measure.sum
    if (!field.startsWith('own:')) return { set: { [field]: '5' }, by: 2 }
    const own = (set['own'] ?? '').replace(`${field.slice(4)}=3`, `${field.slice(4)}=5`)
    return { set: { own }, by: 2 }
  }
  if (typeof when === 'object') return { set: { [when.in]: '2016-05-04' }, by: -1 }
  if (of === 'org') return { set: { name: '改名', ...away(where) }, by: -1 }
  if (of === 'body_member') return { set: { until: '2018-06-01' }, by: -1 }
  if (of === 'venue') return { set: { closed: '2018-06-01' }, by: -1 }
  return { set: { since: '2019-03-01' }, by: -1 }
}

/** Another value where a condition asks for one. */
function away(where: Question['where']): Record<string, string> {
  const [first] = where
  if (first === undefined || !('is' in first) || first.field !== 'kind') return {}
  return { kind: first.is.includes('general-branch') ? 'branch' : 'general-branch' }
}

const valueIn = async (pc: Pc, key: string) => {
  const { value, rows, total } = await pc.ask.reports.figure({ key, year: 2018, limit: 1000 })
  const sum = rows.reduce((all, row) => all + row.counts, 0)
  return { value: value ?? 0, ids: new Set(rows.map(row => row.id)), total, sum }
}

test('a record that is added, changed and removed moves its figure by exactly that, and stands behind it as long as it counts', {
  timeout: 120_000,
}, async () => {
  const pc = await filled.open('figures-move')
  const { rows: members } = await pc.ask.records.list({ kind: 'membership', org: branch })
  const person = members[0]?.refs['person']?.id ?? ''
  const wrong: string[] = []
  for (const { key, question } of districtFigures) {
    const { kind, set } = written(key)
    const before = await valueIn(pc, key)
    const add = await pc.ask.records.add({
      kind,
      set: kind === 'post' ? { ...set, person } : set,
      by: '王书记',
    })
    const after = await valueIn(pc, key)
    const counts = grows(question)
    if (after.value - before.value !== counts)
      wrong.push(`${key}: ${before.value} and one more is ${after.value}`)
    const isOfDifferent = typeof question.measure === 'object' && !('sum' in question.measure)
    if (!isOfDifferent && after.total - before.total !== 1) wrong.push(`${key}: ${after.total} rows`)
    if (!isOfDifferent && after.sum !== after.value) wrong.push(`${key}: rows add up to ${after.sum}`)
    const one = [...after.ids].find(id => !before.ids.has(id))
    if (one === undefined) wrong.push(`${key}: no row for it`)
    // a membership is that of a person, and is changed and removed with it
    const id = question.of === 'membership' ? (one ?? '') : (add.id ?? '')
    const change = changed(question, set)
    await pc.ask.records.edit({ id, set: change.set, by: '王书记' })
    const moved = await valueIn(pc, key)
    if (moved.value - after.value !== change.by) wrong.push(`${key}: changed by ${moved.value - after.value}`)
    await pc.ask.records.remove({ id: add.id ?? id, reason: '录错', by: '王书记' })
    const left = await valueIn(pc, key)
    if (left.value !== before.value) wrong.push(`${key}: ${left.value} is left of ${before.value}`)
    if (left.total !== before.total) wrong.push(`${key}: ${left.total} rows are left of ${before.total}`)
  }
  expect(wrong).toEqual([])
  await pc.discard()
})
