import { lookUpOrg } from '../acts/known.ts'
import { readMeasures } from '../acts/measures.ts'
import type { Planning } from '../acts/planning.ts'

/** 任务: what it is counted by has to be something that this registry counts, and who has to do it lies below. */
export async function judgeTask(planning: Planning): Promise<void> {
  const measure = planning.text('measure')
  if (measure !== undefined) {
    const measures = await readMeasures(planning.standpoint.reader)
    const found = measures.find(measure)
    const some = measures.alike(measure)
    if (found === undefined)
      planning.tell(
        'measure',
        'measure-unknown',
        `没有叫“${measure}”的报表指标，也没有叫这个名称的工作类型。可以写：${some.join('、')}。`,
        `There is neither a figure nor a type of work called "${measure}". There is, for example: ${some.join(', ')}.`,
      )
    else planning.said = { ...planning.said, measure: found.name }
  }
  const whom = planning.said['whom']
  if (!Array.isArray(whom)) return
  for (const name of whom.map(String)) await below(planning, 'whom', name)
}

/** 补录许可: for an organization of this office's part; noted by its code, which is the same on every PC. */
export async function judgeReopening(planning: Planning): Promise<void> {
  const whom = planning.text('whom')
  if (whom === undefined) return
  const org = await below(planning, 'whom', whom)
  if (org !== undefined) planning.said = { ...planning.said, whom: org.code ?? org.id }
}

async function below(planning: Planning, field: string, name: string) {
  const looked = await lookUpOrg(planning.standpoint, name)
  if (looked.kind === 'found' && looked.found.own) return looked.found
  if (looked.kind === 'found') planning.notYours(field, looked.found)
  else if (looked.kind === 'ambiguous')
    planning.tell(
      field,
      'org-ambiguous',
      `不止一个组织叫“${name}”：${looked.choices.join('、')}。请改填组织ID。`,
      `More than one organization is called "${name}": ${looked.choices.join(', ')}. Name it by its code.`,
    )
  else
    planning.tell(
      field,
      'org-unknown',
      `台账里没有“${name}”这个组织。请核对组织ID、全称或简称。`,
      `There is no organization "${name}" in this registry. Check its code, full name or short name.`,
    )
  return undefined
}
