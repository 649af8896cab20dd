import { afterEach, expect, test } from 'vitest'
import { addDays, type IsoDay } from '#db/shared/day.ts'
import { expectSound, openPc, type Pc } from '#tests/fixtures/engine.ts'
import { codes, enrol, openOffices } from '#tests/fixtures/exchange.ts'
import { filledDistrict } from '#tests/fixtures/small-district.ts'
import { lookInto, tablesBelow } from '#tests/fixtures/table-dump.ts'
import {
  crossOver,
  meetAll,
  type Office,
  officesOf,
  otherStreet,
  type Script,
  transferAtRandom,
} from './random-transfers.ts'

const seed = Number(process.env['LIFELINE_SEED'] ?? 20181231)
const runs = Number(process.env['LIFELINE_RUNS'] ?? 1)
/** Which ways a script takes is chance: of other scripts than the usual ones not every one takes all of them. */
const isUsual = process.env['LIFELINE_SEED'] === undefined
const timeout = 60_000 + runs * 180_000

/** Every way in which a transfer ends inside one registry, and what crosses its path there. */
const inside = [
  'asked',
  'asked to the outside',
  'accepted',
  'accepted in time, written down later',
  'left',
  'refused',
  'refused after it lapsed',
  'cancelled',
  'lapsed, then cancelled',
  'moved at once',
  'move',
  'merge',
  'close',
  'reopen',
  'rename',
  'taken back',
]
const throughPackets = [...inside, 'asked in words', 'passed on', 'accepted from afar', 'packet']

const pcs: Pc[] = []
afterEach(async () => {
  await Promise.all(pcs.splice(0).map(pc => pc.discard()))
})

type Spell = { readonly since: string; readonly until: string | null }
type Stay = Spell & { readonly person: string; readonly org: string | null }
type Place = Spell & { readonly org: string; readonly parent: string | null }

/** Homes, the tree and closed organizations as the tables have them, put together by this test itself. */
function drawn({ pc: { folder } }: Office) {
  return lookInto(folder, db => {
    const rows = <T>(statement: string) => db.prepare<[], T>(statement).all()
    const closed = [
      ...rows<Spell & { org: string }>(
        `SELECT id AS org, closed AS since, NULL AS until FROM org WHERE closed IS NOT NULL`,
      ),
      ...rows<Spell & { org: string }>(
        `SELECT org, was_closed AS since, effective AS until FROM decision WHERE was_closed IS NOT NULL`,
      ),
    ]
    return {
      stays: rows<Stay>('SELECT person, org, since, until FROM membership ORDER BY person, since, until'),
      places: rows<Place>('SELECT org, parent, coalesce(starts, since) AS since, until FROM placement'),
      orgs: rows<{ id: string }>('SELECT id FROM org').map(({ id }) => id),
      closed,
    }
  })
}
type Drawn = ReturnType<typeof drawn>

const holds = ({ since, until }: Spell, day: string) => since <= day && (until === null || until > day)

/** Whoever has ever had a home has one on every day from then on: an organization, or nowhere once he has left. */
function expectOneHome(where: string, stays: readonly Stay[]): void {
  const inForce = stays.filter(({ since, until }) => until === null || since < until)
  const byPerson = Map.groupBy(inForce, ({ person }) => person)
  expect(byPerson.size, where).toBe(new Set(stays.map(({ person }) => person)).size)
  for (const [person, own] of byPerson) {
    const begins = own.slice(1).map(({ since }) => since)
    const ends = own.map(({ until }) => until)
    expect({ where, person, ends }).toEqual({ where, person, ends: [...begins, null] })
  }
}

/** Who belonged on a day to an organization that was closed on it. */
function inClosed({ stays, closed }: Drawn, day: string): readonly Stay[] {
  const shut = new Set(closed.filter(one => holds(one, day)).map(({ org }) => org))
  return stays.filter(stay => stay.org !== null && holds(stay, day) && shut.has(stay.org))
}

/** How many members each organization and all below it had on a day. */
function headcounts(drawing: Drawn, day: string): Readonly<Record<string, number>> {
  const { stays, places, orgs, closed } = drawing
  const above = new Map(places.filter(one => holds(one, day)).map(({ org, parent }) => [org, parent]))
  const shut = new Set(closed.filter(one => holds(one, day)).map(({ org }) => org))
  const counts = new Map<string, number>()
  for (const { org, ...spell } of stays) {
    if (org === null || shut.has(org) || !holds(spell, day)) continue
    for (let at: string | null | undefined = org; at != null; at = above.get(at))
      counts.set(at, (counts.get(at) ?? 0) + 1)
  }
  // Of an organization that went to another office some of the stays may be known still.
  return Object.fromEntries(orgs.map(org => [org, shut.has(org) ? 0 : (counts.get(org) ?? 0)]))
}

