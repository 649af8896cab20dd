import { Table, Title } from '@mantine/core'
import { useNewestFindings } from '../../api/questions.ts'
import { addressOf } from '../../kit/address.ts'
import { AppLink } from '../../kit/app-link.tsx'
import { SeverityTag } from '../../kit/severity-tag.tsx'
import { useSpoken } from '../../text/language.ts'
import { wordFor } from '../../text/words-for.ts'

type Props = { readonly under: string | undefined; readonly asOf: string | undefined }

/** What came up last, so that nobody has to look for what is new among all that is known. */
export function NewestFindings({ under, asOf }: Props) {
  const { words, say } = useSpoken()
  const rows = useNewestFindings(under, asOf).data?.rows.filter(({ since }) => since !== null) ?? []
  if (rows.length === 0) return null
  return (
    <section>
      <div className="panel-head">
        <Title order={2} mb={4}>
          {words.lifeline.newest}
        </Title>
        <AppLink href={addressOf('/lifeline/list', { under, asOf, sort: 'since', down: 'yes' })}>
          {words.home.see}
        </AppLink>
      </div>
      <div className="panel">
        <Table layout="fixed">
          <Table.Thead>
            <Table.Tr>
              <Table.Th w={120}>{words.lifeline.since}</Table.Th>
              <Table.Th w={110}>{words.lifeline.legendShort}</Table.Th>
              <Table.Th>{words.org.name}</Table.Th>
              <Table.Th w={170}>{words.lifeline.rule}</Table.Th>
              <Table.Th>{words.lifeline.whyPrinted}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {rows.map(row => (
              <Table.Tr key={`${row.orgId}${row.rule}`}>
                <Table.Td>{row.since}</Table.Td>
                <Table.Td>
                  <SeverityTag severity={row.severity} />
                </Table.Td>
                <Table.Td>
                  <AppLink href={addressOf('/orgs', { org: row.orgId, asOf })}>{row.orgName}</AppLink>
                </Table.Td>
                <Table.Td>
                  <AppLink href={addressOf('/lifeline/why', { org: row.orgId, rule: row.rule, asOf })}>
                    {wordFor(words.lifeline.rules, row.rule)}
                  </AppLink>
                </Table.Td>
                <Table.Td>{say(row.why)}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </div>
    </section>
  )
}
