import { createHash } from 'node:crypto'
import type { FieldValue } from '#db/journal/change.ts'
import type { Journal } from '#db/journal/journal.ts'
import { type Draft, draftIds, isDraftId, type Plan, type Problem } from '#db/plans/plan.ts'
import { refsOf } from '#db/records/columns.ts'
import { sharedForm } from '#db/records/forms.ts'
import { kindOf } from '#db/records/kinds.ts'
import { canonical, type Json } from '#db/shared/canonical.ts'
import { plural } from '#db/shared/plural.ts'
import { Refusal, refuse } from '#db/shared/refusal.ts'
import type { Text } from '#db/shared/text.ts'
import { sentenceOf } from '../history/sentence.ts'
import { recordUnknown } from '../unknown.ts'
import { called, lookUpOrg, lookUpPeople, type Standpoint } from './known.ts'
import { planAdd } from './plan-add.ts'
import { planEdit } from './plan-edit.ts'
import type { Typed } from './planning.ts'
import { readStoredOf, type Stored } from './stored.ts'

/** The same act for many records of one kind. */
export type Many = {
  readonly ids: readonly string[]
  /** A kind of stay that is begun for each of them (`membership standing placement`); without it each is edited. */
  readonly add?: string | undefined
  readonly set: Typed
  /** Those against which something stands are left out, instead of standing in the way of the others. */
  readonly leaveOut: boolean
  /** What was previewed; what would no longer come to the same is refused. */
  readonly stamp?: string | undefined
  readonly dryRun: boolean
  /** Told how many were looked at; throws when nobody waits any more. */
  readonly looked: (done: number, of: number) => Promise<void>
}

/** What would happen to one of them. */
export type ManyRow = {
  readonly id: string
  readonly title: string
  readonly sentences: readonly Text[]
  readonly warnings: readonly Text[]
  readonly problems: readonly Problem[]
  /** Nothing happens to it: it is so already. */
  readonly isSame: boolean
}

export type PlannedMany = { readonly plan: Plan; readonly rows: readonly ManyRow[]; readonly stamp: string }

/** One that was removed meanwhile, or never was: it is told with the others, never passed over. */
export function unknownRow(id: string, message: Text = recordUnknown(id)): ManyRow {
  const words = { zh: '编号', en: 'id' }
  const problem = {
    field: 'id',
    words,
    value: id,
    code: 'record-unknown',
    message,
    repair: null,
  }
  return { id, title: id, sentences: [], warnings: [], problems: [problem], isSame: false }
}

/** What one alone is told as a mistake, and many are told as a number: where they are to go they are, or as they are to be. */
const alreadySo: ReadonlySet<string> = new Set(['already-there', 'nothing-changes'])

/** So many are named in the sentence of the whole. */
export const named = 3

/**
 * What one act would do to many records: each is planned as it would be alone, over what was gathered for all of them
 * at once, and all become one change set. Problems stand at their rows.
 */
export async function planMany(standpoint: Standpoint, journal: Journal, many: Many): Promise<PlannedMany> {
  const { ids, add, set } = many
  const whole: Standpoint = { ...standpoint, looked: { orgs: new Map(), people: new Map() } }
  const asked = [...new Set(ids)]
  const stored = await readStoredOf(whole.reader, asked)
  const [first] = stored
  if (first === undefined) nothingChosen()
  const kind = first.kind.name
  if (stored.some(one => one.kind.name !== kind)) notOfOneKind()
  const subject = add === undefined ? undefined : subjectOf(add, kind)
  if (add === undefined) refuseOwnValues(first, set)
  await lookUpPeople(whole, peopleOf(stored))
  const rows: ManyRow[] = []
  const drafts: Draft[] = []
  let label: Json = null
  const nextId = draftIds()
  const stamping = createHash('sha256')
  for (const one of stored) {
    await many.looked(rows.length, stored.length)
    const plan =
      add === undefined || subject === undefined
        ? await planEdit(whole, journal, one, set, undefined)
        : await planAdd(whole, add, { ...set, [subject]: one.id })
    const isSame = plan.drafts.length === 0 && plan.problems.every(({ code }) => alreadySo.has(code))
    rows.push({
      id: one.id,
      title: titleOf(one),
      sentences: plan.sentences,
      warnings: isSame ? [] : plan.warnings,
      problems: isSame ? [] : plan.problems,
      isSame,
    })
    drafts.push(...apart(plan.drafts, nextId))
    if (plan.label !== null) label ??= plan.label
    const codes = plan.problems.map(({ code }) => code)
    stamping.update(canonical([one.id, plan.label, codes, valuesOf(one, plan.drafts)]))
  }
  const known = new Set(stored.map(({ id }) => id))
  rows.push(...asked.filter(id => !known.has(id)).map(id => unknownRow(id)))
  const stamp = stamping.digest('hex')
  const done = rows.filter(row => row.problems.length === 0 && !row.isSame)
  const whatFor = await labelOf(whole, { kind, add, set, label, done })
  return plannedOf(many, { rows, stamp, id: first.id, drafts, label: whatFor })
}

