import { orgKindSchema, tierSchema } from '#contract/vocabulary.ts'
import { versionOf } from '#db/journal/change.ts'
import type { Journal } from '#db/journal/journal.ts'
import type { Plan } from '#db/plans/plan.ts'
import { columnsOf } from '#db/records/columns.ts'
import { editForm } from '#db/records/forms.ts'
import { firstDay } from '#db/records/types/day.ts'
import type { Field } from '#db/records/types/field.ts'
import { canonical, type Json } from '#db/shared/canonical.ts'
import { invariant } from '#db/shared/invariant.ts'
import { plural } from '#db/shared/plural.ts'
import { saidWorker, unsteered } from '#db/shared/tidy-text.ts'
import { refuseClosedPeriod } from '../closings/plan-closed.ts'
import { judgeTask } from '../closings/plan-tasks.ts'
import { sentenceOf } from '../history/sentence.ts'
import {
  called,
  cardNames,
  type KnownOrg,
  type KnownPerson,
  lookUpOrg,
  lookUpPerson,
  type Standpoint,
} from './known.ts'
import { mayStandUnder, tierFits } from './may-stand-under.ts'
import { judgeWork } from './plan-events.ts'
import { refuseSameName, refuseUnfit } from './plan-org.ts'
import { tellDouble } from './plan-person.ts'
import { Planning, type Typed } from './planning.ts'
import { refuseLocked, refuseOnce, type Stored } from './stored.ts'
import { warnExtension } from './warn-extension.ts'

/**
 * The versions that stood on the screen when somebody began to edit; `nothing` where the record was not there yet when
 * he began; undefined where nobody says.
 */
export type Seen = readonly string[] | 'nothing' | undefined

/** What is more than a handful of changes is told by its first ones. */
const toldChanges = 6

/**
 * What correcting a record would do. Only what is written is judged: an old mistake in another field never stands
 * against a new telephone. What somebody else changed since `seen` is told at its field and stays.
 */
export async function planEdit(
  standpoint: Standpoint,
  journal: Journal,
  stored: Stored,
  typed: Typed,
  seen: Seen,
): Promise<Plan> {
  const { kind, id, values } = stored
  refuseOnce(stored)
  await refuseLocked(standpoint.reader, stored)
  const form = editForm(kind.name)
  invariant(form, 'what is kept for an office has a form')
  const planning = new Planning(standpoint, form, typed)
  const { lies, subject, who } = await placeOf(standpoint, stored)
  const written = new Set(Object.keys(typed))
  for (const field of written) {
    const known = form.fields[field]
    if (known === undefined) continue
    const said = planning.said[field]
    if (known.fixed && !(await isSame(standpoint, known.input, said, values[field])))
      planning.tell(
        field,
        'field-fixed',
        `${known.words.zh}登记后不能改。请删除这条${kind.words.zh}记录，再重新登记。`,
        `this is fixed when the record is made. Remove the ${kind.words.en} and register it anew.`,
      )
    if (known.required && said === null)
      planning.tell(field, 'missing', `不能为空。请填写。`, `this cannot be empty. Fill it in.`)
  }
  await planning.lookUpFiles()
  if (lies !== undefined && !lies.own) planning.notYours([...written][0] ?? kind.name, lies)
  if (subject !== undefined) {
    planning.people['person'] = subject
    if (kind.name === 'person' || kind.name === 'standing' || kind.name === 'membership')
      refuseStrangerAt(planning, [...written][0] ?? kind.name, kind.name === 'membership')
  }
  const changed = Object.fromEntries(
    Object.entries(planning.said).filter(
      ([field, value]) =>
        form.fields[field]?.fixed !== true && !isEqual(value, values[field], form.fields[field]),
    ),
  )
  planning.said = { ...values, ...changed }
  planning.check()
  const judged = fieldsBeside(stored, [...written])
  await judgeKind(planning, stored, changed, lies)
  const settled = Object.fromEntries(
    Object.entries(planning.said).filter(
      ([field, value]) => judged.has(field) && !isEqual(value, values[field], form.fields[field]),
    ),
  )
  tellMeanwhile(planning, journal, stored, Object.keys(settled), seen)
  const answerable = new Set([...written, ...judged])
  if (Object.keys(settled).length === 0 && !planning.hasProblems(answerable))
    return {
      id,
      drafts: [],
      problems: [],
      sentences: [],
      warnings: [{ zh: '没有改动。', en: 'Nothing was changed.' }],
      label: null,
    }
  return planning.finish(() => {
    const changes: Json = Object.entries(settled)
      .slice(0, toldChanges)
      .map(([field, value]): Json => {
        if (kind.fields[field]?.mask !== undefined) return { field }
        return { field, from: plain(values[field]), to: plain(value) }
      })
    const { decided, document } = standpoint
    const label: Record<string, Json> = {
      what: 'edit',
      kind: kind.name,
      title: kind.title(values),
      changes,
      ...(kind.name !== 'org' && lies !== undefined && { at: called(lies) }),
      ...(who !== undefined && { who }),
      ...(decided !== undefined && { decided }),
      ...(document !== undefined && { document }),
    }
    return {
      id,
      drafts: [{ act: 'edit', entity: kind.name, id, fields: columnsOf(kind, settled) }],
      label,
      sentences: [sentenceOf(label)],
    }
  }, answerable)
}

