import type { OrgActName } from '#contract/orgs.ts'
import { decision } from '#db/records/decision.ts'
import type { Form } from '#db/records/forms.ts'
import { org } from '#db/records/org.ts'
import type { Fields } from '#db/records/record.ts'
import { choice } from '#db/records/types/choice.ts'
import { ref } from '#db/records/types/ref.ts'
import { text } from '#db/records/types/text.ts'
import { wordTable } from '#db/records/types/word-table.ts'
import { invariant } from '#db/shared/invariant.ts'
import type { Text } from '#db/shared/text.ts'

/** What becomes of changes that are known from later days. */
export type Later = 'keep' | 'replace'

const laterWords = wordTable<Later>({
  keep: ['保留以后的变动', '保留'],
  replace: ['取代以后的变动', '取代'],
})
const yesWords = wordTable<'yes' | 'no'>({ yes: ['是', '同日离任'], no: ['否', '另行登记'] })

const { name, short_name, code, kind, tier } = org.fields
const endPosts = choice(yesWords, { yes: 'yes', no: 'no' }, '职务同日离任', 'posts end on the same day')

const fieldsOfAct: Readonly<Record<OrgActName, Fields>> = {
  rename: { name: { ...name, required: false }, short_name, code },
  kind: { kind: { ...kind, required: false }, tier: { ...tier, required: false } },
  move: { parent: ref('org', '改设在', 'under', { required: true }) },
  merge: { into: ref('org', '并入', 'into', { required: true }) },
  split: {
    name,
    short_name,
    code,
    members: text('编入的团员(身份证号)', 'members who go there (ID numbers)', { most: 400_000 }),
  },
  close: { membersTo: ref('org', '团员转到', 'members go to'), endPosts },
  reopen: {},
}

/** What the act is called, what is filled in for it, and the organization itself. */
export function actForm(act: OrgActName): Form {
  const words = actWords(act)
  return {
    kind: 'decision',
    words,
    fields: {
      org: ref('org', '团组织', 'organization', { required: true }),
      ...fieldsOfAct[act],
      effective: { ...decision.fields.effective, required: false },
      later: choice(
        laterWords,
        { keep: 'keep what comes later', replace: 'replace what comes later' },
        '以后的变动',
        'what comes later',
      ),
    },
    checks: [],
    first: Object.keys(fieldsOfAct[act]),
  }
}

/** The fields of the act alone, for whoever shows a form. */
export function ownFields(act: OrgActName): Fields {
  return fieldsOfAct[act]
}

export function actWords(act: OrgActName): Text {
  const { input } = decision.fields.act
  invariant(input.as === 'select', 'acts are chosen from a list')
  const words = input.options.find(([value]) => value === act)?.[1]
  invariant(words, 'every act has its words')
  return words
}
