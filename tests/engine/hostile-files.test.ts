import { afterAll, afterEach, expect, test } from 'vitest'
import { zipOf } from '#tests/db/sheets/make-zip.ts'
import { expectSound, type Pc, prepared, refusalOf, resultOf } from '#tests/fixtures/engine.ts'
import { beginDistrict, inventedId, memberLines, orgRoster } from '#tests/fixtures/small-district.ts'
import { changeCount, tablesOf } from '#tests/fixtures/table-dump.ts'

/** Rosters that nobody would send by accident, and what becomes of the registry that they are given to. */

const begun = prepared('hostile', async pc => {
  await beginDistrict(pc)
  await resultOf(pc.ask.rosters.importFile({ file: orgRoster(), as: 'orgs' }))
})
const pcs: Pc[] = []

async function aDistrict(): Promise<Pc> {
  const pc = await begun.open('district')
  pcs.push(pc)
  return pc
}

afterEach(async () => {
  await Promise.all(pcs.splice(0).map(pc => pc.discard()))
})
afterAll(() => begun.discard())

/** A workbook of one sheet whose XML is written by hand. */
function workbook(rows: string): File {
  const type = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
  const bytes = zipOf({
    '[Content_Types].xml': '<Types/>',
    '_rels/.rels': `<Relationships><Relationship Id="rId1" Type="${type}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    'xl/workbook.xml': '<workbook><sheets><sheet name="s" sheetId="1" r:id="rId1"/></sheets></workbook>',
    'xl/_rels/workbook.xml.rels': `<Relationships><Relationship Id="rId1" Type="${type}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
    'xl/worksheets/sheet1.xml': `<worksheet><sheetData>${rows}</sheetData></worksheet>`,
  })
  return new File([new Uint8Array(bytes)], '团员.xlsx')
}
const row = (cells: readonly string[]) =>
  `<row>${cells.map(text => `<c t="inlineStr"><is><t>${text}</t></is></c>`).join('')}</row>`
const branch = memberLines[0]?.['所在团支部'] ?? ''
const headers = ['姓名', '身份证号', '所在团支部', '单位']

test('half a surrogate pair in a cell is no character: journal and tables stay the same', async () => {
  const pc = await aDistrict()
  const cells = ['张好', inventedId('20010510', 11), branch, '好_xD83D_事&#xDE00;']
  const taken = await resultOf(
    pc.ask.rosters.importFile({ file: workbook(row(headers) + row(cells)), as: 'members' }),
  )
  expect(taken).toMatchObject({ created: 1, rejected: 0 })
  expect(tablesOf(pc.folder)['person']?.[0]?.['workplace']).toBe('好\ufffd事\ufffd')
  await expectSound(pc)
})

test('and so does what is written into the journal without a spreadsheet', async () => {
  const pc = await aDistrict()
  await pc.behindTheContract(session =>
    session.writing().journal.write({ label: { what: 'test' }, actor: '' }, set => {
      const id = set.create('person', {
        name: '张\ud83d好',
        id_type: 'resident',
        id_number: inventedId('20010510', 13),
      })
      set.edit('person', id, { workplace: '好\ude00' })
    }),
  )
  expect(tablesOf(pc.folder)['person']?.[0]).toMatchObject({ name: '张\ufffd好', workplace: '好\ufffd' })
  await expectSound(pc)
})

test.each<[string, () => File, string]>([
  [
    'more rows than are read',
    () => new File([`${headers.join()}\n${`张好,1,${branch},\n`.repeat(200_001)}`], '团员.csv'),
    'too-many-rows',
  ],
  [
    'a file that is too large',
    () => new File([Buffer.alloc(64_000_001, 'a,b\n')], '团员.csv'),
    'file-too-large',
  ],
  ['a workbook with nothing in it', () => workbook(''), 'file-empty'],
])('%s ends in a sentence, and nothing was written', async (_, file, code) => {
  const pc = await aDistrict()
  const before = changeCount(pc.folder)
  const importing = resultOf(pc.ask.rosters.importFile({ file: file(), as: 'members' }))
  expect(await refusalOf(importing)).toMatchObject({ code })
  expect(await refusalOf(resultOf(pc.ask.rosters.recognise({ file: file() })))).toMatchObject({ code })
  expect(changeCount(pc.folder)).toBe(before)
  await expectSound(pc)
})

test('rows that are all refused show how far they are, and may be stopped', async () => {
  const pc = await aDistrict()
  const before = changeCount(pc.folder)
  const rows = Array.from({ length: 2500 }, (_, i) => `王${i}x,1,没有的支部${i},`)
  const file = new File([[headers.join(), ...rows].join('\n')], '团员.csv')
  let told = 0
  for await (const event of await pc.ask.rosters.importFile({ file, as: 'members', dryRun: true })) {
    if (event.type === 'progress' && event.done > 0) {
      told = event.done
      break
    }
  }
  expect(told).toBeGreaterThan(0)
  expect(told).toBeLessThan(rows.length)
  expect(changeCount(pc.folder)).toBe(before)
  await expectSound(pc)
})
