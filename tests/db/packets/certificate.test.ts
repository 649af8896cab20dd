import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  certificateSchema,
  issueCertificate,
  verifyCertificate,
} from '#db/packets/format/keys/certificate.ts'
import { verifyChain } from '#db/packets/format/keys/certificate-chain.ts'
import { generateKeys, sign } from '#db/packets/format/keys/keys.ts'
import { canonical } from '#db/shared/canonical.ts'
import { below, district, offices, refusalOf, trusting } from './offices.ts'

test('a chain from a community through its street ends at the district that was confirmed', async () => {
  const { root, street, community } = await offices()
  for (const office of [root, street, community]) {
    const verified = verifyChain(office.chain, trusting(root))
    expect(verified.subject).toEqual(office.certificate)
    expect(verified.root).toEqual(root.certificate)
  }
})

test('a certificate survives being written as JSON and read again', async () => {
  const { root, community } = await offices()
  const read = community.chain.map(one => certificateSchema.parse(JSON.parse(JSON.stringify(one))))
  expect(verifyChain(read, trusting(root)).subject).toEqual(community.certificate)
})

test('whatever field of a certificate is changed, its issuer did not sign it', async () => {
  const { street, community } = await offices()
  const { certificate } = community
  fc.assert(
    fc.property(fc.constantFrom('replica', 'org', 'name'), fc.string({ minLength: 1 }), (field, value) => {
      fc.pre(value.normalize('NFC') !== certificate[field])
      const changed = { ...certificate, [field]: value }
      expect(() => verifyCertificate(changed, street.certificate)).toThrow('certificate-signature')
    }),
    { numRuns: 60 },
  )
  const keysOfStreet = { signKey: street.keys.signPublic, recipient: street.keys.recipient }
  const changed = { ...certificate, ...keysOfStreet }
  expect(() => verifyCertificate(changed, street.certificate)).toThrow('certificate-signature')
})

test('a field that only a newer app knows is kept and is covered by the signature', async () => {
  const { street, community } = await offices()
  const { signature: _, ...fields } = community.certificate
  const newer = { ...fields, pgroup: 'x' }
  const signature = Buffer.from(sign(street.keys, Buffer.from(canonical(newer)))).toString('base64')
  const read = certificateSchema.parse({ ...newer, signature })
  verifyCertificate(read, street.certificate)
  expect(() => verifyCertificate({ ...read, pgroup: 'y' }, street.certificate)).toThrow(
    'certificate-signature',
  )
})

test('a whole tree under another root is refused, whatever names it uses', async () => {
  const { root } = await offices()
  const twin = await below(await district(), 'r-street', '碧岭街道')
  expect((await refusalOf(() => verifyChain(twin.chain, trusting(root)))).code).toBe(
    'certificate-root-unknown',
  )
})

test('a chain that is empty, cut, in the wrong order or endless is refused as broken', async () => {
  const { root, street, community } = await offices()
  const wrong = [
    [],
    [community.certificate],
    [community.certificate, root.certificate],
    [street.certificate, community.certificate, root.certificate],
    [...community.chain].reverse(),
    Array.from({ length: 50 }, () => root.certificate),
  ]
  for (const chain of wrong) {
    expect((await refusalOf(() => verifyChain(chain, trusting(root)))).code).toBe('certificate-chain-broken')
  }
})

test('nobody can certify other keys for a replica: its id is the hash of its own', async () => {
  const { root, street, community } = await offices()
  const other = await generateKeys()
  const subject = { ...street.certificate, signKey: other.signPublic, recipient: other.recipient }
  expect(certificateSchema.safeParse(issueCertificate(root.keys, subject)).success).toBe(false)
  const impostor = await below(root, 'r-street', '碧岭街道')
  const chain = [community.certificate, ...impostor.chain]
  expect((await refusalOf(() => verifyChain(chain, trusting(root)))).code).toBe('certificate-chain-broken')
})

test('a certificate without a sound key does not parse', async () => {
  const { root, street } = await offices()
  const certificate = issueCertificate(root.keys, street.certificate)
  for (const wrong of [
    { signKey: root.keys.signPrivate },
    { recipient: 'age1' },
    { signature: 'AAAA' },
    { name: '' },
    { extra: { nested: 1 } },
  ]) {
    expect(certificateSchema.safeParse({ ...certificate, ...wrong }).success).toBe(false)
  }
})
