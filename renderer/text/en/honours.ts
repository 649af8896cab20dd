import type { HonoursWords } from '../zh/honours.ts'

export const honoursEn: HonoursWords = {
  title: 'Who may be put up for honours',
  link: 'Honours',
  note: (award, ready, all) => `${award}: ${ready} of ${all} meet every bar`,
  lead: source =>
    `The bars are those of the ${source}; a newer notice may ask for others. This says which bar is missed, and decides nothing.`,
  award: 'Honour',
  org: 'Organization',
  onlyEligible: 'Only those that miss no bar',
  none: 'There is no such organization.',
  missed: 'Missed',
  missedOf: n => n,
  bars: {
    'two-systems': 'Appraised and registered',
    arrears: '3 months’ fees owed',
    timely: 'Answered in time',
    numbers: 'Member numbers',
    elections: 'Elections in time',
    stars: 'Rating',
    age: 'Founded',
  },
  unknown: 'not recorded',
  needs: need => `asked for: ${need}`,
}
