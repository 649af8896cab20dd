/**
 * A second implementation of the twenty rules, written from the district's wording alone and sharing no code with the
 * product: arrays and loops, its own calendar. Slow and plain on purpose; it is what the product is compared with.
 */
export type NaiveOrg = {
  readonly id: string
  readonly code: string | null
  readonly kind: 'leading' | 'work-committee' | 'committee' | 'general-branch' | 'branch'
  readonly branchType: string
  readonly founded: string | null
  readonly closed: string | null
  /** Where it hangs, in order of day; empty for the topmost one. */
  readonly places: readonly { readonly parent: string; readonly since: string }[]
  readonly tier: string
  readonly shortName: string | null
  readonly industry: string | null
  readonly phone: string | null
  readonly creditCode: string | null
  readonly approved: number | null
}
export type NaivePerson = {
  readonly id: string
  readonly birth: string | null
  readonly political: string | null
  readonly joined: string | null
  readonly memberNo: string | null
  /** A month: fees are paid up to it. */
  readonly paidTo: string | null
  /** Where he belongs, in order of day; null: nowhere. */
  readonly homes: readonly { readonly org: string | null; readonly since: string }[]
  readonly states: readonly { readonly status: string; readonly report: string; readonly since: string }[]
}
export type NaivePost = {
  readonly person: string
  readonly org: string
  readonly title: string
  readonly since: string | null
  readonly until: string | null
}
export type NaiveTerm = {
  readonly org: string
  readonly elected: string
  readonly years: number | null
  readonly extension: { readonly until: string; readonly approved: string | null } | null
}
export type NaiveMeeting = { readonly org: string; readonly type: string; readonly heldOn: string }
export type NaiveFee = {
  readonly person: string
  readonly year: number
  /** In fen, January first; null: nothing is said. */
  readonly paid: readonly (number | null)[]
  readonly free: { readonly from: string | null; readonly to: string | null } | null
}
export type NaiveAppraisal = {
  readonly person: string
  readonly year: number
  readonly result: string | null
  readonly assessedOn: string | null
  readonly registered: string | null
  readonly registeredOn: string | null
}
export type NaiveRating = {
  readonly org: string
  readonly year: number
  readonly score: number | null
  readonly star: string | null
  readonly veto: string | null
  readonly reviewedOn: string | null
}
export type NaiveRegistry = {
  readonly orgs: readonly NaiveOrg[]
  readonly people: readonly NaivePerson[]
  readonly posts: readonly NaivePost[]
  readonly terms: readonly NaiveTerm[]
  readonly meetings: readonly NaiveMeeting[]
  readonly fees: readonly NaiveFee[]
  readonly appraisals: readonly NaiveAppraisal[]
  readonly ratings: readonly NaiveRating[]
}

const iso = (time: number) => new Date(time).toISOString().slice(0, 10)
const time = (day: string) => Date.parse(`${day}T00:00:00Z`)
const plusDays = (day: string, days: number) => iso(time(day) + days * 86_400_000)
const apart = (from: string, to: string) => Math.round((time(to) - time(from)) / 86_400_000)
const lastOf = <T extends { readonly since: string }>(list: readonly T[], day: string) =>
  list.filter(item => item.since <= day).at(-1)

export function plusMonths(day: string, months: number): string {
  const [year, month, date] = day.split('-').map(Number) as [number, number, number]
  const longest = new Date(Date.UTC(year, month + months, 0)).getUTCDate()
  return iso(Date.UTC(year, month - 1 + months, Math.min(date, longest)))
}

/** Who belongs where on a day: worked out once for all organizations that are asked about. */
const homes = new WeakMap<NaiveRegistry, Map<string, Map<string | undefined, NaivePerson[]>>>()
function peopleIn(registry: NaiveRegistry, org: NaiveOrg, day: string): readonly NaivePerson[] {
  const days = homes.get(registry) ?? new Map<string, Map<string | undefined, NaivePerson[]>>()
  homes.set(registry, days)
  const known =
    days.get(day) ?? Map.groupBy(registry.people, person => lastOf(person.homes, day)?.org ?? undefined)
  days.set(day, known)
  return known.get(org.id) ?? []
}

