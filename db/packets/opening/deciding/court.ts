import { type Change, isCreation, type Range, type Reason } from '#db/journal/change.ts'
import { leavesOut } from '#db/journal/fold/fold.ts'
import type { Journal } from '#db/journal/journal.ts'
import { isNamedAfter, replicaOf } from '#db/journal/names.ts'
import type { Connection } from '#db/sqlite/connection.ts'
import { foundedNowhere, whyNot, whyNotAnew } from '../../trust/authority.ts'
import type { Certificates } from '../../trust/certificates.ts'
import { type Ground, moveIn } from '../../trust/ground.ts'
import type { Author, Bench } from '../../trust/judging/bench.ts'
import { reasons } from '../../trust/judging/reasons.ts'
import { RevokedSoFar, revokedBy, voidedBy } from '../../trust/revoking.ts'
import { LaidHere } from '../aside/laid-here.ts'
import { dependsOn } from '../aside/tried-again.ts'
import { Authors, type Sender } from './authors.ts'
import { ClosedPeriods } from './closed-periods.ts'
import { type Fault, faultOf } from './faults.ts'
import { KnownThings } from './known-things.ts'
import { Lifted } from './lifted.ts'
import { Matters } from './matters.ts'
import { TakenBack } from './taken-back.ts'

/** A change that is given back, without what it says: there may be as many as the packet holds. */
export type GivenBack = {
  readonly writer: string
  readonly n: number
  readonly entity: string
  readonly thing: string
  readonly reason: Reason
}

/** Whatever is known was before it. */
const lastLamport = Number.MAX_SAFE_INTEGER

/** The most that is kept in mind of what is wrong with one packet; the rest is counted. */
const mostTold = 10_000

/** Whether a creation under an id that is known is of the record that this id names: of its kind, and about the same things. */
function isAnew(change: Change, made: Change): boolean {
  return change.entity === made.entity && change.hangsOn.join() === made.hangsOn.join()
}

/** Whether both have one number of one writer: the same change, or what was forged in its place. */
function isTwin(one: Change, other: Change): boolean {
  return one.origin.writer === other.origin.writer && one.n === other.n
}

/**
 * Decides what becomes of each change of a packet, in order of versions, by what was known before it and by what of it was
 * taken in so far.
 */
export class Court {
  readonly dropped: { change: Change; fault: Fault }[] = []
  nowhere = 0
  /** How many of what lies aside make somebody whom another office made here before. */
  claimed = 0
  readonly #anew = new Set<string>()
  /** Revocations by whoever does not stand above that key today: nothing lifts them, so they are not stored. */
  readonly overreaching: Change[] = []
  /** Revocations beyond what one PC may say in all. */
  readonly beyondMeasure: Change[] = []
  readonly #back: GivenBack[] = []
  #lastBack: Change | undefined
  readonly #db: Connection
  readonly #journal: Journal
  readonly #ground: Ground
  readonly #certificates: Certificates
  readonly #sender: Sender
  readonly #bench: Bench
  readonly authors: Authors
  readonly #things: KnownThings
  readonly #matters: Matters
  readonly #takenBack: TakenBack
  readonly #lifted: Lifted
  readonly #laid: LaidHere
  readonly #revoked: RevokedSoFar
  /** What is to be given back of each organization that was founded and not placed yet: a packet may found very many. */
  readonly #foundings = new Map<string, GivenBack>()

