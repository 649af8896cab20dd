import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { compareWithJournal } from '#db/journal/compare.ts'
import { generateKeys } from '#db/packets/format/keys/keys.ts'
import { exportPacket } from '#db/packets/offers/export-packet.ts'
import { findPeer } from '#db/packets/offers/peer-store.ts'
import { readAside, takeAside } from '#db/packets/opening/aside/laid-aside.ts'
import { acceptEnrolment, approveEnrolment, requestEnrolment } from '#db/packets/trust/enrol.ts'
import { initRegistry } from '#db/packets/trust/init-registry.ts'
import { readCertifiedBy, revokeReplica } from '#db/packets/trust/revoke.ts'
import { standingOf } from '#db/packets/trust/standing.ts'
import { refusalOf } from '#tests/fixtures/engine.ts'
import { EvilOffice } from './evil-office.ts'
import { begun, noReport, OfficePc, type Place, sentences, told } from './world.ts'

/** What an office believes whose registry is older than what the others know: from a backup, or from its keys alone. */

const options = { by: '', dryRun: false }

/** Revokes a PC's key, and keeps all that it let in. */
function revoke(pc: OfficePc, replica: string) {
  const keep = readCertifiedBy(pc.session, replica).map(one => one.replica)
  return revokeReplica(pc.session, replica, { ...options, keep })
}

const isRevokedAt = (pc: OfficePc, replica: string) =>
  standingOf(pc.db, pc.journal).certificates.isRevoked(replica)

/** Another PC of an office, approved by the one above. */
async function successor(place: Place, above: OfficePc, org: string): Promise<OfficePc> {
  const pc = await OfficePc.open(place, await mkdtemp(join(tmpdir(), `lifeline-evil-${place}-next-`)))
  onTestFinished(() => pc.discard())
  const request = await requestEnrolment(pc.session, place)
  const approval = await approveEnrolment(above.session, request.file, org, options, noReport)
  await acceptEnrolment(pc.session, approval.file, { ...options, expect: undefined }, noReport)
  return pc
}

/** The district begun anew with nothing but its keys, as from its recovery file. */
async function keysAlone({ keys, org }: OfficePc): Promise<OfficePc> {
  const pc = await OfficePc.open('D', await mkdtemp(join(tmpdir(), 'lifeline-evil-D-anew-')))
  onTestFinished(() => pc.discard())
  const recovered = { keys, org }
  await initRegistry(pc.session, { name: 'D', tier: 'district', ...options, recovered })
  return pc
}

async function carry(from: OfficePc, to: OfficePc) {
  const result = await to.opens(await from.exportTo(to))
  expect({ from: from.place, to: to.place, ...told(result) }).toMatchObject({
    status: expect.stringMatching(/^(applied|duplicate|waiting)$/),
  })
  return result
}

test('6: a district that was restored from before a revocation has it back from whoever brings it, and answers the thief nothing', async () => {
  const world = await begun()
  const { D, S, S2, C } = world
  const [backup, stolen] = [await D.backup(), S.keys.replica]
  await revoke(D, stolen)
  const next = await successor('S', D, 'S')
  for (const [from, to] of [
    [D, next],
    [next, D],
    [D, S2],
    [next, C],
  ] as const)
    await carry(from, to)
  await C.write(set => set.edit('person', C.person('C-1 one'), { phone: 'written since' }))
  await carry(C, next)

  await D.restore(backup)
  const evil = new EvilOffice(S)
  const edit = evil.edit('person', D.person('C-1 one'), 'email', { email: 'evil' })
  await D.opens(await evil.packet(D, { changes: [edit] }))
  await carry(next, D)
  await carry(D, next)
  const preview = await D.preview(await next.exportTo(D))
  expect(sentences(preview)).toContain('D revokes the key of a PC of "S"')
  expect(sentences(preview)).not.toContain('not believed')
  await carry(next, D)
  expect(readAside(D.db, D.journal)).toEqual([])
  expect(isRevokedAt(D, stolen)).toBe(true)
  expect(await refusalOf(findPeer(D.session, stolen))).toMatchObject({ code: 'peer-not-answered' })
  expect(D.ids('SELECT coalesce(email, phone) AS id FROM person WHERE id = ?', D.person('C-1 one'))).toEqual([
    'written since',
  ])
})

test('8: among what a district that has only its keys takes in as its own, no revocation counts that it never signed', async () => {
  const world = await begun()
  const { S, S2 } = world
  const evil = new EvilOffice(S2)
  const D = await keysAlone(world.D)
  const { replica } = D.keys
  const writer = `${replica}.forged`
  const forged = [S.keys.replica, world.C.keys.replica].map((revoked, i) =>
    evil.revoke(revoked, [], { writer, replica, office: D.org, n: i + 1, ...(i > 0 && { signature: null }) }),
  )
  const bait = evil.create('person', { name: 'bait' }, 'bait', {
    writer,
    replica,
    office: D.org,
    n: 3,
    signature: null,
  })
  const certificates = [...S.journal.changes.all()].filter(({ entity }) => entity === 'certificate')
  await D.opens(await evil.packet(D, { changes: [...certificates, ...forged, bait] }))
  const own = readAside(D.db, D.journal).filter(({ mine }) => mine)
  expect(own.map(({ canTake, sentence }) => [canTake, sentence.en])).toEqual([
    [true, expect.stringContaining('1 change said to be written on this PC')],
    [false, expect.stringContaining('is said to have been revoked on this PC')],
  ])
  for (const { id, canTake } of readAside(D.db, D.journal)) {
    if (canTake) await takeAside(D.session, id, { by: '', preview: false, again: true }, noReport)
  }
  expect([S, world.C].map(({ keys }) => isRevokedAt(D, keys.replica))).toEqual([false, false])
})

