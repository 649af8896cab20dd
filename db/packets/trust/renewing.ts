import { type Certificate, issueCertificate } from '#db/packets/format/keys/certificate.ts'
import type { Session } from '#db/session.ts'
import type { Text } from '#db/shared/text.ts'
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
 * The certificates of a chain that this very PC issued and has no longer, as when its registry was lost and only its keys
 * came back, or a backup of before. Of others' certificates nothing is believed.
 */
export function ownWordIn(session: Session, chain: readonly Certificate[]): readonly Certificate[] {
  const { db, journal, keys } = session.writing()
  const { certificates } = standingOf(db, journal)
  return chain.filter(
    ({ issuer, replica }) =>
      issuer === keys.replica &&
      replica !== keys.replica &&
      certificates.of(replica).length === 0 &&
      !certificates.isRevoked(replica),
  )
}

/** Its own word holds again, and whoever's packet waits can be answered. */
export async function takeOwnWordBack(session: Session, lost: readonly Certificate[]): Promise<void> {
  if (lost.length === 0) return
  const { journal } = session.writing()
  await journal.write({ label: { what: 'enrol-renew' }, actor: '' }, set => {
    for (const certificate of lost) set.create('certificate', certificateFields(certificate))
  })
  noteCertified(session)
}

/** Whom this lets in again a person is told: a revocation of that PC may be among what was lost. */
export function ownWordTold({ name }: Certificate): Text {
  return {
    zh: `“${name}”的这台电脑是本机以前批准的，现有台账里没有这份批准，据此重新承认。如果后来吊销过它，请再吊销一次`,
    en: `This PC of "${name}" was approved here once, which this registry does not know any more; it is let in again by that. If it was revoked since, revoke it once more`,
  }
}

/** Notes which certificates count now; `read`: where nothing was written since they were read. */
export function noteCertified(session: Session, read?: Certificates): void {
  const { db, journal } = session.writing()
  const certificates = read ?? standingOf(db, journal).certificates
  const note = prepareOnce(db, 'INSERT OR IGNORE INTO certified (replica, org) VALUES (?, ?)')
  const all = certificates.all()
  certificates.foresee([...new Set(all.map(({ org }) => org))])
  for (const certificate of all) {
    if (certificates.counts(certificate, 'today')) note.run(certificate.replica, certificate.org)
  }
  certificates.foresee([])
}
