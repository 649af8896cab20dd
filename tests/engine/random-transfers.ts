import type { OrgActName } from '#contract/orgs.ts'
import type { Transfer } from '#contract/transfers.ts'
import { Random } from '#db/sample/random.ts'
import { addDays, type IsoDay } from '#db/shared/day.ts'
import { type Pc, refusable, resultOf } from '#tests/fixtures/engine.ts'
import { codes, open, packet } from '#tests/fixtures/exchange.ts'
import { lookInto } from '#tests/fixtures/table-dump.ts'

/** The office of the other street, beside district, street and community. */
export const otherStreet = '4403990200'

export type Office = { readonly pc: Pc; readonly code: string }

/** What a script did, by name; what was refused is counted too. */
export type Told = { readonly done: Map<string, number>; readonly refused: Map<string, number> }

/** Who exchanges packets with whom: the office above, and the one below. */
const routes = [
  ['district', 'street'],
  ['street', 'community'],
  ['district', 'other'],
] as const

export type Offices = Readonly<Record<'district' | 'street' | 'community' | 'other', Office>>

export type Script = {
  /** One alone, which has everything in its own registry, or four that hear of each other by packets. */
  readonly offices: Offices | { readonly district: Office }
  readonly seed: number
  readonly steps: number
  /** After each step, with the office that took it and the first day on which it may have changed anything. */
  readonly look: (after: { what: string; office: Office; from: IsoDay; today: IsoDay }) => Promise<void>
}

const firstDay = '2018-06-01' as IsoDay

/**
 * Four offices ask for transfers, answer them, let them lapse, send each other packets, and reorganize meanwhile. Each
 * sees what its own registry says, and may be days behind the others.
 */
export async function transferAtRandom({ offices, seed, steps, look }: Script): Promise<Told> {
  const random = new Random(seed)
  const told: Told = { done: new Map(), refused: new Map() }
  const all: Office[] = Object.values(offices)
  let today = firstDay
  for (const { pc } of all) pc.setDay(today)
  const times = new Map(wayNames.map(name => [name, 0]))
  // Now and then what was done least: whatever can happen does.
  const seldom = () => wayNames.toSorted((a, b) => (times.get(a) ?? 0) - (times.get(b) ?? 0)).slice(0, 5)
  for (let n = 0; n < steps; n++) {
    if (random.chance(0.25)) today = addDays(today, random.pick([1, 1, 2, 3, 5, 12]))
    for (const { pc } of all) pc.setDay(today)
    const office = random.pick(all)
    const what = random.pick(random.chance(0.4) ? seldom() : weighted)
    const from = addDays(today, -random.pick([0, 0, 0, 1, 2, 4, 9]))
    const desk = { ...office, offices, random, n, today, on: from }
    const done = await refusable(() => ways[what](desk))
    if (done !== undefined) times.set(what, (times.get(what) ?? 0) + 1)
    const counted = done === undefined ? told.refused : told.done
    const name = typeof done === 'string' ? done : what
    counted.set(name, (counted.get(name) ?? 0) + 1)
    if (done !== undefined) await look({ what: `${n} ${name}`, office, from, today })
  }
  return told
}

type Desk = Office & {
  readonly offices: Script['offices']
  readonly random: Random
  readonly n: number
  readonly today: IsoDay
  /** The day from which it holds. */
  readonly on: IsoDay
}

const idsOf = ({ pc }: Office, statement: string): string[] =>
  lookInto(pc.folder, db => db.prepare<[], string>(statement).pluck().all())

function some({ random, ...office }: Desk, statement: string): string {
  const found = idsOf(office, statement)
  return found.length === 0 ? 'nothing' : random.pick(found)
}

const someOrg = (desk: Desk) => some(desk, 'SELECT id FROM org')
const someBranch = (desk: Desk) => some(desk, `SELECT id FROM org WHERE kind = 'branch' AND closed IS NULL`)
const somebody = (desk: Desk) => some(desk, 'SELECT id FROM person')

