import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { type Change, digestOf } from '#db/journal/change.ts'
import { issueRootCertificate } from '#db/packets/format/keys/certificate.ts'
import { enrolRequestText } from '#db/packets/format/keys/enrol-request.ts'
import { generateKeys } from '#db/packets/format/keys/keys.ts'
import { certificateFields } from '#db/packets/trust/certificates.ts'
import { acceptEnrolment, approveEnrolment, requestEnrolment } from '#db/packets/trust/enrol.ts'
import { readCertifiedBy, revokeReplica } from '#db/packets/trust/revoke.ts'
import { standingOf } from '#db/packets/trust/standing.ts'
import { refusalOf } from '#tests/fixtures/engine.ts'
import { type Content, EvilOffice } from './evil-office.ts'
import { begun, exchange, expectUnharmed, noReport, OfficePc, picture, sentences, told } from './world.ts'

/** Lines 1 to 15 of what must fail: names and certificates, authors. */

const clock = { now: () => new Date('2018-12-31T04:00:00Z') }
const pcsAt = (pc: OfficePc, org: string) =>
  standingOf(pc.db, pc.journal)
    .certificates.pcsOf(org)
    .map(certificate => certificate.replica)

test('1: nobody certifies other keys for the district’s replica', async () => {
  const world = await begun()
  const before = picture(world, 'C')
  const evil = new EvilOffice(world.C)
  const keys = await generateKeys()
  const { change } = evil.certify({ keys, org: world.D.org, replica: world.D.keys.replica })
  const result = await world.S.opens(await evil.packet(world.S, { changes: [change] }))
  expect(sentences(result)).toContain('contradicts itself')
  await exchange(world)
  expect(pcsAt(world.D, world.D.org)).toEqual([world.D.keys.replica])
  await expectUnharmed(world, 'C', before)
})

test('2: a spare that a community certifies for another office is answered nothing and believed nothing', async () => {
  const world = await begun()
  const before = picture(world, 'C')
  const evil = new EvilOffice(world.C)
  const spares = await Promise.all(
    ['S2', world.D.org, 'C2-1', 'C1'].map(async org => ({ org, ...(await spareFor(evil, org)) })),
  )
  const result = await world.S.opens(
    await evil.packet(world.S, { changes: spares.map(spare => spare.change) }),
  )
  expect(result.status).toBe('applied')
  expect(sentences(result)).toContain('it does not count')
  await exchange(world)
  for (const { org, keys, certificate } of spares) {
    for (const pc of [world.D, world.S, world.S2]) {
      expect(pcsAt(pc, org)).not.toContain(keys.replica)
      expect((await refusalOf(pc.exportTo({ keys, org: 'nobody' } as OfficePc))).code).toMatch(
        /^(peer-|org-)/,
      )
    }
    const spare = new EvilOffice(world.C, keys, 'spare')
    const person = world.D.person('C2-1 one')
    const edit = spare.edit('person', person, 'phone', { phone: 'evil' }, { office: org })
    const chain = [certificate, ...evil.chain()]
    const file = await spare.packet(world.D, { changes: [edit], chain })
    expect(told(await world.D.opens(file))).toMatchObject({ status: 'waiting', code: 'packet-elsewhere' })
  }
  await expectUnharmed(world, 'C', before)
})

function revoke(pc: OfficePc, replica: string, keep: readonly string[] = []) {
  return revokeReplica(pc.session, replica, { by: '', dryRun: false, keep })
}

async function spareFor(evil: EvilOffice, org: string) {
  const keys = await generateKeys()
  return { keys, ...evil.certify({ keys, org }) }
}

test.each(['spare', 'itself'] as const)(
  '2: a street whose keys certify each other in a ring keeps nobody from writing packets: asked of the %s first',
  async first => {
    const world = await begun()
    const evil = new EvilOffice(world.S)
    const spare = await spareFor(evil, 'S')
    const other = new EvilOffice(world.S, spare.keys, 'spare')
    const back = other.certify({ keys: world.S.keys, org: 'S' })
    const changes = [spare.change, back.change]
    for (const pc of [world.C, world.C1, world.D])
      await pc.opens(await evil.packet(pc, { changes, seals: [other.seal([back.change])] }))
    for (const pc of [world.C, world.D]) {
      const { certificates } = standingOf(pc.db, pc.journal)
      const asked = [spare.certificate, back.certificate]
      for (const one of first === 'spare' ? asked : asked.toReversed())
        expect(certificates.counts(one, 'today')).toBe(true)
      expect(certificates.chainOf(world.S.keys.replica, 'S')).toHaveLength(2)
    }
    expect(told(await world.D.opens(await world.C1.exportTo(world.D))).status).toBe('duplicate')
    for (const pc of [world.C, world.D]) expect((await pc.exportTo(world.S)).size).toBeGreaterThan(0)
  },
)

