import { Group, SegmentedControl, Select, Stack } from '@mantine/core'
import { frozenYear } from '#db/records/lifeline/frozen-year.ts'
import { useStatus } from '../../api/questions.ts'
import { useAddress } from '../../kit/address/use-address.ts'
import { Answer } from '../../kit/feedback/answer.tsx'
import { Empty } from '../../kit/page/empty.tsx'
import { PageHeader } from '../../kit/page/page-header.tsx'
import { useSpoken } from '../../text/language.ts'
import { wordOf } from '../../text/word-of.ts'
import { FrozenYear } from './frozen-year.tsx'
import { PapersMenu } from './papers-menu.tsx'
import { ThreeYears } from './three-years.tsx'
import { useYearStatus } from './year-questions.ts'
import { YearStatus } from './year-status.tsx'

const parts = ['status', 'frozen', 'years'] as const
/** So many years can be chosen. */
const yearsBack = 12

/** The annual review: where a year stands street by street, what was frozen of it, and how it compares with those before. */
export function AnnualPage() {
  const { words, language } = useSpoken()
  const { annual } = words
  const { get, change } = useAddress()
  const today = useStatus().data?.clock.today
  const running = today === undefined ? undefined : Number(today.slice(0, 4))
  const asked = Number(get('year'))
  // In January and February one works on the year that has just ended.
  const usual =
    running === undefined || today === undefined ? undefined : running - (today.slice(5, 7) < '03' ? 1 : 0)
  const year = Number.isInteger(asked) && asked > 1949 && asked <= (running ?? 0) ? asked : usual
  const part = parts.find(one => one === get('part')) ?? 'status'
  const status = useYearStatus(year)
  const own = status.data?.units.find(unit => unit.isOwn)
  if (year === undefined || running === undefined) return null
  return (
    <Stack gap="sm">
      <PageHeader title={annual.title} note={status.data === undefined ? '' : annual.note(status.data.day)}>
        {own?.frozen != null && <PapersMenu id={own.frozen.id} />}
      </PageHeader>
      <Group gap="sm">
        <Select
          aria-label={wordOf(frozenYear, 'year', language)}
          w={130}
          allowDeselect={false}
          value={String(year)}
          data={Array.from({ length: yearsBack }, (_, n) => String(running - n)).map(value => ({
            value,
            label: annual.yearOf(value),
          }))}
          onChange={value => change({ year: value ?? undefined, unit: undefined }, true)}
        />
        <SegmentedControl
          aria-label={annual.part}
          value={part}
          onChange={value => change({ part: value === 'status' ? undefined : value, unit: undefined }, true)}
          data={parts.map(value => ({ value, label: annual.parts[value] }))}
        />
      </Group>
      {part === 'status' && (
        <Answer of={status} lines={8}>
          {found => <YearStatus found={found} />}
        </Answer>
      )}
      {part === 'frozen' && (
        <Answer of={status} lines={8}>
          {() =>
            own?.frozen == null ? (
              <Empty line={annual.notFrozen(String(year))} />
            ) : (
              <FrozenYear key={own.frozen.id} id={own.frozen.id} />
            )
          }
        </Answer>
      )}
      {part === 'years' && <ThreeYears key={year} year={year} />}
    </Stack>
  )
}
