import { Alert, Button, Group, Input, Radio, Select, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import { fileNameOf } from '#contract/packets/file-name.ts'
import { rosterNamed, rosterNames, rosterWords } from '#db/records/rosters.ts'
import { useClient } from '../../api/client.ts'
import { useOrg, useStatus } from '../../api/questions.ts'
import { useShownDay } from '../../api/shown-day.ts'
import { useAddress } from '../../kit/address/use-address.ts'
import { useLongWork } from '../../kit/feedback/long-work.tsx'
import { useNotices } from '../../kit/feedback/notices.tsx'
import { saveFile } from '../../kit/files/save-file.ts'
import { DayPicker } from '../../kit/forms/day-picker.tsx'
import { OrgPicker } from '../../kit/forms/org-picker.tsx'
import { PageHeader } from '../../kit/page/page-header.tsx'
import { useSpoken } from '../../text/language.ts'
import { upperFirst } from '../../text/word-of.ts'
import { count } from '../../text/written.ts'
import { WorkTypeSelect } from './work-type-select.tsx'

const formats = ['xlsx', 'csv'] as const

/** Saves a roster of an organization and all below it, as of a day. The address holds what was chosen. */
export function ExportPage() {
  const { words, say } = useSpoken()
  const client = useClient()
  const work = useLongWork()
  const { failed } = useNotices()
  const { get, change } = useAddress()
  const today = useStatus().data?.clock.today ?? ''
  const [saved, setSaved] = useState<{ readonly name: string; readonly rows: number }>()
  const [isBusy, setBusy] = useState(false)
  const as = rosterNamed(get('as') ?? '')?.as ?? 'members'
  const type = as === 'work' ? get('type') : undefined
  const format = get('format') === 'csv' ? 'csv' : 'xlsx'
  const org = get('org')
  const { day: asOf, choose: chooseDay, structure } = useShownDay()
  const chosen = useOrg(org, asOf).data
  const choose = (changes: Readonly<Record<string, string | undefined>>) => {
    setSaved(undefined)
    change(changes, true)
  }

  const save = async () => {
    setBusy(true)
    try {
      const kind = say(rosterWords(as))
      const unit = chosen?.shortName ?? chosen?.name ?? words.rosters.exportOrgOwn
      const name = fileNameOf(words.rosters.exportName(type ?? kind, unit, asOf ?? today), format)
      const { file, rows } = await work(words.rosters.exporting(kind), signal =>
        client.rosters.exportRoster({ as, type, name, org, asOf, structure }, { signal }),
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
      <PageHeader title={words.rosters.exportTitle} />
      <div className="step-body">
        <Text className="quiet text-column">{words.rosters.exportLead}</Text>
        <Stack className="panel" p="md" gap="md" maw={760}>
          <Select
            w={300}
            searchable
            allowDeselect={false}
            label={words.rosters.exportKind}
            data={rosterNames.map(({ as: value, words: called }) => ({
              value,
              label: upperFirst(say(called)),
            }))}
            value={as}
            onChange={value => choose({ as: value ?? undefined, type: undefined })}
          />
          {as === 'work' && <WorkTypeSelect type={type} onChange={next => choose({ type: next })} />}
          <OrgPicker
            org={org}
            name={chosen?.name}
            label={words.rosters.exportOrg}
            placeholder={words.rosters.exportOrgOwn}
            hint={words.rosters.exportOrgHint}
            onChange={next => choose({ org: next })}
          />
          <Input.Wrapper
            label={words.rosters.exportDay}
            description={words.rosters.exportDayHint}
            inputWrapperOrder={['label', 'input', 'description']}
            labelElement="div"
          >
            <DayPicker
              value={asOf}
              onChange={day => {
                setSaved(undefined)
                chooseDay(day)
              }}
            />
          </Input.Wrapper>
          <Radio.Group
            label={words.rosters.exportFormat}
            value={format}
            onChange={value => choose({ format: value === 'csv' ? 'csv' : undefined })}
          >
            <Group gap="lg" mt={6}>
              {formats.map(value => (
                <Radio key={value} value={value} label={words.rosters.formats[value]} />
              ))}
            </Group>
          </Radio.Group>
        </Stack>
        <div className="step-footer">
          <div className="step-said">
            {saved !== undefined ? (
              <Alert color="teal" role="status" py={6}>
                {words.rosters.exported(saved.name, count(saved.rows))}
              </Alert>
            ) : (
              (as === 'members' || as === 'cadres') && (
                <Text className="quiet">{words.rosters.exportPersonal}</Text>
              )
            )}
          </div>
          <Button loading={isBusy} onClick={() => void save()}>
            {words.rosters.doExport}
          </Button>
        </div>
      </div>
    </div>
  )
}