test('2: a chain of spares longer than a packet may carry certifies nobody, and lengthens nobody’s own', async () => {
  const world = await begun()
  let last = new EvilOffice(world.S)
  const changes: Change[] = []
  const keys: string[] = []
  for (let i = 0; i < 11; i++) {
    const spare = await spareFor(last, 'S')
    changes.push(spare.change, last.certify({ keys: world.C.keys, org: 'C' }).change)
    last = new EvilOffice(world.S, spare.keys, `spare${i}`)
    keys.push(spare.keys.replica)
  }
  const evil = new EvilOffice(world.S)
  // An office above is believed whoever it says wrote this; a certificate carries its issuer’s signature all the same.
  for (const pc of [world.C, world.C1])
    await pc.opens(await evil.packet(pc, { changes: changes.toReversed() }))
  const { certificates } = standingOf(world.C.db, world.C.journal)
  expect(certificates.chainOf(world.C.keys.replica, 'C')).toHaveLength(3)
  const speaking = keys.map(replica => certificates.officesOf(replica, 'ever').length)
  expect(speaking).toEqual([1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0])
  expect(told(await world.D.opens(await world.C.exportTo(world.D))).status).toMatch(/^(applied|duplicate)$/)
})

test('2: a street that certifies its community’s own keys for a sister takes nothing of its work away from it', async () => {
  const world = await begun()
  const evil = new EvilOffice(world.S)
  const { change } = evil.certify({ keys: world.C.keys, org: 'C1' })
  for (const pc of [world.C, world.D]) await pc.opens(await evil.packet(pc, { changes: [change] }))
  await world.C.write(set => set.edit('person', world.C.person('C-1 one'), { email: 'still@b.cn' }))
  const said = await world.D.opens(await world.C.exportTo(world.D))
  expect(told(said)).toMatchObject({ status: 'applied' })
  expect(sentences(said)).not.toContain('said to be written by')
  // Nor where it comes round by the street under which the community was moved meanwhile.
  await world.D.write(set => {
    const follows = world.D.ids("SELECT id FROM placement WHERE org = 'C'")
    set.create('placement', { org: 'C', parent: 'S2', since: '2018-12-01', follows })
  })
  await world.S2.opens(await world.D.exportTo(world.S2))
  await world.C.opens(await world.D.exportTo(world.C))
  await world.C.write(set => set.edit('person', world.C.person('C-1 two'), { email: 'moved@b.cn' }))
  await world.S2.opens(await world.C.exportTo(world.S2))
  expect(sentences(await world.D.opens(await world.S2.exportTo(world.D)))).not.toContain('said to be written')
  const emails = world.D.ids("SELECT email AS id FROM person WHERE name IN ('C-1 one', 'C-1 two')")
  expect(emails.sort()).toEqual(['moved@b.cn', 'still@b.cn'])
})

test('3: a request under another PC’s id, or one that is not its keys’ hash, is refused', async () => {
  const world = await begun()
  const before = picture(world, 'C')
  const keys = await generateKeys()
  for (const replica of [world.D.keys.replica, 'a'.repeat(32)]) {
    const text = enrolRequestText({ ...keys, replica }, { orgName: 'C1', contact: '' }, clock)
    const asking = approveEnrolment(
      world.S.session,
      new File([text], '申请.json'),
      'C1',
      { by: '', dryRun: false },
      noReport,
    )
    expect((await refusalOf(asking)).code).toBe('request-damaged')
  }
  await expectUnharmed(world, 'C', before)
})

test('4: a self-signed root for the district’s organization, and what it signs, count for nothing', async () => {
  const world = await begun()
  const before = picture(world, 'C')
  const keys = await generateKeys()
  const evil = new EvilOffice(world.C)
  const root = new EvilOffice(world.C, keys, 'root')
  const certificate = issueRootCertificate(keys, world.D.org, 'D')
  const changes = [
    root.create('certificate', certificateFields(certificate), 'root', { office: world.D.org }),
    root.revoke(world.S.keys.replica, [], { office: world.D.org, lamport: 1 }),
    root.edit('org', 'S', 'tier', { tier: 'organ' }, { office: world.D.org }),
    root.create('placement', { org: 'C1', parent: 'C', since: '2018-01-01', follows: [] }, 'moved', {
      office: world.D.org,
    }),
  ]
  const foreign = await world.S.opens(await root.packet(world.S, { changes, chain: [certificate] }))
  expect(told(foreign)).toMatchObject({ status: 'refused', code: 'packet-foreign-signer' })
  const relayed = await world.S.opens(await evil.packet(world.S, { changes }))
  expect(sentences(relayed)).toContain('laid aside')
  await expectUnharmed(world, 'C', before)
})