/** One of the transfers of which this office may take this step; of somebody from elsewhere first, where that is wanted. */
async function answering(desk: Desk, action: Transfer['may'][number], fromAfar = false) {
  const { rows } = await desk.pc.ask.transfers.list({ limit: 1000 })
  const here = new Set(fromAfar ? idsOf(desk, 'SELECT id FROM person') : [])
  const all = rows.filter(row => row.may.includes(action))
  const afar = fromAfar ? all.filter(row => !here.has(row.person.id)) : []
  const may = afar.length === 0 ? all : afar
  return may.length === 0 ? undefined : desk.random.pick(may)
}

async function reorganize(desk: Desk, act: OrgActName, set: Record<string, string>): Promise<string> {
  const { pc, random, on } = desk
  const org = act === 'reopen' ? some(desk, 'SELECT id FROM org WHERE closed IS NOT NULL') : someBranch(desk)
  await pc.ask.orgs.act({ act, org, set, later: random.pick(['keep', 'replace'] as const), on, by: '李晓' })
  return act
}

const reasons = ['就业', '升学', '其他'] as const

const ways = {
  ask: async desk => {
    const { pc, random, on } = desk
    const to = random.chance(0.75) ? someBranch(desk) : someOrg(desk)
    const deadline = random.chance(0.2) ? { deadline: addDays(on, random.between(0, 20)) } : {}
    await pc.ask.transfers.ask({
      ...{ person: somebody(desk), to, reason: random.pick(reasons), fees: '已交清', on },
      ...{ endPosts: random.chance(0.8), by: '李晓', ...deadline },
    })
    return 'asked'
  },
  'ask in words': async desk => {
    const { pc, random, on } = desk
    const outside = random.chance(0.5)
    await pc.ask.transfers.ask({
      ...{ person: somebody(desk), to: '外单位团支部', outside, reason: '就业', fees: '已交清', on },
      ...{ endPosts: true, by: '李晓' },
    })
    return outside ? 'asked to the outside' : 'asked in words'
  },
  accept: async desk => {
    const one = await answering(desk, 'accept', true)
    if (one === undefined) return undefined
    const to = desk.random.chance(0.3) ? { to: someBranch(desk) } : {}
    await desk.pc.ask.transfers.accept({ id: one.id, on: desk.on, by: '王芳', ...to })
    if (one.way === 'outside') return 'left'
    const isHere = idsOf(desk, `SELECT id FROM person WHERE id = '${one.person.id}'`).length > 0
    return isHere ? 'accepted' : 'accepted from afar'
  },
  'accept late': async desk => {
    const { rows } = await desk.pc.ask.transfers.list({ state: 'lapsed', limit: 1000 })
    const [one] = rows
    if (one === undefined) return undefined
    await desk.pc.ask.transfers.accept({ id: one.id, on: one.deadline, by: '王芳' })
    return 'accepted in time, written down later'
  },
  refuse: async desk => {
    const one = await answering(desk, 'refuse')
    if (one === undefined) return undefined
    await desk.pc.ask.transfers.refuse({ id: one.id, on: desk.on, note: '查无此人', by: '王芳' })
    return one.state === 'lapsed' ? 'refused after it lapsed' : 'refused'
  },
  cancel: async desk => {
    const { rows } = await desk.pc.ask.transfers.list({ limit: 1000 })
    const may = rows.filter(row => row.may.includes('cancel'))
    const one = may.find(({ state }) => state === 'in-transit') ?? may.at(0)
    if (one === undefined) return undefined
    await desk.pc.ask.transfers.cancel({ id: one.id, on: desk.today, by: '王芳' })
    return one.state === 'lapsed' ? 'lapsed, then cancelled' : 'cancelled'
  },
  relay: async desk => {
    const one = await answering(desk, 'relay')
    if (one === undefined) return undefined
    await desk.pc.ask.transfers.relay({ id: one.id, to: someBranch(desk), on: desk.on, by: '王芳' })
    return 'passed on'
  },
  'move at once': async desk => {
    const set = { person: somebody(desk), org: someBranch(desk), since: desk.on }
    await desk.pc.ask.records.add({ kind: 'membership', set, by: '李晓' })
    return 'moved at once'
  },
  move: desk => reorganize(desk, 'move', { parent: some(desk, `SELECT id FROM org WHERE kind <> 'branch'`) }),
  merge: desk => reorganize(desk, 'merge', { into: someBranch(desk) }),
  close: desk => reorganize(desk, 'close', { membersTo: someBranch(desk), endPosts: 'yes' }),
  reopen: desk => reorganize(desk, 'reopen', {}),
  rename: desk => reorganize(desk, 'rename', { name: `更名第${desk.n}团支部` }),
  'take back': async ({ pc, random }) => {
    const newest = await pc.ask.registry.history({ limit: 12 })
    if (newest.length === 0) return undefined
    const { changeSet } = random.pick(newest)
    const { undone } = await resultOf(pc.ask.registry.undo({ changeSet, by: '李晓' }))
    return undone ? 'taken back' : undefined
  },
  exchange: async ({ offices, random }) => {
    if (!('other' in offices)) return undefined
    const [above, below] = random.pick(routes)
    await meet(offices[above], offices[below], random.chance(0.5))
    return 'packet'
  },
} satisfies Record<string, (desk: Desk) => Promise<string | undefined>>

