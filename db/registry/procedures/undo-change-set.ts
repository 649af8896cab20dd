import type { Change, Range } from '#db/journal/change.ts'
import { planUndo } from '#db/journal/undo.ts'
import { courses } from '#db/records/courses/courses.ts'
import { kindOf } from '#db/records/kinds.ts'
import { titleOf } from '#db/registry/acts/plan-many.ts'
import { readStoredOf, refuseLocked } from '#db/registry/acts/stored.ts'
import { readHistory } from '#db/registry/history/history.ts'
import type { Session } from '#db/session.ts'
import type { Report } from '#db/shared/long-work.ts'
import { Refusal, refuse } from '#db/shared/refusal.ts'
import type { Text } from '#db/shared/text.ts'
import type { Connection } from '#db/sqlite/connection.ts'

export type Undone = {
  readonly undone: boolean
  readonly changeSet: number | null
  readonly blockedBy: { readonly changeSet: number; readonly sentence: Text }[]
  /** What had to stay and why, in sentences. */
  readonly kept: Text[]
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
  const plan = await planned(session, changeSet)
  const { names, blockedBy, kept, told } = await (keep ? plan.sparing() : plan.whole())
  if (blockedBy.length > 0) return { undone: false, changeSet: null, blockedBy, kept: [] }
  const label = { what: 'undo', of: changeSet, ...(kept > 0 && { kept }) }
  const reason = { code: 'taken-back', zh: '本人撤销', en: 'undone by its author' }
  const before = inClosedBy(db, changeSet)
  const done = await journal.write({ label, actor: by, dryRun }, async set => {
    await set.giveBackInSlices(names, reason)
    await set.settleInSlices()
    refuseLost(inClosedBy(db, changeSet), new Set(before.map(keyOf)))
  })
  return { undone: !dryRun, changeSet: done.changeSet, blockedBy: [], kept: told }
}

/** What is to be known of an undo before anybody decides on it. */
export type UndoLook = {
  readonly blockedBy: Undone['blockedBy']
  /** What would stay where these are left as they are; null where it cannot be undone even so. */
  readonly kept: Text[] | null
}

/**
 * What stands in the way of taking back a change set, told without trying it: of an import of thousands that takes as
 * long as the undo. Refuses what is never taken back.
 */
export async function lookAtUndo(session: Session, changeSet: number): Promise<UndoLook> {
  const plan = await planned(session, changeSet)
  const { blockedBy } = await plan.whole()
  if (blockedBy.length === 0) return { blockedBy, kept: [] }
  try {
    const sparing = await plan.sparing()
    return { blockedBy, kept: sparing.blockedBy.length === 0 ? sparing.told : null }
  } catch (error) {
    if (error instanceof Refusal) return { blockedBy, kept: null }
    throw error
  }
}

type Planned = {
  readonly names: readonly Range[]
  readonly blockedBy: Undone['blockedBy']
  /** How many records stay, and what is told of them. */
  readonly kept: number
  readonly told: Text[]
}

/** An undo of all of a change set, and one that leaves what later steps build on. Refuses what is never taken back. */
async function planned(session: Session, changeSet: number) {
  const { db, journal } = session.writing()
  const { names, blockers: built, sparing } = planUndo(db, journal, changeSet)
  const answers = journal.changes.byNumbers(answersToPassing(db, changeSet))
  if (cameFromAbove(db, changeSet)) {
    refuse(
      'undo-from-above',
      '上级的数据包不能退回。有疑问请联系上级。',
      'A packet from the office above cannot be returned. Ask that office.',
      { changeSet },
    )
  }
  await refuseJudged(session, changeSet)
  const blocked = async (blockers: readonly Change[]): Promise<Planned | undefined> => {
    if (blockers.length === 0) return refuseBeginning(db, changeSet)
    return { names: [], blockedBy: await setsOf(session, blockers), kept: 0, told: [] }
  }
  return {
    whole: async (): Promise<Planned> => {
      const others = answers.filter(({ thing }) => !built.some(one => one.thing === thing))
      return (await blocked([...built, ...others])) ?? { names, blockedBy: [], kept: 0, told: [] }
    },
    sparing: async (): Promise<Planned> => {
      const standing = await blocked(answers)
      if (standing !== undefined) return standing
      const { names: going, kept } = sparing()
      const told = kept.size === 0 ? [] : await keptSentences(session, kept)
      if (kept.size > 0 && going.length === 0) nothingLeft(told)
      return { names: going, blockedBy: [], kept: kept.size, told }
    },
  }
}

function refuseBeginning(db: Connection, changeSet: number): undefined {
  if (!isBeginning(db, changeSet)) return undefined
  return refuse(
    'undo-beginning',
    '建立台账不能撤销：没有了本单位，台账就打不开了。单位名称写错了，请导入一张组织名册来改。',
    'The beginning of a registry cannot be undone: without your own organization it could not be opened. To correct its name, import a roster of organizations.',
    { changeSet },
  )
}

type Asked = {
  readonly changeSet: number
  readonly by: string
  readonly dryRun: boolean
  /** Leaves what later change sets build on as it is. */
  readonly keep?: boolean | undefined
}

function nothingLeft(told: readonly Text[]): never {
  refuse(
    'undo-all-kept',
    `没有可以撤销的：${told.map(({ zh }) => zh).join('')}`,
    `Nothing of it can be undone: ${told.map(({ en }) => en).join(' ')}`,
  )
}

/** So many records are named in a sentence, and so many sentences told. */
const mostNamed = 5
const mostTold = 20

