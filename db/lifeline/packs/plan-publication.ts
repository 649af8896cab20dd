import { draftIds, type Plan } from '#db/plans/plan.ts'
import { columnsOf } from '#db/records/columns.ts'
import { rulePack } from '#db/records/lifeline/rule-pack.ts'
import type { Standpoint } from '#db/registry/acts/known.ts'
import { sentenceOf } from '#db/registry/history/sentence.ts'
import { canonical } from '#db/shared/canonical.ts'
import { isDay } from '#db/shared/day.ts'
import { invariant } from '#db/shared/invariant.ts'
import { refuse } from '#db/shared/refusal.ts'
import type { Text } from '#db/shared/text.ts'
import { runPackTests } from './pack-tests.ts'
import { packOn, readRulePack } from './rule-pack.ts'

/**
 * What publishing a rule pack would do. Only the topmost office of a tree may: what judges the branches of the streets
 * is not for a street to say. Refuses `pack-not-yours`, `pack-twice`, `pack-unreadable` and `pack-invalid`.
 */
export async function planPublication(standpoint: Standpoint, body: string): Promise<Plan> {
  const { reader, office, today } = standpoint
  const pack = readRulePack(body)
  const { year, version, since, name } = pack
  invariant(isDay(since), 'the schema asks for a day')
  const isBelow = await reader
    .selectFrom('placement')
    .where('org', '=', office)
    .where('until', 'is', null)
    .where('parent', 'is not', null)
    .select('id')
    .executeTakeFirst()
  if (isBelow !== undefined || standpoint.hasParentOffice)
    refuse(
      'pack-not-yours',
      '规则包由最上级的团组织统一发布，本单位不能发布。如需调整标准，请报上级。',
      'Rule packs are published by the topmost office, for all below it alike. Ask the office above to change a threshold.',
    )
  const same = await reader
    .selectFrom('rule_pack')
    .where('org', '=', office)
    .where('year', '=', year)
    .where('version', '=', version)
    .select('id')
    .executeTakeFirst()
  if (same !== undefined)
    refuse(
      'pack-twice',
      `${year} 年第 ${version} 版规则包已经发布，不能改动。请改为下一版再发布。`,
      `Version ${version} of the rule pack of ${year} is published already and cannot be changed. Give it the next version.`,
      { year, version },
    )
  // the numbers have to agree on every day on which one of them changes
  const days = new Set<string>([since, today])
  for (const list of Object.values(pack.thresholds))
    for (const { from } of list) if (from !== null) days.add(from)
  let unknown: readonly string[] = []
  for (const day of days) if (isDay(day)) unknown = packOn(pack, 'published', day).unknown
  const id = draftIds()()
  const said = { org: office, year, version, since, name: name.zh, body: canonical(JSON.parse(body)) }
  const label = { what: 'add', kind: 'rule_pack', title: rulePack.title(said) }
  const warnings: Text[] = []
  if (unknown.length > 0)
    warnings.push({
      zh: `规则包里有本程序不认识的内容，已原样保留、暂不使用：${unknown.join('、')}。`,
      en: `The pack names what this program does not know; it is carried as it is and not used: ${unknown.join(', ')}.`,
    })
  for (const { name: test, says } of runPackTests(pack))
    if (says !== undefined)
      warnings.push({
        zh: `检验用例“${test}”没有通过：${says.zh}`,
        en: `The test case "${test}" fails: ${says.en}`,
      })
  return {
    id,
    drafts: [{ act: 'create', entity: 'rule_pack', id, fields: columnsOf(rulePack, said) }],
    problems: [],
    sentences: [sentenceOf(label)],
    warnings,
    label,
  }
}
