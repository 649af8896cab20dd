import { Table, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { AnyKind } from '#db/records/record.ts'
import { useClient } from '../../api/client.ts'
import { useSpoken } from '../../text/language.ts'
import { upperFirst } from '../../text/word-of.ts'
import { Empty } from '../page/empty.tsx'
import { Answer } from '../work/answer.tsx'
import { RowVerbs } from './row-verbs.tsx'

/** So many are shown; the rest is told by number. */
const most = 500

type Props = { readonly kind: AnyKind; readonly org: string; readonly asOf: string | undefined }

/** The records of a kind in an organization and all below it, with the columns that its definition puts first. */
export function KindList({ kind, org, asOf }: Props) {
  const { language, words } = useSpoken()
  const client = useClient()
  const list = useQuery({
    queryKey: ['records', kind.name, org, asOf],
    queryFn: () => client.records.list({ kind: kind.name, org, asOf, limit: most }),
  })
  const columns = kind.first.flatMap(name => {
    const field = kind.fields[name]
    return field === undefined ? [] : [{ name, field }]
  })
  // What tells of an event is never edited: it has no verbs.
  const isNow = asOf === undefined && kind.once !== true
  return (
    <Answer of={list}>
      {({ total, rows }) =>
        rows.length === 0 ? (
          <Empty line={words.byHand.listNone(kind.words[language])} />
        ) : (
          <>
            <Table>
              <Table.Thead>
                <Table.Tr>
                  {columns.map(({ name, field }) => (
                    <Table.Th key={name}>{upperFirst(field.words[language])}</Table.Th>
                  ))}
                  {isNow && <Table.Th>{words.byHand.verbs}</Table.Th>}
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {rows.map(row => (
                  <Table.Tr key={row.id}>
                    {columns.map(({ name, field }) => {
                      const value = row.fields[name] ?? null
                      const shown =
                        row.refs[name]?.name ?? (value === null ? '' : field.show(value, language))
                      return <Table.Td key={name}>{shown}</Table.Td>
                    })}
                    {isNow && (
                      <Table.Td>
                        <RowVerbs id={row.id} title={row.title} />
                      </Table.Td>
                    )}
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
            {rows.length < total && (
              <Text className="quiet" size="sm" mt="xs">
                {words.org.shown(rows.length, total)}
              </Text>
            )}
          </>
        )
      }
    </Answer>
  )
}
