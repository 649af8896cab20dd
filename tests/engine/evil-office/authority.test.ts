import { expect, test } from 'vitest'
import { type Change, digestOf, type Fields, rangesOf, versionOf } from '#db/journal/change.ts'
import { compareWithJournal } from '#db/journal/compare.ts'
import { namedAfter } from '#db/journal/names.ts'
import { generateKeys } from '#db/packets/format/keys/keys.ts'
import { readAside, takeAside } from '#db/packets/opening/aside/laid-aside.ts'
import { changeLine } from '#db/packets/opening/lines/change-line.ts'
import { EvilOffice } from './evil-office.ts'
import {
  begun,
  exchange,
  expectUnharmed,
  noReport,
  type OfficePc,
  picture,
  readable,
  sentences,
  told,
  type World,
} from './world.ts'

/** Lines 16 to 26 of what must fail: authority. */

type Result = Awaited<ReturnType<OfficePc['opens']>>
const stay = (person: string, org: string) => ({
  person,
  org,
  since: '2018-12-31',
  since_known: 1,
  follows: [],
})
const headsOf = (pc: OfficePc, thing: string) => [
  ...new Set(Object.values(pc.journal.absorber.headsOf(thing) ?? {}).flat()),
]
const idsOf = (changes: readonly Change[]) =>
  rangesOf(changes.map(change => [change.origin.writer, change.n] as const))

/** From the community itself, and once more by its street, which passes on what it took in. */
async function relayed(world: World, changes: readonly Change[], evil: EvilOffice): Promise<Result> {
  const result = await world.S.opens(await evil.packet(world.S, { changes, seals: [evil.seal(changes)] }))
  await world.D.opens(await world.S.exportTo(world.D))
  return result
}

test('16: a community edits, removes and returns nothing of its sister, of other streets or of its superior', async () => {
  const world = await begun()
  const before = picture(world, 'C')
  const evil = new EvilOffice(world.C)
  const victims = ['C1-1 one', 'C2-1 one'].map(name => world.D.person(name))
  const changes = [
    ...victims.flatMap(person => [
      evil.edit('person', person, 'phone', { phone: 'evil' }, { base: headsOf(world.D, person) }),
      evil.remove('person', person, headsOf(world.D, person)),
    ]),
    evil.edit('org', 'S', 'email', { email: 'evil' }, { base: headsOf(world.D, 'S') }),
    evil.edit('org', 'C', 'tier', { tier: 'street' }, { base: headsOf(world.D, 'C') }),
    evil.remove('org', 'C1', headsOf(world.D, 'C1')),
    evil.giveBack(idsOf([...world.D.journal.changes.all()].slice(0, 20))),
    evil.giveBack(idsOf([...world.D.journal.changes.all()].slice(0, 20)), { kind: 'admit' }),
  ]
  const result = await relayed(world, changes, evil)
  expect(new Set(result.returned.map(one => one.code))).toEqual(
    new Set(['beyond-authority', 'structure-above']),
  )
  expect(result.returned).toHaveLength(changes.length)
  await expectUnharmed(world, 'C', before)
})

const ofOwn = {
  membership: (own: string) => stay(own, 'C-1'),
  post: (own: string) => ({ person: own, org: 'C-1', title: '书记' }),
  standing: (own: string) => ({
    person: own,
    status: 'normal',
    report: 'approved',
    since: '2018-01-01',
    follows: [],
  }),
  meeting: () => ({ org: 'C-1', type: '团课', held_on: '2018-03-01' }),
  person: () => ({ name: 'evil' }),
  org: () => ({ name: 'evil', kind: 'branch', tier: 'community', branch_type: 'ordinary' }),
} as const

test.each(
  (['membership', 'post', 'standing', 'meeting', 'person', 'org'] as const).flatMap(entity =>
    [1, 100_000].map(lamport => [entity, lamport] as const),
  ),
)(
  '16: nothing of others becomes a %s of a community, before or after all else (%i)',
  async (entity, lamport) => {
    const world = await begun()
    const before = picture(world, 'C')
    const evil = new EvilOffice(world.C)
    const own = world.C.person('C-1 one')
    const [stayed = ''] = world.S.ids(
      'SELECT id FROM membership WHERE person = ?',
      world.S.person('C1-1 one'),
    )
    const [placed = ''] = world.S.ids("SELECT id FROM placement WHERE org = 'C1'")
    const victims = [world.S.person('C1-1 one'), stayed, placed, 'S', 'C1', 'C1-1', world.D.org, 'C']
    const changes = victims.map((id, i) =>
      evil.create(entity, ofOwn[entity](own), id, { lamport: lamport + i }),
    )
    const result = await relayed(world, changes, evil)
    expect(sentences(result)).toContain('laid aside, not taken in')
    // Its own office stays what it is, and so does whatever it may edit.
    for (const pc of [world.S, world.D]) {
      expect(pc.ids("SELECT id FROM org WHERE id IN ('C', 'C1', 'C1-1', 'S') ORDER BY id")).toEqual([
        'C',
        'C1',
        'C1-1',
        'S',
      ])
    }
    await expectUnharmed(world, 'C', before)
  },
)

test('16: nothing of others becomes a certificate or a revocation that a community may write', async () => {
  const world = await begun()
  const before = picture(world, 'C')
  const evil = new EvilOffice(world.C)
  const spare = { keys: await generateKeys(), org: 'C-1' }
  const { change: own } = evil.certify(spare)
  const victims = [world.S.person('C1-1 one'), 'S', 'C1', 'C']
  const changes = [
    own,
    ...victims.map((id, i) => evil.certify(spare, id, { lamport: i + 1 }).change),
    ...victims.map((id, i) => evil.revoke(spare.keys.replica, [], { lamport: i + 10 }, id)),
  ]
  const result = await relayed(world, changes, evil)
  expect(result.returned.map(one => one.code)).toEqual(
    expect.arrayContaining(victims.map(() => 'envelope-differs')),
  )
  for (const pc of [world.S, world.D])
    expect(pc.ids("SELECT id FROM org WHERE id IN ('C', 'C1', 'S') ORDER BY id")).toEqual(['C', 'C1', 'S'])
  await expectUnharmed(world, 'C', before)
})

test.each([
  [3, 'not-of-its-version'],
  [999, 'envelope-differs'],
])(
  '16: what is said twice, once to be judged and once to count, gets in nowhere (schema %i)',
  async (schema, code) => {
    const world = await begun()
    const before = picture(world, 'C')
    const evil = new EvilOffice(world.C)
    const put = (entity: string, set: Readonly<Record<string, Fields>>, hangsOn: readonly string[]) =>
      evil.putOf(entity, set, hangsOn, undefined, { schema })
    const [own, other] = [world.C.person('C-1 one'), world.C.person('C-1 two')]
    const [kept, lost] = [world.S.person('C1-1 one'), world.S.person('C1-1 two')]
    const since = { since: { since: '2018-12-31', since_known: 1 }, follows: { follows: [] } }
    const ofMember = { person: own, org: 'C-1' }
    const ofBranch = { org: 'C-1', parent: 'C' }
    const [placed = ''] = world.C.ids("SELECT id FROM placement WHERE org = 'C-1'")
    const edited = { thing: placed, base: { place: headsOf(world.S, placed) } }
    const pulled = { place: { org: 'C1', parent: 'C-1' } }
    const mark = { of_entity: 'person', kept, lost, saw: [] }
    const gone = { person: kept, status: 'gone', report: 'none' }
    const post = { place: { person: kept, org: 'C1-1' }, title: { title: '书记' } }
    const hidden = ['aaa', 'zzz'].flatMap(name => [
      put('placement', { ...pulled, ...since, [name]: ofBranch }, ['C-1', 'C']),
      evil.putOf('placement', { ...pulled, [name]: ofBranch }, ['C-1', 'C'], edited, { schema }),
      put('merge', { mark, [name]: { kept: own, lost: other } }, [own, other]),
      put('standing', { state: gone, ...since, [name]: { person: own } }, [own]),
      put('post', { ...post, [name]: ofMember }, [own, 'C-1']),
      put('membership', { place: { person: kept, org: 'C-1' }, ...since, [name]: ofMember }, [own, 'C-1']),
      put('membership', { place: { person: own, org: 'C1-1' }, ...since, [name]: ofMember }, [own, 'C-1']),
    ])
    const result = await relayed(world, hidden, evil)
    expect(result.returned.map(one => one.code)).toEqual(hidden.map(() => code))
    await expectUnharmed(world, 'C', before)
  },
)

