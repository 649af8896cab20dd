import { type Paper, type PaperCell, signedOn, signHere, writtenDay } from '#db/papers/paper.ts'
import { rectificationCourse } from '#db/records/courses/rectification-course.ts'
import { editForm } from '#db/records/forms.ts'
import { filesIn } from '#db/records/types/files.ts'
import { type Correction, isUnderWay, type KnownCase } from '#db/registry/cases/read-cases.ts'
import { type IsoDay, isDay } from '#db/shared/day.ts'
import { refuse } from '#db/shared/refusal.ts'

type Named = { readonly name: string; readonly code: string | null }
type Known = Pick<KnownCase, 'opened' | 'state' | 'by' | 'correction'>

const label = (text: string, columns = 1): PaperCell => ({ text, columns, isLabel: true })
const cell = (text: string, columns = 1): PaperCell => ({ text, columns })
const days = (day: string) => (isDay(day) ? writtenDay(day) : day)

/**
 * 整治台账更正申请表: what stands in a case that is over, what ought to stand there, for what reason, and what the office
 * above answers; room to sign for both. Refuses a case of which no correction was asked for, and one that was taken up
 * again: what stands there now is no longer what was to be corrected.
 */
export function correctionForm({ correction, ...known }: Known, org: Named): Paper {
  const { name } = org
  if (correction === undefined)
    refuse(
      'correction-not-asked',
      `“${name}”的整治台账没有申请过更正，不用填申请表。请先申请更正。`,
      `No correction of the case of ${name} was asked for, so there is no form to fill. Ask for one first.`,
      { name },
    )
  if (isUnderWay(known))
    refuse(
      'correction-past',
      `“${name}”已经重新整改，台账可以直接修改，以前的更正申请不再出表。`,
      `The case of ${name} was taken up again and is edited itself, so no form is made of the correction before that.`,
      { name },
    )
  const { asked } = correction
  return {
    title: '整治台账更正申请表',
    body: [
      {
        widths: [26, 56, 28, 46],
        heads: 1,
        rows: [
          [label('团组织全称'), cell(name, 3)],
          [label('组织ID'), cell(org.code ?? ''), label('认定日期'), cell(days(known.opened))],
          [
            label('整治状态'),
            cell(rectificationCourse.states[known.state].zh),
            label('办结日期'),
            cell(endedOn(known)),
          ],
          [label('申请日期'), cell(days(asked.day)), label('经办人'), cell(asked.actor ?? '')],
          [label('更正项目'), label('原来的内容'), label('应当是的内容', 2)],
          ...changed(correction),
          [label('更正理由'), cell(asked.note ?? '', 3)],
          [
            label('佐证材料'),
            cell(
              filesIn(asked.files)
                .map(({ name: file }) => file)
                .join('、'),
              3,
            ),
          ],
          [label('申请单位\n意见'), { text: signHere, columns: 3, isSigned: true }],
          [label('上级团组织\n答复'), { text: answered(correction), columns: 3, isSigned: true }],
        ],
        signed: 2,
      },
    ],
  }
}

/** The day of 销号, merging or closing. */
function endedOn({ by }: Pick<Known, 'by'>): string {
  return by === undefined ? '' : days(by.day)
}

function changed({ asked, before, after }: Correction): readonly (readonly PaperCell[])[] {
  const said = (of: Correction['before'], name: string) => {
    const value = Object.entries(of).find(([one]) => one === name)?.[1]
    return value == null ? '' : (form?.fields[name]?.show(value, 'zh') ?? '')
  }
  const form = editForm('rectification')
  const rows = asked.points.flatMap(name => {
    const words = form?.fields[name]?.words
    return words === undefined
      ? []
      : [[label(words.zh), cell(said(before, name)), cell(said(after, name), 2)]]
  })
  return rows.length > 0 ? rows : [[cell('见更正理由，台账各项不变。', 4)]]
}

function answered({ answer }: Correction): string {
  if (answer === undefined) return signHere
  const { action, note, day, actor } = answer
  const said = action === 'grant' ? '同意更正。' : '不予更正。'
  const by = actor === null ? '' : `经办人 ${actor}。`
  return `${said}${note ?? ''}\n${by}\n${isDay(day) ? signedOn(day as IsoDay) : signHere}`
}
