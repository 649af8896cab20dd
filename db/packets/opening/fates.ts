import {
  type Change,
  digestOf,
  idOf,
  isCreation,
  type Put,
  type Reason,
  rankOf,
  signedText,
  versionOf,
} from '#db/journal/change.ts'
import { isEnvelopeTrue } from '#db/journal/hangs-on.ts'
import type { Journal } from '#db/journal/journal.ts'
import { isNamedAfter, replicaOf } from '#db/journal/names.ts'
import type { Certificate } from '#db/packets/format/certificate.ts'
import { isSealedBy, type RangeSeal } from '#db/packets/format/range-seal.ts'
import { hashAfter, startHash } from '#db/packets/format/top-hash.ts'
import { isLocked, ruleOf, type StepEvent } from '#db/records/course.ts'
import { courseOf, courses } from '#db/records/courses.ts'
import { overlong } from '#db/records/kinds.ts'
import type { Session } from '#db/session.ts'
import type { Report } from '#db/shared/long-work.ts'
import type { Connection } from '#db/sqlite/connection.ts'
import { type Author, type Bench, foundedNowhere, type Matter, whyNot } from '../trust/authority.ts'
import { type Certificates, certificateOf } from '../trust/certificates.ts'
import { type Ground, moveIn } from '../trust/ground.ts'
import { gapsIn } from '../trust/proof.ts'
import type { Relation } from '../trust/relation.ts'
import { Remembered } from '../trust/remembered.ts'
import { mayRevoke, revokedBy } from '../trust/revoking.ts'
import type { Standing } from '../trust/standing.ts'
import { AsideLookup } from './aside.ts'
import type { Incomer } from './incoming.ts'
import type { Survey } from './survey.ts'

const judging = { zh: '正在核对各处变更由谁填报', en: 'Checking who wrote what' }

/** What becomes of a packet's new changes, decided before any of them is stored. */
export type Fates = {
  readonly take: number
  readonly aside: number
  /** How many of these were laid aside because they say of nothing where they belong. */
  readonly nowhere: number
  /** What contradicts itself and is no change. */
  readonly dropped: readonly { readonly change: Change; readonly fault: Fault }[]
  /** Changes that are taken in and given back in the same step, with the reason. */
  readonly back: readonly GivenBack[]
}

/** A change that is given back, without what it says: there may be as many as the packet holds. */
export type GivenBack = {
  readonly writer: string
  readonly n: number
  readonly entity: string
  readonly thing: string
  readonly reason: Reason
}

function givenBack({ origin, n, entity, thing }: Change, reason: Reason): GivenBack {
  return { writer: origin.writer, n, entity, thing, reason }
}

/** Why a change contradicts itself. */
export type Fault =
  | 'signature-missing'
  | 'no-certificate'
  | 'not-to-be-changed'
  | 'envelope-differs'
  | 'kinds-differ'
  | 'too-long'

/** Who sent it, from where, and whose changes a person said to take in though nobody proves them. */
export type Sender = {
  readonly certificate: Certificate
  readonly relation: Relation
  readonly believed: ReadonlySet<string>
  /** Opened a second time: it waited, or something of it lay aside. */
  readonly isAgain: boolean
}

/**
 * Decides over what comes, in order of versions: what is proved and of whom, what is laid aside, what contradicts
 * itself, and what its author had no authority to write (bundles.md, "Whom to believe").
 */
export async function decideFates(
  db: Connection,
  journal: Journal,
  office: () => string,
  ground: Ground,
  certificates: Certificates,
  seals: readonly RangeSeal[],
  sender: Sender,
  { incoming, news }: Survey,
  report: Report,
): Promise<Fates> {
  const isJudged = sender.relation === 'below'
  if (isJudged) proveBySeals(db, journal, certificates, seals, sender.certificate.replica)
  const court = new Court(db, journal, office, ground, certificates, sender)
  let [taken, aside, done] = [0, 0, 0]
  const decidePage = db.transaction((read: readonly Incomer[]) => {
    for (const { pos, change, isSealed } of read) {
      const fate = court.decide(change, isSealed)
      incoming.decide(pos, fate)
      if (fate === 'take') taken++
      if (fate === 'aside') aside++
    }
  })
  for (;;) {
    const read = incoming.after(done)
    court.foresee(read.map(({ change }) => change))
    if (read.length === 0) break
    decidePage(read)
    done += read.length
    await report(judging, done, news)
  }
  return { take: taken, aside, nowhere: court.nowhere, dropped: court.dropped, back: court.close() }
}

