import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Change, idOf } from '#db/journal/change.ts'
import { compareWithJournal } from '#db/journal/compare.ts'
import { readAside, takeAside } from '#db/packets/opening/aside/laid-aside.ts'
import { readCertifiedBy, revokeReplica } from '#db/packets/trust/revoke.ts'
import { Refusal } from '#db/shared/refusal.ts'
import { begun, noReport, type OfficePc, type Place, places, told, type World } from './world.ts'

/**
 * Honest offices, of which communities are moved to another street, people are transferred, and PCs are revoked and
 * go on working, with packets that come late, twice or never. The promises of journal.md and bundles.md hold after a
 * full exchange. `LIFELINE_RUNS` plays more histories than usual.
 */
const runs = Number(process.env['LIFELINE_RUNS'] ?? 2)
/** All of them are played, however busy the PC is. */
const enough = runs * 60_000

const kinds = [
  'edit',
  'edit',
  'move',
  'ask',
  'ask',
  'accept',
  'accept',
  'refuse',
  'cancel',
  'relay',
  'move-office',
  'move-office',
  'revoke',
  'export',
  'export',
  'export',
  'deliver',
  'deliver',
  'deliver',
] as const
type Step = {
  readonly kind: (typeof kinds)[number]
  readonly who: number
  readonly a: number
  readonly b: number
}

const histories = fc.array(
  fc.record({ kind: fc.constantFrom(...kinds), who: fc.nat(5), a: fc.nat(40), b: fc.nat(40) }),
  { minLength: 8, maxLength: 30 },
)

const communities = ['C', 'C1', 'C2'] as const
const streets = ['S', 'S2'] as const

class Play {
  readonly world: World
  readonly mails: { readonly to: Place; readonly file: File }[] = []
  revoked: Place | undefined
  #n = 0

  constructor(world: World) {
    this.world = world
  }

  async step({ kind, who, a, b }: Step): Promise<void> {
    const place = places[who % places.length] ?? 'D'
    const pc = this.world[place]
    switch (kind) {
      case 'export': {
        const to = pick(
          this.routes().filter(pair => pair.includes(place)),
          a,
        )?.find(one => one !== place)
        if (to === undefined) return
        const file = await unlessRefused(() => pc.exportTo(this.world[to]))
        if (file !== undefined) this.mails.push({ to, file })
        return
      }
      case 'deliver': {
        const mail = pick(this.mails, a)
        if (mail !== undefined) expectTaken(await this.world[mail.to].opens(mail.file))
        return
      }
      case 'move-office': {
        const org = communities[a % 3] ?? 'C'
        const { D } = this.world
        const follows = lastOf(D, 'placement', 'org', org)
        const parent = streets[b % 2] ?? 'S'
        return D.write(set => set.create('placement', { org, parent, since: day(b), follows }))
      }
      case 'revoke':
        return this.#revoke(communities[a % 3] ?? 'C')
      default:
        return this.#write(pc, kind, a, b)
    }
  }