export function naiveScan(registry: NaiveRegistry, root: string, day: string) {
  // an organization hangs under its first parent even before it was there
  const parentOf = (org: NaiveOrg) => (lastOf(org.places, day) ?? org.places[0])?.parent
  const hangsBelow = (org: NaiveOrg, top: string): boolean => {
    const parent = parentOf(org)
    if (parent === undefined) return false
    if (parent === top) return true
    const above = registry.orgs.find(o => o.id === parent)
    return above !== undefined && hangsBelow(above, top)
  }
  const isThere = (org: NaiveOrg) =>
    (org.closed === null || org.closed > day) &&
    (org.id === root || (org.places.length > 0 && org.places[0]!.since <= day))
  const isHeld = (post: NaivePost) =>
    (post.since === null || post.since <= day) && (post.until === null || post.until > day)

  const inScope = registry.orgs.filter(org => (org.id === root || hangsBelow(org, root)) && isThere(org))
  const young = (org: NaiveOrg) => org.founded !== null && plusMonths(org.founded, 6) > day
  const isExempt = (org: NaiveOrg) => org.branchType !== 'ordinary' || young(org)

  const found = inScope.flatMap(org => {
    const people = peopleIn(registry, org, day)
      .map(person => ({
        ...person,
        ...(lastOf(person.states, day) ?? { status: 'normal', report: 'approved' }),
      }))
      .filter(person => !['aged-out', 'drifted', 'resigned', 'expelled'].includes(person.status))
    const counted = people.filter(
      ({ status, report }) =>
        (status === 'normal' || status.includes('pending')) &&
        report !== 'rejected' &&
        report !== 'withdrawn',
    ).length
    const posts = registry.posts.filter(post => post.org === org.id)
    const ended = (list: readonly NaivePost[]) =>
      list.flatMap(post => (post.until !== null && post.until <= day ? [post.until] : [])).toSorted()
    const exists = org.founded ?? org.places[0]?.since ?? null
    const isBranch = org.kind === 'branch'
    const hit = (rule: string, severity: string, since: string | null, measured: number) => ({
      org: org.code ?? org.id,
      rule,
      severity: isExempt(org) ? 'info' : severity,
      since,
      measured,
    })

    const w01 = isBranch && counted < 3 ? [hit('W01', 'red', null, counted)] : []
    const nobody = isBranch && !posts.some(isHeld)
    const w02 = nobody ? [hit('W02', 'red', ended(posts).at(-1) ?? exists, 0)] : []
    if (isExempt(org)) return [...w01, ...w02]

    const isHollow =
      ['committee', 'work-committee', 'general-branch'].includes(org.kind) &&
      !inScope.some(other => other.kind === 'branch' && hangsBelow(other, org.id))
    const w03 = isHollow ? [hit('W03', 'orange', null, 0)] : []

    const secretaries = posts.filter(post => post.title === '书记')
    const vacantSince = ended(secretaries).at(-1) ?? exists
    const vacant = vacantSince === null ? 0 : Math.max(0, apart(vacantSince, day))
    const w04 =
      !secretaries.some(isHeld) && !nobody
        ? [hit('W04', vacant > 90 ? 'red' : vacant > 30 ? 'orange' : 'yellow', vacantSince, vacant)]
        : []

    const elections = registry.terms.filter(term => term.org === org.id && term.elected <= day)
    const newest = elections.toSorted((a, b) => a.elected.localeCompare(b.elected)).at(-1)
    const w06 = newest === undefined ? [] : electionHits(org, newest, day, hit)

    const w07 =
      isBranch && counted > Math.max(50, org.approved ?? 0) ? [hit('W07', 'yellow', null, counted)] : []

    const late = people.filter(
      ({ id, status, birth }) =>
        status === 'normal' &&
        birth !== null &&
        plusMonths(birth, 336) <= day &&
        !registry.posts.some(post => post.person === id && isHeld(post)),
    )
    const eldest = late.map(person => plusMonths(person.birth!, 336)).toSorted()[0]
    const w16 =
      isBranch && eldest !== undefined
        ? [hit('W16', late.length * 10 > people.length ? 'orange' : 'yellow', eldest, late.length)]
        : []
    const committee = new Set(
      posts
        .filter(isHeld)
        .filter(post => post.title !== '工作人员' && post.title !== '候补委员')
        .map(post => post.person),
    ).size
    const w05 = isBranch && counted >= 7 && committee < 3 ? [hit('W05', 'orange', null, committee)] : []
    const hasSecretary = secretaries.some(isHeld)
    const w19 = recordHits(registry, org, hasSecretary, hit)
    const duties = isBranch ? dutyHits(registry, org, day, counted, exists, hit) : []
    const w20 = isBranch || org.kind === 'general-branch' ? ratingHits(registry, org, day, hit) : []
    return [...w01, ...w02, ...w03, ...w04, ...w05, ...w06, ...w07, ...duties, ...w16, ...w19, ...w20]
  })

  const branches = inScope.filter(org => org.kind === 'branch')
  const names = new Map(inScope.map(org => [org.code ?? org.id, org]))
  const by = (name: string, severity: string) =>
    found.filter(f => f.org === name && f.severity === severity).length
  return {
    branches: branches.length,
    exempt: branches.filter(isExempt).length,
    flagged: branches.filter(org => found.some(f => f.org === (org.code ?? org.id) && f.severity !== 'info'))
      .length,
    findings: found.toSorted((a, b) => (`${a.org} ${a.rule}` < `${b.org} ${b.rule}` ? -1 : 1)),
    suggested: [...names.keys()]
      .filter(name => names.get(name)!.kind !== 'leading')
      .filter(name => by(name, 'red') >= 1 || by(name, 'orange') >= 3)
      .toSorted(),
  }
}