test('5: a former superior lets nobody in, and its waiting packet gets no answer', async () => {
  const world = await begun()
  await world.D.write(set => {
    const [follows] = world.D.ids('SELECT id FROM placement WHERE org = ?', 'C1')
    set.create('placement', { org: 'C1', parent: 'S2', since: '2018-12-01', follows: [follows ?? ''] })
  })
  await world.S2.opens(await world.D.exportTo(world.S2))
  await world.C1.opens(await world.S2.exportTo(world.C1))
  const before = picture(world, 'S')
  const evil = new EvilOffice(world.S)
  const { keys, certificate, change } = { ...(await spareFor(evil, 'C1')) }
  await world.D.opens(await evil.packet(world.D, { changes: [change] }))
  const spare = new EvilOffice(world.S, keys, 'spare')
  const chain = [certificate, ...evil.chain()]
  for (const pc of [world.S2, world.D]) {
    const file = await spare.packet(pc, { changes: [spare.create('person', { name: 'x' })], chain })
    // Whoever was approved by a street that had not heard of the move yet is told by this what to do.
    const message = expect.stringMatching(/no office above it now has approved.*write a request to join anew/)
    expect(told(await pc.opens(file))).toMatchObject({ status: 'waiting', code: 'packet-elsewhere', message })
    expect((await refusalOf(pc.exportTo({ keys, org: 'nobody' } as OfficePc))).code).toMatch(/^(peer-|org-)/)
    expect(pcsAt(pc, 'C1')).toEqual([world.C1.keys.replica])
  }
  // To the community that it lost it speaks in vain, too.
  const back = evil.create(
    'placement',
    { org: 'C1', parent: 'S', since: '2018-12-31', follows: [] },
    'back',
    { lamport: 10_000 },
  )
  const handed = await world.C1.opens(await evil.packet(world.C1, { changes: [back] }))
  expect(told(handed)).toMatchObject({ status: 'waiting', code: 'packet-elsewhere' })
  expect(picture(world, 'S')).toEqual(before)
  // The community goes on with its new street, both ways.
  await world.C1.write(set => set.edit('person', world.C1.person('C1-1 one'), { email: 'moved' }))
  expect((await world.S2.opens(await world.C1.exportTo(world.S2))).status).toBe('applied')
  expect((await world.D.opens(await world.S2.exportTo(world.D))).status).toBe('applied')
  expect(world.D.ids("SELECT email AS id FROM person WHERE name = 'C1-1 one'")).toEqual(['moved'])
})

test('6 and 7: a revoked street certifies nobody; its communities still work, and it stays revoked when it moves', async () => {
  const world = await begun()
  const communities = readCertifiedBy(world.D.session, world.S.keys.replica).map(one => one.replica)
  expect(communities.sort()).toEqual([world.C.keys.replica, world.C1.keys.replica].sort())
  await revoke(world.D, world.S.keys.replica, communities)
  for (const pc of [world.S2]) await pc.opens(await world.D.exportTo(pc))
  const evil = new EvilOffice(world.S)
  const spare = await spareFor(evil, 'C1')
  const asked = await world.D.opens(await evil.packet(world.D, { changes: [spare.change] }))
  expect(told(asked)).toMatchObject({ status: 'refused', code: 'packet-revoked-key' })
  const other = new EvilOffice(world.S, spare.keys, 'spare')
  const file = await other.packet(world.D, { chain: [spare.certificate, ...evil.chain()] })
  expect((await world.D.opens(file)).status).toBe('waiting')
  await world.C1.write(set => set.edit('person', world.C1.person('C1-1 one'), { email: 'still' }))
  expect(told(await world.D.opens(await world.C1.exportTo(world.D)))).toMatchObject({ status: 'applied' })
  await world.C1.opens(await world.D.exportTo(world.C1))
  await world.D.write(set => {
    const [follows] = world.D.ids('SELECT id FROM placement WHERE org = ?', 'S')
    set.create('placement', { org: 'S', parent: 'S2', since: '2018-12-01', follows: [follows ?? ''] })
  })
  expect((await world.D.opens(await evil.packet(world.D, {}))).code).toBe('packet-revoked-key')
  expect(pcsAt(world.D, 'S')).toEqual([])
})

test('7: a community that was revoked stays so under the street to which it is moved, and what it hands over there waits', async () => {
  const world = await begun()
  await revoke(world.S, world.C.keys.replica)
  await world.D.opens(await world.S.exportTo(world.D))
  await world.D.write(set => {
    const follows = world.D.ids("SELECT id FROM placement WHERE org = 'C'")
    set.create('placement', { org: 'C', parent: 'S2', since: '2018-12-01', follows })
  })
  await world.S2.opens(await world.D.exportTo(world.S2))
  const evil = new EvilOffice(world.C)
  const edit = evil.edit('person', world.D.person('C-1 one'), 'email', { email: 'after' })
  for (const pc of [world.S2, world.D]) {
    const result = await pc.opens(await evil.packet(pc, { changes: [edit], seals: [evil.seal([edit])] }))
    expect(result.code).toBe('packet-revoked-key')
    expect(pcsAt(pc, 'C')).toEqual([])
  }
  // Nor does another street carry it on.
  const courier = new EvilOffice(world.S)
  await world.D.opens(await courier.packet(world.D, { changes: [edit], seals: [evil.seal([edit])] }))
  expect(world.D.ids("SELECT email AS id FROM person WHERE name = 'C-1 one'")).toEqual([null])
})