  /** A community's PC is stolen: the district revokes it, and the thief goes on. */
  async #revoke(place: Place): Promise<void> {
    if (this.revoked !== undefined) return
    const { D } = this.world
    const { replica } = this.world[place].keys
    const keep = readCertifiedBy(D.session, replica).map(one => one.replica)
    const done = await unlessRefused(() => revokeReplica(D.session, replica, { by: '', dryRun: false, keep }))
    if (done !== undefined) this.revoked = place
  }

  async #write(pc: OfficePc, kind: Step['kind'], a: number, b: number): Promise<void> {
    const own = ownPart(pc)
    const person = pick(peopleIn(pc, own), a)
    const branches = own.filter(org => /^C\d?-\d$/.test(org))
    const branch = pick(branches, b)
    const isThief = pc.place === this.revoked
    switch (kind) {
      case 'edit':
        if (person === undefined) return
        return pc.write(set =>
          set.edit('person', person, { phone: isThief ? 'by a thief' : `e${++this.#n}` }),
        )
      case 'move':
        if (person === undefined || branch === undefined || openFor(pc, person)) return
        return pc.write(set => set.create('membership', stayOf(pc, person, branch, day(b))))
      case 'ask': {
        const home = person === undefined ? undefined : pc.homeOf(person)
        if (person === undefined || home === undefined || openFor(pc, person)) return
        const target =
          pick(
            communities.filter(one => !home.startsWith(one)),
            b,
          ) ?? null
        const stays = lastOf(pc, 'membership', 'person', person)
        return pc.write(set => {
          set.create('transfer', {
            ...{ person, home, target: b % 3 === 0 ? null : target, way: 'inside', place: 'elsewhere' },
            ...{ reason: 'other', asked: '2018-12-01', deadline: '2018-12-31', fees: 'paid', posts: 'none' },
            stays,
          })
        })
      }
      default:
        return this.#answer(pc, kind, own, a, branch)
    }
  }

  async #answer(
    pc: OfficePc,
    action: Step['kind'],
    own: readonly string[],
    a: number,
    branch: string | undefined,
  ): Promise<void> {
    const isOwn = (org: string | null) => org !== null && own.includes(org)
    const able = transfersAt(pc).filter(({ id, home, goesTo }) => {
      if (answersTo(pc, id).length > 0) return false
      if (action === 'cancel') return isOwn(home)
      return action === 'relay' ? isOwn(home) && ['D', 'S', 'S2'].includes(pc.place) : isOwn(goesTo)
    })
    const found = pick(able, a)
    if (found === undefined) return
    const target = action === 'relay' ? (pick(communities.filter(isOwn), a) ?? null) : found.goesTo
    if (action === 'relay' && target === null) return
    await pc.write(set => {
      const saw = answersTo(pc, found.id)
      const step = {
        subject: found.id,
        of: 'transfer',
        action,
        org: found.home,
        other: target,
        day: '2018-12-31',
        saw,
      }
      if (action !== 'accept') set.create('step', step)
      else if (branch !== undefined) {
        const stay = stayOf(pc, found.person, branch, '2018-12-31')
        const follows = stay.follows.length > 0 ? stay.follows : found.stays
        const about = set.create('membership', { ...stay, follows, transfer: found.id })
        set.create('step', { ...step, about })
      }
    })
  }

  /** Who answers to whom now, by the district's tables; the upper office first. */
  routes(): (readonly [Place, Place])[] {
    const { D } = this.world
    return places.slice(1).flatMap(place => {
      const [parent] = D.ids('SELECT parent AS id FROM placement WHERE org = ? AND until IS NULL', place)
      const above = parent === D.org ? 'D' : places.find(one => one === parent)
      return above === undefined ? [] : [[above, place] as const]
    })
  }

  /** Everybody exchanges with whom he answers to now, until nobody hears anything new; what waits for a yes gets one. */
  async exchangeAll(): Promise<void> {
    for (let round = 0, quiet = 0; round < 16; round++) {
      let news = 0
      for (const [above, below] of this.routes().toReversed()) {
        if (below === this.revoked) continue
        for (const [from, to] of [
          [below, above],
          [above, below],
        ] as const) {
          const file = await unlessRefused(() => this.world[from].exportTo(this.world[to]))
          if (file === undefined) continue
          const result = await this.world[to].opens(file)
          expectTaken(result)
          if (result.status === 'applied') news++
        }
      }
      for (const pc of Object.values(this.world)) if (pc.place !== this.revoked) news += await takesAside(pc)
      quiet = news === 0 ? quiet + 1 : 0
      // A statement alone is no news, but the next packet builds on it.
      if (quiet === 3) return
    }
    throw new Error('after sixteen rounds there is still something new')
  }
}

function pick<T>(list: readonly T[], n: number): T | undefined {
  return list[n % Math.max(1, list.length)]
}

const day = (n: number) => `2018-${String(1 + (n % 11)).padStart(2, '0')}-01`

async function unlessRefused<T>(work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return undefined
  }
}

