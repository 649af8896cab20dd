import { VisuallyHidden } from '@mantine/core'
import { useSpoken } from '../../text/language.ts'
import { type AxisMark, axisMarks } from './axis-marks.ts'

type Props = { readonly marks: readonly AxisMark[]; readonly today: string }

const lineHeight = 34

/** Days on a line: what happened, the limits, and today; from the first limit that is past to today it is late. */
export function TimeAxis({ marks, today }: Props) {
  const { words } = useSpoken()
  const all: readonly AxisMark[] = [...marks, { day: today, kind: 'today', what: words.say.today }]
  const placed = axisMarks(all)
  const lines = Math.max(...placed.map(({ line }) => line)) + 1
  const now = placed.find(({ kind }) => kind === 'today')?.share ?? 1
  const late = placed.find(({ kind, day }) => kind === 'limit' && day < today)?.share
  return (
    <div className="axis" style={{ paddingBottom: lines * lineHeight + 4 }}>
      <div className="axis-line" aria-hidden>
        {late !== undefined && (
          <div className="axis-late" style={{ left: `${late * 100}%`, width: `${(now - late) * 100}%` }} />
        )}
      </div>
      {placed.map(({ day, what, kind, share, line, hold }) => (
        <div key={`${day}${what}`} className="axis-mark" data-kind={kind} style={{ left: `${share * 100}%` }}>
          <span className="axis-dot" aria-hidden />
          <span className="axis-label" data-hold={hold} style={{ top: 14 + line * lineHeight }} aria-hidden>
            <span className="axis-what">{what}</span>
            <span>{day}</span>
          </span>
        </div>
      ))}
      <VisuallyHidden>
        {placed.map(({ day, what }) => `${day} ${what}`).join(words.glance.comma)}
        {words.glance.stop}
      </VisuallyHidden>
    </div>
  )
}
