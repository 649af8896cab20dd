import type { Change } from '#db/journal/change.ts'
import { planUndo } from '#db/journal/undo.ts'
import { courses } from '#db/records/courses/courses.ts'
import { kindOf } from '#db/records/kinds.ts'
import { titleOf } from '#db/registry/acts/plan-many.ts'
import { readStoredOf, refuseLocked } from '#db/registry/acts/stored.ts'
import { readHistory } from '#db/registry/history/history.ts'
import type { Session } from '#db/session.ts'
import type { Report } from '#db/shared/long-work.ts'
import { refuse } from '#db/shared/refusal.ts'
import type { Text } from '#db/shared/text.ts'
import type { Connection } from '#db/sqlite/connection.ts'

export type Undone = {
  readonly undone: boolean
  readonly changeSet: number | null
  readonly blockedBy: { readonly changeSet: number; readonly sentence: Text }[]
  /** What had to stay and why, in sentences. */
  readonly kept: Text[]
}

const takingBack = { zh: '正在撤销', en: 'Taking back' }

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
  const { names, blockers, kept } = planUndo(db, journal, changeSet, keep)
  if (blockers.length === 0 && isBeginning(db, changeSet)) {
    refuse(
      'undo-beginning',
      '建立台账不能撤销：没有了本单位，台账就打不开了。单位名称写错了，请导入一张组织名册来改。',
      'The beginning of a registry cannot be undone: without your own organization it could not be opened. To correct its name, import a roster of organizations.',
      { changeSet },
    )
  }
  if (cameFromAbove(db, changeSet)) {
    refuse(
      'undo-from-above',
      '上级的数据包不能退回。有疑问请联系上级。',
      'A packet from the office above cannot be returned. Ask that office.',
      { changeSet },
    )
  }
  await refuseJudged(session, changeSet)
  if (blockers.length > 0)
    return { undone: false, changeSet: null, blockedBy: await setsOf(session, blockers), kept: [] }
  const told = kept.size === 0 ? [] : await keptSentences(session, kept)
  if (kept.size > 0 && names.length === 0) nothingLeft(told)
  const label = { what: 'undo', of: changeSet, ...(kept.size > 0 && { kept: kept.size }) }
  const reason = { code: 'taken-back', zh: '本人撤销', en: 'undone by its author' }
  const done = await journal.write({ label, actor: by, dryRun }, set => set.giveBackInSlices(names, reason))
  return { undone: !dryRun, changeSet: done.changeSet, blockedBy: [], kept: told }
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
      zh: `保留了 ${n} 条（${names.join('、')}${isMore ? '等' : ''}）：之后的“${sentence.zh}”用到了。`,
      en: `${n} kept (${names.join(', ')}${isMore ? ' and others' : ''}): "${sentence.en}" came later and builds on ${n === 1 ? 'it' : 'them'}.`,
    }
  })
}

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
       JOIN step later ON later.about = c.thing WHERE s.no = ? AND c.entity = 'step' LIMIT 1`,
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
