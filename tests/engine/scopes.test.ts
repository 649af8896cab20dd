import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { type Change, digestOf, rangesOf, versionOf } from '#db/journal/change.ts'
import { readAside, takeAside } from '#db/packets/opening/aside/laid-aside.ts'
import { acceptEnrolment, approveEnrolment, requestEnrolment } from '#db/packets/trust/enrol.ts'
import { revokeReplica } from '#db/packets/trust/revoke.ts'
import { createOrg } from '#db/registry/init.ts'
import { today } from '#db/shared/clock.ts'
import { verified } from '#tests/fixtures/engine.ts'
import { begun, exchange, noReport, OfficePc, readable, told, type World } from './evil-office/world.ts'

/** Relays, direct reports, and who may see what when people, posts and offices change places: bundles.md, sentence by sentence. */

const changesOf = (pc: OfficePc): Change[] => [...pc.journal.changes.all()]
const last = (pc: OfficePc) =>
  changesOf(pc)
    .toSorted((a, b) => a.lamport - b.lamport)
    .at(-1)
const phoneAt = (pc: OfficePc, person: string) =>
  pc.ids('SELECT phone AS id FROM person WHERE id = ?', person)[0]
const postsAt = (pc: OfficePc, org: string) => pc.ids('SELECT id FROM post WHERE org = ? ORDER BY id', org)
const staysOf = (pc: OfficePc, person: string) =>
  pc.ids(
    `SELECT id FROM membership m WHERE person = ? AND NOT EXISTS (
       SELECT 1 FROM membership n, json_each(n.follows) f WHERE f.value = m.id)`,
    person,
  )

async function carry(from: OfficePc, to: OfficePc) {
  const result = await to.opens(await from.exportTo(to))
  expect({ from: from.place, to: to.place, ...told(result) }).toMatchObject({
    status: expect.stringMatching(/^(applied|duplicate)$/),
  })
  return result
}

function move(pc: OfficePc, person: string, org: string, since = '2018-12-01'): Promise<void> {
  const stay = { person, org, since, since_known: 1, follows: staysOf(pc, person) }
  return pc.write(set => set.create('membership', stay))
}

/** Lets a PC report to an office above that is not the one which let it in. */
async function alsoReportsTo(pc: OfficePc, above: OfficePc): Promise<void> {
  const request = await requestEnrolment(pc.session, pc.place)
  const options = { by: '', dryRun: false }
  const approval = await approveEnrolment(above.session, request.file, pc.org, options, noReport)
  await acceptEnrolment(pc.session, approval.file, { ...options, expect: undefined }, noReport)
}

async function expectSound(world: World): Promise<void> {
  for (const pc of Object.values(world)) {
    // One of these compares the tables with the journal.
    const checks = (await verified(pc.folder)).checks.filter(check => !check.ok)
    expect({ place: pc.place, checks }).toEqual({ place: pc.place, checks: [] })
  }
}

test('what passes through a street keeps its author and its bytes, up and down, and the district’s word its own signature', async () => {
  const world = await begun()
  const { D, S, C } = world
  const person = C.person('C-1 one')
  await C.write(set => set.edit('person', person, { phone: 'from C' }))
  const written = last(C)
  await carry(C, S)
  await carry(S, D)
  const arrived = changesOf(D).find(change => versionOf(change) === versionOf(written as Change))
  expect(arrived?.origin).toMatchObject({ replica: C.keys.replica, office: 'C', actor: 'C' })
  expect(digestOf(arrived as Change)).toBe(digestOf(written as Change))
  const names = rangesOf([[arrived?.origin.writer ?? '', arrived?.n ?? 0]])
  await D.write(set => set.giveBack(names, { code: 'test', zh: '名单不对', en: 'not the right list' }))
  const said = last(D)
  expect(said?.signature).toEqual(expect.any(String))
  await carry(D, S)
  await carry(S, C)
  const heard = changesOf(C).find(change => versionOf(change) === versionOf(said as Change))
  expect(heard).toMatchObject({
    kind: 'return',
    signature: said?.signature,
    origin: { replica: D.keys.replica },
  })
  expect(phoneAt(C, person)).toBe('secret of C-1 one')
  await expectSound(world)
})