test('16: a street edits nothing of another street, by itself or by its community', async () => {
  const world = await begun()
  const before = picture(world, 'S')
  const evil = new EvilOffice(world.S)
  const person = world.D.person('C2-1 one')
  const changes = [
    evil.edit('person', person, 'phone', { phone: 'evil' }, { base: headsOf(world.D, person) }),
    evil.create('membership', stay(person, 'C-1'), undefined, { lamport: 100_000 }),
    evil.edit('org', 'S2', 'tier', { tier: 'organ' }),
  ]
  const result = await world.D.opens(await evil.packet(world.D, { changes }))
  expect(result.returned).toHaveLength(3)
  expect(picture(world, 'S')).toEqual(before)
  const community = new EvilOffice(world.C)
  const through = await world.D.opens(
    await community.packet(world.D, { changes, seals: [evil.seal(changes)] }),
  )
  expect(sentences(through)).toMatch(/known already|laid aside/)
  expect(picture(world, 'S')).toEqual(before)
  expect(await readable(world.S, [await world.D.exportTo(world.S)])).not.toContain('secret of C2-')
})

test('17: a community pulls nobody whom it once had: by stay, by stay and edit, by an edit of a stay, or by a mark', async () => {
  const world = await begun()
  const person = world.D.person('C-1 one')
  await world.S.write(set => {
    const [follows] = world.S.ids('SELECT id FROM membership WHERE person = ?', person)
    set.create('membership', { ...stay(person, 'C1-1'), follows: [follows ?? ''] })
  })
  await exchange(world)
  const before = picture(world, 'C')
  const evil = new EvilOffice(world.C)
  const [, current] = world.S.ids('SELECT id FROM membership WHERE person = ? ORDER BY rank', person)
  const dummy = evil.create('person', { name: 'dummy' }, '0-dummy')
  const changes = [
    evil.create('membership', stay(person, 'C-1'), undefined, { lamport: 100_000 }),
    evil.edit(
      'membership',
      current ?? '',
      'place',
      { person, org: 'C-1' },
      { hangsOn: [person, 'C1-1', 'C-1'] },
    ),
    evil.remove('membership', current ?? '', headsOf(world.S, current ?? '')),
    dummy,
    evil.create('membership', stay('0-dummy', 'C-1')),
    evil.create('merge', {
      of_entity: 'person',
      kept: '0-dummy',
      lost: person,
      saw: headsOf(world.S, person),
    }),
    evil.edit('person', person, 'identity', { id_type: 'resident' }, { lamport: 100_001 }),
  ]
  const result = await relayed(world, changes, evil)
  expect(result.returned.map(one => one.code)).toEqual(
    expect.arrayContaining(['moved-away', 'beyond-authority']),
  )
  for (const pc of [world.S, world.D, world.C1]) expect(pc.homeOf(person)).toBe('C1-1')
  const packets = [await world.S.exportTo(world.C)]
  expect(await readable(world.C, packets)).not.toContain('secret of C1-')
  expect(picture(world, 'C')['C1']).toEqual(before['C1'])
})

test('17: no record of who lies there is made that of whom a community once had', async () => {
  const world = await begun()
  const [person, own] = [world.D.person('C-1 one'), world.D.person('C-1 two')]
  const state = { status: 'normal', report: 'approved' }
  await world.C.write(set => {
    set.create('standing', { person: own, ...state, since: '2018-01-01', follows: [] }, 'standing')
    set.create('post', { person: own, org: 'C-1', title: '书记' }, 'post')
  })
  await exchange(world)
  await world.S.write(set => {
    const [follows = ''] = world.S.ids('SELECT id FROM membership WHERE person = ?', person)
    set.create('membership', { ...stay(person, 'C1-1'), follows: [follows] })
  })
  await exchange(world)
  const before = picture(world, 'C')
  const evil = new EvilOffice(world.C)
  const changes = [
    evil.edit(
      'standing',
      'standing',
      'state',
      { person, status: 'gone', report: 'none' },
      { hangsOn: [own, person], base: headsOf(world.C, 'standing') },
    ),
    evil.edit(
      'post',
      'post',
      'place',
      { person, org: 'C-1' },
      { hangsOn: [own, 'C-1', person], base: headsOf(world.C, 'post') },
    ),
  ]
  const result = await relayed(world, changes, evil)
  expect(result.returned.map(one => one.code)).toEqual(['beyond-authority', 'beyond-authority'])
  for (const pc of [world.S, world.D])
    expect(pc.ids("SELECT person AS id FROM standing WHERE status = 'gone'")).toEqual([])
  await expectUnharmed(world, 'C', before)
})

test('17: correcting a day of a stay that is over brings nobody back within reach', async () => {
  const world = await begun()
  const person = world.D.person('C-1 one')
  const [old = ''] = world.S.ids('SELECT id FROM membership WHERE person = ?', person)
  await world.S.write(set => {
    set.create('membership', { ...stay(person, 'C1-1'), follows: [old] })
  })
  await exchange(world)
  const before = picture(world, 'C')
  const evil = new EvilOffice(world.C)
  const corrected = evil.edit(
    'membership',
    old,
    'since',
    { since: '2016-02-01', since_known: 1 },
    { base: headsOf(world.C, old), lamport: 100_000 },
  )
  const pulled = evil.create('membership', stay(person, 'C-1'), undefined, { lamport: 100_001 })
  const result = await relayed(world, [corrected, pulled], evil)
  expect(result.returned.map(one => one.code)).toEqual(['moved-away'])
  for (const pc of [world.S, world.D, world.C1]) expect(pc.homeOf(person)).toBe('C1-1')
  await expectUnharmed(world, 'C', before)
})

test('18: correcting a day of a placement that is over makes nobody the superior whom it named', async () => {
  const world = await begun()
  const [old = ''] = world.D.ids('SELECT id FROM placement WHERE org = ?', 'C1')
  await world.D.write(set =>
    set.create('placement', { org: 'C1', parent: 'S2', since: '2018-12-01', follows: [old] }),
  )
  await world.S2.opens(await world.D.exportTo(world.S2))
  await world.C1.opens(await world.S2.exportTo(world.C1))
  await world.D.write(set => set.edit('placement', old, { since: '2016-02-01' }))
  await world.S2.opens(await world.D.exportTo(world.S2))
  expect(told(await world.C1.opens(await world.S2.exportTo(world.C1)))).toMatchObject({ status: 'applied' })
})

test('18: an edit of a placement that names other parents in its envelope than in its text moves by its text', async () => {
  const world = await begun()
  const before = picture(world, 'S')
  const evil = new EvilOffice(world.S)
  const [place = ''] = world.S.ids('SELECT id FROM placement WHERE org = ?', 'C')
  const base = headsOf(world.S, place)
  const edits = [
    { parent: 'S2', hangsOn: ['C', 'S', 'S2'] },
    { parent: 'S2', hangsOn: ['C', 'S2', 'S'] },
    { parent: world.D.org, hangsOn: ['C', 'S', world.D.org] },
  ].map(({ parent, hangsOn }) =>
    evil.edit('placement', place, 'place', { org: 'C', parent }, { base, hangsOn }),
  )
  for (const pc of [world.D, world.C])
    await pc.opens(await evil.packet(pc, { changes: pc === world.C ? edits.slice(2) : edits }))
  expect(world.D.ids("SELECT parent AS id FROM placement WHERE org = 'C' AND until IS NULL")).toEqual(['S'])
  expect(picture(world, 'S')['D']).toEqual(before['D'])
  expect(told(await world.C.opens(await world.S.exportTo(world.C))).status).not.toBe('refused')
})