/** What stays, by the later change set for whose sake it does: how many records, the first of them by name, and why. */
async function keptSentences(
  session: Session,
  kept: ReadonlyMap<string, readonly Change[]>,
): Promise<Text[]> {
  const setOf = setFinder(session)
  const bySet = Map.groupBy(kept, ([, later]) => (later[0] === undefined ? undefined : setOf(later[0])))
  const sets = await setsOf(
    session,
    [...bySet.values()].flatMap(records => records[0]?.[1][0] ?? []),
  )
  const told = [...bySet].slice(0, mostTold)
  const named = told.flatMap(([, records]) => records.slice(0, mostNamed).map(([id]) => id))
  const stored = await readStoredOf(session.reader(), named)
  const titles = new Map(stored.map(one => [one.id, titleOf(one)]))
  return told.map(([no, records]) => {
    const { sentence } = sets.find(set => set.changeSet === no) ?? { sentence: { zh: '', en: '' } }
    const names = records.slice(0, mostNamed).flatMap(([id]) => titles.get(id) ?? [])
    const n = records.length
    const isMore = names.length < n
    return {
      zh: `保留 ${n} 条（${names.join('、')}${isMore ? '等' : ''}）：之后的“${sentence.zh}”用到了。`,
      en: `${n} kept (${names.join(', ')}${isMore ? ' and others' : ''}): "${sentence.en}" came later and builds on ${n === 1 ? 'it' : 'them'}.`,
    }
  })
}

/** The steps by which an office above answers: whatever else names a step says nothing about it. */
const answers = Object.entries(courses)
  .flatMap(([kind, { steps }]) =>
    Object.entries(steps).flatMap(([action, { by }]) => (by === 'above' ? [`'${kind} ${action}'`] : [])),
  )
  .join(', ')

/** What is judged, or was, is not taken back from under whoever judges it; a request that nobody answered is. */
async function refuseJudged(session: Session, changeSet: number): Promise<void> {
  const { db } = session.writing()
  const matters = db
    .prepare<[number], { kind: string; id: string }>(
      `SELECT DISTINCT c.entity AS kind, c.thing AS id FROM change_set s
       JOIN change c ON c.no BETWEEN s.first_change AND s.last_change
       WHERE s.no = ? AND c.entity IN (${Object.keys(courses)
         .map(name => `'${name}'`)
         .join(', ')})`,
    )
    .all(changeSet)
  for (const { kind: name, id } of matters) {
    const kind = kindOf(name)
    if (kind !== undefined) await refuseLocked(session.reader(), { kind, id })
  }
  const answered = db
    .prepare<[number], { day: string }>(
      `SELECT later.day FROM change_set s JOIN change c ON c.no BETWEEN s.first_change AND s.last_change
       JOIN step own ON own.id = c.thing
       JOIN step later ON later.about = own.id AND later.subject = own.subject AND later.of = own.of
       WHERE s.no = ? AND c.entity = 'step' AND later.of || ' ' || later.action IN (${answers}) LIMIT 1`,
    )
    .get(changeSet)
  if (answered !== undefined)
    refuse(
      'step-answered',
      `这一步已于 ${answered.day} 得到答复，不能撤销。如有错误，请登记更正。`,
      `This step was answered on ${answered.day} and cannot be undone. Register a correction instead.`,
      { changeSet },
    )
}

/**
 * The steps of transfers that were taken because this set passed the transfer on: without that they would be nobody's
 * to take, and whoever was taken in would have come by no transfer.
 */
function answersToPassing(db: Connection, changeSet: number): number[] {
  return db
    .prepare<[number], number>(
      `SELECT c.no FROM change_set s JOIN change own ON own.no BETWEEN s.first_change AND s.last_change
       JOIN step passed ON passed.id = own.thing AND passed.of = 'transfer' AND passed.action = 'relay'
       JOIN step later ON later.subject = passed.subject
         AND EXISTS (SELECT 1 FROM json_each(later.saw) seen WHERE seen.value = passed.id)
       JOIN change c ON c.thing = later.id AND c.kind = 'put' AND c.no > s.last_change
       WHERE s.no = ? AND own.entity = 'step' ORDER BY c.no`,
    )
    .pluck()
    .all(changeSet)
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

function isBeginning(db: Connection, changeSet: number): boolean {
  const found = db
    .prepare<[number], { what: string }>("SELECT label ->> '$.what' AS what FROM change_set WHERE no = ?")
    .get(changeSet)
  return found?.what === 'init'
}

function cameFromAbove(db: Connection, changeSet: number): boolean {
  const found = db
    .prepare<[number], { replica: string }>(
      `SELECT p.replica FROM change_set s JOIN peer p ON p.replica = s.label ->> '$.peer'
       WHERE s.no = ? AND p.direction = 'up'`,
    )
    .get(changeSet)
  return found !== undefined
}

/** The change sets in which these changes came, as history tells them. */
export async function setsOf(session: Session, changes: readonly Change[]): Promise<Undone['blockedBy']> {
  const sets = new Set(changes.map(setFinder(session)))
  const history = await readHistory(session.reader(), undefined, 100_000)
  return history
    .filter(entry => sets.has(entry.changeSet))
    .map(({ changeSet, sentence }) => ({ changeSet, sentence }))
}

/** Finds the number of the change set in which a change came. */
function setFinder(session: Session): (change: Change) => number | undefined {
  const find = session
    .writing()
    .db.prepare<[string, number], number>(
      `SELECT s.no FROM change c JOIN writer w ON w.no = c.writer
         JOIN change_set s ON c.no BETWEEN s.first_change AND s.last_change WHERE w.id = ? AND c.n = ?`,
    )
    .pluck()
  return change => find.get(change.origin.writer, change.n)
}
