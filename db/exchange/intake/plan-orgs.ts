import { orgKindSchema, type Tier, tierSchema } from '#contract/vocabulary.ts'
import { nameKey } from '#db/registry/name-key.ts'
import type { IsoDay } from '#db/shared/day.ts'
import type { Text } from '#db/shared/text.ts'
import type { Dated } from '../office-date.ts'
import type { OrgRow } from '../parse-org.ts'
import { type Problem, problemAt } from '../problem.ts'
import type { TakenRow } from '../read-roster.ts'
import { type Draft, differing, draftIds, type RowPlan, saysNewDay } from './draft.ts'
import { mayStandUnder, tierFits } from './may-stand-under.ts'
import { type KnownOrg, OrgIndex, type OrgState, troubleWith } from './org-index.ts'

type OrgValues = OrgRow
export type OrgLine = TakenRow<OrgRow>

export type OrgPlanning = {
  readonly rows: readonly OrgLine[]
  readonly index: OrgIndex
  readonly states: ReadonlyMap<string, OrgState>
  /** This registry's own organization, and whether another office stands above it. */
  readonly office: string
  readonly hasParentOffice: boolean
  /** The day of the roster: from it hold places that the roster gives without a date. */
  readonly day: IsoDay
  readonly headerOf: (field: string) => string
}

type Entry = {
  readonly parsed: OrgLine
  readonly existing: KnownOrg | undefined
  readonly problems: Problem[]
  /** The organization as it will be, under the id it has or will get. */
  org: KnownOrg
  parent: KnownOrg | undefined
  refused: boolean
}

/**
 * What an organization roster would do, row by row. Rows may come in any order, parents after children; a row whose
 * parent is refused is refused with it. Nothing is written here.
 */
export function planOrgs(planning: OrgPlanning): RowPlan[] {
  const { rows, index, states, office, headerOf } = planning
  const nextId = draftIds()
  const inFile = new OrgIndex()
  const entries: Entry[] = []
  const taken = new Map<string, number>()
  const root = rootOf(planning)
  for (const parsed of rows) {
    const { values } = parsed
    const problems = [...parsed.problems]
    let refused = problems.some(problem => problem.refused)
    const refuse = (field: keyof OrgValues, code: string, says: Text) => {
      refused = true
      problems.push(problemAt(placeOf(parsed, field, headerOf), code, { ...says, refused: true }))
    }
    const existing = parsed === root ? knownOffice(planning) : existingOf(values, index)
    const key = existing?.id ?? `${values.code ?? ''} ${nameKey(values.name ?? '')}`
    const before = taken.get(key)
    if (!refused && before !== undefined) {
      refuse(values.code === undefined ? 'name' : 'code', 'org-twice', {
        zh: `这个组织在第 ${before} 行已经有了，以第一行为准。请删去其中一行。`,
        en: `This organization stands in row ${before} already; the first row counts. Delete one of them.`,
      })
    }
    if (!refused) taken.set(key, parsed.row)
    if (!refused && existing && !existing.own) {
      refuse('name', 'org-not-yours', {
        zh: '这个组织不在本单位之下，它的信息由上级填报。',
        en: 'This organization does not lie below yours; the office above keeps its data.',
      })
    }
    if (!refused && existing === undefined && values.name === undefined) {
      refuse('name', 'name-missing', {
        zh: '新的组织要有全称。请补填后再导入。',
        en: 'A new organization needs its full name. Fill it in and import again.',
      })
    }
    const org: KnownOrg = {
      id: existing?.id ?? nextId(),
      name: values.name ?? existing?.name ?? '',
      code: values.code ?? existing?.code ?? null,
      short_name: values.shortName ?? existing?.short_name ?? null,
      kind: values.kind ?? existing?.kind ?? 'branch',
      tier: values.tier ?? existing?.tier ?? '',
      founded: values.founded?.day ?? existing?.founded ?? null,
      own: true,
    }
    entries.push({ parsed, existing, problems, org, parent: undefined, refused })
    if (!refused) inFile.add(org)
  }
  settleParents(entries, inFile, planning)
  const byId = new Map(entries.filter(entry => !entry.refused).map(entry => [entry.org.id, entry]))
  settleTiers(entries, byId, headerOf)
  return entries.map(entry => {
    const { parsed, problems } = entry
    if (entry.refused) return { row: parsed.row, verdict: 'rejected', drafts: [], problems }
    const state = states.get(entry.org.id)
    const drafts = state
      ? changesTo(entry, state, planning, nextId, office)
      : creationOf(entry, planning.day, nextId)
    const verdict = state ? (drafts.length > 0 ? 'updated' : 'unchanged') : 'created'
    return { row: parsed.row, verdict, drafts, problems }
  })
}

function placeOf(parsed: OrgLine, field: keyof OrgValues, headerOf: (field: string) => string) {
  const value = parsed.values[field]
  const shown = value === undefined ? '' : typeof value === 'object' ? value.day : String(value)
  return { row: parsed.row, column: headerOf(field), value: shown }
}