type Hit<T> = (rule: string, severity: string, since: string | null, measured: number) => T

function electionHits<T>(
  org: NaiveOrg,
  { elected, years, extension }: NaiveTerm,
  day: string,
  hit: Hit<T>,
): readonly T[] {
  if (org.kind === 'leading' || org.kind === 'work-committee') return []
  const due = plusMonths(elected, 12 * (years ?? 3))
  const longest = plusMonths(elected, 12 * (years ?? (org.kind === 'committee' ? 5 : 3)))
  const cap = plusMonths(longest, org.kind === 'branch' ? 6 : 12)
  const isApproved = extension !== null && (extension.approved === null || extension.approved <= day)
  const wanted = isApproved && extension.until > due ? extension.until : due
  const limit = wanted < cap ? wanted : cap
  const late = apart(due, day)
  if (cap < day) return [hit('W06', 'red', plusDays(limit, 1), late)]
  if (limit < day) return [hit('W06', 'orange', plusDays(limit, 1), late)]
  if (apart(day, limit) <= 90) return [hit('W06', 'yellow', plusDays(limit, -90), late)]
  return []
}

const monthsIn = (year: number) =>
  ['01', '02', '03', '04', '05', '06', '07', '08', '09', '10', '11', '12'].map(month => `${year}-${month}`)
/** 2018-03 and so many months on. */
const monthOn = (month: string, n: number) => plusMonths(`${month}-01`, n).slice(0, 7)
const share = (part: number, whole: number) => Math.floor((part * 1000) / whole) / 10
const isParty = ({ political }: NaivePerson) => political === '中共党员' || political === '中共预备党员'

/** Everyone who counts in a branch on a day. */
function rollOn(registry: NaiveRegistry, org: NaiveOrg, day: string) {
  return peopleIn(registry, org, day)
    .map(person => ({ person, ...(lastOf(person.states, day) ?? { status: 'normal', report: 'approved' }) }))
    .filter(({ status }) => status === 'normal' || status.includes('pending'))
    .filter(({ report }) => report !== 'rejected' && report !== 'withdrawn')
}

function dutyHits<T>(
  registry: NaiveRegistry,
  org: NaiveOrg,
  day: string,
  counted: number,
  exists: string | null,
  hit: Hit<T>,
): readonly T[] {
  const roll = rollOn(registry, org, day)
  return [
    ...meetingHits(registry, org, day, counted, exists, hit),
    ...yearHits(registry, org, day, hit),
    ...feeHits(registry, roll, day, hit),
    ...waitingHits(registry, org, day, hit),
    ...numberHits(registry, roll, hit),
  ]
}

