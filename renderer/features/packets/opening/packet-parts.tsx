import { Badge, Button, Group, SegmentedControl, Stack, Table, Text, Title } from '@mantine/core'
import { useState } from 'react'
import type { ToldChange } from '#contract/lifeline/glance.ts'
import type { PacketPart } from '#contract/packets/packets.ts'
import { AppLink } from '../../../kit/address/app-link.tsx'
import { SeverityTag } from '../../../kit/page/severity-tag.tsx'
import { useSpoken } from '../../../text/language.ts'
import { count } from '../../../text/written.ts'
import type { Words } from '../../../text/zh-CN.ts'
import { disputeTitle, headLines } from '../answers/dispute-text.ts'
import { addressOfSubject } from '../answers/given-back.tsx'

const shows = ['all', 'conflicts', 'returned'] as const
type Show = (typeof shows)[number]

/** So many organizations, and so many lines of one, are drawn at once. */
const most = { parts: 30, rows: 12 }

/** What a packet would do, organization by organization; only what a person has to decide about, if he likes. */
export function PacketParts({ parts }: { readonly parts: readonly PacketPart[] }) {
  const { words } = useSpoken()
  const say = words.exchange.parts
  const [show, setShow] = useState<Show>('all')
  const [drawn, setDrawn] = useState(most.parts)
  const counts: Readonly<Record<Show, number>> = {
    all: parts.length,
    conflicts: parts.reduce((sum, part) => sum + counted(part, 'conflicts'), 0),
    returned: parts.reduce((sum, part) => sum + counted(part, 'returned'), 0),
  }
  const shown = parts.filter(part => show === 'all' || counted(part, show) > 0)
  return (
    <section aria-label={say.title}>
      <Group justify="space-between" mb="xs">
        <Title order={3}>{say.title}</Title>
        {counts.conflicts + counts.returned > 0 && (
          <SegmentedControl
            size="xs"
            aria-label={say.show}
            value={show}
            onChange={next => setShow(shows.find(one => one === next) ?? 'all')}
            data={shows
              .filter(one => one === 'all' || counts[one] > 0)
              .map(value => ({ value, label: `${say.shows[value]} ${count(counts[value])}` }))}
          />
        )}
      </Group>
      <Stack gap="xs">
        {shown.slice(0, drawn).map(part => (
          <Part key={part.org?.id ?? ''} part={part} show={show} />
        ))}
        {shown.length > drawn && (
          <Button variant="default" onClick={() => setDrawn(drawn + most.parts)}>
            {words.exchange.more(Math.min(most.parts, shown.length - drawn))}
          </Button>
        )}
      </Stack>
    </section>
  )
}

/** How many conflicts or returns an organization has, those that are not listed with them. */
function counted(part: PacketPart, what: 'conflicts' | 'returned'): number {
  return part[what].length + (what === 'conflicts' ? part.moreConflicts : part.moreReturned)
}

