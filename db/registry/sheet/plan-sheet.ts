import { createHash } from 'node:crypto'
import type { SheetOf } from '#contract/sheet.ts'
import type { Journal } from '#db/journal/journal.ts'
import { type Draft, draftIds, type Plan } from '#db/plans/plan.ts'
import { kindOf } from '#db/records/kinds.ts'
import { canonical, type Json } from '#db/shared/canonical.ts'
import { plural } from '#db/shared/plural.ts'
import { refuse } from '#db/shared/refusal.ts'
import { paced } from '#db/shared/slices.ts'
import { called, lookUpOrg, lookUpPeople, type Standpoint } from '../acts/known.ts'
import { planAdd } from '../acts/plan-add.ts'
import { planEdit } from '../acts/plan-edit.ts'
import {
  apart,
  changedMeanwhile,
  type ManyRow,
  named,
  type PlannedMany,
  refusalOf,
} from '../acts/plan-many.ts'
import type { Typed } from '../acts/planning.ts'
import { readStoredOf } from '../acts/stored.ts'
import { sentenceOf } from '../history/sentence.ts'
import { type Own, quarterSpan, recordsOf, type SheetLine, subjectField } from './read-sheet.ts'
import { workSheet } from './work-sheet.ts'

export type SheetSaved = {
  readonly of: SheetOf
  readonly root: string
  readonly lines: readonly SheetLine[]
  readonly leaveOut: boolean
  readonly stamp: string | undefined
  readonly dryRun: boolean
  /** Told how many rows were looked at; throws when nobody waits any more. */
  readonly looked: (done: number) => Promise<void>
}

/**
 * What saving a sheet would do: each row is planned as its record would be alone, over what was gathered for all rows
 * at once, and all become one change set. What stands against a row, or came into it meanwhile, is told at its cell.
 */
export async function planSheet(
  standpoint: Standpoint,
  journal: Journal,
  saved: SheetSaved,
): Promise<PlannedMany> {
  const { of, lines } = saved
  const whole: Standpoint = { ...standpoint, looked: { orgs: new Map(), people: new Map() } }
  const subject = subjectField(of)
  if (subject === 'person')
    await lookUpPeople(
      whole,
      lines.map(line => line.subject),
    )
  const known = await knownRecords(whole, saved)
  const rows: ManyRow[] = []
  const drafts: Draft[] = []
  const nextId = draftIds()
  const work = of.kind === 'work' ? await workSheet(whole.reader, of.type, saved.root) : undefined
  const breathe = paced()
  const stamping = createHash('sha256')
  for (const line of lines) {
    await breathe()
    await saved.looked(rows.length)
    const own = known.get(line.subject)
    const base: Typed =
      of.kind === 'meeting' ? { [subject]: line.subject } : { [subject]: line.subject, year: String(of.year) }
    const plan =
      work !== undefined
        ? await work.plan(line, own, set =>
            own === undefined
              ? planAdd(whole, 'work', set)
              : planEdit(whole, journal, own.stored, set, own.seen),
          )
        : own === undefined
          ? await planAdd(whole, of.kind, { ...base, ...added(of, line.set) })
          : await planEdit(whole, journal, own.stored, line.set, own.seen)
    const isSame = plan.problems.length === 0 && plan.drafts.length === 0
    rows.push({
      id: line.subject,
      title: work?.titleOf(line, own) ?? (await nameOf(whole, line.subject, subject)),
      sentences: plan.sentences,
      warnings: isSame ? [] : plan.warnings,
      problems: plan.problems,
      isSame,
    })
    drafts.push(...apart(plan.drafts, nextId))
    stamping.update(canonical([line.subject, plan.label, plan.problems.map(({ code }) => code)]))
  }
  const stamp = stamping.digest('hex')
  const done = rows.filter(row => row.problems.length === 0 && !row.isSame)
  const wrong = rows.filter(row => row.problems.length > 0)
  if (!saved.dryRun) {
    if (saved.stamp !== undefined && saved.stamp !== stamp) changedMeanwhile()
    if (wrong.length > 0 && (!saved.leaveOut || done.length === 0)) throw refusalOf(wrong)
  }
  const label = await labelOf(whole, saved, done, lines)
  return { rows, stamp, plan: planOf(rows, drafts, done.length, wrong.length, label) }
}