/** The meetings up to a day, the first of each type, and whose they are: the same for all organizations. */
type Met = {
  readonly first: string | undefined
  readonly firstOf: ReadonlyMap<string, string>
  readonly byOrg: ReadonlyMap<string, readonly NaiveMeeting[]>
}
const metBefore = new WeakMap<NaiveRegistry, Map<string, Met>>()
function metUpTo(registry: NaiveRegistry, day: string): Met {
  const days = metBefore.get(registry) ?? new Map<string, Met>()
  metBefore.set(registry, days)
  const known = days.get(day)
  if (known !== undefined) return known
  const all = registry.meetings
    .filter(meeting => meeting.heldOn <= day)
    .toSorted((a, b) => (a.heldOn < b.heldOn ? -1 : 1))
  const met = {
    first: all[0]?.heldOn,
    firstOf: new Map(all.toReversed().map(meeting => [meeting.type, meeting.heldOn])),
    byOrg: Map.groupBy(all, meeting => meeting.org),
  }
  days.set(day, met)
  return met
}

function meetingHits<T>(
  registry: NaiveRegistry,
  org: NaiveOrg,
  day: string,
  counted: number,
  exists: string | null,
  hit: Hit<T>,
): readonly T[] {
  const { first, firstOf, byOrg } = metUpTo(registry, day)
  if (first === undefined) return []
  const own = byOrg.get(org.id) ?? []
  // who never recorded one is told so once half of all branches have
  const branches = registry.orgs.filter(
    one =>
      one.kind === 'branch' &&
      (one.founded === null || one.founded <= day) &&
      (one.closed === null || one.closed > day),
  )
  const everHeld = (id: string, type?: string) =>
    (byOrg.get(id) ?? []).some(meeting => type === undefined || meeting.type === type)
  const isAsked = (type?: string) =>
    everHeld(org.id, type) || 2 * branches.filter(({ id }) => everHeld(id, type)).length >= branches.length
  /** Periods of so many months that were over by the day, the last `count` of them, without a meeting of the type. */
  const missed = (type: string, length: number, count: number) => {
    const month = Number(day.slice(5, 7))
    const running = `${day.slice(0, 5)}${String(month - ((month - 1) % length)).padStart(2, '0')}-01`
    const firstOfType = firstOf.get(type)
    return Array.from({ length: count }, (_, n) => plusMonths(running, length * (n - count))).filter(
      from =>
        firstOfType !== undefined &&
        isAsked(type) &&
        firstOfType < plusMonths(from, length) &&
        (exists === null || from >= exists) &&
        !own.some(
          meeting =>
            meeting.type === type && meeting.heldOn >= from && meeting.heldOn < plusMonths(from, length),
        ),
    )
  }
  const reached = (list: readonly string[], n: number, length: number) => plusMonths(list[n - 1]!, length)
  const assemblies = missed('支部大会', 3, 4)
  const grade = ['', 'yellow', 'orange', 'red', 'red'][assemblies.length]!
  const w08 =
    assemblies.length > 0
      ? [hit('W08', grade, reached(assemblies, Math.min(assemblies.length, 3), 3), assemblies.length)]
      : []
  const committees = missed('支委会', 1, 6)
  const w09 =
    counted >= 7 && committees.length >= 2
      ? [
          committees.length >= 4
            ? hit('W09', 'orange', reached(committees, 4, 1), committees.length)
            : hit('W09', 'yellow', reached(committees, 2, 1), committees.length),
        ]
      : []
  const lessons = missed('团课', 3, 4)
  const w10 = lessons.length >= 2 ? [hit('W10', 'orange', reached(lessons, 2, 3), lessons.length)] : []
  const last = own
    .map(meeting => meeting.heldOn)
    .toSorted()
    .at(-1)
  const quiet = last ?? (exists !== null && exists > first ? exists : first)
  const days = isAsked() ? apart(quiet, day) : 0
  const w11 =
    days >= 180
      ? [hit('W11', 'red', plusDays(quiet, 180), days)]
      : days >= 90
        ? [hit('W11', 'orange', plusDays(quiet, 90), days)]
        : []
  return [...w08, ...w09, ...w10, ...w11]
}

