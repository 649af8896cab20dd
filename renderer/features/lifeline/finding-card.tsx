import { Group, List, Text } from '@mantine/core'
import type { z } from 'zod'
import type { findingSchema } from '#contract/lifeline.ts'
import { AppLink } from '../../kit/app-link.tsx'
import { FactList } from '../../kit/fact-list.tsx'
import { SeverityTag } from '../../kit/severity-tag.tsx'
import { useSpoken } from '../../text/language.ts'
import { wordFor } from '../../text/words-for.ts'

export type Finding = z.infer<typeof findingSchema>

type Props = { readonly finding: Finding }

/** Why an organization was found weak: the measure against its bar, since when, what shows it, what clears it. */
export function FindingCard({ finding }: Props) {
  const { words, say } = useSpoken()
  const amount = (n: number) => `${n} ${wordFor(words.lifeline.units, finding.unit)}`
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
      <FactList
        facts={[
          [words.lifeline.measured, amount(finding.measured)],
          [words.lifeline.threshold, amount(finding.threshold)],
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
