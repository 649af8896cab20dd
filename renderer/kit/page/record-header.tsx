import { Badge, Group, Title } from '@mantine/core'
import type { ReactNode } from 'react'

type Props = {
  readonly title: string
  readonly tags: readonly string[]
  /** Who or what it is in one line. */
  readonly line?: ReactNode
  /** What can be done with it: a menu and one primary button, at the right. */
  readonly verbs?: ReactNode
}

/** The head of a record's page: what it is called, what it is, and what can be done with it. */
export function RecordHeader({ title, tags, line, verbs }: Props) {
  return (
    <header className="record-header">
      <div className="record-what">
        <Group gap="xs">
          <Title order={1}>{title}</Title>
          {tags.map(tag => (
            <Badge key={tag} variant="light" color="gray" tt="none" fw={400}>
              {tag}
            </Badge>
          ))}
        </Group>
        {line !== undefined && <div className="record-line">{line}</div>}
      </div>
      <Group gap="xs" wrap="nowrap" className="record-verbs">
        {verbs}
      </Group>
    </header>
  )
}
