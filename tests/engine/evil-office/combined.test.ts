import { expect, test } from 'vitest'
import { digestOf } from '#db/journal/change.ts'
import { namedAfter } from '#db/journal/names.ts'
import { generateKeys } from '#db/packets/format/keys/keys.ts'
import { changeLine } from '#db/packets/opening/lines/change-line.ts'
import { certificateFields } from '#db/packets/trust/certificates.ts'
import { standingOf } from '#db/packets/trust/standing.ts'
import { EvilOffice } from './evil-office.ts'
import { begun, exchange, expectUnharmed, picture, readable, sentences, told, type World } from './world.ts'

/** Several rules at once: relays, moves, returns of returns, marks, seals with holes, statements and parts of other packets. */

const move = (world: World, org: string, parent: string) =>
  world.D.write(set => {
    const follows = world.D.ids('SELECT id FROM placement WHERE org = ? AND until IS NULL', org)
    set.create('placement', { org, parent, since: '2018-12-01', follows })
  })

test('who is merged into somebody goes where that one goes, with what his old office still writes of him', async () => {
  const world = await begun()
  const { C, C2, D } = world
  const [kept = '', lost = ''] = [D.person('C-1 one'), D.person('C-1 two')].sort()
  await D.write(set => {
    set.create('merge', { of_entity: 'person', kept, lost, saw: [] })
    const follows = D.ids('SELECT id FROM membership WHERE person IN (?, ?)', kept, lost)
    set.create('membership', { person: kept, org: 'C2-1', since: '2018-12-01', since_known: 1, follows })
  })
  // The community has not heard of it.
  for (let n = 0; n < 9; n++) await C.write(set => set.edit('person', lost, { phone: `written late ${n}` }))
  await exchange(world)
  for (const pc of [D, C2]) {
    expect(pc.homeOf(kept)).toBe('C2-1')
    expect(pc.ids('SELECT phone AS id FROM person WHERE id = ?', kept)).toEqual(['written late 8'])
  }
})

test('a relay that keeps back one change of a sealed range keeps it back from nobody who hears its author', async () => {
  const world = await begun()
  const [one, two] = [world.C1.person('C1-1 one'), world.C1.person('C1-1 two')]
  await world.C1.write(set => set.edit('person', one, { email: 'first@b.cn' }))
  await world.C1.write(set => set.edit('person', two, { email: 'hidden@b.cn' }))
  await world.C1.write(set => set.edit('person', one, { email: 'third@b.cn' }))
  const evil = new EvilOffice(world.S)
  await world.S.opens(await world.C1.exportTo(world.S))
  const written = [...world.S.journal.changes.all()].filter(
    ({ origin, entity, body }) =>
      entity === 'person' &&
      origin.replica === world.C1.keys.replica &&
      JSON.stringify(body).includes('@b.cn'),
  )
  expect(written).toHaveLength(3)
  const [seal] = world.S.db
    .prepare<[string, number], { writer: string; from: number; to: number; hash: string; signature: string }>(
      'SELECT writer, from_n AS "from", to_n AS "to", hash, signature FROM seal WHERE writer = ? AND to_n >= ?',
    )
    .all(written[0]?.origin.writer ?? '', written[0]?.n ?? 0)
  const [first, hidden, third] = written
  if (seal === undefined || !first || !hidden || !third) throw new Error('all of it came')
  const gaps = [[hidden.n, digestOf(hidden)] as const]
  const file = await evil.packet(world.D, { changes: [first, third], seals: [{ ...seal, gaps }] })
  expect(sentences(await world.D.opens(file))).not.toContain('laid aside')
  expect(world.D.ids('SELECT email AS id FROM person WHERE id = ?', one)).toEqual(['third@b.cn'])
  await world.D.opens(await world.C1.exportTo(world.D))
  expect(world.D.ids('SELECT email AS id FROM person WHERE id = ?', two)).toEqual(['hidden@b.cn'])
  // A hole that says another content stands there proves nothing of the rest.
  const lies = [[hidden.n, 'ab'.repeat(32)] as const]
  const other = await evil.packet(world.D, { changes: [first], seals: [{ ...seal, gaps: lies }] })
  expect(told(await world.D.opens(other))).toMatchObject({ status: 'duplicate' })
})

