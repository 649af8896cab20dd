import { useYear } from '../../api/questions.ts'
import { useShownDay } from '../../api/shown-day.ts'
import { addressOf } from '../../kit/address/address.ts'
import { AppLink } from '../../kit/address/app-link.tsx'
import { Answer } from '../../kit/feedback/answer.tsx'
import { useSpoken } from '../../text/language.ts'
import { count, signed } from '../../text/written.ts'
import { daysCounted, yearLines } from './year-rows.ts'

/** This year so far beside the same days of last year, as bars with their numbers. */
export function HomeYear() {
  const { words } = useSpoken()
  const { year } = words.glance
  const { day } = useShownDay()
  return (
    <div className="home-year">
      <Answer of={useYear(day)} lines={5}>
        {({ rows, asOf }) => {
          const lines = yearLines(rows)
          if (lines.length === 0) return <span className="quiet">{year.none}</span>
          const listOf = (what: string, isBefore: boolean) =>
            addressOf('/year', { what, ...daysCounted(asOf, isBefore), asOf: day })
          const [thisYear, lastYear] = [Number(asOf.slice(0, 4)), Number(asOf.slice(0, 4)) - 1]
          return (
            <table className="year-table">
              <thead>
                <tr>
                  <th>
                    <span className="small-note">{year.until(asOf.slice(5))}</span>
                  </th>
                  <th>{thisYear}</th>
                  <th>{lastYear}</th>
                  <th>{year.change}</th>
                </tr>
              </thead>
              <tbody>
                {lines.map(row => (
                  <tr key={row.what}>
                    <th>
                      {year.what[row.what]}
                      <span className="year-pair" aria-hidden>
                        <i className="year-now" style={{ width: `${row.nowShare * 100}%` }} />
                        <i className="year-before" style={{ width: `${row.beforeShare * 100}%` }} />
                      </span>
                    </th>
                    <td>
                      <AppLink href={listOf(row.what, false)}>{count(row.now)}</AppLink>
                    </td>
                    <td className="quiet">
                      {row.change === undefined ? (
                        year.unknown
                      ) : (
                        <AppLink href={listOf(row.what, true)}>{count(row.before)}</AppLink>
                      )}
                    </td>
                    <td>{row.change === undefined ? '' : signed(row.change)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          )
        }}
      </Answer>
    </div>
  )
}