function Part({ part, show }: { readonly part: PacketPart; readonly show: Show }) {
  const { words, say: spoken } = useSpoken()
  const say = words.exchange.parts
  const [isWhole, setWhole] = useState(false)
  const { org, added, changed, removed, heads, rows, more, conflicts, returned } = part
  const backMore = part.moreReturned + Math.max(0, returned.length - most.rows)
  const numbers = [
    [words.packet.added, added],
    [words.packet.changed, changed],
    [words.packet.removed, removed],
  ] as const
  const drawn = isWhole ? rows : rows.slice(0, most.rows)
  return (
    <div className="panel" style={{ padding: '8px 16px 10px' }}>
      <Group gap="sm" mb={4}>
        <Text fw={600}>
          {org === null ? (
            say.elsewhere
          ) : (
            <AppLink href={addressOfSubject({ kind: 'org', id: org.id })}>{org.name}</AppLink>
          )}
        </Text>
        {numbers
          .filter(([, n]) => n > 0)
          .map(([label, n]) => (
            <Badge key={label} variant="light" color="gray" tt="none" fw={400}>
              {label} {count(n)}
            </Badge>
          ))}
        {heads !== null && (
          <Text size="sm" className="quiet">
            {say.heads(heads.before, heads.in, heads.out, heads.after)}
          </Text>
        )}
      </Group>
      {show !== 'returned' &&
        conflicts.map(dispute => (
          <div key={dispute.id} style={{ marginBottom: 4 }}>
            <SeverityTag severity="orange">{words.packet.conflict}</SeverityTag>{' '}
            {dispute.about !== null && (
              <AppLink href={addressOfSubject(dispute.about)}>{dispute.about.name}</AppLink>
            )}{' '}
            {disputeTitle(words, dispute)}
            {words.packet.semicolon}
            {dispute.heads
              .toSorted((a, b) => Number(b.version === dispute.holds) - Number(a.version === dispute.holds))
              .map(head => {
                const said = headLines(words, dispute, head).join(words.packet.comma)
                return say[head.version === dispute.holds ? 'holds' : 'otherwise'](head.org, said)
              })
              .join(words.packet.semicolon)}
          </div>
        ))}
      {show !== 'returned' && part.moreConflicts > 0 && (
        <Text size="sm" className="quiet">
          {say.moreConflicts(part.moreConflicts)}
        </Text>
      )}
      {show !== 'conflicts' &&
        returned.slice(0, most.rows).map(back => (
          <div key={`${back.id}${back.message.zh}`} style={{ marginBottom: 4 }}>
            <SeverityTag severity="orange">{say.returned}</SeverityTag>{' '}
            {words.packet.dispute.pair(back.name, spoken(back.message))}
          </div>
        ))}
      {show !== 'conflicts' && backMore > 0 && (
        <Text size="sm" className="quiet">
          {say.moreReturned(backMore)}
        </Text>
      )}
      {show === 'all' && drawn.length > 0 && (
        <Table verticalSpacing={4} withRowBorders={false}>
          <Table.Tbody>
            {drawn.map(row => (
              <ChangeRow key={row.no} row={row} />
            ))}
          </Table.Tbody>
        </Table>
      )}
      {show === 'all' && !isWhole && rows.length > most.rows && (
        <Button size="compact-sm" variant="subtle" onClick={() => setWhole(true)}>
          {words.exchange.more(rows.length - most.rows)}
        </Button>
      )}
      {show === 'all' && more > 0 && (isWhole || rows.length <= most.rows) && (
        <Text size="sm" className="quiet">
          {say.more(more)}
        </Text>
      )}
    </div>
  )
}

function ChangeRow({ row }: { readonly row: ToldChange }) {
  const { words, say } = useSpoken()
  const { subjects, title, act } = row
  return (
    <Table.Tr>
      <Table.Td w={64} className="quiet" style={{ verticalAlign: 'top' }}>
        {words.exchange.parts.acts[act]}
      </Table.Td>
      <Table.Td w={220} style={{ verticalAlign: 'top' }}>
        {subjects.map(subject =>
          subject.id === '' || act === 'added' ? (
            <span key={subject.name}>{subject.name} </span>
          ) : (
            <AppLink key={subject.id} href={addressOfSubject({ kind: subject.entity, id: subject.id })}>
              {subject.name}{' '}
            </AppLink>
          ),
        )}
        <span className="quiet">{[say(row.kind), say(title)].filter(part => part !== '').join(' ')}</span>
      </Table.Td>
      <Table.Td style={{ overflowWrap: 'anywhere' }}>
        {row.fields.map(field => fieldSentence(words, say, field, act)).join(words.packet.semicolon)}
      </Table.Td>
    </Table.Tr>
  )
}

/** A new value alone, or old -> new; what does not hold, beside what does. */
function fieldSentence(
  words: Words,
  say: (text: ToldChange['kind']) => string,
  { label, was, now, instead }: ToldChange['fields'][number],
  act: ToldChange['act'],
): string {
  if (instead !== null && act === 'added') return words.exchange.parts.notUsed(say(label), say(now))
  if (instead !== null) return words.exchange.parts.insteadOf(say(label), say(now), say(instead))
  return say(was) === ''
    ? words.packet.dispute.pair(say(label), say(now))
    : words.exchange.looks.change(say(label), say(was), say(now))
}