test('6: a spare that a thief certified for his own office before he was revoked goes with his key, unless it is kept', async () => {
  for (const isKept of [false, true]) {
    const world = await begun()
    const before = picture(world, 'C')
    const evil = new EvilOffice(world.C)
    const [spare, second] = [await spareFor(evil, 'C'), await generateKeys()]
    const deeper = new EvilOffice(world.C, spare.keys, 'deeper').certify({ keys: second, org: 'C' })
    await world.S.opens(await evil.packet(world.S, { changes: [spare.change] }))
    const chain = [spare.certificate, ...evil.chain()]
    await world.S.opens(
      await new EvilOffice(world.C, spare.keys, 'spare').packet(world.S, { changes: [deeper.change], chain }),
    )
    const listed = readCertifiedBy(world.S.session, world.C.keys.replica)
    expect(listed.map(({ replica, issuer, name }) => ({ replica, issuer, name: name.en }))).toEqual([
      { replica: spare.keys.replica, issuer: world.C.keys.replica, name: 'C' },
      { replica: second.replica, issuer: spare.keys.replica, name: 'C' },
    ])
    const keep = isKept ? [spare.keys.replica] : []
    const { certified } = await revoke(world.S, world.C.keys.replica, keep)
    expect(certified.map(({ kept }) => kept)).toEqual([isKept, false])
    await exchange(world, ['C'])
    const person = world.C.person('C-1 one')
    const thief = new EvilOffice(world.C, spare.keys, 'after')
    const late = thief.edit('person', person, 'phone', { phone: 'by the spare' })
    const told = await world.S.opens(await thief.packet(world.S, { changes: [late], chain }))
    expect(told.status).toBe(isKept ? 'applied' : 'waiting')
    const deepest = new EvilOffice(world.C, second, 'deepest')
    const last = deepest.edit('person', person, 'phone', { phone: 'by the second' }, { lamport: 100_000 })
    const opened = await world.S.opens(
      await deepest.packet(world.S, { changes: [last], chain: [deeper.certificate, ...chain] }),
    )
    expect(opened.status).toMatch(/^(waiting|refused)$/)
    expect(world.S.ids('SELECT phone AS id FROM person WHERE id = ?', person)).toEqual([
      isKept ? 'by the spare' : 'secret of C-1 one',
    ])
    expect(pcsAt(world.D, 'C')).toEqual(isKept ? [spare.keys.replica] : [])
    await expectUnharmed(world, 'C', before)
  }
})

test('6: what only somebody who goes has certified is kept by certifying it anew', async () => {
  const world = await begun()
  const evil = new EvilOffice(world.S)
  const middle = await spareFor(evil, 'S')
  const between = new EvilOffice(world.S, middle.keys, 'middle')
  const honest = await generateKeys()
  const { change } = between.certify({ keys: honest, org: 'C1' })
  await world.D.opens(await evil.packet(world.D, { changes: [middle.change] }))
  await world.D.opens(
    await between.packet(world.D, { changes: [change], chain: [middle.certificate, ...evil.chain()] }),
  )
  const keep = [honest.replica, world.C.keys.replica]
  await revoke(world.D, world.S.keys.replica, keep)
  expect(pcsAt(world.D, 'S')).toEqual([])
  expect(pcsAt(world.D, 'C1')).toEqual([honest.replica])
  expect(pcsAt(world.D, 'C')).toEqual([world.C.keys.replica])
  await expect(revoke(world.D, world.S2.keys.replica, ['nobody'])).rejects.toMatchObject({
    code: 'keep-unknown',
  })
  // Whoever is not kept is told so as soon as he hears of it, and goes on once he is approved anew.
  const { C1, D } = world
  const revocation = [...D.journal.changes.all()].filter(({ entity }) => entity === 'revocation')
  const handed = await evil.packet(C1, { changes: revocation })
  expect(sentences(await C1.preview(handed))).toContain('the certificate of this PC is no longer valid')
  await C1.opens(handed)
  await C1.write(set => set.edit('person', C1.person('C1-1 one'), { email: 'meanwhile@b.cn' }))
  expect((await refusalOf(C1.exportTo(D))).text.en).toContain('approve it again')
  const options = { by: '', dryRun: false }
  const request = await requestEnrolment(C1.session, 'C1')
  const approval = await approveEnrolment(D.session, request.file, 'C1', options, noReport)
  await acceptEnrolment(C1.session, approval.file, { ...options, expect: undefined }, noReport)
  expect((await D.opens(await C1.exportTo(D))).status).toBe('applied')
  expect(D.ids("SELECT email AS id FROM person WHERE name = 'C1-1 one'")).toEqual(['meanwhile@b.cn'])
})

