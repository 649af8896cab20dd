import { z } from 'zod'
import type { Text } from '#db/shared/text.ts'
import { fenInWords } from '../types/count.ts'
import { day, month } from '../types/day.ts'
import { type At, type Field, field, type Input, plain, type Type } from '../types/field.ts'
import { numberInWords } from '../types/number-in-words.ts'
import { phone } from '../types/phone.ts'
import { text, tidyIn } from '../types/text.ts'
import { wordTable } from '../types/word-table.ts'

/** What an own field of a type of work holds, where it is none of a list of words. */
type Holding = 'number' | 'money' | 'text' | 'day' | 'month' | 'phone' | 'yes-no'
const holdings = wordTable<Holding>({
  number: ['数字', '数量', '数值', '人数'],
  money: ['金额(元)', '金额', '经费'],
  text: ['文字', '文本'],
  day: ['日期', '时间'],
  month: ['月份', '年月'],
  phone: ['电话', '联系电话', '手机'],
  'yes-no': ['是或否', '是否', '有无'],
})
const english: Readonly<Record<Holding, string>> = {
  number: 'number',
  money: 'amount in yuan',
  text: 'text',
  day: 'day',
  month: 'month',
  phone: 'telephone',
  'yes-no': 'yes or no',
}

/** Of so many words one is chosen at most. */
const mostOptions = 40
const longest = 500

/** 电视/报刊/网络: the words to choose from, two of them at least; undefined for what is no such list. */
function optionsIn(said: string): readonly string[] | undefined {
  const options = said
    .replace(/^(单选|选项|选择|options?|choices?)\s*[:：]?\s*/i, '')
    .replace(/^[(（](.*)[)）]$/, '$1')
    .split(/\s*[/、|｜,，]\s*/)
    .filter(option => option !== '')
  const isList =
    options.length >= 2 && options.length <= mostOptions && options.every(one => one.length <= 60)
  return isList ? [...new Set(options)] : undefined
}

const holdingOf = (said: string): Holding | undefined => holdings.values.find(value => value === said)

/**
 * What an own field holds, as the district says it in words: 数字, 金额, 日期 ..., or the words that are chosen from, with a
 * stroke between them. What a newer program says is taken as a text.
 */
export const ownFieldType: Type<string> = {
  type: 'own-field',
  columns: plain,
  most: longest,
  schema: z.string().min(1).max(longest),
  input: {
    as: 'select',
    open: true,
    options: holdings.values.map(value => [value, { zh: holdings.wordFor(value), en: english[value] }]),
  },
  read(cell, at) {
    const said = tidyIn(cell, at)
    if (said === undefined) return undefined
    const known =
      holdings.valueOf(said) ?? holdings.values.find(value => english[value] === said.toLowerCase())
    if (known !== undefined) return known
    const options = optionsIn(said)
    if (options !== undefined) return options.join('/')
    const words = holdings.words.join('、')
    at.tell(
      'left out',
      'value-unknown',
      `这里不能填“${said.slice(0, 30)}”。可以填：${words}；供选择的，把各个选项用“/”隔开，例如 电视/报刊/网络。`,
      `"${said.slice(0, 30)}" is no kind of field. It can be: ${Object.values(english).join(', ')}; or the words to choose from with a slash between them, such as TV/press/web.`,
    )
    return undefined
  },
  show: (said, lang) => {
    const known = holdingOf(said)
    return known === undefined ? said : lang === 'zh' ? holdings.wordFor(known) : english[known]
  },
}

/** What is to be filled in. */
export type Wanted = { readonly is: Text; readonly how: Text }

const wantedOf: Readonly<Record<Holding, Wanted>> = {
  number: {
    is: { zh: '数字', en: 'a number' },
    how: {
      zh: '填数字，单位可写可不写（1,200余册、3.5万 也可以）',
      en: 'a number, with or without its unit',
    },
  },
  money: {
    is: { zh: '金额（元），最多两位小数', en: 'an amount in yuan with at most two decimals' },
    how: { zh: '填金额，以元计，例如 1,200.50 或者 5万元', en: 'an amount in yuan, such as 1,200.50' },
  },
  text: { is: { zh: '文字', en: 'text' }, how: { zh: '填文字', en: 'text' } },
  day: {
    is: { zh: '日期', en: 'a date' },
    how: { zh: '填日期，例如 2018-05-04', en: 'a day such as 2018-05-04' },
  },
  month: {
    is: { zh: '年月，例如 2018-03', en: 'a month such as 2018-03' },
    how: { zh: '填年月，例如 2018-05', en: 'a month such as 2018-05' },
  },
  phone: {
    is: { zh: '电话号码', en: 'a telephone number' },
    how: { zh: '填电话号码', en: 'a telephone number' },
  },
  'yes-no': {
    is: { zh: '“是”或“否”', en: 'yes or no' },
    how: { zh: '填“是”或“否”', en: 'yes or no' },
  },
}

