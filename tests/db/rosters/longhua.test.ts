import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { recognise } from '#db/rosters/recognising/recognise.ts'
import { writeRoster } from '#db/rosters/writing/write-roster.ts'
import { soffice } from '#tests/fixtures/libreoffice.ts'
import { bytesOf, converted, day, kindNamed, readAll } from './make-file.ts'

const folder = new URL('../../../../shared/data/longhua-2018/', import.meta.url)
const present = existsSync(folder)
if (!present) console.log('The sample rosters of 2018 do not lie beside the checkout: they were not read')
const bytesFrom = (name: string) => readFileSync(new URL(name, folder))
const today = day('2018-12-31')

const codeOfVerdict: Record<string, string[]> = {
  'ID checksum': ['id-checksum'],
  'ID rounded by a spreadsheet': ['id-rounded'],
  'impossible date': ['date-impossible'],
  'birth date contradicts ID': ['id-birth-differs'],
  'name missing': ['name-missing'],
  'same ID twice in the file': ['id-twice'],
  'name is not a name': ['formula'],
  /** What only the registry knows. */
  'unknown organization': [],
}

describe.skipIf(!present)('the rosters of a district of 2018', () => {
  test.each<[string, string, number, string | undefined]>([
    ['orgs.xlsx', 'orgs', 954, '2018-12-31'],
    ['members.xlsx', 'members', 8368, '2018-12-31'],
    ['cadres.xls', 'cadres', 1540, '2018-12-31'],
    ['activities.csv', 'meetings', 6226, undefined],
  ])('%s is taken whole', async (name, as, count, rosterDay) => {
    const bytes = bytesFrom(name)
    expect(await recognise({ bytes, fileName: name })).toMatchObject({ as, sure: true })
    const { roster, rows } = await readAll({ bytes, fileName: name, as, today })
    expect(roster.day).toBe(rosterDay)
    expect(roster.columns.ignored).toEqual([])
    expect(rows.filter(row => row.refused)).toEqual([])
    expect(rows).toHaveLength(count)
    const notes = new Set(rows.flatMap(row => row.problems.map(problem => problem.code)))
    expect([...notes]).toEqual(as === 'cadres' ? ['date-order'] : [])
  })

  test.each<[string, string]>([
    ['orgs.xlsx', 'orgs'],
    ['members.xlsx', 'members'],
    ['cadres.xls', 'cadres'],
    ['activities.csv', 'meetings'],
  ])('%s written anew reads as the same rows', async (name, as) => {
    const { rows } = await readAll({ bytes: bytesFrom(name), as, today })
    const values = rows.flatMap(row => (row.refused ? [] : [row.values]))
    for (const format of ['xlsx', 'csv'] as const) {
      const bytes = await bytesOf(writeRoster({ kind: kindNamed(as), format, day: today, rows: values }))
      const again = await readAll({ bytes, as, today })
      expect(again.rows.map(row => (row.refused ? row.problems : row.values))).toEqual(values)
    }
  })

  const verdicts = (bytes: Uint8Array) => readAll({ bytes, as: 'members', today })

  test('each row of the dirty roster gets its verdict, and a proposal where one is plausible', async () => {
    const expected: { rows: { row: number; verdict: string }[] } = JSON.parse(
      bytesFrom('members-dirty.expect.json').toString('utf8'),
    )
    const { rows } = await verdicts(bytesFrom('members-dirty.xlsx'))
    // All of them have the same telephone, which is told of each that is taken.
    const codes = rows.map(row => row.problems.map(problem => problem.code))
    expect(rows.every((row, i) => row.refused || codes[i]?.includes('phone-copied'))).toBe(true)
    const found = rows.map((row, i) => [row.row, codes[i]?.filter(code => code !== 'phone-copied')])
    expect(found).toEqual(
      expected.rows.map(({ row, verdict }) => [row, codeOfVerdict[verdict.replace('rejected: ', '')] ?? []]),
    )
    const repairs = rows.filter(row => row.problems.some(problem => problem.repair !== null))
    expect(repairs.map(row => row.row)).toEqual([44, 45, 46, 47, 48, 49, 59, 60, 61, 62, 63, 64])
  })

  test.skipIf(soffice === undefined).each(['xls', 'ods'])(
    'the dirty roster gets the same verdicts as %s',
    async format => {
      const original = await verdicts(bytesFrom('members-dirty.xlsx'))
      const { rows } = await verdicts(converted(bytesFrom('members-dirty.xlsx'), 'xlsx', format))
      const told = (list: typeof rows) =>
        list.map(row => [row.row, row.problems.map(problem => problem.code)])
      expect(told(rows)).toEqual(told(original.rows))
    },
  )
})