test('18: a former street cannot place a community back', async () => {
  const world = await begun()
  await world.D.write(set => {
    const [follows] = world.D.ids('SELECT id FROM placement WHERE org = ?', 'C1')
    set.create('placement', { org: 'C1', parent: 'S2', since: '2018-12-01', follows: [follows ?? ''] })
  })
  await world.S2.opens(await world.D.exportTo(world.S2))
  const evil = new EvilOffice(world.S)
  const back = evil.create(
    'placement',
    { org: 'C1', parent: 'S', since: '2018-12-31', follows: [] },
    'back',
    { lamport: 100_000 },
  )
  const result = await world.D.opens(await evil.packet(world.D, { changes: [back] }))
  expect(result.returned.map(one => one.code)).toEqual(['structure-above'])
  expect(world.D.ids("SELECT parent AS id FROM placement WHERE org = 'C1' AND until IS NULL")).toEqual(['S2'])
  // Nor does it say to the community where that stands: by its own word, in the district's name, or by what is over.
  await world.C1.opens(await world.S2.exportTo(world.C1))
  const { replica } = world.D.keys
  const writer = namedAfter(replica, 'evil')
  const place = { org: 'C1', parent: 'S', since: '2018-12-31', follows: [] }
  const forged = evil.create('placement', place, 'forged', { writer, replica, office: world.D.org })
  const over = world.S.ids('SELECT id FROM placement WHERE org = ?', 'C1').flatMap(id =>
    world.S.journal.changes.ofThing(id),
  )
  expect(over).toHaveLength(1)
  const placing = [back, forged, ...over].map(changeLine)
  const person = world.S.person('C1-1 one')
  const edit = evil.edit('person', person, 'phone', { phone: 'evil' })
  const said = await world.C1.opens(await evil.packet(world.C1, { changes: [edit], manifest: { placing } }))
  expect(told(said)).toMatchObject({ status: 'waiting', code: 'packet-elsewhere' })
  expect(world.C1.ids("SELECT parent AS id FROM placement WHERE org = 'C1' AND until IS NULL")).toEqual([
    'S2',
  ])
  expect(world.C1.ids("SELECT id FROM person WHERE phone = 'evil'")).toEqual([])
})

test('18: a street keeps no community that is moved away: neither by a rank chosen beforehand nor under the id of the move', async () => {
  const world = await begun()
  const { C, C1, D, S, S2 } = world
  const evil = new EvilOffice(S)
  const placed = (org: string, parent: string) => ({ org, parent, since: '2016-01-01', follows: [] })
  const kept: readonly (readonly [pc: OfficePc, changes: readonly Change[]])[] = [
    [C1, [evil.create('placement', placed('C1', 'S'), undefined, { lamport: 2 ** 31 })]],
    [C, [evil.create('placement', placed('C-1', 'C'), 'move-of-C', { lamport: 1 })]],
  ]
  // Nor does it give back beforehand what the district is going to write.
  await D.write(set => set.edit('org', 'S', { phone: '0755' }))
  const { origin, n } = [...D.journal.changes.all()].at(-1) as Change
  const early = evil.giveBack([[origin.writer, n + 1, n + 1000]], { lamport: 2 ** 31 })
  expect((await C1.opens(await evil.packet(C1, { changes: [early] }))).returned).toMatchObject([
    { entity: 'return', code: 'names-above' },
  ])
  for (const [pc, changes] of kept) await pc.opens(await evil.packet(pc, { changes }))
  await D.write(set => {
    for (const org of ['C', 'C1']) {
      const follows = D.ids('SELECT id FROM placement WHERE org = ?', org)
      set.create('placement', { org, parent: 'S2', since: '2018-12-01', follows }, `move-of-${org}`)
    }
  })
  await S2.opens(await D.exportTo(S2))
  for (const pc of [C, C1]) {
    expect(told(await pc.opens(await S2.exportTo(pc)))).toMatchObject({ status: 'applied' })
    const foreign = evil.edit('person', S.person(`${pc.org}-1 one`), 'phone', { phone: 'evil' })
    const again = await pc.opens(await evil.packet(pc, { changes: [foreign] }))
    expect(told(again)).toMatchObject({ status: 'waiting', code: 'packet-elsewhere' })
    await pc.write(set => set.edit('person', pc.person(`${pc.org}-1 one`), { email: 'moved' }))
    const answer = await S2.opens(await pc.exportTo(S2))
    expect(answer.returned.map(({ code }) => code)).toEqual(['structure-above'])
  }
  // Two returns are of what only an office above both may give back, and go back; nothing is laid aside for a person.
  const above = await D.opens(await S2.exportTo(D))
  expect(above.returned.map(({ entity, code }) => [entity, code])).toEqual([
    ['placement', 'structure-above'],
    ['placement', 'structure-above'],
    ['return', 'beyond-authority'],
    ['return', 'beyond-authority'],
  ])
  await S2.opens(await D.exportTo(S2))
  for (const pc of [C, C1]) await pc.opens(await S2.exportTo(pc))
  for (const pc of [C, C1, S2, D]) {
    const parents = 'SELECT parent AS id FROM placement WHERE org = ? AND until IS NULL'
    for (const { org } of [C, C1].filter(one => pc === one || pc === S2 || pc === D)) {
      expect({ place: pc.place, org, parent: pc.ids(parents, org) }).toEqual({
        place: pc.place,
        org,
        parent: ['S2'],
      })
      expect(pc.ids('SELECT email AS id FROM person WHERE name = ?', `${org}-1 one`)).toEqual(['moved'])
    }
    expect(pc.ids("SELECT parent AS id FROM placement WHERE org = 'C-1'")).toEqual(pc === C1 ? [] : ['C'])
    expect(readAside(pc.db, pc.journal)).toEqual([])
    expect(compareWithJournal(pc.db, pc.journal)).toEqual([])
  }
})

test('19: marks over organizations, over its own office, over two kinds, or in a ring merge nothing of others', async () => {
  const world = await begun()
  const before = picture(world, 'C')
  const evil = new EvilOffice(world.C)
  const [own, foreign] = [world.D.person('C-1 one'), world.D.person('C1-1 one')]
  const mark = (kept: string, lost: string, of: string) =>
    evil.create('merge', { of_entity: of, kept, lost, saw: headsOf(world.D, lost) })
  const changes = [
    mark('C-1', 'C1-1', 'org'),
    mark('C', 'S', 'org'),
    mark('C', 'C-1', 'org'),
    mark(own, 'C1-2', 'person'),
    mark('C-2', own, 'org'),
    mark(own, foreign, 'person'),
    mark(foreign, own, 'person'),
  ]
  const result = await relayed(world, changes, evil)
  expect(result.returned.map(one => one.code)).toEqual(
    expect.arrayContaining(['kinds-differ', 'structure-above', 'beyond-authority']),
  )
  for (const pc of [world.S, world.D])
    expect(pc.ids('SELECT id FROM merge')).toEqual(pc.ids("SELECT id FROM merge WHERE kept = 'C'"))
  await expectUnharmed(world, 'C', before)
})

test('19: only people and organizations are ever merged: no place, decision or case is one with another', async () => {
  const world = await begun()
  const [own, branch] = ['C', 'C-1'].map(
    org => world.C.ids('SELECT id FROM placement WHERE org = ?', org)[0] ?? '',
  )
  const rating = { year: 2018, score: 90 }
  await world.S.write(set => {
    set.create('rating', { org: 'C-1', ...rating }, 'rated')
    set.create('decision', { org: 'C', act: 'close', effective: '2019-06-01' }, 'decided')
  })
  await world.C.write(set => {
    set.create('rating', { org: 'C-1', year: 2017, self_score: 1 }, 'rated-before')
    set.create('decision', { org: 'C-1', act: 'close', effective: '2018-06-01' }, 'decided-before')
  })
  await exchange(world)
  const before = picture(world, 'C')
  const evil = new EvilOffice(world.C)
  const pairs = [
    ['placement', own, branch],
    ['rating', 'rated', 'rated-before'],
    ['decision', 'decided', 'decided-before'],
  ] as const
  const changes = pairs.flatMap(([of_entity, one, other]) =>
    [
      [one, other],
      [other, one],
    ].map(([kept = '', lost = '']) =>
      evil.create('merge', { of_entity, kept, lost, saw: headsOf(world.C, lost) }),
    ),
  )
  const person = (name: string) => world.C.person(name)
  changes.push(
    evil.create('merge', { of_entity: 'org', kept: person('C-1 one'), lost: person('C-1 two'), saw: [] }),
  )
  const result = await relayed(world, changes, evil)
  expect(result.returned.map(({ code }) => code)).toEqual(changes.map(() => 'beyond-authority'))
  for (const pc of [world.S, world.D]) {
    expect(pc.ids("SELECT parent AS id FROM placement WHERE org = 'C' AND until IS NULL")).toEqual(['S'])
    expect(pc.ids("SELECT org AS id FROM decision WHERE id = 'decided'")).toEqual(['C'])
    expect(pc.ids("SELECT score AS id FROM rating WHERE id = 'rated'")).toEqual([90])
  }
  await expectUnharmed(world, 'C', before)
})

