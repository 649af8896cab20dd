import { expect, test } from 'vitest'
import { rangesOf } from '#db/journal/change.ts'
import { transfersOf } from '#db/registry/transfers/read-transfers.ts'
import { day } from '#tests/db/lifeline/healthy.ts'
import { EvilOffice } from './evil-office.ts'
import { begun, exchange, expectUnharmed, picture, readable, sentences } from './world.ts'

/** Beyond the lines of what must fail: transfers, by which an office may take somebody in whom it never had. */

const asked = (person: string, home: string, target?: string) => ({
  person,
  home,
  target: target ?? null,
  way: 'inside',
  place: null,
  reason: 'other',
  asked: '2018-12-30',
  deadline: '2019-01-09',
  fees: 'paid',
  posts: 'none',
  note: null,
  stays: [],
})
const step = (subject: string, action: string, org: string, other?: string) => ({
  subject,
  of: 'transfer',
  action,
  org,
  other: other ?? null,
  day: '2018-12-31',
  saw: [],
})
const stay = (person: string, org: string, transfer: string) => ({
  person,
  org,
  since: '2018-12-31',
  since_known: 1,
  follows: [],
  transfer,
})

test('nobody is pulled by a transfer that his home did not ask for, or that it asked for to another office', async () => {
  const world = await begun()
  const foreign = world.D.person('C1-1 one')
  await world.C1.write(set => set.create('transfer', asked(foreign, 'C1-1', 'C2'), 'to-C2'))
  await exchange(world)
  const before = picture(world, 'C')
  const evil = new EvilOffice(world.C)
  const changes = [
    evil.create('transfer', asked(foreign, 'C1-1', 'C'), 'forged'),
    evil.create('transfer', asked(foreign, 'C-1', 'C'), 'forged-home'),
    evil.create('membership', stay(foreign, 'C-1', 'forged')),
    evil.create('membership', stay(foreign, 'C-1', 'forged-home')),
    evil.create('membership', stay(foreign, 'C-1', 'to-C2')),
    evil.create('step', step('to-C2', 'relay', 'C1-1', 'C')),
    evil.create('step', step('to-C2', 'accept', 'C1-1', 'C')),
    evil.create('step', step('to-C2', 'refuse', 'C-1', 'C')),
    evil.create('step', step('to-C2', 'cancel', 'C1-1')),
  ]
  const result = await world.S.opens(await evil.packet(world.S, { changes, seals: [evil.seal(changes)] }))
  expect(result.returned).toHaveLength(changes.length)
  await world.D.opens(await world.S.exportTo(world.D))
  for (const pc of [world.S, world.D, world.C1, world.C2]) {
    expect(pc.homeOf(foreign) ?? 'C1-1').toBe('C1-1')
    expect(pc.ids('SELECT id FROM step')).toEqual([])
  }
  const answer = await world.S.exportTo(world.C)
  expect(await readable(world.C, [answer])).not.toContain('C1-1 one')
  await expectUnharmed(world, 'C', before, [answer])
})

test('an acceptance of a transfer that is not known here is laid aside, and taken in once the transfer has come', async () => {
  const world = await begun()
  const backup = await world.D.backup()
  const person = world.D.person('C1-1 one')
  await world.C1.write(set => set.create('transfer', asked(person, 'C1-1', 'C2'), 'offered'))
  await exchange(world)
  await world.D.restore(backup)
  await world.C2.write(set => {
    set.create('membership', stay(person, 'C2-1', 'offered'), 'new-home')
    set.create('step', { ...step('offered', 'accept', 'C1-1', 'C2'), about: 'new-home' }, 'accepted')
  })
  await world.S2.opens(await world.C2.exportTo(world.S2))
  const early = await world.D.opens(await world.S2.exportTo(world.D))
  expect(early.returned).toEqual([])
  expect(world.D.homeOf(person)).toBe('C1-1')
  // The first round tells everybody what the restored district has, the second brings the rest.
  for (let round = 0; round < 2; round++) await exchange(world)
  for (const pc of [world.D, world.S2, world.C2]) expect(pc.homeOf(person)).toBe('C2-1')
  expect(world.C2.ids('SELECT phone AS id FROM person WHERE id = ?', person)).toEqual(['secret of C1-1 one'])
})

test('a step is never edited, and one between other ends than its transfer has leads it nowhere', async () => {
  const world = await begun()
  const person = world.D.person('C-1 one')
  await world.C.write(set => {
    set.create('transfer', asked(person, 'C-1', 'C1'), 'offered')
    set.create('step', step('offered', 'cancel', 'C-1'), 'cancelled')
  })
  await exchange(world)
  const evil = new EvilOffice(world.C)
  const changes = [
    evil.edit('step', 'cancelled', 'all', { ...step('offered', 'accept', 'C-1'), saw: [] }, { base: [] }),
    evil.create('step', step('offered', 'refuse', 'C-1', 'C2-1')),
  ]
  const result = await world.S.opens(await evil.packet(world.S, { changes }))
  expect(sentences(result)).toContain('Certificates, revocations, transfers and steps are never changed')
  expect(world.S.ids('SELECT action AS id FROM step')).toEqual(['cancel'])
})

