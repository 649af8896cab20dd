import { Alert, Button, Group, Table, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { SinceEarlier } from '#contract/lifeline/lifeline.ts'
import { term } from '#db/records/term.ts'
import { useClient } from '../../api/client.ts'
import { useStatus } from '../../api/questions.ts'
import { addressOf } from '../../kit/address/address.ts'
import { AppLink } from '../../kit/address/app-link.tsx'
import { useNotices } from '../../kit/feedback/notices.tsx'
import { SeverityTag } from '../../kit/page/severity-tag.tsx'
import { useSpoken } from '../../text/language.ts'
import { wordOf } from '../../text/word-of.ts'
import { count, moment, wordFor } from '../../text/written.ts'

type Props = { readonly under: string | undefined; readonly asOf: string | undefined }

/** Above a day that is over: what was back-dated or corrected since it was scanned before, by whom and when. */
export function BackDated({ under, asOf }: Props) {
  const { words } = useSpoken()
  const { backDated: say } = words.lifeline
  const client = useClient()
  const { failed } = useNotices()
  const today = useStatus().data?.clock.today
  const asked = { ...(under !== undefined && { org: under }), ...(asOf !== undefined && { asOf }) }
  const earlier = useQuery({
    queryKey: ['since-earlier', asked],
    queryFn: ({ signal }) => client.lifeline.sinceEarlier(asked, { signal }),
  })
  const [isOpen, setOpen] = useState(false)
  const { data } = earlier
  if (data == null || data.findings === 0) return null
  const keep = async () => {
    try {
      await client.lifeline.sinceEarlier({ ...asked, keep: true })
      await earlier.refetch()
    } catch (error) {
      failed(error)
    }
  }
  return (
    <>
      <Alert color="orange" role="status">
        <Group justify="space-between" gap="xs">
          <Text size="sm" style={{ flex: '1 1 420px' }}>
            {say.line(moment(data.at), count(data.orgs), count(data.findings), asOf ?? today ?? '')}{' '}
            {say.by[data.by]}
          </Text>
          <Group gap="xs">
            <Button
              size="compact-sm"
              variant="default"
              aria-expanded={isOpen}
              onClick={() => setOpen(!isOpen)}
            >
              {isOpen ? say.hide : say.what}
            </Button>
            <Button size="compact-sm" variant="default" title={say.keepNote} onClick={() => void keep()}>
              {say.keep}
            </Button>
          </Group>
        </Group>
      </Alert>
      {isOpen && (
        <section className="panel" style={{ padding: '8px 16px 12px' }} aria-label={say.what}>
          <What earlier={data} asOf={asOf} />
        </section>
      )}
    </>
  )
}

function What({ earlier, asOf }: { readonly earlier: SinceEarlier; readonly asOf: string | undefined }) {
  const { words, say: told, language } = useSpoken()
  const { backDated: say, rules } = words.lifeline
  const { differs, findings, because } = earlier
  const cell = (said: SinceEarlier['differs'][number]['was']) =>
    said === null ? (
      <span className="quiet">{say.nothing}</span>
    ) : (
      <>
        <SeverityTag severity={said.severity}>{words.vocabulary.severity[said.severity]}</SeverityTag>{' '}
        <span className="quiet">{count(said.measured)}</span>
      </>
    )
  return (
    <>
      <Text size="sm" fw={600}>
        {say.because}
      </Text>
      {because.length === 0 ? (
        <Text size="sm">{say.nobody}</Text>
      ) : (
        <ul className="year-because">
          {because.map(entry => (
            <li key={entry.changeSet}>
              <span className="quiet">{[moment(entry.at), entry.actor].filter(Boolean).join(' ')}</span>{' '}
              <AppLink href={`/history/${entry.changeSet}`}>{told(entry.sentence)}</AppLink>
            </li>
          ))}
        </ul>
      )}
      <div style={{ maxHeight: 320, overflowY: 'auto' }}>
        <Table stickyHeader verticalSpacing={3} mt="xs" aria-label={say.what}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{wordOf(term, 'org', language)}</Table.Th>
              <Table.Th>{say.rule}</Table.Th>
              <Table.Th>{say.was}</Table.Th>
              <Table.Th>{say.now}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {differs.map(one => (
              <Table.Tr key={`${one.orgId} ${one.rule}`}>
                <Table.Td>
                  <AppLink href={addressOf('/orgs', { org: one.orgId, list: 'findings', asOf })}>
                    {one.orgName}
                  </AppLink>
                </Table.Td>
                <Table.Td>{wordFor(rules, one.rule)}</Table.Td>
                <Table.Td>{cell(one.was)}</Table.Td>
                <Table.Td>{cell(one.now)}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </div>
      {findings > differs.length && (
        <Text size="xs" className="quiet">
          {say.more(count(findings - differs.length))}
        </Text>
      )}
    </>
  )
}
