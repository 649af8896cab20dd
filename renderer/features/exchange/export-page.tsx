import { Alert, Button, Group, Input, Radio, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import { type Roster, rosterSchema, rosters } from '#contract/exchange.ts'
import { useClient } from '../../api/client.ts'
import { useOrg, useStatus } from '../../api/questions.ts'
import { useLongWork } from '../../app/long-work.tsx'
import { useNotices } from '../../app/notices.tsx'
import { useAddress } from '../../app/use-address.ts'
import { useSpoken } from '../../text/language.ts'
import { count } from '../../text/number.ts'
import { PageHeader } from '../../ui/page-header.tsx'
import { saveFile } from '../../ui/save-file.ts'
import { DayPicker } from '../registry/day-picker.tsx'
import { fileNameOf } from './file-name.ts'
import { OrgPicker } from './org-picker.tsx'

const formats = ['xlsx', 'csv'] as const

/** Saves a roster of an organization and all below it, as of a day. The address holds what was chosen. */
export function ExportPage() {
  const { words } = useSpoken()
  const client = useClient()
  const work = useLongWork()
  const { failed } = useNotices()
  const { get, change } = useAddress()
  const today = useStatus().data?.clock.today ?? ''
  const [saved, setSaved] = useState<{ readonly name: string; readonly rows: number }>()
  const [isBusy, setBusy] = useState(false)
  const as: Roster = rosterSchema.safeParse(get('as')).data ?? 'members'
  const format = get('format') === 'csv' ? 'csv' : 'xlsx'
  const org = get('org')
  const asOf = get('asOf')
  const chosen = useOrg(org, asOf).data
  const choose = (changes: Readonly<Record<string, string | undefined>>) => {
    setSaved(undefined)
    change(changes, true)
  }

  const save = async () => {
    setBusy(true)
    try {
      const kind = words.exchange.roster[as]
      const unit = chosen?.shortName ?? chosen?.name ?? words.exchange.exportOrgOwn
      const name = fileNameOf(words.exchange.exportName(kind, unit, asOf ?? today), format)
      const { file, rows } = await work(words.exchange.exporting(kind), signal =>
        client.exchange.exportRoster({ as, name, org, asOf }, { signal }),
      )
      saveFile(file)
      setSaved({ name: file.name, rows })
    } catch (error) {
      failed(error)
    } finally {
      setBusy(false)
    }
  }

  return (
    <div className="step-page">
      <PageHeader title={words.exchange.exportTitle} />
      <div className="step-body">
        <Text className="quiet text-column">{words.exchange.exportLead}</Text>
        <Stack className="panel" p="md" gap="md" maw={760}>
          <Radio.Group label={words.exchange.exportKind} value={as} onChange={value => choose({ as: value })}>
            <Group gap="lg" mt={6}>
              {rosters.map(value => (
                <Radio key={value} value={value} label={words.exchange.roster[value]} />
              ))}
            </Group>
          </Radio.Group>
          <OrgPicker org={org} name={chosen?.name} onChange={next => choose({ org: next })} />
          <Input.Wrapper
            label={words.exchange.exportDay}
            description={words.exchange.exportDayHint}
            inputWrapperOrder={['label', 'input', 'description']}
            labelElement="div"
          >
            <DayPicker value={asOf} onChange={day => choose({ asOf: day })} />
          </Input.Wrapper>
          <Radio.Group
            label={words.exchange.exportFormat}
            value={format}
            onChange={value => choose({ format: value === 'csv' ? 'csv' : undefined })}
          >
            <Group gap="lg" mt={6}>
              {formats.map(value => (
                <Radio key={value} value={value} label={words.exchange.formats[value]} />
              ))}
            </Group>
          </Radio.Group>
        </Stack>
        {(as === 'members' || as === 'cadres') && (
          <Text className="quiet">{words.exchange.exportPersonal}</Text>
        )}
        {saved !== undefined && (
          <Alert color="teal" role="status">
            {words.exchange.exported(saved.name, count(saved.rows))}
          </Alert>
        )}
        <div className="step-footer">
          <Button loading={isBusy} onClick={() => void save()}>
            {words.exchange.doExport}
          </Button>
        </div>
      </div>
    </div>
  )
}
