import { useSpoken } from '../../text/language.ts'
import { SeverityTag } from '../page/severity-tag.tsx'
import { type Term, termState } from './term-line.ts'

type Props = { readonly term: Term & { readonly known: string }; readonly today: string }

/** A term from the election to its last day, as far as it has run; what it shows stands beside it in words. */
export function TermBar({ term, today }: Props) {
  const { words } = useSpoken()
  const state = termState(term, today)
  if (state.kind === 'none') return null
  return (
    <div className="term-bar">
      <div className="term-track" aria-hidden>
        <div className="term-run" data-state={state.kind} style={{ width: `${state.share * 100}%` }} />
      </div>
      <div className="term-ends">
        <span>{term.known}</span>
        <span className="term-left" data-state={state.kind}>
          {words.glance.termLeft[state.kind](state.days)}
        </span>
        <span>{term.due}</span>
      </div>
    </div>
  )
}

const severities = { 'past-cap': 'red', overdue: 'orange', soon: 'yellow' } as const

/** The last day of a term in a table: with a sign where it is near or over. */
export function TermEnd({ term, today }: { readonly term: Term; readonly today: string }) {
  const state = termState(term, today)
  if (state.kind === 'none') return null
  if (state.kind === 'running') return <>{term.due}</>
  return <SeverityTag severity={severities[state.kind]}>{term.due}</SeverityTag>
}
