import { undoPacket } from '#db/packets/procedures/undo-packet.ts'
import { act } from '#tests/fixtures/histories.ts'
import type { Contents, Databases } from '../databases.ts'
import { Broken } from '../story.ts'
import type { Tally } from '../tally.ts'
import { type Beginnings, communities, district, streets } from './begin.ts'
import { exchangeAll } from './exchange-all.ts'
import { Keys } from './keys.ts'
import { CutShort, type OfficePc } from './office-pc.ts'
import { asStep, type Done, type Happens, type OfficeStep, type OfficeStory } from './office-story.ts'
import { Offices, unlessRefused } from './offices.ts'
import { expectAgreement } from './oracle.ts'
import { sparingOffices } from './sparing.ts'

type Reason = { readonly code: string; readonly zh: string; readonly en: string }
const reason: Reason = { code: 'test', zh: '试', en: 'test' }

/** Offices in one process, each with the real journal, offers, certificates and court; only what the story lets through arrives. */
export class OfficeWorld {
  readonly #offices: Offices
  readonly #keys: Keys
  readonly #kept: { readonly pc: OfficePc; readonly contents: Contents }[] = []
  /** How many packets were written and taken in after the story itself, until all had heard everything. */
  carriedInTheEnd = 0

  constructor(story: OfficeStory, tally: Tally, databases: Databases) {
    this.#offices = new Offices(story, tally, databases)
    this.#keys = new Keys(this.#offices)
  }

