import { Alert, Button, Group, List, Modal, Stack, Text } from '@mantine/core'
import { useEffect, useEffectEvent, useState } from 'react'
import { useClient } from '../../api/client.ts'
import { useChanged } from '../../api/use-changed.ts'
import { useNotices } from '../../kit/feedback/notices.tsx'
import { FileChooser } from '../../kit/files/file-chooser.tsx'
import { withWholeDays } from '../../kit/page/whole-days.tsx'
import { useWorkingName } from '../../kit/this-pc.ts'
import { useSpoken } from '../../text/language.ts'
import { count } from '../../text/written.ts'

type Taken = Awaited<ReturnType<ReturnType<typeof useClient>['cases']['takeLedger']>>

type Props = {
  /** The one that was given elsewhere; else it is chosen here. */
  readonly file: File | undefined
  readonly onEnd: () => void
}

/** A ledger that was filled in elsewhere: what it would register and what stands against it, before anything is. */
export function LedgerTake({ file: given, onEnd }: Props) {
  const { words } = useSpoken()
  const client = useClient()
  const changed = useChanged()
  const { done, failed } = useNotices()
  const [by] = useWorkingName()
  const [file, setFile] = useState<File>()
  const [preview, setPreview] = useState<Taken>()
  const [isBusy, setBusy] = useState(false)
  const { take } = words.cases
  const doing = async (work: () => Promise<void>) => {
    setBusy(true)
    try {
      await work()
    } catch (error) {
      failed(error)
    } finally {
      setBusy(false)
    }
  }
  const look = (chosen: File) =>
    doing(async () => {
      setPreview(await client.cases.takeLedger({ file: chosen, by, dryRun: true }))
      setFile(chosen)
    })
  const lookAtGiven = useEffectEvent(() => {
    if (given !== undefined) void look(given)
  })
  useEffect(() => lookAtGiven(), [])
  const register = () =>
    doing(async () => {
      if (file === undefined) return
      const taken = await client.cases.takeLedger({ file, by })
      onEnd()
      done(take.done(count(taken.sentences.length)), taken.changeSet)
      await changed()
    })
  return (
    <Modal
      opened
      onClose={onEnd}
      size={720}
      title={take.title}
      closeButtonProps={{ 'aria-label': words.say.close }}
    >
      {preview === undefined ? (
        <FileChooser
          accept=".xlsx,.xls,.csv,.ods,.et"
          line={take.line}
          hint={take.hint}
          onFile={chosen => void look(chosen)}
        />
      ) : (
        <Stack gap="sm">
          <Text fw={600}>{preview.file}</Text>
          <Seen taken={preview} />
          <Group justify="flex-end">
            <Button variant="default" onClick={() => setPreview(undefined)}>
              {words.say.otherFile}
            </Button>
            <Button
              data-autofocus
              loading={isBusy}
              disabled={preview.sentences.length === 0}
              onClick={() => void register()}
            >
              {take.do(count(preview.sentences.length))}
            </Button>
          </Group>
        </Stack>
      )}
    </Modal>
  )
}

function Seen({ taken }: { readonly taken: Taken }) {
  const { words, say } = useSpoken()
  const { take } = words.cases
  return (
    <>
      {taken.sentences.length === 0 ? (
        <Text>{take.nothing}</Text>
      ) : (
        <section aria-label={take.would}>
          <Text size="sm" fw={600}>
            {take.would}
          </Text>
          <List size="sm" className="take-lines">
            {taken.sentences.map(one => (
              <List.Item key={one.zh}>{withWholeDays(say(one))}</List.Item>
            ))}
          </List>
        </section>
      )}
      {taken.warnings.map(one => (
        <Text key={one.zh} size="sm" className="quiet">
          {withWholeDays(say(one))}
        </Text>
      ))}
      {taken.problems.length > 0 && (
        <Alert color="orange" role="alert" title={take.problems(count(taken.rejected))}>
          {taken.problems.map(one => (
            <Text key={`${one.row} ${one.column} ${one.code}`} size="sm">
              {withWholeDays(say(one.message))}
            </Text>
          ))}
        </Alert>
      )}
      {taken.unchanged > 0 && (
        <Text size="sm" className="quiet">
          {take.unchanged(count(taken.unchanged))}
        </Text>
      )}
    </>
  )
}
