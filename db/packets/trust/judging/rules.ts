import { type Change, isCreation, type Put, type Reason, rankOf } from '#db/journal/change.ts'
import { saidIn } from '#db/journal/entity.ts'
import { leavesOut } from '#db/journal/fold/fold.ts'
import { hangsOn } from '#db/journal/hangs-on.ts'
import { isNamedAfter } from '#db/journal/names.ts'
import { ruleOf } from '#db/records/courses/course.ts'
import { courseOf } from '#db/records/courses/courses.ts'
import { decisionStructure } from '#db/records/decision.ts'
import type { When } from '../ground.ts'
import { lockedReason, whyLate } from './answered.ts'
import type { Author, Bench, Lying } from './bench.ts'
import { reasons } from './reasons.ts'

/** What each kind of record asks of whoever writes it: a function a rule, each by what was known before. */
export class Rules {
  readonly #author: Author
  readonly #bench: Bench

  constructor(author: Author, bench: Bench) {
    this.#author = author
    this.#bench = bench
  }

  /** The rule of the kind of record that a change is of. */
  ofKind(change: Change): Reason | undefined {
    switch (change.entity) {
      case 'org':
        return this.org(change)
      case 'placement':
        return this.placement(change)
      case 'membership':
        return this.stay(change)
      case 'merge':
        return this.mark(change)
      case 'post':
        return this.post(change)
      case 'decision':
        return this.decision(change)
      case 'step':
        return this.step(change)
      case 'transfer':
        return this.transfer(change)
      case 'rectification':
      case 'frozen_year':
      case 'task_request':
        return this.judged(change)
      case 'ruling':
        return this.ruling(change)
      case 'work':
        return this.work(change)
      case 'frozen_part':
        return this.part(change)
      default:
        return this.record(change)
    }
  }

  /**
   * What an edit may not do to a record, whatever its kind: take away what every such record has, which is to remove it, and
   * name what it was not made for. What a record lies by is fixed when it is made.
   */
  edit(change: Change): Reason | undefined {
    if (change.kind !== 'put' || isCreation(change)) return undefined
    const entity = this.#bench.entities.get(change.entity)
    if (entity === undefined) return undefined
    const { hangsOn: before = change.hangsOn } = this.#bench.creationOf(change.thing) ?? {}
    const named = hangsOn(entity, saidIn(entity, change.body.set))
    // What else it hangs on is said by fields of a newer program, and is asked as it would be of a new record.
    const isBeyond = (thing: string) => named.includes(thing) || !this.#reaches(thing, 'today')
    if (change.hangsOn.some(thing => !before.includes(thing) && isBeyond(thing))) return reasons.beyond
    if (!leavesOut(entity, change)) return undefined
    return this.ofKind({ ...change, kind: 'remove', body: { saw: [] } })
  }