/** The most that is kept in mind of what is wrong with one packet; the rest is counted. */
const mostTold = 10_000

/** The steps by which an office above leads a matter to a third one. */
const passingActions = Object.values(courses)
  .flatMap(course =>
    Object.entries(course.steps).flatMap(([action, rule]) => (rule.by === 'above' ? [`'${action}'`] : [])),
  )
  .join(', ')

/** Of how many things it is kept in mind what is known of them: a bound on memory, whatever the packet. */
const mostKept = 20_000

/**
 * Another content under an id that is known, and that was proved, is judged as if it came now: what would be dropped
 * or laid aside takes no place, and what is beyond its author's authority is given back.
 */
export function replacementCourt(
  { sender, standing }: { readonly sender: Sender; readonly standing: Standing },
  session: Session,
): {
  readonly mayCount: (change: Change) => boolean
  readonly backOf: (placed: readonly Change[]) => Fates['back']
} {
  const { db, journal } = session.writing()
  const court = new Court(db, journal, () => session.office(), standing.ground, standing.certificates, sender)
  return {
    mayCount: change => {
      court.forget()
      return court.decide(change, true) === 'take'
    },
    backOf: placed => {
      const ids = new Set(placed.map(idOf))
      return court.close().filter(({ writer, n }) => ids.has(`${writer}:${n}`))
    },
  }
}

/** No program of ours writes more than a field takes: the same lengths hold on writing and on reading. */
function isTooLong({ entity, body }: Put): boolean {
  return Object.values(body.set).some(fields => overlong(entity, fields) !== undefined)
}

class Court {
  readonly dropped: { change: Change; fault: Fault }[] = []
  nowhere = 0
  readonly #back: GivenBack[] = []
  #lastBack: Change | undefined
  readonly #journal: Journal
  /** Asked only where somebody is judged: a PC that joins has none yet. */
  readonly #office: () => string
  readonly #ground: Ground
  readonly #certificates: Certificates
  readonly #sender: Sender
  readonly #aside: AsideLookup
  readonly #bench: Bench
  readonly #authors = new Map<string, Author>()
  readonly #made: Remembered<Change>
  /** What is known here of the things that were looked at. */
  readonly #seen = new Map<string, { readonly isKnown: boolean; readonly first: Change | undefined }>()
  readonly #foundings = new Map<string, Change>()
  /** The matters of this packet that their authors may write, and to whom it passes any on. */
  readonly #matters = new Map<string, Change>()
  /** The steps of this packet by their matter, as far as they were allowed. */
  readonly #steps = new Map<string, StepEvent[]>()
  readonly #stepsOf: (matter: string) => readonly KnownStep[]
  readonly #passedTo = new Map<string, string[]>()
  readonly #spent = new Set<string>()
  readonly #matterRow: (thing: string) => Pick<Matter, 'passedTo' | 'isSpent'> | undefined
  /** What was laid aside of this packet: the ids and versions of changes, the things they made and whom they moved. */
  readonly #laid: Remembered<true>

