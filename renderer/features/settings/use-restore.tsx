import { Button, Stack, Text } from '@mantine/core'
import { modals } from '@mantine/modals'
import type { BackupHolds } from '#contract/system.ts'
import { useClient } from '../../api/client.ts'
import { failureOf } from '../../api/failure.ts'
import { useStatus } from '../../api/questions.ts'
import { useChanged } from '../../api/use-changed.ts'
import { useLongWork } from '../../kit/feedback/long-work.tsx'
import { useNotices } from '../../kit/feedback/notices.tsx'
import { useSpoken } from '../../text/language.ts'
import { count, moment } from '../../text/written.ts'

/** The refusals of a backup whose keys are not in the folder: without them it is restored with new ones. */
const lostKeys: ReadonlySet<string> = new Set(['keys-missing', 'keys-damaged'])

/** Puts a chosen backup in the registry's place: first it is looked at, and what it holds and lacks is asked about. */
export function useRestore(): (file: File | null) => void {
  const { words, say } = useSpoken()
  const client = useClient()
  const changed = useChanged()
  const work = useLongWork()
  const { failed } = useNotices()
  const folder = useStatus().data?.folder ?? ''
  const restore = async (file: File, newKeys: boolean) => {
    try {
      const { holds, warnings } = await work(words.settings.restoring, signal =>
        client.system.restore({ file, newKeys }, { signal }),
      )
      await changed()
      const said = words.settings.restored(holds.last === null ? undefined : moment(holds.last.at))
      // What is to be done now stays until it was read.
      modals.open({
        title: words.settings.restore,
        children: (
          <Stack gap="xs">
            {[said, ...(newKeys ? [words.settings.restoredNewKeys] : []), ...warnings.map(say)].map(line => (
              <Text key={line} style={{ overflowWrap: 'anywhere' }}>
                {line}
              </Text>
            ))}
            <Button style={{ alignSelf: 'flex-end' }} onClick={() => modals.closeAll()}>
              {words.say.close}
            </Button>
          </Stack>
        ),
      })
    } catch (error) {
      failed(error)
    }
  }
  const look = async (file: File, newKeys = false) => {
    try {
      const { holds } = await work(words.settings.restoreLooking, signal =>
        client.system.restore({ file, dryRun: true, newKeys }, { signal }),
      )
      modals.openConfirmModal({
        title: words.settings.restore,
        children: <Holds name={file.name} holds={holds} />,
        labels: {
          confirm: newKeys ? words.settings.restoreNewKeys : words.settings.restoreConfirm,
          cancel: words.say.cancel,
        },
        onConfirm: () => void restore(file, newKeys),
      })
    } catch (error) {
      const failure = failureOf(error)
      if (failure.kind !== 'refused' || !lostKeys.has(failure.code)) return failed(error)
      modals.openConfirmModal({
        title: words.settings.restore,
        children: <Text>{words.settings.restoreNoKeys(folder)}</Text>,
        labels: { confirm: words.settings.restoreNewKeys, cancel: words.say.cancel },
        onConfirm: () => void look(file, true),
      })
    }
  }
  return file => {
    if (file !== null) void look(file)
  }
}

function Holds({ name, holds }: { readonly name: string; readonly holds: BackupHolds }) {
  const { words, say } = useSpoken()
  const { settings } = words
  const hasRegistry = useStatus().data?.state !== 'empty'
  return (
    <Stack gap="xs">
      <Text>{settings.restoreHolds(name, holds.org)}</Text>
      {holds.last !== null && (
        <Text>{settings.restoreLast(moment(holds.last.at), say(holds.last.sentence))}</Text>
      )}
      {hasRegistry && (
        <Text fw={holds.missing > 0 ? 600 : undefined}>
          {holds.missing > 0 ? settings.restoreMissing(count(holds.missing)) : settings.restoreNothingMissing}
        </Text>
      )}
    </Stack>
  )
}
