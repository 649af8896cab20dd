import { Button, Group } from '@mantine/core'
import { IconTable } from '@tabler/icons-react'
import { useState } from 'react'
import type { Roster } from '#contract/rosters.ts'
import { rosterNames } from '#db/records/rosters.ts'
import { useClient } from '../../api/client.ts'
import { useNotices } from '../../kit/feedback/notices.tsx'
import { saveFile } from '../../kit/files/save-file.ts'
import { useSpoken } from '../../text/language.ts'
import { WorkTypeSelect } from './work-type-select.tsx'

/** Empty rosters to fill in, for who has none yet. */
export function EmptyTables() {
  const { words, language, say } = useSpoken()
  const client = useClient()
  const { failed } = useNotices()
  const [type, setType] = useState<string | undefined>()
  const save = async (as: Roster) => {
    try {
      const { file } = await client.rosters.template({
        as,
        type: as === 'work' ? type : undefined,
        lang: language,
      })
      saveFile(file)
    } catch (error) {
      failed(error)
    }
  }
  return (
    <Group gap="xs" align="flex-end">
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
      <WorkTypeSelect type={type} onChange={setType} />
    </Group>
  )
}
