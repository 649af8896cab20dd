import type { z } from 'zod'
import type { heldSchema } from '#contract/packets/packets.ts'
import type { Range } from '#db/journal/change.ts'
import type { Journal } from '#db/journal/journal.ts'
import { subjectsNamed } from '#db/packets/status/given-back.ts'
import type { Session } from '#db/session.ts'
import { plural } from '#db/shared/plural.ts'
import { refuse } from '#db/shared/refusal.ts'
import { type Connection, prepareOnce } from '#db/sqlite/connection.ts'
import type { Certificates } from '../../trust/certificates.ts'
import { settleHangingElsewhere } from '../../trust/hanging-elsewhere.ts'
import { standingOf } from '../../trust/standing.ts'
import { authorName } from '../telling/telling.ts'
import { countOf, heldRanges } from './held-ranges.ts'

export type Held = z.infer<typeof heldSchema>

/**
 * What came by a key before its revocation did, and was not accepted by it: it counts for nothing until somebody decides. It
 * comes by another way than the revocation, as where a community reports both to its street and to the district.
 */
export function readHeld(db: Connection, journal: Journal, office: string | undefined): Held[] {
  const revoked = prepareOnce<[], string>(db, 'SELECT DISTINCT replica FROM revocation').pluck().all()
  if (revoked.length === 0) return []
  const { certificates } = standingOf(db, journal)
  return revoked.flatMap(replica => {
    const names = certificates.isRevoked(replica) ? heldRanges(db, replica) : []
    const changes = countOf(db, names)
    if (changes === 0) return []
    const name = authorName(db, certificates, replica)
    const about = subjectsNamed(db, names)
    const who = [...about.map(subject => subject.name), ...madeIn(db, names)].slice(0, mostNamed)
    return [
      {
        replica,
        office: name.zh,
        changes,
        about,
        canDecide: mayDecide(certificates, replica, office),
        sentence: {
          zh: `${name.zh}已吊销的一台电脑写的 ${changes} 处变更${who.length === 0 ? '' : `（${who.join('、')}）`}，吊销的单位没有收到过，现在不算数。向${name.zh}核实以后，采用或者退回。`,
          en: `${plural(changes, 'change')} by a revoked PC of ${name.en}${who.length === 0 ? '' : ` (${who.join(', ')})`} never came to whoever revoked it, and ${changes === 1 ? 'counts' : 'count'} for nothing now. Ask ${name.en}, then take ${changes === 1 ? 'it or return it' : 'them or return them'}.`,
        },
      },
    ]
  })
}

/** So many of whom it is about are named. */
const mostNamed = 3

/** Whom it would make: what is held stands in no table. */
function madeIn(db: Connection, names: readonly Range[]): string[] {
  return db
    .prepare<[string, number], string>(
      `SELECT t.value FROM json_each(?) r JOIN writer w ON w.id = r.value ->> 0
         JOIN change c ON c.writer = w.no AND c.n BETWEEN r.value ->> 1 AND r.value ->> 2,
         json_tree(c.body, '$.set') t
       WHERE c.kind = 'put' AND c.entity IN ('person', 'org') AND json_type(c.body, '$.base') IS NULL
         AND t.key = 'name' AND t.type = 'text' LIMIT ?`,
    )
    .pluck()
    .all(JSON.stringify(names), mostNamed)
}

/** Whoever stands above the author, or beside him. */
function mayDecide(certificates: Certificates, replica: string, office: string | undefined): boolean {
  if (office === undefined) return false
  return certificates.officesOf(replica, 'ever').some(org => certificates.isAtOrAbove(office, org, 'today'))
}

/** Lets what is held of a revoked key count after all, or gives it back: a person has asked whether it is that office's work. */
export async function decideHeld(
  session: Session,
  input: { readonly replica: string; readonly take: boolean; readonly by: string; readonly dryRun: boolean },
): Promise<{ changeSet: number | null; changes: number }> {
  const { db, journal } = session.writing()
  const found = readHeld(db, journal, session.office()).find(({ replica }) => replica === input.replica)
  if (found === undefined) {
    refuse(
      'held-unknown',
      `编号为“${input.replica}”的电脑没有待定的内容：可能已经采用或退回。`,
      `Nothing of the PC "${input.replica}" waits to be decided: it was taken or returned already.`,
      { replica: input.replica },
    )
  }
  if (!found.canDecide) {
    refuse(
      'held-not-yours',
      `“${found.office}”不在本单位之下，这些内容由它的上级决定。`,
      `"${found.office}" does not stand below your office: the office above it decides.`,
      { replica: input.replica },
    )
  }
  const names = heldRanges(db, input.replica)
  const label = {
    what: input.take ? 'held-admit' : 'held-return',
    name: found.office,
    changes: found.changes,
  }
  const work = { label, actor: input.by, dryRun: input.dryRun }
  const { changeSet } = await journal.write(work, async set => {
    if (input.take)
      set.admit(names, { code: 'held-admitted', zh: '核实后采用', en: 'taken after it was checked' })
    else {
      const reason = {
        code: 'packet-returned',
        zh: '写它的电脑密钥已吊销',
        en: 'the key of the PC that wrote it is revoked',
      }
      await set.giveBackInSlices(names, reason)
    }
    await settleHangingElsewhere(session, set)
  })
  return { changeSet, changes: found.changes }
}
