import { type Certificate, issueCertificate } from '#db/packets/format/keys/certificate.ts'
import type { Session } from '#db/session.ts'
import { prepareOnce } from '#db/sqlite/connection.ts'
import { type Certificates, certificateFields } from './certificates.ts'
import { standingOf } from './standing.ts'

/**
 * Whoever receives an organization from another office signs its PCs' certificates anew: those that counted until it
 * was moved here, and no others, so that a former superior can let nobody in. Does nothing where nothing moved.
 */
export async function renewCertificates(session: Session): Promise<void> {
  if (session.identity()?.state !== 'ready') return
  const { db, journal, keys } = session.writing()
  const office = session.office()
  const { certificates } = standingOf(db, journal)
  const countedBefore = db
    .prepare<[], { replica: string; org: string }>('SELECT replica, org FROM certified')
    .all()
  const lost = countedBefore.filter(
    ({ replica, org }) =>
      org !== office &&
      !certificates.isRevoked(replica) &&
      !certificates.officesOf(replica, 'today').includes(org) &&
      certificates.officesOf(replica, 'ever').includes(org) &&
      certificates.isAtOrAbove(office, org, 'today'),
  )
  if (lost.length > 0) {
    await journal.write({ label: { what: 'enrol-renew' }, actor: '' }, set => {
      for (const { replica, org } of lost) {
        const known = certificates.of(replica).findLast(certificate => certificate.org === org)
        if (known === undefined) continue
        const { name, signKey, recipient } = known
        const subject = { replica, org, name, signKey, recipient }
        set.create('certificate', certificateFields(issueCertificate(keys, subject)))
      }
    })
  }
  noteCertified(session, lost.length > 0 ? undefined : certificates)
}

/**
 * A certificate that this very PC issued and has no longer, as when its registry was lost and only its keys came back:
 * its own word holds again, and whoever's packet waits can be answered. Of others' certificates nothing is believed.
 */
export async function takeOwnWordBack(session: Session, chain: readonly Certificate[]): Promise<void> {
  const { db, journal, keys } = session.writing()
  const { certificates } = standingOf(db, journal)
  const lost = chain.filter(
    ({ issuer, replica }) =>
      issuer === keys.replica &&
      replica !== keys.replica &&
      certificates.of(replica).length === 0 &&
      !certificates.isRevoked(replica),
  )
  if (lost.length === 0) return
  await journal.write({ label: { what: 'enrol-renew' }, actor: '' }, set => {
    for (const certificate of lost) set.create('certificate', certificateFields(certificate))
  })
  noteCertified(session)
}

/** Notes which certificates count now; `read`: where nothing was written since they were read. */
export function noteCertified(session: Session, read?: Certificates): void {
  const { db, journal } = session.writing()
  const certificates = read ?? standingOf(db, journal).certificates
  const note = prepareOnce(db, 'INSERT OR IGNORE INTO certified (replica, org) VALUES (?, ?)')
  for (const certificate of certificates.all()) {
    if (certificates.counts(certificate, 'today')) note.run(certificate.replica, certificate.org)
  }
}