test('a former street gives nothing back, admits nothing and removes nothing of a community that was moved away', async () => {
  const world = await begun()
  await exchange(world)
  const people = world.S.person('C1-1 one')
  const made = world.S.journal.changes.firstOfThing(people)
  if (made === undefined) throw new Error('the street knows him')
  await move(world, 'C1', 'S2')
  await world.S2.opens(await world.D.exportTo(world.S2))
  await world.C1.opens(await world.S2.exportTo(world.C1))
  const evil = new EvilOffice(world.S)
  const names = [[made.origin.writer, made.n, made.n] as const]
  const changes = [
    evil.giveBack(names),
    evil.giveBack(names, { kind: 'admit' }),
    evil.remove('person', people, [`${made.lamport}@${made.origin.writer}`]),
    evil.revoke(world.C1.keys.replica),
    evil.create('placement', { org: 'C1-1', parent: 'C', since: '2018-12-31', follows: [] }),
  ]
  const result = await world.D.opens(await evil.packet(world.D, { changes, seals: [evil.seal(changes)] }))
  expect(result.returned.length).toBeGreaterThanOrEqual(4)
  expect(world.D.person('C1-1 one')).toBe(people)
  // To the community itself it is a stranger now.
  const direct = await world.C1.opens(await evil.packet(world.C1, { changes }))
  expect(told(direct)).toMatchObject({ status: 'waiting', code: 'packet-elsewhere' })
  expect(world.C1.person('C1-1 one')).toBe(people)
  await world.C1.write(set => set.edit('person', people, { email: 'still@b.cn' }))
  await world.S2.opens(await world.C1.exportTo(world.S2))
  await world.D.opens(await world.S2.exportTo(world.D))
  expect(world.D.ids('SELECT email AS id FROM person WHERE id = ?', people)).toEqual(['still@b.cn'])
})

test('returns of returns, of one’s own and of the office above, three deep and in any order, bring no forgery back', async () => {
  const world = await begun()
  const before = picture(world, 'C')
  const foreign = world.D.person('C1-1 one')
  const evil = new EvilOffice(world.C)
  const forged = evil.edit('person', foreign, 'phone', { phone: 'forged' })
  await world.S.opens(await evil.packet(world.S, { changes: [forged] }))
  const back = [...world.S.journal.changes.all()].filter(
    change => change.kind === 'return' && change.origin.replica === world.S.keys.replica,
  )
  expect(back.length).toBeGreaterThan(0)
  const own = evil.giveBack([[forged.origin.writer, forged.n, forged.n]])
  const ofOwn = evil.giveBack([[own.origin.writer, own.n, own.n]])
  const ofAbove = back.map(({ origin, n }) => evil.giveBack([[origin.writer, n, n]]))
  const ofAll = evil.giveBack([...ofAbove, ofOwn].map(({ origin, n }) => [origin.writer, n, n] as const))
  const admits = evil.giveBack([[forged.origin.writer, forged.n, forged.n]], { kind: 'admit' })
  for (const changes of [
    [own, ofOwn, ...ofAbove, ofAll, admits],
    [ofAll, ...ofAbove],
    [ofOwn, admits],
  ]) {
    const file = await evil.packet(world.S, { changes, seals: [] })
    expect(sentences(await world.S.opens(file))).not.toBe('')
  }
  await expectUnharmed(world, 'C', before)
})

test('a mark never joins what moved away, stays of others, or a person with the one who took his place', async () => {
  const world = await begun()
  const moved = world.D.person('C-1 one')
  await world.D.write(set => {
    const follows = world.D.ids('SELECT id FROM membership WHERE person = ? AND until IS NULL', moved)
    set.create('membership', { person: moved, org: 'C1-1', since: '2018-12-01', since_known: 1, follows })
  })
  await exchange(world)
  const before = picture(world, 'C')
  const evil = new EvilOffice(world.C)
  const [foreignStay = ''] = world.D.ids(
    'SELECT id FROM membership WHERE person = ? AND until IS NULL',
    world.D.person('C1-1 two'),
  )
  const dummy = evil.create('person', { name: 'dummy' }, '0-dummy')
  const stay = evil.create(
    'membership',
    { person: '0-dummy', org: 'C-1', since: '2018-12-31', since_known: 1, follows: [] },
    '0-stay',
  )
  const mark = (kept: string, lost: string, of_entity: string) =>
    evil.create('merge', { of_entity, kept, lost, saw: [] })
  const changes = [
    ...[dummy, stay, mark('0-dummy', moved, 'person'), mark('0-stay', foreignStay, 'membership')],
    ...[mark(moved, '0-dummy', 'person'), mark('0-stay', '0-dummy', 'person')],
    evil.create('merge', { of_entity: 'person', kept: '0-dummy', lost: moved, saw: [] }, undefined, {
      hangsOn: ['0-dummy', '0-dummy'],
    }),
  ]
  const result = await world.S.opens(await evil.packet(world.S, { changes, seals: [evil.seal(changes)] }))
  expect(result.returned.map(({ code }) => code).sort()).toEqual([
    ...['beyond-authority', 'beyond-authority', 'beyond-authority'],
    ...['envelope-differs', 'kinds-differ'],
  ])
  expect(world.S.homeOf(moved)).toBe('C1-1')
  await expectUnharmed(world, 'C', before)
})