test('6: a district that has only its keys says whom it lets in again, and the thief is out as soon as anybody brings its own word', async () => {
  const world = await begun()
  const stolen = world.S.keys.replica
  await revoke(world.D, stolen)
  const next = await successor('S', world.D, 'S')
  await carry(world.D, next)
  await carry(next, world.D)
  const D = await keysAlone(world.D)
  const to = async (from: OfficePc) => {
    const peer = await findPeer(from.session, D.keys.replica)
    return (await exportPacket(from.session, peer, noReport)).file
  }
  // The thief knows nothing of the revocation, and has something to report.
  await world.S.write(set => set.edit('person', world.S.person('C-1 one'), { email: 'evil' }))
  const again = 'This PC of "S" was approved here once'
  expect(sentences(await D.preview(await to(world.S)))).toContain(again)
  const heard = await D.opens(await to(world.S))
  expect(told(heard)).toMatchObject({ status: 'waiting' })
  expect(sentences(heard)).toContain(again)

  await D.opens(await to(next))
  await next.opens(
    (await exportPacket(D.session, await findPeer(D.session, next.keys.replica), noReport)).file,
  )
  await D.opens(await to(next))
  // That came with it already, before anybody has looked at the rest of what was written here.
  expect(isRevokedAt(D, stolen)).toBe(true)
  const [mine] = readAside(D.db, D.journal)
  await takeAside(D.session, mine?.id ?? '', { by: '', preview: false, again: true }, noReport)
  expect(readAside(D.db, D.journal)).toEqual([])
  expect(isRevokedAt(D, stolen)).toBe(true)
  expect(await refusalOf(findPeer(D.session, stolen))).toMatchObject({ code: 'peer-not-answered' })
  expect(told(await D.opens(await to(world.S)))).toMatchObject({ code: 'packet-revoked-key' })
  expect(D.ids('SELECT email AS id FROM person WHERE id = ?', D.person('C-1 one'))).toEqual([null])
})

test('13: an office that was handed to a new PC: the approval is for that one alone, and what the old one goes on writing counts nowhere', async () => {
  const world = await begun()
  const { D, S, S2, C, C1 } = world
  const accepting = { ...options, expect: undefined }
  const next = await OfficePc.open('C', await mkdtemp(join(tmpdir(), 'lifeline-evil-C-next-')))
  onTestFinished(() => next.discard())
  const request = (await requestEnrolment(next.session, 'C')).file
  const approval = (await approveEnrolment(S.session, request, 'C', options, noReport)).file
  for (const pc of [C1, C]) {
    const opened = acceptEnrolment(pc.session, approval, accepting, noReport)
    expect(await refusalOf(opened)).toMatchObject({ code: 'packet-wrong-recipient' })
  }
  await acceptEnrolment(next.session, approval, accepting, noReport)
  // Taken twice it says the same, and opened as a packet it brings nothing.
  await acceptEnrolment(next.session, approval, accepting, noReport)
  expect(told(await next.opens(approval))).toMatchObject({ code: 'packet-duplicate' })
  const elsewhere = approveEnrolment(S.session, request, 'C1', options, noReport)
  expect(await refusalOf(elsewhere)).toMatchObject({ code: 'enrol-other-org' })
  // What another street says of it takes nothing away.
  await approveEnrolment(S2.session, request, 'C2', options, noReport)

  await revoke(S, C.keys.replica)
  const evil = new EvilOffice(C)
  const edit = (pc: OfficePc, name: string) =>
    evil.edit('person', pc.person(name), 'email', { email: 'after the hand-over' })
  // Who has not heard of the revocation takes it in for now.
  for (const [pc, name] of [
    [D, 'C-1 one'],
    [next, 'C-1 two'],
  ] as const)
    expect(told(await pc.opens(await evil.packet(pc, { changes: [edit(pc, name)] }))).status).toBe('applied')
  expect(told(await S.opens(await C.exportTo(S))).code).toBe('packet-revoked-key')
  const heard = sentences(await D.preview(await S.exportTo(D)))
  expect(heard).toContain(
    'S revokes the key of a PC of "C"; 1 change of it never came there and counts for nothing',
  )
  for (let round = 0; round < 2; round++) {
    for (const [from, to] of [
      [S, D],
      [D, S],
      [next, S],
    ] as const)
      await carry(from, to)
    const peer = await findPeer(S.session, next.keys.replica)
    await next.opens((await exportPacket(S.session, peer, noReport)).file)
  }
  const smuggled = edit(D, 'C-2 one')
  const relay = new EvilOffice(C1)
  const seals = [evil.seal([smuggled])]
  for (const pc of [S, D])
    expect(told(await pc.opens(await relay.packet(pc, { changes: [smuggled], seals })))).toMatchObject({
      code: 'packet-aside',
    })
  const spare = await generateKeys()
  const { certificate, change } = evil.certify({ keys: spare, org: 'C' })
  const chain = [certificate, ...evil.chain()]
  for (const pc of [S, D, next])
    expect(
      told(await pc.opens(await new EvilOffice(C, spare, 'spare').packet(pc, { changes: [change], chain }))),
    ).toMatchObject({ code: 'packet-elsewhere' })
  for (const pc of [D, S, next]) {
    expect(pc.ids("SELECT email AS id FROM person WHERE name LIKE 'C-%' AND email IS NOT NULL")).toEqual([])
    expect(compareWithJournal(pc.db, pc.journal)).toEqual([])
  }
})