/** The last year that was over a month before the day. */
const yearAskedFor = (day: string) => Number(plusMonths(day, -1).slice(0, 4)) - 1

/** Everybody who is at home somewhere on the day. */
function peopleAtHome(registry: NaiveRegistry, day: string): number {
  return registry.people.filter(({ homes }) => (lastOf(homes, day)?.org ?? null) !== null).length
}

function yearHits<T>(registry: NaiveRegistry, org: NaiveOrg, day: string, hit: Hit<T>): readonly T[] {
  const year = yearAskedFor(day)
  const roll = rollOn(registry, org, `${year}-12-31`).map(({ person }) => {
    const said = registry.appraisals.filter(one => one.person === person.id && one.year === year)
    const results = said.filter(one => (one.assessedOn ?? '') <= day).flatMap(one => one.result ?? [])
    const isAnswered = said.some(one => one.registered !== null && (one.registeredOn ?? '') <= day)
    const isRegistered = said.some(one => one.registered === 'registered' && (one.registeredOn ?? '') <= day)
    return { person, results, isAnswered, isRegistered }
  })
  // a branch without any result is told so once there is one for half of all people
  const isWide = (isSaid: (one: NaiveAppraisal) => boolean) =>
    [...Map.groupBy(registry.appraisals.filter(isSaid), one => one.year)].some(
      ([of, said]) => of <= year && 2 * said.length >= peopleAtHome(registry, day),
    )
  const due = `${year + 1}-02-01`
  const w12: T[] = []
  if (registry.appraisals.some(one => one.result !== null && one.year <= year)) {
    const asked = roll.filter(({ person }) => !isParty(person))
    const done = asked.filter(({ results }) => results.length > 0)
    const excellent = asked.filter(({ results }) => results.includes('excellent'))
    const isKept = done.length > 0 || isWide(one => one.result !== null && (one.assessedOn ?? '') <= day)
    if (isKept && asked.length > 0 && done.length < asked.length) {
      const severity = done.length / asked.length < 0.6 ? 'red' : 'yellow'
      w12.push(hit('W12', severity, due, share(done.length, asked.length)))
    } else if (isKept && excellent.length * 10 > done.length * 3) {
      w12.push(hit('W12', 'yellow', due, share(excellent.length, done.length)))
    }
  }
  const w13: T[] = []
  if (registry.appraisals.some(one => one.registered !== null && one.year <= year)) {
    const asked = roll.filter(({ results }) => !results.includes('failed'))
    const done = asked.filter(({ isRegistered }) => isRegistered).length
    const isKept =
      roll.some(({ isAnswered }) => isAnswered) ||
      isWide(one => one.registered !== null && (one.registeredOn ?? '') <= day)
    if (isKept && asked.length > 0 && done / asked.length < 0.98)
      w13.push(hit('W13', done === 0 ? 'red' : 'yellow', due, share(done, asked.length)))
  }
  return [...w12, ...w13]
}

