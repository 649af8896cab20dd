import fc from 'fast-check'
import { expect, onTestFinished, test } from 'vitest'
import type { ChangeSet } from '#db/journal/change-set.ts'
import { reasonsOf } from '#db/packets/opening/outcome.ts'
import {
  compareHeads,
  headsPerOrg,
  homeOf,
  movedOrgs,
  movedSince,
  placeOf,
  watchHomes,
} from '#db/packets/opening/telling/headcount.ts'
import { lastOf, openOffice, organization, reason, seenOf, stay } from '#tests/db/journal/offices.ts'
import { openReplica, type Replica } from '#tests/fixtures/replica.ts'

/** What the sheet says of one work, done in a transaction that is then committed. */
async function sheetOf(replica: Replica, work: (set: ChangeSet) => void) {
  return replica.write(set => {
    watchHomes(replica.db, set)
    work(set)
    set.settle()
    return compareHeads(replica.db)
  })
}

function district(name = 'a') {
  const replica = openOffice(name)
  return replica.write(set => {
    const orgs = ['北', '南', '西'].map(org => set.create('org', organization(org)))
    const people = [...'甲乙丙丁戊己'].map(person => set.create('person', { name: person }))
    const homes = people.slice(0, 5).map((person, i) => {
      const org = orgs[i === 2 ? 1 : i % 2 === 0 ? 0 : i % 3] ?? ''
      return { person, org, id: set.create('membership', stay(person, org, '2018-01-01')) }
    })
    return { replica, orgs, people, homes }
  })
}

test('everybody who came, went, moved or left is on the sheet of the organization that it concerns', async () => {
  const replica = openOffice('a')
  const { north, south, people, last } = await replica.write(set => {
    const [north, south] = [set.create('org', organization('北')), set.create('org', organization('南'))]
    const people = [...'甲乙丙丁戊'].map(name => set.create('person', { name }))
    const last = people
      .slice(0, 4)
      .map((person, i) => set.create('membership', stay(person, i === 2 ? south : north, '2018-01-01')))
    return { north, south, people, last }
  })
  const [, moves = '', leaves = '', strays = '', comes = ''] = people
  const follows = (i: number) => seenOf(replica, last[i] ?? '')
  const later = '2018-06-01'
  expect(
    await sheetOf(replica, set => {
      set.create('membership', stay(moves, south, later, follows(1)))
      set.create('membership', { ...stay(leaves, null, later, follows(2)) })
      set.create('membership', stay(strays, 'an office that is not known here', later, follows(3)))
      set.create('membership', stay(comes, south, later))
    }),
  ).toEqual({
    before: 4,
    left: 2,
    moves: [],
    gone: { orgs: 0, people: 0 },
    perOrg: [
      { org: south, name: '南', before: 1, in: 2, out: 1, after: 2 },
      { org: north, name: '北', before: 3, in: 0, out: 2, after: 1 },
    ].sort((a, b) => (a.name < b.name ? -1 : 1)),
  })
})

test('the sheet of what was touched says what a count of everybody says', async () => {
  const given = await district()
  const bytes = given.replica.db.serialize()
  const { orgs, people, homes } = given
  const pick = <T>(all: readonly T[], n: number) => all[n % all.length]
  const act = fc.tuple(fc.nat(6), fc.nat(20), fc.nat(20))
  const homesIn = (replica: Replica) =>
    new Map(
      replica.db
        .prepare<[], [string, string | null]>('SELECT person, org FROM membership WHERE until IS NULL')
        .raw(true)
        .all(),
    )
  await fc.assert(
    fc.asyncProperty(fc.array(act, { maxLength: 6 }), async acts => {
      const replica = openReplica('b', { copyOf: bytes })
      const before = homesIn(replica)
      const {
        perOrg,
        left,
        before: whole,
      } = await sheetOf(replica, set => {
        for (const [kind, a, b] of acts) {
          const [person = '', org = '', home] = [pick(people, a), pick(orgs, b), pick(homes, a)]
          if (home === undefined) continue
          if (kind === 0) set.create('membership', stay(person, org, '2019-01-01', seenOf(replica, home.id)))
          if (kind === 1) set.create('membership', stay(person, null, '2019-01-01', seenOf(replica, home.id)))
          if (kind === 2) set.remove('membership', home.id)
          if (kind === 3) set.remove('person', person)
          if (kind === 4) set.giveBack(lastOf(replica, b % 2 === 0 ? home.id : org), reason)
          if (kind === 5) {
            const lost = pick(people, b) ?? ''
            set.create('merge', { of_entity: 'person', kept: person, lost, saw: seenOf(replica, lost) })
          }
          if (kind === 6) set.remove('org', org)
          if (b % 5 === 0) set.settle()
        }
      })
      const after = homesIn(replica)
      const known = new Map(
        replica.journal.tables
          .of('org')
          .all()
          .map(row => [row.id, String(row['name'])]),
      )
      const everybody = [...new Set([...before.keys(), ...after.keys()])]
      const at = (homes: ReadonlyMap<string, string | null>, person: string) => homes.get(person) ?? null
      const moved = everybody.filter(person => at(before, person) !== at(after, person))
      const inOrg = (homes: ReadonlyMap<string, string | null>, org: string, some: readonly string[]) =>
        some.filter(person => at(homes, person) === org).length
      const expected = [...known]
        .map(([org, name]) => ({
          ...{ org, name, before: inOrg(before, org, everybody), in: inOrg(after, org, moved) },
          ...{ out: inOrg(before, org, moved), after: inOrg(after, org, everybody) },
        }))
        .filter(row => row.in + row.out > 0)
      expect([...perOrg].sort((a, b) => (a.org < b.org ? -1 : 1))).toEqual(
        expected.sort((a, b) => (a.org < b.org ? -1 : 1)),
      )
      const gone = moved.filter(
        person => at(before, person) !== null && !known.has(at(after, person) ?? ''),
      ).length
      expect(left).toBe(gone)
      if (gone > 0) expect(whole).toBe([...before.values()].filter(org => org !== null).length)
      replica.db.close()
    }),
    { numRuns: 40 },
  )
})

test.each(['no statistics', 'statistics of a district'])(
  'nobody is compared with everybody, and nothing is gone through whole, with %s',
  async how => {
    const { db } = openReplica('a')
    onTestFinished(() => {
      db.close()
    })
    if (how !== 'no statistics') {
      db.exec(`ANALYZE; INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
      ('membership', 'membership_org', '100000 113'), ('membership', 'membership_person', '100000 1');
      ANALYZE sqlite_master;`)
    }
    watchHomes(db, { watch: () => undefined })
    for (const query of [homeOf, movedSince, headsPerOrg, placeOf, movedOrgs]) {
      const steps = db
        .prepare<[{ person: string; org: string }], { detail: string }>(`EXPLAIN QUERY PLAN ${query}`)
        .all({ person: '', org: '' })
      expect(steps.filter(({ detail }) => /^SCAN (m|o|p|membership|org|placement)\b/.test(detail))).toEqual(
        [],
      )
    }
  },
)

test('what is given back for one reason is counted, not repeated', () => {
  const row = (zh: string) => ({ entity: 'person', id: zh, code: 'x', message: { zh, en: zh } })
  const reasons = reasonsOf({ returned: [row('a'), row('b'), row('a')] })
  expect(reasons.map(({ n, message }) => [n, message.zh])).toEqual([
    [2, 'a'],
    [1, 'b'],
  ])
})
