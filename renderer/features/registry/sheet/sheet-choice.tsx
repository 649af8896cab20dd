import { Group, SegmentedControl, Select } from '@mantine/core'
import type { SheetOf } from '#contract/sheet.ts'
import { work } from '#db/records/ledger/work.ts'
import { meeting, owedMeetings } from '#db/records/meeting.ts'
import { fee } from '#db/records/members/fee.ts'
import type { WorkType } from '../../../api/work-types.ts'
import { OrgPicker } from '../../../kit/forms/org-picker.tsx'
import { useSpoken } from '../../../text/language.ts'
import { upperFirst, wordOf } from '../../../text/word-of.ts'
import { sheetKinds } from './sheet-columns.ts'

const kinds = ['fee', 'appraisal', 'rating', 'meeting', 'work'] as const satisfies readonly SheetOf['kind'][]

/** Which sheet the address asks for; what it does not say is what is due about now. */
export function sheetOf(
  get: (key: string) => string | undefined,
  today: string,
  types: readonly WorkType[],
): SheetOf {
  const kind = kinds.find(one => one === get('of')) ?? 'fee'
  const [thisYear = 2018, thisMonth = 1] = today.split('-').map(Number)
  const asked = Number(get('year') ?? Number.NaN)
  const isYear = Number.isInteger(asked) && asked >= 1950 && asked <= 2199
  // Appraisals and ratings of a year are made at its end and in the first months of the next.
  const usual =
    kind === 'appraisal' || kind === 'rating' ? (thisMonth >= 10 ? thisYear : thisYear - 1) : thisYear
  const year = isYear ? asked : usual
  if (kind === 'work') return { kind, year, type: get('type') ?? types[0]?.name ?? '' }
  if (kind !== 'meeting') return { kind, year }
  const quarter = Number(get('quarter') ?? Math.ceil(thisMonth / 3))
  return {
    kind,
    year,
    quarter: quarter >= 1 && quarter <= 4 ? Math.trunc(quarter) : 1,
    type: get('type') ?? owedMeetings.assembly,
  }
}

type Props = {
  readonly of: SheetOf
  readonly org: string | undefined
  readonly orgName: string | undefined
  readonly today: string
  /** The types of work that there are. */
  readonly workTypes: readonly WorkType[]
  readonly onChange: (changes: Readonly<Record<string, string | undefined>>) => void
}

/** Above the sheet: what is entered, of which year or quarter, for which organization. */
export function SheetChoice({ of, org, orgName, today, workTypes, onChange }: Props) {
  const { words, language } = useSpoken()
  const { sheet } = words
  const thisYear = Number(today.slice(0, 4)) || of.year
  const years = [...new Set([...Array.from({ length: 8 }, (_, n) => thisYear + 1 - n), of.year])].toSorted(
    (a, b) => b - a,
  )
  const { input } = meeting.fields.type
  const types = input.as === 'select' ? input.options : []
  return (
    <Group gap="sm">
      <SegmentedControl
        aria-label={sheet.which}
        value={of.kind}
        onChange={kind => onChange({ of: kind, year: undefined, quarter: undefined, type: undefined })}
        data={kinds.map(value => ({ value, label: upperFirst(sheetKinds[value].kind.words[language]) }))}
      />
      <OrgPicker
        org={org}
        name={orgName}
        label={sheet.org}
        placeholder={sheet.own}
        onChange={next => onChange({ org: next })}
      />
      <Select
        aria-label={wordOf(fee, 'year', language)}
        w={96}
        allowDeselect={false}
        data={years.map(year => String(year))}
        value={String(of.year)}
        onChange={year => onChange({ year: year ?? undefined })}
      />
      {of.kind === 'work' && (
        <Select
          aria-label={wordOf(work, 'type', language)}
          w={180}
          searchable
          allowDeselect={false}
          data={[...new Set([...workTypes.map(({ name }) => name), of.type])].filter(name => name !== '')}
          value={of.type}
          onChange={type => onChange({ type: type ?? undefined })}
        />
      )}
      {of.kind === 'meeting' && (
        <>
          <Select
            aria-label={sheet.quarter}
            w={140}
            allowDeselect={false}
            data={sheet.quarters.map((label, at) => ({ value: String(at + 1), label }))}
            value={String(of.quarter)}
            onChange={quarter => onChange({ quarter: quarter ?? undefined, year: String(of.year) })}
          />
          <Select
            aria-label={sheet.type}
            w={190}
            allowDeselect={false}
            data={types.map(([value, says]) => ({ value, label: says[language] }))}
            value={of.type}
            onChange={type => onChange({ type: type ?? undefined })}
          />
        </>
      )}
    </Group>
  )
}
