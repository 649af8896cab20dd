import fc from 'fast-check'
import { memberStatuses, reportStatuses } from '#contract/vocabulary.ts'
import { addDays, addMonths } from '#db/shared/day.ts'
import { day } from './healthy.ts'
import type {
  NaiveAppraisal,
  NaiveFee,
  NaiveMeeting,
  NaiveOrg,
  NaivePerson,
  NaivePost,
  NaiveRating,
  NaiveRegistry,
  NaiveTerm,
} from './naive-scan.ts'
import { type SmallRegistry, smallRegistry } from './small-registry.ts'

export const askedOn = day('2018-12-31')

/** Days at which something turns, and the days beside them; else any day of the years before. */
const aDay = fc.oneof(
  fc
    .tuple(fc.constantFrom(0, 6, 9, 12, 18, 21, 24, 30, 33, 36, 42, 48), fc.integer({ min: -1, max: 1 }))
    .map(([months, days]) => addDays(addMonths(askedOn, -months), days)),
  fc.constantFrom(2, 3, 5, 9, 10, 11, 29, 30, 31, 32, 89, 90, 91, 92).map(days => addDays(askedOn, -days)),
  fc.constantFrom('2016-02-29', '2018-06-30', '2018-07-01', '2014-08-31', '2015-02-28').map(day),
  fc.integer({ min: -200, max: 3000 }).map(days => addDays(askedOn, -days)),
)
const aBirth = fc.oneof(
  fc.integer({ min: -2, max: 2 }).map(days => addDays(addMonths(askedOn, -336), days)),
  fc.integer({ min: 4000, max: 14_000 }).map(days => addDays(askedOn, -days)),
)
const aMonth = fc.integer({ min: 0, max: 14 }).map(n => addMonths(askedOn, 1 - n).slice(0, 7))
const aJoining = fc
  .constantFrom('2010-05', '2016-12', '2017-01', '2017-06', '2018-03', '2018-08', '2018-10', '2018-11')
  .map(month => `${month}-01`)
const aNumber = fc.constantFrom(
  '201744000301',
  '201844000301',
  '201644000301',
  '20184400030',
  '2018440003012',
  '2015161234567890',
  '2014161234567890',
  '2018440003x1',
)
/** Years before 2016 make every month since then one that nobody paid for: some registries only. */
const aYear = fc.constantFrom(2016, 2017, 2017, 2017, 2018, 2018, 2018, 2019)

const sometimes = <T>(value: fc.Arbitrary<T>, freq = 4) => fc.option(value, { freq })
const inOrder = <T extends { readonly since: string }>(list: readonly T[]) =>
  list
    .toSorted((a, b) => (a.since < b.since ? -1 : 1))
    .filter((item, i, all) => i === 0 || item.since !== all[i - 1]!.since)

const anOrg = (index: number) =>
  fc.record({
    id: fc.constant(`o${String(index).padStart(3, '0')}`),
    code: sometimes(fc.constant(`LH${String(50 - index).padStart(6, '0')}`)),
    kind: index === 0 ? fc.constant('leading' as const) : aKind,
    branchType: fc.constantFrom('ordinary', 'ordinary', 'ordinary', 'ordinary', 'temporary', 'graduates'),
    founded: sometimes(aDay),
    tier: fc.constantFrom('street', 'two-new'),
    shortName: sometimes(fc.constant('简称'), 8),
    industry: sometimes(fc.constant('非公企业'), 8),
    phone: sometimes(fc.constant('0755-1'), 8),
    creditCode: sometimes(fc.constant('91'), 8),
    approved: fc.option(fc.constantFrom(50, 60), { freq: 2 }),
    closed: fc
      .oneof({ arbitrary: fc.constant(null), weight: 5 }, { arbitrary: aDay, weight: 1 })
      .map(closed => (index === 0 ? null : closed)),
    places:
      index === 0
        ? fc.constant([])
        : fc
            .array(
              fc.record({
                parent: fc.nat(index - 1).map(n => `o${String(n).padStart(3, '0')}`),
                since: aDay,
              }),
              {
                minLength: 1,
                maxLength: 3,
              },
            )
            .map(inOrder),
  }) satisfies fc.Arbitrary<NaiveOrg>
const aKind = fc.constantFrom(
  ...(['branch', 'branch', 'branch', 'general-branch', 'committee', 'work-committee', 'leading'] as const),
)