test('20: when a forged stay was returned and the real one is taken back by hand, nothing goes to the forger', async () => {
  const world = await begun()
  const evil = new EvilOffice(world.C)
  const person = world.D.person('C1-1 one')
  await relayed(
    world,
    [evil.create('membership', stay(person, 'C-1'), undefined, { lamport: 100_000 })],
    evil,
  )
  const real = [...world.S.journal.changes.all()].filter(
    change => change.entity === 'membership' && change.hangsOn[0] === person && change.hangsOn[1] === 'C1-1',
  )
  await world.D.write(set => set.giveBack(idsOf(real), { code: 'test', zh: '有误', en: 'wrong' }))
  await world.S.opens(await world.D.exportTo(world.S))
  expect(await readable(world.C, [await world.S.exportTo(world.C)])).not.toContain('secret of C1-')
})

test('what a street removes above its community, or where it puts it, is told by name with what follows, and heals wholly', async () => {
  const world = await begun()
  const evil = new EvilOffice(world.S)
  const removal = evil.remove('org', world.D.org, headsOf(world.C, world.D.org))
  const removing = sentences(await world.C.preview(await evil.packet(world.C, { changes: [removal] })))
  expect(removing).toContain('S removes the organization "D"')
  expect(removing).toContain('"S" goes from "D" to')
  const follows = world.C.ids("SELECT id FROM placement WHERE org = 'C'")
  const since = '2018-12-31'
  const moved = evil.create('placement', { org: 'C', parent: 'S2', since, follows }, 'moved')
  const moving = await evil.packet(world.C, { changes: [moved] })
  expect(sentences(await world.C.preview(moving))).toContain(
    '"C" goes from "S" to an office beyond this registry',
  )
  await world.C.opens(moving)
  await world.C.write(set => set.edit('person', world.C.person('C-1 one'), { email: 'meanwhile@b.cn' }))
  // It is no office's to write, so C stands where it stood: it reports straight to the district, which gives that back.
  const reported = await world.D.opens(await world.C.exportTo(world.D))
  expect(reported.returned).toMatchObject([{ entity: 'placement', code: 'beyond-authority' }])
  expect(world.D.ids("SELECT email AS id FROM person WHERE name = 'C-1 one'")).toEqual(['meanwhile@b.cn'])
  expect(sentences(await world.C.opens(await world.D.exportTo(world.C)))).toContain('D returns 1 change')
  await world.S.opens(await world.D.exportTo(world.S))
  const parents = "SELECT parent AS id FROM placement WHERE org = 'C' AND until IS NULL"
  for (const pc of [world.C, world.S, world.D]) expect(pc.ids(parents)).toEqual(['S'])
  expect(told(await world.C.opens(await world.S.exportTo(world.C))).status).toMatch(/applied|duplicate/)
  expect(told(await world.S.opens(await world.C.exportTo(world.S))).status).toMatch(/applied|duplicate/)
})

test('17: who was brought here goes back neither by a later day nor by being brought anew, and by no transfer of others', async () => {
  const world = await begun()
  const { D, C1, C2 } = world
  const moved = D.person('C-1 one')
  const [first = ''] = D.ids('SELECT id FROM membership WHERE person = ?', moved)
  const [place = ''] = D.ids("SELECT id FROM placement WHERE org = 'C-2'")
  const brought = { ...stay(moved, 'C1-1'), since: '2018-12-01', follows: [first] }
  const placed = { org: 'C-2', parent: 'C1', since: '2019-01-05', follows: [place] }
  await D.write(set => {
    set.create('membership', brought, 'brought')
    set.create('placement', placed, 'placed')
  })
  await exchange(world)
  const offer = {
    ...{ person: moved, home: 'C1-1', target: 'C2', way: 'inside', reason: 'other', asked: '2018-12-30' },
    ...{ deadline: '2019-01-09', fees: 'paid', posts: 'none', stays: ['brought'] },
  }
  await C1.write(set => set.create('transfer', offer, 'onwards'))
  await exchange(world)
  const evil = new EvilOffice(C1)
  const base = (thing: string) => ({ base: headsOf(D, thing) })
  const later = [
    evil.edit('membership', 'brought', 'since', { since: '2999-01-01', since_known: 1 }, base('brought')),
    evil.edit('placement', 'placed', 'since', { since: '2999-01-01' }, base('placed')),
  ]
  const result = await D.opens(await evil.packet(D, { changes: later }))
  expect(result.returned.map(({ code }) => code)).toEqual(['came-later', 'came-later'])
  const former = new EvilOffice(world.C)
  const spent = former.edit('membership', first, 'transfer', { transfer: 'onwards' }, base(first))
  const other = await D.opens(await former.packet(D, { changes: [spent] }))
  expect(other.returned.map(({ code }) => code)).toEqual(['moved-away'])
  const holds = (table: string, since: string) =>
    D.ids(`SELECT id FROM ${table} WHERE since = ? AND until IS NULL`, since)
  const held = [holds('membership', brought.since), holds('placement', placed.since)]
  expect(held).toEqual([['brought'], ['placed']])
  // Nor does whoever has him now take past days of him, or of an organization, from those with whom he lay.
  const earlier = [
    evil.edit('membership', 'brought', 'since', { since: '2018-11-01', since_known: 1 }, base('brought')),
    evil.edit('placement', 'placed', 'since', { since: '2018-12-31' }, base('placed')),
    evil.create('membership', { ...stay(moved, 'C1-2'), since: '2017-01-01', follows: ['brought'] }),
    evil.create('placement', { ...placed, since: '2017-01-01', follows: ['placed'] }),
    evil.remove('membership', first, headsOf(D, first)),
    evil.remove('placement', place, headsOf(D, place)),
  ]
  const past = await D.opens(await evil.packet(D, { changes: earlier }))
  expect(past.returned.map(({ code }) => code)).toEqual(earlier.map(() => 'came-earlier'))
  // Nor is it said to move him.
  expect(sentences(past)).not.toContain('moves to')
  // Who is offered on is taken in, but not before he was offered.
  const since = { since: '2018-12-29' }
  const backdated = { ...stay(moved, 'C2-1'), ...since, transfer: 'onwards' }
  await C2.write(set => set.create('membership', backdated, 'backdated'))
  await exchange(world, ['C', 'C1'])
  expect(D.homeOf(moved)).toBe('C1-1')
  expect(C2.homeOf(moved)).toBe('C1-1')
  const anew = [
    evil.create('membership', brought, 'brought', { lamport: 1 }),
    evil.create('placement', placed, 'placed', { lamport: 1 }),
  ]
  const claimed = await D.opens(await evil.packet(D, { changes: anew }))
  expect(sentences(claimed)).toContain('2 changes said to be written by C1')
  expect([
    D.homeOf(moved),
    ...D.ids("SELECT parent AS id FROM placement WHERE id = 'placed' AND until IS NULL"),
  ]).toEqual([...['C1-1', 'C1']])
  await C2.write(set => set.create('membership', { ...stay(moved, 'C2-1'), transfer: 'onwards' }))
  await exchange(world, ['C', 'C1'])
  expect(D.homeOf(moved)).toBe('C2-1')
})

