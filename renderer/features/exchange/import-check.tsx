import { Alert, Button, Select, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { type Roster, rosterSchema, rosters } from '#contract/exchange.ts'
import { useClient } from '../../api/client.ts'
import { useChanged } from '../../api/use-changed.ts'
import { useLongWork } from '../../app/long-work.tsx'
import { useNotices } from '../../app/notices.tsx'
import { useWorkingName } from '../../app/working-name.ts'
import { useSpoken } from '../../text/language.ts'
import { Answer } from '../../ui/answer.tsx'
import { ImportPreview } from './import-preview.tsx'
import type { Imported } from './imported.ts'

type Props = {
  readonly file: File
  readonly onBack: () => void
  readonly onImported: (result: Imported) => void
}

const keyOf = (file: File) => `${file.name}:${file.size}:${file.lastModified}`

/** What a file is taken for and what would come of it; one button imports it. */
export function ImportCheck({ file, onBack, onImported }: Props) {
  const { words } = useSpoken()
  const client = useClient()
  const changed = useChanged()
  const work = useLongWork()
  const { done, failed } = useNotices()
  const [by] = useWorkingName()
  const [chosen, setChosen] = useState<Roster>()
  const [isBusy, setBusy] = useState(false)
  const recognised = useQuery({
    queryKey: ['recognise', keyOf(file)],
    queryFn: () => client.exchange.recognise({ file }),
  })
  const as = chosen ?? recognised.data?.as ?? undefined
  const preview = useQuery({
    queryKey: ['preview', keyOf(file), as],
    enabled: as !== undefined,
    gcTime: 0,
    queryFn: () =>
      as === undefined
        ? null
        : work(words.exchange.reading(file.name), signal =>
            client.exchange.importFile({ file, as, by, dryRun: true, wantRefused: true }, { signal }),
          ),
  })

  const take = async () => {
    if (as === undefined) return
    setBusy(true)
    try {
      const result = await work(words.exchange.importing, signal =>
        client.exchange.importFile({ file, as, by, wantRefused: true }, { signal }),
      )
      await changed()
      done(words.exchange.done(result.file, result.created + result.updated), result.changeSet)
      onImported(result)
    } catch (error) {
      failed(error)
    } finally {
      setBusy(false)
    }
  }

  const taken = preview.data ? preview.data.created + preview.data.updated : 0
  return (
    <Answer of={recognised} lines={3}>
      {found => (
        <div className="step-body">
          {found.as === null && chosen === undefined && (
            <Alert color="gray">{words.exchange.notRecognised}</Alert>
          )}
          <div className="panel" style={{ padding: 12, display: 'flex', gap: 16, alignItems: 'center' }}>
            <Text fw={600}>{file.name}</Text>
            <Select
              w={220}
              aria-label={words.exchange.takeAs}
              placeholder={words.exchange.takeAs}
              allowDeselect={false}
              data={rosters.map(value => ({ value, label: words.exchange.roster[value] }))}
              value={as ?? null}
              onChange={value => setChosen(rosterSchema.parse(value))}
            />
            {found.as !== null && chosen === undefined && (
              <Text className="quiet">{words.exchange.recognised(words.exchange.roster[found.as])}</Text>
            )}
          </div>
          {as !== undefined && (
            <Answer of={preview} lines={8}>
              {result => result && <ImportPreview result={result} />}
            </Answer>
          )}
          <div className="step-footer">
            <Button variant="default" onClick={onBack}>
              {words.say.back}
            </Button>
            <Button disabled={taken === 0} loading={isBusy} onClick={() => void take()}>
              {taken === 0 && preview.data ? words.exchange.nothing : words.exchange.doImport(taken)}
            </Button>
          </div>
        </div>
      )}
    </Answer>
  )
}
