import { type Blocking, plannedUndo } from '#db/registry/undo/plan.ts'
import type { Session } from '#db/session.ts'
import type { Report } from '#db/shared/long-work.ts'
import { refuse } from '#db/shared/refusal.ts'
import type { Text } from '#db/shared/text.ts'
import type { Connection } from '#db/sqlite/connection.ts'

export type Undone = {
  readonly undone: boolean
  readonly changeSet: number | null
  readonly blockedBy: Blocking[]
  /** What had to stay and why, in sentences. */
  readonly kept: Text[]
}

type Asked = {
  readonly changeSet: number
  readonly by: string
  readonly dryRun: boolean
  /** Leaves what later change sets build on as it is. */
  readonly keep?: boolean | undefined
}

const takingBack = { zh: '正在撤销', en: 'Undoing' }

/**
 * Takes back a change set by returning its changes. When something in force builds on what would go, nothing is done
 * and the change sets that stand in the way are answered; with `keep` what they build on stays, and all else goes.
 */
export async function undoChangeSet(
  session: Session,
  { changeSet, by, dryRun, keep = false }: Asked,
  report: Report,
): Promise<Undone> {
  const { db, journal } = session.writing()
  await report(takingBack, 0, 0)
  const plan = await plannedUndo({ db, journal, reader: session.reader() }, changeSet)
  const { names, blockedBy, kept, told } = await (keep ? plan.sparing() : plan.whole())
  if (blockedBy.length > 0) return { undone: false, changeSet: null, blockedBy: [...blockedBy], kept: [] }
  const label = { what: 'undo', of: changeSet, ...(kept > 0 && { kept }) }
  const reason = { code: 'taken-back', zh: '本人撤销', en: 'undone by its author' }
  const before = inClosedBy(db, changeSet)
  const done = await journal.write({ label, actor: by, dryRun }, async set => {
    await set.giveBackInSlices(names, reason)
    await set.settleInSlices()
    refuseLost(inClosedBy(db, changeSet), new Set(before.map(keyOf)))
  })
  return { undone: !dryRun, changeSet: done.changeSet, blockedBy: [], kept: [...told] }
}

type InClosed = {
  readonly person: string
  readonly name: string
  readonly org: string
  readonly closed: string
}

/**
 * Of the people and organizations that a set is about: who belongs to one that is closed. A set that took something back
 * is about that.
 */
function inClosedBy(db: Connection, changeSet: number): readonly InClosed[] {
  return db
    .prepare<[number], InClosed>(
      `WITH RECURSIVE touched (no) AS (
         SELECT c.no FROM change_set s JOIN change c ON c.no BETWEEN s.first_change AND s.last_change
         WHERE s.no = ? AND c.entity IN ('membership', 'org', 'return')
         UNION
         SELECT c.no FROM touched JOIN named n ON n.change = touched.no JOIN writer w ON w.id = n.writer
         JOIN change c ON c.writer = w.no AND c.n BETWEEN n.from_n AND n.to_n
         WHERE c.entity IN ('membership', 'org', 'return')
       ), own AS MATERIALIZED (
         SELECT c.entity, c.thing, c.hangs_on FROM touched JOIN change c ON c.no = touched.no
       ), stays AS (
         SELECT m.person, m.org, m.since, m.until
         FROM own JOIN membership m ON m.person = own.hangs_on ->> '$[0]' WHERE own.entity = 'membership'
         UNION SELECT m.person, m.org, m.since, m.until
         FROM own JOIN membership m ON m.org = own.thing WHERE own.entity = 'org'
       ), shut (org, since, until) AS (
         SELECT id, closed, NULL FROM org WHERE closed IS NOT NULL AND id IN (SELECT org FROM stays)
         UNION SELECT org, was_closed, effective FROM decision
         WHERE was_closed IS NOT NULL AND org IN (SELECT org FROM stays)
       )
       SELECT DISTINCT stays.person, person.name, coalesce(org.short_name, org.name) AS org, shut.since AS closed
       FROM shut JOIN stays ON stays.org = shut.org JOIN org ON org.id = shut.org
       JOIN person ON person.id = stays.person
       WHERE (stays.until IS NULL OR (stays.until > shut.since AND stays.until > stays.since))
         AND (shut.until IS NULL OR stays.since < shut.until)`,
    )
    .all(changeSet)
}

const keyOf = ({ person, org, closed }: InClosed) => JSON.stringify([person, org, closed])

/** Nobody is put back into an organization that was closed since, and none is closed again over those who came to it. */
function refuseLost(now: readonly InClosed[], before: ReadonlySet<string>): void {
  const lost = now.filter(one => !before.has(keyOf(one)))
  const [one] = lost
  if (one === undefined) return
  const { name, org, closed } = one
  const others = lost.length - 1
  refuse(
    'undo-into-closed',
    `撤销以后，${name}${others > 0 ? `等 ${lost.length} 人` : ''}就在“${org}”，而它自 ${closed} 起是撤销的。请先恢复它，或者先把人转到别的团支部；后来又恢复的，请直接登记他现在的团支部。`,
    `After that ${name}${others > 0 ? ` and ${others} more` : ''} would belong to "${org}", which was closed from ${closed} on. Reopen it first, or move them to another branch; if it was reopened since, register where they are now.`,
    { org, closed, people: lost.length },
  )
}
