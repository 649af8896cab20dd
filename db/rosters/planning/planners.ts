import { draftIds } from '#db/plans/plan.ts'
import { plainMobile } from '#db/records/types/phone.ts'
import { peopleOnTheWay } from '#db/registry/transfers/read-transfers.ts'
import type { IsoDay } from '#db/shared/day.ts'
import type { Reader } from '#db/sqlite/tables.ts'
import type { CadreRow, NumberedCadre } from '../kinds/cadres.ts'
import type { MemberRow } from '../kinds/members.ts'
import type { OrgRow } from '../kinds/orgs.ts'
import type { TakenRow } from '../parsed-row.ts'
import type { Roster } from '../read-roster.ts'
import type { Row } from '../roster-kind.ts'
import type { RowPlan } from './draft.ts'
import { comparedOf } from './members/compared.ts'
import type { DoubleAnswer } from './members/doubtful-number.ts'
import { readNamesakes } from './members/namesakes.ts'
import { readPersonStates, readStatesById } from './members/person-states.ts'
import { type PeoplePlanning, planMember } from './members/plan-members.ts'
import { readHolders, withoutSlippedPhones } from './members/slipped-phones.ts'
import { withNumbers } from './members/without-number.ts'
import { type FindOrg, type KnownOrg, type OrgIndex, readOrgStates } from './orgs/org-index.ts'
import { planOrgs } from './orgs/plan-orgs.ts'
import type { UnreadOrgs } from './orgs/unread-orgs.ts'
import { type CadresSoFar, planCadre, postKey } from './plan-cadres.ts'
import { readSecretaries, secretary } from './secretaries.ts'
import { withoutShifted } from './shifted-columns.ts'
import { codeBesideOf, parentCodeBesideOf, widerPlaceOf } from './wider-place.ts'

/** What was asked of all rows of a file. */
export type Asked = {
  readonly on: IsoDay | undefined
  readonly today: IsoDay
  readonly office: string
  readonly hasParentOffice: boolean
  readonly doubles: Readonly<Record<string, DoubleAnswer>>
  readonly endPosts: boolean
}

/** From where the rows of a roster are planned: what was asked, and what the registry knows. */
export type Standpoint = {
  readonly input: Asked
  readonly index: OrgIndex
  readonly reader: Reader
}

/** What the rows read so far tell of each other. */
export type SoFar = {
  /** A row whose number a spreadsheet has rounded. */
  rounded: number | undefined
}

/** What a batch of rows would do, row by row. */
export type Plan<R extends Row> = (rows: readonly TakenRow<R>[], soFar: SoFar) => Promise<readonly RowPlan[]>

/** The day from which hold states, homes and posts that the roster gives without a date. */
export function dayOf(roster: Pick<Roster<Row>, 'day'>, { on, today }: Standpoint['input']): IsoDay {
  return on ?? roster.day ?? today
}

/** How the file heads a field's column; the usual word where it has no such column. */
export function headersOf({
  kind,
  columns,
}: Pick<Roster<Row>, 'kind' | 'columns'>): (field: string) => string {
  const headers = new Map<string, string>()
  for (const { field, header } of kind.form.fields) headers.set(field, header)
  // Of two tables side by side the first one's.
  for (const [header, field] of Object.entries<string>(columns.matched).toReversed())
    headers.set(field, header)
  return field => headers.get(field) ?? field
}

/** Finds the organizations of a roster's rows, first of all below the unit that filled it in. */
export function finderFor(roster: Pick<Roster<Row>, 'unit' | 'kind'>, index: OrgIndex): FindOrg {
  const unit = roster.unit === undefined ? undefined : index.find(roster.unit)
  const within = unit?.kind === 'found' ? unit.org.id : undefined
  return index.finder({ within, kind: roster.kind.as === 'members' ? 'branch' : undefined })
}

/** Parents may stand below their children, so an organization roster is planned as a whole. */
export function orgPlan(
  roster: Roster<OrgRow>,
  { input, index, reader }: Standpoint,
  unread: UnreadOrgs,
): Plan<OrgRow> {
  const { office, hasParentOffice } = input
  const day = dayOf(roster, input)
  const headerOf = headersOf(roster)
  return async rows =>
    rows.length === 0
      ? []
      : planOrgs({
          rows,
          index,
          states: await readOrgStates(reader),
          office,
          hasParentOffice,
          unread,
          parentCode: parentCodeBesideOf(roster),
          aboveAll: namedAbove(roster, index),
          nameOf: id => index.nameOf(id),
          day,
          headerOf,
        })
}

/** The lowest of those that are named above a list of organizations; nobody where the new ones may as well hang further down. */
function namedAbove({ under }: Roster<OrgRow>, index: OrgIndex): KnownOrg | undefined {
  const named = under.flatMap(text => {
    const found = index.find(text)
    return found.kind === 'found' ? [found.org] : []
  })
  const lowest = named.find(org => named.every(other => index.isUnder(org.id, other.id)))
  const isFit = lowest?.own === true && lowest.kind !== 'branch' && lowest.closed === null
  return isFit && !index.hasUnitsBelow(lowest.id) ? lowest : undefined
}

