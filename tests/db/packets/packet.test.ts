import { createHash } from 'node:crypto'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { inspectPacket } from '#db/packets/format/inspect-packet.ts'
import { fingerprint } from '#db/packets/format/keys/fingerprint.ts'
import { openPacket } from '#db/packets/format/open-packet.ts'
import { writePacket } from '#db/packets/format/write-packet.ts'
import { clock, collected, draft, offices, trusting } from './offices.ts'
import { tempFolder } from './temp-folder.ts'

const { root, street, community } = await offices()

test('a packet arrives with every change in its order, and leaves nothing on the disk when closed', async () => {
  const [folder, workFolder] = [await tempFolder(), await tempFolder()]
  const line = fc.json().map(text => text.replaceAll('\n', ' '))
  await fc.assert(
    fc.asyncProperty(fc.array(line, { maxLength: 200 }), async changes => {
      const written = await writePacket(draft(street, community, { changes }), folder, clock)
      const packet = await openPacket({
        source: written.file,
        keys: community.keys,
        trust: trusting(root),
        workFolder,
      })
      expect(await collected(packet.changes)).toEqual(changes)
      expect(packet.sealed).toEqual({ bytes: written.bytes, sha256: written.sha256 })
      await packet.close()
      expect(await readdir(workFolder)).toEqual([])
    }),
    { numRuns: 30 },
  )
})

test('the manifest arrives as it was stated', async () => {
  const [folder, workFolder] = [await tempFolder(), await tempFolder()]
  const { statement } = draft(community, street)
  const said = {
    ...statement,
    have: { pos: 40, hash: 'cd'.repeat(32) },
    missingFiles: ['ef'.repeat(32)],
  }
  const written = await writePacket(draft(community, street, { statement: said }), folder, clock)
  expect(basename(written.file)).toBe('六联社区_碧岭街道_000007_20191231.llb')
  await using packet = await openPacket({
    source: written.file,
    keys: street.keys,
    trust: trusting(root),
    workFolder,
  })
  expect(packet.manifest).toMatchObject(said)
  expect(packet.manifest.createdAt).toBe(clock.now().toISOString())
  expect(packet.certificates).toEqual(community.chain)
  expect(packet.root).toEqual(root.certificate)
})

test('changes may be drawn from an async source and read more than once, or not to their end', async () => {
  const [folder, workFolder] = [await tempFolder(), await tempFolder()]
  async function* changes() {
    for (let n = 0; n < 5000; n++) yield `{"n":${n},"text":"${'团'.repeat(n % 90)}"}`
  }
  const written = await writePacket(draft(street, community, { changes: changes() }), folder, clock)
  const packet = await openPacket({
    source: written.file,
    keys: community.keys,
    trust: trusting(root),
    workFolder,
  })
  for await (const first of packet.changes) {
    expect(first).toBe('{"n":0,"text":""}')
    break
  }
  expect(await collected(packet.changes)).toEqual(await collected(changes()))
  expect(await collected(packet.changes)).toHaveLength(5000)
  await packet.close()
  expect(await readdir(workFolder)).toEqual([])
})

test('attachments arrive with the bytes that their hash names', async () => {
  const [folder, workFolder] = [await tempFolder(), await tempFolder()]
  const contents = [Buffer.from('会议记录'), Buffer.alloc(0), Buffer.alloc(300_000, 7)]
  const files = await Promise.all(
    contents.map(async (content, n) => {
      const path = join(folder, `attachment-${n}`)
      await writeFile(path, content)
      return { path, sha256: createHash('sha256').update(content).digest('hex') }
    }),
  )
  const twice = [...files, ...files]
  const written = await writePacket(draft(street, community, { files: twice }), folder, clock)
  await using packet = await openPacket({
    source: written.file,
    keys: community.keys,
    trust: trusting(root),
    workFolder,
  })
  expect(packet.files.size).toBe(3)
  for (const [n, { sha256 }] of files.entries()) {
    const attachment = packet.files.get(sha256)
    expect(attachment?.bytes).toBe(contents[n]?.length)
    expect(Buffer.concat(await collected(attachment!.content()))).toEqual(contents[n])
  }
})

test('a packet opens from a File that a person handed over, as from a path', async () => {
  const [folder, workFolder] = [await tempFolder(), await tempFolder()]
  const written = await writePacket(draft(street, community), folder, clock)
  const source = new File([await readFile(written.file)], '来自街道.llb')
  await using packet = await openPacket({ source, keys: community.keys, trust: trusting(root), workFolder })
  expect(packet.name).toBe('来自街道.llb')
  expect(await collected(packet.changes)).toHaveLength(2)
})

test('a packet of a name that is taken is numbered, and the earlier one is left alone', async () => {
  const folder = await tempFolder()
  const first = await writePacket(draft(street, community), folder, clock)
  const second = await writePacket(draft(street, community), folder, clock)
  expect(basename(second.file)).toBe('碧岭街道_六联社区_000007_20191231-2.llb')
  const bytes = await readFile(first.file)
  expect(createHash('sha256').update(bytes).digest('hex')).toBe(first.sha256)
  expect(await readdir(folder)).toHaveLength(2)
})

test('inspecting tells who sent a packet and the fingerprint to confirm before any root is known', async () => {
  const [folder, workFolder] = [await tempFolder(), await tempFolder()]
  const written = await writePacket(draft(street, community), folder, clock)
  const summary = await inspectPacket({ source: written.file, keys: community.keys, workFolder })
  expect(summary.manifest.from.name).toBe('碧岭街道')
  expect(summary.sender).toEqual(street.certificate)
  const { signPublic, recipient } = root.keys
  expect(summary.rootFingerprint).toBe(fingerprint({ signKey: signPublic, recipient }))
  expect(await readdir(workFolder)).toEqual([])
})

test('nothing of a packet can be read from its sealed file', async () => {
  const folder = await tempFolder()
  const changes = Array.from({ length: 100 }, () => '{"name":"FINDME"}')
  const written = await writePacket(draft(street, community, { changes }), folder, clock)
  const bytes = await readFile(written.file)
  expect(bytes.includes('FINDME') || bytes.includes('manifest')).toBe(false)
})

test('a statement that no one could read is a bug of ours, and is not written', async () => {
  const folder = await tempFolder()
  const { statement } = draft(street, community)
  const wrong = [
    { ...statement, missingFiles: ['../keys.json'] },
    { ...statement, number: -1 },
    { ...statement, from: { ...statement.from, org: 'another' } },
    { ...statement, from: { ...statement.from, replica: 'another' } },
  ]
  for (const said of wrong) {
    const writing = writePacket(draft(street, community, { statement: said }), folder, clock)
    await expect(writing).rejects.toThrow('invariant broken')
  }
  expect(await readdir(folder)).toEqual([])
})
