import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { filesFolder, keepFile, receiveFile } from '#db/attachments/file-store.ts'
import { chosenMark } from '#db/attachments/held.ts'
import { noteHere } from '#db/attachments/named-files.ts'
import { openPacket } from '#db/packets/format/open-packet.ts'
import { itemOf } from '#db/records/types/files.ts'
import { sha256 } from '#tests/db/packets/forged-packet.ts'
import { picture as png } from '#tests/fixtures/attached.ts'
import { EvilOffice } from './evil-office.ts'
import { begun, exchange, expectUnharmed, type OfficePc, picture, sentences, told } from './world.ts'

/** Line 35 of what must fail: the hash of an attachment guessed; and whatever else may be wrong with the files of a packet. */

let ids = 0

/** Chooses a file on an honest PC and attaches it to a person there. */
async function attach(pc: OfficePc, person: string, file: File): Promise<string> {
  const received = await receiveFile(pc.folder, {
    name: file.name,
    bytes: file.size,
    content: file.stream(),
    newId: () => `attached-${++ids}`,
  })
  await keepFile(pc.folder, received)
  noteHere(pc.db, { ...received, giver: pc.keys.replica, at: '2018-12-31T04:00:00Z' })
  const mark = chosenMark(received.second, pc.keys.replica)
  const item = itemOf({ ...received, name: file.name, mark })
  await pc.write(set => set.edit('person', person, { files: [...itemsOf(pc, person), item] }))
  return received.sha256
}

/** The files of a person, as his record names them. */
function itemsOf(pc: OfficePc, person: string): string[] {
  const [files = '[]'] = pc.ids('SELECT files AS id FROM person WHERE id = ?', person)
  return JSON.parse(files)
}

const item = (hash: string, bytes: number, name = '照片.png') => `sha256:${hash} ${bytes} png ${name}`
const filesOf = (pc: OfficePc) =>
  readdirSync(join(pc.folder)).includes('files') ? readdirSync(filesFolder(pc.folder)) : []

/** The hashes of the files that a packet carries, and whether its bytes hold a text. */
async function carried(to: OfficePc, source: File): Promise<string[]> {
  await using packet = await openPacket({
    source,
    keys: to.keys,
    workFolder: to.folder,
    trust: { trustsRoot: () => true },
  })
  return [...packet.files.keys()]
}

test('a photo goes up with its person by a street, to nobody beside, and back to whom he moves', async () => {
  const world = await begun()
  const person = world.C2.person('C2-1 one')
  const hash = await attach(world.C2, person, png('照片.png', 'secret of C2-1 one'))
  const packet = await world.C2.exportTo(world.S2)
  expect(await carried(world.S2, packet)).toEqual([hash])
  expect(sentences(await world.S2.preview(packet))).toContain('1 file comes with it')
  expect(sentences(await world.S2.opens(packet))).toContain('1 file kept')
  await exchange(world)
  for (const place of ['D', 'S', 'S2', 'C', 'C1', 'C2'] as const)
    expect({ place, files: filesOf(world[place]) }).toEqual({
      place,
      files: ['D', 'S2', 'C2'].includes(place) ? [hash] : [],
    })
  // Confirmed: it is not sent again, and nothing is asked for.
  expect(await carried(world.S2, await world.C2.exportTo(world.S2))).toEqual([])
  const follows = world.D.ids('SELECT id FROM membership WHERE person = ?', person)
  await world.D.write(set =>
    set.create('membership', { person, org: 'C-1', since: '2018-12-01', since_known: 1, follows }),
  )
  await exchange(world)
  expect(filesOf(world.C)).toEqual([hash])
  expect(filesOf(world.S)).toEqual([hash])
  expect(filesOf(world.C1)).toEqual([])
})

