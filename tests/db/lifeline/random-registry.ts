import fc from 'fast-check'
import { memberStatuses, reportStatuses } from '#contract/vocabulary.ts'
import { addDays, addMonths } from '#db/shared/day.ts'
import { day } from './healthy.ts'
import type { NaiveOrg, NaivePerson, NaivePost, NaiveRegistry, NaiveTerm } from './naive-scan.ts'
import { type SmallRegistry, smallRegistry } from './small-registry.ts'

export const askedOn = day('2018-12-31')

/** Days at which something turns, and the days beside them; else any day of the years before. */
const aDay = fc.oneof(
  fc
    .tuple(fc.constantFrom(0, 6, 9, 12, 18, 21, 24, 30, 33, 36, 42, 48), fc.integer({ min: -1, max: 1 }))
    .map(([months, days]) => addDays(addMonths(askedOn, -months), days)),
  fc.constantFrom(29, 30, 31, 32, 89, 90, 91, 92).map(days => addDays(askedOn, -days)),
  fc.constantFrom('2016-02-29', '2018-06-30', '2018-07-01', '2014-08-31', '2015-02-28').map(day),
  fc.integer({ min: -200, max: 3000 }).map(days => addDays(askedOn, -days)),
)
const aBirth = fc.oneof(
  fc.integer({ min: -2, max: 2 }).map(days => addDays(addMonths(askedOn, -336), days)),
  fc.integer({ min: 4000, max: 14_000 }).map(days => addDays(askedOn, -days)),
)
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
    closed: fc.option(aDay, { freq: 1 }).map(closed => (index === 0 ? null : closed)),
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
    const people = fc.nat(25).chain(n => fc.tuple(...Array.from({ length: n }, (_, i) => aPerson(i, ids))))
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
      })
      return fc.record({
        orgs: fc.constant(orgs),
        people: fc.constant(members),
        posts: fc.array(post, { maxLength: 12 }),
        terms: fc.uniqueArray(term, { maxLength: 10, selector: t => `${t.org} ${t.elected}` }),
      })
    })
  })

/** The same registry as rows in the tables. */
export function stored({ orgs, people, posts, terms }: NaiveRegistry): SmallRegistry {
  const registry = smallRegistry()
  for (const org of orgs) {
    registry.org({ ...org, under: null })
    org.places.forEach(({ parent, since }, i) => {
      const starts = i === 0 ? '0000-00-00' : since
      registry.place(org.id, parent, { since, starts, until: org.places[i + 1]?.since ?? null })
    })
  }
  for (const { homes, states, ...person } of people) {
    registry.person(person)
    homes.forEach(({ org, since }, i) => {
      registry.member(person.id, org, { since, until: homes[i + 1]?.since ?? null })
    })
    states.forEach(({ status, report, since }, i) => {
      registry.standing(person.id, status, report, { since, until: states[i + 1]?.since ?? null })
    })
  }
  for (const { person, org, title, since, until } of posts)
    registry.post(person, org, title, { since, until })
  for (const { org, elected, years } of terms) registry.term(org, elected, years)
  return registry
}
