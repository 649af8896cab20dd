import { createHash } from 'node:crypto'
import { type Change, digestOf, idOf } from '#db/journal/change.ts'
import { fieldsOf } from '#db/journal/entity.ts'
import { selectOffers } from '#db/packets/status/select-offers.ts'
import { courses } from '#db/records/courses/courses.ts'
import { invariant } from '#db/shared/invariant.ts'
import { compareAtOnce } from '#tests/fixtures/compare-at-once.ts'
import { act } from '#tests/fixtures/histories.ts'
import { countingIds, openReplica, type Replica } from '#tests/fixtures/replica.ts'
import type { Contents, Databases } from './databases.ts'
import { everBelow } from './offices/oracle.ts'
import { Broken, drawing, type FuzzStep, rightTime, type Story } from './story.ts'
import { type Tally, tallyOf } from './tally.ts'

class CutShort extends Error {}

/** Several replicas in one process that hear of each other only through what the story lets through. */
export class World {
  readonly #databases: Databases
  readonly #story: Story
  readonly #replicas: Replica[] = []
  readonly #snapshots: { readonly of: number; readonly contents: Contents }[] = []
  readonly #newer: Change[] = []
  /** What each held when it was last asked: what travels late. */
  readonly #sent: (readonly Change[])[] = []
  /** What each replica was found to hold: nothing that is stored is written over here. */
  readonly #held = new WeakMap<Replica, Change[]>()
  #opened = 0
  readonly tally: Tally

  constructor(story: Story, tally: Tally, databases: Databases) {
    this.#databases = databases
    this.#story = story
    this.tally = tally
    for (let i = 0; i < story.replicas; i++) this.#replicas.push(this.#open(i, undefined))
  }

