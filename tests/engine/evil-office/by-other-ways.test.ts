import { expect, test } from 'vitest'
import { type Change, digestOf, type Fields, rangesOf, versionAt, versionOf } from '#db/journal/change.ts'
import { compareWithJournal } from '#db/journal/compare.ts'
import { readAside, takeAside } from '#db/packets/opening/aside/laid-aside.ts'
import { takePacket } from '#db/packets/opening/take-packet.ts'
import { EvilOffice, type Free } from './evil-office.ts'
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

/** The same wishes by other ways: a second content, an edit, a return that does not count, a packet that waited. */

type Result = Awaited<ReturnType<OfficePc['opens']>>
const codes = (result: Result) => result.returned.map(one => one.code)
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
const staysOf = (pc: OfficePc, person: string) =>
  pc.ids('SELECT id FROM membership WHERE person = ? ORDER BY rank', person)
const changesOfStays = (pc: OfficePc, person: string) =>
  [...pc.journal.changes.all()].filter(
    change => change.entity === 'membership' && change.hangsOn[0] === person,
  )

/** Two contents under one id: a harmless one to be taken in, and another that counts against it. */
function twins(make: (n: number, salt: string) => { harmless: Change; other: Change }) {
  for (let i = 0; i < 1000; i++) {
    const pair = make(1, `${i}`)
    if (digestOf(pair.other) < digestOf(pair.harmless)) return pair
  }
  throw new Error('of a thousand pairs one has the order that is wanted')
}

test('12: a second content under a known id that lies about whom it moves replaces nothing', async () => {
  const world = await begun()
  const before = picture(world, 'C')
  const evil = new EvilOffice(world.C)
  const [own, foreign] = [world.C.person('C-1 one'), world.D.person('C1-1 one')]
  const { harmless, other } = twins((n, salt) => {
    const free: Free = { n, lamport: 5000, label: { salt }, hangsOn: [own, 'C-1'] }
    const make = (fields: Fields) => evil.create('membership', fields, 'twin-stay', free)
    return { harmless: make(stay(own, 'C-1')), other: make(stay(foreign, 'C-1')) }
  })
  await world.S.opens(await evil.packet(world.S, { changes: [harmless] }))
  await world.S.opens(await evil.packet(world.S, { changes: [other] }))
  for (const pc of [world.S, world.D]) expect(pc.homeOf(foreign)).toBe('C1-1')
  await expectUnharmed(world, 'C', before)
})

/** This change as it would be with a hash as low or as high as is wanted. */
function salted(change: Change, isWanted: (digest: string) => boolean): Change {
  for (let salt = 0; ; salt++) {
    const one = { ...change, origin: { ...change.origin, actor: `evil ${salt}` } }
    if (isWanted(digestOf(one))) return one
  }
}

test('12: a second content that a sister never sees keeps none of her packets waiting', async () => {
  const { C, C1, S } = await begun()
  const evil = new EvilOffice(C)
  const person = C1.person('C1-1 one')
  const first = salted(evil.edit('person', person, 'email', { email: 'evil' }), digest => digest > 'a')
  await S.opens(await evil.packet(S, { changes: [first] }))
  await C1.opens(await S.exportTo(C1))
  const own = evil.create('person', { name: 'other' }, undefined, { n: first.n })
  const other = salted(own, digest => digest < digestOf(first))
  const result = await S.opens(await evil.packet(S, { changes: [other] }))
  expect(sentences(result)).toContain('count in place of what was known')
  for (const email of ['one', 'two']) {
    await C1.write(set => set.edit('person', person, { email }))
    expect((await S.opens(await C1.exportTo(S))).status).toBe('applied')
    expect(S.ids('SELECT email AS id FROM person WHERE id = ?', person)).toEqual([email])
    await C1.opens(await S.exportTo(C1))
  }
})

test('12: what was given back reaches nobody as what counts, once another content has taken its place', async () => {
  const world = await begun()
  const { C, C1, S, D } = world
  const evil = new EvilOffice(C)
  const person = C1.person('C1-1 one')
  const first = salted(
    evil.remove('person', person, headsOf(S, person), { hangsOn: [] }),
    digest => digest > 'a',
  )
  expect(codes(await S.opens(await evil.packet(S, { changes: [first] })))).toEqual(['beyond-authority'])
  const own = evil.create('person', { name: 'other' }, undefined, { n: first.n })
  const other = salted(own, digest => digest < digestOf(first))
  await S.opens(await evil.packet(S, { changes: [other] }))
  for (let round = 0; round < 2; round++) {
    await C1.opens(await S.exportTo(C1))
    await D.opens(await S.exportTo(D))
    await S.opens(await C1.exportTo(S))
  }
  for (const pc of [C1, S, D]) {
    expect([pc.place, pc.ids('SELECT id FROM person WHERE id = ?', person)]).toEqual([pc.place, [person]])
    expect(compareWithJournal(pc.db, pc.journal)).toEqual([])
  }
})