test('35: a guessed hash fetches nothing, by an own record, by asking, by a record of an accomplice', async () => {
  const world = await begun()
  const hash = await attach(world.C2, world.C2.person('C2-1 one'), png('照片.png', 'secret of C2-1 one'))
  const near = await attach(world.C1, world.C1.person('C1-1 one'), png('照片.png', 'secret of C1-1 one'))
  await exchange(world)
  expect(filesOf(world.D)).toHaveLength(2)
  const before = picture(world, 'C')
  const evil = new EvilOffice(world.C)
  const own = world.C.person('C-1 one')
  const guess = evil.edit('person', own, 'files', { files: [item(hash, 90), item(near, 90)] })
  const manifest = { missingFiles: [hash, near] }
  expect(told(await world.S.opens(await evil.packet(world.S, { changes: [guess], manifest }))).status).toBe(
    'applied',
  )
  // What lies there already is asked for all the same: it is not told whether it does.
  const answer = await world.S.exportTo(world.C)
  expect(await carried(world.C, answer)).toEqual([])
  await using opened = await openPacket({
    source: answer,
    keys: world.C.keys,
    workFolder: world.C.folder,
    trust: { trustsRoot: () => true },
  })
  expect(new Set(opened.manifest.missingFiles)).toEqual(new Set([hash, near]))
  // An accomplice gets the person, and no file with him: nobody ever brought it with that change.
  const follows = world.S.ids('SELECT id FROM membership WHERE person = ?', own)
  await world.S.write(set =>
    set.create('membership', { person: own, org: 'C1-1', since: '2018-12-02', since_known: 1, follows }),
  )
  const toC1 = await world.S.exportTo(world.C1)
  expect(await carried(world.C1, toC1)).toEqual([])
  await world.S.opens(await evil.packet(world.S, { changes: [guess], manifest }))
  const direct = await world.D.exportTo(world.C)
  expect(await carried(world.C, direct)).toEqual([])
  expect(filesOf(world.C)).toEqual([])
  expect(before).toBeDefined()
})

test('35: the hash of another community’s file fetches it for nobody: for no accomplice by any relay, whoever edits the record', async () => {
  const world = await begun()
  const near = await attach(world.C1, world.C1.person('C1-1 one'), png('照片.png', 'secret of C1-1 one'))
  await exchange(world)
  for (const pc of [world.S, world.D]) expect(filesOf(pc)).toEqual([near])
  const evil = new EvilOffice(world.C)
  const own = world.C.person('C-1 one')
  // As it stands in the record of C1, which the evil office once saw: its mark is for that record alone.
  const [copied = ''] = itemsOf(world.C1, world.C1.person('C1-1 one'))
  const guess = evil.edit('person', own, 'files', { files: [copied] })
  expect(told(await world.S.opens(await evil.packet(world.S, { changes: [guess] }))).status).toBe('applied')
  await exchange(world, ['C'])
  const move = (org: string) => {
    const follows = world.D.ids('SELECT id FROM membership WHERE person = ? AND until IS NULL', own)
    return world.D.write(set =>
      set.create('membership', { person: own, org, since: '2018-12-02', since_known: 1, follows }),
    )
  }
  await move('C2-1')
  await exchange(world, ['C'])
  expect(itemsOf(world.C2, own)).toEqual([copied])
  for (const pc of [world.S2, world.C2])
    expect({ pc: pc.place, files: filesOf(pc) }).toMatchObject({ files: [] })
  // Who adds a paper of his own to it does not vouch for what stands there; his own goes down.
  const added = await attach(world.D, own, png('证明.png', 'of the district'))
  expect(itemsOf(world.D, own)).toHaveLength(2)
  await exchange(world, ['C'])
  for (const pc of [world.S2, world.C2])
    expect({ pc: pc.place, files: filesOf(pc) }).toMatchObject({ files: [added] })
  await move('C-2')
  await exchange(world)
  expect(filesOf(world.C)).toEqual([added])
  // The same photo in honest hands: who holds it and attaches it himself has it sent with his record.
  await attach(world.C2, world.C2.person('C2-2 two'), png('照片.png', 'secret of C1-1 one'))
  await exchange(world)
  expect(filesOf(world.S2)).toEqual([added, near].toSorted())
  expect(filesOf(world.C)).toEqual([added])
})

test('35: a hash that is named before its bytes come fetches them for nobody', async () => {
  const world = await begun()
  const photo = png('照片.png', 'secret of C1-1 one')
  const hash = sha256(Buffer.from(await photo.arrayBuffer()))
  const evil = new EvilOffice(world.C)
  const own = world.C.person('C-1 one')
  const guess = evil.edit('person', own, 'files', { files: [item(hash, photo.size)] })
  expect(told(await world.S.opens(await evil.packet(world.S, { changes: [guess] }))).status).toBe('applied')
  await exchange(world, ['C'])
  for (const pc of [world.S, world.D]) expect(filesOf(pc)).toEqual([])
  // Now the real file comes by, from the community that it is of.
  expect(await attach(world.C1, world.C1.person('C1-1 one'), photo)).toBe(hash)
  await exchange(world, ['C'])
  for (const pc of [world.S, world.D]) expect(filesOf(pc)).toEqual([hash])
  const asks = { missingFiles: [hash] }
  await world.S.opens(await evil.packet(world.S, { changes: [], manifest: asks }))
  expect(await carried(world.C, await world.S.exportTo(world.C))).toEqual([])
  await world.D.opens(await evil.packet(world.D, { changes: [guess], manifest: asks }))
  expect(await carried(world.C, await world.D.exportTo(world.C))).toEqual([])
  // Nor with the person, to whom he moves.
  const follows = world.D.ids('SELECT id FROM membership WHERE person = ? AND until IS NULL', own)
  await world.D.write(set =>
    set.create('membership', { person: own, org: 'C2-1', since: '2018-12-02', since_known: 1, follows }),
  )
  await exchange(world)
  for (const pc of [world.C, world.S2, world.C2])
    expect({ pc: pc.place, files: filesOf(pc) }).toMatchObject({ files: [] })
})