  async begin(beginnings: Beginnings): Promise<void> {
    const { story, pcs } = this.#offices
    for (const [n, contents] of (await beginnings.of(story.pcs)).entries())
      pcs.push(this.#offices.open(n, contents))
  }

  async step(step: OfficeStep): Promise<void> {
    const pc = this.#offices.pcs[step.who % this.#offices.pcs.length]
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
        const at = a % Math.max(1, this.#offices.letters.length)
        const letter = this.#offices.letters[at]
        if (letter === undefined) return
        if (happens === 'arrive') this.#offices.letters.splice(at, 1)
        for (const receiver of this.#offices.pcsOf(letter.to).slice(0, 1 + (b % 2)))
          await this.#offices.arrive(receiver, letter)
        return
      }
      case 'meet': {
        if (pc.isGone || pc.isRevoked) return
        const others = this.#offices.neighbours(pc)
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
          this.#offices.write(letter, from)
          for (const receiver of this.#offices.pcsOf(letter.to).slice(0, 1))
            await this.#offices.arrive(receiver, letter)
        }
        return
      }
      case 'damage': {
        const letter = this.#offices.letters[a % Math.max(1, this.#offices.letters.length)]
        const [receiver] = letter === undefined ? [] : this.#offices.pcsOf(letter.to)
        if (letter !== undefined && receiver !== undefined)
          await this.#offices.arriveDamaged(receiver, letter, b)
        return
      }
      case 'clock':
        return this.#offices.setClock(pc, b)
      case 'lose':
        if (this.#offices.letters.splice(a % Math.max(1, this.#offices.letters.length), 1).length > 0)
          this.#offices.tally.add('a packet is lost')
        return
      case 'move-office':
        return this.#place(this.#offices.rootPc(), communities[a % 3] ?? 'C', streets[b % 2] ?? 'S')
      case 'move-branch': {
        const upper = this.#offices.rootOr(pc, b)
        const branch = `${communities[a % 3]}-${1 + (b % 2)}`
        return this.#place(upper, branch, communities[(a + b) % 3] ?? 'C')
      }
      case 'move-person': {
        const upper = this.#offices.rootOr(pc, b)
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
        await this.#keys.revoke(pc, a, b)
        return
      case 'hand-over':
        if (!(await this.#keys.revoke(pc, a, b))) return
        return this.#keys.enrol(pc, a, true)
      case 'enrol':
        return this.#keys.enrol(pc, a, false)
      case 'let-in': {
        const upper = [
          this.#offices.rootPc(),
          ...this.#offices.pcs.filter(one => !one.isGone && one.org.startsWith('S')),
        ]
        const [found] = upper.flatMap(by =>
          by.changes().flatMap(held => (by.replica.journal.absorber.isHeld(held) ? [{ by, held }] : [])),
        )
        if (found === undefined) return
        const { by, held: change } = found
        await by.write(set => set.admit([[change.origin.writer, change.n, change.n + 2]], reason))
        this.#offices.tally.add('a held change is let in by an office above')
        return
      }
      case 'keep':
        if (this.#kept.length < 4) this.#kept.push({ pc, contents: this.#offices.contentsOf(pc) })
        return
      case 'restore':
        return this.#restore(a)
      case 'clone': {
        // What two PCs with the keys of the district wrote, nobody above brings together.
        if (this.#offices.pcs.length >= this.#offices.story.most || pc.isGone || pc.org === district) return
        const clone = this.#offices.open(pc.keys, this.#offices.contentsOf(pc))
        clone.waiting.push(...pc.waiting)
        clone.isRevoked = pc.isRevoked
        this.#offices.pcs.push(clone)
        this.#offices.tally.add('a PC is cloned')
        return
      }
      case 'undo-packet':
        return this.#undoPacket(pc, a)
      case 'forge':
        return this.#keys.forge(pc, a, b)
    }
  }

  async #send(pc: OfficePc, a: number, isCut: boolean): Promise<void> {
    const peers = pc.ids('SELECT replica FROM peer ORDER BY replica')
    const others = [
      ...new Set([...peers, ...this.#offices.neighbours(pc).map(one => one.keys.replica)]),
    ].sort()
    const to = others[a % Math.max(1, others.length)]
    if (to === undefined || to === pc.keys.replica) return
    const before = isCut ? noted(pc) : ''
    try {
      const letter = await pc.letterTo(peers.includes(to) ? to : (this.#offices.orgOf(to) ?? to), isCut)
      this.#offices.letters.push(this.#offices.write(letter, pc))
    } catch (error) {
      if (!(error instanceof CutShort)) throw error
      if (noted(pc) !== before)
        throw new Broken(`${pc.replica.name}: a packet that was broken off left something behind`)
      this.#offices.tally.add('a packet is broken off')
    }
  }

  async #place(pc: OfficePc, org: string, parent: string): Promise<void> {
    if (pc.isGone) return
    const [now] = pc.ids('SELECT parent FROM placement WHERE org = ? AND until IS NULL', org)
    if (now === undefined || now === parent) return
    const follows = pc.ids('SELECT id FROM placement WHERE org = ? AND until IS NULL', org)
    await pc.write(set => set.create('placement', { org, parent, since: '2018-06-01', follows }))
    if (org.length < 3) this.#offices.tally.add('an office moves to another one')
  }

  #restore(a: number): void {
    const kept = this.#kept[a % Math.max(1, this.#kept.length)]
    if (kept === undefined || kept.pc.isGone) return
    const at = this.#offices.pcs.indexOf(kept.pc)
    if (at < 0) return
    const restored = this.#offices.open(kept.pc.keys, kept.contents)
    restored.waiting.push(...kept.pc.waiting)
    restored.isRevoked = kept.pc.isRevoked
    this.#offices.pcs[at] = restored
    kept.pc.isGone = true
    this.#offices.closePc(kept.pc)
    this.#offices.tally.add('a backup is restored')
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
    this.#offices.tally.add(
      undone ? 'a whole packet is returned' : 'later work keeps a packet from being returned',
    )
  }

  /** Everybody hears everything; then nothing is lost, nothing has leaked, and all agree in what both may see. */
  async end(): Promise<string> {
    this.carriedInTheEnd = await exchangeAll(this.#offices)
    return expectAgreement(this.#offices)
  }

  close(): void {
    this.#offices.close()
  }
}

/** What a packet that is broken off must leave as it was. */
function noted({ db }: OfficePc): string {
  const count = (table: string) => db.prepare(`SELECT count(*) FROM ${table}`).pluck().get()
  return ['offer', 'sent', 'seal'].map(count).join(' ')
}
