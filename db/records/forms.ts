import type { Text } from '#db/shared/text.ts'
import { kindOf } from './kinds.ts'
import { org } from './org.ts'
import { person } from './person.ts'
import { post } from './post.ts'
import type { AnyKind, Check, Fields } from './record.ts'
import { transfer } from './transfer.ts'
import { choice } from './types/choice.ts'
import { day } from './types/day.ts'
import { ref } from './types/ref.ts'
import { text } from './types/text.ts'
import { formerHeadWords } from './words/cadre-words.ts'

/** What a person fills in to make or to correct a record of a kind. */
export type Form = {
  readonly kind: string
  readonly words: Text
  readonly fields: Fields
  readonly checks: readonly Check<Fields>[]
  /** The fields that matter first, in their order; the rest is folded. */
  readonly first: readonly string[]
}

const today: Text = { zh: '今天', en: 'today' }

/** A member is made together with where he belongs. */
const newPerson = {
  org: ref('org', '所在团支部', 'branch', { required: true }),
  ...shownFields(person),
  id_number: { ...person.fields.id_number, required: true },
  since: day('到该支部日期', 'in the branch from', { blank: today }),
}

/** An organization is made together with what it stands under. */
const { closed: _closed, kind, tier, branch_type, ...orgFields } = org.fields
const newOrg = {
  parent: ref('org', '上级组织', 'organization above', { required: true }),
  ...orgFields,
  kind: { ...kind, required: false },
  tier: { ...tier, required: false },
  branch_type: { ...branch_type, required: false },
}

/** A transfer names where somebody goes as the asker knows it: the organization may lie far away. */
const {
  target: _target,
  home: _home,
  way,
  place: _place,
  asked,
  deadline,
  ...transferFields
} = transfer.fields
const newTransfer = {
  person: transferFields.person,
  to: text('转往', 'to', { required: true, most: 200 }),
  way: { ...way, required: false, blank: { zh: '系统内', en: 'inside' } },
  reason: transferFields.reason,
  fees: transferFields.fees,
  posts: { ...transferFields.posts, required: false, blank: { zh: '没有职务', en: 'none' } },
  asked: { ...asked, required: false, blank: today },
  deadline: {
    ...deadline,
    required: false,
    blank: { zh: '申请后 10 天（以设置为准）', en: '10 days later, unless the settings say otherwise' },
  },
  note: transferFields.note,
}

/** A new secretary comes after another one, who leaves office with it or stays: it is asked where there is one. */
const { since: inPostSince, ...postFields } = shownFields(post)
const newPost = {
  former: choice(
    formerHeadWords,
    { ended: 'ends on the first day of the new one', stays: 'goes on' },
    '原书记',
    'secretary until now',
    { blank: { zh: '没有原书记', en: 'there is none' } },
  ),
  ...postFields,
  ...(inPostSince && { since: { ...inPostSince, required: false, blank: today } }),
}

/** The form for a new record of a kind. Undefined for a kind that nobody adds by hand. */
export function addForm(name: string): Form | undefined {
  const known = kindOf(name)
  if (known === undefined) return undefined
  if (name === 'person')
    return formOf(known, newPerson, ['org', 'name', 'id_number', 'phone', 'joined', 'since'])
  if (name === 'org')
    return formOf(known, newOrg, ['parent', 'name', 'short_name', 'kind', 'tier', 'code', 'founded'])
  if (name === 'post') return formOf(known, newPost, known.first)
  if (name === 'transfer') return { ...formOf(known, newTransfer, Object.keys(newTransfer)), checks: [] }
  if (known.first.length === 0) return undefined
  // What holds from a day holds from today if nobody says another one; a standing leaves the other state as it is.
  const eased = name === 'standing' ? ['since', 'status', 'report'] : ['since']
  const fields = Object.entries(shownFields(known)).map(([field, one]) => [
    field,
    eased.includes(field) ? { ...one, required: false, ...(field === 'since' && { blank: today }) } : one,
  ])
  return formOf(known, Object.fromEntries(fields), known.first)
}

/** The form for correcting a record: what is fixed when it is made stands there, but cannot be changed. */
export function editForm(name: string): Form | undefined {
  const known = kindOf(name)
  return known === undefined || known.first.length === 0
    ? undefined
    : formOf(known, shownFields(known), known.first)
}

/** Fields that tell one record from the others: never the same for many. */
const ofOneAlone: ReadonlySet<string> = new Set(['code', 'id-number', 'phone', 'files'])

/** The fields that may be made the same for many records of a kind: no name, no number, nothing that is hidden. */
export function sharedForm(name: string): Form | undefined {
  const form = editForm(name)
  if (form === undefined) return undefined
  const own = kindOf(name)?.found?.by ?? []
  const shared = Object.entries(form.fields).filter(
    ([field, { fixed, mask, type }]) =>
      !fixed && mask === undefined && !ofOneAlone.has(type) && !own.includes(field),
  )
  return { ...form, fields: Object.fromEntries(shared) }
}

function formOf({ name, words, checks = [] }: AnyKind, fields: Fields, first: readonly string[]): Form {
  return { kind: name, words, fields, checks, first }
}

function shownFields({ fields }: AnyKind): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([, field]) => !field.hidden))
}
