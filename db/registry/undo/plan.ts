import type { Change, Range } from '#db/journal/change.ts'
import type { Journal } from '#db/journal/journal.ts'
import { planUndo } from '#db/journal/undo.ts'
import { courses } from '#db/records/courses/courses.ts'
import { kindOf } from '#db/records/kinds.ts'
import { titleOf } from '#db/registry/acts/plan-many.ts'
import { readStoredOf, refuseLocked } from '#db/registry/acts/stored.ts'
import { readHistory } from '#db/registry/history/history.ts'
import { refuse } from '#db/shared/refusal.ts'
import type { Text } from '#db/shared/text.ts'
import type { Connection } from '#db/sqlite/connection.ts'
import type { Reader } from '#db/sqlite/tables.ts'

/** Where an undo is planned: what the writer has read, or a thread that only reads. */
export type Books = { readonly db: Connection; readonly reader: Reader; readonly journal: Journal }

/** A later change set that builds on what would go, as history tells it. */
export type Blocking = { readonly changeSet: number; readonly sentence: Text }

export type PlannedUndo = {
  readonly names: readonly Range[]
  readonly blockedBy: readonly Blocking[]
  /** How many records stay, and what is told of them. */
  readonly kept: number
  readonly told: Text[]
}

/** An undo of all of a change set, and one that leaves what later steps build on. Refuses what is never taken back. */
export async function plannedUndo(books: Books, changeSet: number) {
  const { db, journal } = books
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
  await refuseJudged(books, changeSet)
  const blocked = async (blockers: readonly Change[]): Promise<PlannedUndo | undefined> => {
    if (blockers.length === 0) return refuseBeginning(db, changeSet)
    return { names: [], blockedBy: await setsOf(books, blockers), kept: 0, told: [] }
  }
  return {
    whole: async (): Promise<PlannedUndo> => {
      const others = answers.filter(({ thing }) => !built.some(one => one.thing === thing))
      return (await blocked([...built, ...others])) ?? { names, blockedBy: [], kept: 0, told: [] }
    },
    sparing: async (): Promise<PlannedUndo> => {
      const standing = await blocked(answers)
      if (standing !== undefined) return standing
      const { names: going, kept } = sparing()
      const told = kept.size === 0 ? [] : await keptSentences(books, kept)
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
async function keptSentences(books: Books, kept: ReadonlyMap<string, readonly Change[]>): Promise<Text[]> {
  const setOf = setFinder(books.db)
  const bySet = Map.groupBy(kept, ([, later]) => (later[0] === undefined ? undefined : setOf(later[0])))
  const sets = await setsOf(
    books,
    [...bySet.values()].flatMap(records => records[0]?.[1][0] ?? []),
  )
  const told = [...bySet].slice(0, mostTold)
  const named = told.flatMap(([, records]) => records.slice(0, mostNamed).map(([id]) => id))
  const stored = await readStoredOf(books.reader, named)
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
async function refuseJudged({ db, reader }: Books, changeSet: number): Promise<void> {
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
    if (kind !== undefined) await refuseLocked(reader, { kind, id })
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
export async function setsOf(
  { db, reader }: Omit<Books, 'journal'>,
  changes: readonly Change[],
): Promise<Blocking[]> {
  const sets = new Set(changes.map(setFinder(db)))
  const history = await readHistory(reader, undefined, 100_000)
  return history
    .filter(entry => sets.has(entry.changeSet))
    .map(({ changeSet, sentence }) => ({ changeSet, sentence }))
}

/** Finds the number of the change set in which a change came. */
function setFinder(db: Connection): (change: Change) => number | undefined {
  const find = db
    .prepare<[string, number], number>(
      `SELECT s.no FROM change c JOIN writer w ON w.no = c.writer
         JOIN change_set s ON c.no BETWEEN s.first_change AND s.last_change WHERE w.id = ? AND c.n = ?`,
    )
    .pluck()
  return change => find.get(change.origin.writer, change.n)
}
