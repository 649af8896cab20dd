import { expect, test } from 'vitest'
import { conflictsOf, expectSameTables, openOffice, openOffices, rowOf, tell } from './offices.ts'

test('the head of highest version is the value, and both are shown until one change names them all', async () => {
  const { a, b } = openOffices('a', 'b')
  const li = await a.write(set => set.create('person', { name: '李', phone: '0' }))
  await tell(a, b)
  await a.write(set => set.edit('person', li, { phone: '1' }))
  await b.write(set => set.edit('person', li, { phone: '2' }))
  await expectSameTables(a, b)
  expect(rowOf(a, 'person', li)).toEqual({ id: li, name: '李', phone: '2' })
  expect(conflictsOf(a)).toEqual({ [`${li} phone`]: [{ phone: '1' }, { phone: '2' }] })

  await a.write(set => set.edit('person', li, { phone: '1' }))
  await expectSameTables(a, b)
  expect(rowOf(b, 'person', li)).toEqual({ id: li, name: '李', phone: '1' })
  expect(conflictsOf(b)).toEqual({})
})

test('a change that names only one of two heads settles nothing', async () => {
  const { a, b } = openOffices('a', 'b')
  const li = await a.write(set => set.create('person', { name: '李', phone: '0' }))
  await tell(a, b)
  await a.write(set => set.edit('person', li, { phone: '1' }))
  await b.write(set => set.edit('person', li, { phone: '2' }))
  await b.write(set => set.edit('person', li, { phone: '3' }))
  await expectSameTables(a, b)
  expect(conflictsOf(a)).toEqual({ [`${li} phone`]: [{ phone: '1' }, { phone: '3' }] })
})

test('a form names the heads that stood on the screen when editing began', async () => {
  const { a, b } = openOffices('a', 'b')
  const li = await a.write(set => set.create('person', { name: '李', phone: '0' }))
  await tell(a, b)
  const screen = a.journal.absorber.headsOf(li)
  await b.write(set => set.edit('person', li, { phone: '2' }))
  await tell(b, a)
  await a.write(set => set.edit('person', li, { phone: '1' }, screen))
  await expectSameTables(a, b)
  expect(conflictsOf(a)).toEqual({ [`${li} phone`]: [{ phone: '2' }, { phone: '1' }] })
})

test('different registers of one record are written side by side without a conflict', async () => {
  const { a, b } = openOffices('a', 'b')
  const li = await a.write(set => set.create('person', { name: '李' }))
  await tell(a, b)
  await a.write(set => set.edit('person', li, { phone: '1' }))
  await b.write(set => set.edit('person', li, { email: 'li@example.org', name: '李二' }))
  await expectSameTables(a, b)
  expect(rowOf(a, 'person', li)).toEqual({ id: li, name: '李二', phone: '1', email: 'li@example.org' })
  expect(conflictsOf(a)).toEqual({})
})

test('ID number, birth date and sex are one register: never one number with the other birth date', async () => {
  const { a, b } = openOffices('a', 'b')
  const li = await a.write(set => set.create('person', { name: '李' }))
  await tell(a, b)
  const ofA = { id_number: '440399200001010017', birth: '2000-01-01', sex: '男' }
  const ofB = { id_number: '440399199902020028', birth: '1999-02-02' }
  await a.write(set => set.edit('person', li, ofA))
  await b.write(set => set.edit('person', li, ofB))
  await expectSameTables(a, b)
  expect(rowOf(a, 'person', li)).toEqual({ id: li, name: '李', ...ofB })
  expect(conflictsOf(a)).toEqual({ [`${li} identity`]: [ofA, ofB] })
})

test('the same value written in two places is no conflict', async () => {
  const { a, b } = openOffices('a', 'b')
  const li = await a.write(set => set.create('person', { name: '李' }))
  await tell(a, b)
  await a.write(set => set.edit('person', li, { phone: '1' }))
  await b.write(set => set.edit('person', li, { phone: '1' }))
  await expectSameTables(a, b)
  expect(conflictsOf(a)).toEqual({})
})

test('a creation writes every register, those that it left empty too', async () => {
  const { a, b } = openOffices('a', 'b')
  await a.write(set => set.create('person', { name: '李', phone: '1' }, 'li'))
  await b.write(set => set.create('person', { name: '李' }, 'li'))
  await expectSameTables(a, b)
  expect(rowOf(a, 'person', 'li')).toEqual({ id: 'li', name: '李' })
  expect(conflictsOf(a)).toEqual({ 'li phone': [{ phone: '1' }, {}] })
})

test('a register of which all heads say different things shows every one of them', async () => {
  const { a, b, c } = openOffices('a', 'b', 'c')
  const li = await a.write(set => set.create('person', { name: '李', phone: '0' }))
  await tell(a, b)
  await tell(a, c)
  for (const [office, phone] of [
    [a, '1'],
    [b, '2'],
    [c, '3'],
  ] as const) {
    await office.write(set => set.edit('person', li, { phone }))
  }
  await expectSameTables(a, b, c)
  expect(conflictsOf(c)).toEqual({ [`${li} phone`]: [{ phone: '1' }, { phone: '2' }, { phone: '3' }] })
})

test('a field that is emptied is empty, and an empty head may be in conflict', async () => {
  const { a, b } = openOffices('a', 'b')
  const li = await a.write(set => set.create('person', { name: '李', phone: '0' }))
  await tell(a, b)
  await a.write(set => set.edit('person', li, { phone: null }))
  await expectSameTables(a)
  expect(rowOf(a, 'person', li)).toEqual({ id: li, name: '李' })
  await b.write(set => set.edit('person', li, { phone: '2' }))
  await expectSameTables(a, b)
  expect(conflictsOf(a)).toEqual({ [`${li} phone`]: [{}, { phone: '2' }] })
})

test('text is stored in its composed form, so that two ways to type it are one value', async () => {
  const { a, b } = openOffices('a', 'b')
  const li = await a.write(set => set.create('person', { name: '李', workplace: 'Cafe\u0301' }))
  await tell(a, b)
  await a.write(set => set.edit('person', li, { workplace: 'Re\u0301sidence' }))
  await b.write(set => set.edit('person', li, { workplace: 'R\u00e9sidence' }))
  await expectSameTables(a, b)
  expect(rowOf(a, 'person', li)).toEqual({ id: li, name: '李', workplace: 'R\u00e9sidence' })
  expect(conflictsOf(a)).toEqual({})
})

test('a value of another shape than its field has is left out, and breaks nothing', async () => {
  const a = openOffice('a')
  await a.write(set => set.create('person', { name: '李', phone: 5, email: ['x'] }, 'li'))
  await a.write(set => set.create('person', { name: 7 }, 'nobody'))
  await expectSameTables(a)
  expect(rowOf(a, 'person', 'li')).toEqual({ id: 'li', name: '李' })
  expect(rowOf(a, 'person', 'nobody')).toBeUndefined()
})

test('a creation is one version for all registers; only later changes name their own', async () => {
  const a = openOffice('a')
  const li = await a.write(set => set.create('person', { name: '李', phone: '0' }))
  await a.write(set => set.edit('person', li, { phone: '1' }))
  await expectSameTables(a)
  const heads = a.journal.absorber.headsOf(li) ?? {}
  expect(heads['phone']).toEqual(['2@a-000001'])
  const { phone: _phone, ...others } = heads
  expect(new Set(Object.values(others).flat())).toEqual(new Set(['1@a-000001']))
})