/** Gathers what the registry knows of the people of a batch of rows, and of those who have their names. */
function peopleGatherer(roster: Roster<MemberRow> | Roster<CadreRow>, { input, index, reader }: Standpoint) {
  const shared = {
    find: finderFor(roster, index),
    wider: widerPlaceOf(roster),
    codeBeside: codeBesideOf(roster),
    told: new Set<string>(),
    headerOf: headersOf(roster),
    nameOf: (id: string) => index.nameOf(id),
    areInLine: (one: string, other: string) => index.isUnder(one, other) || index.isUnder(other, one),
    day: dayOf(roster, input),
    nextId: draftIds(),
    doubles: input.doubles,
    endPosts: input.endPosts,
  }
  return async (
    rows: readonly TakenRow<MemberRow | NumberedCadre>[],
    { rounded }: SoFar,
  ): Promise<PeoplePlanning> => {
    const states = await readPersonStates(
      reader,
      rows.map(row => row.values.idNumber),
    )
    const unknown = rows
      .filter(({ values }) => !states.has(values.idNumber))
      .map(({ values: { name, birth, phone = '' } }) => ({
        name,
        birth: birth.day,
        mobile: plainMobile(phone) ?? '',
      }))
    const namesakes = await readNamesakes(reader, unknown)
    const namesakeStates = await readStatesById(
      reader,
      [...namesakes.values()].flatMap(people => people.map(({ id }) => id)),
    )
    const known = [...states.values(), ...namesakeStates.values()].map(({ person }) => person.id)
    const onTheWay = await peopleOnTheWay(reader, known, input.today)
    return { ...shared, states, namesakes, namesakeStates, onTheWay, rounded }
  }
}

export function memberPlan(roster: Roster<MemberRow>, standpoint: Standpoint): Plan<MemberRow> {
  const gather = peopleGatherer(roster, standpoint)
  const headerOf = headersOf(roster)
  /** The last row of those that were planned before. */
  let last: TakenRow<MemberRow> | undefined
  return async (rows, soFar) => {
    const planning = await gather(last === undefined ? rows : [last, ...rows], soFar)
    const { states } = planning
    const holders = await readHolders(standpoint.reader, rows, states)
    const inPlace = withoutShifted(rows, comparedOf(states), ({ name }) => name, headerOf)
    const plans = withoutSlippedPhones(inPlace, last, states, holders, headerOf).map(row =>
      planMember(row, planning),
    )
    last = rows.at(-1) ?? last
    return plans
  }
}

export function cadrePlan(roster: Roster<CadreRow>, standpoint: Standpoint): Plan<CadreRow> {
  const { index, input } = standpoint
  const day = dayOf(roster, input)
  const gather = peopleGatherer(roster, standpoint)
  const placing = {
    find: finderFor(roster, index),
    told: new Set<string>(),
    headerOf: headersOf(roster),
  }
  /** Who is known by his name and holds the post already. */
  const placeOf = ({ values }: TakenRow<CadreRow>): Pick<RowPlan, 'place'> => {
    const found = placing.find(values.org)
    return found.kind === 'found' ? { place: found.org } : {}
  }
  const cadres: CadresSoFar = { people: new Map(), posts: new Set(), secretaries: new Map(), ends: new Map() }
  return async (rows, soFar) => {
    const numbered = await withNumbers(standpoint.reader, rows, { placing, index, day })
    const known = numbered.flatMap(one => ('problem' in one ? [] : [one.row]))
    const planning = await gather(known, soFar)
    for (const { values } of known) {
      const found = values.until === undefined ? undefined : placing.find(values.org)
      if (found?.kind !== 'found' || values.until === undefined) continue
      const key = postKey(values.idNumber, found.org.id, values.title)
      cadres.ends.set(key, [...(cadres.ends.get(key) ?? []), values.until.day])
    }
    const posts = known.flatMap(({ values }) => {
      const found = values.title === secretary ? placing.find(values.org) : undefined
      return found?.kind === 'found' ? [{ org: found.org.id, values }] : []
    })
    const ended = new Set(posts.flatMap(({ org, values }) => (values.until ? [`${org} ${values.name}`] : [])))
    const unread = posts.flatMap(({ org }) => (cadres.secretaries.has(org) ? [] : [org]))
    for (const [org, heads] of await readSecretaries(standpoint.reader, unread, day))
      cadres.secretaries.set(
        org,
        heads.filter(({ name }) => !ended.has(`${org} ${name}`)),
      )
    return numbered.map(one =>
      'problem' in one
        ? {
            row: one.row.row,
            verdict: one.problem === undefined ? 'unchanged' : 'rejected',
            drafts: [],
            problems: one.problem === undefined ? one.row.problems : [...one.row.problems, one.problem],
            ...placeOf(one.row),
          }
        : planCadre(one.row, planning, cadres),
    )
  }
}
