import { certificateSchema, isIssuedBy, isRoot } from '#db/packets/format/keys/certificate.ts'
import { plural } from '#db/shared/plural.ts'
import type { Connection } from '#db/sqlite/connection.ts'
import type { Check } from './check.ts'

/** Every certificate was signed by its issuer's key, up to one that signed itself. */
export function checkCertificates(db: Connection): Check {
  const rows = db
    .prepare('SELECT replica, org, name, sign_key AS signKey, recipient, issuer, signature FROM certificate')
    .all()
  const certificates = rows.map(row => certificateSchema.parse(row))
  const byReplica = new Map(certificates.map(certificate => [certificate.replica, certificate]))
  const wrong = certificates.filter(certificate => {
    const issuer = isRoot(certificate) ? certificate : byReplica.get(certificate.issuer)
    return issuer === undefined || !isIssuedBy(certificate, issuer)
  })
  return {
    name: 'certificates',
    ok: wrong.length === 0,
    detail: {
      zh: `${certificates.length} 份证书，${wrong.length} 份签名不符`,
      en: `${plural(certificates.length, 'certificate')}, ${wrong.length} with a wrong signature`,
    },
  }
}
