import { Fragment } from 'react'
import type { Case } from '#contract/lifeline/cases.ts'
import { rectificationCourse } from '#db/records/courses/rectification-course.ts'
import { useSpoken } from '../../text/language.ts'
import { type Missing, missingOf, verbsOf } from './case-verbs.ts'

type Props = { readonly one: Case; readonly today: string }

/** The table of allowed steps as a picture: each state with the steps that lead on from it, and where the case stands. */
export function CaseCourse({ one, today }: Props) {
  const { words, language } = useSpoken()
  const { cases } = words
  const { states, steps } = rectificationCourse
  const passed = new Set<string>(['rectifying'])
  for (const step of one.log) {
    const rule = Object.entries(steps).find(([action]) => action === step.action)?.[1]
    if (rule !== undefined && step.idle === null && rule.to !== 'stays') passed.add(rule.to)
  }
  const missing = missingOf(one, today)
  return (
    <section className="panel person-panel" aria-label={cases.course}>
      <h2 className="panel-title">{cases.course}</h2>
      <ol className="course">
        {entriesOf(states).map(([state, called]) => {
          const isHere = state === one.state
          return (
            <li
              key={state}
              data-here={isHere}
              data-passed={passed.has(state)}
              aria-current={isHere ? 'step' : undefined}
            >
              <div className="course-state">
                {called[language]}
                {isHere && <span className="course-here">{cases.here}</span>}
              </div>
              <ul>
                {Object.entries(steps)
                  .filter(([, rule]) => rule.from.includes(state))
                  .map(([action, rule]) => (
                    <li key={action}>
                      {rule.words[language]}
                      <span className="quiet">
                        {' '}
                        {cases.by[rule.by]}
                        {rule.to !== 'stays' && ` → ${states[rule.to][language]}`}
                      </span>
                    </li>
                  ))}
              </ul>
            </li>
          )
        })}
      </ol>
      <dl className="course-next">
        <dt>{cases.next}</dt>
        <dd>{nextWords(one, words.packet.comma)}</dd>
        {missing.length > 0 && (
          <>
            <dt>{cases.missing}</dt>
            <dd>
              {missing.map((what, at) => (
                <Fragment key={what.what}>
                  {at > 0 && words.packet.comma}
                  {missingWord(what)}
                </Fragment>
              ))}
            </dd>
          </>
        )}
      </dl>
    </section>
  )

  /** Who may take the next steps, as the table says, whoever looks. */
  function nextWords(of: Case, comma: string): string {
    const isAsked = of.corrections.some(({ answer }) => answer === null)
    const next = Object.values(steps).filter(
      ({ from, answers }) => from.includes(of.state) && (answers !== 'correct' || isAsked),
    )
    const said = next.map(rule => cases.nextBy(rule.words[language], cases.by[rule.by]))
    const own = verbsOf(of).length
    return said.slice(0, Math.max(4, own)).join(comma)
  }

  function missingWord(what: Missing): string {
    switch (what.what) {
      case 'note':
        return cases.missingNote(what.month)
      case 'due':
        return cases.missingDue
      case 'judge':
        return cases.missingJudge
      case 'answer':
        return cases.missingAnswer
      case 'look-back':
        return cases.missingLookBack(what.day)
    }
  }
}

function entriesOf<K extends string, V>(record: Readonly<Record<K, V>>): [K, V][] {
  const keys: K[] = []
  for (const key in record) keys.push(key)
  return keys.map(key => [key, record[key]])
}
