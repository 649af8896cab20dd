import { Select } from '@mantine/core'
import { useWorkTypes } from '../../api/work-types.ts'
import { useSpoken } from '../../text/language.ts'

type Props = {
  readonly type: string | undefined
  readonly onChange: (type: string | undefined) => void
  readonly label?: string
  readonly placeholder?: string
}

/** Of which type of work a ledger is to be: then each of its own fields is a column. Nothing where there are no types. */
export function WorkTypeSelect({ type, onChange, label, placeholder }: Props) {
  const { words } = useSpoken()
  const types = useWorkTypes(true)
  if (types.length === 0) return null
  return (
    <Select
      w={300}
      clearable
      searchable
      label={label ?? words.rosters.ofType}
      placeholder={placeholder ?? words.reports.work.allTypes}
      data={[...new Set(types.map(({ name }) => name))]}
      value={type ?? null}
      onChange={value => onChange(value ?? undefined)}
    />
  )
}
