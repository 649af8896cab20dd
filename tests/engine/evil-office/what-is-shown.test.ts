import { expect, test } from 'vitest'
import { type Change, rangesOf } from '#db/journal/change.ts'
import { readGivenBack } from '#db/packets/status/given-back.ts'
import { readStored } from '#db/registry/acts/stored.ts'
import { readDisputes } from '#db/registry/conflicts/disputes.ts'
import { readRecordsPast } from '#db/registry/history/records-past.ts'
import { readToldChanges } from '#db/registry/history/told-changes.ts'
import { readTrash } from '#db/registry/trash/read-trash.ts'
import { Refusal } from '#db/shared/refusal.ts'
import { EvilOffice } from './evil-office.ts'
import { begun, exchange, type OfficePc } from './world.ts'

/** What an enrolled office writes and others read: what was given back colours nothing, and no text passes for another one. */

const meeting = (org: string, topic: string) => ({
  ...{ org, type: '支部大会', held_on: '2018-06-01', topic, minutes: null },
})
const stay = { since: '2018-01-01', since_known: 1, follows: [] }
const changesOf = ({ journal, keys }: OfficePc) =>
  [...journal.changes.all()].filter(({ origin }) => origin.replica === keys.replica)
const window = { limit: 100, offset: 0 }
const said = (change: Change, actor: string): Change => ({ ...change, origin: { ...change.origin, actor } })

/** What a page says of a record that is gone. */
async function toldOf(pc: OfficePc, id: string): Promise<string> {
  try {
    await readStored(pc.session.reader(), id)
    return 'there'
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return error.message
  }
}

test('what was given back says neither who removed something, nor what it is called, nor whom it is about', async () => {
  const world = await begun()
  const { D } = world
  await D.write(set => {
    set.create('meeting', meeting('C1-1', 'first'), 'gone')
    set.create('meeting', meeting('C1-1', 'first'), 'kept')
  })
  await D.write(set => set.remove('meeting', 'gone'))
  await exchange(world)
  const evil = new EvilOffice(world.C2)
  const forged = { label: { what: 'remove', reason: 'forged' }, hangsOn: ['C1-1'] }
  const what = { type: '支部大会', held_on: '2018-06-01', topic: 'forged' }
  const changes = [
    said(evil.remove('meeting', 'gone', [], forged), 'forger'),
    evil.edit('meeting', 'gone', 'what', what, { hangsOn: ['C1-1'] }),
    evil.edit('meeting', 'kept', 'what', what, { hangsOn: ['C1-1'] }),
  ]
  const result = await D.opens(await evil.packet(D, { changes, seals: [evil.seal(changes)] }))
  expect(result.returned.map(({ code }) => code)).toEqual(changes.map(() => 'beyond-authority'))
  const trash = await readTrash(D.session.reader(), { kind: 'meeting', ...window })
  expect(trash.rows).toMatchObject([{ id: 'gone', actor: 'D', reason: null }])
  expect(JSON.stringify(trash)).not.toContain('forged')
  expect(await toldOf(D, 'gone')).toMatch(/ by D /)
  await D.write(set => set.edit('meeting', 'kept', { expected: 3 }))
  const past = await readRecordsPast(D.session.reader(), 'kept', window)
  expect(JSON.stringify(past.rows[0])).not.toContain('forged')
  expect(past.rows).toHaveLength(4)
})

test('what was made under an id and given back says nothing of what another office made under it, and hinders no undo of that', async () => {
  const { C, C1, D, S } = await begun()
  await C1.write(set => void set.create('meeting', meeting('C1-1', 'real'), 'held'))
  const evil = new EvilOffice(C)
  const claim = evil.create('meeting', meeting('C-1', 'forged'), 'held', { lamport: 1 })
  await S.opens(await evil.packet(S, { changes: [claim] }))
  const reason = { code: 'packet-returned', zh: '退回', en: 'returned' }
  await S.write(set => set.giveBack(rangesOf([[evil.writer, claim.n]]), reason))
  for (const [from, to] of [
    [C1, S],
    [S, D],
  ] as const)
    expect((await to.opens(await from.exportTo(to))).status).toBe('applied')
  // Both correct it at once.
  await C1.write(set => set.edit('meeting', 'held', { topic: 'lower' }))
  await S.write(set => set.edit('meeting', 'held', { topic: 'upper' }))
  await S.opens(await C1.exportTo(S))
  expect(readDisputes(S.db, S.journal).rows).toMatchObject([
    { about: { id: 'C1-1' }, detail: '2018-06-01 real' },
  ])
  await C1.opens(await S.exportTo(C1))
  await C1.write(set => set.remove('meeting', 'held'))
  await S.opens(await C1.exportTo(S))
  expect(S.ids("SELECT id FROM meeting WHERE id = 'held'")).toEqual([])
  const removals = changesOf(C1).filter(({ kind }) => kind === 'remove')
  await C1.write(set =>
    set.giveBack(rangesOf(removals.map(({ origin, n }) => [origin.writer, n] as const)), reason),
  )
  expect((await S.opens(await C1.exportTo(S))).returned).toEqual([])
  expect(S.ids("SELECT id FROM meeting WHERE id = 'held'")).toEqual(['held'])
})

