import { createHash } from 'node:crypto'
import { type Draft, draftIds } from '#db/plans/plan.ts'
import { addForm } from '#db/records/forms.ts'
import { rectification } from '#db/records/lifeline/rectification.ts'
import { ruleCalled } from '#db/records/words/rule-words.ts'
import { invariant } from '#db/shared/invariant.ts'
import { called, type Standpoint } from '../acts/known.ts'
import { apart, type Many, type ManyRow, named, type PlannedMany, plannedOf } from '../acts/plan-many.ts'
import { Planning } from '../acts/planning.ts'
import { planCase } from './plan-case.ts'

/** 认定情形 and 主要问题 of one organization. */
export type FoundWeak = { readonly rules: readonly string[]; readonly problems: readonly string[] }

/** The same measures, people and deadline for several organizations; of each what was found in it. */
type Cases = Omit<Many, 'add' | 'ids'> & { readonly found: ReadonlyMap<string, FoundWeak> }

/**
 * What opening the cases of several organizations at once would do: each is planned as it would be alone, and all become
 * one change set. What stands against one of them stands at its row.
 */
export async function planCases(standpoint: Standpoint, cases: Cases): Promise<PlannedMany> {
  const form = addForm('rectification')
  invariant(form, 'cases are opened by a form')
  const whole: Standpoint = { ...standpoint, looked: { orgs: new Map(), people: new Map() } }
  const rows: ManyRow[] = []
  const drafts: Draft[] = []
  let opened: { readonly on: string; readonly due: string } | undefined
  const nextId = draftIds()
  const stamping = createHash('sha256')
  for (const [id, { rules, problems: found }] of cases.found) {
    await cases.looked(rows.length, cases.found.size)
    const planning = new Planning(whole, form, {
      ...cases.set,
      org: id,
      rules: rectification.fields.rules.show(rules, 'zh'),
      problems: found.join('；'),
    })
    await planning.lookUp()
    const { drafts: own, warnings, problems } = await planCase(planning)
    const { org } = planning.orgs
    const title = org === undefined ? id : called(org)
    const sentences = [
      {
        zh: `${title}：${rules.map(rule => ruleCalled(rule, 'zh')).join('、')}`,
        en: `${title}: ${rules.map(rule => ruleCalled(rule, 'en')).join(', ')}`,
      },
    ]
    rows.push({ id, title, sentences, warnings, problems, isSame: false })
    drafts.push(...apart(own, nextId))
    if (problems.length === 0)
      opened ??= { on: planning.text('opened') ?? '', due: planning.text('due') ?? '' }
    stamping.update(JSON.stringify([id, rules, found, problems.map(({ code }) => code)]))
  }
  const titles = rows.filter(({ problems }) => problems.length === 0).map(({ title }) => title)
  return plannedOf(cases, {
    rows,
    stamp: stamping.digest('hex'),
    id: drafts[0]?.id ?? '',
    drafts,
    label: { what: 'case-many', ...opened, count: titles.length, titles: titles.slice(0, named) },
  })
}
