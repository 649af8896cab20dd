import { NumberInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { transferDays } from '#db/records/transfer.ts'
import { useClient } from '../../api/client.ts'
import { useChanged } from '../../api/use-changed.ts'
import { useNotices } from '../../kit/feedback/notices.tsx'
import { useWorkingName } from '../../kit/this-pc.ts'
import { useSpoken } from '../../text/language.ts'
import { Section } from './section.tsx'

/** By how many days a transfer has to be answered: the national system's, or the office's own rule. */
export function TransferDays() {
  const { words } = useSpoken()
  const { duties } = words
  const client = useClient()
  const changed = useChanged()
  const { failed } = useNotices()
  const [by] = useWorkingName()
  const { data } = useQuery({ queryKey: ['fee-settings'], queryFn: () => client.fees.settings({}) })
  if (data === undefined) return null
  const keep = async (text: string) => {
    const days = Number(text)
    if (text.trim() === '' || days === data.transferDays) return
    try {
      await client.fees.set({ transferDays: days, by })
    } catch (error) {
      failed(error)
    }
    await changed()
  }
  return (
    <Section title={duties.transferDays} line={duties.transferDaysLine}>
      <NumberInput
        key={data.transferDays}
        w={120}
        aria-label={duties.transferDays}
        min={transferDays.least}
        max={transferDays.most}
        allowDecimal={false}
        defaultValue={data.transferDays}
        onBlur={event => void keep(event.currentTarget.value)}
      />
    </Section>
  )
}
