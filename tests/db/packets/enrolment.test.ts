import { expect, test } from 'vitest'
import { inspectPacket } from '#db/packets/format/inspect-packet.ts'
import { approvedChain } from '#db/packets/format/keys/approval.ts'
import { issueCertificate } from '#db/packets/format/keys/certificate.ts'
import { verifyChain } from '#db/packets/format/keys/certificate-chain.ts'
import { enrolRequestText, parseEnrolRequest } from '#db/packets/format/keys/enrol-request.ts'
import { fingerprint, isSameFingerprint } from '#db/packets/format/keys/fingerprint.ts'
import { generateKeys } from '#db/packets/format/keys/keys.ts'
import { openPacket } from '#db/packets/format/open-packet.ts'
import { writePacket } from '#db/packets/format/write-packet.ts'
import { clock, draft, offices, refusalOf, trusting } from './offices.ts'
import { tempFolder } from './temp-folder.ts'

const { root, street, community } = await offices()

/** The street approves this certificate in a packet sealed to the holder of `recipient`. */
async function approval(
  certificate: typeof community.certificate,
  recipient: string,
  folder: string,
  addressee = certificate,
) {
  const { statement } = draft(street, community)
  const { replica, org, name } = addressee
  const approving = {
    ...statement,
    kind: 'approval',
    to: { replica, org, name },
    approval: certificate,
  } as const
  return writePacket(draft(street, community, { recipient, statement: approving }), folder, clock)
}

test('a new PC asks, is approved, and holds a chain up to the root it confirmed by telephone', async () => {
  const [folder, workFolder] = [await tempFolder(), await tempFolder()]
  const keys = await generateKeys()
  const text = enrolRequestText(keys, { orgName: '六联社区团支部', contact: '张三' }, clock)
  const request = parseEnrolRequest(text, 'request.json')
  const { replica, signKey, recipient } = request
  const subject = { replica, org: 'org-6', name: '六联社区', signKey, recipient }
  const certificate = issueCertificate(street.keys, subject)
  const written = await approval(certificate, recipient, folder)

  const summary = await inspectPacket({ source: written.file, keys, workFolder })
  const toldByTelephone = fingerprint(root.certificate)
  expect(isSameFingerprint(toldByTelephone, summary.rootFingerprint)).toBe(true)
  const trust = trusting(root, { trustsRoot: found => fingerprint(found) === summary.rootFingerprint })
  await using packet = await openPacket({ source: written.file, keys, trust, workFolder })
  const chain = approvedChain(packet, keys)
  expect(verifyChain(chain, trust).subject).toEqual(certificate)
})

test('a packet that approves nothing, approves other keys, or approves what its sender did not sign is refused', async () => {
  const [folder, workFolder] = [await tempFolder(), await tempFolder()]
  const keys = community.keys
  const opened = async (file: string) => openPacket({ source: file, keys, trust: trusting(root), workFolder })
  const ordinary = await writePacket(draft(street, community), folder, clock)
  await using plain = await opened(ordinary.file)
  expect((await refusalOf(() => approvedChain(plain, keys))).code).toBe('approval-not-mine')

  const { replica, signKey, recipient } = street.certificate
  const subject = { ...community.certificate, replica, signKey, recipient }
  const others = await approval(
    issueCertificate(street.keys, subject),
    keys.recipient,
    folder,
    community.certificate,
  )
  await using foreign = await opened(others.file)
  expect((await refusalOf(() => approvedChain(foreign, keys))).code).toBe('approval-not-mine')

  const unsigned = await approval({ ...community.certificate, org: 'org-r-district' }, keys.recipient, folder)
  await using forged = await opened(unsigned.file)
  expect((await refusalOf(() => approvedChain(forged, keys))).code).toBe('certificate-signature')
})
