import type { PackChanges } from '#contract/lifeline/pack-changes.ts'
import type { IsoDay } from '#db/shared/day.ts'
import { refuse } from '#db/shared/refusal.ts'
import type { Text } from '#db/shared/text.ts'
import { allRules } from '../rules/all-rules.ts'
import { defaultRulePack } from './default-rule-pack.ts'
import { nameOfTest } from './pack-tests.ts'
import { type Dated, heldOn, type RulePack } from './rule-pack.ts'

/**
 * A pack with what is changed of it. A new value stands beside the old ones from its day on; whatever else stands in
 * the pack, a newer program's words among it, stays as it is. Refuses `threshold-unknown`, `rule-unknown` and
 * `pack-test-unknown`.
 */
export function revisePack(pack: RulePack, changes: PackChanges, today: IsoDay): RulePack {
  const { name = pack.name.zh, year = pack.year, version = pack.version, since = pack.since } = changes
  const rules = { ...pack.rules }
  for (const [rule, { counts, atMost }] of Object.entries(changes.rules)) {
    if (!(rule in rules) && !allRules.some(({ id }) => id === rule)) ruleUnknown(rule)
    const { atMost: _before, ...rest } = rules[rule] ?? {}
    rules[rule] = { ...rest, counts, ...(atMost !== null && { atMost }) }
  }
  const thresholds = { ...pack.thresholds }
  for (const change of changes.thresholds) {
    const list = thresholds[change.name] ?? defaultRulePack.thresholds[change.name]
    if (list === undefined) thresholdUnknown(change.name)
    thresholds[change.name] = changedList(list, change, since, today)
  }
  const tests = changedTests(pack['tests'], changes.tests)
  return {
    ...pack,
    name: name === pack.name.zh ? pack.name : { zh: name, en: name },
    ...{ year, version, since, rules, thresholds },
    ...(tests.length > 0 || pack['tests'] !== undefined ? { tests } : {}),
  }
}

type Change = PackChanges['thresholds'][number]

function changedList(list: readonly Dated[], change: Change, since: string, today: IsoDay): Dated[] {
  const { value, from, isChecked } = change
  const now = heldOn(list, today)
  if (value !== undefined) {
    const begins = from ?? since
    const before = list.find(one => one.from === begins)
    const one: Dated = {
      value,
      from: begins,
      basis: groundOf(change.basis, before?.basis ?? null),
      source: change.source === undefined ? (before?.source ?? null) : blankAsNull(change.source),
      checked: today,
    }
    return [...list.filter(other => other.from !== begins), one]
  }
  return list.map(one => {
    if (from === undefined ? one !== now : one.from !== from)
      return isChecked ? { ...one, checked: today } : one
    return {
      ...one,
      basis: groundOf(change.basis, one.basis),
      source: change.source === undefined ? one.source : blankAsNull(change.source),
      checked: isChecked ? today : one.checked,
    }
  })
}

/** What somebody writes is in his own language; what he left as it was keeps both. */
function groundOf(written: string | null | undefined, before: Text | null): Text | null {
  if (written === undefined || written === before?.zh || written === before?.en) return before
  const text = blankAsNull(written)
  return text === null ? null : { zh: text, en: text }
}

function blankAsNull(text: string | null): string | null {
  return text === null || text.trim() === '' ? null : text.trim()
}

function changedTests(given: unknown, { put, remove }: PackChanges['tests']): readonly unknown[] {
  const before: readonly unknown[] = Array.isArray(given) ? given : []
  const names = new Set(before.map(nameOfTest))
  const missing = remove.find(name => !names.has(name))
  if (missing !== undefined)
    refuse(
      'pack-test-unknown',
      `规则包里没有检验用例“${missing}”。`,
      `The rule pack has no test case "${missing}".`,
      { test: missing },
    )
  const gone = new Set(remove)
  const anew = new Map(put.map(test => [test.name, test]))
  const kept = before.flatMap(test => {
    const name = nameOfTest(test)
    if (name === undefined) return [test]
    const next = anew.get(name)
    anew.delete(name)
    if (next !== undefined) return [next]
    return gone.has(name) ? [] : [test]
  })
  return [...kept, ...anew.values()]
}

function thresholdUnknown(name: string): never {
  const [first] = Object.keys(defaultRulePack.thresholds)
  refuse(
    'threshold-unknown',
    `没有名叫“${name}”的标准。标准的名称如 ${first}，一览见规则包。`,
    `There is no threshold "${name}". They have names such as ${first}; the rule pack lists them.`,
    { threshold: name },
  )
}

function ruleUnknown(rule: string): never {
  refuse(
    'rule-unknown',
    `没有规则“${rule}”。规则的编号从 W01 到 W20。`,
    `There is no rule "${rule}". They are numbered from W01 to W20.`,
    { rule },
  )
}
