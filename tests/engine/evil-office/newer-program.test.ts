import { expect, test } from 'vitest'
import { versionOf } from '#db/journal/change.ts'
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

test('what lay here unread until an update is about nobody whom its envelope did not name when it was judged', async () => {
  const world = await begun()
  const { S } = world
  const [own, foreign] = [world.C.person('C-1 one'), S.person('C1-1 one')]
  const newer = new EvilOffice(world.C)
  const free = { schema: 999, hangsOn: [own, 'C-1'] }
  const honest = newer.create('post', { person: own, org: 'C-1', title: '书记' }, 'honest', free)
  const changes = [
    honest,
    newer.create('post', { person: foreign, org: 'C-1', title: '书记' }, 'of-others', free),
    newer.create('post', { person: own, org: 'C1-1', title: '书记' }, 'elsewhere', free),
    newer.edit(
      'post',
      'honest',
      'place',
      { person: foreign, org: 'C-1' },
      { ...free, base: [versionOf(honest)] },
    ),
    newer.create(
      'standing',
      { person: foreign, status: 'expelled', report: 'approved', since: '2018-01-01', follows: [] },
      'out',
      { ...free, hangsOn: [own] },
    ),
  ]
  // As a program stored them that knew neither of these kinds; then it was updated.
  await S.write(set => {
    set.receive(changes)
  })
  for (const kind of ['post', 'standing'])
    expect(S.ids(`SELECT id FROM ${kind} WHERE person = ?`, foreign)).toEqual([])
  expect(S.ids('SELECT id FROM post')).toEqual([])
  expect(S.ids("SELECT thing AS id FROM shadow WHERE state = 'incomplete' ORDER BY thing")).toEqual([
    'elsewhere',
    'honest',
    'of-others',
    'out',
  ])
  expect(compareWithJournal(S.db, S.journal)).toEqual([])
})
