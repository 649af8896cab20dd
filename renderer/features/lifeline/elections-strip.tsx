import { useSpoken } from '../../text/language.ts'
import { count } from '../../text/written.ts'

type Props = {
  readonly overdue: number
  readonly byMonth: readonly { readonly month: string; readonly n: number }[]
}

const highest = 40

/** Two years of elections at a glance, those overdue at the left; the numbers are told, and stand in the list. */
export function ElectionsStrip({ overdue, byMonth }: Props) {
  const { words } = useSpoken()
  const bars = [
    {
      key: 'overdue',
      label: words.elections.parts.overdue,
      title: words.elections.parts.overdue,
      year: '',
      isQuarter: true,
      isLate: false,
      n: overdue,
    },
    ...byMonth.map(({ month, n }, i) => ({
      key: month,
      // The year stands below the month in which one begins; what is left of the first one only where there is room.
      label: String(Number(month.slice(5))),
      year: month.endsWith('-01') || (i === 0 && !month.endsWith('-12')) ? month.slice(0, 4) : '',
      isQuarter: Number(month.slice(5)) % 3 === 1,
      isLate: i === 0 && month.slice(5) > '08',
      title: month,
      n,
    })),
  ]
  const most = Math.max(1, ...bars.map(({ n }) => n))
  const told = bars.filter(({ n }) => n > 0).map(({ title, n }) => `${title} ${count(n)}`)
  return (
    <div className="strip" role="img" aria-label={words.elections.strip(told.join(words.packet.comma))}>
      {bars.map(({ key, label, year, isQuarter, isLate, title, n }) => (
        <div
          key={key}
          className="strip-month"
          data-overdue={key === 'overdue'}
          title={`${title} ${count(n)}`}
        >
          <span className="strip-n">{n > 0 ? count(n) : ''}</span>
          <span
            className="strip-bar"
            style={{ height: n === 0 ? 1 : Math.max(3, Math.round((n / most) * highest)) }}
          />
          <span className="strip-label" data-quarter={isQuarter}>
            {label}
          </span>
          <span className="strip-year" data-late={isLate}>
            {year}
          </span>
        </div>
      ))}
    </div>
  )
}