test('a community that reports straight to the district hears the answer through its street; both ways count once', async () => {
  const world = await begun()
  const { D, S, C } = world
  await alsoReportsTo(C, D)
  const person = C.person('C-1 one')
  await C.write(set => set.edit('person', person, { phone: 'straight' }))
  expect(await carry(C, D)).toMatchObject({ changed: 1 })
  expect(phoneAt(S, person)).toBe('secret of C-1 one')
  await D.write(set => set.edit('person', person, { email: 'answer of D' }))
  await carry(D, S)
  expect(phoneAt(S, person)).toBe('straight')
  await carry(S, C)
  expect(C.ids('SELECT email AS id FROM person WHERE id = ?', person)).toEqual(['answer of D'])
  // The same once more by the street: all of it is known there and above.
  expect(await carry(C, S)).toMatchObject({ added: 0, changed: 0 })
  expect(await carry(S, D)).toMatchObject({ added: 0, changed: 0 })
  await exchange(world)
  for (const pc of [D, S, C]) expect(phoneAt(pc, person)).toBe('straight')
  await expectSound(world)
})

test('a revocation by the former street of an office that was moved is nobody’s to take in: the office above both decides', async () => {
  const world = await begun()
  const { D, S, S2, C } = world
  const follows = D.ids('SELECT id FROM placement WHERE org = ? AND until IS NULL', 'C')
  await D.write(set => set.create('placement', { org: 'C', parent: 'S2', since: '2018-12-01', follows }))
  const options = { by: '', dryRun: false }
  await revokeReplica(S.session, C.keys.replica, options)
  const { sentences } = await carry(S, D)
  const beyond = 'S revokes the key of a PC of "C", beyond what it keeps today'
  expect(sentences.map(({ en }) => en).join()).toContain(beyond)
  const [aside, ...more] = readAside(D.db, D.journal)
  expect(aside).toMatchObject({ revokes: C.keys.replica, sentence: { en: expect.stringContaining(beyond) } })
  const take = takeAside(D.session, aside?.id ?? '', { by: '', preview: false, again: true }, noReport)
  await expect(take).rejects.toMatchObject({ code: 'aside-revocation', details: { replica: C.keys.replica } })
  expect([more, readAside(D.db, D.journal).map(({ id }) => id)]).toEqual([[], [aside?.id]])
  // The moved office goes on in its new street, until whoever stands above it revokes the key.
  await carry(D, S2)
  await carry(S2, C)
  await C.write(set => set.edit('person', C.person('C-1 one'), { phone: 'from the new street' }))
  expect(await carry(C, S2)).toMatchObject({ changed: 1 })
  await carry(S2, D)
  await revokeReplica(D.session, C.keys.replica, options)
  await carry(D, S2)
  await C.write(set => set.edit('person', C.person('C-1 one'), { phone: 'by a thief' }))
  expect(await S2.opens(await C.exportTo(S2))).toMatchObject({ code: 'packet-revoked-key' })
})

test('that the office above lets a PC of a sister join is no warning', async () => {
  const { S, C } = await begun()
  const second = await OfficePc.open('C1', await mkdtemp(join(tmpdir(), 'lifeline-scope-')))
  onTestFinished(() => second.discard())
  const request = await requestEnrolment(second.session, 'C1')
  await approveEnrolment(S.session, request.file, 'C1', { by: '', dryRun: false }, noReport)
  const sentences = (await carry(S, C)).sentences.map(({ en }) => en).join('; ')
  expect(sentences).toContain('a PC of an office beyond this registry, which is of no concern here')
  expect(sentences).not.toContain('does not stand above')
})

