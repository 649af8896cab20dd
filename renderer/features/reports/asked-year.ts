import { useStatus } from '../../api/questions.ts'
import { useShownDay } from '../../api/shown-day.ts'
import { useAddress } from '../../kit/address/use-address.ts'

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