function expectTaken(result: Awaited<ReturnType<OfficePc['opens']>>): void {
  const isRevoked = result.code === 'packet-revoked-key'
  const isFine = ['applied', 'duplicate', 'waiting'].includes(result.status) || isRevoked
  expect({ isFine, ...told(result) }).toMatchObject({ isFine: true })
}

async function takesAside(pc: OfficePc): Promise<number> {
  let news = 0
  for (const { id } of readAside(pc.db, pc.journal)) {
    if (!readAside(pc.db, pc.journal).some(aside => aside.id === id)) continue
    const options = { by: '', preview: false, again: true }
    const result = await unlessRefused(() => takeAside(pc.session, id, options, noReport))
    if (result?.status === 'applied') news++
  }
  return news
}

const ownPart = (pc: OfficePc) =>
  pc.ids(
    `WITH RECURSIVE below (id) AS (
       SELECT ? UNION SELECT p.org FROM below JOIN placement p ON p.parent = below.id AND p.until IS NULL
     ) SELECT id FROM below`,
    pc.org,
  )
const peopleIn = (pc: OfficePc, orgs: readonly string[]) =>
  pc.ids(
    `SELECT m.person AS id FROM membership m JOIN person p ON p.id = m.person
     WHERE m.until IS NULL AND m.org IN (SELECT value FROM json_each(?)) ORDER BY m.person`,
    JSON.stringify(orgs),
  )

function lastOf(pc: OfficePc, table: string, column: string, subject: string): string[] {
  return pc.ids(
    `SELECT id FROM ${table} t WHERE ${column} = ? AND NOT EXISTS (
       SELECT 1 FROM ${table} n, json_each(n.follows) f WHERE n.${column} = t.${column} AND f.value = t.id) ORDER BY id`,
    subject,
  )
}

const stayOf = (pc: OfficePc, person: string, org: string, since: string) => ({
  person,
  org,
  since,
  since_known: 1,
  follows: lastOf(pc, 'membership', 'person', person),
})

type Known = { id: string; person: string; home: string; goesTo: string | null; stays: string[] }

function transfersAt(pc: OfficePc): Known[] {
  return pc.db
    .prepare<[], Omit<Known, 'stays'> & { stays: string }>(
      `SELECT id, person, home, stays, coalesce(
         (SELECT other FROM step WHERE subject = transfer.id AND action = 'relay' ORDER BY no DESC LIMIT 1), target) AS goesTo
       FROM transfer ORDER BY id`,
    )
    .all()
    .map(row => ({ ...row, stays: JSON.parse(row.stays) as string[] }))
}

const answersTo = (pc: OfficePc, transfer: string) =>
  pc.ids("SELECT id FROM step WHERE subject = ? AND action <> 'relay'", transfer)
const openFor = (pc: OfficePc, person: string) =>
  transfersAt(pc).some(one => one.person === person && answersTo(pc, one.id).length === 0)

/** What a PC holds of an office's part, as text. */
function scopeText(pc: OfficePc, office: string): string {
  const orgs = pc.ids(
    `WITH RECURSIVE below (id) AS (
       SELECT ? UNION SELECT p.org FROM below JOIN placement p ON p.parent = below.id AND p.until IS NULL
     ) SELECT id FROM below`,
    office,
  )
  const people = new Set(peopleIn(pc, orgs))
  const rows = (table: string, key: string, scope: ReadonlySet<string>) =>
    pc.db
      .prepare<[], Record<string, unknown>>(`SELECT * FROM ${table} ORDER BY id`)
      .all()
      .filter(row => scope.has(String(row[key])))
      .map(({ no: _no, pristine: _pristine, ...row }) => `${table} ${JSON.stringify(row)}`)
  return [
    ...rows('org', 'id', new Set(orgs)),
    ...rows('placement', 'org', new Set(orgs)),
    ...rows('person', 'id', people),
    ...rows('membership', 'person', people),
    ...rows('transfer', 'home', new Set(orgs)),
    ...rows('step', 'org', new Set(orgs)),
  ].join('\n')
}

