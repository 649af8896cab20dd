import { orgKindSchema, tierSchema } from '#contract/vocabulary.ts'
import { fingerprint } from '#db/packets/format/keys/fingerprint.ts'
import { readRecovery, writeRecovery } from '#db/packets/format/keys/recovery-file.ts'
import { ownOrg } from '#db/registry/find-org.ts'
import type { Session } from '#db/session.ts'
import { refuse } from '#db/shared/refusal.ts'
import { prepareOnce } from '#db/sqlite/connection.ts'
import { initRegistry } from './init-registry.ts'

const savedKey = 'recovery_saved'

/** Whether this registry's keys have nobody above to restore them, and when a recovery file of them was made last. */
export function readRecoveryState(session: Session): { needed: boolean; saved: string | null } {
  const db = session.readConnection()
  const saved = db
    .prepare<[string], { value: string }>('SELECT value FROM meta WHERE key = ?')
    .get(savedKey)?.value
  return { needed: isRoot(session), saved: saved ?? null }
}

/** The PC at which all chains of certificates end: the one that begun the district's registry. */
function isRoot(session: Session): boolean {
  const root = session
    .readConnection()
    .prepare<[], { value: string }>("SELECT value FROM meta WHERE key = 'root_replica'")
    .get()?.value
  const identity = session.identity()
  return identity?.state === 'ready' && root === identity.replica
}

/** The district's keys under a passphrase, as a file for a stick that is locked away. Refused where the office above restores them. */
export async function saveRecovery(
  session: Session,
  passphrase: string,
): Promise<{ file: File; at: string }> {
  const { keys } = session.writing()
  const own = await ownOrg(session.reader(), session.office())
  if (!isRoot(session)) {
    refuse(
      'recovery-not-needed',
      '本机的密钥由上级批准，丢失后由上级吊销并重新批准即可，不用另存密钥恢复文件。',
      "The office above approved this PC's keys: if they are lost, it revokes them and approves new ones. No recovery file is needed here.",
    )
  }
  const { id, name, short_name: short, code } = own
  const [tier, kind] = [tierSchema.parse(own.tier), orgKindSchema.parse(own.kind)]
  const file = await writeRecovery(keys, { id, name, short, code, tier, kind }, passphrase, session.clock)
  return { file, at: session.clock.now().toISOString() }
}

/** Notes that the recovery file of that time was put somewhere. One that was made and never saved restores nothing. */
export function noteRecoveryKept(session: Session, at: string): void {
  const { db } = session.writing()
  prepareOnce(db, 'INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)').run(savedKey, at)
}

/**
 * Begins a district's registry anew on an empty PC with the keys of its recovery file: whoever joined below goes on
 * trusting it. What the registry held comes from the newest backup, or back from the offices below.
 */
export async function openRecovery(
  session: Session,
  file: File,
  options: { readonly passphrase: string; readonly by: string; readonly dryRun: boolean },
) {
  if (session.exists()) {
    refuse(
      'registry-exists',
      `这个文件夹里已经有台账：${session.folder}。密钥恢复文件要在空的文件夹里打开。`,
      `There is a registry in ${session.folder} already. A recovery file is opened in an empty folder.`,
      { folder: session.folder },
    )
  }
  const { keys, office, made } = await readRecovery(file, options.passphrase)
  const print = fingerprint({ signKey: keys.signPublic, recipient: keys.recipient })
  const answer = { replica: keys.replica, name: office.name, fingerprint: print, made }
  if (options.dryRun) return answer
  await initRegistry(session, {
    name: office.name,
    tier: office.tier,
    kind: office.kind,
    by: options.by,
    dryRun: false,
    ...(office.code !== null && { code: office.code }),
    ...(office.short !== null && { short: office.short }),
    recovered: { keys, org: office.id },
  })
  const { db } = session.writing()
  prepareOnce(db, 'INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)').run(savedKey, made)
  return answer
}
