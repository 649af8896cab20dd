import { Group, Title } from '@mantine/core'
import type { ReactNode } from 'react'

type Props = {
  readonly title: ReactNode
  readonly note?: ReactNode
  /** The one primary action of the page, and what stands beside it. */
  readonly children?: ReactNode
}

export function PageHeader({ title, note, children }: Props) {
  return (
    <Group
      justify="space-between"
      align="center"
      wrap="nowrap"
      mih={36}
      gap="md"
      className="page-header"
      style={{ flexShrink: 0 }}
    >
      <Group gap="sm" align="baseline">
        <Title order={1}>{title}</Title>
        {note !== undefined && <span className="quiet">{note}</span>}
      </Group>
      <Group gap="xs" wrap="nowrap" className="page-verbs">
        {children}
      </Group>
    </Group>
  )
}