/** The statistics of transfers add up, and whoever was taken in or has left has the home that this gave him. */
async function expectToldRight(where: string, { pc }: Office): Promise<void> {
  const { rows, counts, parts, total } = await pc.ask.transfers.list({ limit: 1000 })
  for (const { asked, ...ends } of Object.values(counts))
    expect(Object.values(ends).reduce((sum, one) => sum + one, 0)).toBe(asked)
  expect(parts.mine + parts.open + parts.over).toBe(total)
  const given = lookInto(pc.folder, db =>
    db
      .prepare<[], { transfer: string; org: string | null }>(
        'SELECT transfer, org FROM membership WHERE transfer IS NOT NULL',
      )
      .all(),
  )
  const homes = new Map(given.map(({ transfer, org }) => [transfer, org]))
  for (const { id, state } of rows) {
    const org = homes.get(id)
    if (org !== undefined)
      expect({ where, id, state }).toEqual({ where, id, state: org === null ? 'left' : 'accepted' })
  }
}

/** Plays a script, and looks at the office that took it after each step. */
async function play(options: Pick<Script, 'offices' | 'seed' | 'steps'>): Promise<readonly string[]> {
  const earlier = new Map<Office, ReadonlyMap<string, Readonly<Record<string, number>>>>()
  const isAlone = !('other' in options.offices)
  const { done, refused } = await transferAtRandom({
    ...options,
    look: async ({ what, office, from, today }) => {
      const where = `seed ${options.seed}, step ${what} of ${office.pc.name}`
      const is = drawn(office)
      expectOneHome(where, is.stays)
      await expectToldRight(where, office)
      // What comes from elsewhere, and what is taken back, may change what was long ago.
      if (what.endsWith('packet')) earlier.clear()
      if (/taken back|later$/.test(what)) earlier.delete(office)
      const kept = earlier.get(office)
      const now = new Map([...(kept ?? [])].filter(([day]) => day < from))
      for (const day of [today, addDays(from, -1), '2018-02-10' as IsoDay]) {
        const counts = headcounts(is, day)
        const told: Record<string, number> = {}
        for (const org of is.orgs) {
          const { members } = await office.pc.ask.registry.stats({ org, asOf: day })
          told[org] = members
        }
        expect({ where, day, told }).toEqual({ where, day, told: counts })
        if (isAlone) expect({ where, day, lost: inClosed(is, day) }).toEqual({ where, day, lost: [] })
        const was = now.get(day)
        if (was !== undefined)
          expect({ where, day, is: counts }).toEqual({ where, day, is: { ...counts, ...was } })
        now.set(day, counts)
      }
      earlier.set(office, now)
    },
  })
  if (process.env['LIFELINE_TELL'] !== undefined)
    console.log(options.seed, Object.fromEntries(done), Object.fromEntries(refused))
  return [...done.keys()]
}

test('whatever becomes of transfers inside a registry, everybody has one home on every day, headcounts add up, and the past stays', {
  timeout,
}, async () => {
  const reached = new Set<string>()
  for (let run = 0; run < runs; run++) {
    const pc = await filledDistrict.open('district', '2018-06-01')
    pcs.push(pc)
    const offices = { district: { pc, code: codes.district } }
    for (const what of await play({ offices, seed: seed + run, steps: 240 })) reached.add(what)
    await expectSound(pc)
  }
  if (isUsual) expect(inside.filter(one => !reached.has(one))).toEqual([])
})

test('whatever becomes of transfers between offices, everybody has one home on every day, and offices agree in the end', {
  timeout,
}, async () => {
  const reached = new Set<string>()
  for (let run = 0; run < runs; run++) {
    const three = await openOffices()
    const { district, street, community } = three
    const other = await openPc('other')
    pcs.push(district, street, community, other)
    const { fingerprint } = await district.ask.packets.enrolRequest({ name: '区' })
    await enrol(other, district, otherStreet, fingerprint)
    const offices = officesOf({ ...three, other })
    await crossOver(offices)
    reached.add('accepted from afar')
    for (const what of await play({ offices, seed: seed + run, steps: 300 })) reached.add(what)
    await meetAll(offices)
    for (const [below, above, code] of [
      [community, street, codes.community],
      [street, district, codes.street],
      [other, district, otherStreet],
    ] as const)
      expect(tablesBelow(below.folder, code)).toEqual(tablesBelow(above.folder, code))
    for (const office of Object.values(offices)) {
      expectOneHome(`seed ${seed + run}, in the end`, drawn(office).stays)
      await expectToldRight(`seed ${seed + run}, in the end`, office)
    }
    await expectSound(district, street, community, other)
  }
  if (isUsual) expect(throughPackets.filter(one => !reached.has(one))).toEqual([])
})
