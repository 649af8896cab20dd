import { FormFile } from '#db/forms/form-file.ts'
import { writePapers } from '#db/papers/write-papers.ts'
import type { Question } from '#db/records/ledger/question.ts'
import { type Asking, answerOf, yearBefore } from '#db/reports/ask.ts'
import { readFigures } from '#db/reports/figures.ts'
import { Refusal, refuse } from '#db/shared/refusal.ts'
import type { Reader } from '#db/sqlite/tables.ts'
import type { Task } from '#db/sqlite/task.ts'
import { documentPart, readSummary, withFields } from './fields.ts'
import { type Change, renewSummary } from './renew.ts'
import { type Compared, passages, summaryKeys, summaryPaper, type Written, written } from './template.ts'

export type SummaryInput = Asking & {
  readonly office: string
  /** His document, which is made anew; and of which passages and figures the new one is taken. */
  readonly mine?: { readonly name: string; readonly bytes: Uint8Array } | undefined
  readonly take: readonly string[]
}
export type MadeSummary = {
  readonly passages: readonly Written[]
  readonly figures: readonly Compared[]
  readonly changes: readonly Change[]
  /** Passages that a person wrote himself, and that stay. */
  readonly kept: number
}

const asking = { zh: '正在统计', en: 'Counting' }

/** The yearly summary as .docx: made new, or his own made anew without losing what he wrote. */
export const summaryTask: Task<SummaryInput, Uint8Array, MadeSummary> = async (input, tools) => {
  const { year, mine, office, take } = input
  await tools.report(asking, 0, 0)
  const figures = await compared(tools.reader(), input)
  const said = written(new Map(figures.map(({ key, now }) => [key, now])))
  const paper = summaryPaper(year, said, figures)
  const names = new Map(figures.map(({ key, name }) => [key, name]))
  const fresh = await withFields(await writePapers([paper], office), names)
  if (mine === undefined) {
    await tools.emit(fresh)
    return { passages: said, figures, changes: [], kept: 0 }
  }
  const his = await FormFile.open(mine.name, mine.bytes)
  refuseOther(his, mine.name)
  const { bytes, changes, kept } = await renewSummary(his, fresh, new Set(take))
  await tools.emit(bytes)
  return { passages: said, figures, changes, kept }
}

function refuseOther(his: FormFile, name: string): void {
  const isOne =
    his.text(documentPart) !== undefined &&
    readSummary(
      his,
      passages.map(({ id }) => id),
    ).fields.length > 0
  if (isOne) return
  refuse(
    'summary-other',
    `“${name}”不是本程序做的年度总结，或者里面的数字控件都被删掉了，分不清哪些是您改的。请选原来那份总结，或者重新做一份。`,
    `${name} is no summary that was made here, or all its figures were taken out, so nobody can tell what you changed. Choose the one that was made here, or make a new one.`,
    { name },
  )
}

async function compared(reader: Reader, asked: Asking): Promise<readonly Compared[]> {
  const figures = new Map((await readFigures(reader)).map(one => [one.key, one]))
  const found: Compared[] = []
  const last = yearBefore(reader, asked)
  for (const key of summaryKeys) {
    const figure = figures.get(key)
    if (figure?.question === undefined) continue
    const { question } = figure
    const of = async (ask: (question: Question) => Promise<number | null>) => {
      try {
        return await ask(question)
      } catch (error) {
        if (error instanceof Refusal) return null
        throw error
      }
    }
    found.push({
      key,
      name: figure.name.zh,
      unit: figure.unit,
      now: await of(one => answerOf(reader, one, asked)),
      last: await of(last),
    })
  }
  return found
}
