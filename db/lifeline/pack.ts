import { z } from 'zod'

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
    W07: z.strictObject({ mostMembers: z.int().min(1) }),
    W16: z.strictObject({ orangeAbovePercent: z.int().min(0).max(100) }),
    verdict: z.strictObject({ reds: z.int().min(1), oranges: z.int().min(1) }),
  }),
})

export type Pack = z.infer<typeof packSchema>

/** The thresholds of domain.md, "Candidate rules for flagging a weak branch". */
export const defaultPack: Pack = {
  id: 'lifeline-default-1',
  name: { zh: '命脉工程默认规则', en: 'Lifeline default rules' },
  thresholds: {
    newcomerMonths: 6,
    W01: { fewestMembers: 3 },
    W04: { orangeAboveDays: 30, redAboveDays: 90 },
    W06: {
      warnDays: 90,
      presumedYears: 3,
      presumedCommitteeYears: 5,
      branchCapMonths: 6,
      committeeCapMonths: 12,
    },
    W07: { mostMembers: 50 },
    W16: { orangeAbovePercent: 10 },
    verdict: { reds: 1, oranges: 3 },
  },
}