  constructor(
    db: Connection,
    journal: Journal,
    office: () => string,
    ground: Ground,
    certificates: Certificates,
    sender: Sender,
  ) {
    this.#db = db
    this.#journal = journal
    this.#ground = ground
    this.#certificates = certificates
    this.#sender = sender
    const things = new KnownThings(db, journal)
    const matters = new Matters(db, things)
    this.#things = things
    this.#matters = matters
    const closed = new ClosedPeriods(db, ground)
    const takenBack = new TakenBack(db, journal)
    const lifted = new Lifted(db, journal)
    this.#takenBack = takenBack
    this.#lifted = lifted
    this.#laid = new LaidHere(db, things, ground)
    this.#revoked = new RevokedSoFar(db)
    this.#bench = {
      ground,
      certificates,
      entities: journal.entities,
      creationOf: thing => things.creationOf(thing),
      kindOf: thing => things.kindOf(thing),
      matterOf: thing => matters.matterOf(thing),
      isLocked: (matter, rank) => matters.isLocked(matter, rank),
      stepsOf: matter => matters.stepsOf(matter),
      namedIn: names => matters.namedIn(names),
      whyKept: (change, takes) => takenBack.whyKept(change, takes),
      liftedBy: change => lifted.by(change),
      isClosed: change => closed.isClosedFor(change, things.creationOf(change.thing)),
      isBranch: org => things.isBranch(org),
      foundingOf: org => things.foundingOf(org),
      nameOf: org => things.nameOf(org),
      placeBefore: (stay, entity) => things.placeBefore(stay, entity),
      beganOn: (stay, entity) => things.beganOn(stay, entity),
      placesOf: (subject, entity) => things.placesOf(subject, entity),
      isThere: (subject, entity) => things.isThere(subject, entity),
    }
    this.authors = new Authors(sender, office, certificates, journal.entities, this.#bench)
  }

  /** The changes that are decided next: what is known of the things that they are about is asked once for all. */
  foresee(changes: readonly Change[]): void {
    const things = [...new Set(changes.flatMap(({ thing, hangsOn }) => [thing, ...hangsOn]))]
    this.#things.foresee(things)
    this.#laid.foresee(things)
    this.#ground.foresee(things)
  }

  /** Something was stored since. */
  forget(): void {
    this.#things.forget()
    this.#matters.forget()
    this.#takenBack.forget()
    this.#lifted.forget()
  }

