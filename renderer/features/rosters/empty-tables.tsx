import { Button, Group, Select } from '@mantine/core'
import { IconTable } from '@tabler/icons-react'
import { useState } from 'react'
import type { Roster } from '#contract/rosters.ts'
import { rosterNames } from '#db/records/rosters.ts'
import { useClient } from '../../api/client.ts'
import { useNotices } from '../../kit/feedback/notices.tsx'
import { saveFile } from '../../kit/files/save-file.ts'
import { useSpoken } from '../../text/language.ts'
import { WorkTypeSelect } from './work-type-select.tsx'

/** Most offices have those of organizations, members, cadres, elections and meetings to fill in; the others are looked for by name. */
const usual = 5

/** Empty rosters to fill in, for who has none yet. */
export function EmptyTables() {
  const { words, language, say } = useSpoken()
  const client = useClient()
  const { failed } = useNotices()
  const [other, setOther] = useState<string | null>(null)
  const [type, setType] = useState<string | undefined>()
  const chosen = rosterNames.find(({ as }) => as === other)
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
      {rosterNames.slice(0, usual).map(({ as, words: called }) => (
        <Button
          key={as}
          variant="default"
          leftSection={<IconTable size={16} aria-hidden />}
          onClick={() => void save(as)}
        >
          {words.rosters.emptyTable(say(called))}
        </Button>
      ))}
      <Select
        w={language === 'zh' ? 220 : 300}
        searchable
        aria-label={words.rosters.emptyOther}
        placeholder={words.rosters.emptyOther}
        data={rosterNames.slice(usual).map(({ as, words: called }) => ({
          value: as,
          label: words.rosters.emptyTable(say(called)),
        }))}
        value={other}
        onChange={setOther}
      />
      {other === 'work' && <WorkTypeSelect type={type} onChange={setType} />}
      <Button
        variant="default"
        disabled={chosen === undefined}
        leftSection={<IconTable size={16} aria-hidden />}
        onClick={() => chosen && void save(chosen.as)}
      >
        {words.rosters.emptySave}
      </Button>
    </Group>
  )
}