/** A list is the same as another one of the same values, and so is a map; what else is the same, its field says. */
function isEqual(a: unknown, b: unknown, of?: Pick<Field, 'isSame'>): boolean {
  if (of?.isSame !== undefined && a != null && b != null) return of.isSame(a, b)
  if (Array.isArray(a) && Array.isArray(b))
    return a.length === b.length && a.every((value, at) => value === b[at])
  if (isMap(a) && isMap(b)) return canonical(a) === canonical(b)
  return (a ?? null) === (b ?? null)
}

function isMap(value: unknown): value is Readonly<Record<string, string | number>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function plain(value: unknown): Json {
  if (isMap(value)) return { ...value }
  if (Array.isArray(value)) return value.map(String)
  return typeof value === 'string' || typeof value === 'number' ? value : null
}

/** Whether a fixed field was only written as it stands, by whatever name. */
async function isSame(
  standpoint: Standpoint,
  input: { readonly as: string; readonly to?: string },
  said: unknown,
  before: unknown,
): Promise<boolean> {
  if (said === undefined || isEqual(said, before)) return true
  if (input.as !== 'ref' || typeof said !== 'string') return false
  const looked = input.to === 'org' ? await lookUpOrg(standpoint, said) : await lookUpPerson(standpoint, said)
  return looked.kind === 'found' && looked.found.id === before
}

/** Where a record lies, and the person whom it is about; of one who lies elsewhere the name alone is known. */
export async function placeOf(
  standpoint: Standpoint,
  { kind, id, values }: Stored,
): Promise<{
  readonly lies: KnownOrg | undefined
  readonly subject: KnownPerson | undefined
  readonly who: string | undefined
}> {
  const orgId = kind.name === 'org' ? id : values['org']
  const personId = kind.name === 'person' ? id : values['person']
  const org = typeof orgId === 'string' ? await lookUpOrg(standpoint, orgId) : undefined
  const person = typeof personId === 'string' ? await lookUpPerson(standpoint, personId) : undefined
  const subject = person?.kind === 'found' ? person.found : undefined
  const lies = org?.kind === 'found' ? org.found : kind.name === 'person' ? undefined : subject?.homeOrg
  const cards =
    subject || typeof personId !== 'string' ? undefined : await cardNames(standpoint.reader, [personId])
  const who = subject?.name ?? cards?.get(String(personId))
  return { lies, subject, who: kind.name === 'person' ? undefined : who }
}

function refuseStrangerAt(planning: Planning, field: string, mayHaveLeft: boolean): void {
  const { person } = planning.people
  if (person === undefined || (mayHaveLeft && person.own)) return
  const before = planning.reading.troubles.length
  planning.refuseStranger('person')
  const told = planning.reading.troubles.slice(before)
  // It stands against the whole record: said at the first field that was written.
  for (const { trouble } of told)
    planning.tell(field, trouble.code, trouble.text.zh, trouble.text.en, trouble.repair)
}

