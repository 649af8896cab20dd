import type { Journal } from '#db/journal/journal.ts'
import type { Session } from '#db/session.ts'
import type { Text } from '#db/shared/text.ts'
import { type Connection, prepareOnce } from '#db/sqlite/connection.ts'
import { Certificates } from './certificates.ts'
import { Ground } from './ground.ts'
import { settleOwnPlace } from './relation.ts'

/** Whom this registry believes now, and where everything lies: asked anew for each packet that is opened or written. */
export type Standing = { readonly ground: Ground; readonly certificates: Certificates }

export function standingOf(db: Connection, journal: Journal, root?: string): Standing {
  const ground = new Ground(db, journal)
  const certificates = new Certificates(db, journal, ground, root ?? journal.changes.root())
  const office = prepareOnce<[], { value: string }>(db, "SELECT value FROM meta WHERE key = 'office'").get()
  if (office !== undefined) settleOwnPlace(office.value, [], ground, certificates)
  return { ground, certificates }
}

/** An organization's name by this registry's own tables: never by what a manifest or a certificate calls it. */
export function knownName(db: Connection, org: string): string | undefined {
  return prepareOnce<[{ org: string }], { name: string }>(
    db,
    `SELECT coalesce(short_name, name) AS name FROM org WHERE id = +@org
       UNION ALL SELECT coalesce(o.short_name, o.name) FROM shadow s JOIN org o ON o.id = s.survivor WHERE s.thing = +@org
       UNION ALL SELECT name FROM card WHERE thing = +@org AND entity = 'org' LIMIT 1`,
  ).get({ org })?.name
}

/**
 * As `knownName`, for a sentence in either language. Where only the keys came back no table knows anybody: then an office is
 * called what this PC's own key once certified it as, or, and it is said that it is only called so, what a PC did that this
 * key certified.
 */
export function nameInSentence(db: Connection, org: string | undefined): Text {
  return (org === undefined ? undefined : namesInSentences(db, [org]).get(org)) ?? nobodyKnown
}

/** The same of many: certificates are gone through once for all whom no table knows, and a packet may bring thousands. */
export function namesInSentences(db: Connection, orgs: readonly string[]): ReadonlyMap<string, Text> {
  const names = new Map<string, Text>()
  const others: string[] = []
  for (const org of new Set(orgs)) {
    const name = knownName(db, org)
    if (name === undefined) others.push(org)
    names.set(org, name === undefined ? nobodyKnown : { zh: name, en: name })
  }
  if (others.length === 0) return names
  const certified = prepareOnce<[string], { org: string; name: string; mine: 0 | 1 }>(db, certifiedNames)
  for (const { org, name, mine } of certified.all(JSON.stringify(others))) {
    const text =
      mine === 1 ? { zh: name, en: name } : { zh: `称为 ${name} 的单位`, en: `an office called ${name}` }
    names.set(org, text)
  }
  return names
}

const nobodyKnown: Text = { zh: '本台账里没有的单位', en: 'an office that this registry does not know' }

const ownReplica = "(SELECT value FROM meta WHERE key = 'replica')"

/** Of each the last one is what it is called: of those by this PC's own key the newest, or else of the others. */
const certifiedNames = `
  SELECT c.org, c.name, c.issuer = ${ownReplica} AS mine FROM certificate c
  WHERE c.org IN (SELECT value FROM json_each(?))
    AND (c.issuer = ${ownReplica} OR c.issuer IN (SELECT s.replica FROM certificate s WHERE s.issuer = ${ownReplica}))
  ORDER BY mine, c.no`

/**
 * The offices that a registry answers to and hears: the certificate that counts today of each PC above, beside and
 * below it. What has moved stands elsewhere from then on.
 */
export function refreshDirections(session: Session, { certificates }: Standing): void {
  const { db } = session.writing()
  const office = session.office()
  const peers = prepareOnce<[], { replica: string; org: string; direction: string }>(
    db,
    'SELECT replica, org, direction FROM peer',
  )
  const set = prepareOnce(db, 'UPDATE peer SET direction = ? WHERE replica = ?')
  for (const { replica, org, direction } of peers.all()) {
    const is = directionOf(certificates, office, org) ?? 'elsewhere'
    if (is !== direction) set.run(is, replica)
  }
}

/** Where an organization stands, seen from this registry's own; undefined for one that stands elsewhere. */
export function directionOf(
  certificates: Certificates,
  office: string,
  org: string,
): 'up' | 'down' | 'beside' | undefined {
  if (org === office) return 'beside'
  if (certificates.isAtOrAbove(org, office, 'today')) return 'up'
  return certificates.isAtOrAbove(office, org, 'today') ? 'down' : undefined
}