test('a transfer is accepted once: somebody who has come back is not taken in by it again', async () => {
  const world = await begun()
  const person = world.D.person('C1-1 one')
  const [first = ''] = world.D.ids('SELECT id FROM membership WHERE person = ?', person)
  await world.C1.write(set =>
    set.create('transfer', { ...asked(person, 'C1-1', 'C'), stays: [first] }, 'offered'),
  )
  await exchange(world)
  await world.C.write(set => {
    set.create('membership', { ...stay(person, 'C-1', 'offered'), follows: [first] }, 'taken-in')
    set.create('step', { ...step('offered', 'accept', 'C1-1', 'C'), about: 'taken-in' })
  })
  await exchange(world)
  expect(world.D.homeOf(person)).toBe('C-1')
  const { transfer: _by, ...back } = stay(person, 'C1-1', '')
  await world.D.write(set => set.create('membership', { ...back, follows: ['taken-in'] }))
  await exchange(world)
  const evil = new EvilOffice(world.C)
  const again = evil.create('membership', stay(person, 'C-1', 'offered'), 'again', { lamport: 100_000 })
  const result = await world.S.opens(await evil.packet(world.S, { changes: [again] }))
  expect(result.returned.map(one => one.code)).toEqual(['moved-away'])
  for (const pc of [world.S, world.D]) expect(pc.homeOf(person)).toBe('C1-1')
})

test('who was taken in by a transfer keeps it, whatever its asker removes or takes back afterwards', async () => {
  const world = await begun()
  const person = world.D.person('C-1 one')
  await world.C.write(set => set.create('transfer', asked(person, 'C-1', 'C1'), 'offered'))
  await exchange(world)
  await world.C1.write(set => {
    set.create('membership', stay(person, 'C1-1', 'offered'), 'taken-in')
    set.create('step', { ...step('offered', 'accept', 'C-1', 'C1'), about: 'taken-in' }, 'said')
  })
  await exchange(world)
  const before = picture(world, 'C')
  const evil = new EvilOffice(world.C)
  const headsOf = (thing: string) => [
    ...new Set(Object.values(world.C.journal.absorber.headsOf(thing) ?? {}).flat()),
  ]
  const made = world.C.journal.changes.ofThing('offered').map(({ origin, n }) => [origin.writer, n] as const)
  const changes = [
    evil.remove('transfer', 'offered', headsOf('offered')),
    evil.remove('step', 'said', headsOf('said')),
    evil.giveBack(rangesOf(made)),
  ]
  const result = await world.S.opens(await evil.packet(world.S, { changes }))
  const codes = result.returned.map(one => one.code)
  expect(codes.sort()).toEqual(['step-kept', 'transfer-accepted', 'transfer-accepted'])
  await exchange(world, ['C'])
  for (const pc of [world.S, world.D, world.C1]) {
    expect(pc.ids('SELECT id FROM transfer')).toEqual(['offered'])
    expect(pc.ids('SELECT id FROM step')).toEqual(['said'])
    expect(pc.homeOf(person)).toBe('C1-1')
  }
  await expectUnharmed(world, 'C', before)
})

test('a transfer stays open for whom it is about, whoever else is said to have come by it', async () => {
  const world = await begun()
  const [person, other] = [world.D.person('C1-1 one'), world.D.person('C1-1 two')]
  await world.C1.write(set => {
    set.create('transfer', asked(person, 'C1-1', 'C2'), 'offered')
    set.create('transfer', asked(other, 'C1-1', 'C'), 'to-C')
  })
  await exchange(world)
  const evil = new EvilOffice(world.C)
  const spent = evil.create('membership', stay(world.C.person('C-1 one'), 'C-2', 'offered'))
  // A stay of nobody who is there: whom it was of was made and removed.
  const nobody = [
    evil.create('person', { name: '无' }, 'nobody'),
    evil.create('membership', stay('nobody', 'C-1', 'to-C'), 'of-nobody'),
    evil.remove('person', 'nobody', []),
    evil.create('step', { ...step('to-C', 'accept', 'C1-1', 'C'), about: 'of-nobody' }),
  ]
  const changes = [spent, ...nobody]
  const result = await world.D.opens(await evil.packet(world.D, { changes, seals: [evil.seal(changes)] }))
  expect(result.returned).toEqual([])
  for (const whom of [person, other]) {
    const [known] = await transfersOf(world.D.session.reader(), whom, day('2018-12-31'))
    expect(known).toMatchObject({ person: whom, state: 'in-transit' })
  }
  await world.C2.write(set => set.create('membership', stay(person, 'C2-1', 'offered'), 'taken-in'))
  const told = await exchange(world, ['C']).then(() => world.D.homeOf(person))
  expect(told).toBe('C2-1')
})

