import { z } from 'zod'
import { severities } from '#contract/vocabulary.ts'
import { longestDelay } from '#db/records/term.ts'

const percent = z.int().min(0).max(100)
const upTo = (most: number) => z.int().min(1).max(most)

/**
 * A rule pack: the numbers with which the rules judge. Only "three members" is charter law; the rest is regulation,
 * local practice or ours, so a pack is data: an office may bring its own without a new version of the program.
 */
export const packSchema = z.strictObject({
  id: z.string().min(1),
  name: z.strictObject({ zh: z.string().min(1), en: z.string().min(1) }),
  thresholds: z.strictObject({
    /** Younger organizations are not judged (对标定级: 成立满 6 个月). */
    newcomerMonths: z.int().min(0),
    W01: z.strictObject({ fewestMembers: z.int().min(1) }),
    /** Who has no meetings, fees, appraisals or registrations is judged for that where so many of all have some. */
    askedFromPercent: percent,
    /** A year's appraisal, registration and rating are asked for so many months after its end. */
    closesAfterMonths: z.int().min(0).max(11),
    W04: z
      .strictObject({ orangeAboveDays: z.int().min(0), redAboveDays: z.int().min(0) })
      .refine(days => days.orangeAboveDays <= days.redAboveDays, 'orange comes before red'),
    W06: z
      .strictObject({
        warnDays: z.int().min(0),
        presumedYears: z.int().min(1).max(10),
        /** A 基层团委 whose term is not recorded may have five years: it is red only after these. */
        presumedCommitteeYears: z.int().min(1).max(10),
        branchCapMonths: z.int().min(0),
        committeeCapMonths: z.int().min(0),
      })
      .refine(term => term.presumedYears <= term.presumedCommitteeYears, 'the warning comes before red'),
    W05: z.strictObject({ fromMembers: z.int().min(1), fewestOnCommittee: z.int().min(1) }),
    W07: z.strictObject({ mostMembers: z.int().min(1) }),
    W08: z
      .strictObject({ yellowQuarters: upTo(4), orangeQuarters: upTo(4), redQuarters: upTo(4) })
      .refine(
        n => n.yellowQuarters <= n.orangeQuarters && n.orangeQuarters <= n.redQuarters,
        'yellow, orange, red',
      ),
    W09: z
      .strictObject({ fromMembers: z.int().min(1), yellowMonths: upTo(6), orangeMonths: upTo(6) })
      .refine(n => n.yellowMonths <= n.orangeMonths, 'yellow comes before orange'),
    W10: z.strictObject({ orangeQuarters: upTo(4) }),
    W11: z
      .strictObject({ orangeDays: z.int().min(1), redDays: z.int().min(1) })
      .refine(days => days.orangeDays <= days.redDays, 'orange comes before red'),
    W12: z.strictObject({ redBelowPercent: percent, mostExcellentPercent: percent }),
    W13: z.strictObject({ fewestPercent: percent }),
    W14: z
      .strictObject({
        months: z.int().min(1).max(24),
        yellowPercent: percent,
        orangePercent: percent,
        redPercent: percent,
      })
      .refine(
        n => n.yellowPercent <= n.orangePercent && n.orangePercent <= n.redPercent,
        'yellow, orange, red',
      ),
    W15: z.strictObject({ months: z.int().min(1).max(24) }),
    W16: z.strictObject({ orangeAbovePercent: percent }),
    W17: z
      .strictObject({
        /** 48 小时 (72 from 2021), in whole days: a registry knows days alone. */
        yellowAboveDays: z.int().min(0),
        orangeAboveDays: z.int().min(0),
        fewestTimelyPercent: percent,
      })
      .refine(days => days.yellowAboveDays <= days.orangeAboveDays, 'yellow comes before orange'),
    W18: z.strictObject({ fewestPercent: percent }),
    W20: z
      .strictObject({
        redBelowScore: z.int().min(0).max(100),
        orangeBelowScore: z.int().min(0).max(100),
        /** So many of all have to be rated for a year before it is told who was not. */
        missedFromPercent: percent,
      })
      .refine(score => score.redBelowScore <= score.orangeBelowScore, 'red is below orange'),
    verdict: z.strictObject({ reds: z.int().min(1), oranges: z.int().min(1) }),
  }),
  /** Rules that judge nobody. */
  off: z.array(z.string()),
  /** The heaviest that a rule's findings may be. */
  atMost: z.partialRecord(z.string(), z.enum(severities)),
  /** Thresholds whose source nobody has looked at for a year on the day. */
  stale: z.array(z.string()),
  /** What a newer program's pack names that this program does not know: carried, and said. */
  unknown: z.array(z.string()),
})

export type Pack = z.infer<typeof packSchema>

/** The thresholds of domain.md, "Candidate rules for flagging a weak branch". */
export const defaultPack: Pack = {
  id: 'lifeline-default-1',
  name: { zh: '命脉工程默认规则', en: 'Lifeline default rules' },
  thresholds: {
    newcomerMonths: 6,
    askedFromPercent: 50,
    closesAfterMonths: 1,
    W01: { fewestMembers: 3 },
    W04: { orangeAboveDays: 30, redAboveDays: 90 },
    W06: {
      warnDays: 90,
      presumedYears: 3,
      presumedCommitteeYears: 5,
      branchCapMonths: longestDelay.branch,
      committeeCapMonths: longestDelay.others,
    },
    W05: { fromMembers: 7, fewestOnCommittee: 3 },
    W07: { mostMembers: 50 },
    W08: { yellowQuarters: 1, orangeQuarters: 2, redQuarters: 3 },
    W09: { fromMembers: 7, yellowMonths: 2, orangeMonths: 4 },
    W10: { orangeQuarters: 2 },
    W11: { orangeDays: 90, redDays: 180 },
    W12: { redBelowPercent: 60, mostExcellentPercent: 30 },
    W13: { fewestPercent: 98 },
    W14: { months: 3, yellowPercent: 2, orangePercent: 5, redPercent: 50 },
    W15: { months: 6 },
    W16: { orangeAbovePercent: 10 },
    W17: { yellowAboveDays: 2, orangeAboveDays: 10, fewestTimelyPercent: 70 },
    W18: { fewestPercent: 98 },
    W20: { redBelowScore: 60, orangeBelowScore: 70, missedFromPercent: 50 },
    verdict: { reds: 1, oranges: 3 },
  },
  off: [],
  atMost: {},
  stale: [],
  unknown: [],
}
