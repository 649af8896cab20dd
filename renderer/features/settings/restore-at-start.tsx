import { Button, Group, Text } from '@mantine/core'
import { useStatus } from '../../api/questions.ts'
import { ChooseButton } from '../../kit/files/choose-button.tsx'
import { useSpoken } from '../../text/language.ts'
import { useRestore } from './use-restore.tsx'

/** Whose registry was damaged or moved begins with the backup, beside the keys that lie in the folder. */
export function RestoreAtStart() {
  const { words } = useSpoken()
  const folder = useStatus().data?.folder ?? ''
  const ask = useRestore()
  return (
    <Group justify="space-between" wrap="nowrap" gap="md">
      <Text size="sm" className="quiet" style={{ overflowWrap: 'anywhere' }}>
        {words.start.restoreLine(folder)}
      </Text>
      <ChooseButton accept=".db" onChange={ask}>
        {props => (
          <Button {...props} variant="subtle" style={{ flex: 'none' }}>
            {words.start.doRestore}
          </Button>
        )}
      </ChooseButton>
    </Group>
  )
}