  org(change: Change): Reason | undefined {
    const { thing } = change
    if (isCreation(change) && !this.#isKnown(thing)) return undefined
    const structure = this.#bench.entities.get('org')?.structure ?? []
    const written = change.kind === 'put' ? Object.keys(change.body.set) : structure
    if (isCreation(change) || written.some(register => structure.includes(register))) {
      return this.#isOwn(thing) || this.#isAbove(thing) ? undefined : reasons.structure
    }
    return this.#reaches(thing, 'ever') ? undefined : reasons.beyond
  }

  placement(change: Change): Reason | undefined {
    const [org, ...parents] = this.#thingsOf(change)
    if (org === undefined) return reasons.structure
    // A placement is of whom it was made for, whatever an edit says. Nobody places his own office, nor what he calls it.
    if (!this.#isAbove(org) || refIn(change, 'place', 'org').some(said => said !== org))
      return reasons.structure
    if (change.kind === 'remove') return this.#whyNotTaken(change, org, parents)
    if (parents.some(parent => this.#bench.isBranch(parent))) return reasons.structure
    return parents.every(parent => this.#reaches(parent, 'today'))
      ? this.#whyNotSince(change, org)
      : reasons.beyond
  }

  /** Nobody is pulled: who is moved lies in the author's part, and so does, or did, where he is moved to. */
  stay(change: Change): Reason | undefined {
    const [person, ...orgs] = this.#thingsOf(change)
    if (person === undefined) return reasons.beyond
    // By which transfer he came is said with his place: another one would be an offer no more.
    const isMove = change.kind === 'put' && ('place' in change.body.set || 'transfer' in change.body.set)
    if (change.kind === 'put' && change.body.base && !isMove) {
      const [, ...stayedIn] = this.#bench.creationOf(change.thing)?.hangsOn ?? []
      const about = stayedIn.length > 0 ? stayedIn : [person]
      return about.some(org => this.#reaches(org, 'ever'))
        ? this.#whyNotSince(change, person)
        : reasons.beyond
    }
    for (const moved of new Set([person, ...personIn(change)])) {
      if (this.#accepts(change, moved, orgs)) continue
      if (this.#bench.kindOf(moved) !== 'person') return reasons.beyond
      if (this.#reaches(moved, 'today')) continue
      return this.#reaches(moved, 'ever') ? this.#movedAway(moved) : reasons.beyond
    }
    if (change.kind === 'remove') return this.#whyNotTaken(change, person, orgs)
    return orgs.every(org => this.#reaches(org, 'ever')) ? this.#whyNotSince(change, person) : reasons.beyond
  }

  /** A place that is removed leaves whom it is of where he lay before, and was another office's if it lay there. */
  #whyNotTaken(change: Change, subject: string, places: readonly string[]): Reason | undefined {
    if (!this.#leadsBack(change)) return reasons.broughtIn
    const isOwn = places.every(place => this.#reaches(place, 'ever'))
    return isOwn || !this.#bench.isThere(subject, change.entity) ? undefined : reasons.cameEarlier
  }

  #whyNotSince(change: Change, subject: string): Reason | undefined {
    return this.#whyNotLater(change) ?? this.#whyNotEarlier(change, subject)
  }

  /** Nobody begins where he lies by now before he came from another office: that one would lose days of him that are over. */
  #whyNotEarlier(change: Change, subject: string): Reason | undefined {
    const since = change.kind === 'put' ? change.body.set['since']?.['since'] : undefined
    if (typeof since !== 'string') return undefined
    const { matterOf, placesOf } = this.#bench
    const { inOrder, at, byPlace } = placesOf(subject, change.entity)
    // What is over by then, or never began, has no day to lose.
    const isLater = (one: Lying) => one.until === null || (one.until > since && one.until > one.since)
    const known = inOrder[at.get(change.thing) ?? -1]
    const own = known !== undefined && isLater(known) ? known : undefined
    const rank = own?.rank ?? rankOf(change)
    const taken = [...byPlace].flatMap(([place, lying]) =>
      place === null || this.#reaches(place, 'ever')
        ? []
        : lying.filter(one => one.rank < rank && isLater(one)),
    )
    if (taken.length === 0) return undefined
    // Whom his home offered goes from it, and not before it asked.
    const by =
      own?.transfer ?? (change.kind === 'put' ? change.body.set['transfer']?.['transfer'] : undefined)
    const { asked } = (typeof by === 'string' ? matterOf(by) : undefined) ?? {}
    const isFromHome =
      asked !== undefined &&
      asked <= since &&
      taken.every(({ until }) => until === null || until === own?.since)
    return isFromHome ? undefined : reasons.cameEarlier
  }

  /**
   * Where somebody lies without this place is where he lay before: if an office above brought him from elsewhere, it is for that
   * one to send him back. What was written here or below is taken back as it was written.
   */
  #leadsBack({ thing, entity }: Change): boolean {
    const { certificates, creationOf, placeBefore } = this.#bench
    const made = creationOf(thing)
    if (made === undefined) return true
    const before = placeBefore(thing, entity)
    if (before === undefined || this.#reaches(before, 'ever')) return true
    const makers = certificates.officesOf(made.origin.replica, 'ever')
    const isOwn = (office: string) =>
      this.#author.offices.some(own => certificates.isAtOrAbove(own, office, 'ever'))
    return made.origin.replica === this.#author.replica || (makers.length > 0 && makers.every(isOwn))
  }

  /** Until a later day, too, somebody would lie again where he lay before. */
  #whyNotLater(change: Change): Reason | undefined {
    const said = change.kind === 'put' && change.body.base ? change.body.set['since']?.['since'] : undefined
    const began = typeof said === 'string' ? this.#bench.beganOn(change.thing, change.entity) : undefined
    if (typeof said !== 'string' || began === undefined || said <= began) return undefined
    return this.#leadsBack(change) ? undefined : reasons.cameLater
  }

  /** Marks join two people, or two organizations, of which they are structure: nothing else is ever merged. */
  mark(change: Change): Reason | undefined {
    const ends = this.#thingsOf(change)
    const [kind, ...others] = new Set(ends.map(end => this.#bench.kindOf(end)))
    const said = change.kind === 'put' ? change.body.set['mark']?.['of_entity'] : kind
    if (ends.length !== 2 || others.length > 0 || said !== kind) return reasons.beyond
    if (kind !== 'org' && kind !== 'person') return reasons.beyond
    if (kind === 'org') {
      const isFounding =
        change.kind === 'put' ? this.#founds(change, ends) : ends.every(end => this.#isOwn(end))
      return isFounding || ends.every(end => this.#isAbove(end)) ? undefined : reasons.structure
    }
    return ends.every(end => this.#reaches(end, 'today')) ? undefined : reasons.beyond
  }

  /**
   * What a PC called its organization before it was enrolled is the same as its office, which stays what those above say that
   * it is: the lower id survives, nothing of kind, tier and code may stand beside its own, no place of the other may become
   * its place, and nothing may come along that was merged into the other.
   */
  #founds({ body }: Put, ends: readonly string[]): boolean {
    const own = ends.find(end => this.#isOwn(end))
    const office = ends.find(end => end !== own)
    if (own === undefined || office === undefined) return false
    const { saw } = body.set['mark'] ?? {}
    const seen = new Set(Array.isArray(saw) ? saw : [])
    const { versions, isPlaced } = this.#bench.foundingOf(own)
    const isAlone = !isPlaced && !this.#bench.ground.isMarked(own)
    const isCovered = office < own && versions.every(version => seen.has(version))
    return this.#author.offices.includes(office) && isAlone && isCovered
  }

  /** A post with a person of elsewhere is for an office above both, or for his home, to write; so is an edit that makes it his. */
  post(change: Change): Reason | undefined {
    const [person] = this.#thingsOf(change)
    if (person !== undefined && this.#isNew(change)) {
      return this.#reaches(person, 'today') ? undefined : reasons.beyond
    }
    const before = this.#bench.creationOf(change.thing)?.hangsOn ?? []
    const anew = personIn(change).filter(id => !before.includes(id))
    return anew.every(id => this.#reaches(id, 'today')) ? this.record(change) : reasons.beyond
  }

  /** An office may have had another name; what else is decided about an organization is structure, for those above it. */
  decision(change: Change): Reason | undefined {
    const [org] = this.#thingsOf(change)
    const puts = [this.#bench.creationOf(change.thing), change].flatMap(one =>
      one?.kind === 'put' ? [one.body.set] : [],
    )
    const acts = puts.flatMap(set => set['what']?.['act'] ?? [])
    const isName =
      acts.every(act => act === 'rename') && !puts.some(set => decisionStructure.some(name => name in set))
    const isOfIt = refIn(change, 'what', 'org').every(said => said === org)
    const isForAuthor = org !== undefined && isOfIt && (this.#isAbove(org) || this.#isOwn(org))
    if (!isName && !isForAuthor) return reasons.structure
    return this.record(change)
  }
  /** What somebody judges stays as he read it, for all who had it before them. */
  judged(change: Change): Reason | undefined {
    const isSettled = !this.#isNew(change) && this.#bench.isLocked(change.thing, rankOf(change))
    if (!isSettled) return this.record(change)
    return lockedReason(change.entity)
  }

  work(change: Change): Reason | undefined {
    return this.record(change) ?? (this.#bench.isClosed(change) ? reasons.closed : undefined)
  }

  /** What a frozen year consists of stays, as long as somebody has approved it: nothing is added to it, either. */
  part(change: Change): Reason | undefined {
    const made = this.#isNew(change) ? change : this.#bench.creationOf(change.thing)
    const { of } = made?.kind === 'put' ? (made.body.set['all'] ?? {}) : {}
    const isSettled = typeof of === 'string' && this.#bench.isLocked(of, rankOf(change))
    return isSettled ? reasons.yearLocked : this.record(change)
  }

  /** Whether an organization is weak is for an office above it to say. */
  ruling(change: Change): Reason | undefined {
    return this.#thingsOf(change).every(org => this.#isAbove(org)) ? this.record(change) : reasons.ruling
  }

  /** A step is for the side that its matter's course says; one of a newer program for whoever keeps one of the ends. */
  step(change: Change): Reason | undefined {
    // An event is no record that somebody keeps: who may hand a matter on may not make void what others did about it.
    if (change.kind === 'remove') return reasons.event
    const [home, other] = this.#thingsOf(change)
    if (home === undefined) return reasons.beyond
    const { of, action } = change.kind === 'put' ? (change.body.set['all'] ?? {}) : {}
    const course = typeof of === 'string' ? courseOf(of) : undefined
    const side = course === undefined ? undefined : ruleOf(course, String(action))?.by
    const reachesOther = other !== undefined && this.#reaches(other, 'today')
    const matter = this.#bench.matterOf(this.#subjectOf(change))
    // A step is of its matter's kind, and leads it to both its ends, each as what it is: only to those between which it goes.
    if (matter !== undefined) {
      const { ground } = this.#bench
      const isOne = (one: string, end: string) =>
        one === end || ground.survivorOf(one) === ground.survivorOf(end)
      const ends = [...matter.others, ...matter.passedTo]
      const isPassing = side === 'above'
      if (of !== matter.kind || !isOne(matter.home, home)) return reasons.beyond
      if (other !== undefined && !isPassing && !ends.some(end => isOne(end, other))) return reasons.beyond
    }
    const why = whyLate(change, this.#author, this.#bench)
    if (why !== undefined) return why
    switch (side) {
      case 'home':
        return this.#reaches(home, 'today') ? undefined : reasons.beyond
      case 'other':
        return reachesOther || this.#movesOn(change, home, other) ? undefined : reasons.beyond
      case 'above':
        return this.#isAbove(home) && (other === undefined || reachesOther) ? undefined : reasons.beyond
      case undefined:
        return this.#reaches(home, 'today') || reachesOther ? undefined : reasons.beyond
    }
  }

  /** Whoever keeps a member may bring him to where the author's part once reached: so he may say that he was taken in there. */
  #movesOn(change: Change, home: string, other: string | undefined): boolean {
    const { action } = change.kind === 'put' ? (change.body.set['all'] ?? {}) : {}
    if (action !== 'accept' || other === undefined) return false
    return this.#reaches(home, 'today') && this.#reaches(other, 'ever')
  }

  /** Whoever keeps a member may offer him to anybody; nobody else may, and nobody takes the offer out of his hands. */
  transfer(change: Change): Reason | undefined {
    const [person, home] = this.#thingsOf(change)
    if (person === undefined || home === undefined) return reasons.beyond
    if (change.kind === 'remove') {
      if (this.#bench.matterOf(change.thing)?.isSpent === true) return reasons.accepted
      return this.#reaches(home, 'today') ? undefined : reasons.beyond
    }
    if (this.#bench.kindOf(person) !== 'person') return reasons.beyond
    const isKept = this.#reaches(person, 'today') && this.#reaches(home, 'today')
    return isKept ? undefined : reasons.beyond
  }

  /**
   * The acceptance of a transfer that the home offered to an organization in the author's part, while he lies there
   * still. An office between them knows of him by that offer alone, which those above it have judged.
   */
  #accepts(change: Change, person: string, orgs: readonly string[]): boolean {
    const named = change.kind === 'put' && isCreation(change) ? change.body.set['transfer'] : undefined
    const id = named?.['transfer']
    const matter = typeof id === 'string' ? this.#bench.matterOf(id) : undefined
    if (matter?.kind !== 'transfer' || matter.isSpent || orgs.length !== 1) return false
    const [offered, home, ...targets] = matter.hangsOn
    if (offered !== person || home === undefined) return false
    if (![undefined, 'person'].includes(this.#bench.kindOf(person))) return false
    const lies = this.#bench.ground.above(person, 'today')
    if ([...lies].some(place => place !== person) && !lies.has(home)) return false
    const isOffered = [...targets, ...matter.passedTo].some(target => this.#reaches(target, 'today'))
    return isOffered && orgs.every(org => this.#reaches(org, 'today'))
  }

  #subjectOf(change: Change): string {
    const { subject } = change.kind === 'put' ? (change.body.set['all'] ?? {}) : {}
    return typeof subject === 'string' ? subject : ''
  }

  record(change: Change): Reason | undefined {
    const made = this.#bench.creationOf(change.thing)
    const things = this.#thingsOf(change)
    const isItself = change.entity === 'person' || things.length === 0
    if (this.#isForAbove(change) && !things.every(thing => this.#isAbove(thing))) return reasons.review
    if (this.#isNew(change)) {
      return things.every(thing => this.#reaches(thing, 'today')) ? undefined : reasons.beyond
    }
    const anchors = isItself ? [change.thing] : (made?.hangsOn ?? things)
    if (change.kind === 'remove') {
      return anchors.some(thing => this.#reaches(thing, 'today')) ? undefined : reasons.beyond
    }
    return anchors.some(thing => this.#reaches(thing, 'ever')) ? undefined : reasons.beyond
  }

  /** Whether it writes what an office above alone may write of such a record: the review of a rating. */
  #isForAbove(change: Change): boolean {
    const structure = this.#bench.entities.get(change.entity)?.structure ?? []
    return (
      change.kind === 'put' && Object.keys(change.body.set).some(register => structure.includes(register))
    )
  }

  /** A creation under an id that is known is an edit. */
  #isNew(change: Change): boolean {
    return isCreation(change) && !this.#isKnown(change.thing)
  }

  #isKnown(thing: string): boolean {
    return this.#bench.creationOf(thing) !== undefined
  }

  /** What a change is about: what its thing hung on when it was made, and what this change hangs it on. */
  #thingsOf(change: Change): readonly string[] {
    const made = isCreation(change) ? undefined : this.#bench.creationOf(change.thing)
    return [...new Set([...(made?.hangsOn ?? []), ...change.hangsOn])]
  }

  /** An organization that the author's own PC founded before it was enrolled, by its name, until it is put below another. */
  #isOwn(org: string): boolean {
    return isNamedAfter(org, this.#author.replica) && !this.#bench.ground.isBelowAnother(org)
  }

  #reaches(thing: string, when: When): boolean {
    const { certificates, ground } = this.#bench
    return (
      this.#author.offices.some(office => certificates.isAtOrAbove(office, thing, when)) ||
      [...ground.above(thing, when)].some(office => this.#isOwn(office))
    )
  }

  /** Stands strictly above an organization. */
  #isAbove(org: string): boolean {
    const { certificates, ground } = this.#bench
    // Nobody stands above his own office under another name, which merging gave it.
    const isOther = (office: string) => ground.survivorOf(office) !== ground.survivorOf(org)
    return (
      this.#author.offices.some(
        office => isOther(office) && certificates.isAtOrAbove(office, org, 'today'),
      ) || [...ground.above(org, 'today')].some(office => isOther(office) && this.#isOwn(office))
    )
  }

  #movedAway(person: string): Reason {
    const [home] = [...this.#bench.ground.above(person, 'today')].filter(id => id !== person)
    const name = home === undefined ? undefined : this.#bench.nameOf(home)
    if (name === undefined) return reasons.beyond
    return {
      code: 'moved-away',
      zh: `此人已由上级转到“${name}”，这次变动没有生效。`,
      en: `An office above has moved this person to "${name}"; this move does not count.`,
    }
  }
}

/** Whom a change makes a stay or a post to be of. */
function personIn(change: Change): string[] {
  return refIn(change, 'place', 'person')
}

/** The thing that a change names in a field, if it says anything of that. */
function refIn(change: Change, register: string, field: string): string[] {
  const thing = change.kind === 'put' ? change.body.set[register]?.[field] : undefined
  return typeof thing === 'string' ? [thing] : []
}
