import { Select, Table, Text } from '@mantine/core'
import type { FoundColumn, Recognised } from '#contract/rosters.ts'
import { useSpoken } from '../../../text/language.ts'
import { byOf, choosing, fieldOf, unused } from '../queue/said-columns.ts'

type Props = {
  readonly found: Recognised
  readonly map: Readonly<Record<string, string>>
  readonly onMap: (map: Readonly<Record<string, string>>) => void
  /** Whether it is known which roster it is: before, a column can stand for nothing. */
  readonly isKnown: boolean
}

/** Every column of the file with some of its cells, and what it stands for. */
export function ColumnsTable({ found, map, onMap, isKnown }: Props) {
  const { words, say } = useSpoken()
  const holders = new Map(found.columns.map(column => [fieldOf(column, map), column]))
  const fieldsFor = (column: FoundColumn) => [
    { value: unused, label: words.rosters.leaveOut },
    ...found.fields.map(({ field, label, needed }) => {
      const holder = holders.get(field)
      const isElsewhere = holder !== undefined && holder.name !== column.name
      const name = needed ? `${say(label)} *` : say(label)
      return { value: field, label: isElsewhere ? words.rosters.heldBy(name, headed(holder)) : name }
    }),
  ]
  const alsoOf = (column: FoundColumn, field: string | null) => {
    const also = field === column.field ? column.alsoField : undefined
    const label = found.fields.find(each => each.field === also)?.label
    return label && words.rosters.alsoRead(say(label))
  }
  const headed = ({ header, name }: FoundColumn) => (header === '' ? words.rosters.headless(name) : name)
  return (
    <div className="panel" style={{ overflow: 'hidden' }}>
      <Table aria-label={words.rosters.matched} layout="fixed">
        <Table.Thead>
          <Table.Tr>
            <Table.Th w="22%">{words.rosters.column}</Table.Th>
            <Table.Th>{words.rosters.samples}</Table.Th>
            <Table.Th w="26%">{words.rosters.meaning}</Table.Th>
            <Table.Th w="20%">{words.rosters.by}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {found.columns.map(column => {
            const field = fieldOf(column, map)
            const by = byOf(column, map)
            return (
              <Table.Tr key={column.name} data-unmatched={field === null}>
                <Table.Td style={{ overflowWrap: 'anywhere' }}>{headed(column)}</Table.Td>
                <Table.Td>
                  <Text size="sm" className="quiet" truncate title={column.samples.join('\n')}>
                    {column.samples.join('  ·  ')}
                  </Text>
                </Table.Td>
                <Table.Td>
                  <Select
                    aria-label={words.rosters.meaningOf(headed(column))}
                    size="xs"
                    disabled={!isKnown}
                    allowDeselect={false}
                    searchable
                    maxDropdownHeight={320}
                    nothingFoundMessage={words.rosters.noSuchField}
                    placeholder={isKnown ? words.rosters.unknownColumn : words.rosters.kindFirst}
                    data={fieldsFor(column)}
                    value={field ?? (by === null ? null : unused)}
                    onChange={value =>
                      value !== null && onMap(choosing(found.columns, map, column.name, value))
                    }
                  />
                  {alsoOf(column, field) !== undefined && (
                    <Text size="xs" className="quiet">
                      {alsoOf(column, field)}
                    </Text>
                  )}
                </Table.Td>
                <Table.Td className="quiet">
                  {by === null ? words.rosters.byNobody : words.rosters.bySaid[by]}
                </Table.Td>
              </Table.Tr>
            )
          })}
        </Table.Tbody>
      </Table>
    </div>
  )
}
