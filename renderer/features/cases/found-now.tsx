import { Text } from '@mantine/core'
import type { Explained } from '#contract/lifeline/glance.ts'
import { useWhy } from '../../api/questions.ts'
import { SeverityTag } from '../../kit/page/severity-tag.tsx'
import { withWholeDays } from '../../kit/page/whole-days.tsx'
import { useSpoken } from '../../text/language.ts'
import { wordFor } from '../../text/written.ts'

type Said = Pick<Explained, 'rule' | 'severity' | 'why'>

/** What the rules find of an organization, a line each, beside what a person decides about it. */
export function SaidByRules({ findings }: { readonly findings: readonly Said[] }) {
  const { words, say } = useSpoken()
  const { said } = words.cases.proposals
  return (
    <section aria-label={said}>
      <Text size="sm" fw={600}>
        {said}
      </Text>
      {findings.map(({ rule, severity, why }) => (
        <div key={rule} className="said-line">
          <SeverityTag severity={severity} /> {wordFor(words.lifeline.rules, rule)}
          <div className="quiet">{withWholeDays(say(why))}</div>
        </div>
      ))}
      {findings.length === 0 && (
        <Text size="sm" className="quiet">
          {words.cases.foundNone}
        </Text>
      )}
    </section>
  )
}

/** What the rules find there today, for whoever judges a case or looks back on it. */
export function FoundNow({ org }: { readonly org: string }) {
  const findings = useWhy(org, undefined).data?.findings
  return findings === undefined ? null : <SaidByRules findings={findings} />
}
