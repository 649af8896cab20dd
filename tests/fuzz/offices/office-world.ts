import { createHash } from 'node:crypto'
import { type Change, digestOf, idOf } from '#db/journal/change.ts'
import { replicaOf } from '#db/journal/names.ts'
import { undoPacket } from '#db/packets/procedures/undo-packet.ts'
import { readCertifiedBy, revokeReplica } from '#db/packets/trust/revoke.ts'
import { standingOf } from '#db/packets/trust/standing.ts'
import { Refusal } from '#db/shared/refusal.ts'
import { compareAtOnce } from '#tests/fixtures/compare-at-once.ts'
import { act } from '#tests/fixtures/histories.ts'
import type { Contents, Databases } from '../databases.ts'
import { Broken } from '../story.ts'
import type { Tally } from '../tally.ts'
import { type Beginnings, communities, district, streets } from './begin.ts'
import { CutShort, keysOf, type Letter, OfficePc } from './office-pc.ts'
import { asStep, type Done, type Happens, type OfficeStep, type OfficeStory } from './office-story.ts'
import { differing, everBelow, scopeText } from './oracle.ts'
import { sparingOffices } from './sparing.ts'

type Reason = { readonly code: string; readonly zh: string; readonly en: string }
const reason: Reason = { code: 'test', zh: '试', en: 'test' }

/** Offices in one process, each with the real journal, offers, certificates and court; only what the story lets through arrives. */
export class OfficeWorld {
  readonly #databases: Databases
  readonly #story: OfficeStory
  readonly #tally: Tally
  readonly #pcs: OfficePc[] = []
  readonly #letters: Letter[] = []
  readonly #byName = new Map<string, Letter>()
  readonly #kept: { readonly pc: OfficePc; readonly contents: Contents }[] = []
  #opened = 0
  #keys: number
  #lamport = 0
  /** How many packets were written and taken in after the story itself, until all had heard everything. */
  carriedInTheEnd = 0

  constructor(story: OfficeStory, tally: Tally, databases: Databases) {
    this.#story = story
    this.#tally = tally
    this.#databases = databases
    this.#keys = story.pcs
  }