  constructor(
    db: Connection,
    journal: Journal,
    office: () => string,
    ground: Ground,
    certificates: Certificates,
    sender: Sender,
  ) {
    this.#journal = journal
    this.#office = office
    this.#ground = ground
    this.#certificates = certificates
    this.#sender = sender
    this.#aside = new AsideLookup(db)
    this.#made = new Remembered(db, 'creations')
    this.#laid = new Remembered(db, 'aside')
    const kind = db.prepare<[string], { kind: string }>('SELECT kind FROM org WHERE id = ?')
    const name = db.prepare<[string], { name: string }>(
      'SELECT coalesce(short_name, name) AS name FROM org WHERE id = ?',
    )
    const firstOf = (thing: string) => this.#firstOf(thing)
    const passed = db.prepare<[string], { other: string }>(
      `SELECT other FROM step WHERE subject = ? AND action IN (${passingActions}) AND other IS NOT NULL`,
    )
    const inForce = new Map(
      Object.keys(courses).map(kind => [
        kind,
        db.prepare<[string], { id: string }>(`SELECT id FROM "${kind}" WHERE id = ?`),
      ]),
    )
    const stepsOf = db.prepare<[string], KnownStep>(
      `SELECT step.id, step.action, step.day, step.about, step.saw, (
         SELECT min(printf('%014x@%s', c.lamport, w.id)) FROM change c JOIN writer w ON w.no = c.writer
         WHERE c.thing = step.id AND c.kind = 'put') AS rank
       FROM step WHERE subject = ?`,
    )
    this.#stepsOf = matter => stepsOf.all(matter)
    const accepted = db.prepare<[string], { id: string }>('SELECT id FROM membership WHERE transfer = ?')
    this.#matterRow = thing =>
      [...inForce.values()].some(find => find.get(thing) !== undefined)
        ? { passedTo: passed.all(thing).map(row => row.other), isSpent: accepted.get(thing) !== undefined }
        : undefined
    this.#bench = {
      ground,
      certificates,
      entities: journal.entities,
      creationOf: thing => this.#made.get(thing) ?? firstOf(thing),
      kindOf: thing => (this.#made.get(thing) ?? firstOf(thing))?.entity,
      matterOf: thing => this.#matterOf(thing),
      isLocked: (matter, rank) => this.#isLocked(matter, rank),
      isBranch: org => kind.get(org)?.kind === 'branch' || madeKind(this.#made.get(org)) === 'branch',
      nameOf: org => name.get(org)?.name,
    }
  }

  /** The changes that are decided next: what is known of the things that they are about is asked once for all. */
  foresee(changes: readonly Change[]): void {
    const things = [...new Set(changes.flatMap(({ thing, hangsOn }) => [thing, ...hangsOn]))]
    this.#made.foresee(things)
    this.#laid.foresee(things.flatMap(thing => [`thing ${thing}`, `subject ${thing}`]))
    this.#ground.foresee(things)
    if (this.#seen.size > mostKept) this.#seen.clear()
    const fresh = things.filter(thing => !this.#seen.has(thing))
    const known = this.#journal.changes.known(fresh)
    const firsts = this.#journal.changes.firstOfThings([...known])
    for (const thing of fresh) {
      const first = firsts.get(thing)
      this.#seen.set(thing, { isKnown: known.has(thing), first: first && knownOutlineOf(first) })
    }
  }

  /** Each change asks several times of the same few things; nothing is stored while it is decided. */
  #firstOf(thing: string): Change | undefined {
    const seen = this.#seen.get(thing)
    if (seen !== undefined) return seen.first
    const found = this.#journal.changes.firstOfThing(thing)
    const first = found && knownOutlineOf(found)
    this.#seen.set(thing, { isKnown: first !== undefined || this.#journal.changes.hasThing(thing), first })
    return first
  }

  #matterOf(thing: string): Matter | undefined {
    const made = this.#matters.get(thing)
    const row = this.#matterRow(thing)
    const first = made ?? (row === undefined ? undefined : this.#firstOf(thing))
    if (first === undefined) return undefined
    const passedTo = [...(row?.passedTo ?? []), ...(this.#passedTo.get(thing) ?? [])]
    const isSpent = row?.isSpent === true || this.#spent.has(thing)
    return { kind: first.entity, hangsOn: first.hangsOn, passedTo, isSpent }
  }

  /** By the steps that are known here, and those that this packet brought before: what came later locks nothing. */
  #isLocked(matter: string, rank: string): boolean {
    const course = courseOf(this.#bench.kindOf(matter) ?? '')
    if (course === undefined) return false
    const known = this.#stepsOf(matter).map(step => ({ ...step, saw: namesIn(step.saw) }))
    const brought = this.#steps.get(matter) ?? []
    return isLocked(
      course,
      [...known, ...brought].filter(step => step.rank < rank),
    )
  }

  /** A step of a matter, or the acceptance of a transfer, that is not known here: once it is, this can be judged. */
  #isOfUnknownMatter(change: Change): boolean {
    if (change.kind !== 'put' || !isCreation(change)) return false
    const matter =
      change.entity === 'step'
        ? change.body.set['all']?.['subject']
        : change.entity === 'membership'
          ? change.body.set['transfer']?.['transfer']
          : undefined
    return typeof matter === 'string' && this.#bench.creationOf(matter) === undefined
  }

  /** Something was stored since. */
  forget(): void {
    this.#seen.clear()
  }

  decide(change: Change, isSealed: boolean): 'take' | 'aside' | 'drop' {
    const fault = this.#faultOf(change)
    if (fault === 'author-unknown') return this.#layAside(change)
    if (fault !== undefined) {
      if (this.dropped.length < mostTold) this.dropped.push({ change, fault })
      return 'drop'
    }
    if (this.#sender.relation === 'below') {
      const author = this.#authorOf(change.origin.replica)
      const isBelieved = this.#sender.believed.has(change.origin.replica)
      if (!isBelieved && !this.#isProved(change, author, isSealed)) return this.#layAside(change)
      if (!isBelieved && this.#hangsOnAside(change)) return this.#layAside(change)
      if (this.#isBelowSender(author) || !this.#isAtOrAboveHere(author)) {
        const verdict = this.#judge(change, author, isBelieved)
        if (verdict !== 'take') return verdict
      }
    }
    this.#keep(change)
    return 'take'
  }

  /** What was founded and stands nowhere in its author's part is given back after all. */
  close(): readonly GivenBack[] {
    for (const change of this.#foundings.values()) this.#back.push(givenBack(change, foundedNowhere))
    return this.#back
  }

  /** What is wrong with a change in itself, whoever sent it. */
  #faultOf(change: Change): Fault | 'author-unknown' | undefined {
    if (change.kind === 'put' && isTooLong(change)) return 'too-long'
    const entity = this.#journal.entities.get(change.entity)
    const isNaming = change.kind === 'return' || change.kind === 'admit'
    if (isNaming || entity?.signed === true) {
      const { replica } = change.origin
      if (this.#certificates.signKeyOf(replica) === undefined) return 'author-unknown'
      const isSigned = this.#certificates.isSignedBy(replica, signedText(change), change.signature)
      if (!isSigned) return 'signature-missing'
    }
    if (entity?.growOnly && !isNaming) {
      if (!isCreation(change) || change.kind !== 'put') return 'not-to-be-changed'
      if (change.entity === 'certificate') {
        const certificate = certificateOf(change.body.set['all'])
        if (certificate?.issuer !== change.origin.replica) return 'no-certificate'
        if (!this.#certificates.add(certificate)) return 'no-certificate'
      }
    }
    if (entity?.once && change.kind === 'put' && !isCreation(change)) return 'not-to-be-changed'
    if (change.entity === 'merge' && change.kind === 'put' && !this.#joinsOneKind(change))
      return 'kinds-differ'
    const creation = this.#bench.creationOf(change.thing)
    return isEnvelopeTrue(change, this.#journal.entities, creation) ? undefined : 'envelope-differs'
  }

  #joinsOneKind({ hangsOn }: Change): boolean {
    const kinds = new Set(hangsOn.map(end => this.#bench.kindOf(end)).filter(kind => kind !== undefined))
    return kinds.size <= 1
  }

  #authorOf(replica: string): Author {
    const known = this.#authors.get(replica)
    if (known && known.offices.length > 0) return known
    const author = { replica, offices: this.#certificates.officesOf(replica, 'ever') }
    this.#authors.set(replica, author)
    return author
  }

  /** Proved changes of authors at or below the sender; nothing else comes from below. */
  #isProved(change: Change, author: Author, isSealed: boolean): boolean {
    const { origin, signature } = change
    if (!this.#isBelowSender(author)) return false
    const speaks = author.offices.includes(origin.office) || isNamedAfter(origin.office, origin.replica)
    if (!speaks) return false
    if (isSealed || origin.replica === this.#sender.certificate.replica) return true
    return this.#certificates.isSignedBy(origin.replica, signedText(change), signature)
  }

  #isBelowSender({ offices }: Author): boolean {
    const { org } = this.#sender.certificate
    return offices.length > 0 && offices.every(office => this.#certificates.isAtOrAbove(org, office, 'ever'))
  }

  /** The PCs of this office and of those above it are judged by nobody here, even if a person believed somebody else. */
  #isAtOrAboveHere({ offices }: Author): boolean {
    return offices.some(office => this.#certificates.isAtOrAbove(office, this.#office(), 'today'))
  }

  #judge(change: Change, author: Author, isBelieved: boolean): 'take' | 'aside' {
    if (change.kind === 'put' && change.entity === 'revocation') {
      const revoked = revokedBy(change)
      const isAllowed = revoked !== undefined && mayRevoke(revoked, author, this.#certificates)
      return isAllowed ? 'take' : this.#layAside(change)
    }
    if (change.entity === 'certificate') return 'take'
    if (!isBelieved && this.#isOfUnknownMatter(change)) return this.#layAside(change)
    if (!isBelieved && this.#isNowhere(change)) {
      this.nowhere++
      return this.#layAside(change)
    }
    const reason = whyNot(change, author, this.#bench)
    if (reason === undefined) return 'take'
    // A record that somebody else made under this id, and what only a change laid aside would allow: a person decides.
    const isClaim = isCreation(change) && this.#bench.creationOf(change.thing) !== undefined
    if (isClaim || (!isBelieved && this.#isAboutAside(change))) return this.#layAside(change)
    this.#back.push(givenBack(change, reason))
    this.#lastBack = change
    return 'take'
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

  /** What is taken in, and counts, is known to what comes after it. */
  #keep(change: Change): void {
    if (change.kind !== 'put') return
    if (isCreation(change) && !this.#made.has(change.thing)) this.#made.set(change.thing, outlineOf(change))
    if (this.#sender.relation !== 'below' || this.#lastBack === change) return
    const author = this.#authorOf(change.origin.replica)
    const [subject, ...to] = change.hangsOn
    const move = moveIn(change, this.#bench.creationOf(change.thing))
    switch (change.entity) {
      case 'org':
        if (!isCreation(change) || this.#hasThing(change.thing)) return
        this.#ground.make(change.thing, author.offices)
        if (!isNamedAfter(change.thing, author.replica)) this.#foundings.set(change.thing, change)
        return
      case 'placement':
      case 'membership':
        if (move === undefined) return
        this.#foundings.delete(move.subject)
        this.#noteSpent(change)
        this.#ground.move(move, change.entity === 'placement')
        if (change.entity === 'placement') this.#certificates.askAgain()
        return
      case 'merge':
        if (subject !== undefined && to[0] !== undefined) this.#ground.join(subject, to[0])
        return
      case 'step': {
        const { subject: matter, of, action } = change.body.set['all'] ?? {}
        const course = courseOf(String(of))
        const isPassing = course !== undefined && ruleOf(course, String(action))?.by === 'above'
        const other = to[0]
        if (typeof matter === 'string' && course !== undefined)
          this.#steps.set(matter, [...(this.#steps.get(matter) ?? []), stepIn(change)])
        if (!isPassing || typeof matter !== 'string' || other === undefined) return
        this.#passedTo.set(matter, [...(this.#passedTo.get(matter) ?? []), other])
        return
      }
      default:
        if (isCreation(change) && courseOf(change.entity) !== undefined) {
          this.#matters.set(change.thing, outlineOf(change))
        }
        if (isCreation(change) && change.entity === 'person' && !this.#hasThing(change.thing)) {
          this.#ground.make(change.thing, author.offices)
        }
    }
  }

  #hasThing(thing: string): boolean {
    return this.#seen.get(thing)?.isKnown ?? this.#journal.changes.hasThing(thing)
  }

  #noteSpent(change: Put): void {
    const by = change.entity === 'membership' ? change.body.set['transfer']?.['transfer'] : undefined
    if (typeof by === 'string') this.#spent.add(by)
  }

  #layAside(change: Change): 'aside' {
    const lay = (what: string) => this.#laid.set(what, true)
    lay(`change ${idOf(change)}`)
    lay(`version ${versionOf(change)}`)
    if (isCreation(change) && !this.#bench.creationOf(change.thing)) lay(`thing ${change.thing}`)
    const [subject] = change.hangsOn
    const isStay = change.entity === 'membership' || change.entity === 'placement'
    if (isStay && subject) lay(`subject ${subject}`)
    return 'aside'
  }

  /** Whatever hangs or builds on what was laid aside, in this packet or an earlier one, is laid aside with it. */
  #hangsOnAside(change: Change): boolean {
    const isAsideThing = (thing: string) =>
      this.#laid.has(`thing ${thing}`) ||
      (this.#aside.hasThing(thing) && this.#bench.creationOf(thing) === undefined)
    // What makes a thing gives way to nobody's unproved claim of it: the same change may lie aside from another sender.
    const about = isCreation(change) ? change.hangsOn : [change.thing, ...change.hangsOn]
    if (about.some(isAsideThing)) return true
    const isAsideVersion = (version: string) =>
      this.#laid.has(`version ${version}`) ||
      (this.#aside.hasVersion(version) && !this.#aside.isKnown(version))
    switch (change.kind) {
      case 'put': {
        if (
          Object.values(change.body.base ?? {})
            .flat()
            .some(isAsideVersion)
        )
          return true
        const follows = change.body.set['follows']?.['follows']
        return Array.isArray(follows) && follows.some(isAsideThing)
      }
      case 'remove':
        return change.body.saw.some(isAsideVersion)
      default:
        return change.body.names.some(
          ([writer, from, to]) => from === to && this.#laid.has(`change ${writer}:${from}`),
        )
    }
  }

  /** Whether somebody's place that a change is about was itself laid aside. */
  #isAboutAside(change: Change): boolean {
    const made = this.#bench.creationOf(change.thing)
    const about = [change.thing, ...change.hangsOn, ...(made?.hangsOn ?? [])]
    const chains = about.flatMap(thing => [thing, ...this.#ground.above(thing, 'today')])
    return chains.some(thing => this.#laid.has(`subject ${thing}`) || this.#aside.movesSubject(thing))
  }
}

/** What is kept in mind of a creation that a packet brings: there may be a hundred thousand. */
function outlineOf(change: Put): Change {
  return change.entity === 'org' ? withoutLabel(change) : withoutBody(change)
}

/** Of a creation that is known here. Of people and their homes there are most, and nobody asks what they say. */
function knownOutlineOf(change: Change): Change {
  const isUsual = change.entity === 'person' || change.entity === 'membership'
  return change.kind === 'put' && isUsual ? withoutBody(change) : withoutLabel(change)
}

function withoutLabel<T extends Change>(change: T): T {
  return { ...change, origin: { ...change.origin, label: null } }
}

function withoutBody(change: Put): Change {
  return { ...withoutLabel(change), body: { set: {} } }
}

function madeKind(change: Change | undefined): unknown {
  return change?.kind === 'put' ? change.body.set['kind']?.['kind'] : undefined
}

/**
 * Marks in `temp.incoming` what its authors' seals prove: one signature a range, over what the packet brings and what
 * is here. A seal costs what its range holds, and no range is gone through for nothing.
 */
function proveBySeals(
  db: Connection,
  journal: Journal,
  certificates: Certificates,
  seals: readonly RangeSeal[],
  signer: string,
): void {
  const here = (columns: string, where = '') => `SELECT ${columns} FROM temp.incoming WHERE
    writer = (SELECT no FROM temp.incoming_writer WHERE id = ?) AND n BETWEEN ? AND ? ${where}`
  const waiting = db.prepare<[string, number, number], { n: number }>(here('n', 'AND proved = 0 LIMIT 1'))
  const fresh = db.prepare<[string, number, number], { n: number; digest: string }>(
    here('n, digest', 'ORDER BY n'),
  )
  const count = db.prepare<[string, number, number], { n: number }>(here('count(*) AS n'))
  const prove = db.prepare(
    `UPDATE temp.incoming SET proved = 1
     WHERE writer = (SELECT no FROM temp.incoming_writer WHERE id = ?) AND n BETWEEN ? AND ?`,
  )
  const known = db.prepare<[string], RangeSeal>(
    'SELECT writer, from_n AS "from", to_n AS "to", hash, signature FROM seal WHERE writer = ?',
  )
  const others = db
    .prepare<[string], { writer: string }>(
      `SELECT id AS writer FROM temp.incoming_writer w
       WHERE replica <> ? AND EXISTS (SELECT 1 FROM temp.incoming i WHERE i.writer = w.no)`,
    )
    .all(signer)
  const writers = new Set(others.map(row => row.writer))
  const { lines } = db.prepare<[], { lines: number }>('SELECT count(*) AS lines FROM temp.place').get() ?? {
    lines: 0,
  }
  // What is missing of a range is known by its hash alone, from this packet or from an earlier one.
  const missingOf = (seal: RangeSeal) => {
    const isHere = (n: number) =>
      journal.changes.isKnown(seal.writer, n) || fresh.all(seal.writer, n, n).length > 0
    const told = new Map<number, string>([...gapsIn(db, seal), ...(seal.gaps ?? [])])
    return [...told].filter(([n]) => n >= seal.from && n <= seal.to && !isHere(n))
  }
  let budget = 4 * lines + 10_000
  const tried = [
    ...seals.filter(seal => writers.has(seal.writer)),
    ...[...writers].flatMap(w => known.all(w)),
  ]
  for (const seal of tried) {
    const { writer, from, to } = seal
    const key = certificates.signKeyOf(replicaOf(writer))
    if (key === undefined || waiting.get(writer, from, to) === undefined) continue
    const size = to - from + 1
    const come = (count.get(writer, from, to)?.n ?? 0) + journal.changes.countInRange(writer, from, to)
    const gaps = come === size ? [] : missingOf(seal)
    const found = come + gaps.length
    budget -= Math.min(size, found) + 10
    if (budget < 0) return
    if (found !== size || !isSealedBy(seal, key)) continue
    const digests = new Map(gaps)
    for (const row of fresh.all(writer, from, to)) digests.set(row.n, row.digest)
    for (let at = from; digests.size < size && at <= to; ) {
      const some = journal.changes.someInRange(writer, at, to, 1000)
      for (const change of some) digests.set(change.n, digestOf(change))
      const last = some.at(-1)
      if (last === undefined) break
      at = last.n + 1
    }
    let hash = startHash
    for (let n = from; n <= to; n++) hash = hashAfter(hash, writer, n, digests.get(n) ?? '')
    if (hash === seal.hash) prove.run(writer, from, to)
  }
}

type KnownStep = Omit<StepEvent, 'saw'> & { readonly saw: string }

function stepIn(change: Put): StepEvent {
  const { action, day, about, saw } = change.body.set['all'] ?? {}
  return {
    id: change.thing,
    action: String(action),
    day: String(day),
    rank: rankOf(change),
    about: typeof about === 'string' ? about : null,
    saw: Array.isArray(saw) ? saw : [],
  }
}

function namesIn(json: string): string[] {
  const list: unknown = JSON.parse(json)
  return Array.isArray(list) ? list.map(String) : []
}