test('8: a revocation takes nobody from the office where he lies by now: that one is for whoever stands above both', async () => {
  const world = await begun()
  const { C, C1, D, S } = world
  const evil = new EvilOffice(C)
  const keys = await generateKeys()
  const { certificate, change } = evil.certify({ keys, org: 'C' })
  await S.opens(await evil.packet(S, { changes: [change], seals: [evil.seal([change])] }))
  const spare = new EvilOffice(C, keys, 'spare')
  const stay = { org: 'C-1', since: '2018-01-01', since_known: 1, follows: [] }
  const made = ['left', 'stays'].flatMap(person => [
    spare.create('person', { name: person }, person),
    spare.create('membership', { ...stay, person }, `of-${person}`),
  ])
  const chain = [certificate, ...evil.chain()]
  await S.opens(await spare.packet(S, { changes: made, chain, seals: [spare.seal(made)] }))
  await exchange(world, ['C'])
  const moved = { ...stay, person: 'left', org: 'C1-1', since: '2018-12-01', follows: ['of-left'] }
  await D.write(set => set.create('membership', moved))
  await exchange(world, ['C'])
  const second = new EvilOffice(C, C.keys, 'second')
  const revoking = [second.revoke(keys.replica), second.revoke(keys.replica, [`${spare.writer}:1-2`])]
  const told = await S.opens(await second.packet(S, { changes: revoking.slice(0, 1) }))
  expect(sentences(told)).toContain(
    'C revokes the key of a PC of "C", beyond what it keeps today: not believed',
  )
  await exchange(world, ['C'])
  for (const pc of [S, D, C1]) expect([pc.place, pc.homeOf('left')]).toEqual([pc.place, 'C1-1'])
  // Who accepts what it wrote of him revokes it all the same.
  await S.opens(await second.packet(S, { changes: revoking.slice(1) }))
  expect(standingOf(S.db, S.journal).certificates.isRevoked(keys.replica)).toBe(true)
  expect([S.homeOf('left'), S.homeOf('stays')]).toEqual(['C1-1', undefined])
})

test('8: a revocation of the root, of one’s superior, by a sister, or of an early version revokes nobody', async () => {
  const world = await begun()
  const before = picture(world, 'C')
  const evil = new EvilOffice(world.C)
  const changes = [world.D, world.S, world.C1, world.S2].map((pc, i) =>
    evil.revoke(pc.keys.replica, [], { lamport: i + 1 }),
  )
  const result = await world.S.opens(await evil.packet(world.S, { changes }))
  expect(sentences(result)).toContain('laid aside')
  for (const pc of Object.values(world)) expect([...pc.journal.absorber.revocations().keys()]).toEqual([])
  await expectUnharmed(world, 'C', before)
})

test('8: any number of revocations beyond an office is told once for each office that they are about', async () => {
  const world = await begun()
  const evil = new EvilOffice(world.C)
  const known = world.S.keys.replica
  const changes = [known, known, ...Array.from({ length: 40 }, (_, i) => `stranger${i}`)].map(replica =>
    evil.revoke(replica),
  )
  const result = await world.S.opens(await evil.packet(world.S, { changes }))
  const told = result.sentences.map(({ en }) => en).filter(text => text.includes('not believed'))
  expect(told).toHaveLength(2)
  expect(told.join()).toContain('revokes the keys of 40 PCs')
  expect(told.join()).toContain('revokes the keys of 2 PCs')
  expect([...world.S.journal.absorber.revocations().keys()]).toEqual([])
})

test('8: a PC whose key was revoked cannot revoke its issuer, or free itself, by an early version', async () => {
  const world = await begun()
  await revoke(world.S, world.C.keys.replica)
  await world.D.opens(await world.S.exportTo(world.D))
  const evil = new EvilOffice(world.C)
  const early = evil.revoke(world.S.keys.replica, [], { lamport: 1 })
  for (const pc of [world.S, world.D]) {
    await pc.opens(await evil.packet(pc, { changes: [early] }))
    expect([...pc.journal.absorber.revocations().keys()]).toEqual([world.C.keys.replica])
  }
})