/** The fields that are written as one with these. */
function fieldsBeside({ kind }: Stored, written: readonly string[]): Set<string> {
  const registers = new Set(written.map(field => kind.fields[field]?.register ?? field))
  return new Set(
    Object.keys(kind.fields).filter(field => registers.has(kind.fields[field]?.register ?? field)),
  )
}

/** What only the registry knows: doubles, and what stands above, below and before. */
async function judgeKind(
  planning: Planning,
  { kind, id, row }: Stored,
  changed: Readonly<Record<string, unknown>>,
  lies: KnownOrg | undefined,
): Promise<void> {
  const { standpoint } = planning
  const { reader, office, hasParentOffice } = standpoint
  if (kind.name === 'work') {
    if ('own' in changed || 'type' in changed) await judgeWork(planning)
    const [field] = Object.keys(changed)
    const before = typeof row['held_on'] === 'string' ? row['held_on'] : undefined
    if (field !== undefined) await refuseClosedPeriod(planning, lies, before, field)
    if ('held_on' in changed) await refuseClosedPeriod(planning, lies, planning.text('held_on'), 'held_on')
  }
  if (kind.name === 'task' && ('measure' in changed || 'whom' in changed)) await judgeTask(planning)
  if (kind.name === 'person' && typeof changed['id_number'] === 'string') {
    const looked = await lookUpPerson(standpoint, planning.text('id_number') ?? '')
    if (looked.kind === 'found' && looked.found.id !== id) tellDouble(planning, looked.found)
  }
  if (kind.name === 'term' && lies !== undefined && 'extended_until' in changed) warnExtension(planning, lies)
  if (kind.name === 'org' && lies !== undefined) {
    if (id === office && hasParentOffice)
      for (const field of ['code', 'kind', 'tier', 'closed'])
        if (field in changed)
          planning.tell(
            field,
            'for-the-office-above',
            '本单位自己的这一项由上级登记。',
            'For your own office, this is for the office above it to register.',
          )
    if ('closed' in changed)
      planning.tell(
        'closed',
        'act-of-its-own',
        '撤销和恢复要单独办理，因为团员和下级组织要有去处。请用“撤销”或“恢复”。',
        'Closing and reopening are acts of their own, for members and organizations below have to go somewhere. Use those.',
      )
    await refuseSameName(planning, id)
    if ('kind' in changed || 'tier' in changed) {
      const child = {
        kind: orgKindSchema.parse(planning.text('kind')),
        tier: tierSchema.parse(planning.text('tier')),
      }
      const field = 'kind' in changed ? 'kind' : 'tier'
      const above = lies.parent === null ? undefined : await lookUpOrg(standpoint, lies.parent)
      if (above?.kind === 'found') refuseUnfit(planning, child, above.found, field)
      const below = await reader
        .selectFrom('placement')
        .innerJoin('org', 'org.id', 'placement.org')
        .where('placement.parent', '=', id)
        .where('placement.until', 'is', null)
        .select(['org.kind', 'org.tier', 'org.name', 'org.short_name'])
        .execute()
      const unfit = below.filter(
        one =>
          !mayStandUnder(orgKindSchema.parse(one.kind), child.kind) ||
          !tierFits(tierSchema.parse(one.tier), child.tier),
      )
      if (unfit.length > 0)
        planning.tell(
          field,
          'children-unfit',
          `其下的 ${unfit.length} 个组织（如“${called(unfit[0] ?? { name: '', short_name: null })}”）不能设在这样的组织之下。请先调整这些组织。`,
          `${plural(unfit.length, 'organization')} below it, such as ${called(unfit[0] ?? { name: '', short_name: null })}, cannot stand under such a one. Change those first.`,
        )
    }
  }
  if (kind.name === 'post' && 'since' in changed) {
    const since = planning.text('since')
    const first = since === undefined ? undefined : firstDay(since)
    const born = planning.people['person']?.birth
    if (first !== undefined && born != null && first < born)
      planning.tell(
        'since',
        'date-order',
        `早于出生日期 ${born}。请改正。`,
        `this is before the birth date, ${born}. Correct it.`,
      )
  }
  if ('since' in changed && (kind.name === 'membership' || kind.name === 'placement'))
    await refuseDaysOfOthers(planning, kind.name, id)
  if ('since' in changed && row['until'] != null && kind.series !== undefined) {
    const [since, until] = [planning.text('since') ?? '', String(row['until'])]
    if (since > until)
      planning.tell(
        'since',
        'date-order',
        `晚于下一条记录的起始日期 ${until}。请改正。`,
        `this is after the next one begins, ${until}. Correct it.`,
      )
  }
}

