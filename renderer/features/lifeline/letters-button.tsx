import { Button } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconMail } from '@tabler/icons-react'
import { useState } from 'react'
import { useClient } from '../../api/client.ts'
import { useNotices } from '../../kit/feedback/notices.tsx'
import { saveFile } from '../../kit/files/save-file.ts'
import { useSpoken } from '../../text/language.ts'
import { count } from '../../text/written.ts'

type LettersProps = {
  readonly ids: readonly string[]
  readonly asOf: string | undefined
  readonly day: string
  /** At the foot of a list, for the rows that are chosen. */
  readonly isOfChosen?: boolean
}

/** Writes a reminder to each organization that is shown or chosen, on pages of their own in one Word file. */
export function LettersButton({ ids, asOf, day, isOfChosen = false }: LettersProps) {
  const { words } = useSpoken()
  const client = useClient()
  const { failed } = useNotices()
  const [isBusy, setBusy] = useState(false)
  const write = async () => {
    setBusy(true)
    try {
      const name = `${words.elections.lettersFile(day)}.docx`
      const { file, letters } = await client.lifeline.electionLetters({ ids: [...ids], asOf, name })
      saveFile(file)
      notifications.show({ message: words.elections.lettersSaved(file.name, count(letters)), color: 'teal' })
    } catch (error) {
      failed(error)
    } finally {
      setBusy(false)
    }
  }
  return (
    <Button
      variant="default"
      {...(isOfChosen ? { size: 'compact-sm' } : { leftSection: <IconMail size={16} aria-hidden /> })}
      disabled={ids.length === 0}
      loading={isBusy}
      onClick={() => void write()}
    >
      {words.elections.letters(count(ids.length))}
    </Button>
  )
}
