import { expect, test } from 'vitest'
import { receiveWaiting } from '#tests/fixtures/waiting.ts'
import { openOffices, reason } from './offices.ts'

test('of changes that wait to be stored those that are known, or wait twice, are passed over, and the others keep their order', async () => {
  const { a, b } = openOffices('a', 'b')
  const [wang, li] = await a.write(set => [
    set.create('person', { name: '王' }),
    set.create('person', { name: '李' }),
  ])
  await b.receive(a.changes())
  await a.write(set => {
    set.edit('person', wang ?? '', { phone: '1' })
    set.edit('person', li ?? '', { phone: '2' })
  })
  const [edit] = a.changes().slice(-1)
  await a.write(set => set.giveBack([[edit?.origin.writer ?? '', edit?.n ?? 0, edit?.n ?? 0]], reason))
  const all = a.changes()
  const done = await b.journal.write({ label: { what: 'test' }, actor: 'b' }, set =>
    receiveWaiting(b.db, set, [...all, ...all]),
  )
  expect(done).toMatchObject({ changes: 3, result: 3 })
  expect(b.changes()).toEqual(all)
  expect(b.differences()).toEqual([])
  const again = await b.journal.write({ label: { what: 'test' }, actor: 'b' }, set =>
    receiveWaiting(b.db, set, all),
  )
  expect(again).toMatchObject({ changeSet: null, changes: 0, result: 0 })
})