function feeHits<T>(
  registry: NaiveRegistry,
  roll: readonly { readonly person: NaivePerson; readonly status: string }[],
  day: string,
  hit: Hit<T>,
): readonly T[] {
  const last = monthOn(day.slice(0, 7), -1)
  const years = registry.fees.map(fee => fee.year).filter(year => year <= Number(day.slice(0, 4)))
  const kept: string[] = registry.people.flatMap(person => person.paidTo ?? [])
  if (years.length > 0) {
    const first = Math.min(...years)
    const paidIn = registry.fees
      .filter(fee => fee.year === first)
      .flatMap(fee => monthsIn(first).filter((_, at) => (fee.paid[at] ?? 0) > 0))
    kept.push(paidIn.toSorted()[0] ?? `${first}-01`)
  }
  const [from] = kept.toSorted()
  if (from === undefined || from > last) return []
  const isSettled = (person: NaivePerson, month: string) =>
    (person.paidTo !== null && month <= person.paidTo) ||
    registry.fees.some(fee => {
      if (fee.person !== person.id) return false
      return isSettledBy(fee, month)
    })
  const isSettledBy = (fee: NaiveFee, month: string) =>
    monthsIn(fee.year).some((each, at) => each === month && (fee.paid[at] ?? 0) > 0) || isFree(fee, month)
  const isFree = (fee: NaiveFee, month: string) =>
    fee.free !== null &&
    month.startsWith(String(fee.year)) &&
    (fee.free.from ?? `${fee.year}-01`) <= month &&
    month <= (fee.free.to ?? `${fee.year}-12`)
  const payers = roll
    .filter(({ person }) => !isParty(person))
    .filter(({ person }) => !registry.fees.some(fee => fee.person === person.id && isFree(fee, last)))
    .map(({ person, status }) => {
      let months = 0
      for (let month = last; month >= from; month = monthOn(month, -1)) {
        if (isSettled(person, month) || (person.joined !== null && month <= person.joined.slice(0, 7))) break
        months += 1
      }
      return { status, months }
    })
  const isKnown = roll.some(
    ({ person }) =>
      person.paidTo !== null ||
      registry.fees.some(
        fee =>
          fee.person === person.id &&
          monthsIn(fee.year).some(month => month <= last && isSettledBy(fee, month)),
      ),
  )
  const paidInYear = (year: number) =>
    registry.fees.filter(
      fee =>
        fee.year === year &&
        (year < Number(last.slice(0, 4)) ||
          fee.paid.some((fen, at) => (fen ?? 0) > 0 && monthsIn(year)[at]! <= last) ||
          (fee.free !== null && (fee.free.from ?? '') <= last)),
    ).length
  const most = Math.max(
    0,
    ...years.filter(year => year <= Number(last.slice(0, 4))).map(paidInYear),
    registry.people.filter(({ paidTo }) => paidTo !== null).length,
  )
  if (!isKnown && 2 * most < peopleAtHome(registry, day)) return []
  const behind = payers.filter(({ months }) => months >= 3).length
  const longest = Math.max(0, ...payers.map(({ months }) => months))
  const since = (months: number) => plusMonths(`${last}-01`, months + 1 - longest)
  const percent = (behind * 100) / payers.length
  const w14 =
    behind > 0 && percent >= 2
      ? [
          hit(
            'W14',
            percent >= 50 ? 'red' : percent >= 5 ? 'orange' : 'yellow',
            since(3),
            share(behind, payers.length),
          ),
        ]
      : []
  const drifting = payers.filter(({ status, months }) => status === 'normal' && months >= 6).length
  return [...w14, ...(drifting > 0 ? [hit('W15', 'orange', since(6), drifting)] : [])]
}

function waitingHits<T>(registry: NaiveRegistry, org: NaiveOrg, day: string, hit: Hit<T>): readonly T[] {
  const waits = peopleIn(registry, org, day)
    .flatMap(person =>
      person.states.map((state, at) => ({ ...state, until: person.states[at + 1]?.since ?? null })),
    )
    .filter(({ report, since }) => (report === 'pending' || report === 'edit-pending') && since <= day)
  const open = waits.filter(({ until }) => until === null || until > day).map(({ since }) => since)
  const running = `${day.slice(0, 7)}-01`
  const month = plusMonths(running, -1)
  const inMonth = waits
    .filter(({ since }) => since < running)
    .map(({ since, until }) => ({ since, answered: until !== null && until <= day ? until : null }))
    .filter(({ answered }) => answered === null || answered >= month)
  const isAnswered = (answered: string | null): answered is string => answered !== null && answered < running
  const timely = inMonth.filter(
    ({ since, answered }) => isAnswered(answered) && apart(since, answered) <= 2,
  ).length
  const late = inMonth.filter(({ since, answered }) =>
    isAnswered(answered) ? apart(since, answered) > 2 : apart(since, running) > 2,
  ).length
  const isSlow = timely + late > 0 && timely / (timely + late) < 0.7
  const [oldest] = open.toSorted()
  const days = oldest === undefined ? 0 : apart(oldest, day)
  if (oldest !== undefined && days > 2)
    return [hit('W17', days > 10 || isSlow ? 'orange' : 'yellow', plusDays(oldest, days > 10 ? 11 : 3), days)]
  return isSlow ? [hit('W17', 'orange', null, share(timely, timely + late))] : []
}

