import { Button, Menu } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconChevronDown, IconMail, IconPrinter, IconTableExport, IconTableImport } from '@tabler/icons-react'
import { useState } from 'react'
import type { Case } from '#contract/lifeline/cases.ts'
import { useClient } from '../../api/client.ts'
import { useShownDay } from '../../api/shown-day.ts'
import { useNotices } from '../../kit/feedback/notices.tsx'
import { useHandedFile } from '../../kit/files/handed-file.tsx'
import { saveFile } from '../../kit/files/save-file.ts'
import type { OnPaper } from '../../kit/lists/listed.ts'
import { PrintedSheet } from '../../kit/lists/printed-sheet.tsx'
import { useSpoken } from '../../text/language.ts'
import { count } from '../../text/written.ts'
import { LedgerTake } from './ledger-take.tsx'

/** Which cases are listed, as the address says. */
export type CasesFilter = {
  readonly org: string | undefined
  readonly state: Case['state'] | undefined
  readonly lamp: Case['lamp'] | undefined
  readonly due: 'overdue' | 'soon' | undefined
  readonly waiting: boolean | undefined
  readonly asOf: string | undefined
}

type Props = {
  readonly filter: CasesFilter
  readonly rows: number
  readonly overdue: number
  readonly day: string
}

/** The ledger on paper and in a file, in the columns of the form; back from one; and letters to those who are overdue. */
export function LedgerMenu({ filter, rows, overdue, day }: Props) {
  const { words } = useSpoken()
  const client = useClient()
  const { failed } = useNotices()
  const { day: past } = useShownDay()
  const { file, hand } = useHandedFile()
  const [isBusy, setBusy] = useState(false)
  const [isTaking, setTaking] = useState(false)
  const [printed, setPrinted] = useState<OnPaper>()
  const { cases } = words
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
  const tell = (message: string) => notifications.show({ message, color: 'teal' })
  const save = () =>
    doing(async () => {
      const { file, rows: n } = await client.cases.ledger({
        ...filter,
        name: `${cases.ledgerFile(day)}.xlsx`,
      })
      saveFile(file)
      tell(cases.saved(file.name, count(n)))
    })
  const print = () =>
    doing(async () => {
      const { heads, rows: lines, widths, ...form } = await client.cases.form(filter)
      // The sheet counts its lines itself.
      const [, ...rest] = heads
      setPrinted({ ...form, heads: rest, widths: widths.slice(1), rows: lines.map(row => row.slice(1)) })
    })
  const letters = () =>
    doing(async () => {
      const name = `${cases.lettersFile(day)}.docx`
      const { file, letters: n } = await client.cases.letters({ org: filter.org, asOf: filter.asOf, name })
      saveFile(file)
      tell(cases.lettersSaved(file.name, count(n)))
    })
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <Button variant="default" loading={isBusy} rightSection={<IconChevronDown size={16} aria-hidden />}>
            {cases.output}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item
            disabled={rows === 0}
            leftSection={<IconTableExport size={16} aria-hidden />}
            onClick={() => void save()}
          >
            {cases.saveLedger(count(rows))}
          </Menu.Item>
          <Menu.Item
            disabled={rows === 0}
            leftSection={<IconPrinter size={16} aria-hidden />}
            onClick={() => void print()}
          >
            {cases.printLedger(count(rows))}
          </Menu.Item>
          {past === undefined && (
            <Menu.Item
              leftSection={<IconTableImport size={16} aria-hidden />}
              onClick={() => setTaking(true)}
            >
              {cases.takeLedger}
            </Menu.Item>
          )}
          <Menu.Item
            disabled={overdue === 0}
            leftSection={<IconMail size={16} aria-hidden />}
            onClick={() => void letters()}
          >
            {cases.letters(count(overdue))}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {(isTaking || file !== undefined) && (
        <LedgerTake
          file={file}
          onEnd={() => {
            setTaking(false)
            hand([])
          }}
        />
      )}
      {printed !== undefined && (
        <PrintedSheet list={printed} serial={words.list.serial} onPrinted={() => setPrinted(undefined)} />
      )}
    </>
  )
}
