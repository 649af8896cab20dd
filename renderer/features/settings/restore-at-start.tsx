import { Button, FileButton, Group, Text } from '@mantine/core'
import { useStatus } from '../../api/questions.ts'
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
      <FileButton accept=".db" onChange={ask}>
        {props => (
          <Button {...props} variant="subtle" style={{ flex: 'none' }}>
            {words.start.doRestore}
          </Button>
        )}
      </FileButton>
    </Group>
  )
}
