import { fingerprint } from '#db/packets/format/keys/fingerprint.ts'
import type { Session } from '#db/session.ts'

/**
 * What is read out over the telephone: this PC's own digits, and those of the district's root, which whoever joins
 * below compares. The district's PC is its own root.
 */
export async function readDigits(session: Session): Promise<{ own: string; root: string | null }> {
  const keys = await session.keys()
  const own = fingerprint({ signKey: keys.signPublic, recipient: keys.recipient })
  const known = session
    .readConnection()
    .prepare<[], { value: string }>("SELECT value FROM meta WHERE key = 'root'")
    .get()?.value
  return { own, root: known ?? (session.identity()?.state === 'ready' ? own : null) }
}
