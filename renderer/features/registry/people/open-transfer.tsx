import { Alert, Button, Group } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useClient } from '../../../api/client.ts'
import { useSpoken } from '../../../text/language.ts'
import { AnswerPanel } from '../transfers/answer-panel.tsx'
import { placeOf, pressing, verbWords } from '../transfers/transfer-columns.tsx'

type Props = { readonly person: string; readonly asOf: string | undefined; readonly today: string }

/** The transfer of somebody that is under way: where he goes, until when it has to be answered, and the answer. */
export function OpenTransfer({ person, asOf, today }: Props) {
  const { words } = useSpoken()
  const client = useClient()
  const [isOpen, setOpen] = useState(false)
  const found = useQuery({
    queryKey: ['transfers', 'of-person', person, asOf],
    queryFn: ({ signal }) => client.transfers.list({ person, asOf, limit: 10 }, { signal }),
  }).data?.rows.find(({ state }) => state === 'in-transit' || state === 'lapsed')
  if (found === undefined) return null
  const { transfers } = words
  const act = asOf === undefined ? found.may[0] : undefined
  const press = pressing(transfers, found, today)
  return (
    <Alert color={press?.severity ?? 'blue'} p="xs">
      <Group gap="sm">
        <span>{transfers.underWay(placeOf(transfers, found), found.deadline, press?.said ?? '')}</span>
        <Button size="compact-sm" variant="default" onClick={() => setOpen(true)}>
          {act === undefined ? transfers.course : verbWords(transfers, found)[act]}
        </Button>
      </Group>
      {isOpen && <AnswerPanel transfer={found} begin={act} onEnd={() => setOpen(false)} />}
    </Alert>
  )
}
