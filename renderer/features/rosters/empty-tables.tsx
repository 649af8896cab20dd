import { Button, Group } from '@mantine/core'
import { IconTable } from '@tabler/icons-react'
import type { Roster } from '#contract/rosters.ts'
import { rosterNames } from '#db/records/rosters.ts'
import { useClient } from '../../api/client.ts'
import { useNotices } from '../../kit/feedback/notices.tsx'
import { saveFile } from '../../kit/files/save-file.ts'
import { useSpoken } from '../../text/language.ts'

/** Empty rosters to fill in, for who has none yet. */
export function EmptyTables() {
  const { words, language, say } = useSpoken()
  const client = useClient()
  const { failed } = useNotices()
  const save = async (as: Roster) => {
    try {
      const { file } = await client.rosters.template({ as, lang: language })
      saveFile(file)
    } catch (error) {
      failed(error)
    }
  }
  return (
    <Group gap="xs">
      {rosterNames.map(({ as, words: called }) => (
        <Button
          key={as}
          variant="default"
          leftSection={<IconTable size={16} aria-hidden />}
          onClick={() => void save(as)}
        >
          {words.rosters.emptyTable(say(called))}
        </Button>
      ))}
    </Group>
  )
}