test('9: changes under unknown names, for the receiver’s office, with a bogus signature or none are laid aside', async () => {
  const world = await begun()
  const before = picture(world, 'C')
  const evil = new EvilOffice(world.C)
  const stranger = await generateKeys()
  const person = world.S.person('C1-1 one')
  const as = (writer: string, replica: string, office: string, signature: string | null) =>
    evil.edit('person', person, 'phone', { phone: 'evil' }, { writer, replica, office, signature })
  const bogus = Buffer.alloc(64, 7).toString('base64')
  const changes = [
    as(`${stranger.replica}.x`, stranger.replica, 'S', null),
    as(`${stranger.replica}.y`, stranger.replica, 'S', bogus),
    as(`${world.S.keys.replica}.z`, world.S.keys.replica, 'S', bogus),
  ]
  const own = evil.edit('person', person, 'phone', { phone: 'evil' }, { office: 'S' })
  const result = await world.S.opens(await evil.packet(world.S, { changes: [...changes, own] }))
  expect(sentences(result)).toContain('laid aside')
  expect(world.S.journal.changes.ofThing(person).map(change => change.origin.actor)).not.toContain('evil')
  await expectUnharmed(world, 'C', before)
})

test('9: a writer that is not named after its replica is no change', async () => {
  const world = await begun()
  const before = picture(world, 'C')
  const evil = new EvilOffice(world.C)
  const change = evil.create('person', { name: 'x' }, 'x', { writer: `${world.S.keys.replica}.w` })
  const result = await world.S.opens(await evil.packet(world.S, { changes: [change] }))
  expect(sentences(result)).toContain('contradicts itself')
  expect(world.S.journal.changes.hasThing('x')).toBe(false)
  await expectUnharmed(world, 'C', before)
})

test('10: a certificate that an office above really gave uses up none of its numbers when somebody below writes it down anew', async () => {
  const world = await begun()
  const evil = new EvilOffice(world.C)
  const before = picture(world, 'C')
  const [own, ofS] = evil.chain()
  const given = [
    { pc: world.S, certificate: own },
    { pc: world.D, certificate: ofS },
  ]
  for (const { pc, certificate } of given) {
    if (certificate === undefined) throw new Error('C and S have certificates')
    const last = [...pc.journal.changes.all()].filter(one => one.origin.replica === pc.keys.replica).at(-1)
    const forged = [1, 2, 1000].map(ahead =>
      evil.create('certificate', certificateFields(certificate), `copied-${pc.org}-${ahead}`, {
        writer: last?.origin.writer ?? '',
        replica: pc.keys.replica,
        office: pc.org,
        n: (last?.n ?? 0) + ahead,
      }),
    )
    await world.S.opens(await evil.packet(world.S, { changes: forged }))
    await world.D.opens(await evil.packet(world.D, { changes: forged }))
  }
  for (const pc of [world.S, world.D])
    expect(pc.ids("SELECT thing AS id FROM change WHERE thing LIKE 'copied-%'")).toEqual([])
  await expectUnharmed(world, 'C', before)
})

test('10 and 11: numbers used up under the writers of others keep none of their changes out', async () => {
  const world = await begun()
  const before = picture(world, 'C')
  const evil = new EvilOffice(world.C)
  const victims = [world.S, world.D, world.S2, world.C1]
  for (const pc of victims) await pc.write(set => set.edit('org', pc.org, { email: 'real' }))
  const writers = victims.map(pc => ({ pc, change: [...pc.journal.changes.all()].at(-1) }))
  const forged = writers.flatMap(({ pc, change }) =>
    [0, 1, 5, 1000].map(ahead =>
      evil.create('person', { name: 'forged' }, undefined, {
        writer: change?.origin.writer ?? '',
        replica: pc.keys.replica,
        office: pc.org,
        n: (change?.n ?? 0) + ahead,
      }),
    ),
  )
  const result = await world.S.opens(await evil.packet(world.S, { changes: forged }))
  expect(sentences(result)).toMatch(/laid aside|without proof/)
  for (const pc of [world.S, world.D])
    expect(pc.ids("SELECT id FROM person WHERE name = 'forged'")).toEqual([])
  for (const pc of victims) await pc.write(set => set.edit('org', pc.org, { email: 'real again' }))
  await exchange(world)
  for (const pc of victims.slice(2)) {
    expect(world.D.ids('SELECT email AS id FROM org WHERE id = ?', pc.org)).toEqual(['real again'])
  }
  expect(before).toBeDefined()
  await expectUnharmed(world, 'C', picture(world, 'C'))
})

