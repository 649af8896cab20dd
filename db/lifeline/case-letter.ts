import { numeral, type Paper, writtenDay } from '#db/papers/paper.ts'
import type { KnownCase } from '#db/registry/cases/read-cases.ts'
import { daysBetween, type IsoDay, isDay } from '#db/shared/day.ts'
import { grouped } from '#db/shared/plural.ts'

export type CaseLetter = {
  readonly known: Pick<KnownCase, 'opened' | 'due' | 'problems' | 'measures' | 'owner' | 'liaison' | 'state'>
  /** Its full name. */
  readonly name: string
}

/** 整改催办函: reminds one organization that it is to be put right by a day, or that the day has passed. */
export function caseLetter({ known, name }: CaseLetter, office: string, day: IsoDay): Paper {
  const { due, opened, problems, measures, owner, liaison } = known
  const isOver = due < day
  return {
    title: isOver ? '关于逾期未完成整改的催办函' : '关于按期完成整改工作的提醒函',
    to: name,
    body: [
      `你单位于${written(opened)}列入软弱涣散团组织整治台账，整改时限为${written(due)}，${left(due, day)}。现就整改工作${isOver ? '催办' : '提醒'}如下：`,
      { heading: '一、尚需解决的问题', level: 1 },
      ...problems.map((problem, at) => `${at + 1}．${ended(problem)}`),
      { heading: '二、应当落实的措施', level: 1 },
      ...measures.map((measure, at) => `${at + 1}．${ended(measure)}`),
      { heading: `${numeral(3)}、有关要求`, level: 1 },
      `责任人${owner}要抓紧组织落实，挂点联系人${liaison}要加强指导督促。`,
      isOver
        ? '请自收到本函之日起尽快完成整改并申请销号；确有困难的，请书面说明原因和新的完成时间。'
        : '请每月报告整改进展，完成后及时申请销号，由上级团组织逐条验收。',
      `特此${isOver ? '催办' : '提醒'}。`,
    ],
    signed: { office, day },
  }
}

function written(day: string): string {
  return isDay(day) ? writtenDay(day) : day
}

function left(due: string, day: IsoDay): string {
  if (!isDay(due)) return '请尽快完成'
  const days = daysBetween(day, due)
  if (days < 0) return `至今已逾期${grouped(-days)}天`
  return days === 0 ? '今日到期' : `距今还有${grouped(days)}天`
}

/** As a sentence of a letter: it ends, and its days are written out. */
function ended(sentence: string): string {
  const told = sentence.replace(/\d{4}-\d{2}-\d{2}/g, written)
  return /[。！？!?.]$/.test(told) ? told : `${told}。`
}
