import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readRecordState } from '#db/packets/between/record-state.ts'
import { exportPacket } from '#db/packets/offers/export-packet.ts'
import { noteHanded } from '#db/packets/offers/handed.ts'
import { findPeer } from '#db/packets/offers/peer-store.ts'
import { readPeers } from '#db/packets/offers/peers.ts'
import { readPacketLog } from '#db/packets/status/packet-log.ts'
import { pendingTask } from '#db/packets/status/pending-task.ts'
import { begun, noReport, type OfficePc, told } from './evil-office/world.ts'

/** Makes a packet as a host does that says where it comes to lie. */
async function made(from: OfficePc, to: OfficePc, options: { dryRun?: boolean } = {}) {
  const peer = await findPeer(from.session, to.keys.replica)
  return exportPacket(from.session, peer, noReport, { ...options, tellsHanded: true })
}

async function waiting(from: OfficePc, to: OfficePc) {
  const { session } = from
  const read = { connection: () => session.readConnection(), reader: () => session.reader() }
  const tools = { ...read, report: noReport, emit: noReport }
  const all = await pendingTask({ ownReplica: from.keys.replica }, tools)
  return all.find(one => one.replica === to.keys.replica)
}

const outbox = (pc: OfficePc) => readdir(join(pc.folder, 'outbox')).then(names => names.sort())

test('the number of a packet that never left this PC is the next one’s, and nothing of it is left', async () => {
  const { C, S } = await begun()
  const person = C.person('C-1 one')
  await C.write(set => set.edit('person', person, { email: 'a@b.cn' }))
  const before = await outbox(C)
  const first = await made(C, S)
  const step = { replica: S.keys.replica, number: first.number }
  expect(readRecordState(C.db, person)).toMatchObject({ state: 'unsent' })
  expect(readPacketLog(C.db, 5)[0]).toMatchObject({ number: first.number, state: 'kept' })
  // Its content still waits to be handed over, and it is no packet that was sent.
  expect(await waiting(C, S)).toMatchObject({ since: first.number - 1, changes: 1, unhanded: first.number })
  expect(readPeers(C.db, C.keys.replica)[0]?.sent).toBe(first.number - 1)
  noteHanded(C.session, { ...step, how: 'leaving' })
  expect(await waiting(C, S)).toMatchObject({ since: first.number, changes: 0, unhanded: first.number })
  noteHanded(C.session, { ...step, how: 'stayed' })
  await C.write(set => set.edit('person', person, { email: 'c@d.cn' }))
  expect((await made(C, S, { dryRun: true })).number).toBe(first.number)
  const second = await made(C, S)
  expect(second).toMatchObject({ number: first.number, changes: 2 })
  expect(second.file.name).toBe(first.file.name)
  expect(await outbox(C)).toEqual([...before, second.file.name].sort())
  noteHanded(C.session, { ...step, how: 'leaving' })
  noteHanded(C.session, { ...step, how: 'there' })
  expect(await waiting(C, S)).toMatchObject({ since: first.number, changes: 0, unhanded: null })
  expect(readRecordState(C.db, person)).toMatchObject({ state: 'sent', number: first.number })
  expect(readPacketLog(C.db, 5)[0]).toMatchObject({ number: first.number, state: 'sent' })
  expect(told(await S.opens(second.file))).toMatchObject({ status: 'applied' })
  expect(S.ids('SELECT email AS id FROM person WHERE id = ?', person)).toEqual(['c@d.cn'])
  expect((await made(C, S)).number).toBe(first.number + 1)
})

test('of two windows the one that still holds a packet which the other made anew cannot give it away under the same number', async () => {
  const { C, S } = await begun()
  const person = C.person('C-1 one')
  await C.write(set => set.edit('person', person, { email: 'a@b.cn' }))
  const stale = await made(C, S)
  await C.write(set => set.edit('person', person, { email: 'c@d.cn' }))
  const { number, sha256 } = await made(C, S)
  const step = { replica: S.keys.replica, number }
  expect(stale).toMatchObject({ number })
  for (const how of ['leaving', 'there'] as const) {
    expect(() => noteHanded(C.session, { ...step, how, sha256: stale.sha256 })).toThrow(
      expect.objectContaining({ code: 'packet-remade', details: { number } }),
    )
  }
  expect(readPacketLog(C.db, 1)).toMatchObject([{ number, state: 'kept', sha256 }])
  noteHanded(C.session, { ...step, how: 'leaving', sha256 })
  noteHanded(C.session, { ...step, how: 'there', sha256 })
  expect(readPacketLog(C.db, 1)).toMatchObject([{ number, state: 'sent', sha256 }])
})

test('one that began to leave and was not heard of again keeps its number: it may lie on a stick', async () => {
  const { C, S } = await begun()
  await C.write(set => set.edit('person', C.person('C-1 one'), { email: 'a@b.cn' }))
  const first = await made(C, S)
  noteHanded(C.session, { replica: S.keys.replica, number: first.number, how: 'leaving' })
  const second = await made(C, S)
  expect(second.number).toBe(first.number + 1)
  // Whichever of them comes, in whatever order, nothing is said to be missing or to have turned out otherwise.
  for (const { file } of [second, first]) {
    const result = await S.opens(file)
    expect(result.warnings).toEqual([])
    expect(['applied', 'duplicate']).toContain(result.status)
  }
})
