import type { HonoursWords } from '../zh/honours.ts'

export const honoursEn: HonoursWords = {
  title: 'Eligibility for honours',
  link: 'Honours',
  note: (award, ready, all) => `${award}: ${ready} of ${all} meet every condition`,
  lead: source =>
    `The conditions are those of the ${source}; a newer notice may ask for others. This only says which conditions are not met; it decides nothing.`,
  award: 'Honour',
  org: 'Organization',
  onlyEligible: 'Only those that miss no condition',
  none: 'There is no such organization.',
  missed: 'Not met',
  missedOf: n => n,
  bars: {
    'two-systems': 'Appraised and registered',
    arrears: '3 months of fees owed',
    timely: 'Answered in time',
    numbers: 'Member numbers',
    elections: 'Elections in time',
    stars: 'Rating',
    age: 'Founded',
  },
  unknown: 'not recorded',
  needs: need => `asked for: ${need}`,
}
