import { Timeline } from '@mantine/core'
import type { ReactNode } from 'react'
import { useSpoken } from '../../text/language.ts'

export type Span = {
  readonly id: string
  readonly what: ReactNode
  readonly since: string | null
  readonly until: string | null
}

/** Things that held for a time, the newest first. */
export function Spans({ spans }: { readonly spans: readonly Span[] }) {
  const { words } = useSpoken()
  if (spans.length === 0) return <span className="quiet">{words.person.none}</span>
  return (
    <Timeline bulletSize={12} lineWidth={2} active={spans.filter(span => span.until === null).length - 1}>
      {spans.map(span => (
        <Timeline.Item key={span.id}>
          {span.what}
          <div className="quiet" style={{ fontSize: 12 }}>
            {span.since ?? words.say.unknown} — {span.until ?? words.person.now}
          </div>
        </Timeline.Item>
      ))}
    </Timeline>
  )
}
