import { openableName } from '#contract/packets/file-name.ts'
import type { ImportResult, Roster } from '#contract/rosters.ts'
import { draftWriter } from '#db/plans/carry-out.ts'
import type { Draft } from '#db/plans/plan.ts'
import { readingsAhead } from '#db/registry/finding/search-text.ts'
import { rosterHere } from '#db/rosters/kinds/work-columns.ts'
import type { PlanInput, PlanSummary } from '#db/rosters/planning/plan-task.ts'
import { rememberColumns, rememberedColumns } from '#db/rosters/recognising/remembered-columns.ts'
import type { RosterKind } from '#db/rosters/roster-kind.ts'
import { labelsOf, rosterOf } from '#db/rosters/roster-kinds.ts'
import type { Session } from '#db/session.ts'
import { today } from '#db/shared/clock.ts'
import type { IsoDay } from '#db/shared/day.ts'
import type { Report } from '#db/shared/long-work.ts'
import { Refusal } from '#db/shared/refusal.ts'
import { inParts } from '#db/shared/slices.ts'
import type { Lang } from '#db/shared/text.ts'
import { bytesOfFile } from '#db/sheets/source-file.ts'
import { registryFile } from '#db/sqlite/connection.ts'
import { LaterIndexes } from '#db/sqlite/later-indexes.ts'

export type ImportRequest = {
  readonly file: File
  readonly firstRow?: number | undefined
  readonly as: Roster
  readonly sheet?: string | undefined
  readonly on?: IsoDay | undefined
  readonly map: Readonly<Record<string, string>>
  readonly by: string
  readonly dryRun: boolean
  readonly wantRefused: boolean
  readonly remember?: boolean
  readonly expected?: number | undefined
  readonly place?: string | undefined
  readonly type?: string | undefined
  readonly doubles?: Readonly<Record<string, 'same' | 'new'>>
  readonly endPosts?: boolean
  readonly confirmed?: boolean
  readonly hidden?: 'take' | 'leave' | undefined
  readonly year?: number | undefined
  readonly lang?: Lang
}

/**
 * Takes a roster in: planned in a thread that reads, written here in slices, all in one transaction and one change
 * set. Refuses a file that cannot be taken at all; rows that cannot be taken are in the result.
 */
export async function importFile(
  session: Session,
  request: ImportRequest,
  report: Report,
): Promise<Imported> {
  const work = () => takeIn(session, request, report)
  return request.file.size > largeFile ? session.browsing.withRoom(work) : work()
}

type Imported = ImportResult & { readonly refused: File | null }

async function takeIn(session: Session, request: ImportRequest, report: Report): Promise<Imported> {
  const { journal, db } = session.writing()
  const office = session.office()
  const { file, sheet, map, on, wantRefused } = request
  const { as } = rosterOf(request.as)
  const bytes = await bytesOfFile(file)
  const hasParentOffice =
    (await session.reader().selectFrom('peer').where('direction', '=', 'up').select('replica').execute())
      .length > 0
  const input: PlanInput = {
    bytes,
    fileName: file.name,
    firstRow: request.firstRow,
    as,
    sheet,
    map,
    remembered: (await rememberedColumns(session.reader()))[as] ?? {},
    on,
    today: today(session.clock),
    office,
    hasParentOffice,
    wantRefused,
    place: request.place,
    type: request.type,
    doubles: request.doubles ?? {},
    endPosts: request.endPosts ?? false,
    hidden: request.hidden,
    year: request.year,
    lang: request.lang ?? 'zh',
    expected: request.expected ?? 0,
  }
  const label = { what: 'import', as, file: file.name }
  const { dryRun, by } = request
  const { result, changeSet } = await journal.write({ label, actor: by, dryRun }, async set => {
    const { writeAll, forget } = draftWriter(set, session.newId)
    const later = new LaterIndexes(db, 'person', personIndexes)
    // Rows are counted where they are planned; what is written lags a little behind.
    let progress = { done: 0, total: 0 }
    const planned = await session.threads.run({
      request: { task: 'plan-import', input, file: registryFile(session.folder) },
      handOver: [bytes.buffer],
      report: async (what, done, total) => {
        progress = { done, total }
        await report(what, done, total)
      },
      stopped: report.stopped,
      onChunk: async ({ drafts, readings }) => {
        readingsAhead(readings)
        for (const some of inParts(drafts, 500)) {
          if (!dryRun) {
            later.adding(some.filter(isNewPerson).length)
            writeAll(some)
          }
          await report(dryRun ? checking : writing, progress.done, progress.total)
        }
        // Members come row by row, each with all that hangs on it.
        if (as === 'members') forget()
      },
    })
    if (!dryRun) {
      refuseUnconfirmed(file.name, planned, request.confirmed ?? false)
      for (const _ of later.making()) await report(indexing, 0, 0)
      await report(saving, 0, 0)
    }
    return planned
  })
  if (request.remember && !dryRun) rememberColumns(db, as, map)
  const { refused } = result
  const name = file.name.replace(/\.[^.]*$/, '')
  return {
    ...answerOf(file.name, await rosterHere(session.reader(), as), as, result),
    changeSet,
    refused: refused && refusedFile(refused, `${name}-${refusedWord[input.lang]}.xlsx`),
  }
}

