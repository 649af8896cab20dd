import type { Explained } from '#contract/lifeline/glance.ts'
import { addressOf } from '../../kit/address/address.ts'
import { AppLink } from '../../kit/address/app-link.tsx'
import { SeverityTag } from '../../kit/page/severity-tag.tsx'
import { withWholeDays } from '../../kit/page/whole-days.tsx'
import { daysFrom } from '../../kit/pictures/days.ts'
import { TimeAxis } from '../../kit/pictures/time-axis.tsx'
import { useSpoken } from '../../text/language.ts'
import { count, wordFor } from '../../text/written.ts'
import { Clearing, MoveOut } from './clearing.tsx'
import { evidenceAddress } from './evidence-address.ts'

type Props = {
  readonly finding: Explained
  readonly today: string
  readonly asOf: string | undefined
}

/** Why an organization was found weak: a line of days or a bar of heads, what clears it, what it rests on, what shows it. */
export function FindingCard({ finding, today, asOf }: Props) {
  const { words, say } = useSpoken()
  // Only what is so today can be cleared.
  const isToday = asOf === undefined
  const { lifeline, glance } = words
  return (
    <section className="panel finding">
      <div className="finding-head">
        <SeverityTag severity={finding.severity} />
        <h2>{wordFor(lifeline.rules, finding.rule)}</h2>
        <span className="quiet">
          {[
            finding.rule,
            ...(finding.since === null ? [] : [glance.since(finding.since)]),
            // Where days are measured the sentence says how many.
            ...(finding.since === null || finding.unit === 'days'
              ? []
              : [glance.lasted(count(Math.max(0, daysFrom(finding.since, today))))]),
          ].join(' · ')}
        </span>
        <span className="finding-verbs">{isToday && <Clearing finding={finding} />}</span>
      </div>
      <p className="text-column">
        {withWholeDays(say(finding.why))}
        {finding.worsens !== null && (
          <span className="quiet">
            {' '}
            {withWholeDays(
              lifeline.worsens(
                finding.worsens.on,
                words.vocabulary.severity[finding.worsens.to],
                count(Math.max(0, daysFrom(today, finding.worsens.on))),
              ),
            )}
          </span>
        )}
      </p>
      {finding.marks.length > 0 ? (
        <TimeAxis
          today={today}
          marks={finding.marks.map(({ day, kind, what }) => ({ day, kind, what: say(what) }))}
        />
      ) : (
        finding.unit !== 'days' && <Heads finding={finding} />
      )}
      <div className="finding-beside">
        <div>
          <h3>{lifeline.clears}</h3>
          <p>{withWholeDays(say(finding.clears))}</p>
        </div>
        <div>
          <h3>{glance.basis}</h3>
          <p className="quiet">{withWholeDays(say(finding.basis))}</p>
        </div>
      </div>
      <h3>
        {lifeline.evidence}
        <span className="quiet title-count">
          {finding.evidenceLeftOut > 0 &&
            glance.evidenceShown(
              count(finding.evidence.length),
              count(finding.evidence.length + finding.evidenceLeftOut),
            )}
        </span>
      </h3>
      {finding.evidence.length === 0 ? (
        <p className="quiet">{lifeline.evidenceNone}</p>
      ) : (
        <ul className="evidence">
          {finding.evidence.map(row => (
            <li key={`${row.entity}${row.id}`}>
              <AppLink href={evidenceAddress(row, finding.org, asOf)}>{withWholeDays(say(row.text))}</AppLink>
              {isToday && finding.rule === 'W16' && row.entity === 'person' && (
                <MoveOut person={row.id} name={say(row.text)} />
              )}
            </li>
          ))}
        </ul>
      )}
      <AppLink href={addressOf('/lifeline/list', { rule: finding.rule, asOf })}>
        {glance.sameRule(wordFor(lifeline.rules, finding.rule))}
      </AppLink>
    </section>
  )
}

/** Heads counted against the bar: of few too few, of many too many. */
function Heads({ finding }: { readonly finding: Explained }) {
  const { words } = useSpoken()
  const { measured, threshold } = finding
  const most = Math.max(measured, threshold, 1) * 1.15
  const unit = wordFor(words.lifeline.units, finding.unit)
  return (
    <div className="heads">
      <div className="heads-track" aria-hidden>
        <div className="heads-run" style={{ width: `${(measured / most) * 100}%` }} />
        <div className="heads-bar" style={{ left: `${(threshold / most) * 100}%` }} />
      </div>
      <div className="small-note">{words.glance.heads(count(measured), count(threshold), unit)}</div>
    </div>
  )
}