const wayNames = Object.keys(ways) as (keyof typeof ways)[]

const weighted: (keyof typeof ways)[] = [
  ...wayNames,
  ...([
    'ask',
    'ask',
    'ask',
    'ask in words',
    'accept',
    'accept',
    'accept',
    'exchange',
    'exchange',
    'close',
  ] as const),
]

/** One packet of one of the two for the other. */
async function meet(above: Office, below: Office, isUp: boolean): Promise<string> {
  const [from, to] = isUp ? [below, above] : [above, below]
  const file = await packet(from.pc, isUp ? above.code : below.code)
  const first = await open(to.pc, file)
  // Who takes in that many people leave at once confirms it a second time.
  const { status, message } = first.status === 'preview' ? await open(to.pc, file, true) : first
  if (status !== 'applied' && status !== 'duplicate')
    throw new Error(`a packet of ${from.pc.name} was ${status} at ${to.pc.name}: ${message?.en ?? ''}`)
  return status
}

/** One who goes from one street to the other: asked for in words, passed on from above, and taken in there. */
export async function crossOver({ district, street, community, other }: Offices): Promise<void> {
  for (const { pc } of [district, street, community, other]) pc.setDay(firstDay)
  const by = '王芳'
  const { rows } = await community.pc.ask.looking.people({ limit: 20, offset: 0 })
  const who = rows.find(({ posts }) => posts.length === 0)?.id ?? ''
  const { id } = await community.pc.ask.transfers.ask({ person: who, to: '另一街道', fees: '已交清', by })
  await meet(street, community, true)
  await meet(district, street, true)
  await district.pc.ask.transfers.relay({ id, to: `${otherStreet.slice(0, -1)}11`, by })
  await meet(district, other, false)
  await other.pc.ask.transfers.accept({ id, by })
}

/** Everybody hears of everything: up to the district and down again. */
export async function meetAll(offices: Offices): Promise<void> {
  for (let round = 0; round < 3; round++) {
    for (const isUp of [true, false])
      for (const [above, below] of isUp ? routes.toReversed() : routes)
        await meet(offices[above], offices[below], isUp)
  }
}

export const officesOf = (pcs: Readonly<Record<keyof Offices, Pc>>): Offices => ({
  district: { pc: pcs.district, code: codes.district },
  street: { pc: pcs.street, code: codes.street },
  community: { pc: pcs.community, code: codes.community },
  other: { pc: pcs.other, code: otherStreet },
})
