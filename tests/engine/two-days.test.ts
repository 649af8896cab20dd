import { ORPCError } from '@orpc/client'
import { expect, test } from 'vitest'
import { type OrgActName, orgActNames } from '#contract/orgs.ts'
import { addDays, type IsoDay } from '#db/shared/day.ts'
import { expectSound, type Pc, resultOf } from '#tests/fixtures/engine.ts'
import { filledDistrict, inventedId } from '#tests/fixtures/small-district.ts'

const steps = Number(process.env['LIFELINE_STEPS'] ?? 40)
const seeds = process.env['LIFELINE_SEED'] === undefined ? [1, 2] : [Number(process.env['LIFELINE_SEED'])]
const firstDay = '2017-12-01' as IsoDay

/** The same draws on every PC. */
function drawing(seed: number) {
  let state = seed * 2654435761
  const next = () => {
    state = (Math.imul(state ^ (state >>> 15), 2246822519) + 374761393) >>> 0
    return state / 2 ** 32
  }
  const nat = (below: number) => Math.floor(next() * below)
  const one = <T>(of: readonly T[]): T => {
    const drawn = of[nat(of.length)]
    if (drawn === undefined) throw new Error('nothing to draw from')
    return drawn
  }
  return { nat, one, day: () => addDays(firstDay, nat(395)) }
}

type Draw = ReturnType<typeof drawing>
type People = { readonly id: string }[]

/** Something that an office does from a day on, be that before or after what it did already; it may be refused. */
type Deed = {
  readonly what: OrgActName | 'add' | 'go' | 'leave' | 'transfer' | 'outside' | 'found' | 'undo'
  readonly on: IsoDay
}

function deedOf({ one, day }: Draw): Deed {
  const what = one<OrgActName | 'add' | 'go' | 'leave' | 'transfer' | 'outside' | 'found' | 'undo'>([
    ...orgActNames,
    'add',
    'add',
    'go',
    'go',
    'leave',
    'transfer',
    'outside',
    'found',
    'undo',
  ])
  return { what, on: day() }
}

async function carryOut(
  pc: Pc,
  { what, on }: Deed,
  { nat, one }: Draw,
  orgs: string[],
  people: People,
  n: number,
) {
  const [org, other] = [one(orgs), one(orgs)]
  const person = one(people).id
  switch (what) {
    case 'add': {
      const set = { org, name: '新来', id_number: inventedId('2000-01-01', 200 + n), joined: '2016-05' }
      const done = await pc.ask.records.add({ kind: 'person', set, on })
      people.push({ id: done.id })
      return
    }
    case 'go':
      return pc.ask.records.add({ kind: 'membership', set: { person, org: other }, on })
    case 'leave':
      return pc.ask.records.add({
        kind: 'membership',
        set: { person, reason: '自愿退团' },
        on,
      })
    case 'transfer': {
      const { id } = await pc.ask.transfers.ask({ person, to: other, fees: '已交清', endPosts: true, on })
      // Some stay on their way.
      if (nat(3) > 0) await pc.ask.transfers.accept({ id, on: addDays(on, nat(9)) })
      return
    }
    case 'outside': {
      const asked = { person, to: '外省', outside: true, fees: '已交清', endPosts: true, on }
      const { id } = await pc.ask.transfers.ask(asked)
      return pc.ask.transfers.accept({ id, on: addDays(on, nat(9)) })
    }
    case 'found': {
      const set = { parent: other, name: `新设第${n}团支部`, tier: 'two-new' }
      orgs.push((await pc.ask.records.add({ kind: 'org', set, on })).id)
      return
    }
    case 'undo': {
      const [entry] = await pc.ask.registry.history({ limit: 1 })
      return resultOf(pc.ask.registry.undo({ changeSet: entry?.changeSet ?? 0 }))
    }
    default:
      return orgAct(pc, what, { org, other, on, later: one(['keep', 'replace'] as const), n })
  }
}

type Act = { readonly org: string; readonly other: string; readonly on: IsoDay; readonly n: number }

function orgAct(pc: Pc, act: OrgActName, { org, other, on, later, n }: Act & { later: 'keep' | 'replace' }) {
  const sets: Readonly<Record<OrgActName, Record<string, string>>> = {
    rename: { name: `改名第${n}团支部`, short_name: `改名第${n}` },
    kind: { kind: 'branch', tier: 'two-new' },
    move: { parent: other },
    merge: { into: other },
    split: { name: `分设第${n}团支部`, short_name: `分设第${n}` },
    close: { membersTo: other, endPosts: 'yes' },
    reopen: {},
  }
  return pc.ask.orgs.act({ act, org, set: sets[act], on, later })
}

