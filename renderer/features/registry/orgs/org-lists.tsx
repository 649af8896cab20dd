import { Table, Text } from '@mantine/core'
import type { ReactNode } from 'react'
import { meeting } from '#db/records/meeting.ts'
import { term } from '#db/records/term.ts'
import { useMeetings, useTerms } from '../../../api/questions.ts'
import { Answer } from '../../../kit/feedback/answer.tsx'
import { RowVerbs } from '../../../kit/forms/row-verbs.tsx'
import { Empty } from '../../../kit/page/empty.tsx'
import { useSpoken } from '../../../text/language.ts'
import { wordOf } from '../../../text/word-of.ts'
import type { Words } from '../../../text/zh-CN.ts'
import { termEnd } from './unit-lines.ts'

/** An election day as far as it is known. */
function electedText(
  { elected, precision }: { readonly elected: string; readonly precision: string | null },
  words: Words,
): string {
  if (precision === 'year') return words.org.yearOnly(elected.slice(0, 4))
  return precision === 'month' ? words.org.monthOnly(elected.slice(0, 7)) : elected
}

type Props = { readonly org: string; readonly asOf: string | undefined }

export function TermsTab({ org, asOf }: Props) {
  const { language, words } = useSpoken()
  const verbs = asOf === undefined ? [words.byHand.verbs] : []
  return (
    <Answer of={useTerms(org, asOf)}>
      {rows =>
        rows.length === 0 ? (
          <Empty line={words.org.termsNone} />
        ) : (
          <Lines
            heads={[wordOf(term, 'elected', language), words.org.years, words.org.expires, ...verbs]}
            rows={rows.map(row => [
              row.id,
              electedText(row, words),
              row.years === null ? words.say.unknown : words.org.yearsOf(row.years),
              row.years === null ? words.say.unknown : termEnd(row.elected, row.years),
              ...(verbs.length > 0 ? [<RowVerbs key="verbs" id={row.id} title={row.elected} />] : []),
            ])}
          />
        )
      }
    </Answer>
  )
}

export function MeetingsTab({ org, asOf }: Props) {
  const { language, words } = useSpoken()
  const verbs = asOf === undefined ? [words.byHand.verbs] : []
  return (
    <Answer of={useMeetings(org, asOf)}>
      {({ rows, total }) =>
        rows.length === 0 ? (
          <Empty line={words.org.meetingsNone} />
        ) : (
          <>
            <Lines
              heads={[
                wordOf(meeting, 'held_on', language),
                wordOf(meeting, 'type', language),
                wordOf(meeting, 'topic', language),
                words.org.attended,
                wordOf(meeting, 'place', language),
                ...verbs,
              ]}
              rows={rows.map(row => [
                row.id,
                row.heldOn,
                row.type,
                row.topic ?? '',
                row.attended === null
                  ? ''
                  : words.org.attendedOf(String(row.attended), String(row.expected ?? '?')),
                row.place ?? '',
                ...(verbs.length > 0
                  ? [<RowVerbs key="verbs" id={row.id} title={`${row.heldOn} ${row.type}`} />]
                  : []),
              ])}
            />
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

type LinesProps = {
  readonly heads: readonly string[]
  /** The row's key, then its cells. */
  readonly rows: readonly (readonly [string, ...ReactNode[]])[]
}

function Lines({ heads, rows }: LinesProps) {
  return (
    <Table>
      <Table.Thead>
        <Table.Tr>
          {heads.map(head => (
            <Table.Th key={head}>{head}</Table.Th>
          ))}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {rows.map(([key, ...cells]) => (
          <Table.Tr key={key}>
            {cells.map((cell, column) => (
              <Table.Td key={heads[column]}>{cell}</Table.Td>
            ))}
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  )
}
