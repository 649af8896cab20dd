import { expect, test } from 'vitest'
import type { ChangeSet } from '#db/journal/change-set.ts'
import { openOffice, reason } from './offices.ts'

const acts: Readonly<Record<string, (set: ChangeSet) => unknown>> = {
  create: set => set.create('person', { name: '王' }),
  edit: set => set.edit('person', 'a-000002', { phone: '1' }),
  remove: set => set.remove('person', 'a-000002'),
  giveBack: set => set.giveBack([['a-000001', 1, 1]], reason),
  giveBackInSlices: set => set.giveBackInSlices([['a-000001', 1, 1]], reason),
  admit: set => set.admit([['a-000001', 1, 1]], reason),
  receive: set => set.receive([]),
}

test.each(Object.entries(acts))('a change set that was written accepts no more: %s', async (_, act) => {
  const a = openOffice('a')
  const ended = await a.write(set => {
    set.create('person', { name: '李' })
    return set
  })
  await expect((async () => act(ended))()).rejects.toThrow('a change set that has ended accepts nothing')
  expect(a.changes()).toHaveLength(1)
  expect(a.differences()).toEqual([])
})

test.each(Object.entries(acts))('a change set that was rolled back accepts no more: %s', async (_, act) => {
  const a = openOffice('a')
  let ended: ChangeSet | undefined
  const failed = a.write(set => {
    ended = set
    set.create('person', { name: '李' })
    throw new Error('the disk is full')
  })
  await expect(failed).rejects.toThrow('the disk is full')
  await expect((async () => ended && act(ended))()).rejects.toThrow(
    'a change set that has ended accepts nothing',
  )
  expect(a.changes()).toEqual([])
})
