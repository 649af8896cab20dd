import { Select } from '@mantine/core'
import { useOrg, useStatus } from '../../api/questions.ts'
import { useShownDay } from '../../api/shown-day.ts'
import { useAddress } from '../../kit/address/use-address.ts'
import { OrgPicker } from '../../kit/forms/org-picker.tsx'
import { useSpoken } from '../../text/language.ts'

/** So many years can be chosen, the present one first. */
const years = 8

/** The year that a report is of, as the address has it: that of the day that is shown if nobody said another. */
export function useAskedYear(): {
  readonly year: number | undefined
  readonly choices: readonly number[]
  readonly choose: (year: number) => void
} {
  const { get, change } = useAddress()
  const { day } = useShownDay()
  const today = useStatus().data?.clock.today
  const present = Number((day ?? today ?? '').slice(0, 4))
  const asked = Number(get('year'))
  const year = asked >= 1950 && asked <= 2199 ? asked : present === 0 ? undefined : present
  const choices = year === undefined ? [] : Array.from({ length: years }, (_, back) => present - back)
  return {
    year,
    choices: year === undefined || choices.includes(year) ? choices : [...choices, year],
    choose: next => change({ year: next === present ? undefined : String(next) }, true),
  }
}

/** Chooses the year in the address. */
export function AskedYear() {
  const { reports: say } = useSpoken().words
  const { year, choices, choose } = useAskedYear()
  return (
    <Select
      aria-label={say.year}
      w={120}
      allowDeselect={false}
      data={choices.map(one => ({ value: String(one), label: say.yearOf(one) }))}
      value={String(year ?? '')}
      onChange={value => value !== null && choose(Number(value))}
    />
  )
}

/** Chooses the organization in the address, of whose part a report is. */
export function AskedOffice() {
  const { reports: say } = useSpoken().words
  const { get, change } = useAddress()
  const org = get('org')
  const found = useOrg(org).data
  return (
    <OrgPicker
      org={org}
      name={found?.shortName ?? found?.name}
      label={say.whose}
      placeholder={say.all}
      onChange={next => change({ org: next }, true)}
    />
  )
}
