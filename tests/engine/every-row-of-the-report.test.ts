import { afterAll, expect, test } from 'vitest'
import { addForm } from '#db/records/forms.ts'
import { kindOf } from '#db/records/kinds.ts'
import { districtFigures } from '#db/records/ledger/district-figures.ts'
import { rosterRecords } from '#db/records/rosters.ts'
import { prepared, resultOf } from '#tests/fixtures/engine.ts'
import { codes } from '#tests/fixtures/exchange.ts'
import { figuresOf2018 } from '#tests/fixtures/figures-2018.ts'
import { fillDistrict } from '#tests/fixtures/small-district.ts'

const filled = prepared('every-row', async pc => {
  await fillDistrict(pc)
  await pc.ask.reports.adoptTypes({})
})
afterAll(() => filled.discard())

/** Rosters that the registry begins with: people, posts and organizations have tests of their own. */
const composed = new Set(['org', 'membership', 'post'])

/** What a secretary would write down so that a figure has something to count, from its question alone. */
function written(key: string): { readonly kind: string; readonly set: Record<string, string> } {
  const question = districtFigures.find(one => one.key === key)?.question
  if (question === undefined) throw new Error(`no figure ${key}`)
  const { of: kind, where, when, measure } = question
  const own: Record<string, string> = {}
  const set: Record<string, string> = { org: codes.community }
  const put = (field: string, value: string) => {
    if (field.startsWith('own:')) own[field.slice(4)] = value
    else set[field] = value
  }
  for (const condition of where)
    put(condition.field, 'is' in condition ? (condition.is[0] ?? '') : `${condition.has[0] ?? ''}${key}`)
  if (typeof when === 'object') put(when.in, `${2018 + when.years}-05-04`)
  if (typeof measure === 'object' && 'sum' in measure) put(measure.sum, '3')
  if (typeof measure === 'object' && 'differentValues' in measure) put(measure.differentValues, '锦绣科学园')
  const form = addForm(kind)
  for (const [name, field] of Object.entries(form?.fields ?? {})) {
    if (!field.required || set[name] !== undefined) continue
    set[name] = field.input.as === 'day' ? '2018-05-04' : field.input.as === 'select' ? '其他' : `某某${key}`
  }
  if (Object.keys(own).length > 0)
    set['own'] = Object.entries(own)
      .map(pair => pair.join('='))
      .join('; ')
  return { kind, set }
}

const entered = districtFigures.filter(({ question }) => !composed.has(question.of))

test('every figure of the report is one of the table, and all but people and organizations are entered as a record', () => {
  expect(districtFigures.map(({ key }) => key).toSorted()).toEqual(Object.keys(figuresOf2018).toSorted())
  expect(entered.length).toBe(55)
  for (const { question, key } of entered) {
    expect(
      rosterRecords.map(({ name }) => name),
      key,
    ).toContain(question.of)
    expect(kindOf(question.of)?.first.length, key).toBeGreaterThan(0)
  }
})

test('what the form takes, a spreadsheet takes too, and the figure counts both', {
  timeout: 60_000,
}, async () => {
  const pc = await filled.open('every-row')
  const missed: string[] = []
  for (const { key, question } of entered) {
    const { kind, set } = written(key)
    const value = async () => (await pc.ask.reports.figure({ key, year: 2018 })).value ?? 0
    const before = await value()
    await pc.ask.records.add({ kind, set, by: '王书记' })
    const byHand = await value()
    const title = kindOf(kind)?.fields['title'] !== undefined ? 'title' : 'name'
    const second = {
      ...set,
      [title]: `${set[title]}二`,
      org: codes.street,
      ...(kind === 'body_member' && { name: '另一人' }),
    }
    const words = Object.keys(second).map(field =>
      field === 'org' ? '团组织' : (kindOf(kind)?.fields[field]?.words.zh ?? field),
    )
    const csv = `${words.join(',')}\n${Object.values(second).join(',')}\n`
    const imported = await resultOf(
      pc.ask.rosters.importFile({
        file: new File([csv], `${key}.csv`),
        as: rosterRecords.find(one => one.name === kind)?.roster?.as ?? `${kind}s`,
      }),
    )
    if (imported.created !== 1) missed.push(`${key}: ${JSON.stringify(imported.problems)}`)
    const after = await value()
    // Different places and values are counted once, however often something is written of them.
    const { measure } = question
    const isOfDifferent = typeof measure === 'object' && !('sum' in measure)
    const isCounted = isOfDifferent ? byHand > 0 && after >= byHand : byHand > before && after > byHand
    if (!isCounted) missed.push(`${key}: ${before} ${byHand} ${after}`)
  }
  expect(missed).toEqual([])
  await pc.discard()
})
