import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { afterAll, expect, test } from 'vitest'
import { buildStale } from '#build/parts.ts'
import { openEngine } from '#db/engine.ts'
import { kindOf } from '#db/records/kinds.ts'
import { districtFigures } from '#db/records/ledger/district-figures.ts'
import { rosterRecords } from '#db/records/rosters.ts'
import { run } from '#tests/electron/run.ts'
import { openPc, type Pc, prepared, resultOf } from '#tests/fixtures/engine.ts'
import { codes } from '#tests/fixtures/exchange.ts'
import { branch, nextNumber, written } from '#tests/fixtures/figure-records.ts'
import { figuresOf2018 } from '#tests/fixtures/figures-2018.ts'
import { csvFile, fillDistrict } from '#tests/fixtures/small-district.ts'

const filled = prepared('every-row', async pc => {
  await fillDistrict(pc)
  await pc.ask.reports.adoptTypes({})
})
afterAll(() => filled.discard())

/** The same as a row of a roster, under the heads that the empty table has. */
function asRow(
  kind: string,
  set: Readonly<Record<string, string>>,
): { readonly as: string; readonly row: Record<string, string> } | undefined {
  const number = nextNumber()
  if (kind === 'person')
    return { as: 'members', row: { 姓名: '某人', 身份证号: number, 所在团支部: branch, 入团年月: '2016-05' } }
  if (kind === 'post')
    return {
      as: 'cadres',
      row: {
        姓名: '某干',
        身份证号码: number,
        团干所属组织: branch,
        团内现任职务: '宣传委员',
        任现职年月: '2018-03',
      },
    }
  if (kind !== 'org') return undefined
  const said = (field: string) => kindOf('org')?.fields[field]?.show(set[field] ?? '', 'zh') ?? ''
  return {
    as: 'orgs',
    row: {
      组织ID: `9${number.slice(-6, -1)}`,
      团组织全称: `${set['name']}二`,
      团组织简称: `${set['short_name']}二`,
      组织类型: said('kind'),
      层级: said('tier'),
      上级组织: set['parent'] ?? '',
      单位所属行业类别: set['industry'] ?? '',
      组织建立时间: '2018-05-04',
    },
  }
}

const entered = districtFigures

test('every figure of the report is one of the table, and is entered as a record', () => {
  expect(districtFigures.map(({ key }) => key).toSorted()).toEqual(Object.keys(figuresOf2018).toSorted())
  expect(entered.length).toBe(64)
  const known = [...rosterRecords.map(({ name }) => name), 'org', 'membership', 'post']
  for (const { question, key } of entered) expect(known, key).toContain(question.of)
})

test('what the form takes, a spreadsheet takes too, and the figure counts both', {
  timeout: 120_000,
}, async () => {
  const pc = await filled.open('every-row')
  const missed: string[] = []
  const allNow = async () =>
    new Map((await pc.ask.reports.figures({ year: 2018 })).figures.map(one => [one.key, one.value ?? 0]))
  const before = await allNow()
  const sheets = new Map<string, Record<string, string>[]>()
  for (const { key, question } of entered) {
    const { kind, set } = written(key)
    const value = async () => (await pc.ask.reports.figure({ key, year: 2018, limit: 1 })).value ?? 0
    const without = await value()
    const whole = kind === 'post' ? { ...set, person: await somebody(pc) } : set
    await pc.ask.records.add({ kind, set: whole, by: '王书记' })
    const title = kindOf(kind)?.fields['title'] !== undefined ? 'title' : 'name'
    const second = {
      ...set,
      [title]: `${set[title]}二`,
      org: codes.street,
      ...(kind === 'body_member' && { name: '另一人' }),
    }
    const table = asRow(kind, set)
    const row =
      table?.row ??
      Object.fromEntries(
        Object.entries(second).map(([field, said]) => [
          field === 'org' ? '团组织' : (kindOf(kind)?.fields[field]?.words.zh ?? field),
          said,
        ]),
      )
    const as = table?.as ?? rosterRecords.find(one => one.name === kind)?.roster?.as ?? `${kind}s`
    sheets.set(as, [...(sheets.get(as) ?? []), row])
    const { measure } = question
    // Different places and values are counted once, however often something is written of them.
    const isOfDifferent = typeof measure === 'object' && !('sum' in measure)
    const now = await value()
    if (isOfDifferent ? now === 0 : now <= without) missed.push(`${key}: ${without} ${now} by hand`)
  }
  const byHand = await allNow()
  for (const [as, lines] of sheets) {
    const { created, problems } = await resultOf(
      pc.ask.rosters.importFile({ file: csvFile(`${as}.csv`, lines), as }),
    )
    if (created !== lines.length)
      missed.push(`${as}: ${created} of ${lines.length} ${JSON.stringify(problems)}`)
  }
  const after = await allNow()
  // Each row of a file is what was written by hand before: it adds as much. Of different values it has the same ones.
  for (const { key, question } of entered) {
    const [first, hand, file] = [before, byHand, after].map(values => values.get(key) ?? 0)
    const { measure } = question
    const isSame = typeof measure === 'object' && 'differentValues' in measure
    const isPlace = typeof measure === 'object' && 'differentPlaces' in measure
    const adds = (file ?? 0) - (hand ?? 0)
    const isCounted = isPlace ? adds >= 0 : adds === (isSame ? 0 : (hand ?? 0) - (first ?? 0))
    if (!isCounted) missed.push(`${key}: ${first} ${hand} ${file}`)
  }
  expect(missed).toEqual([])
  await pc.discard()
})

/** Somebody who is here already. */
async function somebody(pc: Pc): Promise<string> {
  const { rows } = await pc.ask.records.list({ kind: 'membership', org: branch })
  return rows[0]?.refs['person']?.id ?? ''
}

test('what the form takes, the terminal takes too: a record of each kind, and one by a process of its own', async () => {
  const pc = await filled.open('every-row-terminal')
  const kinds = [...new Map(districtFigures.map(one => [one.question.of, one])).values()]
  const person = await somebody(pc)
  const figureNow = async (at: Pc, key: string) =>
    (await at.ask.reports.figure({ key, year: 2018 })).value ?? 0
  const before = new Map<string, number>()
  for (const { key } of kinds) before.set(key, await figureNow(pc, key))
  await pc.close()

  const argvOf = (key: string) => {
    const { kind, set } = written(key)
    const said = Object.entries(kind === 'post' ? { ...set, person } : set)
    return ['record', 'add', kind, ...said.flatMap(([field, value]) => ['--set', `${field}=${value}`])]
  }
  const commonly = ['--data', pc.folder, '--json', '--by', '王书记']
  for (const { key, question } of kinds) {
    if (question.of === 'work') continue
    const ran = await run([...commonly, ...argvOf(key)], { openEngine })
    expect(ran.exit, `${key}: ${ran.stdout}${ran.stderr}`).toBe(0)
  }
  expect(buildStale(['program'])).toBe(true)
  const work = kinds.find(({ question }) => question.of === 'work')?.key ?? ''
  const entry = fileURLToPath(new URL('../../dist/node/terminal.mjs', import.meta.url))
  const child = spawn(process.execPath, [entry, ...commonly, ...argvOf(work)], { stdio: 'pipe' })
  const [said, [exit]] = await Promise.all([text(child.stdout), once(child, 'exit')])
  expect(exit, said).toBe(0)

  const again = await openPc('every-row-again', { folder: pc.folder })
  for (const { key } of kinds) expect(await figureNow(again, key), key).toBeGreaterThan(before.get(key) ?? 0)
  await again.discard()
})
