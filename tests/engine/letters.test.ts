import { afterEach, expect, test } from 'vitest'
import { type Pc, refusalOf } from '#tests/fixtures/engine.ts'
import { filledDistrict } from '#tests/fixtures/small-district.ts'

const pcs: Pc[] = []

async function aDistrict(): Promise<Pc> {
  const pc = await filledDistrict.open('district')
  pcs.push(pc)
  return pc
}

afterEach(async () => {
  for (const pc of pcs) expect(pc.bugs).toEqual([])
  await Promise.all(pcs.splice(0).map(pc => pc.discard()))
})

const asOf = '2020-03-31'
const letters = (pc: Pc, more: object = {}) =>
  pc.ask.lifeline.electionLetters({ name: '提醒函.docx', asOf, ...more })

test('a letter goes to every organization whose election is overdue or due within half a year, or to those named', async () => {
  const pc = await aDistrict()
  const held = { org: '南湾社区第一', elected: '2018-01-01', years: '3' }
  await pc.ask.records.add({ kind: 'term', set: held, by: '李书记' })
  const due = await pc.ask.lifeline.elections({ asOf })
  expect(due.overdue + due.dueSoon).toBeGreaterThan(1)
  const all = await letters(pc)
  expect(all.letters).toBe(due.overdue + due.dueSoon)
  expect(all.file.name).toBe('提醒函.docx')
  expect([...new Uint8Array(await all.file.arrayBuffer()).subarray(0, 2)]).toEqual([0x50, 0x4b])
  const later = due.rows.find(row => row.due > due.soon)
  expect(later?.name).toContain('南湾社区第一')
  expect((await letters(pc, { ids: [later?.id, 'nobody'] })).letters).toBe(1)
  const below = await letters(pc, { org: '东坪社区' })
  expect(below.letters).toBe(2)
})

test('where nothing is due, and under a name that is no document’s, it is said', async () => {
  const pc = await aDistrict()
  expect((await refusalOf(letters(pc, { ids: [] }))).code).toBe('no-letters')
  expect((await refusalOf(letters(pc, { name: '提醒函.pdf' }))).code).toBe('format-unknown')
  expect((await refusalOf(letters(pc, { name: 'con.docx' }))).code).toBe('file-name-reserved')
})
