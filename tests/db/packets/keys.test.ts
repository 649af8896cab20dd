import { readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { generateKeys, recipientSchema, sign, signKeySchema, verify } from '#db/packets/format/keys/keys.ts'
import { readKeys, saveKeys } from '#db/packets/format/keys/keys-file.ts'
import { processorTime } from '#tests/fixtures/processor-time.ts'
import { refusalOf } from './offices.ts'
import { tempFolder } from './temp-folder.ts'

test('what one replica signs verifies with its own key and with no other', async () => {
  const [a, b] = [await generateKeys(), await generateKeys()]
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), fc.nat(), (bytes, at) => {
      const signature = sign(a, bytes)
      expect(signature.length).toBe(64)
      expect(verify(a.signPublic, bytes, signature)).toBe(true)
      expect(verify(b.signPublic, bytes, signature)).toBe(false)
      const changed = Uint8Array.from(signature)
      changed[at % 64]! ^= 1 << (at % 8)
      expect(verify(a.signPublic, bytes, changed)).toBe(false)
      expect(verify(a.signPublic, Uint8Array.of(...bytes, 0), signature)).toBe(false)
    }),
    { numRuns: 50 },
  )
})

test('a signature that was looked at once costs next to nothing when it is asked about again', async () => {
  const keys = await generateKeys()
  const all = Array.from({ length: 400 }, (_, i) => Buffer.from(`text ${i}`))
  const signed = all.map(bytes => [bytes, sign(keys, bytes)] as const)
  const ask = () => {
    const worked = processorTime()
    for (const [bytes, signature] of signed) expect(verify(keys.signPublic, bytes, signature)).toBe(true)
    for (const [bytes] of signed) expect(verify(keys.signPublic, bytes, new Uint8Array(64))).toBe(false)
    return worked()
  }
  const first = ask()
  expect(ask()).toBeLessThan(first / 2)
})

test('saved keys are read back, and only their user may read the file', async () => {
  const folder = await tempFolder()
  const keys = await generateKeys()
  await saveKeys(folder, keys)
  expect(await readKeys(folder, keys.replica)).toEqual(keys)
  expect(await readdir(folder)).toEqual(['keys.json'])
  if (process.platform !== 'win32') expect((await stat(join(folder, 'keys.json'))).mode & 0o777).toBe(0o600)
})

test('keys that lie there are never overwritten', async () => {
  const folder = await tempFolder()
  const keys = await generateKeys()
  await saveKeys(folder, keys)
  expect((await refusalOf(saveKeys(folder, await generateKeys()))).code).toBe('keys-exist')
  expect(await readKeys(folder, keys.replica)).toEqual(keys)
})

test('missing keys, foreign keys and a missing folder are told apart', async () => {
  const folder = await tempFolder()
  expect((await refusalOf(readKeys(folder, 'r-1'))).code).toBe('keys-missing')
  await saveKeys(folder, await generateKeys())
  expect((await refusalOf(readKeys(folder, 'r-1'))).code).toBe('keys-foreign')
  const gone = join(folder, 'gone')
  expect((await refusalOf(saveKeys(gone, await generateKeys()))).code).toBe('folder-gone')
})

test('keys of before the first release, whose id says nothing of them, are refused with a sentence', async () => {
  const folder = await tempFolder()
  const keys = await generateKeys()
  await saveKeys(folder, { ...keys, replica: '019abc' })
  expect((await refusalOf(readKeys(folder, '019abc'))).code).toBe('registry-too-old')
})

test('a key file cut off, edited or mixed up from two is damaged', async () => {
  const folder = await tempFolder()
  const [a, b] = [await generateKeys(), await generateKeys()]
  await saveKeys(folder, a)
  const file = join(folder, 'keys.json')
  const text = await readFile(file, 'utf8')
  const mixed = [
    text.slice(0, -20),
    '',
    '[]',
    text.replace('AGE-SECRET-KEY-1', 'AGE-SECRET-KEY-2'),
    text.replace(a.recipient, b.recipient),
    text.replace(JSON.stringify(a.signPublic), JSON.stringify(b.signPublic)),
  ]
  for (const damaged of mixed) {
    await writeFile(file, damaged)
    expect((await refusalOf(readKeys(folder, 'r-1'))).code).toBe('keys-damaged')
  }
})

test('only an Ed25519 key in its one spelling and a sound age recipient pass as public keys', async () => {
  const keys = await generateKeys()
  expect(signKeySchema.safeParse(keys.signPublic).success).toBe(true)
  expect(recipientSchema.safeParse(keys.recipient).success).toBe(true)
  const rsaLike = keys.signPublic.replace('MCowBQYDK2Vw', 'MCowBQYDK2Vu')
  for (const wrong of [
    keys.signPrivate,
    rsaLike,
    keys.signPublic.trim(),
    keys.signPublic.replaceAll('\n', '\r\n'),
  ]) {
    expect(signKeySchema.safeParse(wrong).success).toBe(false)
  }
  const last = keys.recipient.at(-1) === 'q' ? 'p' : 'q'
  for (const wrong of [
    keys.identity,
    `${keys.recipient.slice(0, -1)}${last}`,
    keys.recipient.toUpperCase(),
  ]) {
    expect(recipientSchema.safeParse(wrong).success).toBe(false)
  }
})