function planOf(
  rows: readonly ManyRow[],
  drafts: readonly Draft[],
  done: number,
  wrong: number,
  label: Readonly<Record<string, Json>>,
): Plan {
  const left = {
    zh: `另有 ${wrong} 行没有登记。`,
    en: `${plural(wrong, 'other row was', 'other rows were')} left out.`,
  }
  const nothing = { zh: '没有改动。', en: 'Nothing was changed.' }
  return {
    id: rows[0]?.id ?? '',
    drafts,
    problems: [],
    sentences: done === 0 ? [] : [sentenceOf(label)],
    warnings: done === 0 ? [nothing] : wrong > 0 ? [left] : [],
    label,
  }
}

/**
 * The record of each row. One that somebody made while the row was being filled in was not seen: what it says is told
 * at the cell instead of being overwritten, what it leaves open may be filled in.
 */
async function knownRecords(
  standpoint: Standpoint,
  { of, lines }: SheetSaved,
): Promise<ReadonlyMap<string, Own>> {
  const { reader } = standpoint
  const ids = lines.flatMap(({ record }) => (record === undefined ? [] : [record]))
  const fresh = new Map<string, string>()
  if (lines.some(({ record }) => record === undefined) && of.kind !== 'meeting' && of.kind !== 'work') {
    const unseen = lines.flatMap(({ record, subject }) => (record === undefined ? [subject] : []))
    for (const [subject, { record }] of await recordsOf(reader, of, unseen)) fresh.set(subject, record.id)
  }
  const stored = new Map((await readStoredOf(reader, [...ids, ...fresh.values()])).map(one => [one.id, one]))
  const known = new Map<string, Own>()
  for (const line of lines) {
    const id = line.record ?? fresh.get(line.subject)
    if (id === undefined) continue
    const one = stored.get(id)
    if (one === undefined || one.kind.name !== of.kind) goneMeanwhile(of, line)
    known.set(line.subject, { stored: one, seen: line.record === undefined ? 'nothing' : line.seen })
  }
  return known
}

/** A new row leaves out what is blank, and a meeting is of the sheet's type and lies in its quarter. */
function added(of: SheetOf, set: Typed): Typed {
  const said = Object.fromEntries(Object.entries(set).filter(([, text]) => text.trim() !== ''))
  return of.kind === 'meeting' ? { type: of.type, ...said } : said
}

async function nameOf(standpoint: Standpoint, id: string, subject: 'person' | 'org'): Promise<string> {
  if (subject === 'person') return standpoint.looked?.people.get(id)?.name ?? id
  const found = await lookUpOrg(standpoint, id)
  return found.kind === 'found' ? called(found.found) : id
}

/** What was entered, where, of when, for how many, the first names. */
async function labelOf(
  standpoint: Standpoint,
  { of, root }: SheetSaved,
  done: readonly ManyRow[],
  lines: readonly SheetLine[],
): Promise<Readonly<Record<string, Json>>> {
  const org = await lookUpOrg(standpoint, root)
  const fields = new Set(lines.flatMap(({ set }) => Object.keys(set)))
  const kind = kindOf(of.kind)
  return {
    what: 'sheet',
    kind: of.kind,
    of: of.kind === 'meeting' ? `${quarterSpan(of).from.slice(0, 4)}-Q${of.quarter}` : String(of.year),
    ...((of.kind === 'meeting' || of.kind === 'work') && { type: of.type }),
    ...(org.kind === 'found' && { at: called(org.found) }),
    fields: Object.keys(kind?.fields ?? {}).filter(field => fields.has(field)),
    count: done.length,
    titles: done.slice(0, named).map(row => row.title),
  }
}

function goneMeanwhile({ kind }: SheetOf, { subject }: SheetLine): never {
  const words = kindOf(kind)?.words ?? { zh: kind, en: kind }
  refuse(
    'record-unknown',
    `表中有一行的${words.zh}已被别人删除，什么都没有保存。请刷新表格后再看。`,
    `Somebody removed the ${words.en} of one of these rows; nothing was saved. Refresh the sheet and look again.`,
    { subject },
  )
}
