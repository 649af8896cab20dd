import { expect, test } from 'vitest'
import { type Pc, resultOf } from '#tests/fixtures/engine.ts'
import { cadreLines, filledDistrict } from '#tests/fixtures/small-district.ts'

const cadre = cadreLines[0]?.['姓名'] ?? ''
const other = cadreLines[1]?.['姓名'] ?? ''

/** A 1+100 table as offices keep it: the cadre once above it, and in its rows nobody but the young people. */
const table = (above: readonly string[], head = '序号,姓名,工作单位,联系电话,所在领域') =>
  [
    ...above,
    head,
    '1,甲小青,青山快递站,13800000001,新兴领域',
    '2,乙小青,青山电子厂,13800000002,企业职工',
  ].join('\n')

const taken = async (pc: Pc, text: string, { as = 'contacts', name = '1+100.csv' } = {}) =>
  resultOf(pc.ask.rosters.importFile({ file: new File([text], name), as }))

async function contactsOf(pc: Pc): Promise<readonly string[]> {
  const { rows } = await pc.ask.records.list({ kind: 'contact' })
  return rows.map(({ refs, fields }) => `${refs['person']?.name}: ${String(fields['youth'])}`).toSorted()
}

test.each([
  ['behind a label', [`联系团干：${cadre}，联系电话：13900000000`]],
  ['in the cell behind a label', [`姓名登记,,`, `团干部姓名,${cadre},所在单位,东坪社区`]],
  ['in the title', [`2018年团干部${cadre}同志直接联系青年登记表`]],
  ['behind the title', [`团干部直接联系青年登记表（${cadre}）`]],
])('a cadre named %s is the cadre of all rows, and 姓名 there are the young people', async (_, above) => {
  const pc = await filledDistrict.open('named-above-one')
  const said = await taken(pc, table(above))
  expect(said.problems).toEqual([])
  expect(said.created).toBe(2)
  expect(said.columns.matched).toMatchObject({ 姓名: 'youth' })
  expect(await contactsOf(pc)).toEqual([`${cadre}: 乙小青`, `${cadre}: 甲小青`].toSorted())
  await pc.discard()
})

test('the name of the file says it as well, and whoever imports is told', async () => {
  const pc = await filledDistrict.open('named-above-file')
  const name = `${cadre}联系青年登记表.csv`
  const text = table([])
  const found = await resultOf(pc.ask.rosters.recognise({ file: new File([text], name), as: 'contacts' }))
  expect(found.missing).toEqual([])
  const said = await resultOf(
    pc.ask.rosters.importFile({ file: new File([text], name), as: 'contacts', dryRun: true }),
  )
  expect(JSON.stringify(said)).toContain(`按表上写的“${cadre}”登记`)
  expect((await taken(pc, text, { name })).created).toBe(2)
  await pc.discard()
})

test('rows that name their cadre themselves are his, whatever stands above; without any name the table is refused', async () => {
  const pc = await filledDistrict.open('named-above-rows')
  const text = table([`联系团干：${cadre}`], '序号,青年姓名,工作单位,联系电话,所在领域,姓名').replace(
    /(新兴领域|企业职工)/g,
    `$1,${other}`,
  )
  expect((await taken(pc, text)).created).toBe(2)
  expect(await contactsOf(pc)).toEqual([`${other}: 乙小青`, `${other}: 甲小青`].toSorted())
  await expect(taken(pc, table(['团干部直接联系青年登记表']))).rejects.toThrow(/青年姓名/)
  await expect(taken(pc, table([`联系团干：${cadre}`, `联系人：${other}`]))).rejects.toThrow(/青年姓名/)
  await pc.discard()
})

test('a diary of visits is of the one whom it names', async () => {
  const pc = await filledDistrict.open('named-above-visits')
  const text = `联系团干：${cadre}\n联系日期,联系形式,联系人数,联系内容\n2018.6.12,走访,12,看望小哥\n`
  expect(await taken(pc, text, { as: 'visits' })).toMatchObject({ created: 1, problems: [] })
  await pc.discard()
})
