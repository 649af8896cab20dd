import { expect, test } from 'vitest'
import { openForm } from '#db/forms/open-form.ts'
import { comparison, memberRoster, partsIn, wordTable } from '#tests/fixtures/blank-forms.ts'
import { type Pc, refusalOf, resultOf } from '#tests/fixtures/engine.ts'
import { codes, exchangeAll } from '#tests/fixtures/exchange.ts'
import { memberLines } from '#tests/fixtures/small-district.ts'
import { expectAgreement, threeOffices } from './three-offices.ts'

const { offices } = threeOffices()

async function added(pc: Pc, name: string, bytes: Buffer) {
  const { item } = await resultOf(pc.ask.attachments.put({ file: new File([new Uint8Array(bytes)], name) }))
  return pc.ask.forms.add({ item, by: '王书记' })
}

const textsOf = async (file: File) => {
  const { parts } = await openForm(file.name, new Uint8Array(await file.arrayBuffer()))
  return new Map(parts.flatMap(({ cells }) => cells.map(({ at, text }) => [at, text] as const)))
}

test('a form is added, corrected once, filled in a moment, and filled by the office below from the same marks', async () => {
  const all = await offices()
  const { district, community } = all
  await added(district, '2018年团员花名册.xlsx', await memberRoster())
  const { forms } = await district.ask.forms.list({})
  expect(forms).toMatchObject([{ name: '2018年团员花名册', kind: 'xlsx', isHere: true, places: 12 }])
  const id = forms[0]?.id ?? ''

  // what the program proposed is corrected: nothing in the column of e-mail, a note beside the sum
  const unknown = await refusalOf(district.ask.forms.map({ id, set: { 's1!F5:F7': 'shoeSize' } }))
  expect(unknown.code).toBe('mark-unknown')
  expect(unknown.text.zh).toContain('phone')
  await district.ask.forms.map({ id, set: { 's1!F5:F7': '', 's1!C8': 'figure:members' }, by: '王书记' })

  const shown = await district.ask.forms.show({ id, year: 2018 })
  expect(shown.rows).toMatchObject([{ at: 's1!5:7', rows: memberLines.length }])
  expect(new Map(shown.values).get('s1!C8')).toBe(memberLines.length)

  const { file, rows, left } = await resultOf(district.ask.forms.fill({ id, year: 2018, by: '王书记' }))
  expect({ rows, left }).toEqual({ rows: memberLines.length, left: [] })
  expect(file.name).toMatch(/^2018年团员花名册_.*_2018\.xlsx$/)
  const texts = await textsOf(file)
  const names = memberLines.map((_, n) => texts.get(`s1!B${5 + n}`))
  expect(names.toSorted()).toEqual(memberLines.map(line => line['姓名']).toSorted())
  expect(texts.get(`s1!C${5 + memberLines.length}`)).toBe(String(memberLines.length))

  // it travels down with its file, and is filled there with what lies there
  await exchangeAll(all)
  await expectAgreement(all)
  const [below] = (await community.ask.forms.list({})).forms
  expect(below).toMatchObject({ id, isHere: true, places: 12 })
  const own = await resultOf(community.ask.forms.fill({ id, year: 2018 }))
  expect(own.rows).toBe(8)
})

test('next year’s edition knows what a person said of this one, wherever the same words stand now', async () => {
  const { district } = await offices()
  const first = await added(district, '2018年对比表.xlsx', await comparison())
  await district.ask.forms.map({ id: first.id, set: { 's1!D6': 'text:不适用', 's1!C3': 'text:名' } })
  const next = await added(district, '2019年对比表.xlsx', await comparison())
  expect(next.marks).toMatchObject({ 's1!D6': 'text:不适用', 's1!C3': 'text:名', 's1!D3': 'figure:members' })
  const named = await refusalOf(district.ask.forms.show({ id: '不存在的表' }))
  expect(named.code).toBe('form-unknown')
})

test('a Word form is filled with cadres and figures; one of a street has only the street’s', async () => {
  const { district } = await offices()
  const { id } = await added(district, '登记表.docx', await wordTable())
  const whole = await resultOf(district.ask.forms.fill({ id, year: 2018, by: '王书记' }))
  const part = await resultOf(district.ask.forms.fill({ id, year: 2018, by: '王书记', org: codes.street }))
  const [ofAll, ofStreet] = [await textsOf(whole.file), await textsOf(part.file)]
  expect(ofAll.get('t1!B2')).toBe(String(memberLines.length))
  expect(Number(ofStreet.get('t1!B2'))).toBeLessThan(memberLines.length)
  expect(ofAll.get('t1!D3')).toBe('2018年12月31日')
  expect(ofAll.get('t1!B3')).toBe('王书记')
  expect(
    (await partsIn(new Uint8Array(await whole.file.arrayBuffer()))).get('docProps/custom.xml'),
  ).toContain('留着')
})

test('what is no form is refused when it is added', async () => {
  const { district } = await offices()
  const { item } = await resultOf(
    district.ask.attachments.put({ file: new File(['%PDF-1.4 x'], '通知.pdf') }),
  )
  expect((await refusalOf(district.ask.forms.add({ item }))).code).toBe('form-not-office')
  expect((await district.ask.forms.list({})).forms).toEqual([])
})
