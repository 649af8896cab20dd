import { endedStatuses, memberStatuses } from '#contract/vocabulary.ts'
import type { Fields } from '#db/journal/change.ts'
import type { Writing } from '#db/plans/plan.ts'
import { titleToldOf } from '#db/records/kinds.ts'
import { person as definition, formerNumbersOf } from '#db/records/person.ts'
import { standing as standingOf } from '#db/records/stays.ts'
import { type Dated, shownDate } from '#db/records/types/office-date.ts'
import { isDoubtfulPhone } from '#db/records/types/phone.ts'
import { memberStatusWords } from '#db/records/words/member-words.ts'
import type { KnownTransfer } from '#db/registry/transfers/read-transfers.ts'
import type { IsoDay } from '#db/shared/day.ts'
import type { Text } from '#db/shared/text.ts'
import { byField } from '../../kinds/composed.ts'
import { type MemberRow, memberTexts, more } from '../../kinds/members.ts'
import type { TakenRow } from '../../parsed-row.ts'
import { type Problem, problemAt } from '../../problem.ts'
import { differing, type RowChange, type RowPlan, saysNewDay } from '../draft.ts'
import { withoutCountedUp } from '../drawn-cells.ts'
import type { KnownOrg } from '../orgs/org-index.ts'
import { numberOfMerged } from '../people-of-rows.ts'
import { cellOf, type Placing, placeOfRow } from '../place-of-row.ts'
import { changesOf } from '../row-change.ts'
import {
  type DoubleAnswer,
  doubleSentence,
  likelyNumber,
  maybeRounded,
  perhapsRounded,
  whyRounded,
} from './doubtful-number.ts'
import { type Namesake, namesakeKey, withKnownNumber } from './namesakes.ts'
import type { PersonState } from './person-states.ts'
import { reportDaysOf, type Stands, standingsToAdd } from './report-days.ts'

export type PeoplePlanning = Placing & {
  /** By ID number: people of the registry; people made by this file are added as it is planned. */
  readonly states: ReadonlyMap<string, PersonState>
  /** By name and birth date (namesakeKey): people of the registry whose number is another one. */
  readonly namesakes: ReadonlyMap<string, readonly Namesake[]>
  /** By id: what the registry knows of these namesakes. */
  readonly namesakeStates: ReadonlyMap<string, PersonState>
  /** By id: people whose transfer nobody has answered yet. */
  readonly onTheWay: ReadonlyMap<string, OnTheWay>
  /** What was said of rows whose person is known under another number, by the number in the row; `*` is for all. */
  readonly doubles: Readonly<Record<string, DoubleAnswer>>
  /** A row of the file whose number a spreadsheet has rounded. */
  readonly rounded: number | undefined
  /** Whether posts in a branch that somebody leaves end with the day of leaving. */
  readonly endPosts: boolean
  /** Whether one of two organizations is the other, or hangs below it. */
  readonly areInLine: (one: string, other: string) => boolean
  /** The name of an organization, by id. */
  readonly nameOf: (org: string) => string
  readonly day: IsoDay
  readonly nextId: () => string
}

type OnTheWay = Pick<KnownTransfer, 'asked' | 'place' | 'goesTo'>

const ended: readonly string[] = endedStatuses

/** Who a row of people is about: somebody known, somebody new, or nobody that can be told. */
export type WhoseRow =
  | { readonly kind: 'known'; readonly state: PersonState }
  | { readonly kind: 'new' }
  | { readonly kind: 'unclear' }

/**
 * Tells whose row it is. A number that is not known is held against the people of that name and birth date: the
 * registry knows better than a spreadsheet that rounds, and two numbers of one person are asked about.
 */
