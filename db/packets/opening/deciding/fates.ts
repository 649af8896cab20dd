import { type Change, idOf } from '#db/journal/change.ts'
import type { Journal } from '#db/journal/journal.ts'
import type { RangeSeal } from '#db/packets/format/range-seal.ts'
import type { Session } from '#db/session.ts'
import type { Report } from '#db/shared/long-work.ts'
import { inParts } from '#db/shared/slices.ts'
import type { Connection } from '#db/sqlite/connection.ts'
import type { Certificates } from '../../trust/certificates.ts'
import type { Ground } from '../../trust/ground.ts'
import type { Standing } from '../../trust/standing.ts'
import type { Incomer, Outline } from '../incoming.ts'
import type { Survey } from '../survey.ts'
import type { Sender } from './authors.ts'
import { Court, type GivenBack } from './court.ts'
import type { Fault } from './faults.ts'
import { proveBySeals } from './proved-by-seals.ts'
import { UsualEdits } from './usual-edits.ts'

const judging = { zh: '正在核对各处变更由谁填报', en: 'Checking who wrote what' }

/** Of how many changes it is asked at a time what is known of the things that they are about. */
const part = 500

/** What becomes of a packet's new changes, decided before any of them is stored. */
export type Fates = {
  readonly take: number
  readonly aside: number
  /** How many of these were laid aside because they say of nothing where they belong. */
  readonly nowhere: number
  /** And how many because they make somebody whom another office made here before. */
  readonly claimed: number
  /** Of those laid aside, the revocations by whoever does not stand above that key. */
  readonly overreaching: readonly Change[]
  /** And those beyond what one PC may revoke in all. */
  readonly beyondMeasure: readonly Change[]
  /** What contradicts itself and is no change. */
  readonly dropped: readonly { readonly change: Change; readonly fault: Fault }[]
  /** Changes that are taken in and given back in the same step, with the reason. */
  readonly back: readonly GivenBack[]
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
  // What the sender wrote himself is proved by his signature.
  if (isJudged && !incoming.isOf(sender.certificate.replica))
    proveBySeals(db, journal, certificates, seals, sender.certificate.replica)
  const court = new Court(db, journal, office, ground, certificates, sender)
  const usual = new UsualEdits()
  let [taken, aside, done] = [0, 0, 0]
  const decide = (incomer: Incomer) => {
    const fate = court.decide(incomer.change, incomer.isSealed)
    incoming.decide(incomer.pos, fate)
    if (fate === 'take') taken++
    if (fate === 'aside') aside++
    return fate === 'take' && !court.gaveBack(incomer.change)
  }
  const decideAll = (outlines: readonly Outline[]) => {
    usual.forget()
    for (const some of inParts(outlines, part)) {
      const read = incoming.read(some)
      court.foresee(read.map(({ change }) => change))
      read.forEach(decide)
    }
  }
  /** Of usual edits most are known to be allowed; once one is not, all that follow are looked at. */
  const decideUsual = (outlines: readonly Outline[]) => {
    const isKnown = outlines.map(outline => usual.isAllowed(outline))
    const open = incoming.read(outlines.filter((_, i) => !isKnown[i]))
    if (open.length > 0) court.foresee(open.map(({ change }) => change))
    const odd = open.find(incomer => {
      const isTaken = decide(incomer)
      if (isTaken && court.authors.isProvedForAll(incomer)) usual.note(incomer)
      return !isTaken
    })
    if (odd === undefined) {
      taken += outlines.length - open.length
      return
    }
    const at = outlines.findIndex(({ pos }) => pos === odd.pos)
    taken += isKnown.slice(0, at).filter(known => known).length
    decideAll(outlines.slice(at + 1))
  }
  const decidePage = db.transaction((outlines: readonly Outline[]) => {
    if (court.hasLaid || !outlines.every(({ isUsual }) => isUsual)) decideAll(outlines)
    else decideUsual(outlines)
  })
  for (const outlines of incoming.outlines()) {
    decidePage(outlines)
    done += outlines.length
    await report(judging, done, news)
  }
  court.foresee([])
  const { nowhere, claimed, overreaching, beyondMeasure, dropped } = court
  return { take: taken, aside, nowhere, claimed, overreaching, beyondMeasure, dropped, back: court.close() }
}

/**
 * Another content under an id that is known, and that was proved, is judged as if it came now: what would be dropped
 * or laid aside takes no place, and what is beyond its author's authority is given back.
 */
export function replacementCourt(
  { sender, standing }: { readonly sender: Sender; readonly standing: Standing },
  session: Session,
): {
  readonly mayCount: (change: Change) => boolean
  /** Whether what counts until now may be taken out of force for it. */
  readonly mayGiveWay: (known: Change) => boolean
  readonly backOf: (placed: readonly Change[]) => Fates['back']
} {
  const { db, journal } = session.writing()
  const court = new Court(db, journal, () => session.office(), standing.ground, standing.certificates, sender)
  return {
    mayCount: change => {
      court.forget()
      return court.decide(change, true) === 'take'
    },
    mayGiveWay: known => {
      court.forget()
      return court.mayGiveWay(known)
    },
    backOf: placed => {
      const ids = new Set(placed.map(idOf))
      return court.close().filter(({ writer, n }) => ids.has(`${writer}:${n}`))
    },
  }
}
