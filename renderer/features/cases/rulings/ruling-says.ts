import type { Proposal } from '#contract/lifeline/rulings.ts'
import { ruleCalled } from '#db/records/words/rule-words.ts'
import type { Words } from '../../../text/zh-CN.ts'

/**
 * What a person has decided about an organization in which the rules find something, in sentences: that it was confirmed or
 * set aside, by whom and until when, or that nobody has decided it yet; and where people and rules differ by now.
 */
export function rulingSays(
  { state, ruling, mark, newRules, isSuggested }: Proposal,
  { words, language }: { readonly words: Words; readonly language: 'zh' | 'en' },
): readonly string[] {
  const { stands, until, mark: marks } = words.cases.proposals
  if (ruling === null) return isSuggested ? [stands.open] : []
  const { decided, signer, reason, expires } = ruling
  const more =
    mark === null
      ? []
      : [marks[mark](newRules.map(rule => ruleCalled(rule, language)).join(words.packet.comma))]
  if (state === 'lapsed') return [stands.lapsed(expires ?? decided), ...more]
  const said =
    ruling.outcome === 'confirmed' ? stands.confirmed(decided, signer) : stands['set-aside'](decided, reason)
  return [said, ...(expires === null ? [] : [until(expires)]), ...more]
}