export function whoseRow(
  parsed: TakenRow<Pick<MemberRow, 'name' | 'idType' | 'idNumber' | 'birth'>>,
  planning: PeoplePlanning,
  problems: Problem[],
): WhoseRow {
  const { values } = parsed
  const state = planning.states.get(values.idNumber)
  if (state !== undefined) {
    if (formerNumbersOf(state.person).includes(values.idNumber)) {
      const where = cellOf(parsed, planning.headerOf('idNumber'), values.idNumber)
      problems.push(problemAt(where, 'id-former', { ...numberOfMerged(state.person.name), refused: false }))
    } else {
      const why = whyNotHisName(state, values.name, planning.states)
      if (why === undefined) return { kind: 'known', state }
      const where = cellOf(parsed, planning.headerOf('name'), values.name)
      problems.push(problemAt(where, 'name-of-another', { ...why, refused: true }))
      return { kind: 'unclear' }
    }
    return { kind: 'known', state }
  }
  const namesakes = planning.namesakes.get(namesakeKey(values.name, values.birth.day)) ?? []
  const where = cellOf(parsed, planning.headerOf('idNumber'), values.idNumber)
  const answer = planning.doubles[values.idNumber] ?? planning.doubles['*']
  if (maybeRounded(values.idType, values.idNumber) && answer === undefined) {
    const bornThen = namesakes.filter(({ isBornThen }) => isBornThen)
    const why = whyRounded(planning.rounded, problems, bornThen)
    const known = likelyNumber(values.idNumber, bornThen)
    if (why !== undefined) {
      const says = known === undefined ? why : withKnownNumber(why, known)
      problems.push(problemAt(where, 'id-rounded', { ...says, refused: true }))
      return { kind: 'unclear' }
    }
    problems.push(problemAt(where, 'id-perhaps-rounded', { ...perhapsRounded, refused: false }))
  }
  const [first, ...others] = namesakes
  if (first === undefined || answer === 'new') return { kind: 'new' }
  const known = planning.namesakeStates.get(first.id)
  if (answer === 'same' && others.length === 0 && known !== undefined) return { kind: 'known', state: known }
  const home = known?.home?.org ?? null
  const says = doubleSentence(first, home === null ? undefined : planning.nameOf(home))
  problems.push(problemAt(where, 'person-double', { ...says, refused: true }))
  return { kind: 'unclear' }
}

/** Why a name cannot be a new one of somebody known; undefined where it is his own, or may be. */
function whyNotHisName(
  { person, home }: PersonState,
  written: string,
  states: ReadonlyMap<string, PersonState>,
): Text | undefined {
  const known = person.name ?? ''
  if (known === written) return undefined
  if (isOtherName(known, written)) return otherName(known)
  const isOfAnother = [...states.values()].some(
    other => other.person.id !== person.id && other.person.name === written && other.home?.org === home?.org,
  )
  return isOfAnother ? nameOfAnother(known, written) : undefined
}

/** Two names in Han characters of which no character is the same: whoever takes another name keeps one, the surname above all. */
function isOtherName(known: string, written: string): boolean {
  const [one, other] = [known, written].map(name => new Set(name.match(/\p{Script=Han}/gu)))
  if (one === undefined || other === undefined || one.size === 0 || other.size === 0) return false
  return ![...one].some(character => other.has(character))
}

function otherName(known: string): Text {
  return {
    zh: `台账里这个证件号码是“${known}”的，姓名完全不同，不知道是填错了行、写错了号码，还是改了名。请对照证件核对；确实改名的，请先在这个人的页面改姓名，再导入。`,
    en: `the registry has this ID number under another name, "${known}": it is not known whether a row was mixed up, the number is wrong, or the name was changed. Check the card; if the name was changed, change it on the page of that person first, and import again.`,
  }
}

function nameOfAnother(known: string, written: string): Text {
  return {
    zh: `台账里这个证件号码是“${known}”的，“${written}”在同一个支部另有其人，像是姓名和号码对错了行。请对照证件核对；确实改成同名的，请先在这个人的页面改姓名，再导入。`,
    en: `the registry has this ID number under another name, "${known}", and ${written} is somebody else of the same branch: names and numbers seem to stand in each other's rows. Check the cards; if the name was changed to the same, change it on the page of that person first, and import again.`,
  }
}