type Gathered = Pick<PlannedMany, 'rows' | 'stamp'> & Pick<Plan, 'id' | 'drafts'> & { readonly label: Label }
type Label = Readonly<Record<string, Json>>

/** What was planned for each of them, as one plan; refuses what was not previewed so, and what stands in the way. */
export function plannedOf(
  { dryRun, stamp: seen, leaveOut }: Pick<Many, 'dryRun' | 'stamp' | 'leaveOut'>,
  { rows, stamp, id, drafts, label }: Gathered,
): PlannedMany {
  const done = rows.filter(row => row.problems.length === 0 && !row.isSame)
  const wrong = rows.filter(row => row.problems.length > 0)
  if (!dryRun) {
    if (seen !== undefined && seen !== stamp) changedMeanwhile()
    if (wrong.length > 0 && !leaveOut) throw refusalOf(wrong)
    if (done.length === 0 && wrong.length > 0) throw refusalOf(wrong)
  }
  const warnings =
    wrong.length > 0 && done.length > 0
      ? [
          {
            zh: `另有 ${wrong.length} 条没有办理。`,
            en: `${plural(wrong.length, 'other')} ${wrong.length === 1 ? 'was left as it is' : 'were left as they are'}.`,
          },
        ]
      : done.length === 0
        ? [{ zh: '没有改动。', en: 'Nothing was changed.' }]
        : []
  const sentences = done.length === 0 ? [] : [sentenceOf(label)]
  return { rows, stamp, plan: { id, drafts, problems: [], sentences, warnings, label } }
}

type Labelled = {
  readonly kind: string
  readonly add: string | undefined
  readonly set: Typed
  /** That of the first one to which anything happens. */
  readonly label: Json
  readonly done: readonly ManyRow[]
}

/** One label for all: what of the first one's holds for every one, how many there are, and the first names. */
async function labelOf(standpoint: Standpoint, { kind, add, set, label, done }: Labelled) {
  const first: Readonly<Record<string, Json | undefined>> =
    typeof label === 'object' && label !== null && !Array.isArray(label)
      ? Object.fromEntries(Object.entries(label))
      : {}
  const about = {
    kind,
    count: done.length,
    titles: done.slice(0, named).map(row => row.title),
  }
  if (add === undefined) return { ...about, what: 'edit-many', set: toldOf(kind, set, first['changes']) }
  const { title: _title, from: _from, ...shared } = Object.fromEntries(Object.entries(first))
  const to = set['org'] ?? set['parent']
  const org = to === undefined ? undefined : await lookUpOrg(standpoint, to)
  return {
    ...shared,
    ...about,
    ...(org?.kind === 'found' && { to: called(org.found) }),
    what: `${String(shared['what'] ?? add)}-many`,
  }
}

/** What was said of every one, as it was read of the first. */
function toldOf(kind: string, set: Typed, changes: Json | undefined): Record<string, Json> {
  const read = new Map(
    (Array.isArray(changes) ? changes : []).flatMap((change): (readonly [string, Json])[] =>
      typeof change === 'object' && change !== null && !Array.isArray(change) && 'field' in change
        ? [[String(change['field']), change['to'] ?? null]]
        : [],
    ),
  )
  const known = Object.entries(set).filter(([field]) => kindOf(kind)?.fields[field] !== undefined)
  return Object.fromEntries(known.map(([field, value]) => [field, read.get(field) ?? value]))
}