test('11: a street that uses up its community’s numbers cannot keep the real changes from the district', async () => {
  const world = await begun()
  const { C, D } = world
  const evil = new EvilOffice(world.S)
  const write = async (email: string) => {
    await C.write(set => set.edit('person', C.person('C-1 one'), { email }))
    const last = [...C.journal.changes.all()].at(-1)
    if (last?.kind !== 'put') throw new Error('an edit is a put')
    return last
  }
  const known = await write('known')
  await D.opens(await C.exportTo(D))
  const last = await write('real')
  const forged = evil.create('person', { name: 'forged' }, undefined, {
    ...{ writer: last.origin.writer, replica: C.keys.replica, office: 'C', n: last.n, signature: null },
  })
  const other = { ...known, body: { ...known.body, set: { email: { email: 'forged@b.cn' } } } }
  const result = await D.opens(await evil.packet(D, { changes: [forged, other] }))
  expect(sentences(result)).toContain('1 change said to be written by C; this cannot be proved')
  expect(sentences(result)).toContain('1 change of C says something else than is known: without proof')
  const emails = () => D.ids("SELECT email AS id FROM person WHERE name = 'C-1 one'")
  const people = () => D.ids("SELECT id FROM person WHERE name = 'forged'")
  expect({ emails: emails(), people: people() }).toEqual({ emails: ['known'], people: [] })
  expect(told(await D.opens(await C.exportTo(D)))).toMatchObject({ status: 'applied' })
  expect({ emails: emails(), people: people() }).toEqual({ emails: ['real'], people: [] })
})

test.each(['lower', 'higher'])(
  '12: of two proved contents under one id the same one counts everywhere, told; the %s hash came first',
  async which => {
    const world = await begun()
    const before = picture(world, 'C')
    const evil = new EvilOffice(world.C)
    const person = world.C.person('C-1 one')
    const one = evil.edit('person', person, 'phone', { phone: 'one' }, { n: 1 })
    const two = { ...evil.edit('person', person, 'phone', { phone: 'two' }, { n: 1, lamport: one.lamport }) }
    const [lower, higher] = digestOf(one) < digestOf(two) ? [one, two] : [two, one]
    const [forStreet, forDistrict] = which === 'lower' ? [lower, higher] : [higher, lower]
    await world.S.opens(await evil.packet(world.S, { changes: [forStreet], seals: [evil.seal([forStreet])] }))
    await world.D.opens(
      await evil.packet(world.D, { changes: [forDistrict], seals: [evil.seal([forDistrict])] }),
    )
    const result = await world.D.opens(await world.S.exportTo(world.D))
    expect(sentences(result)).toContain('says something else than is known')
    await exchange(world, ['C'])
    const phone = (pc: OfficePc) => pc.ids('SELECT phone AS id FROM person WHERE id = ?', person)
    expect(phone(world.S)).toEqual(phone(world.D))
    await expectUnharmed(world, 'C', before)
  },
)

test.each([1, 2, 3])(
  '12: an author who says two things, sealed or not, has the last word nowhere and makes nobody’s packets wait: seed %i',
  async seed => {
    const world = await begun()
    const { D, S } = world
    const evil = new EvilOffice(world.C)
    const person = world.C.person('C-1 one')
    const said: Change[][] = []
    const random = chances(seed)
    for (let n = 1; n <= 5; n++) {
      said.push(
        ['one', 'two'].map(phone =>
          evil.edit('person', person, 'phone', { phone: `${phone} ${n}` }, { n, lamport: 1000 + n }),
        ),
      )
      for (const to of random() ? [S, D] : [D, S, S]) {
        const changes = said.flatMap(pair => pair[random() ? 0 : 1] ?? [])
        await to.opens(await evil.packet(to, { changes, seals: random() ? [evil.seal(changes)] : [] }))
      }
      if (random()) await D.opens(await S.exportTo(D))
      if (random()) await S.opens(await D.exportTo(S))
    }
    await exchange(world, ['C'])
    const saidAt = (pc: OfficePc) =>
      [...pc.journal.changes.all()].filter(one => one.origin.writer === evil.writer).map(digestOf)
    expect(saidAt(S).toSorted()).toEqual(saidAt(D).toSorted())
    const waits = (pc: OfficePc) => pc.ids('SELECT awaits AS id FROM waiting')
    expect({ D: waits(D), S: waits(S) }).toEqual({ D: [], S: [] })
    await expectUnharmed(world, 'C', picture(world, 'C'))
  },
)

/** Heads or tails, the same for one seed. */
function chances(seed: number): () => boolean {
  let state = seed * 7919
  return () => {
    state = (state * 1_103_515_245 + 12_345) & 0x7fffffff
    return state > 0x3fffffff
  }
}

test('13: a revoked key cannot fill gaps in its numbers', async () => {
  const world = await begun()
  const evil = new EvilOffice(world.C)
  const person = world.C.person('C-1 one')
  const known = [1, 2, 5].map(n => evil.edit('person', person, 'phone', { phone: `${n}` }, { n }))
  await world.S.opens(await evil.packet(world.S, { changes: known }))
  await revoke(world.S, world.C.keys.replica)
  const gap = evil.edit('person', person, 'phone', { phone: 'filled' }, { n: 3 })
  const street = new EvilOffice(world.S)
  await world.D.opens(await world.S.exportTo(world.D))
  await world.D.opens(await street.packet(world.D, { changes: [gap], seals: [evil.seal([gap])] }))
  expect(world.D.ids('SELECT phone AS id FROM person WHERE id = ?', person)).not.toEqual(['filled'])
})