  decide(change: Change, isSealed: boolean): 'take' | 'aside' | 'drop' {
    const fault = faultOf(change, isSealed, {
      ...{ entities: this.#journal.entities, certificates: this.#certificates },
      ...{ sender: this.#sender, authors: this.authors, bench: this.#bench },
    })
    if (fault === 'author-unknown') return this.#layAside(change)
    if (fault !== undefined) {
      if (this.dropped.length < mostTold) this.dropped.push({ change, fault })
      return 'drop'
    }
    if (this.#sender.relation === 'below') {
      const author = this.authors.of(change.origin.replica)
      const isBelieved = this.#sender.believed.has(change.origin.replica)
      if (
        !isBelieved &&
        !this.authors.isProved(change, author, isSealed) &&
        !this.authors.isPowerOfOfficeBetween(change, author) &&
        !this.authors.isSaidBySuperior(change, author)
      )
        return this.authors.isOfNoConcern(change, author) ? 'drop' : this.#layAside(change)
      if (!isBelieved && this.#laid.hangsOn(change)) return this.#layAside(change)
      if (this.authors.isBelowSender(author) || !this.authors.isAtOrAboveHere(author)) {
        const verdict = this.#judge(change, author, isBelieved)
        if (verdict !== 'take') return verdict
      }
    }
    this.#keep(change)
    return 'take'
  }

  /** Whether a change that was just decided is taken in and given back. */
  gaveBack(change: Change): boolean {
    return this.#lastBack === change
  }

  /** Whether anything was laid aside, of this packet or of an earlier one: it drags along what hangs or builds on it. */
  get hasLaid(): boolean {
    return !this.#laid.isEmpty
  }

  /**
   * Whether what counts may give place to another content of its author: that takes it out of force, as his return would. No
   * certificate and no revocation ever goes.
   */
  mayGiveWay(known: Change): boolean {
    const author = this.authors.of(known.origin.replica)
    const isJudged =
      this.#sender.relation === 'below' &&
      (this.authors.isBelowSender(author) || !this.authors.isAtOrAboveHere(author))
    if (!isJudged || !this.#journal.absorber.isInForce(known)) return true
    if (this.#journal.entities.get(known.entity)?.growOnly === true) return false
    return this.#whyNotBack(known, [[known.origin.writer, known.n, known.n]], author) === undefined
  }

  /** Why the author of this change might not give back these now. */
  #whyNotBack(
    { origin, n, thing, schema }: Change,
    names: readonly Range[],
    author: Author,
  ): Reason | undefined {
    const body = { names, reason: reasons.left }
    const envelope = { origin, n, thing, schema, hangsOn: [], signature: null, lamport: lastLamport }
    return whyNot({ ...envelope, entity: 'return', kind: 'return', body }, author, this.#bench)
  }

  /** Whether a revocation takes somebody from those with whom he lies by now: whoever stands above them may, by his own. */
  #voidsWhatLeft(change: Change, author: Author): boolean {
    const revoked = revokedBy(change)
    const names = revoked === undefined ? [] : voidedBy(this.#db, change, revoked)
    const why = names.length === 0 ? undefined : this.#whyNotBack(change, names, author)
    return why !== undefined && (why.code === reasons.left.code || why.code === reasons.accepted.code)
  }

  /** What was founded and stands nowhere in its author's part is given back after all. */
  close(): readonly GivenBack[] {
    for (const founding of this.#foundings.values()) this.#back.push(founding)
    this.#foundings.clear()
    return this.#back
  }

  #judge(change: Change, author: Author, isBelieved: boolean): 'take' | 'aside' {
    // A record that somebody else made under this id. Who may write a new one is asked of what it hangs on, which says nothing
    // of what stands there: what is no edit of that is for a person to decide, and events are never edited.
    const known = isCreation(change) ? this.#bench.creationOf(change.thing) : undefined
    // What another office claimed, and a person has given back since, made nothing.
    const isVoid = known !== undefined && this.#isGivenBackOf(known, change)
    const made = isVoid ? undefined : known
    if (made !== undefined && !isTwin(change, made)) {
      const entity = this.#journal.entities.get(change.entity)
      // Made anew under an earlier version a stay would come before those that it followed, and bring somebody back there.
      const isFixed = entity?.once === true || entity?.series !== undefined
      const isEdit = entity !== undefined && !isFixed && isAnew(change, made)
      if (!isEdit && this.authors.isSaidBySuperior(change, author))
        return this.#giveBack(change, reasons.structure)
      if (!isEdit) return this.#layAsideClaim(change)
    }
    // What lies elsewhere comes from above when it comes here. Whoever made it here beforehand would stand above all that is
    // moved below it there.
    const isFirst = isCreation(change) && made === undefined
    if (!isBelieved && isFirst && this.#things.liesElsewhere(change.thing))
      return this.#layAsideJudged(change)
    if (change.kind === 'put' && change.entity === 'revocation') {
      const isBeyondMeasure = !isBelieved && this.#revoked.isTooMuch(change)
      if (this.authors.mayRevoke(change) && !isBeyondMeasure && !this.#voidsWhatLeft(change, author))
        return 'take'
      if (isBeyondMeasure) this.beyondMeasure.push(change)
      else this.overreaching.push(change)
      return this.#layAside(change)
    }
    if (change.entity === 'certificate') return 'take'
    if (!isBelieved && this.#matters.isOfUnknown(change)) return this.#layAsideJudged(change)
    if (!isBelieved && this.#isNowhere(change)) {
      this.nowhere++
      return this.#layAside(change)
    }
    // Given back, it would let count where it was written what it took out of force there, and what lies aside here.
    if (namesUnknown(change, this.#certificates)) return this.#layAside(change)
    const reason = isVoid ? whyNotAnew(change, author, this.#bench) : whyNot(change, author, this.#bench)
    if (isVoid && reason === undefined) this.#anew.add(change.thing)
    if (reason === undefined) return 'take'
    // So he does where he may not edit it, and over what only a change laid aside would allow.
    if (made !== undefined) return this.#layAsideClaim(change)
    if (!isBelieved && this.#laid.isAbout(change)) return this.#layAsideJudged(change)
    // Nor is what a person believed given back while nothing here says where it lies, or another office says to have made whom it
    // is about: that lies aside as well, or is lost.
    if (isBelieved && (this.#isOfNothingKnown(change) || this.#laid.isClaimed(change)))
      return this.#layAsideJudged(change)
    return this.#giveBack(change, reason)
  }

  #giveBack(change: Change, reason: Reason): 'take' {
    this.#back.push(givenBack(change, reason))
    this.#lastBack = change
    return 'take'
  }

  /** Whether somebody else made a thing than says to make it now, and had that given back. */
  #isGivenBackOf(known: Change, { origin }: Change): boolean {
    const { changes, absorber } = this.#journal
    const isOther = known.origin.replica !== origin.replica
    return isOther && changes.isNamed(known) && !absorber.isInForce(known)
  }

  /**
   * A new record that hangs on nothing lies in nobody's part, so nothing says that its author may make it. People and
   * organizations are made so, and lie where they are placed; of anything else a person decides.
   */
  #isNowhere(change: Change): boolean {
    const { kind, entity, hangsOn, thing } = change
    if (kind !== 'put' || hangsOn.length > 0 || entity === 'person' || entity === 'org') return false
    return isCreation(change) && this.#bench.creationOf(thing) === undefined
  }

  /** Whether something that it is about is not known here, so that nobody can tell whose it is. */
  #isOfNothingKnown(change: Change): boolean {
    if (change.kind === 'return' || change.kind === 'admit') return false
    const about = isCreation(change) ? change.hangsOn : [change.thing, ...change.hangsOn]
    return about.some(thing => this.#bench.creationOf(thing) === undefined)
  }

  /** What is taken in, and counts, is known to what comes after it. */
  #keep(change: Change): void {
    if (change.kind === 'remove' && this.#lastBack !== change) this.#things.noteRemoved(change)
    if (change.kind !== 'put') return
    this.#things.noteMade(change)
    if (this.#sender.relation !== 'below' || this.#lastBack === change) return
    // What never comes into a table moves nobody and leads nothing on, as on a day that the calendar does not have.
    const entity = this.#journal.entities.get(change.entity)
    if (entity !== undefined && leavesOut(entity, change)) return
    const author = this.authors.of(change.origin.replica)
    const [subject, ...to] = change.hangsOn
    const move = moveIn(change, this.#bench.creationOf(change.thing))
    switch (change.entity) {
      case 'org':
        if (!isCreation(change) || !this.#isNew(change.thing)) return
        this.#ground.make(change.thing, author.offices)
        if (!isNamedAfter(change.thing, author.replica))
          this.#foundings.set(change.thing, givenBack(change, foundedNowhere))
        return
      case 'placement':
      case 'membership':
        if (move === undefined) return
        this.#foundings.delete(move.subject)
        this.#matters.noteSpent(change)
        this.#ground.move(move, change.entity === 'placement')
        if (change.entity === 'placement') this.authors.askAgain()
        return
      case 'merge':
        if (subject !== undefined && to[0] !== undefined) this.#ground.join(subject, to[0])
        return
      case 'step':
        this.#matters.noteStep(change)
        return
      case 'revocation':
        this.#revoked.note(change)
        return
      default:
        this.#matters.noteMatter(change)
        if (isCreation(change) && change.entity === 'person' && this.#isNew(change.thing)) {
          this.#ground.make(change.thing, author.offices)
        }
    }
  }

  #isNew(thing: string): boolean {
    return !this.#things.isKnownHere(thing) || this.#anew.has(thing)
  }

  /** Two offices say to have made the same: what the second one writes about it lies aside with that, until a person decides. */
  #layAsideClaim(change: Change): 'aside' {
    const made = this.#bench.creationOf(change.thing)
    const isOfOther =
      made?.origin.replica !== change.origin.replica &&
      made?.entity === change.entity &&
      isCreation(change) &&
      (change.entity === 'person' || change.entity === 'org')
    if (isOfOther) {
      this.claimed++
      this.#laid.noteClaim(change)
    }
    return this.#layAsideJudged(change)
  }

  /** `tried-again.ts` says for each reason why this is called what may end it. */
  #layAside(change: Change): 'aside' {
    this.#laid.note(change)
    return 'aside'
  }

  /** Of a change that is proved: it is judged anew as soon as what it is about may lie elsewhere. */
  #layAsideJudged(change: Change): 'aside' {
    const before = this.#bench.creationOf(change.thing)?.hangsOn ?? []
    dependsOn(this.#db, [change.thing, ...change.hangsOn, ...before])
    return this.#layAside(change)
  }
}

/** Whether it gives back, or lets count, what a PC wrote of which nothing is known here that certifies it: nobody can tell whose that is. */
function namesUnknown(change: Change, certificates: Certificates): boolean {
  if (change.kind !== 'return' && change.kind !== 'admit') return false
  const named = new Set(change.body.names.map(([writer]) => replicaOf(writer)))
  return [...named].some(replica => certificates.of(replica).length === 0)
}

function givenBack({ origin, n, entity, thing }: Change, reason: Reason): GivenBack {
  return { writer: origin.writer, n, entity, thing, reason }
}