test('17: who is removed with all his homes comes back with all of them, or not at all', async () => {
  const { C1, D, S } = await begun()
  const moved = D.person('C2-1 one')
  const [first = ''] = D.ids('SELECT id FROM membership WHERE person = ?', moved)
  const brought = { ...stay(moved, 'C1-1'), since: '2018-12-01', follows: [first] }
  await D.write(set => set.create('membership', brought, 'brought'))
  for (const [from, to] of [
    [D, S],
    [S, C1],
  ] as const)
    await to.opens(await from.exportTo(to))
  const evil = new EvilOffice(C1)
  const removals = [
    evil.remove('person', moved, headsOf(D, moved), { hangsOn: [] }),
    ...[first, 'brought'].map(id =>
      evil.remove('membership', id, headsOf(D, id), { hangsOn: [moved, id === first ? 'C2-1' : 'C1-1'] }),
    ),
  ]
  expect((await S.opens(await evil.packet(S, { changes: removals }))).returned).toEqual([])
  const all = evil.giveBack(idsOf(removals))
  const [his, once] = [
    evil.giveBack([[evil.writer, all.n, all.n]]),
    evil.giveBack(idsOf(removals.slice(0, 2))),
  ]
  const result = await S.opens(await evil.packet(S, { changes: [all, his, once] }))
  expect(result.returned.map(({ code, id }) => [id, code])).toEqual([[once.thing, 'made-and-left']])
  await D.opens(await S.exportTo(D))
  for (const pc of [S, D])
    expect(pc.ids('SELECT org AS id FROM membership WHERE person = ?', moved)).toEqual([])
  await S.opens(await evil.packet(S, { changes: [evil.giveBack([[evil.writer, his.n, his.n]])] }))
  await D.opens(await S.exportTo(D))
  for (const pc of [S, D]) expect([pc.place, pc.homeOf(moved)]).toEqual([pc.place, 'C1-1'])
})

test('17: nobody takes back what he made and what lies elsewhere by now: neither people nor where they belong', async () => {
  const world = await begun()
  await world.C.write(set => {
    for (const id of ['moved', 'along', 'kept']) set.create('person', { name: id, phone: id }, id)
    set.create('membership', stay('moved', 'C-1'), 'moved-stay')
    set.create('membership', stay('along', 'C-2'), 'along-stay')
    set.create('membership', stay('kept', 'C-1'), 'kept-stay')
  })
  await exchange(world)
  const [follows = ''] = world.S.ids("SELECT id FROM placement WHERE org = 'C-2'")
  await world.S.write(set => {
    set.create('membership', { ...stay('moved', 'C1-1'), follows: ['moved-stay'] })
    set.create('placement', { org: 'C-2', parent: 'C1', since: '2018-12-20', follows: [follows] })
  })
  await exchange(world)
  const before = picture(world, 'C')
  const evil = new EvilOffice(world.C)
  const takeBack = (...things: string[]) =>
    evil.giveBack(idsOf(things.flatMap(thing => world.C.journal.changes.ofThing(thing))))
  const changes = [
    takeBack('moved'),
    takeBack('along'),
    takeBack('along-stay'),
    takeBack('kept', 'moved'),
    takeBack('kept', 'kept-stay'),
  ]
  const result = await relayed(world, changes, evil)
  expect(result.returned.map(one => one.code)).toEqual(Array.from({ length: 4 }, () => 'made-and-left'))
  for (const pc of [world.S, world.D, world.C1]) {
    expect([pc.homeOf('moved'), pc.homeOf('along')]).toEqual(['C1-1', 'C-2'])
    expect(pc.ids("SELECT id FROM person WHERE id = 'kept'")).toEqual([])
  }
  await expectUnharmed(world, 'C', before)
})

test('17: a street takes back nobody whom its community made and who lies in another street by now', async () => {
  const world = await begun()
  await world.C.write(set => {
    set.create('person', { name: 'moved' }, 'moved')
    set.create('membership', stay('moved', 'C-1'), 'moved-stay')
  })
  await exchange(world)
  await world.D.write(set => {
    set.create('membership', { ...stay('moved', 'C2-1'), follows: ['moved-stay'] })
  })
  await exchange(world)
  const before = picture(world, 'S')
  const evil = new EvilOffice(world.S)
  const made = ['moved', 'moved-stay'].map(thing =>
    evil.giveBack(idsOf(world.S.journal.changes.ofThing(thing).slice(0, 1))),
  )
  const result = await world.D.opens(await evil.packet(world.D, { changes: made }))
  expect(result.returned.map(one => one.code)).toEqual(['made-and-left', 'made-and-left'])
  await exchange(world, ['S', 'C', 'C1'])
  for (const pc of [world.D, world.S2, world.C2]) expect(pc.homeOf('moved')).toBe('C2-1')
  await expectUnharmed(world, 'S', before)
})

test('18: no placement of a branch, and no decision about one, is edited to be that of its community', async () => {
  const world = await begun()
  const [placed = ''] = world.C.ids("SELECT id FROM placement WHERE org = 'C-1'")
  await world.C.write(set => {
    set.create('decision', { org: 'C-1', act: 'close', effective: '2018-06-01' }, 'decided')
  })
  await exchange(world)
  const before = picture(world, 'C')
  const places = "SELECT parent AS id FROM placement WHERE org = 'C' AND until IS NULL"
  const evil = new EvilOffice(world.C)
  const own = evil.create('placement', { org: 'C-1', parent: 'C', since: '2018-12-01', follows: [] }, 'own')
  const hangsOn = ['C-1', 'C']
  const base = [versionOf(own)]
  const changes = [
    evil.edit('placement', placed, 'place', { org: 'C' }, { hangsOn, base: headsOf(world.C, placed) }),
    evil.edit('placement', placed, 'place', { org: 'C', parent: 'C' }, { hangsOn, lamport: 100_000 }),
    own,
    evil.edit('placement', 'own', 'place', { org: 'C' }, { hangsOn, base, lamport: 100_001 }),
    evil.edit(
      'decision',
      'decided',
      'what',
      { org: 'C', act: 'close', effective: '2018-06-01' },
      { hangsOn, base: headsOf(world.C, 'decided') },
    ),
  ]
  const result = await relayed(world, changes, evil)
  expect(result.returned.map(one => one.code)).toEqual(Array.from({ length: 4 }, () => 'structure-above'))
  for (const pc of [world.S, world.D]) {
    expect(pc.ids(places)).toEqual(['S'])
    expect(pc.ids("SELECT org AS id FROM decision WHERE id = 'decided'")).toEqual(['C-1'])
  }
  await expectUnharmed(world, 'C', before)
})

test('19: what a community founded before it joined is merged into it only where nothing of its tier, kind or place comes along', async () => {
  const world = await begun()
  const before = picture(world, 'C')
  const structure = "SELECT kind || ' ' || tier || coalesce(code, '') AS id FROM org WHERE id = 'C'"
  const known = world.S.ids(structure)
  const evil = new EvilOffice(world.C)
  const found = (name: string) =>
    evil.create(
      'org',
      { name, kind: 'leading', tier: 'street', code: '999', branch_type: 'ordinary' },
      `${world.C.keys.replica}.${name}`,
    )
  const merge = (one: Change, saw: readonly string[]) =>
    evil.create('merge', { of_entity: 'org', kept: 'C', lost: one.thing, saw })
  const [bare, edited, placed, twice, whole] = [found('a'), found('b'), found('c'), found('d'), found('f')]
  const other = evil.create(
    'org',
    { name: 'e', kind: 'leading', tier: 'street', branch_type: 'ordinary' },
    'z',
  )
  const changes = [
    ...[bare, edited, placed, twice, other, whole],
    evil.edit('org', edited.thing, 'tier', { tier: 'organ' }, { base: [versionOf(edited)], hangsOn: [] }),
    evil.create('placement', { org: placed.thing, since: '2018-01-01', follows: [] }, 'root'),
    merge(bare, []),
    merge(edited, [versionOf(edited)]),
    evil.create('merge', { of_entity: 'org', kept: twice.thing, lost: other.thing, saw: [] }, 'before'),
    merge(twice, [versionOf(twice)]),
    merge(placed, [versionOf(placed)]),
  ]
  // Ids that the program draws for offices are lower than those of PCs; 'C' is, unless that begins with a digit.
  const isLower = 'C' < whole.thing
  changes.push(merge(whole, [versionOf(whole)]))
  // From here on it is the office itself under another name.
  const asAlias = () => [
    evil.create('placement', { org: whole.thing, since: '2018-01-01', follows: [] }, 'alias'),
    evil.create('decision', { org: whole.thing, act: 'close', effective: '2018-06-01' }),
    evil.create('merge', { of_entity: 'org', kept: 'C-1', lost: whole.thing, saw: [] }),
  ]
  if (isLower) changes.push(...asAlias())
  const result = await relayed(world, changes, evil)
  expect(result.returned.filter(({ entity }) => entity !== 'org').map(({ code }) => code)).toEqual(
    Array.from({ length: isLower ? 7 : 5 }, () => 'structure-above'),
  )
  for (const pc of [world.S, world.D]) {
    expect(pc.ids(structure)).toEqual(known)
    expect(pc.ids("SELECT parent AS id FROM placement WHERE org = 'C' AND until IS NULL")).toEqual(['S'])
    expect(pc.ids("SELECT lost AS id FROM merge WHERE id <> 'before'")).toEqual(isLower ? [whole.thing] : [])
  }
  // What it founded and put nowhere is known above it, and to nobody else.
  const after = picture(world, 'C')
  for (const place of ['C1', 'S2', 'C2']) expect(after[place]).toEqual(before[place])
  await expectUnharmed(world, 'C', after)
})