test('parts of two packets put together, a chain and seals of others, and an approval from below are refused', async () => {
  const world = await begun()
  const evil = new EvilOffice(world.C)
  await world.C1.write(set => set.edit('person', world.C1.person('C1-1 one'), { email: 'x@b.cn' }))
  const before = picture(world, 'C')
  const honest = await world.C1.exportTo(world.S)
  const own = await evil.packet(world.S, {
    changes: [evil.edit('person', world.C.person('C-1 one'), 'email', { email: 'y@b.cn' })],
  })
  const half = Math.floor(Math.min(honest.size, own.size) / 2)
  const joined = [
    new File([honest.slice(0, half), own.slice(half)], 'joined.llb'),
    new File([own.slice(0, half), honest.slice(half)], 'joined.llb'),
    new File([own, honest], 'both.llb'),
    new File([honest.slice(0, 200), own.slice(200)], 'head.llb'),
  ]
  for (const file of joined) {
    const result = await world.S.opens(file)
    expect(told(result)).toMatchObject({ status: 'refused' })
    expect(result.message.zh).toContain('数据包')
  }
  const { certificates } = standingOf(world.S.db, world.S.journal)
  const chainOfS = certificates.chainOf(world.S.keys.replica, 'S')
  const spare = await generateKeys()
  const { certificate } = evil.certify({ keys: spare, org: 'S' })
  for (const content of [
    { chain: chainOfS },
    { chain: [...evil.chain()].reverse() },
    { chain: [...evil.chain(), ...evil.chain()] },
    { chain: evil.chain().slice(0, 1) },
    { manifest: { kind: 'approval', approval: certificate } },
    { manifest: { kind: 'approval', approval: evil.chain()[0] } },
  ]) {
    const result = await world.S.opens(await evil.packet(world.S, content))
    expect(['refused', 'duplicate']).toContain(result.status)
    expect(result.message.en).not.toBe('')
  }
  await expectUnharmed(world, 'C', before)
})

test('statements about others change nothing: what was laid aside, what is missed, what is yours, who is above', async () => {
  const world = await begun()
  const before = picture(world, 'C')
  const evil = new EvilOffice(world.C)
  const writers = [...new Set([...world.S.journal.changes.all()].map(({ origin }) => origin.writer))]
  const foreign = writers.map(writer => [writer, 1, 2 ** 53 - 1] as const)
  const place = { org: 'S', parent: 'C', since: '2018-12-31', follows: [] }
  const placing = [
    evil.create('placement', place, 'upside-down'),
    evil.create('placement', { ...place, org: 'C', parent: world.D.org }, 'to-the-top'),
  ]
  const answers: File[] = []
  for (const content of [
    { manifest: { aside: foreign } },
    { manifest: { missingFiles: Array.from({ length: 5000 }, (_, i) => i.toString(16).padStart(64, '0')) } },
    { manifest: { placing: placing.map(changeLine) } },
    { manifest: { have: { pos: 2 ** 40, hash: 'f'.repeat(64) } } },
    {
      lines: [JSON.stringify({ yours: writers.map(writer => [writer, 1, 5]) })],
      manifest: { yours: 5 * writers.length, toTop: { pos: 5 * writers.length, hash: 'f'.repeat(64) } },
    },
    { manifest: { number: Number.MAX_SAFE_INTEGER } },
    { manifest: { to: { replica: world.S.keys.replica, org: world.D.org, name: '区' } } },
  ]) {
    const result = await world.S.opens(await evil.packet(world.S, content))
    expect(sentences(result)).not.toBe('')
    answers.push(await world.S.exportTo(world.C))
  }
  const seen = await readable(world.C, answers)
  expect(seen).not.toContain('secret of C1')
  expect(seen).not.toContain('secret of C2')
  await expectUnharmed(world, 'C', before, answers)
})