/** What has to stand in an own field, and how it is filled in. */
export function wantedIn(said: string): Wanted {
  const options = holdingOf(said) === undefined ? optionsIn(said) : undefined
  if (options === undefined) return wantedOf[holdingOf(said) ?? 'text']
  return {
    is: { zh: `${options.map(one => `“${one}”`).join('、')}之一`, en: `one of ${options.join(', ')}` },
    how: { zh: `填其中之一：${options.join('、')}`, en: `one of ${options.join(', ')}` },
  }
}

/** Only the calendar is asked: a day of an own field may lie in the future. */
const anyDay = day('', '')
const anyMonth = month('', '')
const anyPhone = phone('', '')
const yes = /^(是|有|对|√|✓|☑|y|yes|true|1)$/i
const no = /^(否|无|没有|不|×|✗|n|no|false|0)$/i

/** The field of a type of work by its name and what it holds: how it is typed, read and shown like any other. */
export function ownFieldOf(name: string, said: string): Field<string> {
  const holding = holdingOf(said)
  const options = holding === undefined ? optionsIn(said) : undefined
  const as = (type: string, input: Input, read: Type<string>['read']): Field<string> =>
    field(
      name,
      name,
      {},
      {
        type,
        columns: plain,
        most: longest,
        schema: z.string().max(longest),
        input,
        read,
        show: value => value,
      },
    )
  if (options !== undefined) {
    const table = wordTable(Object.fromEntries(options.map(option => [option, [option]])))
    return as('choice', selectOf(options), (cell, at) => {
      const written = tidyIn(cell, at)
      const known =
        written === undefined ? undefined : (table.valueOf(written) ?? beginning(options, written))
      if (written !== undefined && known === undefined) tellWanted(at, said)
      return known
    })
  }
  switch (holding) {
    case 'number':
    case 'money':
      return as(holding, { as: 'line' }, (cell, at) => {
        const written = tidyIn(cell, at)
        const value = written === undefined ? undefined : amountIn(holding, written)
        if (written !== undefined && value === undefined) tellWanted(at, said)
        return value
      })
    case 'day':
      return as('day', anyDay.input, (cell, at) => anyDay.read(cell, at))
    case 'month':
      return as('month', anyMonth.input, (cell, at) => anyMonth.read(cell, at)?.slice(0, 7))
    case 'phone':
      return as('phone', anyPhone.input, (cell, at) => anyPhone.read(cell, at))
    case 'yes-no':
      return as('choice', selectOf(['是', '否']), (cell, at) => {
        // 无 is no, where it is asked whether there is any.
        const written = typeof cell === 'string' ? cell.trim() : tidyIn(cell, at)
        if (written === undefined || written === '') return undefined
        if (yes.test(written)) return '是'
        if (no.test(written)) return '否'
        tellWanted(at, said)
        return undefined
      })
    default:
      return { ...text(name, name, { most: longest }) }
  }
}

function selectOf(options: readonly string[]): Input {
  return { as: 'select', open: false, options: options.map(one => [one, { zh: one, en: one }]) }
}

/** The only option that begins with what was written. */
function beginning(options: readonly string[], written: string): string | undefined {
  const begun = options.filter(option => option.startsWith(written))
  return begun.length === 1 ? begun[0] : undefined
}

function amountIn(holding: 'number' | 'money', written: string): string | undefined {
  if (holding === 'money') {
    const fen = fenInWords(written)
    return fen === undefined ? undefined : String(fen / 100)
  }
  const said = numberInWords(written)
  return said === undefined ? undefined : String(Math.round(said.value * 10_000) / 10_000)
}

function tellWanted(at: At, said: string): void {
  const { zh, en } = wantedIn(said).is
  at.tell('left out', 'value-unknown', `应为${zh}。请改正。`, `this has to be ${en}. Correct it.`)
}
