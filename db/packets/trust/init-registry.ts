import type { OrgKind, Tier } from '#contract/vocabulary.ts'
import { namedAfter } from '#db/journal/names.ts'
import { issueRootCertificate } from '#db/packets/format/keys/certificate.ts'
import { fingerprint } from '#db/packets/format/keys/fingerprint.ts'
import { generateKeys, type ReplicaKeys } from '#db/packets/format/keys/keys.ts'
import { createOrg, kindOfTier } from '#db/registry/init.ts'
import type { Session } from '#db/session.ts'
import { today } from '#db/shared/clock.ts'
import { refuse } from '#db/shared/refusal.ts'
import { prepareOnce } from '#db/sqlite/connection.ts'
import { nameNewReplica } from '#db/sqlite/name-replica.ts'
import { certificateFields } from './certificates.ts'

export type NewRegistry = {
  readonly name: string
  readonly tier: Tier
  readonly kind?: OrgKind | undefined
  readonly code?: string | undefined
  readonly short?: string | undefined
  readonly by: string
  readonly dryRun: boolean
  /** An invented district: noted with its first change, and may be thrown away later. */
  readonly isSample?: boolean
  /** The keys and the organization of a recovery file, in place of new ones. */
  readonly recovered?: { readonly keys: ReplicaKeys; readonly org: string }
}

/**
 * Makes a registry: keys, the file, its own organization at the top and a certificate that it signs itself. Refuses
 * where there is one already.
 */
export async function initRegistry(session: Session, request: NewRegistry) {
  if (session.exists()) {
    refuse(
      'registry-exists',
      `这个文件夹里已经有台账：${session.folder}。一个文件夹只放一个台账：要用现有的，请重新打开程序；要另建一个，请换一个文件夹。`,
      `There is a registry in ${session.folder} already. A folder holds one: open the program again to use it, or take another folder to make another one.`,
      { folder: session.folder },
    )
  }
  const { name, tier, short, code, by } = request
  const kind = request.kind ?? kindOfTier[tier]
  const keys = request.recovered?.keys ?? (await generateKeys())
  const warnings =
    tier === 'district'
      ? [
          {
            zh: '本单位上面没有人能恢复密钥：请马上在“设置”里做一份密钥恢复文件，存到专用U盘，锁好。丢了密钥又没有它，全区都要重新加入。',
            en: 'Nobody above you can restore your keys: make a recovery file in the settings now, on a stick of its own, and lock it away. Without it, lost keys mean that the whole district has to join again.',
          },
        ]
      : []
  if (request.dryRun) {
    return {
      replica: keys.replica,
      fingerprint: fingerprint(publicKeys(keys)),
      org: { id: '', code: code ?? null, name, tier, kind },
      warnings,
    }
  }
  const { journal, db } = await session.begin(keys)
  const work = { label: { what: 'init', name }, actor: by }
  const founding = journal.write(work, set => {
    nameNewReplica(db, keys.replica, name)
    // An organization founded before enrolment is named after its PC: nobody else can take its id.
    const org = request.recovered?.org ?? namedAfter(keys.replica, session.newId())
    prepareOnce(db, "INSERT INTO meta (key, value) VALUES ('office', ?), ('root_replica', ?)").run(
      org,
      keys.replica,
    )
    if (request.isSample) prepareOnce(db, "INSERT INTO meta (key, value) VALUES ('sample', '1')").run()
    createOrg(set, { id: org, name, short, code, tier, kind, parent: null, since: today(session.clock) })
    set.create('certificate', certificateFields(issueRootCertificate(keys, org, name)))
    return org
  })
  const { result } = await founding.catch(async error => {
    await session.discard()
    throw error
  })
  return {
    replica: keys.replica,
    fingerprint: fingerprint(publicKeys(keys)),
    org: { id: result, code: code ?? null, name, tier, kind },
    warnings,
  }
}

function publicKeys(keys: { readonly signPublic: string; readonly recipient: string }) {
  return { signKey: keys.signPublic, recipient: keys.recipient }
}