/** The field that names whose stay it is. */
function subjectOf(add: string, kind: string): string {
  const stay = kindOf(add)
  const subject = stay?.series?.subject
  if (stay === undefined || subject === undefined || refsOf(stay)[subject] !== kind)
    refuse(
      'kind-unknown',
      '这一步不能对选中的这些记录一起办理。请逐条办理。',
      'This cannot be done for these records together. Do it one by one.',
      { kind: add },
    )
  return subject
}

/** What tells one record from the others is never the same for many. */
function refuseOwnValues({ kind }: Stored, set: Typed): void {
  const shared = sharedForm(kind.name)?.fields ?? {}
  for (const field of Object.keys(set)) {
    const known = kind.fields[field]
    if (known === undefined || field in shared) continue
    refuse(
      'field-of-one',
      `“${known.words.zh}”各不相同，不能一起改。请逐条修改。`,
      `The ${known.words.en} is each one's own and cannot be the same for many. Edit them one by one.`,
      { field },
    )
  }
}

function peopleOf(stored: readonly Stored[]): string[] {
  const ids = stored.flatMap(({ kind, id, values }) => {
    const person = kind.name === 'person' ? id : values['person']
    return typeof person === 'string' ? [person] : []
  })
  return [...new Set(ids)]
}

/** How a sentence of many names one. */
export function titleOf({ kind, values }: Stored): string {
  const short = values['short_name']
  return typeof short === 'string' ? short : kind.title(values)
}

/** What stands now in the fields that would be written. */
function valuesOf({ values }: Stored, drafts: readonly Draft[]): Json {
  return drafts.map(draft =>
    draft.act === 'remove'
      ? draft.id
      : Object.fromEntries(
          Object.keys(draft.fields).map(field => [field, JSON.stringify(values[field] ?? null)]),
        ),
  )
}

/** Each plan names what it makes from one on; here every one of them has names of its own. */
export function apart(drafts: readonly Draft[], nextId: () => string): readonly Draft[] {
  const names = new Map<string, string>()
  const own = (id: string): string => {
    if (!isDraftId(id)) return id
    const name = names.get(id) ?? nextId()
    names.set(id, name)
    return name
  }
  const value = (one: FieldValue | undefined): FieldValue =>
    typeof one === 'string' ? own(one) : Array.isArray(one) ? one.map(own) : (one ?? null)
  return drafts.map(draft => {
    if (draft.act === 'remove') return { ...draft, id: own(draft.id) }
    const fields = Object.entries(draft.fields).map(([field, one]) => [field, value(one)])
    return { ...draft, id: own(draft.id), fields: Object.fromEntries(fields) }
  })
}

/** What stands against many, at their rows. */
export function refusalOf(rows: readonly ManyRow[]): Refusal {
  const [first] = rows
  const told = first?.problems[0]?.message
  const problems = rows.slice(0, 100).flatMap(row => row.problems.map(one => ({ ...one, of: row.id })))
  return new Refusal(
    'problems',
    {
      zh: `有 ${rows.length} 条不能办理，什么都没有保存。如“${first?.title ?? ''}”：${told?.zh ?? ''}`,
      en: `${rows.length} of them cannot be done; nothing was saved. ${first?.title ?? ''}: ${told?.en ?? ''}`,
    },
    { problems },
  )
}

/** What was previewed is not what would be done now. */
export function changedMeanwhile(): never {
  refuse(
    'changed-meanwhile',
    '预览之后，其中有的记录已经变了，什么都没有保存。请再看一遍将会怎样。',
    'Some of these were changed after you had looked; nothing was saved. Look again at what will happen.',
  )
}

function nothingChosen(): never {
  refuse(
    'record-unknown',
    '选中的记录已经都不在了。请刷新列表再选。',
    'None of the chosen records is there any more. Choose again.',
  )
}

function notOfOneKind(): never {
  refuse(
    'kinds-mixed',
    '选中的不是同一种记录，不能一起办理。请只选一种。',
    'These are records of several kinds. Choose records of one kind.',
  )
}
