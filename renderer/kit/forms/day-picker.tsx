import { DateInput } from '@mantine/dates'
import { IconCalendar } from '@tabler/icons-react'
import { useSpoken } from '../../text/language.ts'

type Props = { readonly value: string | undefined; readonly onChange: (day: string | undefined) => void }

/** The day that a page is shown as of; empty is today. */
export function DayPicker({ value, onChange }: Props) {
  const { words } = useSpoken()
  return (
    <DateInput
      w={190}
      aria-label={words.say.asOf}
      placeholder={words.say.asOfToday}
      valueFormat="YYYY-MM-DD"
      leftSection={<IconCalendar size={16} aria-hidden />}
      value={value ?? null}
      clearable
      onChange={day => onChange(day ?? undefined)}
    />
  )
}
