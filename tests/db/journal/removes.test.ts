import { expect, test } from 'vitest'
import { conflictsOf, exchange, expectSameTables, openOffices, rowOf, shadowOf, tell } from './offices.ts'

test('a removal that saw all heads takes the record away', async () => {
  const { a, b } = openOffices('a', 'b')
  const li = await a.write(set => set.create('person', { name: '李', phone: '0' }))
  await a.write(set => set.edit('person', li, { phone: '1' }))
  await tell(a, b)
  await b.write(set => set.remove('person', li))
  await expectSameTables(a, b)
  expect(rowOf(a, 'person', li)).toBeUndefined()
  expect(shadowOf(a, li)).toBeUndefined()
  expect(conflictsOf(a)).toEqual({})
})

test('a put that the removal did not see keeps the record: edited here, removed there', async () => {
  const { a, b } = openOffices('a', 'b')
  const li = await a.write(set => set.create('person', { name: '李', phone: '0' }))
  await tell(a, b)
  await a.write(set => set.remove('person', li))
  await b.write(set => set.edit('person', li, { phone: '1' }))
  await expectSameTables(a, b)
  expect(rowOf(a, 'person', li)).toEqual({ id: li, name: '李', phone: '1' })
  expect(Object.keys(conflictsOf(a))).toEqual([`${li} *`])
  expect(conflictsOf(a)[`${li} *`]).toContain('remove')
})

test.each(['a', 'b'] as const)(
  'a removal anew by %s, who sees the edit, ends the conflict and the record',
  async by => {
    const offices = openOffices('a', 'b')
    const { a, b } = offices
    const li = await a.write(set => set.create('person', { name: '李' }))
    await tell(a, b)
    await a.write(set => set.remove('person', li))
    await b.write(set => set.edit('person', li, { phone: '1' }))
    await exchange(a, b)
    await offices[by].write(set => set.remove('person', li))
    await expectSameTables(a, b)
    expect(rowOf(a, 'person', li)).toBeUndefined()
    expect(conflictsOf(a)).toEqual({})
  },
)

test('an edit anew by somebody who sees the removal ends the conflict and keeps all of the record', async () => {
  const { a, b } = openOffices('a', 'b')
  const li = await a.write(set => set.create('person', { name: '李', email: 'li@example.org' }))
  await tell(a, b)
  await a.write(set => set.remove('person', li))
  await b.write(set => set.edit('person', li, { phone: '1' }))
  await exchange(a, b)
  await a.write(set => set.edit('person', li, { phone: '1' }))
  await expectSameTables(a, b)
  expect(rowOf(b, 'person', li)).toEqual({ id: li, name: '李', email: 'li@example.org', phone: '1' })
  expect(conflictsOf(b)).toEqual({})
})

test('two who remove the same record are of one mind', async () => {
  const { a, b } = openOffices('a', 'b')
  const li = await a.write(set => set.create('person', { name: '李' }))
  await tell(a, b)
  await a.write(set => set.remove('person', li))
  await b.write(set => set.remove('person', li))
  await expectSameTables(a, b)
  expect(rowOf(a, 'person', li)).toBeUndefined()
  expect(conflictsOf(a)).toEqual({})
})

test('of two heads that differ, the one that a removal saw gives way to the one that it did not see', async () => {
  const { a, b, c } = openOffices('a', 'b', 'c')
  const li = await a.write(set => set.create('person', { name: '李', phone: '0' }))
  await tell(a, b)
  await tell(a, c)
  await b.write(set => set.edit('person', li, { phone: 'unseen' }))
  await c.write(set => set.edit('person', li, { phone: 'seen' }))
  await tell(c, a)
  await a.write(set => set.remove('person', li))
  await expectSameTables(a, b, c)
  expect(rowOf(a, 'person', li)).toEqual({ id: li, name: '李', phone: 'unseen' })
  expect(Object.keys(conflictsOf(a))).toEqual([`${li} *`])
})

test('a removal that is taken back leaves the record as it was', async () => {
  const { a, b } = openOffices('a', 'b')
  const li = await a.write(set => set.create('person', { name: '李', phone: '0' }))
  await a.write(set => set.remove('person', li))
  await a.write(set =>
    set.giveBack([['a-000001', 2, 2]], { code: 'taken-back', zh: '撤销', en: 'taken back' }),
  )
  await expectSameTables(a, b)
  expect(rowOf(b, 'person', li)).toEqual({ id: li, name: '李', phone: '0' })
})
