import { rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import fc from 'fast-check'
import { afterAll, expect, test } from 'vitest'
import { type Change, idOf } from '#db/journal/change.ts'
import { compareWithJournal } from '#db/journal/compare.ts'
import { undoPacket } from '#db/packets/procedures/undo-packet.ts'
import { settleConflict } from '#db/registry/conflicts/conflicts.ts'
import { undoChangeSet } from '#db/registry/procedures/undo-change-set.ts'
import { Refusal } from '#db/shared/refusal.ts'
import {
  begunOffices,
  type OfficeName,
  officeNames,
  type PlayedPc,
  playedOffices,
  routes,
} from './offices-at-play.ts'

/** All of them are played, however busy the PC is. */
const runs = Number(process.env['LIFELINE_RUNS'] ?? 3)
const enough = runs * 20_000

const kinds = [
  'person',
  'edit',
  'edit',
  'edit',
  'move',
  'move',
  'leave',
  'post',
  'end-post',
  'meeting',
  'move-branch',
  'overreach',
  'remove',
  'undo',
  'give-back',
  'settle',
  'export',
  'export',
  'export',
  'export',
  'deliver',
  'deliver',
  'deliver',
  'deliver',
  'snapshot',
  'put-back',
  'clone',
] as const

type Step = {
  readonly kind: (typeof kinds)[number]
  readonly who: number
  readonly a: number
  readonly b: number
}

const histories = fc.array(
  fc.record({
    kind: fc.constantFrom(...kinds),
    who: fc.nat(11),
    a: fc.nat(40),
    b: fc.nat(40),
  }),
  { minLength: 10, maxLength: 45 },
)

type Mail = { readonly to: OfficeName; readonly file: File }

class Play {
  readonly pcs: PlayedPc[]
  readonly mails: Mail[] = []
  readonly snapshots: { readonly pc: PlayedPc; readonly file: string }[] = []

  constructor(pcs: PlayedPc[]) {
    this.pcs = pcs
  }

  async step({ kind, who, a, b }: Step): Promise<void> {
    const pc = pick(this.pcs, who)
    if (pc === undefined) return
    switch (kind) {
      case 'export': {
        const [above, below] = pick(routesOf(pc.office), a) ?? ['district', 'street']
        const to = above === pc.office ? below : above
        this.mails.push({ to, file: await pc.exported(to) })
        return
      }
      case 'deliver': {
        // Any packet ever written, late or again; some never come.
        const mail = pick(this.mails, a)
        const receiver =
          mail &&
          pick(
            this.pcs.filter(other => other.office === mail.to),
            b,
          )
        if (mail && receiver)
          expectTaken(await receiver.opens(mail.file), ['applied', 'duplicate', 'waiting'])
        return
      }
      case 'snapshot':
        this.snapshots.push({ pc, file: await pc.snapshot() })
        return
      case 'put-back': {
        const found = pick(this.snapshots, a)
        if (found) await found.pc.putBack(found.file)
        return
      }
      case 'clone':
        if (this.pcs.length < 6) this.pcs.push(await pc.cloned())
        return
      default:
        await unlessRefused(() => write(pc, { kind, who, a, b }))
    }
  }

  /** Every PC meets every PC of the office above it, again and again, until nobody hears anything new. */
  async exchangeAll(): Promise<void> {
    for (let round = 0; round < 8; round++) {
      let news = 0
      for (const [above, below] of routes.toReversed()) {
        for (const upper of this.pcs.filter(pc => pc.office === above)) {
          for (const lower of this.pcs.filter(pc => pc.office === below)) news += await meet(upper, lower)
        }
      }
      // What nobody proves any more, since its author lost it, a person takes in.
      for (const pc of this.pcs) news += await pc.takesAside()
      if (news === 0) return
    }
    throw new Error('after eight rounds there is still something new')
  }

  async discard(): Promise<void> {
    for (const pc of this.pcs) await pc.discard()
    for (const { file } of this.snapshots) await rm(dirname(file), { recursive: true, force: true })
  }
}

/**
 * Two PCs exchange packets until each has heard all of the other; answers how many packets brought something. Where
 * clones share a key, the first packet may build on what another one of them has said to have; the next one does not.
 */
async function meet(upper: PlayedPc, lower: PlayedPc): Promise<number> {
  let news = 0
  for (let turn = 0, quiet = 0; turn < 8; turn++) {
    const up = await upper.opens(await lower.exported(upper.office))
    const down = await lower.opens(await upper.exported(lower.office))
    for (const result of [up, down]) {
      expectTaken(result, ['applied', 'duplicate', 'waiting'])
      if (result.status === 'applied') news++
    }
    quiet = up.status === 'duplicate' && down.status === 'duplicate' ? quiet + 1 : 0
    if (quiet === 2) return news
  }
  throw new Error(`${upper.office} and ${lower.office} do not come to an end`)
}

function routesOf(office: OfficeName) {
  return routes.filter(([above, below]) => above === office || below === office)
}

function pick<T>(list: readonly T[], n: number): T | undefined {
  return list[n % Math.max(1, list.length)]
}

function expectTaken(
  { status, code, message }: Awaited<ReturnType<PlayedPc['opens']>>,
  allowed: string[],
): void {
  expect({ taken: allowed.includes(status), status, code, message }).toMatchObject({ taken: true })
}

async function unlessRefused(work: () => Promise<unknown>): Promise<void> {
  try {
    await work()
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
  }
}

const below = `WITH RECURSIVE below (id) AS (
  SELECT ? UNION SELECT p.org FROM below JOIN placement p ON p.parent = below.id AND p.until IS NULL
)`

function idsOf(pc: PlayedPc, sql: string, ...values: string[]): string[] {
  const rows = pc.session
    .writing()
    .db.prepare<string[], { id: string }>(sql)
    .all(...values)
  return rows.map(row => row.id)
}

/** The people and branches that an office may write about: those below it by its own tables. */
const peopleOf = (pc: PlayedPc) =>
  idsOf(
    pc,
    `${below} SELECT person AS id FROM membership WHERE until IS NULL AND org IN (SELECT id FROM below) ORDER BY person`,
    pc.session.office(),
  )
const branchesOf = (pc: PlayedPc) =>
  idsOf(
    pc,
    `${below} SELECT id FROM org WHERE kind = 'branch' AND id IN (SELECT id FROM below) ORDER BY id`,
    pc.session.office(),
  )

/** The rows of somebody's or something's series that no other row follows. */
function lastOf(pc: PlayedPc, table: 'membership' | 'placement', subject: string): string[] {
  const column = table === 'membership' ? 'person' : 'org'
  return idsOf(
    pc,
    `SELECT id FROM ${table} t WHERE ${column} = ?1 AND NOT EXISTS (
       SELECT 1 FROM ${table} n, json_each(n.follows) f WHERE n.${column} = t.${column} AND f.value = t.id) ORDER BY id`.replace(
      '?1',
      '?',
    ),
    subject,
  )
}

async function write(pc: PlayedPc, { kind, a, b }: Step): Promise<void> {
  const person = pick(peopleOf(pc), a)
  const branch = pick(branchesOf(pc), b)
  const since = `201${7 + (a % 2)}-0${1 + (b % 9)}-01`
  const { db, journal } = pc.session.writing()
  switch (kind) {
    case 'person':
      if (branch === undefined) return
      return pc.write(set => {
        const id = set.create('person', { name: `p${a}`, id_number: `${a % 7}`, phone: `${b}` })
        set.create('membership', { person: id, org: branch, since, since_known: 1, follows: [] })
      })
    case 'edit':
      if (person === undefined) return
      return pc.write(set => set.edit('person', person, b % 2 === 0 ? { phone: `e${b}` } : { name: `n${b}` }))
    case 'move':
    case 'leave': {
      if (person === undefined || branch === undefined) return
      const follows = lastOf(pc, 'membership', person)
      const place = kind === 'move' ? { org: branch } : { reason: 'resigned' }
      return pc.write(set => {
        set.create('membership', { person, ...place, since, since_known: 1, follows })
      })
    }
    case 'post':
      if (person === undefined || branch === undefined) return
      return pc.write(set => {
        set.create('post', { person, org: branch, title: '书记', since })
      })
    case 'end-post': {
      const posts = idsOf(
        pc,
        `${below} SELECT id FROM post WHERE org IN (SELECT id FROM below) ORDER BY id`,
        pc.session.office(),
      )
      const post = pick(posts, a)
      if (post !== undefined) await pc.write(set => set.edit('post', post, { until: since }))
      return
    }
    case 'meeting':
      if (branch === undefined) return
      return pc.write(set => {
        set.create('meeting', { org: branch, type: '团课', held_on: since })
      })
    case 'move-branch': {
      const parents = ['east', 'west', 'street'].filter(
        id => idsOf(pc, 'SELECT id FROM org WHERE id = ?', id).length > 0,
      )
      const parent = pick(parents, a)
      if (branch === undefined || parent === undefined) return
      const follows = lastOf(pc, 'placement', branch)
      // An office may hang its own branches only; what another one writes is given back to it.
      return pc.write(set => {
        set.create('placement', { org: branch, parent, since, follows })
      })
    }
    case 'overreach':
      return pc.write(set =>
        set.edit('org', pc.session.office(), a % 2 === 0 ? { tier: 'organ' } : { phone: `${b}` }),
      )
    case 'remove':
      if (person === undefined || b % 2 !== 0) return
      return pc.write(set => set.remove('person', person))
    case 'undo': {
      const sets = db
        .prepare<[string], { no: number }>(
          'SELECT DISTINCT s.no FROM change_set s WHERE s.label = ? ORDER BY s.no',
        )
        .all('{"what":"test"}')
      const changeSet = pick(sets, a)?.no
      if (changeSet !== undefined)
        await undoChangeSet(pc.session, { changeSet, by: '', dryRun: false }, async () => undefined)
      return
    }
    case 'give-back': {
      const packets = db
        .prepare<[], { from: string; number: number }>(
          'SELECT r.peer AS "from", r.number FROM received r JOIN peer p ON p.replica = r.peer WHERE p.direction = \'down\' AND r.change_set > 0 ORDER BY r.no',
        )
        .all()
      const packet = pick(packets, a)
      if (packet) await undoPacket(pc.session, { ...packet, reason: 'test', by: '', dryRun: false })
      return
    }
    case 'settle': {
      const conflict = pick(
        db
          .prepare<[], { thing: string; register: string; heads: string }>(
            'SELECT thing, register, heads FROM conflict ORDER BY thing, register',
          )
          .all(),
        a,
      )
      if (conflict === undefined) return
      const keep = pick<string>(JSON.parse(conflict.heads), b) ?? ''
      await journal.write({ label: { what: 'resolve' }, actor: '' }, set =>
        settleConflict(db, journal, set, `${conflict.thing}:${conflict.register}`, keep),
      )
    }
  }
}

function changesOf(pc: PlayedPc): Change[] {
  return [...pc.session.writing().journal.changes.all()]
}

/** Everything that any stay of this journal ever put below an office; whoever has no stay, where his posts are. */
function everBelow(changes: readonly Change[], office: string): ReadonlySet<string> {
  const found = new Set([office])
  for (let size = 0; size !== found.size; ) {
    size = found.size
    for (const { kind, entity, hangsOn } of changes) {
      const [child, parent] = hangsOn
      if (kind !== 'put' || !['membership', 'placement', 'post'].includes(entity)) continue
      if (child !== undefined && parent !== undefined && found.has(parent)) found.add(child)
    }
  }
  return found
}

/** What two PCs hold of an office's part of the tree, as text. */
function scopeText(pc: PlayedPc, office: string): string {
  const { db } = pc.session.writing()
  const people = new Set(
    idsOf(
      pc,
      `${below} SELECT person AS id FROM membership WHERE until IS NULL AND org IN (SELECT id FROM below)`,
      office,
    ),
  )
  const orgs = new Set(idsOf(pc, `${below} SELECT id FROM below`, office))
  const rows = (table: string, keys: readonly string[], scope: ReadonlySet<string>) =>
    db
      .prepare<[], Record<string, unknown>>(`SELECT * FROM ${table} ORDER BY id`)
      .all()
      .filter(row => keys.every(key => scope.has(String(row[key]))))
      .map(({ no: _no, pristine: _pristine, ...row }) => JSON.stringify(row))
  const conflicts = db
    .prepare<[], { thing: string }>('SELECT thing, register, heads FROM conflict ORDER BY thing, register')
    .all()
    .filter(row => people.has(row.thing) || orgs.has(row.thing))
    .map(row => JSON.stringify(row))
  return [
    ...rows('org', ['id'], orgs),
    ...rows('placement', ['org'], orgs),
    ...rows('person', ['id'], people),
    ...rows('membership', ['person'], people),
    ...rows('standing', ['person'], people),
    ...rows('meeting', ['org'], orgs),
    // Whether the holders of other offices are still there an office cannot always know: see journeys.test.ts.
    ...rows('post', ['org'], orgs).filter(row => people.has(JSON.parse(row).person)),
    ...conflicts,
  ].join('\n')
}

let begun: ReturnType<typeof begunOffices> | undefined

afterAll(async () => {
  for (const folder of Object.values((await begun) ?? {})) await rm(folder, { recursive: true, force: true })
})

test(
  'whatever is lost, doubled, late, restored or cloned on the way: nothing is lost, nothing leaks, all agree',
  async () => {
    begun ??= begunOffices()
    const folders = await begun
    await fc.assert(
      fc.asyncProperty(histories, async steps => {
        const play = new Play(await playedOffices(folders))
        try {
          for (const step of steps) await play.step(step)
          await play.exchangeAll()
          const district = play.pcs.find(pc => pc.office === 'district')
          expect(district).toBeDefined()
          const known = district ? changesOf(district) : []
          const ids = new Set(known.map(idOf))
          for (const pc of play.pcs) {
            const { db, journal } = pc.session.writing()
            expect(compareWithJournal(db, journal)).toEqual([])
            const own = changesOf(pc)
            expect(own.map(idOf).filter(id => !ids.has(id))).toEqual([])
            const office = pc.session.office()
            if (pc.office === 'district') continue
            const allowed = everBelow(known, office)
            const foreign = own.filter(
              ({ entity, thing, hangsOn, kind }) =>
                ['person', 'standing'].includes(entity) &&
                kind !== 'return' &&
                ![thing, ...hangsOn].some(id => allowed.has(id)),
            )
            expect(foreign.map(change => change.thing)).toEqual([])
            for (const other of play.pcs) {
              const sees = other.office === pc.office || isAbove(other.office, pc.office)
              if (sees && other !== pc) expect(scopeText(pc, office)).toBe(scopeText(other, office))
            }
          }
        } finally {
          await play.discard()
        }
      }),
      { numRuns: runs },
    )
  },
  enough,
)

function isAbove(office: OfficeName, of: OfficeName): boolean {
  return officeNames.indexOf(office) < officeNames.indexOf(of) && !(office === 'east' && of === 'west')
}