function aPerson(index: number, orgs: readonly string[]): fc.Arbitrary<NaivePerson> {
  return fc.record({
    id: fc.constant(`p${String(index).padStart(3, '0')}`),
    birth: sometimes(aBirth, 8),
    political: sometimes(fc.constantFrom('共青团员', '共青团员', '中共党员', '中共预备党员')),
    joined: sometimes(aJoining),
    memberNo: fc.option(aNumber, { freq: 2 }),
    paidTo: fc.option(aMonth, { freq: 2 }),
    homes: fc
      .array(fc.record({ org: sometimes(fc.constantFrom(...orgs), 8), since: aDay }), { maxLength: 2 })
      .map(inOrder),
    states: fc
      .array(
        fc.record({
          status: fc.constantFrom('normal', ...memberStatuses),
          report: fc.constantFrom('approved', ...reportStatuses),
          since: aDay,
        }),
        { maxLength: 2 },
      )
      .map(inOrder),
  })
}

export const randomRegistry: fc.Arbitrary<NaiveRegistry> = fc
  .integer({ min: 1, max: 9 })
  .chain(count => fc.tuple(...Array.from({ length: count }, (_, i) => anOrg(i))))
  .chain(orgs => {
    const ids = orgs.map(org => org.id)
    // in some registries many belong to one organization: a committee is asked for from seven on
    const crowd = fc
      .tuple(fc.constantFrom(0, 0, 0, 0, 6, 7, 8, 8, 12, 60), fc.constantFrom(0, 2, 4), fc.boolean())
      .chain(([n, behind, areYoung]) =>
        fc.tuple(
          ...Array.from({ length: n }, (_, i) =>
            aPerson(100 + i, ids).map(person => ({
              ...person,
              homes: [{ org: ids.at(-1) ?? null, since: day('2015-06-01') }],
              states: person.states.slice(0, i % 5 === 0 ? 1 : 0),
              // all but one or two have paid
              paidTo: i >= 2 && i % 4 < behind ? '2018-11' : person.paidTo,
              // one of many past 28 is another matter than most of them, and soon there are two
              birth: areYoung && i > 0 ? addMonths(askedOn, i === 1 ? -335 : -200) : person.birth,
            })),
          ),
        ),
      )
    const people = fc
      .nat(25)
      .chain(n => fc.tuple(...Array.from({ length: n }, (_, i) => aPerson(i, ids))))
      .chain(some => crowd.map(many => [...some, ...many]))
    return people.chain(members => {
      const holders = ['p900', ...members.map(person => person.id)]
      const post: fc.Arbitrary<NaivePost> = fc.record({
        person: fc.constantFrom(...holders),
        org: fc.constantFrom(...ids),
        title: fc.constantFrom('书记', '书记', '副书记', '组织委员'),
        since: sometimes(aDay),
        until: fc.option(aDay),
      })
      const term: fc.Arbitrary<NaiveTerm> = fc.record({
        org: fc.constantFrom(...ids),
        elected: aDay,
        years: sometimes(fc.integer({ min: 1, max: 5 })),
        extension: fc.option(
          fc.record({
            until: fc.oneof(
              aDay,
              fc.integer({ min: 0, max: 400 }).map(days => addDays(askedOn, days)),
            ),
            approved: fc.option(aDay),
          }),
          { freq: 2 },
        ),
      })
      const meeting: fc.Arbitrary<NaiveMeeting> = fc.record({
        org: fc.constantFrom(...ids),
        type: fc.constantFrom('支部大会', '支部大会', '支委会', '团课', '团课', '主题团日'),
        heldOn: fc.oneof(
          fc.integer({ min: 0, max: 460 }).map(days => addDays(askedOn, -days)),
          aDay,
        ),
      })
      /** A committee that met in some of the months, in the middle of each. */
      const regular = fc.subarray([1, 2, 3, 4, 5, 6, 7], { minLength: 0 }).map(months =>
        months.map(
          (n): NaiveMeeting => ({
            org: ids.at(-1) ?? '',
            type: '支委会',
            heldOn: addMonths(askedOn, -n),
          }),
        ),
      )
      const whom = members.length === 0 ? ['p900'] : members.map(person => person.id)
      const fee: fc.Arbitrary<NaiveFee> = fc.record({
        person: fc.constantFrom(...whom),
        year: aYear,
        paid: fc.oneof(
          fc.array(fc.constantFrom(null, 0, 20, 500), { minLength: 12, maxLength: 12 }),
          fc.nat(12).map(n => Array.from({ length: 12 }, (_, at) => (at < n ? 500 : null))),
        ),
        free: fc.option(fc.record({ from: fc.option(aMonth), to: fc.option(aMonth) }), { freq: 2 }),
      })
      const appraisal: fc.Arbitrary<NaiveAppraisal> = fc.record({
        person: fc.constantFrom(...whom),
        year: aYear,
        result: fc.option(fc.constantFrom('excellent', 'good', 'good', 'basic', 'failed'), { freq: 6 }),
        assessedOn: fc.option(aDay),
        registered: fc.option(fc.constantFrom('registered', 'registered', 'deferred'), { freq: 6 }),
        registeredOn: fc.option(aDay),
      })
      const rating: fc.Arbitrary<NaiveRating> = fc.record({
        org: fc.constantFrom(...ids),
        year: aYear,
        score: fc.option(fc.constantFrom(0, 599, 600, 699, 700, 900)),
        star: fc.option(fc.constantFrom('five', 'three', 'two', 'none')),
        veto: fc.option(fc.constant('未换届'), { freq: 2 }),
        reviewedOn: fc.option(aDay),
      })
      const of = <T>(one: fc.Arbitrary<T>, maxLength: number) =>
        fc.oneof(
          { arbitrary: fc.constant([]), weight: 1 },
          { arbitrary: fc.array(one, { maxLength }), weight: 3 },
        )
      /** Everybody in one of the states that most are in: else nobody would ever be done. */
      const everybody = fc.option(fc.constantFrom(2017, 2018), { freq: 2 }).map(year =>
        year === null
          ? []
          : whom.map(
              (person, n): NaiveAppraisal => ({
                person,
                year,
                result: n % 3 === 0 ? 'excellent' : 'good',
                assessedOn: null,
                registered: n % 7 === 3 ? 'deferred' : 'registered',
                registeredOn: null,
              }),
            ),
      )
      return fc.record({
        orgs: fc.constant(orgs),
        people: fc.constant(members),
        posts: fc.array(post, { maxLength: 12 }),
        terms: fc.uniqueArray(term, { maxLength: 10, selector: t => `${t.org} ${t.elected}` }),
        meetings: fc.tuple(of(meeting, 40), regular).map(([some, all]) => [...some, ...all]),
        fees: of(fee, 25),
        appraisals: fc.tuple(of(appraisal, 25), everybody).map(([some, all]) => [...some, ...all]),
        ratings: fc.uniqueArray(rating, { maxLength: 8, selector: r => `${r.org} ${r.year}` }),
      })
    })
  })

