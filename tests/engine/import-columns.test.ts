import { readXlsx, writeXlsx } from 'hucre'
import { afterEach, expect, test } from 'vitest'
import type { Roster } from '#contract/rosters.ts'
import { expectSound, openPc, type Pc, refusalOf, resultOf } from '#tests/fixtures/engine.ts'
import {
  cadreLines,
  csvFile,
  filledDistrict,
  inventedId,
  type Line,
  meetingLines,
  memberLines,
  orgLines,
} from '#tests/fixtures/small-district.ts'
import { changeCount } from '#tests/fixtures/table-dump.ts'

const pcs: Pc[] = []

async function aDistrict(): Promise<Pc> {
  const pc = await filledDistrict.open('district')
  pcs.push(pc)
  return pc
}

afterEach(async () => {
  await Promise.all(pcs.splice(0).map(pc => pc.discard()))
})

const branch = memberLines[0]?.['所在团支部'] ?? ''
/** A member roster in words of an office's own, with a person a number. */
const oddRoster = (serials: readonly number[], name = '花名册.csv') =>
  csvFile(
    name,
    serials.map(serial => ({
      花名: `陈晓${'安宁远舟'.charAt(serial % 4)}`,
      证号: inventedId('1998-03-12', serial),
      哪个支部: branch,
      联络: '13800001234',
    })),
  )
const map = { 花名: 'name', 证号: 'idNumber', 哪个支部: 'branch', 联络: 'ignore' }

const look = (pc: Pc, file: File, as?: Roster) =>
  resultOf(pc.ask.rosters.recognise({ file, ...(as !== undefined && { as }) }))
const byOf = (found: Awaited<ReturnType<typeof look>>) =>
  found.columns.map(({ name, field, by }) => [name, field, by])

test('what was said about columns is remembered once the import is done, and makes the next such file a sure one', async () => {
  const pc = await aDistrict()
  const first = oddRoster([501])
  expect(await look(pc, first)).toMatchObject({ as: null, sure: false })
  const preview = { file: first, as: 'members' as const, map, remember: true, dryRun: true }
  expect(await resultOf(pc.ask.rosters.importFile(preview))).toMatchObject({ created: 1, rejected: 0 })
  expect(await look(pc, first)).toMatchObject({ as: null })

  const before = changeCount(pc.folder)
  const taken = await resultOf(pc.ask.rosters.importFile({ ...preview, dryRun: false }))
  expect(taken).toMatchObject({
    created: 1,
    columns: { matched: { 花名: 'name', 证号: 'idNumber', 哪个支部: 'branch' }, ignored: ['联络'] },
  })
  const written = changeCount(pc.folder) - before

  const second = oddRoster([502, 503])
  const found = await look(pc, second)
  expect(found).toMatchObject({ as: 'members', sure: true, missing: [] })
  expect(byOf(found)).toEqual([
    ['花名', 'name', 'remembered'],
    ['证号', 'idNumber', 'remembered'],
    ['哪个支部', 'branch', 'remembered'],
    ['联络', null, 'remembered'],
  ])
  expect(await resultOf(pc.ask.rosters.importFile({ file: second, as: 'members' }))).toMatchObject({
    created: 2,
    rejected: 0,
  })
  expect(written).toBeGreaterThan(0)
  // Remembering is no change of the registry: taking the import back leaves it, and no packet carries it.
  expect(await resultOf(pc.ask.registry.undo({ changeSet: taken.changeSet ?? 0 }))).toMatchObject({
    undone: true,
  })
  expect(await look(pc, oddRoster([504]))).toMatchObject({ as: 'members', sure: true })
  await expectSound(pc)
})

test('what is remembered counts for its own kind of roster, gives way to what is said now, and is replaced by it', async () => {
  const pc = await aDistrict()
  const take = (file: File, more: object = {}) =>
    resultOf(pc.ask.rosters.importFile({ file, as: 'members', ...more }))
  await take(oddRoster([501]), { map, remember: true })
  expect(byOf(await look(pc, oddRoster([502]), 'cadres')).map(([, , by]) => by)).toEqual([
    null,
    null,
    null,
    null,
  ])
  const now = await take(oddRoster([502]), { map: { 联络: 'phone' }, remember: true })
  expect(now.columns).toMatchObject({ matched: { 联络: 'phone' }, ignored: [] })
  expect(byOf(await look(pc, oddRoster([503]), 'members'))[3]).toEqual(['联络', 'phone', 'remembered'])
})

test('without being asked to, an import remembers nothing', async () => {
  const pc = await aDistrict()
  await resultOf(pc.ask.rosters.importFile({ file: oddRoster([501]), as: 'members', map }))
  expect(await look(pc, oddRoster([502]))).toMatchObject({ as: null })
  const asked = { file: oddRoster([502]), as: 'members' as const }
  expect(await refusalOf(resultOf(pc.ask.rosters.importFile(asked)))).toMatchObject({
    code: 'header-not-found',
  })
})

test('a file is looked into before there is a registry', async () => {
  const pc = await openPc('empty')
  pcs.push(pc)
  expect(await look(pc, csvFile('团员.csv', memberLines))).toMatchObject({ as: 'members', sure: true })
})

const filledIn = {
  orgs: orgLines,
  members: memberLines,
  cadres: cadreLines,
  meetings: meetingLines,
}

test.each(['orgs', 'members', 'cadres', 'meetings'] as const)(
  'an empty table of %s that was filled in comes in without a question',
  async as => {
    const pc = await aDistrict()
    const { file } = await pc.ask.rosters.template({ as })
    const { sheets } = await readXlsx(new Uint8Array(await file.arrayBuffer()))
    const [table, notes] = sheets
    const headers = table?.rows[0]?.map(String) ?? []
    const lines = filledIn[as].slice(0, 3)
    const cellOf = (line: Line, header: string) => line[header.replace('（必填）', '')] ?? null
    for (const heading of Object.keys(lines[0] ?? {}))
      expect(headers.map(header => header.replace('（必填）', ''))).toContain(heading)
    const rows = [headers, ...lines.map(line => headers.map(header => cellOf(line, header)))]
    const bytes = await writeXlsx({
      sheets: [
        { name: table?.name ?? '', rows },
        { name: notes?.name ?? '', rows: notes?.rows ?? [] },
      ],
    })
    const back = new File([new Uint8Array(bytes)], file.name)
    expect(await look(pc, back)).toMatchObject({ as, sure: true, sheet: table?.name })
    expect(await resultOf(pc.ask.rosters.importFile({ file: back, as }))).toMatchObject({
      read: 3,
      unchanged: 3,
      rejected: 0,
      problems: [],
      columns: { ignored: [] },
    })
  },
)