test('12: a second content takes nothing out of force that its author may not take back: who has left, what was accepted or judged', async () => {
  const world = await begun()
  const { C, C1, D, S } = world
  const evil = new EvilOffice(C)
  const made = salted(evil.create('person', { name: 'made' }, 'left'), digest => digest > 'a')
  const first = evil.create('membership', stay('left', 'C-1'), 'first')
  await S.opens(await evil.packet(S, { changes: [made, first], seals: [evil.seal([made, first])] }))
  await exchange(world, ['C'])
  await D.write(set => set.create('membership', { ...stay('left', 'C1-1'), follows: ['first'] }, 'moved'))
  await exchange(world, ['C'])
  expect(C1.ids("SELECT name AS id FROM person WHERE id = 'left'")).toEqual(['made'])
  const dummy = evil.create('person', { name: 'other' }, 'dummy', { n: made.n })
  const other = salted(dummy, digest => digest < digestOf(made))
  expect(other.origin.writer).toBe(made.origin.writer)
  const seals = [evil.seal([other])]
  const result = await S.opens(await evil.packet(S, { changes: [other], seals }))
  expect(sentences(result)).toContain('1 change of C says something else than is known')
  await exchange(world, ['C'])
  for (const pc of [S, D, C1]) {
    expect([pc.place, pc.homeOf('left')]).toEqual([pc.place, 'C1-1'])
    expect([pc.place, pc.ids("SELECT name AS id FROM person WHERE id = 'left'")]).toEqual([
      pc.place,
      ['made'],
    ])
    expect(compareWithJournal(pc.db, pc.journal)).toEqual([])
  }
})

test('12: a second content under a known id that revokes, or certifies under a false name, replaces nothing', async () => {
  const world = await begun()
  const before = picture(world, 'C')
  const evil = new EvilOffice(world.C)
  const own = world.C.person('C-1 one')
  const { harmless, other } = twins((n, salt) => {
    const free: Free = { n, lamport: 5000, label: { salt } }
    return {
      harmless: evil.edit('person', own, 'email', { email: 'x' }, free),
      other: evil.revoke(world.C2.keys.replica, [], free),
    }
  })
  await world.S.opens(await evil.packet(world.S, { changes: [harmless] }))
  await world.S.opens(await evil.packet(world.S, { changes: [other] }))
  expect(world.S.ids('SELECT replica AS id FROM revocation')).toEqual([])
  await expectUnharmed(world, 'C', before)
})

test('16: an edit of a foreign stay that says to hang on an own branch besides is returned', async () => {
  const world = await begun()
  const before = picture(world, 'C')
  const evil = new EvilOffice(world.C)
  const foreign = world.D.person('C1-1 one')
  const [id = ''] = staysOf(world.D, foreign)
  const base = headsOf(world.D, id)
  const hangsOn = [foreign, 'C1-1', 'C-1']
  const change = evil.edit(
    'membership',
    id,
    'since',
    { since: '1999-01-01', since_known: 1 },
    { base, hangsOn },
  )
  const result = await world.S.opens(await evil.packet(world.S, { changes: [change] }))
  expect(codes(result)).toEqual(['beyond-authority'])
  await expectUnharmed(world, 'C', before)
})

test('17: an own stay that is edited to be of somebody who left pulls him back to nobody', async () => {
  const world = await begun()
  const [own, left] = [world.D.person('C-1 one'), world.D.person('C-2 one')]
  await world.S.write(set => {
    const [follows = ''] = staysOf(world.S, left)
    set.create('membership', { ...stay(left, 'C1-1'), follows: [follows] })
  })
  await exchange(world)
  const before = picture(world, 'C')
  const evil = new EvilOffice(world.C)
  const [id = ''] = staysOf(world.S, own)
  const change = evil.edit(
    'membership',
    id,
    'place',
    { person: left, org: 'C-1' },
    { base: headsOf(world.S, id), hangsOn: [own, 'C-1', left], lamport: 5000 },
  )
  const result = await world.S.opens(await evil.packet(world.S, { changes: [change] }))
  await world.D.opens(await world.S.exportTo(world.D))
  expect(codes(result)).toHaveLength(1)
  for (const pc of [world.S, world.D]) expect(pc.homeOf(left)).toBe('C1-1')
  expect(picture(world, 'C')['C1']).toEqual(before['C1'])
})

