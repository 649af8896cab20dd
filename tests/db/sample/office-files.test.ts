import { describe, expect, test } from 'vitest'
import { generateDistrict } from '#db/sample/generate-district.ts'
import { officeFiles, type SampleRoster } from '#db/sample/office-files.ts'
import { bytesOf, readBack } from './read-back.ts'

const district = generateDistrict()
const files = officeFiles(district)
const rowsOf: Readonly<Record<SampleRoster, Iterable<object>>> = { ...district, ...district.standing }
const fullNames = new Map([...district.orgs].map(org => [org.shortName, org.name]))
const inFull = (name: string | undefined) => fullNames.get(name) ?? name

/** A row with organizations by their full names. */
function named(row: object) {
  const written = Object.entries(row)
  return Object.fromEntries(written.map(([key, value]) => [key, references.has(key) ? inFull(value) : value]))
}
const references = new Set(['branch', 'org', 'parent'])

describe.each(files)('$name', file => {
  test('is read without a refused row and without a remark, and gives the rows of the district', async () => {
    const { roster, taken, refused } = await readBack(file)
    expect(refused).toEqual([])
    expect(taken.flatMap(row => row.problems)).toEqual([])
    expect(roster.day).toBe(district.asOf)
    expect(roster.unit).toBe('共青团深圳市龙华区委员会')
    expect(roster.columns.ignored).toEqual(['序号'])
    expect(taken.map(row => named(row.values))).toEqual([...rowsOf[file.as]].map(row => ({ ...row })))
  })

  test('is the same bytes every time', async () => {
    expect((await bytesOf(file)).equals(await bytesOf(file))).toBe(true)
  })

  test('is as careless as offices are', async () => {
    const { taken } = await readBack(file)
    const cells = taken.flatMap(row => row.cells)
    const texts = cells.filter(cell => typeof cell === 'string')
    const has = (pattern: RegExp) => texts.some(text => pattern.test(text))
    expect(has(/^\d{4}年\d{1,2}月\d{1,2}日$/)).toBe(true)
    expect(has(/^\d{4}\.\d{1,2}\.\d{1,2}$/)).toBe(true)
    expect(has(/^[\uff10-\uff19-]+$/)).toBe(true)
    expect(texts.some(text => fullNames.has(text))).toBe(true)
    if (file.name.endsWith('.xlsx')) expect(cells.some(cell => typeof cell === 'object')).toBe(true)
  })
})

test('the meetings are in GBK, not in UTF-8', async () => {
  const bytes = await bytesOf(files.find(file => file.as === 'meetings')!)
  expect(() => new TextDecoder('utf-8', { fatal: true }).decode(bytes)).toThrow()
  expect(new TextDecoder('gbk', { fatal: true }).decode(bytes)).toContain('填报日期:2018-12-31')
})
