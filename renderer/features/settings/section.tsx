import { Title } from '@mantine/core'
import type { ReactNode } from 'react'

type Props = { readonly title: string; readonly line?: ReactNode; readonly children: ReactNode }

/** One matter of the settings: what it is at the left, what can be seen and done at the right. */
export function Section({ title, line, children }: Props) {
  return (
    <section className="panel setting">
      <div>
        <Title order={2} size="h3">
          {title}
        </Title>
        {line !== undefined && <div className="small-note">{line}</div>}
      </div>
      <div className="setting-what">{children}</div>
    </section>
  )
}