/** Everything that any stay of this journal ever put below an office. */
function everBelow(changes: readonly Change[], office: string): ReadonlySet<string> {
  const found = new Set([office])
  for (let size = 0; size !== found.size; ) {
    size = found.size
    for (const { kind, entity, hangsOn } of changes) {
      const [child, parent] = hangsOn
      if (kind !== 'put' || !['membership', 'placement'].includes(entity)) continue
      if (child !== undefined && parent !== undefined && found.has(parent)) found.add(child)
    }
  }
  return found
}

function expectPromises(play: Play): void {
  const { world, revoked } = play
  const { D } = world
  const known = [...D.journal.changes.all()]
  const ids = new Set(known.map(idOf))
  for (const pc of Object.values(world)) {
    expect({ place: pc.place, differs: compareWithJournal(pc.db, pc.journal) }).toMatchObject({ differs: [] })
    if (pc.place === revoked) continue
    const own = [...pc.journal.changes.all()]
    const lost = own.filter(change => !ids.has(idOf(change)))
    expect({ place: pc.place, lost: lost.map(change => `${change.kind} ${change.entity}`) }).toMatchObject({
      lost: [],
    })
    if (pc === D) continue
    const allowed = everBelow(known, pc.org)
    const foreign = own.filter(
      ({ entity, thing, kind }) => entity === 'person' && kind !== 'return' && !allowed.has(thing),
    )
    expect({ place: pc.place, foreign: foreign.map(change => change.thing) }).toMatchObject({ foreign: [] })
  }
  const homes = D.db.prepare<[], { n: number }>(
    'SELECT count(*) AS n FROM membership WHERE until IS NULL GROUP BY person',
  )
  expect(homes.all().filter(({ n }) => n !== 1)).toEqual([])
  expect(D.ids('SELECT id FROM person')).toHaveLength(12)
  for (const [above, below] of play.routes()) {
    if (below === revoked) continue
    for (const upper of [world[above], D])
      expect({ below, text: scopeText(upper, below) }).toEqual({
        below,
        text: scopeText(world[below], below),
      })
  }
}

async function played(steps: readonly Step[]): Promise<void> {
  const play = new Play(await begun())
  for (const step of steps) await play.step(step)
  const { revoked, world } = play
  if (revoked !== undefined) await world.D.write(set => set.edit('org', 'S', { phone: 'known to all' }))
  await play.exchangeAll()
  expectPromises(play)
}

test(
  'offices moved, people transferred, PCs revoked: nobody is lost or leaks, each is in one place, all agree',
  async () => {
    await fc.assert(
      fc.asyncProperty(histories, async steps => {
        await played(steps)
      }),
      { numRuns: runs },
    )
  },
  enough,
)

test('one such history by hand: offered, its office moved, another one revoked, accepted, and offered on', async () => {
  const play = new Play(await begun())
  const [C1, C2] = [places.indexOf('C1'), places.indexOf('C2')]
  const { world } = play
  await play.step({ kind: 'ask', who: C1, a: 0, b: 1 })
  await play.exchangeAll()
  const [offered] = transfersAt(world.C2)
  expect(offered).toMatchObject({ goesTo: 'C2', home: expect.stringMatching(/^C1-/) })
  await play.step({ kind: 'move-office', who: 0, a: 1, b: 1 })
  await play.step({ kind: 'revoke', who: 0, a: 0, b: 0 })
  await play.step({ kind: 'edit', who: places.indexOf('C'), a: 0, b: 0 })
  await play.step({ kind: 'accept', who: C2, a: 0, b: 0 })
  await play.exchangeAll()
  expectPromises(play)
  expect(world.D.homeOf(offered?.person ?? '')).toMatch(/^C2-/)
  expect(play.routes()).toContainEqual(['S2', 'C1'])
  expect(world.D.ids("SELECT id FROM person WHERE phone = 'by a thief'")).toEqual([])
  const late = await unlessRefused(() => world.C.exportTo(world.S))
  if (late !== undefined) expect(told(await world.S.opens(late)).code).toBe('packet-revoked-key')
  await play.step({ kind: 'ask', who: C2, a: 0, b: 1 })
  await play.exchangeAll()
  expectPromises(play)
})
