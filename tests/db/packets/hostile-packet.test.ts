import { readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createZstdCompress, deflateRawSync, zstdCompressSync } from 'node:zlib'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { openZip } from '#db/files/zip-reader.ts'
import { issueCertificate } from '#db/packets/format/keys/certificate.ts'
import { generateKeys } from '#db/packets/format/keys/keys.ts'
import { type OpenedPacket, openPacket, type PacketOpening } from '#db/packets/format/open-packet.ts'
import { packetLimits } from '#db/packets/format/packet-limits.ts'
import { verifyPacket } from '#db/packets/format/verify-packet.ts'
import type { Refusal } from '#db/shared/refusal.ts'
import {
  type Forgery,
  forgedPacket,
  packetFile,
  sealedFile,
  sha256,
  unsealed,
  zipOf,
} from './forged-packet.ts'
import { below, collected, district, type Office, offices, refusalOf, trusting } from './offices.ts'
import { tempFolder } from './temp-folder.ts'

const { root, street, community } = await offices()

async function openedBy(
  office: Office,
  source: PacketOpening['source'],
  limits = packetLimits,
): Promise<OpenedPacket> {
  const workFolder = await tempFolder()
  const opening = { source, keys: office.keys, trust: trusting(root), workFolder }
  return openPacket(opening, limits).catch(async error => {
    expect(await readdir(workFolder)).toEqual([])
    throw error
  })
}

async function refusedFor(forgery: Forgery, limits = packetLimits): Promise<Refusal> {
  const file = await forgedPacket(street, community, forgery)
  return refusalOf(
    openedBy(community, file, limits).then(async packet => {
      await using open = packet
      await collected(open.changes)
    }),
  )
}

test('a packet put together by hand as the format says opens', async () => {
  const attachment = Buffer.from('照片')
  const parts = { [`files/${sha256(attachment)}`]: attachment }
  await using packet = await openedBy(community, await forgedPacket(street, community, { parts }))
  expect(await collected(packet.changes)).toEqual(['{"id":"w-1"}', '{"id":"w-2"}'])
  expect([...packet.files.keys()]).toEqual([sha256(attachment)])
})