/** What `changes` tells of two days has to lead from the number of the one to the number of the other. */
async function expectToLead(pc: Pc, org: string, from: IsoDay, to: IsoDay) {
  const changes = await pc.ask.orgs.changes({ org, from, to })
  const members = async (asOf: IsoDay) => (await pc.ask.registry.stats({ org, asOf })).members
  const about = `${org} ${from} ${to}`
  expect([changes.before, changes.after], about).toEqual([await members(from), await members(to)])
  const sum = (list: typeof changes.came) => list.reduce((all, one) => all + (one.members ?? 1), 0)
  let brought = 0
  for (const { id, entity, day, members: n } of changes.moved) {
    if (entity !== 'org' || n === null || n === 0) continue
    const [place] = await pc.ask.looking.places({ orgs: [id], asOf: day })
    brought += place?.path.some(one => one.id === org) ? n : -n
  }
  const [came, went] = [sum(changes.came), sum(changes.went)]
  const [founded, closed] = [sum(changes.founded), sum(changes.closed)]
  expect(changes.before + came - went + brought + founded - closed, about).toBe(changes.after)
}

test.each(seeds)(
  'whatever is done on whatever day, the numbers of two days agree with what is told between them (%i)',
  { timeout: 240_000 },
  async seed => {
    const pc = await filledDistrict.open(`two-days-${seed}`)
    const draw = drawing(seed)
    const { rows } = await pc.ask.looking.people({ limit: 100 })
    const people: People = rows.map(({ id }) => ({ id }))
    const root = (await pc.ask.looking.top({})).id
    const orgs = await below(pc, root)
    const whole = [root, ...orgs]
    let done = 0
    for (let n = 0; n < steps; n++) {
      const deed = deedOf(draw)
      // What is taken back may have been done from any day on.
      const eve = addDays(deed.what === 'undo' ? firstDay : deed.on, -1)
      const before = await allOf(pc, eve)
      try {
        await carryOut(pc, deed, draw, orgs, people, n)
        done++
      } catch (error) {
        // What stands against it is told; nothing else may go wrong.
        expect(error).toBeInstanceOf(ORPCError)
        expect((error as ORPCError<string, unknown>).status).toBe(422)
        continue
      }
      expect({ deed, eve, ...(await allOf(pc, eve)) }).toEqual({ deed, eve, ...before })
      const [one, other] = [draw.day(), draw.day()]
      const [from, to] = one < other ? [one, other] : [other, one]
      for (const org of [root, draw.one(whole), draw.one(whole)]) await expectToLead(pc, org, from, to)
      const roster = await resultOf(
        pc.ask.rosters.exportRoster({ as: 'members', name: '团员.csv', asOf: to }),
      )
      expect(roster.rows, to).toBe((await pc.ask.registry.stats({ asOf: to })).members)
    }
    expect(done).toBeGreaterThan(steps / 4)
    await expectSound(pc)
    expect(pc.bugs).toEqual([])
    await pc.discard()
  },
)

/** All that can be shown of a day: the tree, the statistics, every list and every roster as a file. */
async function allOf(pc: Pc, asOf: IsoDay) {
  const { ask } = pc
  const treeOf = async (org: string): Promise<unknown[]> =>
    Promise.all((await ask.looking.children({ org, asOf })).map(async node => [node, await treeOf(node.id)]))
  const top = await ask.looking.top({ asOf })
  const lists: Record<string, unknown> = {}
  for (const kind of ['org', 'membership', 'placement', 'standing', 'post', 'term', 'meeting', 'decision']) {
    const { total, rows } = await ask.records.list({ kind, asOf, limit: 1000 })
    // A stay that goes on as it was, but later ends otherwise, may be written anew: what it says is the same.
    const said = rows.map(({ id: _id, ...row }) => JSON.stringify(row)).sort()
    lists[kind] = { total, said }
  }
  const rosters: Record<string, string> = {}
  for (const as of ['orgs', 'members', 'cadres', 'meetings']) {
    const { file } = await resultOf(ask.rosters.exportRoster({ as, name: `${as}.csv`, asOf }))
    rosters[as] = await file.text()
  }
  return {
    tree: [top, await treeOf(top.id)],
    stats: await ask.registry.stats({ asOf }),
    people: await ask.looking.people({ asOf, limit: 1000 }),
    cadres: await ask.looking.cadres({ asOf, limit: 1000 }),
    due: await ask.looking.due({ asOf }),
    ages: await ask.glance.ages({ asOf }),
    lists,
    rosters,
  }
}

/** All organizations below one today. */
async function below(pc: Pc, org: string): Promise<string[]> {
  const rows = await pc.ask.looking.children({ org })
  return (await Promise.all(rows.map(async ({ id }) => [id, ...(await below(pc, id))]))).flat()
}