function numberHits<T>(
  registry: NaiveRegistry,
  roll: readonly { readonly person: NaivePerson }[],
  hit: Hit<T>,
): readonly T[] {
  if (!registry.people.some(({ memberNo }) => memberNo !== null)) return []
  const asked = roll.filter(({ person }) => person.joined !== null && person.joined >= '2017-01-01')
  const isRight = ({ memberNo, joined }: NaivePerson) => {
    if (memberNo === null || joined === null) return false
    if (/^20(1516|1617)[0-9]{10}$/.test(memberNo)) return true
    const years = ['2017', '2018'].includes(joined.slice(0, 4)) ? ['2017', '2018'] : [joined.slice(0, 4)]
    return /^[0-9]{12}$/.test(memberNo) && years.includes(memberNo.slice(0, 4))
  }
  const right = asked.filter(({ person }) => isRight(person)).length
  return asked.length > 0 && right / asked.length < 0.98
    ? [hit('W18', 'yellow', null, share(right, asked.length))]
    : []
}

function recordHits<T>(
  registry: NaiveRegistry,
  org: NaiveOrg,
  hasSecretary: boolean,
  hit: Hit<T>,
): readonly T[] {
  const anybody = (has: (one: NaiveOrg) => boolean) => registry.orgs.some(has)
  const blank = [
    org.shortName === null && anybody(one => one.shortName !== null),
    org.kind !== 'leading' && org.industry === null && anybody(one => one.industry !== null),
    org.kind !== 'leading' && org.places.length === 0,
    org.phone === null && anybody(one => one.phone !== null),
    !hasSecretary,
    org.tier === 'two-new' && org.creditCode === null && anybody(one => one.creditCode !== null),
  ].filter(Boolean).length
  return blank > 0 ? [hit('W19', 'yellow', null, blank)] : []
}

function ratingHits<T>(registry: NaiveRegistry, org: NaiveOrg, day: string, hit: Hit<T>): readonly T[] {
  const year = yearAskedFor(day)
  const isResult = ({ score, star, veto }: NaiveRating) => score !== null || star !== null || veto !== null
  if (!registry.ratings.some(one => isResult(one) && one.year <= year)) return []
  const newest = registry.ratings
    .filter(one => one.org === org.id && isResult(one))
    .filter(({ reviewedOn, year: of }) =>
      reviewedOn === null ? of < Number(day.slice(0, 4)) : reviewedOn <= day,
    )
    .toSorted((a, b) => a.year - b.year)
    .at(-1)
  if (newest !== undefined) {
    const { score, star, veto } = newest
    const due = `${newest.year + 1}-02-01`
    const since = due <= day ? due : null
    if (veto !== null || star === 'none' || (score !== null && score < 600))
      return [hit('W20', 'red', since, (score ?? 0) / 10)]
    if (star === 'two' || (score !== null && score < 700))
      return [hit('W20', 'orange', since, (score ?? 0) / 10)]
    if (newest.year >= year) return []
  }
  if (org.founded !== null && org.founded > `${year}-06-01`) return []
  // Nobody is told that he was not rated before half of all were, in one of the years that are over.
  const rateable = registry.orgs.filter(
    one =>
      (one.kind === 'branch' || one.kind === 'general-branch') &&
      (one.founded === null || one.founded <= day) &&
      (one.closed === null || one.closed > day),
  ).length
  const halfIn = (of: number) =>
    2 * new Set(registry.ratings.filter(one => isResult(one) && one.year === of).map(one => one.org)).size >=
    rateable
  if (!registry.ratings.some(one => one.year <= year && halfIn(one.year))) return []
  return [hit('W20', 'yellow', `${year + 1}-02-01`, 0)]
}
