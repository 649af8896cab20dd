import type { ToldChange } from '#contract/lifeline/glance.ts'
import { useSpoken } from '../../../text/language.ts'
import { count } from '../../../text/written.ts'

/** What one change wrote, field by field, old to new; of what gives others back how many, and why. */
export function ChangeFields({ change }: { readonly change: ToldChange }) {
  const { words, say } = useSpoken()
  const { history } = words.glance
  return (
    <>
      {change.reason !== null && history.returned(count(change.names), say(change.reason))}
      <dl className="change-fields" data-act={change.act}>
        {change.fields.map(field => (
          <div key={field.label.zh}>
            <dt>{say(field.label)}</dt>
            <dd>
              {change.act === 'changed' && (
                <>
                  <span className="change-was">{say(field.was) || history.blank}</span>
                  <span className="change-arrow" role="img" aria-label={history.arrow}>
                    →
                  </span>
                </>
              )}
              <span>{say(field.now) || history.blank}</span>
            </dd>
          </div>
        ))}
      </dl>
    </>
  )
}
