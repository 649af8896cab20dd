import type { AgeRow } from '#contract/lifeline/glance.ts'
import { useSpoken } from '../../text/language.ts'
import { count } from '../../text/written.ts'
import { ageBands } from './age-bands.ts'

type Props = { readonly rows: readonly AgeRow[] }

/** Members by age as upright bars, the age of leaving set apart. */
export function AgeBars({ rows }: Props) {
  const { words } = useSpoken()
  const { bands, unknown, most } = ageBands(rows)
  return (
    <>
      <div className="age-bars" aria-hidden>
        {bands.map(({ label, total, isOver }) => (
          <div key={label} className="age-bar" title={words.glance.agePeople(label, count(total))}>
            <div data-over={isOver} style={{ height: `${(total / most) * 100}%` }} />
          </div>
        ))}
      </div>
      <div className="age-labels" aria-hidden>
        {bands.map(({ label }, i) => (
          <span key={label}>{i % 2 === (bands.length - 1) % 2 ? label : ''}</span>
        ))}
      </div>
      <div className="picture-text">
        {bands
          .filter(({ total }) => total > 0)
          .map(({ label, total }) => words.glance.agePeople(label, count(total)))
          .join(words.glance.comma)}
        {words.glance.stop}
      </div>
      {unknown > 0 && <div className="small-note">{words.glance.ageUnknown(count(unknown))}</div>}
    </>
  )
}