test('16: an edit or a removal of what is not known yet counts no more than of what is', async () => {
  const world = await begun()
  const backup = await world.D.backup()
  await world.C2.write(set => {
    set.create('person', { name: 'late', phone: 'late' }, 'late-person')
    set.create('membership', stay('late-person', 'C2-1'), 'late-stay')
    set.create('post', { person: 'late-person', org: 'C2-1', title: '书记' }, 'late-post')
  })
  await exchange(world)
  const saw = { stay: headsOf(world.D, 'late-stay'), post: headsOf(world.D, 'late-post') }
  await world.D.restore(backup)
  const own = world.C.person('C-1 one')
  const evil = new EvilOffice(world.C)
  const changes = [
    evil.edit('post', 'late-post', 'title', { title: 'evil' }, { hangsOn: [own, 'C-1'], base: saw.post }),
    evil.remove('post', 'late-post', saw.post, { hangsOn: [own, 'C-1'] }),
    evil.remove('membership', 'late-stay', saw.stay, { hangsOn: [own, 'C-1'] }),
  ]
  await world.D.opens(await evil.packet(world.D, { changes }))
  await world.D.opens(await world.S2.exportTo(world.D))
  await world.S2.opens(await world.D.exportTo(world.S2))
  await world.D.opens(await world.S2.exportTo(world.D))
  expect(world.D.homeOf('late-person')).toBe('C2-1')
  expect(world.D.ids("SELECT title AS id FROM post WHERE id = 'late-post'")).toEqual(['书记'])
})

test('16: an edit of an early version that was returned does not say what its thing hangs on', async () => {
  const world = await begun()
  await world.C1.write(set => {
    set.create('post', { person: world.C1.person('C1-1 one'), org: 'C1-1', title: '书记' }, 'post-of-c1')
  })
  await exchange(world)
  const before = picture(world, 'C')
  const evil = new EvilOffice(world.C)
  const base = headsOf(world.S, 'post-of-c1')
  const hangsOn = [world.C.person('C-1 one'), 'C-1', world.D.person('C1-1 one'), 'C1-1']
  const early = evil.edit('post', 'post-of-c1', 'title', { title: 'evil' }, { base, hangsOn, lamport: 1 })
  expect(codes(await world.S.opens(await evil.packet(world.S, { changes: [early] })))).toHaveLength(1)
  const late = evil.edit('post', 'post-of-c1', 'title', { title: 'evil' }, { base, hangsOn })
  const result = await world.S.opens(await evil.packet(world.S, { changes: [late] }))
  expect(codes(result)).toEqual(['beyond-authority'])
  await expectUnharmed(world, 'C', before)
})

test('20: a return that was given back itself takes no stay of others out of what ever lay where', async () => {
  const world = await begun()
  const evil = new EvilOffice(world.C)
  const foreign = world.D.person('C1-1 one')
  const evilReason = { code: 'beyond-authority', zh: '退回', en: 'returned' }
  const back = evil.giveBack(idsOf(changesOfStays(world.D, foreign)), { reason: evilReason })
  const result = await world.S.opens(await evil.packet(world.S, { changes: [back] }))
  expect(codes(result)).toEqual(['beyond-authority'])
  // He moves on to the other street: the community where he lay is told where to.
  await world.D.opens(await world.S.exportTo(world.D))
  await world.D.write(set => {
    const [follows = ''] = staysOf(world.D, foreign)
    set.create('membership', { ...stay(foreign, 'C2-1'), follows: [follows] })
  })
  await world.S.opens(await world.D.exportTo(world.S))
  await world.C1.opens(await world.S.exportTo(world.C1))
  expect(world.C1.homeOf(foreign)).toBe('C2-1')
})

test('20: a forged stay that was returned stays out, whatever its author says of that return', async () => {
  const world = await begun()
  const evil = new EvilOffice(world.C)
  const foreign = world.D.person('C1-1 one')
  const forged = evil.create('membership', stay(foreign, 'C-1'), undefined, { lamport: 5000 })
  await world.S.opens(await evil.packet(world.S, { changes: [forged] }))
  const returns = [...world.S.journal.changes.all()].filter(change => change.kind === 'return')
  expect(returns).toHaveLength(1)
  const evilReason = { code: 'beyond-authority', zh: '退回', en: 'returned' }
  const again = evil.giveBack(idsOf(returns), { reason: evilReason, lamport: 6000 })
  await world.S.opens(await evil.packet(world.S, { changes: [again] }))
  const edit = evil.edit('person', foreign, 'phone', { phone: 'evil' }, { lamport: 6001 })
  const result = await world.S.opens(await evil.packet(world.S, { changes: [edit] }))
  expect(codes(result)).toEqual(['beyond-authority'])
  expect(await readable(world.C, [await world.S.exportTo(world.C)])).not.toContain('secret of C1-')
})