test('a community whose street has no PC reports straight to the district; the street that joins later takes its place between them', async () => {
  const world = await begun()
  const { D, S2, C2 } = world
  await D.write(set => {
    const fields = { tier: 'community', kind: 'general-branch', parent: 'S2' } as const
    const make = { short: undefined, code: undefined, since: today({ now: () => new Date('2018-01-01') }) }
    createOrg(set, { id: 'C9', name: 'C9', ...fields, ...make })
    createOrg(set, { id: 'C9-1', name: 'C9-1', ...fields, kind: 'branch', parent: 'C9', ...make })
  })
  const far = await OfficePc.open('C2', await mkdtemp(join(tmpdir(), 'lifeline-scope-')))
  onTestFinished(() => far.discard())
  const request = await requestEnrolment(far.session, 'C9')
  const options = { by: '', dryRun: false }
  const approval = await approveEnrolment(D.session, request.file, 'C9', options, noReport)
  await acceptEnrolment(far.session, approval.file, { ...options, expect: undefined }, noReport)
  await far.write(set => {
    const person = set.create('person', { name: 'far one', phone: 'secret of C9' })
    set.create('membership', { person, org: 'C9-1', since: '2018-01-01', since_known: 1, follows: [] })
  })
  await carry(far, D)
  const person = D.person('far one')
  await carry(D, S2)
  expect(S2.person('far one')).toBe(person)
  await S2.write(set => set.edit('person', person, { phone: 'by S2' }))
  await carry(S2, D)
  await carry(D, far)
  expect(phoneAt(far, person)).toBe('by S2')
  // The street hands over directly, too: it stands above, and its certificate has come.
  await S2.write(set => set.edit('person', person, { email: 'from the street' }))
  await carry(S2, far)
  expect(far.ids('SELECT email AS id FROM person WHERE id = ?', person)).toEqual(['from the street'])
  await far.write(set => set.edit('person', person, { phone: 'both' }))
  await carry(far, S2)
  await carry(far, D)
  await exchange(world)
  for (const pc of [D, S2, far]) expect(phoneAt(pc, person)).toBe('both')
  expect(await readable(C2)).not.toContain('secret of C9')
  await expectSound(world)
})

test.each(['one exchange after each move', 'one exchange at the end'])(
  'somebody moved to another street and back: each office sees what was written while he was there, and no more (%s)',
  async how => {
    const world = await begun()
    const { D, C, C2 } = world
    const person = C.person('C-1 one')
    const step = async () => {
      if (how.includes('after each')) await exchange(world)
    }
    await move(D, person, 'C2-1')
    await step()
    if (how.includes('after each')) {
      await C2.write(set => set.edit('person', person, { phone: 'only for C2' }))
      await exchange(world)
      expect(await readable(C)).not.toContain('only for C2')
      expect(C.homeOf(person)).toBeUndefined
    }
    // Meanwhile his old home, not knowing or by his old paper, corrects him: it once had him.
    await C.write(set => set.edit('person', person, { email: 'old paper' }))
    await step()
    await move(D, person, 'C-2', '2018-12-20')
    await exchange(world)
    await C.write(set => set.edit('person', person, { workplace: 'kept from C2' }))
    await exchange(world)
    expect(await readable(C2)).not.toContain('kept from C2')
    for (const place of ['D', 'S', 'C'] as const) {
      const [row] = world[place].db
        .prepare<[string], Record<string, unknown>>('SELECT phone, email, workplace FROM person WHERE id = ?')
        .all(person)
      expect({ place, row }).toEqual({
        place,
        row: {
          phone: how.includes('after each') ? 'only for C2' : 'secret of C-1 one',
          email: 'old paper',
          workplace: 'kept from C2',
        },
      })
      expect(world[place].homeOf(person)).toBe('C-2')
    }
    await expectSound(world)
  },
)

/** Carries what is new from one office to the next, along a chain of them. */
async function along(...pcs: readonly OfficePc[]): Promise<void> {
  for (const [i, from] of pcs.slice(0, -1).entries()) await carry(from, pcs[i + 1] ?? from)
}

test.each([
  { by: 'his street', order: 'post first', back: 'corrected' },
  { by: 'the district', order: 'return first', back: 'taken back' },
  { by: 'his own office', order: 'post first', back: 'taken back' },
] as const)(
  'the return of a person’s creation by $by reaches whoever holds only a post of his, $order, and so does his coming back, $back',
  async ({ by, order, back }) => {
    const world = await begun()
    const { D, S, S2, C, C2 } = world
    await C2.write(set => {
      const person = set.create('person', { name: 'guest', phone: 'secret of C2-guest' })
      set.create('membership', { person, org: 'C2-1', since: '2018-01-01', since_known: 1, follows: [] })
    })
    await along(C2, S2, D)
    const person = D.person('guest')
    await D.write(set => set.create('post', { person, org: 'C-1', title: '副书记', since: '2018-06-01' }))
    if (order === 'post first') {
      await along(D, S, C)
      expect(postsAt(C, 'C-1')).toHaveLength(1)
    }
    const giver = { 'his street': S2, 'the district': D, 'his own office': C2 }[by]
    const created = changesOf(C2).find(change => change.thing === person && change.kind === 'put')
    const names = rangesOf([[created?.origin.writer ?? '', created?.n ?? 0]])
    await giver.write(set => set.giveBack(names, { code: 'test', zh: '录错了', en: 'a mistake' }))
    await along(C2, S2, D, S, C)
    for (const pc of [D, S, C])
      expect({ place: pc.place, posts: postsAt(pc, 'C-1') }).toMatchObject({ posts: [] })
    expect(await readable(C)).not.toContain('secret of C2-guest')

    await along(D, S2, C2)
    if (back === 'corrected') await C2.write(set => set.edit('person', person, { phone: 'corrected' }))
    else {
      const said = changesOf(giver).find(
        ({ kind, body }) => kind === 'return' && 'reason' in body && body.reason.code === 'test',
      )
      const again = rangesOf([[said?.origin.writer ?? '', said?.n ?? 0]])
      await giver.write(set => set.giveBack(again, { code: 'test', zh: '没有录错', en: 'no mistake' }))
    }
    await along(C2, S2, D, S, C)
    for (const pc of [D, S, C])
      expect({ place: pc.place, posts: postsAt(pc, 'C-1').length }).toMatchObject({ posts: 1 })
    await expectSound(world)
  },
)

