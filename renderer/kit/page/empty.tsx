import { Stack, Text, Title } from '@mantine/core'
import type { ReactNode } from 'react'

type Props = {
  readonly title?: string
  readonly line: string
  /** Whether nothing else is on the page: the title is then its heading. */
  readonly isPage?: boolean
  readonly children?: ReactNode
}

/** An empty place says what belongs there and offers the first step. */
export function Empty({ title, line, isPage = false, children }: Props) {
  return (
    <Stack align="center" gap="xs" py={40} px="md">
      {title !== undefined && (
        <Title order={isPage ? 1 : 2} size="h2">
          {title}
        </Title>
      )}
      <Text className="quiet text-column" ta="center" style={{ textWrap: 'balance' }}>
        {line}
      </Text>
      {children}
    </Stack>
  )
}
