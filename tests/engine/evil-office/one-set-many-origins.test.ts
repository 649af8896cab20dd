import { expect, test } from 'vitest'
import type { Change } from '#db/journal/change.ts'
import { namedAfter } from '#db/journal/names.ts'
import { EvilOffice } from './evil-office.ts'
import { begun, exchange, expectUnharmed, picture, sentences, type World } from './world.ts'

/** What no line names by itself: origins of one set that differ, times, records of all kinds about others, renewals. */

type Attack = (evil: EvilOffice, world: World) => Promise<readonly Change[]> | readonly Change[]

const own = (world: World) => world.C.person('C-1 one')
const others = (world: World) => world.D.person('C1-1 one')
const phone = (evil: EvilOffice, person: string, free = {}) =>
  evil.edit('person', person, 'phone', { phone: 'evil' }, free)
const dated = (change: Change, at: string): Change => ({ ...change, origin: { ...change.origin, at } })

/** One after the other on the same offices; what ends the exchange with the evil one comes last. */
const origins: Readonly<Record<string, Attack>> = {
  'two changes of one set that say to be of different offices': (evil, world) => [
    phone(evil, own(world), { n: 1, firstN: 1 }),
    phone(evil, others(world), { n: 2, firstN: 1, office: 'C1' }),
  ],
  'two changes of one set at different times, one before it began': (evil, world) => [
    dated(phone(evil, own(world), { n: 1, firstN: 1 }), '2018-12-31T04:00:00Z'),
    dated(phone(evil, others(world), { n: 2, firstN: 1 }), '1900-01-01T00:00:00Z'),
  ],
  'a set whose first number lies behind it, or before all numbers': (evil, world) => [
    phone(evil, others(world), { n: 3, firstN: 9 }),
    phone(evil, others(world), { n: 4, firstN: 0 }),
  ],
  'a set that goes on under the writer of the office above': (evil, world) => {
    const writer = namedAfter(world.S.keys.replica, 'evil')
    return [phone(evil, own(world), { n: 1 }), phone(evil, others(world), { n: 2, firstN: 1, writer })]
  },
  'a time of the year 9999, and one that is none, in an edit of what is not its own': (evil, world) => [
    dated(phone(evil, others(world)), '9999-12-31T23:59:59Z'),
    dated(phone(evil, others(world)), 'tomorrow'),
  ],
  'a label that calls a packet, an undoing or an import what is an edit of others': (evil, world) =>
    ['packet', 'undo', 'import', 'enrol-revoke', 'held-admit'].map(what =>
      phone(evil, others(world), { label: { what, name: 'D', changes: 1 } }),
    ),
}

