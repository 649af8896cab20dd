import type { Problem } from '#db/plans/plan.ts'
import { editForm, type Form } from '#db/records/forms.ts'
import { invariant } from '#db/shared/invariant.ts'
import type { Standpoint } from '../acts/known.ts'
import { Planning, type Typed } from '../acts/planning.ts'
import type { KnownCase } from './read-cases.ts'

/** What a step says point by point, as it is kept, and in one sentence for history. */
export type Points = {
  readonly points: readonly string[]
  readonly remarks: readonly string[]
  readonly said: string
}

export const noPoints: Points = { points: [], remarks: [], said: '' }

/** 逐条验收: the problems of a case that are not solved, each with its reason. Those that are not named are accepted. */
export function planReturned(
  { problems }: KnownCase,
  asked: readonly { readonly problem: string; readonly reason: string }[],
  tell: (code: string, zh: string, en: string) => void,
): Points {
  const returned = new Map<string, string>()
  for (const { problem, reason } of asked) {
    const known = problems.find(one => one === problem) ?? problems[Number(problem) - 1]
    if (known === undefined)
      tell(
        'point-unknown',
        `台账里没有问题“${problem}”。请写序号 1 到 ${problems.length}，或者照抄问题。`,
        `There is no problem "${problem}" in the case. Give its number from 1 to ${problems.length}, or its words.`,
      )
    else if (reason.trim() === '')
      tell('missing', `请写明“${known}”退回的理由。`, `Give the reason why "${known}" is not accepted.`)
    else returned.set(known, reason.trim())
  }
  const said = [...returned].map(([problem, reason]) => `${problem.replace(/。$/, '')}：${reason}`).join('；')
  return { points: [...returned.keys()], remarks: [...returned.values()], said }
}

/** What of a case may be corrected after it is over: all but what it is about, and since when. */
export function correctableForm(): Form {
  const form = editForm('rectification')
  invariant(form, 'cases are corrected by their form')
  const fields = Object.entries(form.fields).filter(([, field]) => !field.fixed)
  return {
    ...form,
    fields: Object.fromEntries(fields),
    first: form.first.filter(name => !form.fields[name]?.fixed),
  }
}

/** 更正: the values that a case ought to have. What is wrong with one is told at its field. */
export function planCorrection(
  standpoint: Standpoint,
  known: KnownCase,
  set: Typed,
  tell: (problem: Problem) => void,
): Points {
  const form = correctableForm()
  const planning = new Planning(standpoint, form, set)
  planning.said = { opened: known.opened, ...planning.said }
  for (const [field, value] of Object.entries(planning.said))
    if (value === null && form.fields[field]?.required === true)
      planning.tell(field, 'missing', '不能为空。请填写。', 'this cannot be empty. Fill it in.')
  planning.check()
  const plan = planning.finish(() => ({ id: known.id, drafts: [], label: null, sentences: [] }))
  for (const problem of plan.problems) tell(problem)
  const corrected = Object.keys(set).flatMap(name => {
    const field = form.fields[name]
    const value = planning.said[name]
    return field === undefined || value == null ? [] : [{ name, field, value }]
  })
  return {
    points: corrected.map(({ name }) => name),
    remarks: corrected.map(({ field, value }) => String(field.write?.(value) ?? field.show(value, 'zh'))),
    said: corrected.map(({ field, value }) => `${field.words.zh}改为“${field.show(value, 'zh')}”`).join('；'),
  }
}
