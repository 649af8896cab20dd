import { plural } from '#db/shared/plural.ts'
import type { Text } from '#db/shared/text.ts'
import type { HiddenRows } from '../read-roster.ts'
import type { HiddenAnswer } from '../recognising/table-request.ts'
import type { Question } from './orgs/other-office.ts'

/** Rows of a roster that nobody sees in its sheet: how many, what was said of them, and what is asked while nothing was. */
export type HiddenTold = {
  readonly count: number
  readonly answer: HiddenAnswer | null
  readonly text: Text
  readonly question: Question | undefined
}

/**
 * What is told of the rows that a filter leaves out or somebody has hidden. Whether they belong to the roster is for a
 * person to say: a clerk may have hidden those who left, or only have looked for one of them.
 */
export function hiddenTold(
  { count, first }: HiddenRows,
  answer: HiddenAnswer | undefined,
): HiddenTold | undefined {
  if (count === 0) return undefined
  const rows = first.join('、') + (count > first.length ? ' …' : '')
  const rowsEn = first.join(', ') + (count > first.length ? ' …' : '')
  const zh = `表里有 ${count} 行被筛选掉或隐藏了，打开时看不见（第 ${rows} 行）。`
  const en = `${plural(count, 'row')} of the sheet ${count === 1 ? 'is' : 'are'} filtered out or hidden, so nobody sees ${count === 1 ? 'it' : 'them'} (${rowsEn}).`
  switch (answer) {
    case 'take':
      return {
        count,
        answer,
        text: { zh: `${zh}已一并读取。`, en: `${en} They were taken with the others.` },
        question: undefined,
      }
    case 'leave':
      return {
        count,
        answer,
        text: { zh: `${zh}没有读取。`, en: `${en} They were left out.` },
        question: undefined,
      }
    case undefined: {
      const text = {
        zh: `${zh}下面先按一并导入来算。请说明要一并导入，还是不导入这些行。`,
        en: `${en} Below they are counted with the others. Say whether they are to be taken or left out.`,
      }
      return { count, answer: null, text, question: { code: 'hidden-rows', text } }
    }
  }
}
