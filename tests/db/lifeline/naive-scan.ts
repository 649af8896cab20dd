/**
 * A second implementation of the seven rules, written from the district's wording alone and sharing no code with the
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
}
export type NaivePerson = {
  readonly id: string
  readonly birth: string | null
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
export type NaiveTerm = { readonly org: string; readonly elected: string; readonly years: number | null }
export type NaiveRegistry = {
  readonly orgs: readonly NaiveOrg[]
  readonly people: readonly NaivePerson[]
  readonly posts: readonly NaivePost[]
  readonly terms: readonly NaiveTerm[]
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
    const people = registry.people
      .filter(person => lastOf(person.homes, day)?.org === org.id)
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

    const w07 = isBranch && counted > 50 ? [hit('W07', 'yellow', null, counted)] : []

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
    return [...w01, ...w02, ...w03, ...w04, ...w06, ...w07, ...w16]
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
  { elected, years }: NaiveTerm,
  day: string,
  hit: Hit<T>,
): readonly T[] {
  if (org.kind === 'leading' || org.kind === 'work-committee') return []
  const due = plusMonths(elected, 12 * (years ?? 3))
  const longest = plusMonths(elected, 12 * (years ?? (org.kind === 'committee' ? 5 : 3)))
  if (plusMonths(longest, org.kind === 'branch' ? 6 : 12) < day) {
    return [hit('W06', 'red', plusDays(due, 1), apart(due, day))]
  }
  if (due < day) return [hit('W06', 'orange', plusDays(due, 1), apart(due, day))]
  if (apart(day, due) <= 90) return [hit('W06', 'yellow', plusDays(due, -90), apart(due, day))]
  return []
}