/** The same registry as rows in the tables. */
export function stored(given: NaiveRegistry): SmallRegistry {
  const { orgs, people, posts, terms } = given
  const registry = smallRegistry()
  for (const org of orgs) {
    const { shortName, industry, phone, creditCode, approved } = org
    registry.org({
      ...org,
      under: null,
      more: {
        short_name: shortName,
        industry,
        phone,
        credit_code: creditCode,
        members_approved: approved,
      },
    })
    org.places.forEach(({ parent, since }, i) => {
      const starts = i === 0 ? '0000-00-00' : since
      registry.place(org.id, parent, { since, starts, until: org.places[i + 1]?.since ?? null })
    })
  }
  for (const { homes, states, ...person } of people) {
    const { political, joined, memberNo, paidTo } = person
    registry.person({
      id: person.id,
      birth: person.birth,
      more: { political, joined, member_no: memberNo, fees_paid_to: paidTo },
    })
    homes.forEach(({ org, since }, i) => {
      registry.member(person.id, org, { since, until: homes[i + 1]?.since ?? null })
    })
    states.forEach(({ status, report, since }, i) => {
      registry.standing(person.id, status, report, { since, until: states[i + 1]?.since ?? null })
    })
  }
  for (const { person, org, title, since, until } of posts)
    registry.post(person, org, title, { since, until })
  for (const { org, elected, years, extension } of terms) registry.term(org, elected, years, 'day', extension)
  for (const { org, type, heldOn } of given.meetings)
    registry.record('meeting', { org, type, held_on: heldOn })
  for (const { person, year, paid, free } of given.fees)
    registry.record('fee', {
      person,
      year,
      free: free === null ? null : '其他',
      free_from: free?.from ?? null,
      free_to: free?.to ?? null,
      ...Object.fromEntries(paid.map((fen, at) => [`paid_${String(at + 1).padStart(2, '0')}`, fen])),
    })
  for (const { assessedOn, registeredOn, ...appraisal } of given.appraisals)
    registry.record('appraisal', {
      ...appraisal,
      assessed_on: assessedOn,
      registered_on: registeredOn,
    })
  for (const { reviewedOn, ...rating } of given.ratings)
    registry.record('rating', { ...rating, reviewed_on: reviewedOn })
  return registry
}
