import { record, together } from './record.ts'
import { choice, term } from './types/choice.ts'
import { day, firstDay, knownDay } from './types/day.ts'
import type { At } from './types/field.ts'
import { ref } from './types/ref.ts'
import { partyBodyWords, postNatureWords, titleOf, titleWords } from './words/cadre-words.ts'

/** Whom every organization needs. */
export const secretaryTitle = '书记'

const titles = {
  书记: 'secretary',
  副书记: 'deputy secretary',
  常委: 'standing committee member',
  委员: 'committee member',
  工作人员: 'staff',
  候补委员: 'alternate member',
  组织委员: 'organization officer',
  宣传委员: 'publicity officer',
  文体委员: 'culture and sports officer',
  生产委员: 'production officer',
  权益委员: 'rights officer',
  志愿委员: 'volunteering officer',
  其他: 'other',
}

/** 团内职务 (domain.md 4.4): from and to make sense only together. */
export const post = record('post', {
  words: { zh: '团内职务', en: 'post' },
  fields: {
    ...together('place', {
      person: ref('person', '任职人', 'person', { required: true, fixed: true }),
      org: ref('org', '任职组织', 'organization', { required: true, fixed: true }),
    }),
    title: term(titleWords, titles, '团内职务', 'post', { required: true, reads: titleOf }),
    nature: choice(
      postNatureWords,
      { 'full-time': 'full-time', 'part-time': 'part-time', seconded: 'seconded' },
      '团干部性质',
      'nature',
    ),
    party_body: choice(
      partyBodyWords,
      { yes: 'yes', no: 'no' },
      '是否同级党委(支部)成员',
      'member of the Party committee of the same level',
    ),
    ...together('tenure', {
      since: knownDay('任职日期', 'from'),
      until: day('离任日期', 'until'),
    }),
  },
  checks: [beginsBeforeItEnds],
  title: p => p.title ?? '',
  first: ['person', 'org', 'title', 'nature', 'since', 'until'],
  lies: 'org',
})

type Tenure = { readonly since?: string | null | undefined; readonly until?: string | null | undefined }
function beginsBeforeItEnds({ since, until }: Tenure, at: (field: 'until') => At): undefined {
  if (since == null || until == null || until.startsWith(since)) return
  const first = firstDay(since)
  if (first === undefined || first <= until) return
  at('until').tell(
    'refused',
    'date-order',
    `离任日期早于任职日期 ${since}。请改正其中一个。`,
    `this is before the post began, ${since}. Correct one of the two.`,
  )
}
