import { ActionIcon, Button, Group, Menu, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconDots, IconMail } from '@tabler/icons-react'
import { useMemo, useState } from 'react'
import { Link, useLocation } from 'wouter'
import type { Reporting } from '#contract/packets/exchange.ts'
import { useClient } from '../../../api/client.ts'
import { useReporting } from '../../../api/exchange.ts'
import { useStatus } from '../../../api/questions.ts'
import { useChanged } from '../../../api/use-changed.ts'
import { rowsOf } from '../../../api/use-rows.ts'
import { Answer } from '../../../kit/feedback/answer.tsx'
import { useNotices } from '../../../kit/feedback/notices.tsx'
import { saveFile } from '../../../kit/files/save-file.ts'
import { inOrder } from '../../../kit/lists/columns.ts'
import { RecordList } from '../../../kit/lists/record-list.tsx'
import { useOrder } from '../../../kit/lists/use-order.ts'
import { Empty } from '../../../kit/page/empty.tsx'
import { PageHeader } from '../../../kit/page/page-header.tsx'
import { useSpoken } from '../../../text/language.ts'
import { isRemiss, reportedColumns, reportedSorts } from './reported-columns.tsx'

/** Who has reported, of the offices below: in order of whoever has been silent longest, with a letter to those who owe something. */
export function ReportedPage() {
  const { words } = useSpoken()
  const say = words.exchange.reported
  const client = useClient()
  const changed = useChanged()
  const { done, failed } = useNotices()
  const [, navigate] = useLocation()
  const columns = useMemo(() => reportedColumns(words), [words])
  const { order, onOrder } = useOrder(reportedSorts, { by: 'silent', isDown: true })
  const putAway = async (office: Reporting) => {
    try {
      await client.exchange.clearWarnings({ org: office.id })
      await changed()
      done(say.lookedInto(office.name), null)
    } catch (error) {
      failed(error)
    }
  }
  const reporting = useReporting()
  const remiss = (reporting.data ?? []).filter(isRemiss)
  return (
    <div className="whole">
      <PageHeader title={say.title} note={say.lead}>
        <Button variant="default" component={Link} href="/packets">
          {words.packet.title}
        </Button>
      </PageHeader>
      {remiss.length > 0 && <Text className="quiet">{say.next}</Text>}
      <Answer of={reporting} lines={8}>
        {offices => {
          const rows = inOrder(offices, columns, order)
          return (
            <RecordList
              label={say.title}
              name="reported"
              columns={columns}
              rows={rowsOf(rows)}
              keyOf={office => office.id}
              order={order}
              onOrder={onOrder}
              add={<RemindersButton offices={remiss} />}
              actions={chosen => <RemindersButton offices={chosen} isCompact />}
              verbs={office => (
                <Verbs
                  office={office}
                  onApprove={() => navigate('/packets/approve')}
                  onPutAway={() => void putAway(office)}
                />
              )}
              verbsWidth="44px"
              empty={<Empty title={words.packet.offices.noneBelow} line={say.none} />}
            />
          )
        }}
      </Answer>
    </div>
  )
}

type VerbsProps = {
  readonly office: Reporting
  readonly onApprove: () => void
  readonly onPutAway: () => void
}

function Verbs({ office, onApprove, onPutAway }: VerbsProps) {
  const { words } = useSpoken()
  const say = words.exchange.reported
  const isEnrolled = office.state !== 'not-enrolled' && office.state !== 'revoked'
  if (isEnrolled && !office.turnedOut) return null
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon
          variant="subtle"
          color="gray"
          tabIndex={-1}
          aria-label={words.packet.offices.more(office.name)}
        >
          <IconDots size={16} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {!isEnrolled && <Menu.Item onClick={onApprove}>{words.packet.approve.button}</Menu.Item>}
        {office.turnedOut && <Menu.Item onClick={onPutAway}>{say.lookInto}</Menu.Item>}
      </Menu.Dropdown>
    </Menu>
  )
}

type ButtonProps = { readonly offices: readonly Reporting[]; readonly isCompact?: boolean }

function RemindersButton({ offices, isCompact = false }: ButtonProps) {
  const { words } = useSpoken()
  const say = words.exchange.reported
  const client = useClient()
  const { failed } = useNotices()
  const today = useStatus().data?.clock.today ?? ''
  const [isBusy, setBusy] = useState(false)
  const write = async () => {
    setBusy(true)
    try {
      const name = `${say.lettersFile(today)}.docx`
      const { file, letters } = await client.exchange.reminders({ ids: offices.map(({ id }) => id), name })
      saveFile(file)
      notifications.show({ message: say.lettersSaved(file.name, letters), color: 'teal' })
    } catch (error) {
      failed(error)
    } finally {
      setBusy(false)
    }
  }
  return (
    <Group gap={0}>
      <Button
        variant="default"
        {...(isCompact && { size: 'compact-sm' })}
        leftSection={<IconMail size={16} aria-hidden />}
        disabled={offices.length === 0}
        loading={isBusy}
        onClick={() => void write()}
      >
        {say.letters(offices.length)}
      </Button>
    </Group>
  )
}
