import { Group, List, Text } from '@mantine/core'
import { AppLink } from '../../kit/app-link.tsx'
import { FactList } from '../../kit/fact-list.tsx'
import { SeverityTag } from '../../kit/severity-tag.tsx'
import { useSpoken } from '../../text/language.ts'
import { wordFor } from '../../text/words-for.ts'
import type { Finding } from './chosen-findings.ts'
import { Clearing, MoveOut } from './clearing.tsx'

type Props = {
  readonly finding: Finding
  /** Only what is so today can be cleared. */
  readonly isToday: boolean
}

/** Why an organization was found weak: the measure against its bar, since when, what shows it, what clears it. */
export function FindingCard({ finding, isToday }: Props) {
  const { words, say } = useSpoken()
  const amount = (n: number) => `${n} ${wordFor(words.lifeline.units, finding.unit)}`
  return (
    <section className="panel" style={{ padding: 16 }}>
      <Group gap="sm" mb={4}>
        <SeverityTag severity={finding.severity} />
        <Text fw={600}>{wordFor(words.lifeline.rules, finding.rule)}</Text>
        <Text className="quiet">{finding.rule}</Text>
        {isToday && <Clearing finding={finding} />}
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
                <>
                  <AppLink href={`/people/${row.id}`}>{say(row.text)}</AppLink>{' '}
                  {isToday && finding.rule === 'W16' && <MoveOut person={row.id} name={say(row.text)} />}
                </>
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