function existingOf(values: OrgValues, index: OrgIndex): KnownOrg | undefined {
  if (values.code !== undefined) {
    const byCode = index.byCode(values.code)
    if (byCode) return byCode
  }
  for (const text of [values.name, values.code === undefined ? values.shortName : undefined]) {
    if (text === undefined) continue
    const found = index.find(text)
    // Another code under the same name is another organization.
    if (found.kind === 'found' && (values.code === undefined || found.org.code === null)) return found.org
  }
  return undefined
}

/**
 * A district's roster names the district itself, which has nobody above: its only row without a parent is this
 * registry's own organization, under whatever name the registry was begun.
 */
function rootOf({ rows, index, hasParentOffice, states, office }: OrgPlanning): OrgLine | undefined {
  if (hasParentOffice) return undefined
  const own = states.get(office)?.org
  const tops = rows.filter(({ values }) => values.parent === undefined && values.name !== undefined)
  const [top, ...others] = tops
  if (own === undefined || top === undefined || others.length > 0) return undefined
  if (existingOf(top.values, index)) return undefined
  const sameKind = top.values.kind === undefined || top.values.kind === own.kind
  const codeFits = own.code === null || top.values.code === undefined || own.code === top.values.code
  return sameKind && codeFits ? top : undefined
}

function knownOffice({ states, office }: OrgPlanning): KnownOrg | undefined {
  const own = states.get(office)?.org
  return own && { ...own, own: true }
}

/** Finds everybody's parent, then refuses again and again until no row hangs on a refused one. */
function settleParents(entries: readonly Entry[], inFile: OrgIndex, planning: OrgPlanning): void {
  const { index, office, headerOf } = planning
  for (const entry of entries) {
    const { parsed, existing } = entry
    if (entry.refused) continue
    const text = parsed.values.parent
    const reject = (code: string, says: Text) => {
      entry.refused = true
      entry.problems.push(problemAt(placeOf(parsed, 'parent', headerOf), code, { ...says, refused: true }))
    }
    if (text === undefined) {
      if (existing === undefined) {
        reject('parent-missing', {
          zh: '新的组织要写明上级组织。请补填后再导入。',
          en: 'A new organization needs its parent. Fill it in and import again.',
        })
      }
      continue
    }
    if (entry.org.id === office) {
      // Where this office itself hangs is for the office above to say.
      continue
    }
    const here = inFile.find(text)
    const found = here.kind === 'found' ? here : index.find(text)
    const trouble = troubleWith(found)
    if (trouble) {
      reject(trouble.code, trouble.says)
      continue
    }
    if (found.kind === 'found') entry.parent = found.org
    if (entry.parent?.id === entry.org.id) {
      reject('parent-circle', {
        zh: '一个组织不能是自己的上级。请改正上级组织。',
        en: 'An organization cannot stand above itself. Correct its parent.',
      })
    }
  }
  refuseCircles(entries, planning)
  refuseOrphans(entries, headerOf)
}

/** The tree as it would be: rows of the file, and above them what hangs there already. */
function refuseCircles(entries: readonly Entry[], { states, headerOf }: OrgPlanning): void {
  const moved = new Map(
    entries.filter(entry => !entry.refused && entry.parent).map(entry => [entry.org.id, entry]),
  )
  const parentOf = (id: string) => moved.get(id)?.parent?.id ?? states.get(id)?.placement?.parent ?? null
  for (const entry of moved.values()) {
    const seen = new Set<string>()
    let above = parentOf(entry.org.id)
    while (above !== null && above !== entry.org.id && !seen.has(above)) {
      seen.add(above)
      above = parentOf(above)
    }
    if (above !== entry.org.id) continue
    entry.refused = true
    entry.problems.push(
      problemAt(placeOf(entry.parsed, 'parent', headerOf), 'parent-circle', {
        zh: '上级组织绕成了一圈。请改正其中一个的上级组织。',
        en: 'The parents form a circle. Correct the parent of one of them.',
        refused: true,
      }),
    )
  }
}

function refuseOrphans(entries: readonly Entry[], headerOf: (field: string) => string): void {
  const byId = new Map(entries.map(entry => [entry.org.id, entry]))
  for (let again = true; again; ) {
    again = false
    for (const entry of entries) {
      if (entry.refused || entry.parent === undefined) continue
      const above = byId.get(entry.parent.id)
      if (above === undefined || !above.refused || above.existing) continue
      entry.refused = true
      again = true
      entry.problems.push(
        problemAt(placeOf(entry.parsed, 'parent', headerOf), 'parent-refused', {
          zh: `它的上级组织（第 ${above.parsed.row} 行）没有收入。请先改正那一行。`,
          en: `Its parent (row ${above.parsed.row}) was refused. Correct that row first.`,
          refused: true,
        }),
      )
    }
  }
}