/** Of every kind that may be edited: a record of somebody else, or of who moved away, which its author may not make. */
const forgeries = (evil: EvilOffice, foreign: string, moved: string) => [
  evil.create('membership', stay(foreign, 'C-1'), 'forged-stay'),
  evil.create('post', { person: foreign, org: 'C-1', title: '书记' }, 'forged-post'),
  evil.create(
    'standing',
    { person: moved, status: 'expelled', report: 'approved', since: '2018-12-01', follows: [] },
    'forged-standing',
  ),
  evil.create('fee', { person: moved, year: 2018, due: 1 }, 'forged-fee'),
  evil.create('apart', { person: 'own', other: foreign, told_on: '2018-12-01' }, 'forged-apart'),
]

/** Edits of these that may be written of who ever lay there, and say to build on these returns. */
const liftsOf = (evil: EvilOffice, forged: readonly Change[], base: readonly string[], lamport?: number) =>
  forged.map(({ entity, thing, hangsOn }, at) => {
    const [register, fields] = ({
      membership: ['since', { since: '2018-12-30', since_known: 1 }],
      post: ['title', { title: '副书记' }],
      standing: ['since', { since: '2018-12-02' }],
      fee: ['due', { due: 2 }],
      apart: ['all', { person: hangsOn[0], other: hangsOn[1], told_on: '2018-12-02' }],
    }[entity] ?? ['', {}]) as [string, Fields]
    const free = { base, hangsOn, ...(lamport !== undefined && { lamport: lamport + at }) }
    return evil.edit(entity, thing, register, fields, free)
  })

/** Somebody of the community moved to its sister, as everybody knows. */
async function withMoved(): Promise<{ world: World; moved: string; foreign: string }> {
  const world = await begun()
  const [moved, foreign] = [world.D.person('C-1 one'), world.D.person('C1-1 one')]
  await world.C.write(set => {
    set.create('person', { name: 'own' }, 'own')
    set.create('membership', stay('own', 'C-1'))
  })
  await world.S.write(set => {
    const [follows = ''] = staysOf(world.S, moved)
    set.create('membership', { ...stay(moved, 'C1-1'), follows: [follows] })
  })
  await exchange(world)
  return { world, moved, foreign }
}

test.each(['after the return', 'in the same packet, foretelling it'])(
  '20: an edit that builds on the return of a forgery brings it back no more than making it anew would: %s',
  async when => {
    const { world, moved, foreign } = await withMoved()
    const before = picture(world, 'C')
    const evil = new EvilOffice(world.C)
    const forged = forgeries(evil, foreign, moved)
    const codesOf: string[] = []
    if (when === 'after the return') {
      await world.S.opens(await evil.packet(world.S, { changes: forged }))
      const back = [...world.S.journal.changes.all()].filter(({ kind }) => kind === 'return')
      expect(back.length).toBeGreaterThan(0)
      const lifts = liftsOf(evil, forged, back.map(versionOf))
      codesOf.push(...codes(await world.S.opens(await evil.packet(world.S, { changes: lifts }))))
    } else {
      const { writer } = [...world.S.journal.changes.all()].findLast(
        ({ origin }) => origin.replica === world.S.keys.replica,
      )?.origin ?? { writer: '' }
      const next = Array.from({ length: 60 }, (_, i) => versionAt(i + 40, writer))
      const lifts = liftsOf(evil, forged, next, 30)
      const early = forged.map((change, at) => ({ ...change, lamport: 20 + at, signature: null }))
      await world.S.opens(await evil.packet(world.S, { changes: [...early, ...lifts] }))
    }
    await world.D.opens(await world.S.exportTo(world.D))
    for (const pc of [world.S, world.D]) {
      expect([pc.homeOf(foreign), pc.homeOf(moved)]).toEqual(['C1-1', 'C1-1'])
      for (const kind of ['membership', 'post', 'standing', 'fee', 'apart'])
        expect([kind, pc.ids(`SELECT id FROM ${kind} WHERE id LIKE 'forged%'`)]).toEqual([kind, []])
    }
    if (when === 'after the return') expect(codesOf).toHaveLength(forged.length)
    expect(await readable(world.C, [await world.S.exportTo(world.C)])).not.toContain('secret of C1-')
    await expectUnharmed(world, 'C', before)
  },
)

