import type { AgeRow } from '#contract/lifeline/glance.ts'
import { useSpoken } from '../../text/language.ts'
import { count } from '../../text/written.ts'
import { ageBands } from './age-bands.ts'

type Props = { readonly rows: readonly AgeRow[] }

/** Members by age and sex, the eldest at the top, with the same numbers as a table for whoever listens. */
export function AgePyramid({ rows }: Props) {
  const { words } = useSpoken()
  const { bands, unknown } = ageBands(rows)
  const { sex } = words.vocabulary
  const most = Math.max(1, ...bands.flatMap(({ male, female }) => [male, female]))
  const noSex = bands.reduce((sum, { total, male, female }) => sum + total - male - female, 0)
  const sum = (of: 'male' | 'female') => count(bands.reduce((all, band) => all + band[of], 0))
  return (
    <>
      <div className="pyramid" aria-hidden>
        <div className="pyramid-row pyramid-head">
          <span>
            {sex.male} {sum('male')}
          </span>
          <span />
          <span>
            {sex.female} {sum('female')}
          </span>
        </div>
        {bands.toReversed().map(({ label, male, female, isOver }) => (
          <div
            key={label}
            className="pyramid-row"
            data-over={isOver}
            title={words.glance.pyramidLine(label, count(male), count(female))}
          >
            <span>
              <i style={{ width: `${(male / most) * 100}%` }} />
            </span>
            <span>{label}</span>
            <span>
              <i style={{ width: `${(female / most) * 100}%` }} />
            </span>
          </div>
        ))}
      </div>
      <div className="picture-text">
        <table>
          <caption>{words.glance.members}</caption>
          <thead>
            <tr>
              <th>{words.glance.ageHead}</th>
              <th>{sex.male}</th>
              <th>{sex.female}</th>
            </tr>
          </thead>
          <tbody>
            {bands.map(({ label, male, female }) => (
              <tr key={label}>
                <th>{label}</th>
                <td>{count(male)}</td>
                <td>{count(female)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {noSex > 0 && <div className="small-note">{words.glance.sexUnknown(count(noSex))}</div>}
      {unknown > 0 && <div className="small-note">{words.glance.ageUnknown(count(unknown))}</div>}
    </>
  )
}