test('35: a wrong, missing, doubled, hidden, unnamed, too large or misnamed file is refused or left, and told', async () => {
  const world = await begun()
  const before = picture(world, 'C')
  const evil = new EvilOffice(world.C)
  const own = world.C.person('C-1 one')
  const content = new Uint8Array(await png('照片.png', 'own').arrayBuffer())
  const hash = sha256(content)
  const named = evil.edit('person', own, 'files', { files: [item(hash, content.length)] })
  const path = `files/${hash}`
  const damaged = async (what: string, sent: Promise<File>) =>
    expect({ what, ...told(await world.S.opens(await sent)) }).toMatchObject({
      what,
      status: 'refused',
      code: 'packet-damaged',
    })
  const other = Buffer.from('%PDF-1.4 other')
  await damaged('another content', evil.packet(world.S, { changes: [named], files: { [path]: other } }))
  await damaged(
    'doubled',
    evil.packet(world.S, { changes: [named], files: { [path]: content }, stowaways: [[path, content]] }),
  )
  await damaged('not listed', evil.packet(world.S, { changes: [named], stowaways: [[path, content]] }))
  await damaged('a path', evil.packet(world.S, { changes: [named], files: { 'files/x': content } }))
  const parts = { ...evilParts(), [path]: { sha256: hash, bytes: content.length } }
  await damaged('missing', evil.packet(world.S, { changes: [named], manifest: { parts } }))
  await damaged(
    'a million asked for',
    evil.packet(world.S, { changes: [named], manifest: { missingFiles: Array(10_001).fill(hash) } }),
  )
  expect(filesOf(world.S)).toEqual([])

  const program = Buffer.from('MZ\u0090 program')
  const page = Buffer.from('<html><script>alert(1)</script>')
  const huge = Buffer.concat([Buffer.from('%PDF-1.4'), Buffer.alloc(21 * 1024 * 1024)])
  const all = [content, program, page, huge]
  const names = evil.edit('person', own, 'files', {
    files: all.map(bytes => item(sha256(bytes), bytes.length, '证明.pdf')),
  })
  const unnamed = Buffer.from('%PDF-1.4 nobody names this')
  const files = Object.fromEntries([...all, unnamed].map(bytes => [`files/${sha256(bytes)}`, bytes]))
  const result = await world.S.opens(await evil.packet(world.S, { changes: [names], files }))
  expect(result.status).toBe('applied')
  const said = sentences(result)
  expect(said).toContain('1 file kept')
  expect(said).toContain('1 file in the packet is named by no record')
  expect(said).toContain('is larger than 21.0 MB')
  expect(said.split('is not a kind of file that can be attached')).toHaveLength(3)
  expect(said).toContain('3 files are still to come')
  expect(filesOf(world.S)).toEqual([hash])
  await expectUnharmed(world, 'C', before)
})

test('35: names of files in a packet cannot leave their folder, nor pass for something else', async () => {
  const world = await begun()
  const evil = new EvilOffice(world.C)
  const own = world.C.person('C-1 one')
  const content = new Uint8Array(await png('照片.png', 'own').arrayBuffer())
  const hash = sha256(content)
  const files = [
    item(hash, content.length, '../../../照片.exe'),
    'sha256:zz 1 pdf x.pdf',
    `sha256:${hash} 5 svg x.svg`,
    `sha256:${hash} 5 pdf ${'长'.repeat(400)}`,
  ]
  const long = evil.edit('person', own, 'files', { files })
  const refused = await world.S.opens(await evil.packet(world.S, { changes: [long] }))
  expect(sentences(refused)).toContain('longer than it may be')
  expect(refused.returned).toHaveLength(1)
  const short = evil.edit('person', own, 'files', { files: files.slice(0, 3) })
  const sent = await evil.packet(world.S, { changes: [short], files: { [`files/${hash}`]: content } })
  expect(told(await world.S.opens(sent)).status).toBe('applied')
  expect(filesOf(world.S)).toEqual([hash])
})

/** The parts that every packet has, as far as a manifest that lies about another one needs them. */
function evilParts() {
  const nothing = { sha256: sha256(Buffer.from('')), bytes: 0 }
  return { 'changes.ndjson.zst': nothing, 'certificates.json': nothing, 'seals.json': nothing }
}