test.each(['a return', 'a removal'])(
  '19: a mark that its author took back by %s does not count again once one of the two has moved away',
  async how => {
    const world = await begun()
    const [moved, other] = [world.C.person('C-1 one'), world.C.person('C-1 two')]
    const evil = new EvilOffice(world.C)
    const saw = headsOf(world.C, other)
    const mark = evil.create('merge', { of_entity: 'person', kept: moved, lost: other, saw }, 'mark')
    const undone =
      how === 'a return'
        ? evil.giveBack(idsOf([mark]))
        : evil.remove('merge', 'mark', [versionOf(mark)], { hangsOn: [moved, other] })
    await world.S.opens(await evil.packet(world.S, { changes: [mark] }))
    await world.S.opens(await evil.packet(world.S, { changes: [undone] }))
    expect(world.S.ids('SELECT id FROM merge')).toEqual([])
    await world.S.write(set => {
      const [follows = ''] = staysOf(world.S, moved)
      set.create('membership', { ...stay(moved, 'C1-1'), follows: [follows] })
    })
    await exchange(world, ['C'])
    const before = picture(world, 'C')
    const again = evil.giveBack(idsOf([undone]))
    const result = await world.S.opens(await evil.packet(world.S, { changes: [again] }))
    expect(codes(result)).toEqual(['made-and-left'])
    await world.D.opens(await world.S.exportTo(world.D))
    for (const pc of [world.S, world.D]) expect(pc.ids('SELECT id FROM merge')).toEqual([])
    await expectUnharmed(world, 'C', before)
  },
)

test('16: an edit that takes away what every such record has is the removal that it comes to', async () => {
  const { world, moved } = await withMoved()
  await world.C1.write(set => {
    set.create('post', { person: moved, org: 'C1-1', title: '书记' }, 'post-of-moved')
    set.create('fee', { person: moved, year: 2018, due: 1 }, 'fee-of-moved')
  })
  await exchange(world)
  const before = picture(world, 'C')
  const evil = new EvilOffice(world.C)
  const [, stayed = ''] = staysOf(world.S, moved)
  const empty = (entity: string, thing: string, register: string, fields: Fields = {}) => {
    const hangsOn = world.S.journal.changes.ofThing(thing)[0]?.hangsOn ?? []
    return evil.edit(entity, thing, register, fields, { base: headsOf(world.S, thing), hangsOn })
  }
  const changes = [
    empty('person', moved, 'name'),
    empty('post', 'post-of-moved', 'title'),
    empty('post', 'post-of-moved', 'place', { person: moved }),
    empty('fee', 'fee-of-moved', 'place', { person: moved, year: 0 }),
    empty('membership', stayed, 'since', { since: '2018-02-30', since_known: 1 }),
    empty('org', 'C', 'names'),
    empty('org', 'C', 'branch_type'),
  ]
  const result = await world.S.opens(await evil.packet(world.S, { changes, seals: [evil.seal(changes)] }))
  await world.D.opens(await world.S.exportTo(world.D))
  expect(codes(result)).toHaveLength(changes.length)
  for (const pc of [world.S, world.D]) {
    expect(pc.homeOf(moved)).toBe('C1-1')
    for (const kind of ['post', 'fee']) expect(pc.ids(`SELECT id FROM ${kind}`)).toEqual([`${kind}-of-moved`])
    expect(pc.ids("SELECT id FROM org WHERE id = 'C'")).toEqual(['C'])
  }
  await expectUnharmed(world, 'C', before)
})

test('31: no name turns a sentence round or steers a terminal: it is shown nowhere, and what is typed here is rid of that', async () => {
  const world = await begun()
  const evil = new EvilOffice(world.C)
  const unseen = ['\u200b', '\u2060', '\ufeff', '\u00ad', '\u180e', '\u3164', '\u{e0041}', '\u034f', '\u2028']
  const turned = [
    ...['\u202e', '\u2066', '\u001b[2J', '\u0000', '\u200f', ...unseen].map(one => `王${one}三`),
    ...['\u200b', '\ufe0f\ufe0f', ' \u3000', '\n'],
  ]
  const [back, ...people] = [
    evil.create('person', { name: '李' }, 'honest'),
    ...turned.map((name, at) => evil.create('person', { name }, `turned-${at}`)),
  ]
  const changes = [
    ...(back === undefined ? [] : [back]),
    evil.create('membership', stay('honest', 'C-1'), 'honest-stay'),
    ...people,
    ...people.map(({ thing }) => evil.create('membership', stay(thing, 'C-1'), `${thing}-stay`)),
    evil.edit('person', 'honest', 'email', { email: 'a\u202e@b.cn' }, { base: [], hangsOn: [] }),
    evil.create(
      'org',
      { name: 'x\u202e', kind: 'branch', tier: 'community', branch_type: 'ordinary' },
      'turned-org',
    ),
  ]
  const reason = { code: 'evil', zh: '\u202e有误\u001b[2J', en: 'wrong\u202e' }
  const file = await evil.packet(world.S, {
    changes: [...changes, evil.giveBack(idsOf(people.slice(0, 1)), { reason })],
  })
  const steering = /(?![\t\n\r])[\p{Cc}\p{Bidi_Control}]/u
  expect(JSON.stringify(await world.S.preview(file))).not.toMatch(/\\u001b|\u202e|\u2066/)
  const result = await world.S.opens(file)
  const said = [...result.sentences, ...result.warnings, result.message].flatMap(({ zh, en }) => [zh, en])
  expect(said.filter(one => steering.test(one))).toEqual([])
  for (const table of ['person', 'org'])
    expect(world.S.ids(`SELECT name AS id FROM ${table}`).filter(name => steering.test(name))).toEqual([])
  expect(world.S.ids("SELECT name || coalesce(email, '') AS id FROM person WHERE id = 'honest'")).toEqual([
    '李',
  ])
  // Nor is anybody there who looks like somebody else, or like nobody.
  expect(world.S.ids("SELECT name AS id FROM person WHERE id LIKE 'turned%'")).toEqual([])
  expect(compareWithJournal(world.S.db, world.S.journal)).toEqual([])
  await world.C.write(set => set.create('person', { name: '张\u202e\u00ad三\u0007\u3164\n' }, 'typed'))
  expect(world.C.ids("SELECT name AS id FROM person WHERE id = 'typed'")).toEqual(['张三'])
})