test('who asked for another target grants it to nobody himself, and what was answered says what it said', async () => {
  const world = await begun()
  const wish = (target: number) => ({
    ...{ org: 'C', issuer: 'D', year: 2019, item: '团课', target, due: null },
    ...{ asked: '2018-12-30', reason: '忙' },
  })
  const answer = (action: string) => ({ ...step('wish', action, 'C'), of: 'task_request' })
  await world.C.write(set => set.create('task_request', wish(8), 'wish'))
  await exchange(world)
  const evil = new EvilOffice(world.C)
  const granted = await world.S.opens(
    await evil.packet(world.S, { changes: [evil.create('step', answer('grant'))] }),
  )
  expect(granted.returned.map(one => one.code)).toEqual(['beyond-authority'])
  await world.D.write(set => set.create('step', answer('grant'), 'granted'))
  await exchange(world)
  const changes = [
    evil.edit('task_request', 'wish', 'all', wish(0), { base: [], lamport: 100_000 }),
    evil.remove('task_request', 'wish', [], { lamport: 100_001 }),
  ]
  const result = await world.S.opens(await evil.packet(world.S, { changes }))
  expect(result.returned.map(one => one.code)).toEqual(['not-to-be-changed', 'request-answered'])
  for (const pc of [world.S, world.D]) expect(pc.ids('SELECT target AS id FROM task_request')).toEqual([8])
  // what is asked and answered is nobody else's: the offices beside hear of neither
  for (const pc of [world.C1, world.C2]) expect(pc.ids('SELECT id FROM task_request')).toEqual([])
})

test('a step is for its own side, whichever way round it names the two ends of its transfer', async () => {
  const world = await begun()
  const [own, foreign, other] = ['C-1 one', 'C1-1 one', 'C1-1 two'].map(name => world.D.person(name))
  await world.C.write(set => set.create('transfer', asked(own ?? '', 'C-1', 'C1-1'), 'own'))
  await world.C1.write(set => {
    set.create('transfer', asked(foreign ?? '', 'C1-1', 'C-1'), 'to-C')
    set.create('transfer', asked(other ?? '', 'C1-1', 'C-1'), 'left-to-C')
  })
  await exchange(world)
  const evil = new EvilOffice(world.C)
  const changes = [
    evil.create('step', step('to-C', 'cancel', 'C-1', 'C1-1')),
    evil.create('step', step('left-to-C', 'leave', 'C-1', 'C1-1')),
    evil.create('step', step('left-to-C', 'leave', 'C-1')),
    evil.create('step', step('own', 'accept', 'C1-1', 'C-1')),
    evil.create('step', step('own', 'accept', 'C-1', 'C-1')),
    evil.create('step', step('own', 'refuse', 'C-1', 'C-1')),
  ]
  const result = await world.S.opens(await evil.packet(world.S, { changes, seals: [evil.seal(changes)] }))
  expect(result.returned.map(({ code }) => code)).toEqual(changes.map(() => 'beyond-authority'))
  await world.D.opens(await world.S.exportTo(world.D))
  for (const pc of [world.S, world.D]) expect(pc.ids('SELECT id FROM step')).toEqual([])
  const right = [
    evil.create('step', step('to-C', 'refuse', 'C1-1', 'C-1')),
    evil.create('step', step('own', 'cancel', 'C-1', 'C1-1')),
  ]
  expect((await world.S.opens(await evil.packet(world.S, { changes: right }))).returned).toEqual([])
  expect(world.S.ids('SELECT id FROM step')).toHaveLength(2)
})

test('an acceptance that never comes into a table, as on a day that there is not, gives nobody into anybody’s hands', async () => {
  const world = await begun()
  const foreign = world.D.person('C1-1 one')
  await world.C1.write(set => set.create('transfer', asked(foreign, 'C1-1', 'C-1'), 'to-C'))
  await exchange(world)
  const before = picture(world, 'C')
  const evil = new EvilOffice(world.C)
  const heads = Object.values(world.S.journal.absorber.headsOf(foreign) ?? {}).flat()
  const changes = [
    evil.create('membership', { ...stay(foreign, 'C-1', 'to-C'), since: '2019-02-30' }, 'never'),
    evil.create('post', { person: foreign, org: 'C-1', title: '书记' }),
    evil.edit('person', foreign, 'phone', { phone: 'evil' }, { base: heads, hangsOn: [] }),
    evil.remove('person', foreign, heads),
    evil.create('merge', { of_entity: 'person', kept: world.C.person('C-1 one'), lost: foreign, saw: heads }),
  ]
  const result = await world.S.opens(await evil.packet(world.S, { changes, seals: [evil.seal(changes)] }))
  expect(result.returned).toHaveLength(4)
  await world.D.opens(await world.S.exportTo(world.D))
  for (const pc of [world.S, world.D]) expect(pc.homeOf(foreign)).toBe('C1-1')
  await expectUnharmed(world, 'C', before)
})
