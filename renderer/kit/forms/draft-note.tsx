import { Alert, Anchor, Group, Text } from '@mantine/core'
import { useSpoken } from '../../text/language.ts'

/** Above what was typed and not saved the last time, with the way to begin anew. */
export function DraftNote({ onStartAgain }: { readonly onStartAgain: () => void }) {
  const { words } = useSpoken()
  return (
    <Alert color="gray" p="xs">
      <Group justify="space-between">
        <Text size="sm">{words.byHand.restored}</Text>
        <Anchor component="button" type="button" size="sm" onClick={onStartAgain}>
          {words.byHand.startAgain}
        </Anchor>
      </Group>
    </Alert>
  )
}