test('16: what a record lies by is fixed: no edit makes it one of others, though their author keeps those, too', async () => {
  const { world } = await withMoved()
  const [own, sister] = [world.S.person('C-2 one'), world.S.person('C1-1 one')]
  await world.S.write(set => {
    set.create('post', { person: sister, org: 'C-1', title: '书记' }, 'post-of-sister')
    set.create('apart', { person: own, other: sister, told_on: '2018-12-01' }, 'apart-of-both')
  })
  await exchange(world)
  const before = picture(world, 'C')
  const evil = new EvilOffice(world.C)
  const two = world.S.person('C-2 two')
  const changes = [
    evil.edit(
      'post',
      'post-of-sister',
      'place',
      { person: own, org: 'C-1' },
      { base: headsOf(world.S, 'post-of-sister'), hangsOn: [sister, 'C-1', own] },
    ),
    evil.edit(
      'apart',
      'apart-of-both',
      'all',
      { person: own, other: two, told_on: '2018-12-01' },
      { base: headsOf(world.S, 'apart-of-both'), hangsOn: [own, sister, two] },
    ),
  ]
  const result = await world.S.opens(await evil.packet(world.S, { changes }))
  expect(codes(result)).toEqual(['beyond-authority', 'beyond-authority'])
  expect(world.S.ids('SELECT person AS id FROM post')).toEqual([sister])
  expect(world.S.ids('SELECT other AS id FROM apart')).toEqual([sister])
  await expectUnharmed(world, 'C', before)
})

test.each(['removed', 'taken back'])(
  '17: the stay by which an office above brought somebody in is %s by nobody whose part he then does not lie in',
  async how => {
    const world = await begun()
    const came = world.D.person('C1-1 one')
    const evil = new EvilOffice(world.C)
    await world.S.write(set => {
      const [follows = ''] = staysOf(world.S, came)
      set.create('membership', { ...stay(came, 'C-1'), follows: [follows] }, 'brought')
      set.create('membership', { ...stay(world.S.person('C-1 one'), 'C-2'), follows: [] }, 'within')
    })
    await exchange(world)
    const before = picture(world, 'C')
    const changes =
      how === 'removed'
        ? [
            evil.remove('membership', 'brought', headsOf(world.C, 'brought')),
            evil.remove('membership', 'within', headsOf(world.C, 'within')),
          ]
        : [evil.giveBack(idsOf(world.S.journal.changes.ofThing('brought')))]
    const result = await world.S.opens(await evil.packet(world.S, { changes, seals: [evil.seal(changes)] }))
    await world.D.opens(await world.S.exportTo(world.D))
    expect(codes(result)).toHaveLength(1)
    for (const pc of [world.S, world.D]) {
      expect(pc.homeOf(came)).toBe('C-1')
      // Where he lay before lies in the author's part as well.
      expect(pc.homeOf(pc.person('C-1 one'))).toBe(how === 'removed' ? 'C-1' : 'C-2')
    }
    expect(picture(world, 'C')).toEqual(before)
    await exchange(world, ['C'])
  },
)

