import { Drawer, Stack, Table } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { FrozenRow } from '#contract/lifeline/annual.ts'
import { addressOf } from '../../kit/address/address.ts'
import { AppLink } from '../../kit/address/app-link.tsx'
import { Answer } from '../../kit/feedback/answer.tsx'
import { useSpoken } from '../../text/language.ts'
import { count, wordFor } from '../../text/written.ts'

export type Listed = {
  readonly org: string
  readonly code: string | null
  readonly name: string
  readonly findings?: FrozenRow['findings']
  readonly note?: string
}

type Props = {
  readonly title: string
  readonly of: readonly unknown[]
  readonly load: (
    signal: AbortSignal,
  ) => Promise<{ readonly total: number; readonly rows: readonly Listed[] }>
  readonly onEnd: () => void
}

/** The organizations behind a figure, beside the page: each opens its own. */
export function OrgDrawer({ title, of, load, onEnd }: Props) {
  const { words } = useSpoken()
  const { annual } = words
  const found = useQuery({ queryKey: ['annual-list', ...of], queryFn: ({ signal }) => load(signal) })
  return (
    <Drawer
      opened
      onClose={onEnd}
      position="right"
      size={560}
      title={title}
      closeButtonProps={{ 'aria-label': words.say.close }}
      overlayProps={{ backgroundOpacity: 0.2 }}
      transitionProps={{ duration: 120 }}
    >
      <Answer of={found} lines={8}>
        {({ total, rows }) => (
          <Stack gap="xs">
            <span className="quiet">
              {total === 0 ? annual.listEmpty : annual.listNote(count(rows.length), count(total))}
            </span>
            {rows.length > 0 && (
              <Table verticalSpacing={4}>
                <Table.Tbody>
                  {rows.map(row => (
                    <Table.Tr key={row.org}>
                      <Table.Td>
                        <AppLink href={addressOf('/orgs', { org: row.org })}>{row.name}</AppLink>
                        <div className="small-note">
                          {row.note ??
                            row.findings
                              ?.map(
                                ({ rule, severity }) =>
                                  `${wordFor(words.lifeline.rules, rule)} ${words.vocabulary.severity[severity]}`,
                              )
                              .join(words.annual.comma)}
                        </div>
                      </Table.Td>
                      <Table.Td className="quiet">{row.code}</Table.Td>
                    </Table.Tr>
                  ))}
                </Table.Tbody>
              </Table>
            )}
          </Stack>
        )}
      </Answer>
    </Drawer>
  )
}