  async begin(beginnings: Beginnings): Promise<void> {
    for (const [n, contents] of (await beginnings.of(this.#story.pcs)).entries())
      this.#pcs.push(this.#open(n, contents))
  }

  #open(keys: number | OfficePc['keys'], contents: Contents | undefined): OfficePc {
    const db = contents === undefined ? this.#databases.take() : this.#databases.filled(contents)
    const own = typeof keys === 'number' ? keysOf(keys) : keys
    const year = ['2009', '2018', '2099'][(this.#story.seed + this.#opened) % 3]
    const clock = { now: () => new Date(`${year}-12-30T04:00:00Z`) }
    const pc = new OfficePc(own, `${'kgbmacf'[this.#opened % 7]}${this.#opened++}`, db, clock)
    this.#databases.opened(db)
    return pc
  }

  async step(step: OfficeStep): Promise<void> {
    const pc = this.#pcs[step.who % this.#pcs.length]
    if (pc === undefined) return
    if ('deed' in step) await this.#write(pc, step)
    else await unlessRefused(() => this.#happen(pc, step))
  }

  async #write(pc: OfficePc, step: Done): Promise<void> {
    const known = asStep(step)
    if (known !== undefined) return pc.write(set => act(pc.replica, sparingOffices(pc, set), known))
    const { a, b } = step
    const org = pc.ids('SELECT id FROM org ORDER BY id')[a % 7]
    if (org !== undefined)
      await pc.write(set => set.edit('org', org, b % 2 === 0 ? { tier: 'organ' } : { phone: `${b}` }))
  }

  async #happen(pc: OfficePc, step: Happens): Promise<void> {
    const { happens, a, b } = step
    switch (happens) {
      case 'send':
      case 'cut':
        return this.#send(pc, a, happens === 'cut')
      case 'arrive':
      case 'arrive-again': {
        const at = a % Math.max(1, this.#letters.length)
        const letter = this.#letters[at]
        if (letter === undefined) return
        if (happens === 'arrive') this.#letters.splice(at, 1)
        for (const receiver of this.#pcsOf(letter.to).slice(0, 1 + (b % 2)))
          await this.#arrive(receiver, letter)
        return
      }
      case 'meet': {
        if (pc.isGone || pc.isRevoked) return
        const others = this.#neighbours(pc)
        const other = others[a % Math.max(1, others.length)]
        if (other === undefined) return
        for (const [from, to] of [
          [pc, other],
          [other, pc],
        ] as const) {
          const letter = await unlessRefused(() =>
            from.letterTo(to.keys.replica).catch(() => from.letterTo(to.org)),
          )
          if (letter === undefined) continue
          this.#byName.set(`${letter.name}.llb`, letter)
          for (const receiver of this.#pcsOf(letter.to).slice(0, 1)) await this.#arrive(receiver, letter)
        }
        return
      }
      case 'lose':
        if (this.#letters.splice(a % Math.max(1, this.#letters.length), 1).length > 0)
          this.#tally.add('a packet is lost')
        return
      case 'move-office':
        return this.#place(this.#rootPc(), communities[a % 3] ?? 'C', streets[b % 2] ?? 'S')
      case 'move-branch': {
        const upper = this.#rootOr(pc, b)
        const branch = `${communities[a % 3]}-${1 + (b % 2)}`
        return this.#place(upper, branch, communities[(a + b) % 3] ?? 'C')
      }
      case 'move-person': {
        const upper = this.#rootOr(pc, b)
        const person = upper.ids('SELECT person FROM membership WHERE until IS NULL ORDER BY person')[a % 9]
        if (person === undefined) return
        const follows = upper.ids('SELECT id FROM membership WHERE person = ? AND until IS NULL', person)
        const org = `${communities[b % 3]}-${1 + (a % 2)}`
        await upper.write(set =>
          set.create('membership', { person, org, since: '2018-05-01', since_known: 1, follows }),
        )
        return
      }
      case 'revoke':
        await this.#revoke(pc, a, b)
        return
      case 'hand-over':
        if (!(await this.#revoke(pc, a, b))) return
        return this.#enrol(pc, a, true)
      case 'enrol':
        return this.#enrol(pc, a, false)
      case 'let-in': {
        const upper = [this.#rootPc(), ...this.#pcs.filter(one => !one.isGone && one.org.startsWith('S'))]
        const [found] = upper.flatMap(by =>
          by.changes().flatMap(held => (by.replica.journal.absorber.isHeld(held) ? [{ by, held }] : [])),
        )
        if (found === undefined) return
        const { by, held: change } = found
        await by.write(set => set.admit([[change.origin.writer, change.n, change.n + 2]], reason))
        this.#tally.add('a held change is let in by an office above')
        return
      }
      case 'keep':
        if (this.#kept.length < 4) this.#kept.push({ pc, contents: this.#databases.contentsOf(pc.db) })
        return
      case 'restore':
        return this.#restore(a)
      case 'clone': {
        // What two PCs with the keys of the district wrote, nobody above brings together.
        if (this.#pcs.length >= this.#story.most || pc.isGone || pc.org === district) return
        const clone = this.#open(pc.keys, this.#databases.contentsOf(pc.db))
        clone.waiting.push(...pc.waiting)
        clone.isRevoked = pc.isRevoked
        this.#pcs.push(clone)
        this.#tally.add('a PC is cloned')
        return
      }
      case 'undo-packet':
        return this.#undoPacket(pc, a)
      case 'forge':
        return this.#forge(pc, a, b)
    }
  }

  #rootPc(): OfficePc {
    const root = this.#pcs.find(pc => pc.org === district && !pc.isGone)
    if (root === undefined) throw new Error('the district has a PC')
    return root
  }

  /** An office above communities, or the district for it. */
  #rootOr(pc: OfficePc, n: number): OfficePc {
    return n % 2 === 0 && pc.org.startsWith('S') ? pc : this.#rootPc()
  }

  #pcsOf(replica: string): OfficePc[] {
    return this.#pcs.filter(pc => pc.keys.replica === replica && !pc.isGone)
  }

  async #send(pc: OfficePc, a: number, isCut: boolean): Promise<void> {
    const peers = pc.ids('SELECT replica FROM peer ORDER BY replica')
    const others = [...new Set([...peers, ...this.#neighbours(pc).map(one => one.keys.replica)])].sort()
    const to = others[a % Math.max(1, others.length)]
    if (to === undefined || to === pc.keys.replica) return
    const before = isCut ? noted(pc) : ''
    try {
      this.#post(await pc.letterTo(peers.includes(to) ? to : (this.#orgOf(to) ?? to), isCut))
    } catch (error) {
      if (!(error instanceof CutShort)) throw error
      if (noted(pc) !== before)
        throw new Broken(`${pc.replica.name}: a packet that was broken off left something behind`)
      this.#tally.add('a packet is broken off')
    }
  }

  #orgOf(replica: string): string | undefined {
    return this.#pcs.find(pc => pc.keys.replica === replica)?.org
  }

  #post(letter: Letter): void {
    this.#letters.push(letter)
    this.#byName.set(`${letter.name}.llb`, letter)
  }

  async #arrive(receiver: OfficePc, letter: Letter): Promise<void> {
    const result = await receiver.opens(letter)
    this.#tell(receiver, letter, result)
    if (result.status === 'refused' && result.code !== 'packet-revoked-key')
      throw new Broken(
        `${receiver.replica.name} refuses an honest packet: ${result.code} ${result.message.en}`,
      )
  }

  #tell(
    receiver: OfficePc,
    letter: Letter,
    { status, code, returned }: Awaited<ReturnType<OfficePc['opens']>>,
  ): void {
    const tally = this.#tally
    if (status === 'applied' || status === 'duplicate') tally.add('a packet is taken in')
    if (letter.manifest.yours > 0) tally.add('what the receiver gave is not repeated')
    if (code === 'packet-duplicate') tally.add('all of a packet is known already')
    if (code === 'packet-waiting') tally.add('a packet waits for an earlier one')
    if (code === 'packet-lacks') tally.add('a packet builds on what is here no more')
    if (code === 'packet-elsewhere') tally.add('a packet from elsewhere waits unread')
    if (code === 'packet-revoked-key') tally.add('a packet of a revoked key is refused')
    tally.add('what is beyond an office is returned', returned.length)
    const isAside = receiver.ids('SELECT file FROM aside').includes(`${letter.name}.llb`)
    tally.add('what nobody proves is laid aside', isAside ? 1 : 0)
  }

  async #place(pc: OfficePc, org: string, parent: string): Promise<void> {
    if (pc.isGone) return
    const [now] = pc.ids('SELECT parent FROM placement WHERE org = ? AND until IS NULL', org)
    if (now === undefined || now === parent) return
    const follows = pc.ids('SELECT id FROM placement WHERE org = ? AND until IS NULL', org)
    await pc.write(set => set.create('placement', { org, parent, since: '2018-06-01', follows }))
    if (org.length < 3) this.#tally.add('an office moves to another one')
  }

  /** An office above says that a PC below is not to be believed any more: it was stolen. */
  async #revoke(pc: OfficePc, a: number, b: number): Promise<boolean> {
    const upper = this.#rootOr(pc, b)
    const below = this.#pcs.filter(one => one.org !== upper.org && !one.isRevoked && !one.isGone)
    const stolen = below[a % Math.max(1, below.length)]
    // Two PCs with one key are both gone with it; enough of the others stay to have something to say.
    if (stolen === undefined || this.#pcs.filter(one => one.isRevoked).length >= 2) return false
    const { replica } = stolen.keys
    const keep = readCertifiedBy(upper.session, replica).map(one => one.replica)
    await revokeReplica(upper.session, replica, { by: '', dryRun: false, keep: b % 3 === 0 ? [] : keep })
    for (const one of this.#pcsOf(replica)) one.isRevoked = true
    this.#tally.add('a key is revoked')
    return true
  }

  /** A PC joins: the first of an office, another one, or the successor of one that was revoked. */
  async #enrol(pc: OfficePc, a: number, isHandedOver: boolean): Promise<void> {
    if (this.#pcs.length >= this.#story.most || pc.isGone || pc.isRevoked) return
    const { certificates } = standingOf(pc.db, pc.replica.journal)
    const orgs = [...streets, ...communities, 'C-1', district].filter(
      org =>
        certificates.isAtOrAbove(pc.org, org, 'today') &&
        (!isHandedOver || certificates.pcsOf(org).length === 0),
    )
    const org = orgs[a % Math.max(1, orgs.length)]
    if (org === undefined) return
    const keys = keysOf(this.#keys++)
    const letter = await pc.approve(keys, org)
    const joined = this.#open(keys, undefined)
    joined.db.prepare("INSERT INTO meta (key, value) VALUES ('replica', ?)").run(keys.replica)
    this.#pcs.push(joined)
    await joined.join(letter)
    this.#tally.add(isHandedOver ? 'a successor joins for a revoked PC' : 'a PC joins')
  }

  #restore(a: number): void {
    const kept = this.#kept[a % Math.max(1, this.#kept.length)]
    if (kept === undefined || kept.pc.isGone) return
    const at = this.#pcs.indexOf(kept.pc)
    if (at < 0) return
    const restored = this.#open(kept.pc.keys, kept.contents)
    restored.waiting.push(...kept.pc.waiting)
    restored.isRevoked = kept.pc.isRevoked
    this.#pcs[at] = restored
    kept.pc.isGone = true
    kept.pc.close(this.#databases)
    this.#tally.add('a backup is restored')
  }

  async #undoPacket(pc: OfficePc, a: number): Promise<void> {
    const packets = pc.db
      .prepare<[], { from: string; number: number }>(
        `SELECT r.peer AS "from", r.number FROM received r JOIN peer p ON p.replica = r.peer
         WHERE p.direction = 'down' AND r.change_set > 0 ORDER BY r.no`,
      )
      .all()
    const packet = packets[a % Math.max(1, packets.length)]
    if (packet === undefined) return
    const { undone } = await undoPacket(pc.session, { ...packet, reason: 'test', by: '', dryRun: false })
    this.#tally.add(undone ? 'a whole packet is returned' : 'later work keeps a packet from being returned')
  }

  /** A wilful program puts a change of somebody else's into its journal, which nobody signed. */
  async #forge(pc: OfficePc, a: number, b: number): Promise<void> {
    const victims = this.#pcs.filter(one => one.org !== pc.org)
    const victim = victims[a % Math.max(1, victims.length)]
    const person = pc.ids('SELECT id FROM person ORDER BY id')[b % 5]
    // Whatever the district says is taken from above: it need not forge.
    if (victim === undefined || person === undefined || pc.isGone || pc.org === district) return
    const { replica } = victim.keys
    const writer = `${replica}.forged${++this.#lamport}`
    const origin = { writer, firstN: 1, replica, office: victim.org, at: '', actor: 'forger', label: {} }
    const lamport = pc.replica.journal.changes.highestLamport() + 1
    const set = { phone: { phone: 'forged' } }
    const hangsOn: readonly string[] = []
    const change: Change = {
      ...{ origin, n: 1, lamport, entity: 'person', thing: person, hangsOn, schema: 1, signature: null },
      ...{ kind: 'put', body: { set, base: { phone: [] } } },
    }
    await pc.write(into => into.receive([change]))
    this.#tally.add('a change is forged')
  }

  /** Who answers to whom now, by the district's tables: every PC of the office above with every one below. */
  #neighbours(pc: OfficePc): OfficePc[] {
    const { certificates } = standingOf(this.#rootPc().db, this.#rootPc().replica.journal)
    const counts = (one: OfficePc) => certificates.officesOf(one.keys.replica, 'today').includes(one.org)
    const works = new Set(
      this.#pcs.filter(one => !one.isGone && !one.isRevoked && counts(one)).map(one => one.org),
    )
    // Where nobody works, its communities report to the one above.
    const answersTo = (org: string) => {
      let above = this.#above(org)
      while (above !== '' && !works.has(above)) above = this.#above(above)
      return above
    }
    const isNear = (other: OfficePc) => {
      if (other.org === pc.org) return other.keys.replica !== pc.keys.replica
      return answersTo(other.org) === pc.org || answersTo(pc.org) === other.org
    }
    return this.#pcs.filter(other => !other.isGone && !other.isRevoked && counts(other) && isNear(other))
  }

  #above(org: string): string {
    return this.#rootPc().ids('SELECT parent FROM placement WHERE org = ? AND until IS NULL', org)[0] ?? ''
  }

  /** Everybody exchanges with whom he answers to, until nobody hears anything new. */
  async #exchangeAll(): Promise<void> {
    for (let round = 0; round < 12; round++) {
      let news = 0
      for (const [i, pc] of this.#pcs.entries()) {
        if (pc.isGone || pc.isRevoked) continue
        for (const other of this.#neighbours(pc))
          if (this.#pcs.indexOf(other) > i) news += await this.#meet(pc, other)
      }
      for (const pc of this.#pcs) if (!pc.isGone && !pc.isRevoked) news += await pc.takesAside(this.#byName)
      if (news === 0) return
    }
    throw new Broken('after all rounds there is still something new')
  }

  /**
   * Two PCs exchange until each has heard all of the other. A statement alone is no news, but the next packet builds on
   * it; and where clones share a key, the first packet may build on what another one of them has said to have.
   */
  async #meet(one: OfficePc, other: OfficePc): Promise<number> {
    let news = 0
    for (let turn = 0, quiet = 0; turn < 10; turn++) {
      const results: string[] = []
      for (const [from, to] of [
        [one, other],
        [other, one],
      ] as const) {
        const letter = await unlessRefused(() =>
          from.letterTo(to.keys.replica).catch(() => from.letterTo(to.org)),
        )
        if (letter === undefined || letter.to !== to.keys.replica) continue
        this.carriedInTheEnd += 2
        this.#byName.set(`${letter.name}.llb`, letter)
        const result = await to.opens(letter)
        const { status, code, message } = result
        this.#tell(to, letter, result)
        if (status === 'refused' && code !== 'packet-revoked-key') throw new Broken(`${code} ${message.en}`)
        results.push(code === 'packet-elsewhere' ? 'elsewhere' : status)
      }
      news += results.filter(status => status === 'applied').length
      const isQuiet = results.every(
        status => status === 'duplicate' || status === 'refused' || status === 'elsewhere',
      )
      quiet = isQuiet ? quiet + 1 : 0
      if (quiet === 2) return news
    }
    throw new Broken(`${one.replica.name} and ${other.replica.name} do not come to an end`)
  }

  async end(): Promise<string> {
    await this.#exchangeAll()
    const root = this.#rootPc()
    const { certificates } = standingOf(root.db, root.replica.journal)
    const known = new Map(root.changes().map(change => [idOf(change), digestOf(change)]))
    const all = root.changes()
    const hash = createHash('sha256')
    for (const pc of this.#pcs) {
      if (pc.isGone) continue
      const { name } = pc.replica
      const differences = compareAtOnce(pc.db, pc.replica.journal)
      if (differences.length > 0)
        throw new Broken(`${name}: tables are not what the journal says: ${JSON.stringify(differences)}`)
      const counts = certificates.officesOf(pc.keys.replica, 'today').includes(pc.org)
      if (pc.isRevoked || !counts) continue
      const own = pc.changes()
      const lost = own.filter(change => known.get(idOf(change)) !== digestOf(change) && !isSpared(change))
      if (lost[0] !== undefined)
        throw new Broken(
          `${name} (${pc.org}): the district never heard of ${lost[0].kind} ${lost[0].entity} ${idOf(lost[0])}`,
        )
      this.#expectNoLeak(pc, own, all)
      const [above] = this.#neighbours(pc).filter(one => one.org === this.#above(pc.org))
      for (const upper of above === undefined ? [root] : [above, root]) {
        const [one, other] = [scopeText(pc, pc.org), scopeText(upper, pc.org)]
        if (one !== other)
          throw new Broken(
            `${name} and ${upper.replica.name} do not agree on ${pc.org}:\n${differing(one, other)}`,
          )
      }
      hash.update(scopeText(pc, pc.org))
    }
    const homes = root.ids(
      'SELECT person FROM membership WHERE until IS NULL GROUP BY person HAVING count(*) > 1',
    )
    if (homes.length > 0) throw new Broken(`two homes at once: ${homes.join(', ')}`)
    this.#tally.add(
      'a change is held',
      all.filter(change => root.replica.journal.absorber.isHeld(change)).length,
    )
    return hash.digest('hex')
  }

  /** Of people an office holds only those whom a stay, a mark or a post ever put below it. */
  #expectNoLeak({ org, replica }: OfficePc, own: readonly Change[], all: readonly Change[]): void {
    if (org === district) return
    const allowed = everBelow(all, org)
    const foreign = own.find(
      ({ entity, thing, kind, origin }) =>
        entity === 'person' &&
        kind !== 'return' &&
        !allowed.has(thing) &&
        !allowed.has(origin.office) &&
        !isForged(origin.writer),
    )
    if (foreign !== undefined)
      throw new Broken(`${replica.name}: ${org} holds ${foreign.thing}, who never lay there`)
  }

  close(): void {
    for (const pc of this.#pcs) if (!pc.isGone) pc.close(this.#databases)
  }
}

/**
 * What nobody has to take in: what was forged; and a revocation by an office from which the revoked one was moved away
 * meanwhile, which is laid aside above, and shown there.
 */
function isSpared({ origin, entity }: Change): boolean {
  return entity === 'revocation' || isForged(origin.writer)
}

const isForged = (writer: string) => writer.startsWith(`${replicaOf(writer)}.forged`)

async function unlessRefused<T>(work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return undefined
  }
}

/** What a packet that is broken off must leave as it was. */
function noted({ db }: OfficePc): string {
  const count = (table: string) => db.prepare(`SELECT count(*) FROM ${table}`).pluck().get()
  return ['offer', 'sent', 'seal'].map(count).join(' ')
}