test('18: what a community founded under its own name is not its own when it was moved to a sister', async () => {
  const world = await begun()
  const evil = new EvilOffice(world.C)
  const id = `${world.C.keys.replica}.branch`
  const founded = [
    evil.create('org', { name: 'new', kind: 'branch', tier: 'community', branch_type: 'ordinary' }, id),
    evil.create('placement', { org: id, parent: 'C', since: '2018-01-01', follows: [] }, 'new-place'),
  ]
  await world.S.opens(await evil.packet(world.S, { changes: founded }))
  await world.S.write(set => {
    set.create('placement', { org: id, parent: 'C1', since: '2018-12-01', follows: ['new-place'] })
  })
  await exchange(world, ['C'])
  await world.C1.write(set => {
    set.create('person', { name: 'newcomer' }, 'newcomer')
    set.create('membership', stay('newcomer', id), 'newcomer-stay')
  })
  await exchange(world, ['C'])
  const changes = [
    evil.create('membership', stay('newcomer', 'C-1'), undefined, { lamport: 5000 }),
    evil.remove('person', 'newcomer', headsOf(world.S, 'newcomer')),
    evil.edit('org', id, 'tier', { tier: 'street' }, { base: headsOf(world.S, id) }),
  ]
  const result = await world.S.opens(await evil.packet(world.S, { changes }))
  expect(codes(result)).toHaveLength(3)
  expect(world.S.homeOf('newcomer')).toBe(id)
})

test('9: what a person takes in of another office’s unproved work is judged like the rest of it', async () => {
  const world = await begun()
  const before = picture(world, 'C')
  const evil = new EvilOffice(world.C)
  const foreign = world.D.person('C2-1 one')
  const said: Free = { writer: `${world.C1.keys.replica}.w`, replica: world.C1.keys.replica, office: 'C1' }
  const changes = [
    evil.create('membership', stay(foreign, 'C1-1'), undefined, { ...said, n: 1, lamport: 5000 }),
    evil.edit('person', foreign, 'phone', { phone: 'evil' }, { ...said, n: 2 }),
  ]
  await world.D.opens(await evil.packet(world.D, { changes }))
  const [aside] = readAside(world.D.db, world.D.journal)
  const options = { by: '王', preview: false, again: true }
  const taken = await takeAside(world.D.session, aside?.id ?? '', options, noReport)
  expect(codes(taken)).toHaveLength(2)
  expect(world.D.homeOf(foreign)).toBe('C2-1')
  await exchange(world, ['C'])
  await expectUnharmed(world, 'C', before)
})

test('23: a post that is edited to be of somebody who left fetches no card of him', async () => {
  const world = await begun()
  const [own, left] = [world.D.person('C-1 one'), world.D.person('C-2 one')]
  const evil = new EvilOffice(world.C)
  const post = evil.create('post', { person: own, org: 'C-1', title: '书记' }, 'own-post')
  await world.S.opens(await evil.packet(world.S, { changes: [post] }))
  await world.S.write(set => {
    const [follows = ''] = staysOf(world.S, left)
    set.create('membership', { ...stay(left, 'C1-1'), follows: [follows] })
  })
  await exchange(world, ['C'])
  const base = headsOf(world.S, 'own-post')
  const free = { base, hangsOn: [own, 'C-1', left], lamport: 5000 }
  const register = Object.entries(world.S.journal.entities.get('post')?.registers ?? {}).find(
    ([, fields]) => 'person' in fields,
  )?.[0]
  const edit = evil.edit('post', 'own-post', register ?? '', { person: left, org: 'C-1' }, free)
  const result = await world.S.opens(await evil.packet(world.S, { changes: [edit] }))
  expect(codes(result)).toEqual(['beyond-authority'])
})

test('12: a second content of a post’s creation that names a foreign person fetches no card of him', async () => {
  const world = await begun()
  const before = picture(world, 'C')
  const evil = new EvilOffice(world.C)
  const [own, foreign] = [world.C.person('C-1 one'), world.D.person('C1-1 one')]
  const { harmless, other } = twins((n, salt) => {
    const make = (person: string) =>
      evil.create('post', { person, org: 'C-1', title: '书记' }, 'twin-post', {
        n,
        lamport: 5000,
        label: { salt },
      })
    return { harmless: make(own), other: make(foreign) }
  })
  await world.S.opens(await evil.packet(world.S, { changes: [harmless] }))
  const result = await world.S.opens(await evil.packet(world.S, { changes: [other] }))
  expect(result.warnings.map(text => text.en).join()).toContain('beyond its authority')
  const answer = await world.S.exportTo(world.C)
  expect(await readable(world.C, [answer])).not.toContain('C1-1 one')
  await expectUnharmed(world, 'C', before, [answer])
})