/** What one row of a member roster would do. Nothing is written here. */
export function planMember(parsed: TakenRow<MemberRow>, planning: PeoplePlanning): RowPlan {
  const { row, values } = parsed
  const problems: Problem[] = [...parsed.problems]
  const rejected = (): RowPlan => ({ row, verdict: 'rejected', drafts: [], problems })
  const org = placeOfRow(parsed, 'branch', values.branch, planning, problems)
  if (org === undefined) return rejected()
  const whose = whoseRow(parsed, planning, problems)
  if (whose.kind === 'unclear') return rejected()
  if (whose.kind === 'new' && org.kind !== 'branch')
    problems.push(
      problemAt(cellOf(parsed, planning.headerOf('branch'), values.branch), 'place-no-branch', {
        zh: `“${org.name}”不是团支部，团员一般编在团支部。请核对。`,
        en: `"${org.name}" is not a branch; members usually belong to a branch. Check it.`,
        refused: false,
      }),
    )
  if (whose.kind === 'new')
    return { row, verdict: 'created', drafts: newMember(values, org, planning), problems, place: org }
  const note: Note = (field, code, says) => {
    const where = cellOf(parsed, planning.headerOf(field), String(values[field] ?? ''))
    problems.push(problemAt(where, code, { ...says, refused: false }))
  }
  const { phone, joined, joined_precision: precision } = whose.state.person
  const own = withoutCountedUp(values, problems, {
    phone: { known: phone === null ? [] : [phone], says: values.phone },
    joined: {
      known: joined === null ? [] : [shownDate({ day: joined, precision: precision ?? 'day' })],
      says: values.joined && shownDate(values.joined),
    },
  })
  const { drafts, changes } = changesToMember(own, org, whose.state, planning, note)
  return { row, verdict: drafts.length > 0 ? 'updated' : 'unchanged', drafts, problems, place: org, changes }
}