test('31: no word, number, list or name of who worked turns a line round, wherever it is read', async () => {
  const world = await begun()
  const { S } = world
  const evil = new EvilOffice(world.C)
  const turned = '王\u202e\u001b[2J'
  const aCase = {
    org: 'C-1',
    opened: '2018-10-08',
    measures: ['选举'],
    owner: '李',
    liaison: '王',
    due: '2018-12-20',
  }
  const changes = [
    evil.create('rectification', { ...aCase, rules: [], problems: ['没有书记'] }, 'honest-case'),
    evil.create('rectification', { ...aCase, rules: [], problems: [turned] }, 'turned-case'),
    evil.create('meeting', { ...meeting('C-1', '学习'), type: turned }, 'turned-type'),
    evil.create('person', { name: '李', phone: turned }, 'turned-phone'),
    evil.create('transfer', {
      person: world.C.person('C-1 one'),
      home: 'C-1',
      target: 'C1',
      deadline: '\u202e1',
    }),
    evil.create('transfer', { person: world.C.person('C-1 two'), home: 'C-1', target: 'C1', way: 'inside' }),
    evil.create('step', {
      ...{ subject: 'honest-case', of: 'rectification', action: 'note', org: 'C-1', day: '2018-12-30' },
      ...{ note: turned, saw: [] },
    }),
    evil.edit('person', world.C1.person('C1-1 one'), 'phone', { phone: '1' }),
  ].map(change => said(change, `${turned}\n${'长'.repeat(200)}`))
  const signed = changes.map(one => ({ ...one, origin: { ...one.origin, at: `${one.origin.at}\u202e` } }))
  const file = await evil.packet(S, { changes: signed, seals: [evil.seal(signed)] })
  const steering = /\\u001b|[\p{Cc}\p{Bidi_Control}]/u
  const told = JSON.stringify(await S.preview(file))
  expect(told).not.toMatch(steering)
  // What never comes into a table is no transfer, and none is told.
  expect(told).not.toMatch(/C-1 (one|two): to be transferred|undefined/)
  await S.opens(file)
  const rows = ['rectification', 'meeting', 'person', 'step'].flatMap(table =>
    S.db.prepare(`SELECT * FROM ${table}`).all(),
  )
  expect(JSON.stringify(rows)).not.toMatch(steering)
  const past = await readRecordsPast(S.session.reader(), 'honest-case', window)
  expect(JSON.stringify(past.rows)).not.toMatch(steering)
  expect(past.rows[0]?.by.actor).toMatch(/^王\[2J 长{95}$/)
  await world.C.opens(await S.exportTo(world.C))
  expect(JSON.stringify(readGivenBack(world.C.db, 10))).not.toMatch(steering)
  // What is typed here is rid of it, in lists as well.
  await world.C.write(set =>
    set.create('rectification', { ...aCase, org: 'C-2', rules: [], problems: ['没有\u202e书记'] }, 'typed'),
  )
  expect(world.C.ids("SELECT problems AS id FROM rectification WHERE id = 'typed'")).toEqual(['["没有书记"]'])
})

test('28: a return of numbers to come takes nobody from what he hears of, and counts what is there', async () => {
  const { C, D, S } = await begun()
  const person = C.person('C-1 one')
  const changed = (email: string) => C.write(set => set.edit('person', person, { email }))
  await changed('before')
  const written = changesOf(C)
  const [writer = '', n = 0] = [written.at(-1)?.origin.writer, written.at(-1)?.n]
  const evil = new EvilOffice(S)
  const reason = { code: 'beyond-authority', zh: '退回', en: 'foretold' }
  const back = evil.giveBack(
    [
      [writer, n + 1, 1e9],
      [writer, n + 2, 1e12],
    ],
    { reason },
  )
  const foretold = await D.opens(await evil.packet(D, { changes: [back] }))
  expect(foretold.sentences.map(({ en }) => en)).toEqual([
    'S returns changes that are not here, because: foretold',
  ])
  // As they are numbered, those that are written now are later than that return.
  for (const email of ['a', 'b', 'c', 'd']) await changed(email)
  await C.write(set => {
    set.create('person', { name: 'new' }, 'new')
    set.create('membership', { ...stay, person: 'new', org: 'C-1' }, 'first')
  })
  await D.opens(await C.exportTo(D))
  await D.write(set => set.create('membership', { ...stay, person: 'new', org: 'C2-1', follows: ['first'] }))
  await C.opens(await D.exportTo(C))
  expect([D, C].map(pc => pc.homeOf('new'))).toEqual(['C2-1', 'C2-1'])
  const { rows } = await readToldChanges(D.session.reader(), foretold.changeSet ?? 0, window)
  expect(rows).toMatchObject([{ act: 'returned', names: 6 }])
})
