import { Alert, Button, Group, Text, Title } from '@mantine/core'
import { failureOf } from '../../../api/failure.ts'
import { useLatestImport } from '../../../api/questions.ts'
import { AppLink } from '../../../kit/address/app-link.tsx'
import { useAddress } from '../../../kit/address/use-address.ts'
import { failureSentence } from '../../../kit/feedback/failure-sentence.ts'
import { FileChooser } from '../../../kit/files/file-chooser.tsx'
import { rosterEndings } from '../../../kit/files/kind-of-file.ts'
import { withWholeDays } from '../../../kit/page/whole-days.tsx'
import { useSpoken } from '../../../text/language.ts'
import { moment } from '../../../text/written.ts'
import { EmptyTables } from '../empty-tables.tsx'
import { useImportQueue } from '../queue/import-queue.tsx'
import { useOpenFiles } from '../queue/open-files.ts'
import type { Queued } from '../queue/queue.ts'
import type { Looking } from '../queue/use-recognised.ts'

type Props = {
  readonly current: Queued | undefined
  readonly looking: Looking | undefined
  readonly isReading: boolean
  /** The name of the file that was open before the page was loaded anew. */
  readonly lostFile: string | undefined
}

/** The first step: choose or drop files. A file that cannot be read says why here, and another can be taken. */
export function FileStep({ current, looking, isReading, lostFile }: Props) {
  const spoken = useSpoken()
  const { words } = spoken
  const openFiles = useOpenFiles()
  const { change } = useAddress()
  const { remove, queue } = useImportQueue()
  const error = looking?.error ?? null
  return (
    <div className="step-body">
      {error !== null && current !== undefined && (
        <Alert color="red" title={words.rosters.notRead(current.file.name)} role="alert">
          <Text size="sm" mb="xs">
            {failureSentence(failureOf(error), spoken)}
          </Text>
          <Group gap="xs">
            {failureOf(error).kind !== 'refused' && (
              <Button size="compact-sm" variant="default" onClick={() => looking?.refetch()}>
                {words.say.retry}
              </Button>
            )}
            <Button size="compact-sm" variant="default" onClick={() => remove(current.id)}>
              {words.rosters.takeAway}
            </Button>
          </Group>
        </Alert>
      )}
      {lostFile !== undefined && <Alert color="gray">{words.rosters.lost(lostFile)}</Alert>}
      {queue.length === 0 && <LatestImport />}
      {isReading && queue.length > 0 && (
        <Text role="status">{words.rosters.lookingInto(queue.map(({ file }) => file.name))}</Text>
      )}
      <FileChooser
        accept={rosterEndings.map(ending => `.${ending}`).join(',')}
        line={words.rosters.lead}
        hint={`${words.rosters.kinds} ${words.rosters.needOrgs} ${words.rosters.pasteHint}`}
        onFiles={openFiles}
      />
      <div>
        <Title order={2}>{words.rosters.nothingYet}</Title>
        <Text className="quiet text-column" mb="xs">
          {words.rosters.emptyTablesLine}
        </Text>
        <EmptyTables />
      </div>
      {current !== undefined && looking?.data !== undefined && (
        <div className="step-footer">
          <Button onClick={() => change({ step: current.result === undefined ? 'columns' : undefined })}>
            {words.rosters.goOnWith(current.file.name)}
          </Button>
        </div>
      )}
    </div>
  )
}

/** What was imported last: whoever closed the window meanwhile sees whether it went in. */
function LatestImport() {
  const { words, say } = useSpoken()
  const [entry] = useLatestImport().data?.rows ?? []
  if (entry === undefined) return null
  return (
    <Group gap="xs" fz="sm">
      <span className="quiet">{words.rosters.latest}</span>
      <AppLink href={`/history/${entry.changeSet}`}>{withWholeDays(say(entry.sentence))}</AppLink>
      <span className="quiet">
        {[entry.actor, moment(entry.at), entry.isUndone ? words.history.isUndone : '']
          .filter(Boolean)
          .join(' · ')}
      </span>
    </Group>
  )
}