test('a branch into which somebody was moved is given back: he is back in his old one everywhere, and there again once the branch counts', async () => {
  const world = await begun()
  const { D, S, S2, C, C2 } = world
  await C.write(set => {
    const branch = { name: 'C-3', tier: 'community', kind: 'branch', branch_type: 'ordinary' }
    const org = set.create('org', { ...branch, phone: 'secret of C-3' })
    set.create('placement', { org, parent: 'C', since: '2018-01-01', follows: [] })
  })
  await along(C, S, D)
  const [branch = ''] = D.ids('SELECT id FROM org WHERE name = ?', 'C-3')
  const person = D.person('C2-1 one')
  await move(D, person, branch)
  await exchange(world)
  const homes = () => Object.fromEntries([D, S2, C2].map(pc => [pc.place, pc.homeOf(person)]))
  expect(homes()).toEqual({ D: branch, S2: branch, C2: branch })
  const created = changesOf(D).find(change => change.thing === branch && change.kind === 'put')
  const names = rangesOf([[created?.origin.writer ?? '', created?.n ?? 0]])
  await S.write(set => set.giveBack(names, { code: 'test', zh: '没有批准', en: 'not approved' }))
  await exchange(world)
  expect(homes()).toEqual({ D: 'C2-1', S2: 'C2-1', C2: 'C2-1' })
  for (const pc of [S2, C2]) expect(await readable(pc)).not.toContain('secret of C-3')

  await C.write(set => set.edit('org', branch, { phone: 'corrected' }))
  await exchange(world)
  expect(homes()).toEqual({ D: branch, S2: branch, C2: branch })
  for (const pc of [S2, C2]) expect(await readable(pc)).not.toContain('corrected')
  await expectSound(world)
})

test('a community moves to another street while one of its people holds a post in the old one and is given back', async () => {
  const world = await begun()
  const { D, S, S2, C, C1 } = world
  await C1.write(set => {
    const person = set.create('person', { name: 'guest', phone: 'secret of C1-guest' })
    set.create('membership', { person, org: 'C1-1', since: '2018-01-01', since_known: 1, follows: [] })
  })
  await exchange(world)
  const person = D.person('guest')
  await S.write(set => set.create('post', { person, org: 'C-1', title: '副书记', since: '2018-06-01' }))
  await exchange(world)
  expect(postsAt(C, 'C-1')).toHaveLength(1)
  const follows = D.ids('SELECT id FROM placement WHERE org = ? AND until IS NULL', 'C1')
  await D.write(set => set.create('placement', { org: 'C1', parent: 'S2', since: '2018-12-01', follows }))
  await carry(D, S)
  await carry(D, S2)
  await carry(S2, C1)
  // It passes up what it once heard of the office above it; of that nothing is for its new one.
  await carry(C1, S2)
  expect(readAside(S2.db, S2.journal)).toEqual([])
  const created = changesOf(S2).find(change => change.thing === person && change.kind === 'put')
  const names = rangesOf([[created?.origin.writer ?? '', created?.n ?? 0]])
  await S2.write(set => set.giveBack(names, { code: 'test', zh: '录错了', en: 'a mistake' }))
  await carry(S2, D)
  await carry(D, S)
  await carry(S, C)
  await carry(S2, C1)
  for (const pc of [D, S, C])
    expect({ place: pc.place, posts: postsAt(pc, 'C-1') }).toEqual({ place: pc.place, posts: [] })
  expect(await readable(C)).not.toContain('secret of C1-guest')
  await expectSound(world)
})
