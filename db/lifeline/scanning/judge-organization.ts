import { type Severity, severities } from '#contract/vocabulary.ts'
import type { IsoDay } from '#db/shared/day.ts'
import type { Text } from '#db/shared/text.ts'
import { exemption } from '../exemption.ts'
import type { BranchFacts } from '../facts.ts'
import type { Pack } from '../packs/pack.ts'
import type { Finding, Judgement, Keeps, Rule } from '../rule.ts'

/**
 * Everything that the rules find in one organization, in their order. An exempt branch gets W01 and W02 for
 * information, an exempt committee nothing (domain.md, "How the expected results count").
 */
export function judgeOrganization(
  rules: readonly Rule[],
  facts: BranchFacts,
  pack: Pack,
  asOf: IsoDay,
): readonly Finding[] {
  const exempt = exemption(facts, pack, asOf)
  const applied = exempt === undefined ? rules : rules.filter(rule => rule.whenExempt === 'info')
  return applied.flatMap(rule => {
    if (pack.off.includes(rule.id)) return []
    if (rule.keeps !== undefined && !isJudged(rule.keeps, facts, pack, asOf)) return []
    const judgement = rule.judge(facts, pack, asOf)
    if (judgement === undefined) return []
    return [
      {
        org: facts.code ?? facts.orgId,
        orgId: facts.orgId,
        orgName: facts.name,
        rule: rule.id,
        evidenceOf: rule.evidenceOf,
        ...(exempt === undefined
          ? atMost(judgement, pack.atMost[rule.id])
          : forInformation(judgement, exempt)),
      },
    ]
  })
}

/** Whether what the rule rests on is kept: here, or by so many that who has none of it is told. */
function isJudged({ areKept, partly }: Keeps, facts: BranchFacts, pack: Pack, asOf: IsoDay): boolean {
  if (!areKept(facts.kept, pack, asOf)) return false
  return partly === undefined || !partly.holds(facts.kept, pack, asOf) || partly.isOwn(facts)
}

/** A pack may say that a rule only reminds. */
function atMost(judgement: Judgement, most: Severity | undefined): Judgement {
  if (most === undefined || severities.indexOf(judgement.severity) >= severities.indexOf(most))
    return judgement
  return { ...judgement, severity: most, worsens: null }
}

function forInformation(judgement: Judgement, reason: Text): Judgement {
  return {
    ...judgement,
    severity: 'info',
    worsens: null,
    why: {
      zh: `${judgement.why.zh}（${reason.zh}，仅供参考）`,
      en: `${judgement.why.en} (For information: ${reason.en}.)`,
    },
  }
}
