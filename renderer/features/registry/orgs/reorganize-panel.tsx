import { Alert, Button, Group, List, Radio, Stack, Text } from '@mantine/core'
import { IconFileDownload, IconTable } from '@tabler/icons-react'
import { useState } from 'react'
import type { Reorganized } from '#contract/rosters.ts'
import { useClient } from '../../../api/client.ts'
import { Stopped } from '../../../api/long-work.ts'
import { useChanged } from '../../../api/use-changed.ts'
import { useLongWork } from '../../../kit/feedback/long-work.tsx'
import { useNotices } from '../../../kit/feedback/notices.tsx'
import { ChooseButton } from '../../../kit/files/choose-button.tsx'
import { rosterEndings } from '../../../kit/files/kind-of-file.ts'
import { saveFile } from '../../../kit/files/save-file.ts'
import { WhatHappens } from '../../../kit/forms/act-form.tsx'
import { Headcounts } from '../../../kit/forms/headcounts.tsx'
import { SidePanel } from '../../../kit/page/side-panel.tsx'
import { withWholeDays } from '../../../kit/page/whole-days.tsx'
import { useWorkingName } from '../../../kit/this-pc.ts'
import { useSpoken } from '../../../text/language.ts'
import { count } from '../../../text/written.ts'

type Props = { readonly onEnd: () => void }
type Later = 'keep' | 'replace'

/** A workbook of what becomes of many organizations, looked at as a whole and done as one change set. */
export function ReorganizePanel({ onEnd }: Props) {
  const { words, say, language } = useSpoken()
  const { reorganize: says, orgAct } = words.byHand
  const client = useClient()
  const changed = useChanged()
  const work = useLongWork()
  const { done: tell, failed } = useNotices()
  const [by] = useWorkingName()
  const [file, setFile] = useState<File>()
  const [later, setLater] = useState<Later>()
  const [would, setWould] = useState<Reorganized>()
  const [isBusy, setBusy] = useState(false)
  const asksLater = later !== undefined || would?.problems.some(({ code }) => code === 'later-changes')

  const run = async (of: File, answer: Later | undefined, dryRun: boolean) => {
    setBusy(true)
    try {
      const done = await work(says.title, signal =>
        client.rosters.reorganize(
          { file: of, by, dryRun, ...(answer !== undefined && { later: answer }) },
          { signal },
        ),
      )
      setWould(done)
      if (dryRun || done.problems.length > 0) return
      tell(says.done(count(done.read)), done.changeSet)
      onEnd()
      await changed()
    } catch (error) {
      if (!(error instanceof Stopped)) failed(error)
    } finally {
      setBusy(false)
    }
  }
  const look = (of: File, answer: Later | undefined) => {
    setFile(of)
    setLater(answer)
    setWould(undefined)
    void run(of, answer, true)
  }
  const saveEmpty = async () => {
    try {
      saveFile((await client.rosters.template({ as: 'reorganization', lang: language })).file)
    } catch (error) {
      failed(error)
    }
  }
  return (
    <SidePanel title={says.title} onEnd={onEnd} width={620}>
      <Stack gap="sm" className="record-fields">
        <Text size="sm">{says.line}</Text>
        <Group gap="xs">
          <ChooseButton
            accept={rosterEndings.map(ending => `.${ending}`).join(',')}
            inputProps={{ 'aria-label': says.choose }}
            onChange={chosen => chosen !== null && look(chosen, undefined)}
          >
            {props => (
              <Button {...props} leftSection={<IconFileDownload size={16} aria-hidden />} loading={isBusy}>
                {says.choose}
              </Button>
            )}
          </ChooseButton>
          <Button
            variant="default"
            leftSection={<IconTable size={16} aria-hidden />}
            onClick={() => void saveEmpty()}
          >
            {says.empty}
          </Button>
        </Group>
        {file !== undefined && <Text size="sm">{file.name}</Text>}
        {asksLater && file !== undefined && (
          <Radio.Group
            label={orgAct.later}
            value={later ?? ''}
            onChange={value => look(file, value === 'replace' ? 'replace' : 'keep')}
          >
            <Stack gap={6} mt={6}>
              {(['keep', 'replace'] as const).map(value => (
                <Radio key={value} value={value} label={orgAct.laterAnswers[value]} />
              ))}
            </Stack>
          </Radio.Group>
        )}
        {would !== undefined && would.problems.length > 0 && (
          <Alert color="orange" role="alert" title={says.wrong(count(would.problems.length))}>
            <List size="sm">
              {would.problems.map(({ row, column, code, message }) => (
                <List.Item key={`${row} ${column} ${code}`}>{withWholeDays(say(message))}</List.Item>
              ))}
            </List>
          </Alert>
        )}
        {would !== undefined && would.problems.length === 0 && (
          <WhatHappens would={would}>
            <Headcounts on={would.day} of={would.headcounts} />
          </WhatHappens>
        )}
      </Stack>
      <footer className="record-foot">
        <Group gap="xs">
          <Button
            disabled={file === undefined || would === undefined || would.problems.length > 0}
            loading={isBusy}
            onClick={() => file !== undefined && void run(file, later, false)}
            data-last
          >
            {says.carryOut}
          </Button>
          <Button variant="subtle" onClick={onEnd}>
            {words.say.cancel}
          </Button>
        </Group>
      </footer>
    </SidePanel>
  )
}
