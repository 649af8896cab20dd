import { SeverityTag } from './severity-tag.tsx'
import { type Term, termState } from './term-line.ts'

const severities = { 'past-cap': 'red', overdue: 'orange', soon: 'yellow' } as const

/** The last day of a term in a table: with a sign where it is near or over. */
export function TermEnd({ term, today }: { readonly term: Term; readonly today: string }) {
  const state = termState(term, today)
  if (state.kind === 'none') return null
  if (state.kind === 'running') return <>{term.due}</>
  return <SeverityTag severity={severities[state.kind]}>{term.due}</SeverityTag>
}
