import type { Writing } from '#db/plans/plan.ts'
import { org as definition } from '#db/records/org.ts'
import { type Dated, shownDate } from '#db/records/types/office-date.ts'
import type { IsoDay } from '#db/shared/day.ts'
import { nameKey } from '#db/shared/name-key.ts'
import { byField } from '../../kinds/composed.ts'
import { type OrgRow, orgTexts } from '../../kinds/orgs.ts'
import { differing, type RowChange, saysNewDay } from '../draft.ts'
import { changesOf } from '../row-change.ts'
import type { OrgState } from './org-index.ts'
import type { Entry, OrgPlanning } from './org-planning.ts'

const plainFields = (values: OrgRow) => ({
  code: values.code,
  name: values.name,
  short_name: values.shortName,
  kind: values.kind,
  ...byField(values, orgTexts),
})

/** What makes a new organization: its record, its place and its term of office. */
export function creationOf(entry: Entry, day: IsoDay, nextId: () => string): Writing[] {
  const { values } = entry.parsed
  const { org, parent } = entry
  const { founded, elected } = values
  const drafts: Writing[] = [
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

function newTerm(org: string, elected: Dated, years: number | undefined, id: string): Writing {
  const fields = { org, elected: elected.day, elected_precision: elected.precision, years: years ?? null }
  return { act: 'create', entity: 'term', id, fields }
}

function withoutBlanks(fields: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const kept: Record<string, string> = {}
  for (const [field, value] of Object.entries(fields))
    if (value !== undefined && value !== '') kept[field] = value
  return kept
}

/** A short name below 团组织名称 is what the organization is called, and no new full name. */
function isCalledShort({ name, shortName }: OrgRow, { short_name: short }: OrgState['org']): boolean {
  return name !== undefined && shortName === undefined && short !== null && nameKey(name) === nameKey(short)
}

/** What a row changes of an organization that is there. */
export function changesTo(
  { parsed, org, parent }: Entry,
  state: OrgState,
  { day, office, nameOf }: OrgPlanning,
  nextId: () => string,
): { readonly drafts: readonly Writing[]; readonly changes: readonly RowChange[] } {
  const { values } = parsed
  const drafts: Writing[] = []
  const changes: RowChange[] = []
  const fields = differing(
    plainFields(isCalledShort(values, state.org) ? { ...values, name: undefined } : values),
    state.org,
  )
  const { founded, elected, termYears } = values
  if (saysNewDay(founded, state.org.founded, state.org.founded_precision)) {
    fields['founded'] = founded.day
    fields['founded_precision'] = founded.precision
    const { placement } = state
    if (placement && placement.since === state.org.founded) {
      drafts.push({ act: 'edit', entity: 'placement', id: placement.id, fields: { since: founded.day } })
    }
  }
  if (Object.keys(fields).length > 0) {
    drafts.unshift({ act: 'edit', entity: 'org', id: org.id, fields })
    changes.push(...changesOf(definition, fields, state.org))
  }
  if (parent && org.id !== office && state.placement?.parent !== parent.id) {
    const since = state.placement ? day : (founded?.day ?? day)
    const place = { org: org.id, parent: parent.id, since, follows: state.lastPlacements }
    drafts.push({ act: 'create', entity: 'placement', id: nextId(), fields: place })
    const above = state.placement?.parent ?? null
    const from = above === null ? '' : nameOf(above)
    changes.push({ field: 'parent', from, to: parent.name })
  }
  if (elected) {
    const same = state.terms.find(term => !saysNewDay(elected, term.elected, term.elected_precision))
    if (same === undefined) {
      drafts.push(newTerm(org.id, elected, termYears, nextId()))
      changes.push({ field: 'elected', from: '', to: shownDate(elected) })
    } else if (termYears !== undefined && same.years !== termYears) {
      drafts.push({ act: 'edit', entity: 'term', id: same.id, fields: { years: termYears } })
      changes.push({ field: 'termYears', from: String(same.years ?? ''), to: String(termYears) })
    }
  } else if (termYears !== undefined) {
    const [last] = state.terms.toSorted((a, b) => ((a.elected ?? '') < (b.elected ?? '') ? 1 : -1))
    if (last !== undefined && last.years !== termYears) {
      drafts.push({ act: 'edit', entity: 'term', id: last.id, fields: { years: termYears } })
      changes.push({ field: 'termYears', from: String(last.years ?? ''), to: String(termYears) })
    }
  }
  return { drafts, changes }
}