test('20: the same of a street that forges the stay of another street’s member', async () => {
  const world = await begun()
  const evil = new EvilOffice(world.S)
  const person = world.D.person('C2-1 one')
  const forged = evil.create('membership', stay(person, 'C-1'), 'forged', { lamport: 100_000 })
  const result = await world.D.opens(await evil.packet(world.D, { changes: [forged] }))
  expect(result.returned).toMatchObject([{ id: 'forged', code: 'beyond-authority' }])
  const real = world.D.journal.changes.ofThings(
    world.D.ids('SELECT id FROM membership WHERE person = ?', person),
  )
  await world.D.write(set => set.giveBack(idsOf(real), { code: 'test', zh: '有误', en: 'wrong' }))
  // Its author hears of the return, and of nobody.
  const answer = await world.D.exportTo(world.S)
  expect(sentences(await world.S.opens(answer))).toContain('D returns')
  expect(await readable(world.S, [answer])).not.toContain('secret of C2-')
})

test('21: a creation under a foreign id changes nothing, before or after its owner’s packet', async () => {
  const world = await begun()
  const before = picture(world, 'C')
  const evil = new EvilOffice(world.C)
  const known = world.D.person('C1-1 one')
  const changes = [
    evil.create('person', { name: 'stolen', phone: 'evil' }, known, { lamport: 1 }),
    evil.create('membership', stay(known, 'C-1')),
  ]
  const result = await relayed(world, changes, evil)
  expect(sentences(result)).toContain('laid aside')
  expect(world.D.homeOf(known)).toBe('C1-1')
  await expectUnharmed(world, 'C', before)
})

test.each([1, 100_000])(
  '21: nor where nobody has heard of him yet: his own record gives back what was made under his id (%i)',
  async lamport => {
    const world = await begun()
    const { C, C1, C2, D, S, S2 } = world
    const person = D.person('C2-1 one')
    expect(S.journal.changes.hasThing(person)).toBe(false)
    const evil = new EvilOffice(C)
    const changes = [
      evil.create('person', { name: 'stolen', phone: 'evil', email: 'evil' }, person, { lamport }),
      evil.create('membership', stay(person, 'C-1'), 'claimed', { lamport: lamport + 1 }),
    ]
    const edit = evil.edit('person', person, 'email', { email: 'more' }, { lamport: lamport + 2, base: [] })
    await S.opens(await evil.packet(S, { changes: [...changes, edit] }))
    await D.write(set => {
      const [follows = ''] = D.ids('SELECT id FROM membership WHERE person = ?', person)
      set.create('membership', { ...stay(person, 'C1-1'), follows: [follows] })
    })
    await S.opens(await D.exportTo(S))
    for (const [from, to] of [
      [S, D],
      [D, S],
      [S, C1],
      [D, S2],
      [S2, C2],
    ] as const)
      await to.opens(await from.exportTo(to))
    const known = "SELECT name || phone || coalesce(email, '') AS id FROM person WHERE id = ?"
    for (const pc of [D, S, C1]) {
      expect([pc.place, pc.ids(known, person)]).toEqual([pc.place, ['C2-1 onesecret of C2-1 one']])
      expect([pc.place, pc.homeOf(person)]).toEqual([pc.place, 'C1-1'])
      expect(pc.ids('SELECT thing AS id FROM conflict')).toEqual([])
      expect(compareWithJournal(pc.db, pc.journal)).toEqual([])
    }
    expect(await readable(C, [await S.exportTo(C)])).not.toContain('secret of C2-')
  },
)

test('21: nor the place of anybody: who was moved away lies where he was moved, whatever was made under the id of that move', async () => {
  const world = await begun()
  const { C, C1, D, S } = world
  const [one, two, own] = [D.person('C-1 one'), D.person('C-1 two'), D.person('C-2 one')]
  // The district writes to the community past its street, which hears of it later.
  await D.write(set => {
    for (const [id, person] of [
      ['of-one', one],
      ['of-two', two],
    ] as const) {
      const follows = D.ids('SELECT id FROM membership WHERE person = ?', person)
      set.create('membership', { ...stay(person, 'C1-1'), follows }, id)
    }
  })
  const evil = new EvilOffice(C)
  const changes = [
    evil.create('membership', stay(own, 'C-2'), 'of-one', { lamport: 1 }),
    evil.create('meeting', { org: 'C-1', type: '支委会', held_on: '2018-06-01' }, 'of-two', { lamport: 2 }),
  ]
  const early = await S.opens(await evil.packet(S, { changes, seals: [evil.seal(changes)] }))
  expect(early.returned).toEqual([])
  await S.opens(await D.exportTo(S))
  for (const pc of [S, D]) {
    expect({ place: pc.place, homes: [one, two].map(person => pc.homeOf(person)) }).toEqual({
      place: pc.place,
      homes: ['C1-1', 'C1-1'],
    })
    expect(pc.homeOf(own)).toBe('C-2')
    expect(compareWithJournal(pc.db, pc.journal)).toEqual([])
  }
  await C1.opens(await S.exportTo(C1))
  expect(C1.person('C-1 one')).toBe(one)
  // Where they lie now the day is corrected by whoever stands above both: a sister would lose days that are over.
  await C1.write(set => set.edit('membership', 'of-two', { since: '2018-12-01', since_known: 1 }))
  const corrected = await S.opens(await C1.exportTo(S))
  expect(corrected.returned.map(({ code }) => code)).toEqual(['came-earlier'])
  await S.write(set => set.edit('membership', 'of-two', { since: '2018-12-02', since_known: 1 }))
  await D.opens(await S.exportTo(D))
  expect(D.ids("SELECT since AS id FROM membership WHERE id = 'of-two'")).toEqual(['2018-12-02'])
})

