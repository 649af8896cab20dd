import { z } from 'zod'
import { canonical } from '#db/shared/canonical.ts'
import { refuse } from '#db/shared/refusal.ts'
import { isIdOf, type ReplicaKeys, recipientSchema, sign, signKeySchema, verify } from './keys.ts'

const scalarSchema = z.union([z.string().max(1000), z.number(), z.boolean(), z.null()])

/** Fields of a newer app are kept, since the signature covers them too; they are scalars, so nothing nests deeply. */
export const certificateSchema = z
  .object({
    replica: z.string().min(1).max(100),
    org: z.string().min(1).max(100),
    name: z.string().min(1).max(200),
    signKey: signKeySchema,
    recipient: recipientSchema,
    issuer: z.string().min(1).max(100),
    signature: z.base64().length(88),
  })
  .catchall(scalarSchema)
  .refine(certificate => isIdOf(certificate.replica, certificate), 'the id is not that of these keys')
  .readonly()

/**
 * Says that a replica works for an organization and which keys are its own, signed by the office above; the
 * district's root signs its own. There are no validity dates, since there is no clock to trust.
 */
export type Certificate = z.infer<typeof certificateSchema>

/** Whom a certificate is about. */
export type Subject = {
  readonly replica: string
  readonly org: string
  readonly name: string
  readonly signKey: string
  readonly recipient: string
}

/** The certificate of this subject, signed by the issuer. */
export function issueCertificate(issuer: ReplicaKeys, subject: Subject): Certificate {
  const { replica, org, name, signKey, recipient } = subject
  const fields = { replica, org, name, signKey, recipient, issuer: issuer.replica }
  return { ...fields, signature: Buffer.from(sign(issuer, signedBytes(fields))).toString('base64') }
}

/** The district's own certificate, at which every chain ends. */
export function issueRootCertificate(keys: ReplicaKeys, org: string, name: string): Certificate {
  return issueCertificate(keys, {
    replica: keys.replica,
    org,
    name,
    signKey: keys.signPublic,
    recipient: keys.recipient,
  })
}

/** Whether the issuer, named and known by his own certificate, signed this one. */
export function isIssuedBy(certificate: Certificate, issuer: Certificate): boolean {
  if (certificate.issuer !== issuer.replica) return false
  const { signature, ...fields } = certificate
  return verify(issuer.signKey, signedBytes(fields), Buffer.from(signature, 'base64'))
}

/** Whether a certificate claims to be a root: nobody above its replica signed it. */
export function isRoot(certificate: Certificate): boolean {
  return certificate.issuer === certificate.replica
}

/** Refuses a certificate that its issuer did not sign. */
export function verifyCertificate(certificate: Certificate, issuer: Certificate): void {
  if (isIssuedBy(certificate, issuer)) return
  refuse(
    'certificate-signature',
    '证书不是它写明的签发单位签发的，或已被改动。请向签发单位重新索取证书。',
    'The certificate was not signed by the issuer that it names, or was changed since. Ask the issuing office for it again.',
    { replica: certificate.replica, issuer: issuer.replica },
  )
}

function signedBytes(fields: Readonly<Record<string, z.infer<typeof scalarSchema>>>): Uint8Array {
  return Buffer.from(canonical(fields))
}
