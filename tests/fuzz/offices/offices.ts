import type { PacketResult } from '#contract/packets/packets.ts'
import { standingOf } from '#db/packets/trust/standing.ts'
import { Refusal } from '#db/shared/refusal.ts'
import type { Contents, Databases } from '../databases.ts'
import { Broken } from '../story.ts'
import type { Tally } from '../tally.ts'
import { district } from './begin.ts'
import { keysOf, type Letter, OfficePc } from './office-pc.ts'
import type { OfficeStory } from './office-story.ts'
import { foreignIn } from './oracle.ts'

const rightYear = '2018'
const years = ['2009', rightYear, '2099']
const yearOf = (n: number) => years[n % years.length] ?? rightYear

/** The PCs of a story, who answers to whom, and the letters that are on their way. */
export class Offices {
  readonly story: OfficeStory
  readonly tally: Tally
  readonly pcs: OfficePc[] = []
  readonly letters: Letter[] = []
  /** Every letter that was ever written, by the name of its file. */
  readonly byName = new Map<string, Letter>()
  readonly #databases: Databases
  readonly #walls = new WeakMap<OfficePc, { year: string }>()
  #opened = 0

  constructor(story: OfficeStory, tally: Tally, databases: Databases) {
    this.story = story
    this.tally = tally
    this.#databases = databases
  }

  open(keys: number | OfficePc['keys'], contents: Contents | undefined): OfficePc {
    const db = contents === undefined ? this.#databases.take() : this.#databases.filled(contents)
    const own = typeof keys === 'number' ? keysOf(keys) : keys
    const wall = { year: yearOf(this.story.seed + this.#opened) }
    if (wall.year !== rightYear) this.tally.add('a clock is wrong')
    const clock = { now: () => new Date(`${wall.year}-12-30T04:00:00Z`) }
    const pc = new OfficePc(own, `${'kgbmacf'[this.#opened % 7]}${this.#opened++}`, db, clock)
    this.#walls.set(pc, wall)
    this.#databases.opened(db)
    return pc
  }

  /** Somebody sets the clock of a PC, or its battery is empty. */
  setClock(pc: OfficePc, n: number): void {
    const wall = this.#walls.get(pc)
    const year = yearOf(n)
    if (wall === undefined || wall.year === year) return
    wall.year = year
    this.tally.add('a clock jumps')
  }

  /** All that a PC holds now, to be put back later. */
  contentsOf(pc: OfficePc): Contents {
    return this.#databases.contentsOf(pc.db)
  }

  closePc(pc: OfficePc): void {
    pc.close(this.#databases)
  }

  rootPc(): OfficePc {
    const root = this.pcs.find(pc => pc.org === district && !pc.isGone)
    if (root === undefined) throw new Error('the district has a PC')
    return root
  }

  /** An office above communities, or the district for it. */
  rootOr(pc: OfficePc, n: number): OfficePc {
    return n % 2 === 0 && pc.org.startsWith('S') ? pc : this.rootPc()
  }

  pcsOf(replica: string): OfficePc[] {
    return this.pcs.filter(pc => pc.keys.replica === replica && !pc.isGone)
  }

  /** Who answers to whom now, by the district's tables: every PC of the office above with every one below. */
  neighbours(pc: OfficePc): OfficePc[] {
    const { certificates } = standingOf(this.rootPc().db, this.rootPc().replica.journal)
    const counts = (one: OfficePc) => certificates.officesOf(one.keys.replica, 'today').includes(one.org)
    const works = new Set(
      this.pcs.filter(one => !one.isGone && !one.isRevoked && counts(one)).map(one => one.org),
    )
    // Where nobody works, its communities report to the one above.
    const answersTo = (org: string) => {
      let above = this.above(org)
      while (above !== '' && !works.has(above)) above = this.above(above)
      return above
    }
    const isNear = (other: OfficePc) => {
      if (other.org === pc.org) return other.keys.replica !== pc.keys.replica
      return answersTo(other.org) === pc.org || answersTo(pc.org) === other.org
    }
    return this.pcs.filter(other => !other.isGone && !other.isRevoked && counts(other) && isNear(other))
  }

  above(org: string): string {
    return this.rootPc().ids('SELECT parent FROM placement WHERE org = ? AND until IS NULL', org)[0] ?? ''
  }

  orgOf(replica: string): string | undefined {
    return this.pcs.find(pc => pc.keys.replica === replica)?.org
  }

  /** Whoever opens the sealed file reads all of this: nothing of it is about people of elsewhere. */
  write(letter: Letter, by: OfficePc): Letter {
    this.byName.set(`${letter.name}.llb`, letter)
    const receiver = this.orgOf(letter.to)
    const isUp = receiver === district || receiver === undefined || receiver === this.above(by.org)
    // "Replicas of one organization ... are peers of each other, and nothing is filtered between them" (bundles.md, "Enrolment").
    const isAll = isUp || receiver === by.org
    const foreign = isAll ? undefined : foreignIn(letter, by.changes(), receiver)
    if (foreign !== undefined) throw new Broken(`${by.replica.name} writes to ${receiver} of ${foreign}`)
    return letter
  }

  async arrive(receiver: OfficePc, letter: Letter): Promise<void> {
    const result = await receiver.opens(letter)
    this.tell(receiver, letter, result)
    if (result.status === 'refused' && result.code !== 'packet-revoked-key')
      throw new Broken(
        `${receiver.replica.name} refuses an honest packet: ${result.code} ${result.message.en}`,
      )
  }

  tell(receiver: OfficePc, letter: Letter, { status, code, returned }: PacketResult): void {
    const tally = this.tally
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

  /** What is left of a packet whose changes are lost, cut or doubled though its seal fits: nothing of it is taken in. */
  async arriveDamaged(receiver: OfficePc, letter: Letter, n: number): Promise<void> {
    const at = letter.lines.findLastIndex(line => !line.startsWith('{"card"'))
    if (at < 0) return
    const line = letter.lines[at] ?? ''
    const left = [[], [line.slice(0, line.length / 2)], [line, line]][n % 3] ?? []
    const lines = letter.lines.toSpliced(at, 1, ...left)
    // A certificate that this very PC issued and has lost is its own word, which the chain of a packet gives back.
    const count = () =>
      receiver.ids(
        `SELECT count(*) FROM change c JOIN writer w ON w.no = c.writer
         WHERE c.entity <> 'certificate' OR w.replica <> (SELECT value FROM meta WHERE key = 'replica')`,
      )[0]
    const before = count()
    const damaged = { ...letter, lines }
    const { status, code } = await receiver.opens(damaged)
    receiver.forgets(damaged)
    // One that is not read, or names what is here no more, waits as it is.
    if (count() !== before || (status !== 'refused' && status !== 'waiting'))
      throw new Broken(`${receiver.replica.name} takes a damaged packet in: ${status} ${code}`)
    this.tally.add('a packet is damaged')
  }

  close(): void {
    for (const pc of this.pcs) if (!pc.isGone) this.closePc(pc)
  }
}

/** What a person is refused does not happen. */
export async function unlessRefused<T>(work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return undefined
  }
}