test('14: what a street forges of the district to a community gives way to what the district proves', async () => {
  const world = await begun()
  const evil = new EvilOffice(world.S)
  const person = world.D.person('C-1 one')
  await world.D.write(set => set.edit('person', person, { phone: 'real' }))
  const real = [...world.D.journal.changes.all()].at(-1)
  const forged = evil.edit(
    'person',
    person,
    'phone',
    { phone: 'forged' },
    {
      writer: real?.origin.writer ?? '',
      replica: world.D.keys.replica,
      office: world.D.org,
      n: real?.n ?? 0,
      lamport: real?.lamport ?? 0,
      signature: null,
    },
  )
  await world.C.opens(await evil.packet(world.C, { changes: [forged] }))
  const direct = await world.C.opens(await world.D.exportTo(world.C))
  expect(sentences(direct)).toContain('count in place of what was known')
  expect(world.C.ids('SELECT phone AS id FROM person WHERE id = ?', person)).toEqual(['real'])
})

test('15: an office of before enrolment cannot take another’s id', async () => {
  const world = await begun()
  const before = picture(world, 'C')
  const evil = new EvilOffice(world.C)
  const changes = ['C1', 'S2', world.D.org].map(id =>
    evil.create('org', { name: 'mine', kind: 'branch', tier: 'community', branch_type: 'ordinary' }, id, {
      office: id,
    }),
  )
  const founded = evil.create('merge', { of_entity: 'org', kept: 'C', lost: 'C1', saw: [] })
  const result = await world.S.opens(await evil.packet(world.S, { changes: [...changes, founded] }))
  expect(result.returned.length + result.warnings.length).toBeGreaterThan(0)
  await expectUnharmed(world, 'C', before)
})

test('an approval that does not make this PC an office is refused with what to do, and no name in one turns a line round', async () => {
  const { S } = await begun()
  const folder = await mkdtemp(join(tmpdir(), 'lifeline-evil-asking-'))
  const asking = await OfficePc.open('C', folder)
  onTestFinished(() => asking.discard())
  await requestEnrolment(asking.session, 'C')
  const evil = new EvilOffice(S)
  const { keys } = asking
  const to = { keys, org: 'C', place: 'C' } as OfficePc
  const approving = async (name: string, content: Content = {}) => {
    const { certificate: approval, change } = evil.certify({ keys, org: 'nowhere', name })
    const file = await evil.packet(to, {
      changes: [change],
      ...content,
      manifest: { kind: 'approval', approval },
    })
    return acceptEnrolment(asking.session, file, { by: '', dryRun: false, expect: undefined }, noReport)
  }
  await expect(approving('C', { changes: [] })).rejects.toMatchObject({ code: 'approval-incomplete' })
  const later = { changes: [], fromTop: { pos: 7, hash: 'f'.repeat(64) } }
  await expect(approving('C', later)).rejects.toMatchObject({ code: 'approval-incomplete' })
  expect(asking.session.identity()?.state).toBe('waiting')
  const joined = await approving('a\u202eb')
  expect(joined).toMatchObject({ name: 'ab', orgName: 'ab' })
  expect(asking.session.identity()).toMatchObject({ state: 'ready', office: 'nowhere' })
})

test('6: what spares wrote of which the district knows nothing, or no more, and the street gave back, stays given back', async () => {
  const world = await begun()
  const { C, C1, D, S } = world
  const evil = new EvilOffice(C)
  const certified = async (name: string, isTold = true) => {
    const keys = await generateKeys()
    const { certificate, change } = evil.certify({ keys, org: 'C' })
    if (isTold) await S.opens(await evil.packet(S, { changes: [change] }))
    if (isTold) await D.opens(await S.exportTo(D))
    return { spare: new EvilOffice(C, keys, name), chain: [certificate, ...evil.chain()] }
  }
  const before = await certified('before')
  await revokeReplica(D.session, C.keys.replica, { by: '', dryRun: false, keep: [] })
  const [founding] = [...D.journal.changes.ofThing('S')]
  const { origin, n } = founding ?? expect.fail('the district founded the street')
  const spares = [before, await certified('since'), await certified('by its chain alone', false)]
  for (const { spare, chain } of spares) {
    const changes = [
      spare.edit('person', C1.person('C1-1 one'), 'email', { email: 'evil@b.cn' }),
      spare.giveBack([[origin.writer, n, n]], { lamport: 100_000 }),
    ]
    const result = await S.opens(await spare.packet(S, { changes, chain }))
    expect(result.returned.map(({ code }) => code)).toEqual(changes.map(() => 'beyond-authority'))
    expect((await D.opens(await S.exportTo(D))).returned).toEqual([])
  }
  await exchange(world, ['C'])
  expect(S.ids("SELECT id FROM org WHERE id = 'S'")).toEqual(['S'])
})