  /** As the same office's PC, under a writer of its own whatever was copied. */
  #open(place: number, holding: Contents | undefined): Replica {
    const name = `r${place}`
    const at = this.#story.clocks[this.#opened] ?? rightTime
    if (at !== rightTime) this.tally.add('a clock is wrong')
    const newId = countingIds(`${'kgbmacf'[this.#opened % 7]}${name}o${this.#opened++}`)
    const over = holding === undefined ? this.#databases.take() : this.#databases.filled(holding)
    const replica = openReplica(name, {
      over,
      newId,
      replica: `replica-${name}`,
      clock: { now: () => new Date(at) },
    })
    this.#databases.opened(over)
    return replica
  }

  async step(step: FuzzStep): Promise<void> {
    if ('act' in step) {
      const me = this.#at(step.act.who)
      await me.write(set => act(me, set, step.act), `office-${step.act.b % 4 === 0 ? 'district' : me.name}`)
      return
    }
    const { happens, who, a, b } = step
    const place = who % this.#replicas.length
    const me = this.#at(who)
    const other = this.#at(a)
    switch (happens) {
      case 'whole':
        return me.receive(this.#changesOf(a))
      case 'half':
        this.tally.add('a part comes before the rest')
        return me.receive(this.#changesOf(a).filter((_, i) => i % 2 === b % 2))
      case 'scope':
        return me.receive(this.#partOf(other, a * 31 + b))
      case 'doubled': {
        const theirs = this.#changesOf(a)
        this.tally.add('what is known comes again', theirs.length)
        return me.receive([...theirs, ...theirs.slice(0, b)])
      }
      case 'shuffled':
        return this.#inParts(me, shuffled(this.#heldBy(other), a * 31 + b), 1 + (b % 7))
      case 'late': {
        const old = this.#sent[a % Math.max(1, this.#sent.length)] ?? []
        return me.receive(old)
      }
      case 'lost':
        this.#changesOf(a)
        this.tally.add('a packet is lost')
        return
      case 'snapshot':
        if (this.#snapshots.length < 6)
          this.#snapshots.push({ of: place, contents: this.#databases.contentsOf(me.db) })
        return
      case 'restore': {
        const snapshot = this.#snapshots[b % Math.max(1, this.#snapshots.length)]
        if (snapshot === undefined) return
        this.#close(this.#replicas[snapshot.of])
        this.#replicas[snapshot.of] = this.#open(snapshot.of, snapshot.contents)
        this.tally.add('a backup is restored')
        return
      }
      case 'clone':
        if (this.#replicas.length >= 10) return
        this.#replicas.push(this.#open(place, this.#databases.contentsOf(me.db)))
        this.tally.add('a PC is cloned')
        return
      case 'crash':
        return this.#breakOff(me, a, b)
      case 'newer':
        await me.receive([this.#newerChange(me, a, b)])
        return
      case 'let-in':
        return this.#letIn(me, a)
      case 'step':
        return this.#stepOn(me, a, b)
      case 'look':
        this.#expectTrue(me)
        return
    }
  }

  #at(n: number): Replica {
    const replica = this.#replicas[n % this.#replicas.length]
    invariant(replica, 'a story has replicas')
    return replica
  }

  #changesOf(n: number): readonly Change[] {
    const changes = this.#heldBy(this.#at(n))
    this.#sent.push(changes)
    return changes
  }

  /** All changes of a replica, in the order in which they came to it: only what is new since the last look is read. */
  #heldBy(replica: Replica): readonly Change[] {
    const held = this.#held.get(replica) ?? []
    this.#held.set(replica, held)
    const news = replica.db
      .prepare<[number], number>('SELECT no FROM change ORDER BY no LIMIT -1 OFFSET ?')
      .pluck()
      .all(held.length)
    if (news.length > 0) held.push(...replica.journal.changes.byNumbers(news))
    return [...held]
  }

  /** What an office of some organization would hear of another one's PC: the filter of packets itself. */
  #partOf(from: Replica, n: number): readonly Change[] {
    const orgs = from.db.prepare<[], { id: string }>('SELECT id FROM org ORDER BY id').all()
    const org = orgs[n % Math.max(1, orgs.length)]?.id
    if (org === undefined) return []
    const wanted = { replica: 'nobody', org, direction: 'down', returns: [] } as const
    const numbers = [...selectOffers(from.db, wanted)].flat().filter(no => no > 0)
    const heard = from.journal.changes.numbered(numbers).map(({ change }) => change)
    const allowed = everBelow(this.#heldBy(from), org)
    const foreign = heard.find(({ entity, thing }) => entity === 'person' && !allowed.has(thing))
    if (foreign !== undefined)
      throw new Broken(`${from.name}: ${org} hears of ${foreign.thing}, who never lay there`)
    this.tally.add('an office hears of its own part alone', heard.length)
    return heard
  }

  async #inParts(me: Replica, changes: readonly Change[], size: number): Promise<void> {
    for (let at = 0; at < changes.length; at += size) await me.receive(changes.slice(at, at + size))
  }

  /** A transaction that does not come to its end leaves nothing, and the next one goes on as if it had not been. */
  async #breakOff(me: Replica, a: number, b: number): Promise<void> {
    const before = digestOfAll(me)
    const [kind, then] = [
      (['person', 'move', 'merge', 'giveBack', 'record'] as const)[a % 5],
      'edit',
    ] as const
    try {
      await me.write(set => {
        if (kind !== undefined) act(me, set, { kind, who: 0, a, b })
        act(me, set, { kind: then, who: 0, a, b })
        throw new CutShort()
      })
    } catch (error) {
      if (!(error instanceof CutShort)) throw error
    }
    if (digestOfAll(me) !== before)
      throw new Broken(`${me.name}: what was broken off has left something behind`)
    this.tally.add('a writing is broken off')
  }

  /** A record of a kind that only a newer program knows, hanging on somebody who is known. */
  #newerChange(me: Replica, a: number, b: number): Change {
    const n = this.#newer.length + 1
    // Now and then one that has not all it needs, as when only an edit of it has come.
    const isHalf = b % 4 === 1
    const [entity, thing] = isHalf ? ['person', `half-${a}`] : ['of-tomorrow', `tomorrow-${a % 3}`]
    const writer = 'replica-newer.w'
    const origin = {
      writer,
      firstN: n,
      replica: 'replica-newer',
      office: 'office-newer',
      at: '',
      actor: '',
      label: {},
    }
    const lamport = Number(me.journal.changes.highestLamport()) + 1 + n
    const body = { set: isHalf ? { phone: { phone: '1' } } : { what: { topic: `${b}`, colour: 'red' } } }
    const change: Change = {
      ...{
        origin,
        n,
        lamport,
        entity,
        thing,
        hangsOn: [],
        schema: 999,
        signature: null,
        kind: 'put',
      },
      body: b % 2 === 0 ? body : { ...body, base: { what: [] } },
    }
    this.#newer.push(change)
    return change
  }

  /** Somebody admits what a revocation holds. */
  async #letIn(me: Replica, a: number): Promise<void> {
    const held = this.#heldBy(me).filter(change => me.journal.absorber.isHeld(change))
    const change = held[a % Math.max(1, held.length)]
    if (change === undefined) return
    const { origin, n } = change
    await me.write(set => set.admit([[origin.writer, n, n + 2]], { code: 'test', zh: '准', en: 'let in' }))
  }

  /** A step of a matter, possible or not. */
  async #stepOn(me: Replica, a: number, b: number): Promise<void> {
    const kinds = Object.keys(courses)
    const found = kinds.flatMap(kind =>
      me.db
        .prepare<[], { id: string; org: string }>(
          `SELECT id, ${kind === 'transfer' ? 'home' : 'org'} AS org FROM ${kind} ORDER BY id`,
        )
        .all()
        .map(row => ({ ...row, kind })),
    )
    if (found.length === 0 || a % 7 === 0) {
      const org = me.db.prepare<[], { id: string }>('SELECT id FROM org ORDER BY id').all()[b % 3]?.id
      if (org === undefined) return
      await me.write(set => {
        const matter = { org, opened: '2018-05-01', due: '2018-07-01', owner: '王', liaison: '李' }
        const subject = set.create('rectification', matter)
        const action = Object.keys(courses['rectification']?.steps ?? {})[b % 4] ?? ''
        set.create('step', { subject, of: 'rectification', action, org, day: '2018-05-02', saw: [] })
      })
      return
    }
    const matter = found[a % Math.max(1, found.length)]
    const course = Object.entries(courses).find(([kind]) => kind === matter?.kind)?.[1]
    if (matter === undefined || course === undefined) return
    const actions = Object.keys(course.steps)
    // Half of them are what a matter begins with.
    const action = actions[a % 2 === 0 ? 0 : b % actions.length] ?? ''
    const { id: subject, kind: of, org } = matter
    await me.write(set => {
      set.create('step', { subject, of, action, org, day: '2018-06-01', saw: [] })
    })
  }

  #expectTrue(me: Replica): void {
    // At once, by the slow and obvious reading: a registry's own way takes pages and temporary tables.
    const differences = compareAtOnce(me.db, me.journal)
    if (differences.length > 0)
      throw new Broken(`${me.name}: tables are not what the journal says: ${JSON.stringify(differences)}`)
  }

  /** Everybody hears everything; then nothing is missing, and all say the same. */
  async end(): Promise<string> {
    const authored = new Map<string, string>()
    for (const replica of this.#replicas)
      for (const change of this.#heldBy(replica)) authored.set(idOf(change), digestOf(change))
    for (const [i, me] of this.#replicas.entries())
      for (const other of this.#replicas)
        if (other !== me) await this.#inParts(me, this.#heldBy(other), 5 + 11 * i)
    const said = this.#replicas.map(digestOfAll)
    // Who holds the same and says the same need not be projected twice.
    this.#expectTrue(this.#at(0))
    for (const [i, replica] of this.#replicas.entries()) {
      const held = new Map(this.#heldBy(replica).map(change => [idOf(change), digestOf(change)]))
      for (const [id, digest] of authored)
        if (held.get(id) !== digest) throw new Broken(`${replica.name}: ${id} is lost, or another one`)
      if (held.size !== authored.size) throw new Broken(`${replica.name}: it holds what nobody wrote`)
      if (said[i] !== said[0]) throw new Broken(`${replica.name} and ${this.#replicas[0]?.name} do not agree`)
    }
    this.tally.join(tallyOf(this.#at(0), this.#heldBy(this.#at(0))))
    return createHash('sha256').update(said.join(' ')).digest('hex')
  }

  close(): void {
    for (const replica of this.#replicas) this.#close(replica)
  }

  #close(replica: Replica | undefined): void {
    if (replica !== undefined) this.#databases.giveBack(replica.db)
  }
}

function shuffled<T>(all: readonly T[], seed: number): T[] {
  const draw = drawing(seed)
  const mixed = [...all]
  for (let i = mixed.length - 1; i > 0; i--) {
    const j = draw(i + 1)
    const [one, other] = [mixed[i], mixed[j]]
    if (one !== undefined && other !== undefined) [mixed[i], mixed[j]] = [other, one]
  }
  return mixed
}

/** All that must be equal where two agree: the rows in force with when they hold, shadows, conflicts. */
function digestOfAll({ db, journal }: Replica): string {
  const hash = createHash('sha256')
  const isFilled = (name: string) => `SELECT '${name}' WHERE EXISTS (SELECT 1 FROM "${name}")`
  const filled = new Set(
    db
      .prepare<[], string>([...journal.entities.keys()].map(isFilled).join(' UNION ALL '))
      .pluck()
      .all(),
  )
  for (const entity of journal.entities.values()) {
    if (!filled.has(entity.name)) continue
    const serial = entity.series ? ['until', ...(entity.tree ? ['starts'] : [])] : []
    const columns = ['id', ...fieldsOf(entity), ...serial].join(', ')
    hash.update(entity.name)
    hash.update(JSON.stringify(db.prepare(`SELECT ${columns} FROM ${entity.name} ORDER BY id`).raw().all()))
  }
  hash.update(
    JSON.stringify(db.prepare('SELECT thing, entity, state, survivor FROM shadow ORDER BY thing').all()),
  )
  hash.update(JSON.stringify(db.prepare('SELECT * FROM conflict ORDER BY thing, register').all()))
  return hash.digest('hex')
}