const plainFields = (values: MemberRow) => ({
  name: values.name,
  id_type: values.idType,
  id_number: values.idNumber,
  birth: values.birth.day,
  sex: values.sex,
  ...byField(values, memberTexts),
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

function withMore(draft: Writing, others: Fields): Writing {
  return { ...draft, fields: { ...draft.fields, ...others } }
}

/**
 * A roster says nothing of when a person came to the branch: the membership holds from the later of 入团年月 and the
 * branch's 成立日期, marked as not known; a state that has ended it holds from the day of the roster.
 */
function newMember(values: MemberRow, org: KnownOrg, { day, nextId }: PeoplePlanning): Writing[] {
  const person = nextId()
  const drafts = [
    withMore(newPerson(plainFields(values), values.joined, person), more.toWrite(values.more, undefined)),
  ]
  const home = nextId()
  drafts.push(
    values.movedIn === undefined
      ? undatedHome(home, person, values, org, day)
      : movedHome(home, person, org.id, values.movedIn, []),
  )
  const { status } = values
  if (status !== undefined && ended.includes(status)) {
    drafts.push(leaving(nextId(), person, status, day, [home]))
  } else {
    drafts.push(...standingDrafts(person, standingsToAdd(values, undefined, day), [], nextId))
  }
  return drafts
}

function sinceOf(values: MemberRow, org: KnownOrg, day: IsoDay): string {
  const joined = values.joined?.day
  const { founded } = org
  if (founded === null) return joined ?? day
  return joined === undefined || joined < founded ? founded : joined
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

/** Each follows the one before. */
function standingDrafts(
  person: string,
  standings: readonly Stands[],
  last: readonly string[],
  nextId: () => string,
): Writing[] {
  let follows = last
  return standings.map(stands => {
    const id = nextId()
    const fields = { person, ...stands, follows }
    follows = [id]
    return { act: 'create', entity: 'standing', id, fields }
  })
}

type Note = (
  field: 'name' | 'branch' | 'status' | 'reportedOn' | 'approvedOn' | 'movedIn',
  code: string,
  says: Says,
) => void
type Says = Text & { readonly repair?: string | null }
type Changed = { readonly drafts: readonly Writing[]; readonly changes: readonly RowChange[] }

function changesToMember(
  values: MemberRow,
  org: KnownOrg,
  state: PersonState,
  planning: PeoplePlanning,
  note: Note,
): Changed {
  const { person } = state
  const fields = differing(plainFields(values), person)
  if (formerNumbersOf(person).includes(values.idNumber)) {
    // What goes with a number that is his no longer says nothing of him.
    for (const field of ['id_type', 'id_number', 'birth', 'sex']) delete fields[field]
  }
  // What is no number never takes the place of one.
  if (person.phone !== null && isDoubtfulPhone(values.phone ?? '') && !isDoubtfulPhone(person.phone))
    delete fields['phone']
  const { joined } = values
  if (saysNewDay(joined, person.joined, person.joined_precision)) {
    fields['joined'] = joined.day
    fields['joined_precision'] = joined.precision
  }
  if (fields['name'] !== undefined) {
    note('name', 'name-differs', {
      zh: `台账里同一身份证号的姓名是“${person.name}”，将改为本表的姓名。`,
      en: `The registry has "${person.name}" under this ID number; it takes this roster's name.`,
    })
  }
  const others = more.toWrite(values.more, { ...person })
  const own: Changed =
    Object.keys(fields).length + Object.keys(others).length === 0
      ? { drafts: [], changes: [] }
      : {
          drafts: [{ act: 'edit', entity: 'person', id: person.id, fields: { ...fields, ...others } }],
          changes: changesOf(definition, { ...fields, ...others }, person),
        }
  const parts = [
    own,
    changeOfHome(values, org, state, planning, note),
    changeOfStanding(values, state, planning, note),
  ]
  return { drafts: parts.flatMap(({ drafts }) => drafts), changes: parts.flatMap(({ changes }) => changes) }
}

/** Why somebody is in no branch any more, as a roster writes it. */
function leavingWord(reason: string | null | undefined): string {
  const known = memberStatuses.find(status => status === reason)
  return known === undefined ? (reason ?? '') : memberStatusWords.wordFor(known)
}

/** Whoever is on the way is moved by the answer alone: until it comes he belongs where he was. */
function onTheWay(name: string, { asked, place, goesTo }: OnTheWay, { nameOf }: PeoplePlanning): Says {
  const to = place ?? (goesTo === null ? '' : nameOf(goesTo))
  const [zh, en] = to === '' ? ['', ''] : [`，转往“${to}”`, `, to "${to}"`]
  return {
    zh: `“${name}”的组织关系正在转接（${asked} 申请${zh}），所在组织不按本表改。请先办结或撤销那次转接。`,
    en: `"${name}" is being transferred (asked on ${asked}${en}); this roster does not change where the member belongs. Finish or cancel that transfer first.`,
  }
}

const nothing: Changed = { drafts: [], changes: [] }

function changeOfHome(
  values: MemberRow,
  org: KnownOrg,
  state: PersonState,
  planning: PeoplePlanning,
  note: Note,
): Changed {
  const { person, home } = state
  const { day, nextId, nameOf } = planning
  const { status } = values
  const hasEnded = status !== undefined && ended.includes(status)
  const to = hasEnded ? null : org.id
  if (home !== undefined && home.org === to && (!hasEnded || home.reason === status)) {
    if (values.movedIn !== undefined && !(home.since_known === 1 && home.since === values.movedIn))
      note('movedIn', 'moved-in-known', {
        zh: `台账里已属于这个支部${home.since_known === 1 ? `（${home.since} 起）` : ''}，转入时间不按本表改。`,
        en: `The registry has the member in this branch already${home.since_known === 1 ? ` (from ${home.since} on)` : ''}; that day stays.`,
      })
    return nothing
  }
  const told = home && (home.since_known === 1 ? home.since : home.told_on)
  if (told && told > day) {
    note('branch', 'roster-older', {
      zh: `本表填报于 ${day}，台账里有更晚的去向（${told}），所以不改。`,
      en: `This roster is of ${day}; the registry knows a later branch (${told}), so that stays.`,
    })
    return nothing
  }
  const transfer = planning.onTheWay.get(person.id)
  if (transfer !== undefined) {
    note('branch', 'in-transit', onTheWay(person.name, transfer, planning))
    return nothing
  }
  const was = home?.org ?? null
  const from = was === null ? leavingWord(home?.reason) : nameOf(was)
  const came = values.movedIn !== undefined && !(told && told > values.movedIn) ? values.movedIn : undefined
  const since = hasEnded ? day : (came ?? day)
  const draft = hasEnded
    ? leaving(nextId(), person.id, status, since, state.lastHomes)
    : home === undefined && came === undefined
      ? undatedHome(nextId(), person.id, values, org, day)
      : movedHome(nextId(), person.id, org.id, since, state.lastHomes)
  if (was !== null && !hasEnded) {
    note('branch', 'person-moves', {
      zh: `“${person.name}”在台账里属于“${from}”，将从 ${since} 起转到“${org.name}”。`,
      en: `"${person.name}" belongs to "${from}" in the registry and would move to "${org.name}" on ${since}.`,
    })
  }
  const posts = was === null ? [] : postsLeft(state, was, since)
  for (const { title, since: begun } of posts) {
    const sinceZh = begun === null ? '' : `（${begun} 起）`
    const sinceEn = begun === null ? '' : ` (since ${begun})`
    const post = titleToldOf('post', title).en
    note('branch', planning.endPosts ? 'post-ends' : 'post-stays', {
      zh: planning.endPosts
        ? `“${person.name}”在“${from}”的职务“${title}”${sinceZh}同日结束。`
        : `“${person.name}”仍担任“${from}”的“${title}”${sinceZh}。不再担任的，请一并结束，建议从 ${since} 起。`,
      en: planning.endPosts
        ? `The post of "${person.name}" in "${from}", ${post}${sinceEn}, ends on the same day.`
        : `"${person.name}" still holds the post ${post} in "${from}"${sinceEn}. If that is over, end the post too; proposed: ${since}.`,
    })
  }
  const ends = planning.endPosts ? posts : []
  return {
    drafts: [
      draft,
      ...ends.map(({ id }): Writing => ({ act: 'edit', entity: 'post', id, fields: { until: since } })),
    ],
    changes: [
      hasEnded
        ? { field: 'status', from: nameOf(was ?? ''), to: leavingWord(status) }
        : { field: 'branch', from, to: org.name },
      ...ends.map(({ title }) => ({ field: 'post', from: title, to: since })),
    ],
  }
}

/** The posts that somebody holds in the branch that he leaves. */
function postsLeft({ posts }: PersonState, org: string, day: IsoDay): PersonState['posts'] {
  return posts.filter(
    post =>
      post.org === org &&
      (post.until === null || post.until > day) &&
      (post.since === null || post.since <= day),
  )
}

function changeOfStanding(
  values: MemberRow,
  state: PersonState,
  { day, nextId }: PeoplePlanning,
  note: Note,
): Changed {
  const { status } = values
  const { person, standing } = state
  if (status !== undefined && ended.includes(status)) return nothing
  const added = standingsToAdd(values, standing, day)
  const [last] = added.slice(-1)
  const then = reportDaysOf([...state.standings, ...added])
  for (const field of ['reportedOn', 'approvedOn'] as const)
    if (values[field] !== undefined && then[field] !== undefined && values[field] !== then[field])
      note(field, 'report-day-differs', {
        zh: `台账里的日期是 ${then[field]}，不按本表改。`,
        en: `The registry has ${then[field]}; that stays.`,
      })
  if (last === undefined) return nothing
  if (standing && standing.since > day) {
    note('status', 'roster-older', {
      zh: `本表填报于 ${day}，台账里有更晚的状态（${standing.since}），所以不改。`,
      en: `This roster is of ${day}; the registry knows a later state (${standing.since}), so that stays.`,
    })
    return nothing
  }
  const drafts = standingDrafts(person.id, added, state.lastStandings, nextId)
  const now = { status: standing?.status ?? 'normal', report: standing?.report ?? 'approved' }
  const days = (['reportedOn', 'approvedOn'] as const).flatMap(field => {
    const from = reportDaysOf(state.standings)[field] ?? ''
    const to = then[field] ?? ''
    return from === to || values[field] === undefined ? [] : [{ field, from, to }]
  })
  return {
    drafts,
    changes: [...changesOf(standingOf, { status: last.status, report: last.report }, now), ...days],
  }
}
