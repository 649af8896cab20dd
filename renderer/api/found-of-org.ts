import type { Explained } from '#contract/lifeline/glance.ts'
import { rectification } from '#db/records/lifeline/rectification.ts'
import { useWhy } from './questions.ts'

type Said = Pick<Explained, 'rule' | 'severity' | 'why'>

/** What the rules find of an organization as a case writes it down: what is grave, in the ledger's words, which are Chinese. */
export function writtenOf(findings: readonly Said[]) {
  const grave = findings.filter(({ severity }) => severity !== 'info')
  return {
    rules: rectification.fields.rules.show([...new Set(grave.map(({ rule }) => rule))], 'zh'),
    problems: grave.map(({ why }) => why.zh.replace(/。$/, '')).join('；'),
  }
}

type Typed = Readonly<Record<string, string | undefined>>

/**
 * What the form of a new case says once it is known which organization it is about, and since when: what was found on
 * that day. Empty for any other form.
 */
export function useFoundOf(
  kind: string,
  { org, opened }: Typed,
  today: string,
): Readonly<Record<string, string>> {
  const asked = kind === 'rectification' && org !== undefined && org !== '' ? org : undefined
  const isPast = opened !== undefined && /^\d{4}-\d\d-\d\d$/.test(opened) && opened < today
  const { data, isPlaceholderData } = useWhy(asked, isPast ? opened : undefined)
  return asked === undefined || data === undefined || isPlaceholderData ? {} : writtenOf(data.findings)
}