test('21: at a restored district the owner’s record is not lost to whoever claims its id first', async () => {
  const world = await begun()
  const backup = await world.D.backup()
  await world.C2.write(set => {
    set.create('person', { name: 'late', phone: 'late' }, 'late-person')
    set.create('membership', stay('late-person', 'C2-1'))
  })
  await exchange(world)
  await world.D.restore(backup)
  const evil = new EvilOffice(world.C)
  const changes = [
    evil.create('person', { name: 'stolen' }, 'late-person', { lamport: 1 }),
    evil.create('membership', stay('late-person', 'C-1')),
  ]
  await world.D.opens(await evil.packet(world.D, { changes }))
  const owners = await world.D.opens(await world.S2.exportTo(world.D))
  expect(owners.returned).toEqual([])
  await world.S2.opens(await world.D.exportTo(world.S2))
  await world.C2.opens(await world.S2.exportTo(world.C2))
  for (const pc of [world.S2, world.C2]) expect(pc.homeOf('late-person')).toBe('C2-1')
  // The district is told how to decide; until then nothing of its owner's is given back, not even where a person believes him.
  await world.S2.opens(await world.D.exportTo(world.S2))
  const again = await world.D.opens(await world.S2.exportTo(world.D))
  expect(sentences(again)).toContain('that another office entered here under the same id')
  const listed = readAside(world.D.db, world.D.journal).map(({ sentence }) => sentence.en)
  expect(listed).toEqual([expect.stringContaining('1 of the people and organizations was entered here by')])
  expect(again.returned).toEqual([])
  for (const { id } of readAside(world.D.db, world.D.journal)) {
    const options = { by: '', preview: false, again: true }
    expect((await takeAside(world.D.session, id, options, noReport)).returned).toEqual([])
  }
  await world.D.write(set =>
    set.giveBack(idsOf(changes), { code: 'packet-returned', zh: '退回', en: 'returned' }),
  )
  await exchange(world, ['C'])
  for (const pc of [world.D, world.S2, world.C2]) {
    expect({ place: pc.place, home: pc.homeOf('late-person') }).toEqual({ place: pc.place, home: 'C2-1' })
    expect(pc.ids("SELECT name AS id FROM person WHERE id = 'late-person'")).toEqual(['late'])
    expect(compareWithJournal(pc.db, pc.journal)).toEqual([])
  }
  expect(readAside(world.D.db, world.D.journal)).toEqual([])
})

test('22: a record hung on an own and on a foreign thing is returned', async () => {
  const world = await begun()
  const before = picture(world, 'C')
  const evil = new EvilOffice(world.C)
  const changes = [
    evil.create('post', { person: world.D.person('C1-1 one'), org: 'C-1', title: '书记' }),
    evil.create('meeting', { org: 'C1-1', type: '团课', held_on: '2018-12-01' }),
    evil.create('standing', {
      person: world.D.person('C1-1 one'),
      status: 'gone',
      report: 'none',
      since: '2018-01-01',
      follows: [],
    }),
    evil.create('unheardof', {}, 'u', { hangsOn: ['C-1', 'C1-1'] }),
  ]
  const result = await relayed(world, changes, evil)
  expect(result.returned.map(one => one.code)).toEqual(changes.map(() => 'beyond-authority'))
  await expectUnharmed(world, 'C', before)
})

test('22: a record that hangs on nothing is laid aside and told, until a person takes it in', async () => {
  const world = await begun()
  const before = picture(world, 'C')
  const evil = new EvilOffice(world.C)
  const changes = [
    evil.create('meeting', { type: '团课', held_on: '2018-12-01' }, 'nowhere'),
    evil.create('unheardof', {}, 'newer', { hangsOn: [] }),
  ]
  const result = await relayed(world, changes, evil)
  expect(sentences(result)).toContain('2 of them do not say to which organization or member they belong')
  for (const pc of [world.S, world.D])
    for (const thing of ['nowhere', 'newer']) expect(pc.journal.changes.firstOfThing(thing)).toBeUndefined()
  const [aside] = readAside(world.S.db, world.S.journal)
  await takeAside(world.S.session, aside?.id ?? '', { by: '', preview: false, again: true }, noReport)
  expect(world.S.journal.changes.firstOfThing('newer')).toMatchObject({ entity: 'unheardof' })
  await expectUnharmed(world, 'C', before)
})

test('22: what was laid aside of a sealed range leaves the rest of it proved, however often it is passed on', async () => {
  const world = await begun()
  const evil = new EvilOffice(world.C)
  const person = world.C.person('C-1 one')
  const changes = [
    evil.edit(
      'person',
      person,
      'phone',
      { phone: 'first' },
      { base: headsOf(world.C, person), signature: null },
    ),
    evil.create('unheardof', {}, 'newer', { hangsOn: [], signature: null }),
    evil.edit(
      'person',
      person,
      'email',
      { email: 'last' },
      { base: headsOf(world.C, person), signature: null },
    ),
  ]
  const seals = [evil.seal(changes)]
  await world.S.opens(await evil.packet(world.S, { changes, seals }))
  const relayed = await world.D.opens(await world.S.exportTo(world.D))
  expect(sentences(relayed)).not.toContain('laid aside')
  const known = world.D.db
    .prepare<[string], { phone: string; email: string }>('SELECT phone, email FROM person WHERE id = ?')
    .get(person)
  expect(known).toEqual({ phone: 'first', email: 'last' })
  const forged = evil.edit('person', person, 'phone', { phone: 'forged' }, { n: 1, signature: null })
  const gaps = [[1, digestOf(changes[0] ?? forged)]]
  const lie = new EvilOffice(world.S)
  const worse = [evil.edit('person', person, 'phone', { phone: 'worse' }, { n: 4, signature: null })]
  const told = await world.D.opens(
    await lie.packet(world.D, {
      changes: worse,
      seals: [{ ...evil.seal([forged, ...worse]), gaps } as never],
    }),
  )
  expect(sentences(told)).toContain('laid aside')
  const [row] = world.D.ids('SELECT phone AS id FROM person WHERE id = ?', person)
  expect(row).toBe('first')
})

test('23: a post with a foreign person fetches no card, and a card from below renames nobody', async () => {
  const world = await begun()
  const before = picture(world, 'C')
  const evil = new EvilOffice(world.C)
  const person = world.D.person('C1-1 one')
  const post = evil.create('post', { person, org: 'C-1', title: '书记' })
  const cards = [
    { thing: person, entity: 'person', name: 'renamed', detail: '{}' },
    { thing: 'C1', entity: 'org', name: 'renamed', detail: '{}' },
    { thing: 'elsewhere', entity: 'org', name: 'renamed', detail: '{}' },
  ]
  await world.S.opens(await evil.packet(world.S, { changes: [post], cards }))
  await world.D.opens(await world.S.exportTo(world.D))
  expect(world.S.ids("SELECT thing AS id FROM card WHERE name = 'renamed'")).toEqual([])
  const answer = await world.S.exportTo(world.C)
  expect(await readable(world.C, [answer])).not.toContain('C1-1 one')
  await expectUnharmed(world, 'C', before, [answer])
})

test('23: whom an office above names by a card no claim of a community names to its sister', async () => {
  const { C, C1, D, S } = await begun()
  const evil = new EvilOffice(C)
  const person = D.person('C2-1 one')
  const claim = evil.create('person', { name: 'claimed', phone: 'forged' }, person)
  await S.opens(await evil.packet(S, { changes: [claim] }))
  await D.write(set => set.create('post', { person, org: 'C1-2', title: '书记' }))
  await S.opens(await D.exportTo(S))
  await C1.opens(await S.exportTo(C1))
  expect(C1.ids('SELECT person AS id FROM post')).toEqual([person])
  expect(C1.ids('SELECT name AS id FROM person WHERE id = ?', person)).toEqual([])
  expect(C1.ids('SELECT name AS id FROM card WHERE thing = ?', person)).toEqual(['C2-1 one'])
})

test('24: a stay whose person is an organization, two stays over each other, a placement that closes a ring crash nobody', async () => {
  const world = await begun()
  const before = picture(world, 'C')
  const evil = new EvilOffice(world.C)
  const [one, two] = [world.D.person('C-1 one'), world.D.person('C-1 two')]
  const changes = [
    evil.create('membership', stay('C-1', 'C-2')),
    evil.create('membership', stay(one, two)),
    evil.create('membership', stay(two, one)),
    evil.create('placement', { org: 'C-1', parent: 'C-2', since: '2018-01-01', follows: [] }),
    evil.create('placement', { org: 'C', parent: 'C-1', since: '2018-01-01', follows: [] }),
    evil.create('placement', { org: 'S', parent: 'C', since: '2018-01-01', follows: [] }),
  ]
  const result = await relayed(world, changes, evil)
  expect(result.returned.length).toBeGreaterThan(3)
  await expectUnharmed(world, 'C', before)
})

