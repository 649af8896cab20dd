import { createHash } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { areKeysSound, replicaId, replicaKeysSchema, sign } from '#db/packets/format/keys/keys.ts'
import { saveKeys } from '#db/packets/format/keys/keys-file.ts'
import { openPacket } from '#db/packets/format/open-packet.ts'
import { writePacket } from '#db/packets/format/write-packet.ts'
import { inColumns } from '#db/packets/opening/lines/column-writer.ts'
import { oddChanges } from '../journal/odd-changes.ts'
import { clock, collected, draft, offices, trusting } from './offices.ts'
import { needs, shell } from './outside-tools.ts'
import { tempFolder } from './temp-folder.ts'

/** The commands of a README by their numbers, as they stand there; PACKET is the reader's own. */
async function commandsOf(readme: string): Promise<ReadonlyMap<string, string>> {
  const text = await readFile(join(import.meta.dirname, '../../..', readme), 'utf8')
  const blocks = text.split('```sh\n').map(block => block.split('```')[0] ?? '')
  return new Map(
    blocks.flatMap(block => {
      const [, number, commands] = /^# (\d) [^\n]*\n([\s\S]*)$/.exec(block) ?? []
      return number === undefined || commands === undefined ? [] : [[number, commands]]
    }),
  )
}

const readme = await commandsOf('README.md')
const step = (number: number) => readme.get(String(number)) ?? ''
const unseal = step(1)
const [checkParts, checkSignature, readChanges] = [step(2), step(3), step(4)]

test('both READMEs say the same commands', async () => {
  const other = await commandsOf('README.zh-CN.md')
  expect([...readme.keys()]).toEqual(['1', '2', '3', '4', '5', '6'])
  expect([...other].map(([number, commands]) => [number, commands])).toEqual([...readme].slice(0, 4))
})

const { root, street, community } = await offices()
const changes = Array.from({ length: 1000 }, (_, n) => `{"id":"w-${n}","name":"团员${n}"}`)

test('one packet goes through all blocks of the README in their order: opened, checked, read change by change, counted', async context => {
  needs(context, 'node', 'age', 'unzip', 'sha256sum', 'openssl', 'zstd', 'sqlite3')
  const folder = await tempFolder()
  await saveKeys(folder, community.keys)
  const attachment = join(folder, '照片.jpg')
  await writeFile(attachment, '照片')
  const sha256 = createHash('sha256').update('照片').digest('hex')
  const files = [{ path: attachment, sha256 }]
  const [history = []] = fc.sample(oddChanges, { numRuns: 1, seed: 11 })
  const many = Array.from({ length: 60 }, () => history).flat()
  const lines = await Array.fromAsync(inColumns(many.map(change => ({ change }))).lines)
  expect(lines.filter(line => line.startsWith('{"columns"')).length).toBeGreaterThan(1)
  const written = await writePacket(draft(street, community, { changes: lines, files }), folder, clock)

  shell(folder, unseal.replace('PACKET', basename(written.file)))
  const checked = shell(folder, checkParts)
  expect(checked.trim().split('\n').sort()).toEqual([
    'certificates.json: OK',
    'changes.ndjson.zst: OK',
    `files/${sha256}: OK`,
    'seals.json: OK',
  ])
  expect(shell(folder, checkSignature)).toContain('Signature Verified Successfully')
  shell(folder, readChanges)
  expect(await readFile(join(folder, 'changes.ndjson'), 'utf8')).toBe(`${lines.join('\n')}\n`)
  shell(folder, step(5))
  const rows = (await readFile(join(folder, 'rows.ndjson'), 'utf8')).trimEnd().split('\n')
  expect(rows.map(row => JSON.parse(row).change)).toEqual(many)
  const counted = shell(folder, step(6)).trimEnd().split('\n')
  expect(counted.reduce((sum, line) => sum + Number(line.split('|').at(-1)), 0)).toBe(many.length)
})

test('openssl refuses the manifest once a byte of it was changed', async context => {
  needs(context, 'node', 'age', 'unzip', 'openssl')
  const folder = await tempFolder()
  await saveKeys(folder, community.keys)
  const written = await writePacket(draft(street, community, { changes }), folder, clock)
  shell(folder, unseal.replace('PACKET', basename(written.file)))
  const manifest = join(folder, 'packet', 'manifest.json')
  await writeFile(manifest, (await readFile(manifest, 'utf8')).replace('"number": 7', '"number": 8'))
  expect(() => shell(folder, checkSignature)).toThrow('Signature Verification Failure')
})

test('a packet put together with zstd, openssl, python and age opens here', async context => {
  needs(context, 'age', 'zstd', 'openssl', 'python3')
  const folder = await tempFolder()
  await writeFile(join(folder, 'changes.ndjson'), `${changes.join('\n')}\n`)
  await writeFile(join(folder, 'certificates.json'), JSON.stringify(street.chain))
  await writeFile(join(folder, 'sender-private.pem'), street.keys.signPrivate)
  shell(folder, 'zstd -q -19 changes.ndjson -o changes.ndjson.zst')
  await writeFile(join(folder, 'seals.json'), '[]')
  const names = ['certificates.json', 'changes.ndjson.zst', 'seals.json']
  const parts = names.map(async name => {
    const bytes = await readFile(join(folder, name))
    return [name, { sha256: createHash('sha256').update(bytes).digest('hex'), bytes: bytes.length }]
  })
  const manifest = {
    format: 3,
    ...draft(street, community).statement,
    createdAt: '2019-12-31T01:30:00Z',
    parts: Object.fromEntries(await Promise.all(parts)),
  }
  await writeFile(join(folder, 'manifest.json'), JSON.stringify(manifest))
  shell(
    folder,
    `openssl pkeyutl -sign -inkey sender-private.pem -rawin -in manifest.json -out manifest.sig
    python3 -c "
import zipfile
with zipfile.ZipFile('packet.zip', 'w', zipfile.ZIP_DEFLATED) as z:
    for name in ['manifest.json', 'manifest.sig', 'certificates.json', 'changes.ndjson.zst', 'seals.json']: z.write(name)
"
    age -r ${community.keys.recipient} -o packet.llb packet.zip`,
  )
  const signed = sign(street.keys, await readFile(join(folder, 'manifest.json')))
  expect(await readFile(join(folder, 'manifest.sig'))).toEqual(Buffer.from(signed))
  await using packet = await openPacket({
    source: join(folder, 'packet.llb'),
    keys: community.keys,
    trust: trusting(root),
    workFolder: folder,
  })
  expect(await collected(packet.changes)).toEqual(changes)
})

test('keys made by age-keygen and openssl are taken like our own', async context => {
  needs(context, 'age-keygen', 'openssl')
  const folder = await tempFolder()
  const identity = /AGE-SECRET-KEY-1\S+/.exec(shell(folder, 'age-keygen 2>/dev/null'))?.[0]
  const signPrivate = shell(folder, 'openssl genpkey -algorithm ed25519')
  const signPublic = shell(folder, 'openssl pkey -pubout', signPrivate)
  const recipient = shell(folder, 'age-keygen -y', identity).trim()
  const replica = replicaId({ signKey: signPublic, recipient })
  const keys = { replica, signPrivate, signPublic, identity: identity ?? '', recipient }
  expect(replicaKeysSchema.parse(keys)).toEqual(keys)
  expect(await areKeysSound(keys)).toBe(true)
})
