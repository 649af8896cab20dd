import { draftIds, type Plan } from '#db/plans/plan.ts'
import { columnsOf } from '#db/records/columns.ts'
import { rectificationCourse } from '#db/records/courses/rectification-course.ts'
import { rectification } from '#db/records/lifeline/rectification.ts'
import { called } from '../acts/known.ts'
import type { Planning } from '../acts/planning.ts'
import { sentenceOf } from '../history/sentence.ts'
import { casesOf, isUnderWay } from './read-cases.ts'

/** 认定、建档: one organization is put right in one case at a time. */
export async function planCase(planning: Planning): Promise<Plan> {
  const { reader, on, today } = planning.standpoint
  planning.assume({ opened: on ?? today })
  planning.check()
  planning.missing()
  planning.refuseClosed('org', planning.day('opened'))
  const { org } = planning.orgs
  const [last] = org === undefined ? [] : await casesOf(reader, [org.id], today)
  if (org !== undefined && last !== undefined && isUnderWay(last)) {
    const { zh, en } = rectificationCourse.states[last.state]
    planning.tell(
      'org',
      'case-open',
      `“${called(org)}”已于 ${last.opened} 建档（${zh}）。请在那份台账上办理。`,
      `A case of ${called(org)} was opened on ${last.opened} (${en}). Go on with that one.`,
    )
  } else if (org !== undefined && last !== undefined) {
    const { zh, en } = rectificationCourse.states[last.state]
    const day = last.by?.day ?? last.opened
    planning.warn(
      `“${called(org)}”的上一次整治于 ${day} ${zh}。如是同样的问题，可以登记返潮。`,
      `The last case of ${called(org)} ended on ${day} (${en}). If it is the same problem again, register that it relapsed.`,
    )
  }
  return planning.finish(() => {
    const id = draftIds()()
    const said = { ...planning.said, org: org?.id ?? '' }
    const opened = planning.text('opened') ?? ''
    const due = planning.text('due') ?? ''
    const label = { what: 'case', title: org === undefined ? '' : called(org), on: opened, due }
    return {
      id,
      drafts: [{ act: 'create', entity: 'rectification', id, fields: columnsOf(rectification, said) }],
      label,
      sentences: [sentenceOf(label)],
    }
  })
}