test('24: from above such changes are taken in, and still crash nobody', async () => {
  const world = await begun()
  const evil = new EvilOffice(world.S)
  const [one, two] = [world.D.person('C-1 one'), world.D.person('C-1 two')]
  const changes = [
    evil.create('membership', stay('C-1', 'C-2')),
    evil.create('membership', stay(one, two)),
    evil.create('membership', stay(two, one)),
    evil.create('placement', { org: 'C-1', parent: 'C-2', since: '2018-01-01', follows: [] }),
    evil.create('placement', { org: 'C-2', parent: 'C-1', since: '2018-01-01', follows: [] }),
    evil.create('person', { name: 'x' }, 'C-2', { lamport: 1 }),
  ]
  const result = await world.C.opens(await evil.packet(world.C, { changes }))
  expect(['applied', 'duplicate']).toContain(result.status)
  await world.C.write(set => set.edit('org', 'C', { email: 'on' }))
  expect((await world.D.opens(await world.C.exportTo(world.D))).status).toBe('applied')
  for (const pc of [world.C, world.D]) expect(compareWithJournal(pc.db, pc.journal)).toEqual([])
})

test('25: nobody founds the street beforehand below which a community of others is moved', async () => {
  const world = await begun()
  const { C, C2, D, S, S2 } = world
  const moved = (org: string, parent: string) => {
    const [follows = ''] = D.ids('SELECT id FROM placement WHERE org = ?', org)
    return D.write(set => {
      set.create('placement', { org, parent, since: '2018-12-31', follows: [follows] })
    })
  }
  // It knows its old street by name, and S2 knows that street by its card alone.
  await moved('C', 'S2')
  for (const [from, to] of [
    [D, S],
    [D, S2],
    [S2, C],
    [C, S2],
    [S2, D],
    [D, S2],
    [S2, C],
  ] as const)
    await to.opens(await from.exportTo(to))
  const evil = new EvilOffice(C)
  const fields = { name: 'S', kind: 'branch', tier: 'community', branch_type: 'ordinary' }
  const placed = { org: 'S', parent: 'C', since: '2018-12-31', follows: [] }
  const claims = [
    evil.create('org', fields, 'S', { lamport: 1 }),
    evil.create('placement', placed),
    evil.create('person', { name: 'evil' }, D.person('C1-1 one')),
  ]
  const claimed = await S2.opens(await evil.packet(S2, { changes: claims, seals: [evil.seal(claims)] }))
  expect(sentences(claimed)).toContain('laid aside')
  await moved('C2', 'S')
  await S2.opens(await D.exportTo(S2))
  const answer = await S2.exportTo(C)
  expect(await readable(C, [answer])).not.toContain('secret of C2-')
  await D.opens(await S2.exportTo(D))
  await S.opens(await D.exportTo(S))
  for (const pc of [D, S]) expect(pc.homeOf(pc.person('C2-1 one'))).toBe('C2-1')
  expect(C2.homeOf(C2.person('C2-1 one'))).toBe('C2-1')
})

test('25: nor where nobody has heard of that street yet: the first card of it gives back what was said of its place', async () => {
  const world = await begun()
  const { C, D, S, S2 } = world
  expect(S.ids("SELECT id FROM org WHERE id = 'S2' UNION SELECT thing FROM card WHERE thing = 'S2'")).toEqual(
    [],
  )
  const evil = new EvilOffice(C)
  const claims = [
    evil.create('org', { name: 'S2', kind: 'branch', tier: 'community', branch_type: 'ordinary' }, 'S2'),
    evil.create('placement', { org: 'S2', parent: 'C', since: '2018-12-31', follows: [] }),
  ]
  await S.opens(await evil.packet(S, { changes: claims, seals: [evil.seal(claims)] }))
  // The district moves the sister there before it hears of any of this.
  await D.write(set => {
    const [follows = ''] = D.ids('SELECT id FROM placement WHERE org = ?', 'C1')
    set.create('placement', { org: 'C1', parent: 'S2', since: '2018-12-31', follows: [follows] })
  })
  const told = await S.opens(await D.exportTo(S))
  expect(told.returned).toMatchObject([{ entity: 'placement', code: 'beyond-authority' }])
  const answer = await S.exportTo(C)
  expect(await readable(C, [answer])).not.toContain('secret of C1-')
  await C.opens(answer)
  for (const [from, to] of [
    [S, D],
    [D, S],
    [D, S2],
    [S2, D],
  ] as const)
    await to.opens(await from.exportTo(to))
  for (const pc of [D, S]) {
    expect(pc.ids("SELECT parent AS id FROM placement WHERE org = 'C1' AND until IS NULL")).toEqual(['S2'])
    expect(pc.ids("SELECT id FROM placement WHERE org = 'S2' AND parent = 'C'")).toEqual([])
  }
  expect(await readable(C, [await S.exportTo(C)])).not.toContain('secret of C1-')
})

test('25: organizations are not founded below a branch, above oneself, or in another’s part', async () => {
  const world = await begun()
  const before = picture(world, 'C')
  const evil = new EvilOffice(world.C)
  const found = (id: string, parent: string) => [
    evil.create('org', { name: id, kind: 'general-branch', tier: 'community', branch_type: 'ordinary' }, id),
    evil.create('placement', { org: id, parent, since: '2018-01-01', follows: [] }, `${id}-place`),
  ]
  const changes = [
    ...found('under-branch', 'C-1'),
    ...found('in-sister', 'C1'),
    ...found('under-district', world.D.org),
    ...found('above', 'S'),
    evil.create('placement', { org: 'C', parent: 'above', since: '2018-01-01', follows: [] }, 'c-place'),
  ]
  const result = await relayed(world, changes, evil)
  expect(result.returned).toHaveLength(changes.length)
  for (const id of ['under-branch', 'in-sister', 'under-district', 'above']) {
    expect(world.D.ids('SELECT id FROM org WHERE id = ?', id)).toEqual([])
  }
  await expectUnharmed(world, 'C', before)
})

test('26: a forgery that was returned reaches the relay and its author as returned', async () => {
  const world = await begun()
  const evil = new EvilOffice(world.C)
  const person = world.D.person('C1-1 one')
  const forged = evil.create('membership', stay(person, 'C-1'), 'forged-stay')
  await world.S.opens(await evil.packet(world.S, { changes: [forged] }))
  const answer = await world.S.exportTo(world.C)
  expect(await readable(world.C, [answer])).toContain(forged.origin.writer)
  const told = await world.C.opens(answer)
  expect(sentences(told)).toMatch(/returns|has your packets|needs an earlier one|builds on/)
})

test('a community decides nothing about itself but its own name, and nothing about anybody else', async () => {
  const world = await begun()
  const evil = new EvilOffice(world.C)
  const decision = (fields: Record<string, string>) =>
    evil.create('decision', { effective: '2018-06-01', ...fields } as never)
  const changes = [
    decision({ org: 'C', act: 'kind', was_kind: 'leading', was_tier: 'district' }),
    decision({ org: 'C', act: 'rename', was_name: '原名', was_code: '999' }),
    decision({ org: 'C', act: 'merge', other: 'C1' }),
    decision({ org: 'C1', act: 'rename', was_name: '原名' }),
    decision({ org: 'S', act: 'close' }),
  ]
  const name = decision({ org: 'C', act: 'rename', was_name: '原名' })
  const result = await world.S.opens(
    await evil.packet(world.S, { changes: [...changes, name], seals: [evil.seal([...changes, name])] }),
  )
  expect(result.returned.map(({ code }) => code).sort()).toEqual([
    'beyond-authority',
    'structure-above',
    'structure-above',
    'structure-above',
    'structure-above',
  ])
  expect(world.S.ids("SELECT was_name AS id FROM decision WHERE org = 'C'")).toEqual(['原名'])
})

test('an office whose own organization is taken away is told so, and writes no packet, until it is given back', async () => {
  const world = await begun()
  await world.S.write(set => set.remove('org', 'C1'))
  await world.C1.opens(await world.S.exportTo(world.C1))
  await expect(world.C1.exportTo(world.S)).rejects.toMatchObject({ code: 'own-org-gone' })
  await world.S.write(set => set.edit('org', 'C1', { name: 'C1' }))
  await world.C1.opens(await world.S.exportTo(world.C1))
  expect((await world.C1.exportTo(world.S)).size).toBeGreaterThan(0)
})
