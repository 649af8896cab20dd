import type { MemberStatus, ReportStatus } from '#contract/vocabulary.ts'
import { endedStatuses } from '#contract/vocabulary.ts'
import type { Writing } from '#db/plans/plan.ts'
import type { Dated } from '#db/records/types/office-date.ts'
import type { IsoDay } from '#db/shared/day.ts'
import type { Text } from '#db/shared/text.ts'
import type { MemberRow } from '../kinds/parse-member.ts'
import { type Problem, problemAt } from '../problem.ts'
import type { TakenRow } from '../read-roster.ts'
import { differing, type RowPlan, saysNewDay } from './draft.ts'
import { type KnownOrg, type OrgIndex, troubleWith } from './org-index.ts'
import type { PersonState } from './person-states.ts'

export type PeoplePlanning = {
  readonly index: OrgIndex
  /** By ID number: people of the registry; people made by this file are added as it is planned. */
  readonly states: ReadonlyMap<string, PersonState>
  readonly day: IsoDay
  readonly nextId: () => string
  readonly headerOf: (field: string) => string
}

const ended: readonly string[] = endedStatuses

/** What one row of a member roster would do. Nothing is written here. */
export function planMember(parsed: TakenRow<MemberRow>, planning: PeoplePlanning): RowPlan {
  const { row, values } = parsed
  const problems: Problem[] = [...parsed.problems]
  const rejected = (): RowPlan => ({ row, verdict: 'rejected', drafts: [], problems })
  const place = planning.index.find(values.branch)
  const trouble = troubleWith(place)
  if (trouble || place.kind !== 'found') {
    const where = { row, column: planning.headerOf('branch'), value: values.branch }
    if (trouble) problems.push(problemAt(where, trouble.code, { ...trouble.says, refused: true }))
    return rejected()
  }
  const state = planning.states.get(values.idNumber)
  if (state === undefined) {
    return { row, verdict: 'created', drafts: newMember(values, place.org, planning), problems }
  }
  const notes: Problem[] = []
  const drafts = changesToMember(values, place.org, state, planning, (field, code, says) => {
    const where = { row, column: planning.headerOf(field), value: values[field] ?? '' }
    notes.push(problemAt(where, code, { ...says, refused: false }))
  })
  return {
    row,
    verdict: drafts.length > 0 ? 'updated' : 'unchanged',
    drafts,
    problems: [...problems, ...notes],
  }
}

const plainFields = (values: MemberRow) => ({
  name: values.name,
  id_type: values.idType,
  id_number: values.idNumber,
  birth: values.birth.day,
  sex: values.sex,
  nation: values.nation,
  political: values.political,
  member_no: values.memberNo,
  education: values.education,
  highest_education: values.highestEducation,
  occupation: values.occupation,
  income: values.income,
  workplace: values.workplace,
  phone: values.phone,
  email: values.email,
  fees_paid_to: values.feesPaidTo,
})

export function newPerson(
  fields: Readonly<Record<string, string | undefined>>,
  joined: Dated | undefined,
  id: string,
): Writing {
  const kept: Record<string, string> = {}
  for (const field in fields) {
    const value = fields[field]
    if (value !== undefined && value !== '') kept[field] = value
  }
  if (joined) {
    kept['joined'] = joined.day
    kept['joined_precision'] = joined.precision
  }
  return { act: 'create', entity: 'person', id, fields: kept }
}

/**
 * A roster says nothing of when a person came to the branch: the membership holds from the later of 入团年月 and the
 * branch's 成立日期, marked as not known; a state that has ended it holds from the day of the roster.
 */
function newMember(values: MemberRow, org: KnownOrg, { day, nextId }: PeoplePlanning): Writing[] {
  const person = nextId()
  const drafts = [newPerson(plainFields(values), values.joined, person)]
  const home = nextId()
  drafts.push(undatedHome(home, person, values, org, day))
  const { status, reportStatus } = values
  if (status !== undefined && ended.includes(status)) {
    drafts.push(leaving(nextId(), person, status, day, [home]))
  } else if (isSpecial(status, reportStatus)) {
    drafts.push(newStanding(nextId(), person, status, reportStatus, day, []))
  }
  return drafts
}

