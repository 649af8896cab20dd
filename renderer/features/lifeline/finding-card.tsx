import { Group, List, Text } from '@mantine/core'
import type { z } from 'zod'
import type { findingSchema } from '#contract/lifeline.ts'
import { useGlance } from '../../api/questions.ts'
import { AppLink } from '../../kit/app-link.tsx'
import { FactList } from '../../kit/fact-list.tsx'
import { SeverityTag } from '../../kit/severity-tag.tsx'
import { TermBar } from '../../kit/term-bar.tsx'
import { useSpoken } from '../../text/language.ts'
import { count } from '../../text/number.ts'
import { wordFor } from '../../text/words-for.ts'

export type Finding = z.infer<typeof findingSchema>

type Props = { readonly finding: Finding; readonly asOf: string | undefined }

/** Why an organization was found weak: the measure against its bar, since when, what shows it, what clears it. */
export function FindingCard({ finding, asOf }: Props) {
  const { words, say } = useSpoken()
  const amount = (n: number) => `${count(n)} ${wordFor(words.lifeline.units, finding.unit)}`
  const isTerm = finding.rule === 'W06'
  return (
    <section className="panel" style={{ padding: 16 }}>
      <Group gap="sm" mb={4}>
        <SeverityTag severity={finding.severity} />
        <Text fw={600}>{wordFor(words.lifeline.rules, finding.rule)}</Text>
        <Text className="quiet">{finding.rule}</Text>
      </Group>
      <Text className="text-column" mb="xs">
        {say(finding.why)}
      </Text>
      {isTerm && <TermOf org={finding.org} asOf={asOf} />}
      <FactList
        facts={[
          // A term is seen on its axis: days before and after it would only be figures beside a bar.
          ...(isTerm
            ? []
            : ([
                [words.lifeline.measured, amount(finding.measured)],
                [words.lifeline.threshold, amount(finding.threshold)],
              ] as const)),
          [words.lifeline.since, finding.since ?? words.lifeline.sinceUnknown],
          [words.lifeline.clears, say(finding.clears)],
        ]}
      />
      <Text fw={600} mt="sm">
        {words.lifeline.evidence}
      </Text>
      {finding.evidence.length === 0 ? (
        <Text className="quiet">{words.lifeline.evidenceNone}</Text>
      ) : (
        <List size="sm">
          {finding.evidence.map(row => (
            <List.Item key={`${row.entity}${row.id}`}>
              {row.entity === 'person' ? (
                <AppLink href={`/people/${row.id}`}>{say(row.text)}</AppLink>
              ) : (
                say(row.text)
              )}
            </List.Item>
          ))}
        </List>
      )}
    </section>
  )
}

/** The term from its election to its last day, with today on the way. */
function TermOf({ org, asOf }: { readonly org: string; readonly asOf: string | undefined }) {
  const glance = useGlance(org, asOf).data
  if (glance === undefined || glance.own.term === null) return null
  return (
    <div style={{ maxWidth: 560, marginBottom: 8 }}>
      <TermBar term={glance.own.term} today={glance.asOf} />
    </div>
  )
}