test('36: the preview tells what a second content would do, and does nothing', async () => {
  const world = await begun()
  const evil = new EvilOffice(world.C)
  const own = world.C.person('C-1 one')
  const { harmless, other } = twins((n, salt) => {
    const free: Free = { n, lamport: 5000, label: { salt } }
    const make = (email: string) => evil.edit('person', own, 'email', { email }, free)
    return { harmless: make('first'), other: make('second') }
  })
  await world.S.opens(await evil.packet(world.S, { changes: [harmless] }))
  const before = picture(world, 'C')
  const email = () => world.S.ids('SELECT email AS id FROM person WHERE id = ?', own)
  const file = await evil.packet(world.S, { changes: [other] })
  const preview = await world.S.preview(file)
  expect(preview.warnings.map(text => text.en).join()).toMatch(/says? something else than is known/)
  expect(email()).toEqual(['first'])
  expect(world.S.ids('SELECT digest AS id FROM twin')).toEqual([])
  await world.S.opens(file)
  expect(email()).toEqual(['second'])
  expect(picture(world, 'C')).toEqual(before)
})

test('37: a yes to one packet is no yes to another that waited for it', async () => {
  const world = await begun()
  await world.S.write(set => {
    for (let i = 0; i < 60; i++) {
      set.create('person', { name: `p${i}` }, `p${i}`)
      set.create('membership', stay(`p${i}`, 'C-1'))
    }
  })
  await exchange(world)
  const evil = new EvilOffice(world.C)
  const leave = (i: number) =>
    evil.create('membership', {
      person: `p${i}`,
      since: '2019-01-01',
      since_known: 1,
      reason: 'resigned',
      follows: [],
    })
  const some = Array.from({ length: 5 }, (_, i) => leave(i))
  const rest = Array.from({ length: 50 }, (_, i) => leave(i + 5))
  const middle = evil.top(some)
  const first = await evil.packet(world.S, { changes: some })
  const second = await evil.packet(world.S, { changes: rest, fromTop: middle, manifest: { number: 100 } })
  expect(told(await world.S.opens(second))).toMatchObject({ code: 'packet-waiting' })
  await world.S.opens(first)
  expect(
    world.S.ids("SELECT person AS id FROM membership WHERE until IS NULL AND reason = 'resigned'"),
  ).toHaveLength(5)
  const asked = await takePacket(world.S.session, second, { by: '', preview: false, again: false }, noReport)
  expect(told(asked)).toMatchObject({ code: 'packet-many-leave' })
  expect(told(await world.S.opens(second))).toMatchObject({ status: 'applied' })
})

test.each(['removed', 'merged', 'returned'] as const)('37: people who are %s leave, too', async how => {
  const world = await begun()
  const evil = new EvilOffice(world.C)
  const people = Array.from({ length: 60 }, (_, i) => `p${i}`)
  const made = people.flatMap(id => [
    evil.create('person', { name: id }, id),
    evil.create('membership', stay(id, 'C-1')),
  ])
  await world.S.opens(await evil.packet(world.S, { changes: made }))
  const gone = people.slice(0, 50)
  const changes = {
    removed: () => gone.map(id => evil.remove('person', id, headsOf(world.S, id))),
    merged: () =>
      gone.map(id =>
        evil.create('merge', { of_entity: 'person', kept: 'p59', lost: id, saw: headsOf(world.S, id) }),
      ),
    returned: () => [evil.giveBack(idsOf(made.slice(0, 100)))],
  }[how]()
  const file = await evil.packet(world.S, { changes })
  const result = await takePacket(world.S.session, file, { by: '', preview: false, again: false }, noReport)
  expect(told(result)).toMatchObject({ code: 'packet-many-leave' })
})

test('12: that two people are not one goes down where both lie, and nobody else hears of the other one', async () => {
  const world = await begun()
  const { D, S, S2, C1 } = world
  const [one, two, other] = ['C1-1 one', 'C1-1 two', 'C2-1 one'].map(name => D.person(name))
  const told = { told_on: '2018-12-31' }
  await D.write(set => {
    set.create('apart', { person: one ?? '', other: two ?? '', ...told }, 'both-there')
    set.create('apart', { person: one ?? '', other: other ?? '', ...told }, 'one-elsewhere')
  })
  for (const [to, own, foreign] of [
    [S, one, other],
    [S2, other, one],
  ] as const) {
    const file = await D.exportTo(to)
    const text = await readable(to, [file])
    expect([to.place, text.includes(String(foreign))]).toEqual([to.place, false])
    expect(to.person(own === one ? 'C1-1 one' : 'C2-1 one')).toBe(own)
    await to.opens(file)
  }
  await C1.opens(await S.exportTo(C1))
  for (const pc of [S, C1]) expect(pc.ids('SELECT id FROM apart')).toEqual(['both-there'])
  expect(S2.ids('SELECT id FROM apart')).toEqual([])
})
