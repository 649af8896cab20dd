import { useSpoken } from '../../text/language.ts'
import { monthsAfter, shareOf } from './days.ts'

type Props = {
  readonly from: string
  readonly to: string
  readonly days: readonly { readonly day: string; readonly what: string }[]
}

/** Days of a year as dots over its months; pointed at, each tells what it was. */
export function YearDots({ from, to, days }: Props) {
  const { words } = useSpoken()
  const months = Array.from({ length: 12 }, (_, i) => monthsAfter(from, i))
  const told = [...Map.groupBy(days, ({ day }) => day)].map(([day, found]) => ({
    day,
    what: found.map(one => one.what).join(words.glance.comma),
  }))
  return (
    <div className="year-dots">
      <div className="year-track" aria-hidden>
        {told.map(({ day, what }) => (
          <span
            key={day}
            className="year-dot"
            title={`${day} ${what}`}
            style={{ left: `${shareOf(day, from, to) * 100}%` }}
          />
        ))}
      </div>
      <div className="year-months" aria-hidden>
        {months.map(month => (
          <span key={month}>{Number(month.slice(5, 7))}</span>
        ))}
      </div>
      {told.length > 0 && (
        <ul className="picture-text">
          {told.map(({ day, what }) => (
            <li key={day}>
              {day} {what}
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}
