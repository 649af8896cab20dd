import { z } from 'zod'
import { bareText, tidyText } from '#db/shared/tidy-text.ts'
import { type Cell, shownText } from '#db/sheets/cell.ts'
import { type At, type Field, field, type Options, type Plain, plain } from './field.ts'

/** What a person writes for "nothing" where something is asked for. */
const nothing = /^(-+|—+|\/+|\\+|无|暂无|空|null|N\/A)$/i
/** And what offices write into a table where they do not know it, or where it is as it was: neither says what it is. */
const notKnown =
  /^(?:不详|不明|不清楚?|记不清楚?|不知道?|不记得|未知|[不未没]变|[无未]变化|没有变化|同[上去]年度?|待[补填查核]|待(?:核实|查实|补充|补填|确认|完善)|未填写?|未提供|未采集|略|保密|[?\uff1f]+|[*＊×]{2,}|[xX]{2,})$/
const saysNothing = (text: string, at: At) =>
  text === '' || (text.length < 5 && (nothing.test(text) || (at.asWritten === true && notKnown.test(text))))

/** The text of a cell; formulas and errors of calculation are told here, once for every type. */
export function textIn(cell: Cell, at: At): string | undefined {
  if (typeof cell === 'string') return cell
  if (cell === null) return undefined
  if (typeof cell !== 'object' || cell.kind === 'day') return shownText(cell)
  if (cell.kind === 'formula')
    at.tell(
      'refused',
      'formula',
      '这里是公式，不是填写的内容。请改成要填的内容。',
      'this is a formula, not a value. Write the value itself.',
    )
  else
    at.tell(
      'left out',
      'value-unknown',
      '这里是计算出错的结果，不是填写的内容。请改成要填的内容。',
      'this is the error of a calculation. Write the value itself.',
    )
  return undefined
}

export function tidyIn(cell: Cell, at: At): string | undefined {
  const text = textIn(cell, at)
  if (text === undefined) return undefined
  const tidy = tidyText(text)
  return saysNothing(tidy, at) ? undefined : tidy
}

/** A number or code as typed. What is shown as 1.9E+10 has lost its digits. */
export function codeIn(cell: Cell, at: At): string | undefined {
  const text = textIn(cell, at)
  if (text === undefined) return undefined
  const bare = wholeNumber(bareText(text).replace(/^'+/, ''))
  if (saysNothing(bare, at)) return undefined
  if (bare.startsWith('=')) {
    at.tell(
      'left out',
      'value-unknown',
      '这里不能以“=”开头。请改成要填的内容。',
      'this cannot begin with "=". Write the value itself.',
    )
    return undefined
  }
  if (!bare.includes('+') || !/^\d(\.\d+)?E\+\d+$/i.test(bare)) return bare
  at.tell(
    'left out',
    'value-unknown',
    '号码被表格软件改成了科学计数法，末尾几位已丢失。请重新填写完整的号码。',
    'the number was turned into scientific notation and lost its last digits. Type the full number again.',
  )
  return undefined
}

/** 13800001234.0 and 1.3800001234E10 are whole numbers that a spreadsheet wrote as a fraction: no digit is lost. */
function wholeNumber(text: string): string {
  const whole = /^(\d{4,})\.0+$/.exec(text)?.[1]
  if (whole !== undefined) return whole
  const [, first, rest = '', exponent] = /^(\d)\.(\d+)E\+?(\d{1,2})$/i.exec(text) ?? []
  return first !== undefined && rest.length === Number(exponent) ? first + rest : text
}

/** Tells that a text is longer than its field takes; the same length holds in a packet. */
export function tellTooLong(at: At, most: number, length: number): void {
  at.tell(
    'refused',
    'too-long',
    `最多 ${most} 个字，现在有 ${length} 个字。请缩短。`,
    `at most ${most} characters fit here, and this has ${length}. Make it shorter.`,
  )
}

type TextOptions<R extends boolean> = Options<R> & {
  readonly most?: number
  /** What else such a text has to be; gives it back as it is kept, or tells what is wrong. */
  readonly reads?: (text: string, at: At) => string | undefined
}

function line(type: string, of: (cell: Cell, at: At) => string | undefined, usual: number) {
  return <R extends boolean = false>(
    zh: string,
    en: string,
    options: TextOptions<R> = {},
  ): Field<string, NoInfer<R>, Plain> => {
    const { most = usual, reads } = options
    return field(zh, en, options, {
      type,
      columns: plain,
      most,
      schema: z.string().max(most),
      input: { as: most > 200 ? 'lines' : 'line' },
      read(cell, at) {
        const text = of(cell, at)
        if (text === undefined) return undefined
        if (text.length <= most) return reads === undefined ? text : reads(text, at)
        tellTooLong(at, most, text.length)
        return undefined
      },
      show: value => value,
    })
  }
}

/** Plain text; white space inside counts as one space. */
export const text = line('text', tidyIn, 200)
/** White space means nothing in it: codes, addresses. */
export const code = line('code', codeIn, 60)