/** Bytes of a roster of some thousands. What was read ahead of the registry gives way to it, and is read anew afterwards. */
const largeFile = 500_000

/** By these people are looked for: by the thread that plans in the state before, by a window in the state after. */
const personIndexes = [
  'person_id_number',
  'person_initials',
  'person_pinyin',
  'person_name',
  'person_last_of_id',
  'person_phone',
  'person_last_of_phone',
]

const isNewPerson = ({ act, entity }: Draft): boolean => act === 'create' && entity === 'person'

function refusedFile(bytes: Uint8Array, name: string): File {
  return new File([new Uint8Array(bytes)], openableName(name))
}

const refusedWord: Readonly<Record<Lang, string>> = { zh: '未导入', en: 'refused' }

/** What is asked has to be confirmed or answered, where anything would be written. */
function refuseUnconfirmed(fileName: string, planned: PlanSummary, isConfirmed: boolean): void {
  const asked = isConfirmed ? (planned.hidden?.question ?? null) : planned.question
  if (asked === null || planned.created + planned.updated === 0) return
  const { code, text } = asked
  throw new Refusal(
    code,
    { zh: `“${fileName}”：${text.zh}`, en: `${fileName}: ${text.en}` },
    { file: fileName },
  )
}

function answerOf(
  file: string,
  kind: RosterKind,
  as: Roster,
  summary: PlanSummary,
): Omit<ImportResult, 'changeSet'> {
  const { sheet, headerRow, day, read, created, updated, unchanged, rejected, noted, columns, question } =
    summary
  const { problemsLeftOut, changedLeftOut, hidden, lacksYear } = summary
  return {
    ...{ file, as, sheet, headerRow, day, read, created, updated, unchanged, rejected, noted },
    ...{ problemsLeftOut, changedLeftOut, question, lacksYear },
    columns: { matched: { ...columns.matched }, ignored: [...columns.ignored] },
    problems: summary.problems.map(({ text, ...problem }) => ({ ...problem, message: text })),
    groups: summary.groups.map(group => ({ ...group, who: [...group.who], values: [...group.values] })),
    tables: [...summary.tables],
    unread: [...summary.unread],
    hidden: hidden && { count: hidden.count, answer: hidden.answer, text: hidden.text },
    labels: { ...labelsOf(kind), post: { zh: '职务结束', en: 'Post ended' } },
    shown: summary.shown.map(row => ({ ...row, values: { ...row.values } })),
    changed: summary.changed.map(row => ({ ...row, changes: [...row.changes] })),
  }
}

const checking = { zh: '正在核对', en: 'Checking' }
const writing = { zh: '正在写入', en: 'Writing' }
/** One statement of the database, which is either done or not. */
const indexing = { zh: '正在为查找作准备', en: 'Getting ready for searches' }
const saving = { zh: '正在保存，这一步不能中止', en: 'Saving; this step cannot be stopped' }