test('keys of the manifest that only a newer app knows do no harm, however deep they nest', async () => {
  const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`
  const manifestText = (text: string) => text.replace('{', `{"priority":"high","deep":${deep},`)
  await using packet = await openedBy(community, await forgedPacket(street, community, { manifestText }))
  expect(packet.manifest).not.toHaveProperty('priority')
  expect(packet.manifest.number).toBe(7)
})

test('whatever bit is flipped on the way, the packet is refused with a reason', async () => {
  const sound = Buffer.from(await (await forgedPacket(street, community)).arrayBuffer())
  await fc.assert(
    fc.asyncProperty(fc.nat(sound.length * 8 - 1), async at => {
      const bytes = Buffer.from(sound)
      bytes[at >> 3]! ^= 1 << (at & 7)
      const { code, text } = await refusalOf(openedBy(community, packetFile(bytes)))
      expect(['packet-not-a-packet', 'packet-wrong-recipient', 'packet-damaged']).toContain(code)
      expect(text.zh).toContain('来包.llb')
    }),
    { numRuns: 200 },
  )
})

test('wherever a packet is cut off, lengthened or overwritten, it is refused with a reason', async () => {
  const sound = Buffer.from(await (await forgedPacket(street, community)).arrayBuffer())
  const garbage = fc.uint8Array({ minLength: 1, maxLength: 300 })
  await fc.assert(
    fc.asyncProperty(fc.nat(sound.length - 1), garbage, async (at, bytes) => {
      const overwritten = Buffer.from(sound)
      overwritten.set(bytes.subarray(0, sound.length - at), at)
      for (const changed of [sound.subarray(0, at), Buffer.concat([sound, bytes]), overwritten]) {
        if (!changed.equals(sound)) {
          expect((await refusalOf(openedBy(community, packetFile(changed)))).code).toMatch(/^packet-/)
        }
      }
    }),
    { numRuns: 80 },
  )
})

test('whatever byte a sender damages before sealing, the packet is refused or says the same', async () => {
  const attachment = Buffer.alloc(40, 'a')
  const parts = { [`files/${sha256(attachment)}`]: attachment }
  const file = await forgedPacket(street, community, { parts })
  const zip = await unsealed(file, community.keys.identity)
  await using sound = await openedBy(community, file)
  const said = await collected(sound.changes)
  await fc.assert(
    fc.asyncProperty(fc.nat(zip.length - 1), fc.integer({ min: 1, max: 255 }), async (at, mask) => {
      const changed = Buffer.from(zip)
      changed[at]! ^= mask
      const damaged = openedBy(community, await sealedFile(changed, community.keys.recipient))
      const outcome = await refusalOf(damaged).catch(() => undefined)
      if (outcome !== undefined) {
        expect(outcome.code).toMatch(/^packet-/)
        return
      }
      await using packet = await damaged
      expect(packet.manifest).toEqual(sound.manifest)
      expect(await collected(packet.changes)).toEqual(said)
      const read = await collected(packet.files.get(sha256(attachment))!.content())
      expect(Buffer.concat(read)).toEqual(attachment)
    }),
    { numRuns: 200 },
  )
})

test('whatever byte of the manifest is another one than was signed, the packet is refused with a reason', async () => {
  const zip = await unsealed(await forgedPacket(street, community), community.keys.identity)
  const folder = await tempFolder()
  const file = join(folder, 'packet.zip')
  const look = async (bytes: Uint8Array) => {
    await writeFile(file, bytes)
    const opened = await openZip(file, { entries: 20, bytes: packetLimits.partBytes })
    try {
      return await verifyPacket(opened, '来包.llb', community.keys.replica, trusting(root), packetLimits)
    } finally {
      opened.close()
    }
  }
  await writeFile(file, zip)
  const reading = await openZip(file, { entries: 20, bytes: packetLimits.partBytes })
  const parts: [string, Uint8Array][] = []
  for (const path of reading.sizes.keys())
    parts.push([path, Buffer.concat(await collected(reading.read(path)))])
  reading.close()
  const manifest = parts.find(([path]) => path === 'manifest.json')?.[1] ?? Buffer.alloc(0)
  expect(manifest.length).toBeGreaterThan(500)
  expect((await look(await zipOf(parts))).manifest.number).toBe(7)
  for (let at = 0; at < manifest.length; at++) {
    const changed = Uint8Array.from(manifest, (byte, i) => (i === at ? byte ^ 1 : byte))
    const swapped = parts.map(([path, bytes]) => [path, path === 'manifest.json' ? changed : bytes] as const)
    const { code, text } = await refusalOf(look(await zipOf(swapped)))
    expect({ at, code, isSaid: text.zh.length > 5 && text.en.length > 5 }).toEqual({
      at,
      code: expect.stringMatching(/^packet-/),
      isSaid: true,
    })
  }
})

test('cut at every 64 KiB, and a byte before and after each, a packet is refused with a sentence', async () => {
  const attachment = Uint8Array.from({ length: 1_000_000 }, (_, i) => (i * 2_654_435_761) >>> 24)
  const parts = { [`files/${sha256(attachment)}`]: attachment }
  const file = await forgedPacket(street, community, { parts })
  const kib = 1024
  const cuts = Array.from({ length: Math.ceil(file.size / (64 * kib)) }, (_, i) => i * 64 * kib)
  expect(cuts.length).toBeGreaterThan(15)
  for (const cut of cuts.flatMap(at => [at - 1, at, at + 1]).filter(at => at >= 0 && at < file.size)) {
    const { code, text } = await refusalOf(openedBy(community, new File([file.slice(0, cut)], '来包.llb')))
    expect({ cut, code, names: text.zh.includes('来包.llb') }).toEqual({
      cut,
      code: expect.stringMatching(/^packet-(damaged|not-a-packet|empty)$/),
      names: true,
    })
  }
})

test('a file that is no packet, and one that is not there, are refused', async () => {
  for (const bytes of [Buffer.alloc(0), Buffer.alloc(1), Buffer.alloc(100_000)]) {
    const { code, text } = await refusalOf(openedBy(community, packetFile(bytes)))
    expect(code).toBe('packet-empty')
    expect(text.zh).toContain('来包.llb 是空的：拷贝可能没有完成')
  }
  for (const bytes of [Buffer.from('PK\x03\x04'), Buffer.from('age-encryption.org/v2\n')]) {
    expect((await refusalOf(openedBy(community, packetFile(bytes)))).code).toBe('packet-not-a-packet')
  }
  const endless = Buffer.concat([Buffer.from('age-encryption.org/v1\n'), Buffer.alloc(1_000_000, 'x')])
  expect((await refusalOf(openedBy(community, packetFile(endless)))).code).toBe('packet-damaged')
  const gone = join(await tempFolder(), '没有.llb')
  expect((await refusalOf(openedBy(community, gone))).code).toBe('file-missing')
})

test('a packet sealed to another office, or addressed to one, is not opened', async () => {
  const file = await forgedPacket(root, street)
  const sealed = await refusalOf(openedBy(community, file))
  expect(sealed.code).toBe('packet-wrong-recipient')
  const resealed = await sealedFile(await unsealed(file, street.keys.identity), community.keys.recipient)
  const addressed = await refusalOf(openedBy(community, resealed))
  expect(addressed.code).toBe('packet-wrong-recipient')
})

test('what is sealed but holds no zip is damaged', async () => {
  for (const plain of [Buffer.alloc(0), Buffer.from('hello'), Buffer.alloc(100_000, 0x50)]) {
    const refusal = await refusalOf(openedBy(community, await sealedFile(plain, community.keys.recipient)))
    expect(refusal.code).toBe('packet-damaged')
  }
})

test('a newer format is told apart from damage, whatever else is new in it', async () => {
  const manifest = { format: 4, from: 'elsewhere', parts: [] }
  const refusal = await refusedFor({ manifest, stowaways: { 'index.cbor': Buffer.from('x') } })
  expect(refusal.code).toBe('packet-too-new')
})

test('a packet of before the first release is refused with a sentence of its own', async () => {
  for (const format of [1, 2]) {
    expect((await refusedFor({ manifest: { format } })).code).toBe('packet-too-old')
  }
})

test('a manifest that is no manifest is damaged', async () => {
  for (const manifest of [
    { format: 0 },
    { format: 'one' },
    { number: -1 },
    { to: null },
    { counts: [1] },
    { missingFiles: ['../../keys.json'] },
    { parts: { '../x': { sha256: 'ab'.repeat(32), bytes: 1 } } },
    { kind: 'approval' },
    { kind: 'approval', approval: { replica: 'x' } },
    { kind: 'letter' },
  ]) {
    expect((await refusedFor({ manifest })).code).toBe('packet-damaged')
  }
})

test('a manifest signed by another key, or sent in the name of another office, is refused', async () => {
  expect((await refusedFor({ signer: await generateKeys() })).code).toBe('packet-signature')
  const inTheNameOfRoot = { from: { replica: root.keys.replica, org: 'org-r-district', name: '坪山区' } }
  expect((await refusedFor({ manifest: inTheNameOfRoot })).code).toBe('packet-signature')
  expect((await refusedFor({ chain: root.chain })).code).toBe('packet-signature')
  expect((await refusedFor({ chain: [] })).code).toBe('packet-signature')
})

test('a signature over one packet does not pass for another', async () => {
  const other = await unsealed(await forgedPacket(street, community), community.keys.identity)
  const at = other.indexOf('"number":7')
  const tamper = (zip: Buffer) => {
    zip.write('"number":8', at, 'latin1')
    return zip
  }
  expect((await refusedFor({ tamper })).code).toBe('packet-signature')
})

test('a sender of another district, or certified by nobody, is refused as foreign', async () => {
  const twin = await below(await district(), 'r-street', '碧岭街道')
  const foreign = await refusedFor({
    chain: twin.chain,
    signer: twin.keys,
    manifest: { from: { replica: twin.keys.replica, org: 'org-r-street', name: '碧岭街道' } },
  })
  expect(foreign.code).toBe('packet-foreign-signer')
  expect(foreign.details['reason']).toBe('certificate-root-unknown')
  const self = issueCertificate(street.keys, street.certificate)
  expect((await refusedFor({ chain: [self] })).code).toBe('packet-foreign-signer')
  expect((await refusedFor({ chain: [street.certificate] })).code).toBe('packet-foreign-signer')
})

test('parts that are missing, not listed, listed twice or named wrongly are refused', async () => {
  const bytes = Buffer.from('x')
  const wrong: readonly Forgery[] = [
    { parts: { 'certificates.json': undefined } },
    { parts: { 'changes.ndjson.zst': undefined } },
    { stowaways: { 'extra.txt': bytes } },
    { stowaways: { [`files/${sha256(bytes)}`]: bytes } },
    { stowaways: { 'certificates.json ': bytes } },
    { parts: { [`files/${'0'.repeat(64)}`]: bytes } },
    { parts: { 'files/keys.json': bytes } },
    { stowaways: { 'manifest.sig': Buffer.alloc(65) } },
    { parts: { 'certificates.json': Buffer.from('[{"replica":1}]') } },
    { parts: { 'certificates.json': Buffer.from('no json') } },
  ]
  for (const forgery of wrong) expect((await refusedFor(forgery)).code).toBe('packet-damaged')
})

test('paths that lead out of the packet, or come twice, are refused', async () => {
  const stowaways = { 'aa/evil.txt': Buffer.from('x') }
  const renamed = (name: string) => (zip: Buffer) =>
    Buffer.from(zip.toString('latin1').replaceAll('aa/evil.txt', name), 'latin1')
  for (const name of ['../evil.txt', '/a/evil.txt', 'C:/evil.txt', 'a\\\\evil.txt', 'manifest.js']) {
    expect(name).toHaveLength(11)
    const refusal = await refusedFor({ stowaways, tamper: renamed(name) })
    expect(refusal.code).toBe('packet-damaged')
  }
  const doubled = { 'manifest.jsoN': Buffer.from('{}') }
  const tamper = (zip: Buffer) =>
    Buffer.from(zip.toString('latin1').replaceAll('manifest.jsoN', 'manifest.json'), 'latin1')
  expect((await refusedFor({ stowaways: doubled, tamper })).code).toBe('packet-damaged')
})

test('too many files, too many bytes and an endless packet are refused before they are read', async () => {
  const small = { ...packetLimits, files: 2 }
  const files = Object.fromEntries(
    ['a', 'b', 'c'].map(text => [`files/${sha256(Buffer.from(text))}`, Buffer.from(text)]),
  )
  expect((await refusedFor({ parts: files }, small)).code).toBe('packet-damaged')
  expect((await refusedFor({}, { ...packetLimits, partBytes: 1000 })).code).toBe('packet-damaged')
  expect((await refusedFor({}, { ...packetLimits, sealedBytes: 1000 })).code).toBe('packet-damaged')
  expect((await refusedFor({}, { ...packetLimits, manifestBytes: 100 })).code).toBe('packet-damaged')
})

test('a zip part that inflates to more than it declares is refused', async () => {
  const bomb = deflateRawSync(Buffer.alloc(50_000_000))
  const tamper = (zip: Buffer) => declareDeflated(zip, 'certificates.json', bomb.length, 100)
  const refusal = await refusedFor({ parts: { 'certificates.json': bomb }, tamper })
  expect(refusal.code).toBe('packet-damaged')
})

test('changes that decompress to too much, to a line too long, or to no text are refused', async () => {
  const limits = { ...packetLimits, changesBytes: 100_000, changeLength: 1000 }
  const lines = (text: string, count: number) => zstdCompressSync(Buffer.from(text.repeat(count)))
  const wrong = [
    lines('{}\n', 50_000),
    lines('x', 2000),
    lines('\n', 3),
    lines('{}\n\n{}\n', 1),
    zstdCompressSync(Buffer.from([0x7b, 0xff, 0x7d, 0x0a])),
    Buffer.alloc(0),
    Buffer.from('plain text'),
    lines('{}\n', 3).subarray(0, -3),
    Buffer.concat([lines('{}\n', 3), lines('{}\n', 3)]),
    Buffer.concat([lines('{}\n', 3), Buffer.from('more')]),
  ]
  for (const changes of wrong) expect((await refusedFor({ changes }, limits)).code).toBe('packet-damaged')
})

test('a bomb of a gigabyte in some kilobytes is refused in little time and memory', async () => {
  const compressor = createZstdCompress()
  const bomb = collected(compressor)
  for (let n = 0; n < 256; n++) compressor.write(Buffer.alloc(4 * 1024 * 1024))
  compressor.end()
  const changes = Buffer.concat(await bomb)
  expect(changes.length).toBeLessThan(200_000)
  expect((await refusedFor({ changes })).code).toBe('packet-damaged')
})

/** Rewrites a stored part's entry in the central directory: deflated, of these sizes. */
function declareDeflated(zip: Buffer, path: string, compressed: number, uncompressed: number): Buffer {
  const at = zip.lastIndexOf(Buffer.from(path)) - 46
  expect(zip.readUInt32LE(at)).toBe(0x02014b50)
  zip.writeUInt16LE(8, at + 10)
  zip.writeUInt32LE(compressed, at + 20)
  zip.writeUInt32LE(uncompressed, at + 24)
  return zip
}
