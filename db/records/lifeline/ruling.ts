import { record, together, withWords } from '../record.ts'
import { choice } from '../types/choice.ts'
import { day } from '../types/day.ts'
import type { At } from '../types/field.ts'
import { list } from '../types/list.ts'
import { ref } from '../types/ref.ts'
import { code, text } from '../types/text.ts'
import { wordTable } from '../types/word-table.ts'

export const rulingOutcomes = ['confirmed', 'set-aside'] as const
export type RulingOutcome = (typeof rulingOutcomes)[number]

const inEnglish = { confirmed: 'confirmed as weak', 'set-aside': 'set aside' } as const

export const rulingWords = wordTable<RulingOutcome>({
  confirmed: ['认定', '认定为软弱涣散', '列入整顿'],
  'set-aside': ['不予认定', '不认定', '不列入'],
})

/**
 * 认定 (domain.md 3.6): what a person decided about an organization that the rules propose for rectification, with his
 * reason, who signed, and until when it holds. It is written once: whoever thinks otherwise later decides anew. What
 * the rules said on the day stands beside it, so that what they say later can be compared and nothing is overwritten.
 */
export const ruling = record('ruling', {
  words: { zh: '认定', en: 'ruling' },
  fields: together('all', {
    org: ref('org', '团组织', 'organization', { required: true, fixed: true }),
    outcome: choice(rulingWords, inEnglish, '认定结果', 'outcome', { required: true, fixed: true }),
    decided: day('决定日期', 'decided on', { required: true, fixed: true, future: 'refused' }),
    reason: text('认定理由', 'reason of the ruling', { required: true, fixed: true, most: 1000 }),
    signer: text('签署人', 'signed by', { required: true, fixed: true }),
    expires: day('有效期至', 'holds until', { fixed: true }),
    rules: list(code('', '', { most: 20 }), '当时查出的规则', 'rules that found it', { hidden: true }),
    said: list(text('', '', { most: 2000 }), '规则当时所说', 'what the rules said', { hidden: true }),
    pack: code('所用规则包', 'rule pack', { hidden: true, most: 200 }),
  }),
  checks: [endsAfterItBegins],
  title: r => [r.decided, r.outcome && rulingWords.wordFor(r.outcome)].filter(Boolean).join(' '),
  titleIn: withWords(
    Object.fromEntries(rulingOutcomes.map(one => [rulingWords.wordFor(one), inEnglish[one]])),
  ),
  first: ['org', 'outcome', 'decided', 'reason', 'signer', 'expires'],
  lies: 'org',
  noRoster: true,
  once: true,
})

type Said = {
  readonly outcome?: string | null | undefined
  readonly decided?: string | null | undefined
  readonly expires?: string | null | undefined
}

/** What is set aside is looked at again one day: the rules may be right in the end. */
function endsAfterItBegins({ outcome, decided, expires }: Said, at: (field: 'expires') => At): undefined {
  if (outcome === 'set-aside' && expires == null)
    at('expires').tell(
      'refused',
      'missing',
      '不予认定的，要写明有效期，到期后重新研判。',
      'what is set aside has to be looked at again: write until when this holds.',
    )
  if (decided == null || expires == null || decided < expires) return
  at('expires').tell(
    'refused',
    'date-order',
    `有效期至须晚于决定日期 ${decided}。请改正其中一个。`,
    `this is not after the day of the decision, ${decided}. Correct one of the two.`,
  )
}
