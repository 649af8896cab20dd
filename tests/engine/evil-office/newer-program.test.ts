import { expect, test } from 'vitest'
import { compareWithJournal } from '#db/journal/compare.ts'
import { EvilOffice } from './evil-office.ts'
import { begun, sentences } from './world.ts'

test('what a newer program wrote and this one does not know is told, kept and passed on through two offices', async () => {
  const world = await begun()
  const newer = new EvilOffice(world.C)
  const person = world.C.person('C-1 one')
  const changes = [
    newer.create('award', { title: '五四红旗' }, 'award-1', { hangsOn: ['C-1'] }),
    newer.edit('person', person, 'hobby', { hobby: '书法' }),
    newer.edit('person', person, 'email', { email: 'a@b.cn' }),
  ].map(change => ({ ...change, schema: 999 }))
  const told = sentences(
    await world.S.opens(await newer.packet(world.S, { changes, seals: [newer.seal(changes)] })),
  )
  // The address is known here, whoever wrote it.
  expect(told).toContain('2 changes by a newer version of this program cannot be shown here yet')
  expect(sentences(await world.D.opens(await world.S.exportTo(world.D)))).toContain(
    '2 changes by a newer version',
  )
  expect(world.D.journal.changes.firstOfThing('award-1')).toMatchObject({ entity: 'award', schema: 999 })
  expect(world.D.ids('SELECT email AS id FROM person WHERE id = ?', person)).toEqual(['a@b.cn'])
  for (const { db, journal } of [world.S, world.D]) expect(compareWithJournal(db, journal)).toEqual([])
})
