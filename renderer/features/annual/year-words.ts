import type { Difference, FrozenFigures, Missing } from '#contract/lifeline/annual.ts'
import { rectificationCourse } from '#db/records/courses/rectification-course.ts'
import { addressOf } from '../../kit/address/address.ts'
import { wordFor } from '../../text/written.ts'
import type { Words } from '../../text/zh-CN.ts'

type Spoken = { readonly words: Words; readonly language: 'zh' | 'en' }

const states = Object.entries(rectificationCourse.states)
const caseWords = {
  zh: Object.fromEntries(states.map(([state, { zh }]) => [state, zh])),
  en: Object.fromEntries(states.map(([state, { en }]) => [state, en])),
}

/** What of one organization is different today, in one line. */
export function differenceOf(one: Difference, { words, language }: Spoken): string {
  const { annual, vocabulary } = words
  const severity = (is: Difference['findings'][number]['was']) =>
    is === null ? annual.none : vocabulary.severity[is]
  const parts = [
    ...(one.what === 'came' ? [annual.came] : []),
    ...(one.what === 'went' ? [annual.went] : []),
    ...one.findings.map(({ rule, was, now }) =>
      annual.turned(wordFor(words.lifeline.rules, rule), severity(was), severity(now)),
    ),
    ...(one.suggested.was === one.suggested.now
      ? []
      : [one.suggested.now ? annual.nowSuggested : annual.notSuggested]),
    ...one.cases.map(({ was, now }) => annual.caseTurned(stateOf(was), stateOf(now))),
    ...(one.fields.length === 0 ? [] : [annual.fieldsTurned(one.fields.map(field => annual.fields[field]))]),
  ]
  return parts.join(language === 'zh' ? '；' : '; ')

  function stateOf(state: string | null): string {
    return state === null ? annual.none : wordFor(caseWords[language], state)
  }
}

/** Each organization below the one that it hangs under, so deep. */
export function inTree(
  figures: readonly FrozenFigures[],
): readonly { readonly unit: FrozenFigures; readonly depth: number }[] {
  const known = new Set(figures.map(({ org }) => org))
  const children = Map.groupBy(figures, ({ parent }) => (parent !== null && known.has(parent) ? parent : ''))
  const shown: { unit: FrozenFigures; depth: number }[] = []
  const add = (parent: string, depth: number) => {
    for (const unit of children.get(parent) ?? []) {
      shown.push({ unit, depth })
      add(unit.org, depth + 1)
    }
  }
  add('', 0)
  return shown
}

/** The record with which it is done. */
export function whereDone({ what, org, case: id }: Pick<Missing, 'what' | 'org' | 'case'>): string {
  switch (what) {
    case 'judging':
      return `/cases/${id ?? ''}`
    case 'proposal':
      return addressOf('/lifeline/why', { org })
    case 'appraisal':
    case 'registration':
      return addressOf('/orgs', { org, tab: 'members' })
    case 'rating':
    case 'unit':
      return addressOf('/orgs', { org })
  }
}