const authority: Readonly<Record<string, Attack>> = {
  'its own edit of others, admitted by itself in the same packet': (evil, world) => {
    const forged = phone(evil, others(world))
    return [forged, evil.giveBack([[evil.writer, forged.n, forged.n]], { kind: 'admit' })]
  },
  'an admission of itself that comes before what it admits': (evil, world) => {
    const admitted = evil.giveBack([[evil.writer, 2, 2]], { kind: 'admit' })
    return [admitted, phone(evil, others(world))]
  },
  'a return of what its own superior wrote, and of the return of that': (evil, world) => {
    const [writer = ''] = world.D.ids(
      "SELECT w.id FROM writer w JOIN change c ON c.writer = w.no WHERE c.entity = 'placement' LIMIT 1",
    )
    const first = evil.giveBack([[writer, 1, 40]])
    return [first, evil.giveBack([[evil.writer, first.n, first.n]]), evil.giveBack([[writer, 1, 40]])]
  },
  'its own office placed under the district, and its sister under it': (evil, world) => [
    evil.create('placement', { org: 'C', parent: world.D.org, since: '2018-12-31', since_known: 1 }),
    evil.create('placement', { org: 'C1', parent: 'C', since: '2018-12-31', since_known: 1 }),
  ],
  'a closed period, a rule pack, a frozen year, a task and a ruling about its superior and its sister': (
    evil,
    world,
  ) => [
    evil.create('closing', { org: 'S', from: '2018-01-01', until: '2018-12-31', closes_on: '2018-12-31' }),
    evil.create('rule_pack', { org: world.D.org, name: '无规则', since: '2018-01-01', content: '{}' }),
    evil.create('frozen_year', { org: 'C1', year: 2018 }),
    evil.create('task', { org: 'C1', year: 2018, item: '交钱' }),
    evil.create('ruling', { org: 'C1', decided: '2018-12-31' }),
    evil.create('rectification', { org: 'C1', opened: '2018-12-31' }),
  ],
  'records of its own that name the people of others: a mark, a meeting, a visit, an award, a body': (
    evil,
    world,
  ) => [
    evil.create('body_member', { body: 'C', person: others(world), since: '2018-01-01' }),
    evil.create('attendance', { work: 'C', person: others(world) }),
    evil.create('merge', { lost: others(world), kept: own(world) }),
    evil.create('standing', { person: others(world), status: 'expelled', since: '2018-01-01' }),
    evil.create('appraisal', { person: others(world), year: 2018 }),
    evil.create('fee', { person: others(world), year: 2018 }),
  ],
  'a stay of its own that is edited to be of a sister’s person, in a circle of what it follows': (
    evil,
    world,
  ) => {
    const stay = { org: 'C-1', since: '2017-01-01', since_known: 1, follows: ['evil-membership-own'] }
    return [
      evil.create('membership', { ...stay, person: own(world) }, 'evil-membership-own'),
      evil.edit('membership', 'evil-membership-own', 'stay', { ...stay, person: others(world) }),
    ]
  },
}

const certificates: Readonly<Record<string, Attack>> = {
  'its own key certified anew for its sister, its superior and the district': (evil, world) =>
    ['C1', 'S', world.D.org].map(org => evil.certify({ keys: world.C.keys, org }).change),
  'the keys of its superior certified by itself for its own office, and then revoked': (evil, world) => [
    evil.certify({ keys: world.S.keys, org: 'C', replica: world.S.keys.replica }).change,
    evil.revoke(world.S.keys.replica),
  ],
  'a certificate under the id of the change that its superior has': (evil, world) => {
    const [id = ''] = world.D.ids('SELECT id FROM certificate WHERE org = ?', 'S')
    return [evil.edit('certificate', id, 'all', { org: 'C' }), evil.remove('certificate', id, [])]
  },
  'a revocation of its own key that accepts the numbers of others': (evil, world) => [
    evil.create('revocation', {
      replica: world.C.keys.replica,
      accepted: [namedAfter(world.C1.keys.replica, 'evil'), '1', '99'],
      standing: [],
    }),
    phone(evil, others(world)),
  ],
}

const kindsOfOthers = ['closing', 'rule_pack', 'frozen_year', 'task', 'ruling', 'rectification', 'standing']

test.each([
  ['origins of one set', origins],
  ['what is said about others', authority],
  ['certificates and keys', certificates],
] as const)('%s: each attempt is told, and nobody else is harmed', async (_, attacks) => {
  const world = await begun()
  const before = picture(world, 'C')
  for (const [index, [name, attack]] of Object.entries(attacks).entries()) {
    const evil = new EvilOffice(world.C, world.C.keys, `evil${index}`)
    const changes = await attack(evil, world)
    for (const seals of [[], [evil.seal(changes)]]) {
      const told = sentences(await world.S.opens(await evil.packet(world.S, { changes, seals })))
      expect({ name, isTold: told.trim() !== '' }).toEqual({ name, isTold: true })
    }
  }
  await exchange(world, ['C'])
  for (const place of ['D', 'S', 'S2', 'C1'] as const) {
    for (const kind of kindsOfOthers) {
      const taken = world[place].ids(`SELECT id FROM ${kind} WHERE id LIKE 'evil-%'`)
      expect({ place, kind, taken }).toEqual({ place, kind, taken: [] })
    }
  }
  await expectUnharmed(world, 'C', before)
})