test('a spare of its own revokes neither its maker nor anybody above, and hands nothing over', async () => {
  const world = await begun()
  const before = picture(world, 'C')
  const evil = new EvilOffice(world.C)
  const keys = await generateKeys()
  const { certificate, change } = evil.certify({ keys, org: 'C' })
  await world.S.opens(await evil.packet(world.S, { changes: [change] }))
  const spare = new EvilOffice(world.C, keys, 'spare')
  const chain = [certificate, ...evil.chain()]
  const forD = { ...certificate, org: world.D.org }
  const changes = [
    ...[world.C, world.S, world.D, world.C1].map(pc => spare.revoke(pc.keys.replica)),
    spare.create('certificate', certificateFields(forD)),
    spare.create(
      'certificate',
      certificateFields({ ...certificate, replica: world.C1.keys.replica, org: 'C1' }),
    ),
    spare.certify({ keys: await generateKeys(), org: 'S' }).change,
  ]
  const result = await world.S.opens(await spare.packet(world.S, { changes, chain }))
  expect(result.returned.length + result.warnings.length).toBeGreaterThan(0)
  // In one packet with honest work of its office, that work counts and the rest does not.
  const honest = spare.edit('person', world.C.person('C-1 one'), 'email', { email: 'honest@b.cn' })
  await world.S.opens(await spare.packet(world.S, { changes: [...changes, honest], chain }))
  const { certificates } = standingOf(world.S.db, world.S.journal)
  for (const pc of [world.C, world.S, world.D, world.C1]) {
    expect(certificates.isRevoked(pc.keys.replica)).toBe(false)
  }
  await expectUnharmed(world, 'C', before)
})

/** Twice the same five numbers of one’s own, by two PCs of one key; `low` says which of the first five has the lower hash. */
function writtenTwice(world: World, person: string, low: readonly boolean[]) {
  const halved = (office: EvilOffice, email: string, at: string, isLow: boolean) => {
    const change = office.edit('person', person, 'email', { email })
    for (let i = 0; ; i++) {
      const origin = { ...change.origin, at, actor: `\u202E王\u0000${i}` }
      const varied = { ...change, origin, signature: null }
      if (digestOf(varied) < '8' === isLow) return varied
    }
  }
  const [a, b] = [
    new EvilOffice(world.C, world.C.keys, 'twin'),
    new EvilOffice(world.C, world.C.keys, 'twin'),
  ]
  const one = low.map((isLow, i) => halved(a, `a${i}@b.cn`, '1970-01-01T00:00:00Z', isLow))
  const two = low.map((isLow, i) => halved(b, `b${i}@b.cn`, '2099-12-31T23:59:59Z', !isLow))
  expect(one[0]?.origin.writer).toBe(namedAfter(world.C.keys.replica, 'twin'))
  const files = (to: World['S']) => [
    () => a.packet(to, { changes: one, seals: [a.seal(one)] }),
    () => b.packet(to, { changes: two, seals: [b.seal(two)] }),
  ]
  return { files, counts: low.map((isLow, i) => digestOf((isLow ? one : two)[i] as (typeof one)[0])) }
}

const digestsAt = (pc: World['S'], replica: string) =>
  [...pc.journal.changes.inRange(namedAfter(replica, 'twin'), 1, 5)].map(digestOf)

test.each([
  ['the first', [true, true, true, true, true], 'a4@b.cn'],
  ['the second', [false, false, false, false, false], 'b4@b.cn'],
  ['some of each', [true, false, true, true, false], 'b4@b.cn'],
  ['others of each', [false, true, false, false, true], 'a4@b.cn'],
] as const)(
  'numbers of one’s own written twice, with clocks of 1970 and 2099, are told, and count alike whichever came first: %s',
  async (_, low, email) => {
    const world = await begun()
    const before = picture(world, 'C')
    const person = world.C.person('C-1 one')
    const { files, counts } = writtenTwice(world, person, low)
    const [first, second] = files(world.S)
    if (first === undefined || second === undefined) throw new Error('two packets')
    await world.S.opens(await first())
    const result = await world.S.opens(await second())
    expect(sentences(result)).toMatch(/another content|two PCs|otherwise|already/i)
    expect(digestsAt(world.S, world.C.keys.replica)).toEqual(counts)
    const emails = (pc: World['S']) =>
      pc.ids('SELECT coalesce(email, 0) AS id FROM person WHERE id = ?', person)
    expect(emails(world.S)).toEqual([email])
    const onwards = sentences(await world.D.opens(await world.S.exportTo(world.D)))
    if (new Set(low).size === 1) {
      // One seal covers what counts: it is known for his, and so is the content that lies beside it.
      expect(emails(world.D)).toEqual([email])
      expect(onwards).toMatch(/5 changes of C say something else than is known/)
    } else {
      // No seal of either covers what counts now: the district is told, and a person takes it in or not.
      expect(emails(world.D)).not.toEqual([email])
      expect(onwards).toContain('5 changes said to be written by C; this cannot be proved')
    }
    await expectUnharmed(world, 'C', before)

    const turned = await begun()
    const other = writtenTwice(turned, turned.C.person('C-1 one'), low)
    for (const file of other.files(turned.S).toReversed()) await turned.S.opens(await file())
    expect(digestsAt(turned.S, turned.C.keys.replica)).toEqual(other.counts)
  },
)