/** Until whoever came from another office came here he was that one's: the day is for an office above both. */
async function refuseDaysOfOthers(
  planning: Planning,
  table: 'membership' | 'placement',
  id: string,
): Promise<void> {
  const { standpoint } = planning
  const { reader } = standpoint
  const before =
    table === 'placement'
      ? await reader
          .selectFrom('placement as own')
          .innerJoin('placement as before', 'before.org', 'own.org')
          .where('own.id', '=', id)
          .whereRef('before.rank', '<', 'own.rank')
          .orderBy('before.rank', 'desc')
          .select(({ val }) => ['before.parent as place', val(null).as('asked')])
          .executeTakeFirst()
      : await reader
          .selectFrom('membership as own')
          .innerJoin('membership as before', 'before.person', 'own.person')
          .leftJoin('transfer', 'transfer.id', 'own.transfer')
          .where('own.id', '=', id)
          .whereRef('before.rank', '<', 'own.rank')
          .orderBy('before.rank', 'desc')
          .select(['before.org as place', 'transfer.asked'])
          .executeTakeFirst()
  const { place = null, asked = null } = before ?? {}
  if (place === null || (asked !== null && asked <= (planning.text('since') ?? ''))) return
  const looked = await lookUpOrg(standpoint, place)
  if (looked.kind === 'found' && looked.found.own) return
  planning.tell(
    'since',
    'for-the-office-above',
    '这是从别的单位转来的日期，改动会影响原单位的日子。请报上级修改。',
    'On this day it came from another office, whose days would change with it. Ask the office above to correct it.',
  )
}

/** Whether nothing was said of a register: who fills it in overwrites nobody. */
function isBlank(register: string, kind: Stored['kind'], values: Stored['values']): boolean {
  return Object.keys(kind.fields).every(
    field => (kind.fields[field]?.register ?? field) !== register || (values[field] ?? null) === null,
  )
}

/** A head that was not on the screen is somebody else's work of meanwhile: told at the field, never overwritten. */
function tellMeanwhile(
  planning: Planning,
  journal: Journal,
  { kind, id, values }: Stored,
  fields: readonly string[],
  seen: Seen,
): void {
  if (seen === undefined) return
  const heads = journal.absorber.headsOf(id) ?? {}
  for (const field of fields) {
    const register = kind.fields[field]?.register ?? field
    const unseen =
      seen !== 'nothing'
        ? (heads[register] ?? []).filter(head => !seen.includes(head))
        : isBlank(register, kind, values)
          ? []
          : (heads[register] ?? [])
    if (unseen.length === 0) continue
    const change = journal.changes.ofThing(id).find(one => unseen.includes(versionOf(one)))
    const known = kind.fields[field]
    const value = values[field] ?? null
    const show = (lang: 'zh' | 'en') =>
      value === null || known === undefined
        ? lang === 'zh'
          ? '空'
          : 'blank'
        : known.mask !== undefined
          ? known.mask(value)
          : known.show(value, lang)
    const who = saidWorker(change?.origin.actor ?? '')
    const at = unsteered(change?.origin.at ?? '').slice(0, 10)
    planning.tell(
      field,
      'changed-meanwhile',
      `打开之后，${who === '' ? '别人' : who}于 ${at} 把它改成了“${show('zh')}”。请看清后再改。`,
      `${who === '' ? 'Somebody else' : who} changed it to "${show('en')}" on ${at}, after you had opened it. Look at it and change it again.`,
    )
  }
}
