import { kindsInEnglish, tiersInEnglish } from './org.ts'
import { record, together, withWords } from './record.ts'
import { choice } from './types/choice.ts'
import { day } from './types/day.ts'
import { ref } from './types/ref.ts'
import { code, text } from './types/text.ts'
import { type OrgAct, orgActWords } from './words/decision-words.ts'
import { orgKindWords, tierWords } from './words/org-words.ts'

const actsInEnglish: Readonly<Record<OrgAct, string>> = {
  establish: 'established',
  rename: 'renamed',
  kind: 'kind changed',
  move: 'moved',
  merge: 'merged',
  split: 'split off',
  close: 'closed',
  reopen: 'reopened',
}

/**
 * 组织变动: what was decided about an organization, from which day, by which document. The organization itself holds
 * what is so now; here stands what was so until that day, so that any day before it can still be shown as it was.
 */
export const decision = record('decision', {
  words: { zh: '组织变动', en: 'decision' },
  fields: {
    ...together('what', {
      org: ref('org', '团组织', 'organization', { required: true, fixed: true }),
      act: choice(orgActWords, actsInEnglish, '变动', 'what was decided', { required: true, fixed: true }),
      effective: day('生效日期', 'in force from', { required: true, fixed: true }),
      /** Into which it was merged, of which it was split off, under which it came, to which its members went. */
      other: ref('org', '有关组织', 'other organization', { fixed: true }),
      /** What that was called, for whoever does not hold it. */
      other_name: text('有关组织名称', 'name of the other organization', { fixed: true }),
    }),
    ...together('paper', {
      decided: day('决定日期', 'decided on'),
      document: text('文号', 'document number'),
    }),
    ...together('named', {
      was_name: text('原全称', 'former full name'),
      was_short_name: text('原简称', 'former short name'),
    }),
    /** Empty where it had none. */
    was_code: code('原组织ID', 'former code'),
    ...together('sorted', {
      was_kind: choice(orgKindWords, kindsInEnglish, '原组织类型', 'former kind'),
      was_tier: choice(tierWords, tiersInEnglish, '原所属层级', 'former tier'),
    }),
    /** Of what was reopened: since when it had been closed. */
    was_closed: day('原撤销日期', 'former closing date', { fixed: true }),
  },
  title: d => [d.effective, d.act && orgActWords.wordFor(d.act)].filter(Boolean).join(' '),
  titleIn: withWords(
    Object.fromEntries(orgActWords.values.map(act => [orgActWords.wordFor(act), actsInEnglish[act]])),
  ),
  first: ['org', 'act', 'effective', 'other', 'decided', 'document', 'was_name', 'was_short_name'],
  lies: 'org',
  // What is decided takes members along: its table is the one of reorganizations (组织调整表).
  noRoster: true,
  signed: true,
})

/** What of a decision only an office above may write, as it may the organization's own kind, tier, code and end. */
export const decisionStructure: readonly string[] = ['was_code', 'sorted', 'was_closed']