/** A missing tier is read off kind, industry and the parent; then kinds and tiers are held against the parent's. */
function settleTiers(
  entries: readonly Entry[],
  byId: ReadonlyMap<string, Entry>,
  headerOf: (field: string) => string,
): void {
  const settled = new Set<Entry>()
  const settle = (entry: Entry): void => {
    if (settled.has(entry)) return
    settled.add(entry)
    const above = entry.parent ? byId.get(entry.parent.id) : undefined
    if (above) settle(above)
    const parent = above?.org ?? entry.parent
    if (entry.org.tier === '') entry.org = { ...entry.org, tier: inferTier(entry, parent) }
    if (entry.refused || parent === undefined) return
    const kind = orgKindSchema.parse(entry.org.kind)
    const tier = tierSchema.parse(entry.org.tier)
    if (
      !mayStandUnder(kind, orgKindSchema.parse(parent.kind)) ||
      !tierFits(tier, tierSchema.parse(parent.tier))
    ) {
      entry.refused = true
      entry.problems.push(
        problemAt(placeOf(entry.parsed, 'parent', headerOf), 'parent-unfit', {
          zh: `这类组织不能设在“${parent.name}”之下。请核对组织类型、所属层级和上级组织。`,
          en: `An organization of this kind cannot stand under "${parent.name}". Check its kind, tier and parent.`,
          refused: true,
        }),
      )
    }
  }
  for (const entry of entries) if (!entry.refused) settle(entry)
  refuseOrphans(entries, headerOf)
}

function inferTier({ org, parsed }: Entry, parent: KnownOrg | undefined): Tier {
  const industry = parsed.values.industry ?? ''
  const above = parent ? tierSchema.parse(parent.tier) : 'district'
  if (parent === undefined || org.kind === 'leading') return 'district'
  if (/非公|社会组织|两新/.test(industry) || /园区|商圈/.test(org.name)) return 'two-new'
  if (above !== 'district') {
    if (above === 'street' && /社区/.test(org.name)) return 'community'
    return above
  }
  if (/街道|镇/.test(org.name)) return 'street'
  if (/社区|居委会|村/.test(org.name)) return 'community'
  return 'organ'
}

const plainFields = (values: OrgValues) => ({
  code: values.code,
  name: values.name,
  short_name: values.shortName,
  kind: values.kind,
  tier: values.tier,
  branch_type: values.branchType,
  industry: values.industry,
  phone: values.phone,
  email: values.email,
  credit_code: values.creditCode,
})

function creationOf(entry: Entry, day: IsoDay, nextId: () => string): Draft[] {
  const { values } = entry.parsed
  const { org, parent } = entry
  const { founded, elected } = values
  const drafts: Draft[] = [
    {
      act: 'create',
      entity: 'org',
      id: org.id,
      fields: {
        ...withoutBlanks(plainFields(values)),
        name: org.name,
        kind: org.kind,
        tier: org.tier,
        branch_type: values.branchType ?? 'ordinary',
        ...(founded && { founded: founded.day, founded_precision: founded.precision }),
      },
    },
  ]
  if (parent) {
    const since = founded?.day ?? day
    const fields = { org: org.id, parent: parent.id, since, follows: [] }
    drafts.push({ act: 'create', entity: 'placement', id: nextId(), fields })
  }
  if (elected) drafts.push(newTerm(org.id, elected, values.termYears, nextId()))
  return drafts
}

function newTerm(org: string, elected: Dated, years: number | undefined, id: string): Draft {
  const fields = { org, elected: elected.day, elected_precision: elected.precision, years: years ?? null }
  return { act: 'create', entity: 'term', id, fields }
}

function withoutBlanks(fields: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const kept: Record<string, string> = {}
  for (const [field, value] of Object.entries(fields))
    if (value !== undefined && value !== '') kept[field] = value
  return kept
}

function changesTo(
  { parsed, org, parent }: Entry,
  state: OrgState,
  { day }: OrgPlanning,
  nextId: () => string,
  office: string,
): Draft[] {
  const { values } = parsed
  const drafts: Draft[] = []
  const fields = differing(plainFields(values), state.org)
  const { founded, elected, termYears } = values
  if (saysNewDay(founded, state.org.founded, state.org.founded_precision)) {
    fields['founded'] = founded.day
    fields['founded_precision'] = founded.precision
    const { placement } = state
    if (placement && placement.since === state.org.founded) {
      drafts.push({ act: 'edit', entity: 'placement', id: placement.id, fields: { since: founded.day } })
    }
  }
  if (Object.keys(fields).length > 0) drafts.unshift({ act: 'edit', entity: 'org', id: org.id, fields })
  if (parent && org.id !== office && state.placement?.parent !== parent.id) {
    const since = state.placement ? day : (founded?.day ?? day)
    const place = { org: org.id, parent: parent.id, since, follows: state.lastPlacements }
    drafts.push({ act: 'create', entity: 'placement', id: nextId(), fields: place })
  }
  if (elected) {
    const same = state.terms.find(term => !saysNewDay(elected, term.elected, term.elected_precision))
    if (same === undefined) drafts.push(newTerm(org.id, elected, termYears, nextId()))
    else if (termYears !== undefined && same.years !== termYears) {
      drafts.push({ act: 'edit', entity: 'term', id: same.id, fields: { years: termYears } })
    }
  }
  return drafts
}
