import type { Dispute } from '#contract/packets/packets.ts'
import { kindOf } from '#db/records/kinds.ts'
import { upperFirst } from '../../../text/word-of.ts'
import type { Words } from '../../../text/zh-CN.ts'

type Head = Dispute['heads'][number]
type Field = Head['fields'][number]

/** What only says how exactly another field is known; shown with it or not at all. */
const beside = new Set([
  'founded_precision',
  'joined_precision',
  'since_precision',
  'elected_precision',
  'since_known',
  'told_on',
])

/** What the conflict is about, in the users' words: a field, where a person belongs, a post and its fields. */
export function disputeTitle(words: Words, dispute: Dispute): string {
  const say = words.packet.dispute
  const record = upperFirst(kindOf(dispute.entity)?.words[languageOf(words)] ?? dispute.entity)
  const isSeries = dispute.register === dispute.entity
  const isOwn = dispute.entity === 'person' || dispute.entity === 'org'
  const whole = dispute.detail === null ? record : say.detail(record, dispute.detail)
  if (isSeries) return record
  if (dispute.register === '*') return isOwn ? say.editOrRemove : `${whole} · ${say.editOrRemove}`
  const fields = [...new Set(dispute.heads.flatMap(head => shown(head).map(({ field }) => field)))]
  const named = fields.map(field => fieldWord(words, dispute.entity, field)).join(words.packet.comma)
  return isOwn ? named : `${whole} · ${named}`
}

/** What one office wrote, a line a field; one field alone needs no label, the title has it. */
export function headLines(words: Words, dispute: Dispute, head: Head): readonly string[] {
  const say = words.packet.dispute
  if (head.removed) return [say.removed]
  const fields = shown(head)
  const isAlone = fields.length === 1 && dispute.register !== '*'
  return fields.map(field => {
    const value = valueWord(words, dispute.entity, field)
    return isAlone ? value : say.pair(fieldWord(words, dispute.entity, field.field), value)
  })
}

/** A field's word, as the definition of its kind has it; a field of a newer program is named as it stands. */
function fieldWord(say: Words, entity: string, field: string): string {
  const words = kindOf(entity)?.fields[field]?.words
  return words === undefined ? field : upperFirst(words[languageOf(say)])
}

function languageOf({ lang }: Words): 'zh' | 'en' {
  return lang === 'en' ? 'en' : 'zh'
}

function shown(head: Head): readonly Field[] {
  const visible = head.fields.filter(({ field }) => !beside.has(field))
  return visible.length > 0 ? visible : head.fields
}

/** A value as people say it: organizations by name, codes in words. */
export function valueWord(words: Words, entity: string, { field, value, name }: Field): string {
  const say = words.packet.dispute
  if (name !== null) return name
  if (value === null || value === '') return field === 'org' ? say.left : say.empty
  const known = kindOf(entity)?.fields[field]
  return known?.input.as === 'select' ? known.show(value, languageOf(words)) : String(value)
}