function sinceOf(values: MemberRow, org: KnownOrg, day: IsoDay): string {
  const joined = values.joined?.day
  const { founded } = org
  if (founded === null) return joined ?? day
  return joined === undefined || joined < founded ? founded : joined
}

function isSpecial(status: MemberStatus | undefined, report: ReportStatus | undefined): boolean {
  return (status ?? 'normal') !== 'normal' || (report ?? 'approved') !== 'approved'
}

function undatedHome(id: string, person: string, values: MemberRow, org: KnownOrg, day: IsoDay): Writing {
  const since = sinceOf(values, org, day)
  const fields = { person, org: org.id, since, since_known: 0, told_on: day, follows: [] }
  return { act: 'create', entity: 'membership', id, fields }
}

function movedHome(
  id: string,
  person: string,
  org: string,
  since: IsoDay,
  follows: readonly string[],
): Writing {
  const fields = { person, org, since, since_known: 1, follows }
  return { act: 'create', entity: 'membership', id, fields }
}

function leaving(
  id: string,
  person: string,
  reason: string,
  since: IsoDay,
  follows: readonly string[],
): Writing {
  const fields = { person, reason, since, since_known: 1, follows }
  return { act: 'create', entity: 'membership', id, fields }
}

function newStanding(
  id: string,
  person: string,
  status: MemberStatus | undefined,
  report: ReportStatus | undefined,
  since: IsoDay,
  follows: readonly string[],
): Writing {
  const fields = { person, status: status ?? 'normal', report: report ?? 'approved', since, follows }
  return { act: 'create', entity: 'standing', id, fields }
}

type Note = (field: 'name' | 'branch' | 'status', code: string, says: Text) => void

function changesToMember(
  values: MemberRow,
  org: KnownOrg,
  state: PersonState,
  { day, nextId }: PeoplePlanning,
  note: Note,
): Writing[] {
  const { person, home } = state
  const drafts: Writing[] = []
  const fields = differing(plainFields(values), person)
  const { joined } = values
  if (saysNewDay(joined, person.joined, person.joined_precision)) {
    fields['joined'] = joined.day
    fields['joined_precision'] = joined.precision
  }
  if (Object.keys(fields).length > 0) drafts.push({ act: 'edit', entity: 'person', id: person.id, fields })
  if (fields['name'] !== undefined) {
    note('name', 'name-differs', {
      zh: `台账里同一身份证号的姓名是“${person.name}”，将改为本表的姓名。`,
      en: `The registry has "${person.name}" under this ID number; it takes this roster's name.`,
    })
  }
  const { status, reportStatus } = values
  const hasEnded = status !== undefined && ended.includes(status)
  const to = hasEnded ? null : org.id
  const isThere = home !== undefined && home.org === to && (!hasEnded || home.reason === status)
  if (!isThere) {
    const told = home && (home.since_known === 1 ? home.since : home.told_on)
    if (told && told > day) {
      note('branch', 'roster-older', {
        zh: `本表填报于 ${day}，台账里有更晚的去向（${told}），所以不改。`,
        en: `This roster is of ${day}; the registry knows a later home (${told}), so it stays.`,
      })
    } else if (hasEnded) {
      drafts.push(leaving(nextId(), person.id, status, day, state.lastHomes))
    } else if (home === undefined) {
      drafts.push(undatedHome(nextId(), person.id, values, org, day))
    } else {
      drafts.push(movedHome(nextId(), person.id, org.id, day, state.lastHomes))
    }
  }
  if (!hasEnded && (status !== undefined || reportStatus !== undefined)) {
    const now = { status: state.standing?.status ?? 'normal', report: state.standing?.report ?? 'approved' }
    const wanted = { status: status ?? now.status, report: reportStatus ?? now.report }
    if (wanted.status !== now.status || wanted.report !== now.report) {
      if (state.standing && state.standing.since > day) {
        note('status', 'roster-older', {
          zh: `本表填报于 ${day}，台账里有更晚的状态（${state.standing.since}），所以不改。`,
          en: `This roster is of ${day}; the registry knows a later state (${state.standing.since}), so it stays.`,
        })
      } else {
        const record = { person: person.id, ...wanted, since: day, follows: state.lastStandings }
        drafts.push({ act: 'create', entity: 'standing', id: nextId(), fields: record })
      }
    }
  }
  return drafts
}
