import { z } from 'zod'
import { chineseNumeralsAsDigits } from './chinese-numerals.ts'
import { type Field, field, type Options } from './field.ts'
import { numberInWords } from './number-in-words.ts'
import { codeIn } from './text.ts'

export type CountOptions<R extends boolean> = Options<R> & { readonly least?: number; readonly most?: number }
/** 12, 12人, 第3届, 1,200余人: with commas at the thousands, more or less, and the unit behind it; what is in 万 is no such. */
const inDigits =
  /^(?:约|近|共|第)?(\d{1,3}(?:[,，]\d{3}){1,2}|\d{1,9})(?:\.0+)?[余多]?(?!.*[十百千万亿])[^\d.,，%％‰]{0,3}$/
/** 20余人, 约20, 近百人, 20人左右 and 20+. */
const isAbout = /[余多几]|约|近|大概|左右|上下|以[上下]|\+|不[足到]|超过|将近/

type Whole = { readonly '': 'integer' }

/** A whole number, with or without a unit behind it (3年, 三年, 12人). */
export function count<R extends boolean = false>(
  zh: string,
  en: string,
  options: CountOptions<R> = {},
): Field<number, NoInfer<R>, Whole> {
  const { least = 0, most = 1_000_000 } = options
  return field(zh, en, options, {
    type: 'count',
    columns: { '': 'integer' },
    most: 0,
    schema: z.int().min(least).max(most),
    input: { as: 'number' },
    read(cell, at) {
      const text = codeIn(cell, at)
      if (text === undefined) return undefined
      const digits = inDigits.exec(chineseNumeralsAsDigits(text))?.[1]
      const value = digits === undefined ? counted(text) : Number(digits.replace(/[,，]/g, ''))
      if (value >= least && value <= most) {
        if (isAbout.test(text))
          at.tell(
            'kept',
            'number-about',
            `写的是大概的数，按 ${value} 登记。请核对，知道准确数的请改正。`,
            `this is no exact number; it was taken for ${value}. Check it, and write the exact one if it is known.`,
          )
        return value
      }
      at.tell(
        'left out',
        'value-unknown',
        `应为 ${least} 到 ${most} 的整数。请改正。`,
        `this has to be a whole number from ${least} to ${most}. Correct it.`,
      )
      return undefined
    },
    show: value => String(value),
    write: value => value,
  })
}

/** 1.2万人次: a number in words of whole things, with no more than the word of a unit behind it. */
function counted(text: string): number {
  const said = numberInWords(text)
  const isCounted = said !== undefined && said.unit.length <= 3 && !/[%％‰]/.test(said.unit)
  return isCounted && Number.isInteger(said.value) ? said.value : Number.NaN
}

/** Points of a score, with at most one decimal; kept in tenths so that comparisons are exact. */
export function points<R extends boolean = false>(
  zh: string,
  en: string,
  options: Options<R> & { readonly most: number },
): Field<number, NoInfer<R>, Whole> {
  const most = options.most * 10
  return field(zh, en, options, {
    type: 'points',
    columns: { '': 'integer' },
    most: 0,
    schema: z.int().min(0).max(most),
    input: { as: 'line' },
    read(cell, at) {
      const text = codeIn(cell, at)
      if (text === undefined) return undefined
      const parts = /^(\d{1,6})(?:\.(\d)0*)?分?$/.exec(text)
      const tenths = parts === null ? Number.NaN : Number(parts[1]) * 10 + Number(parts[2] ?? 0)
      if (tenths <= most) return tenths
      at.tell(
        'left out',
        'value-unknown',
        `应为 0 到 ${options.most} 分，最多一位小数。请改正。`,
        `this has to be a score from 0 to ${options.most} with at most one decimal. Correct it.`,
      )
      return undefined
    },
    show: value => String(value / 10),
    write: value => value / 10,
  })
}

/** A stretch of time in hours, with at most one decimal; kept in tenths so that sums are exact. */
export function hours<R extends boolean = false>(
  zh: string,
  en: string,
  options: Options<R> = {},
): Field<number, NoInfer<R>, Whole> {
  const most = 1_000_000_000
  return field(zh, en, options, {
    type: 'hours',
    columns: { '': 'integer' },
    most: 0,
    schema: z.int().min(0).max(most),
    input: { as: 'line' },
    read(cell, at) {
      const text = codeIn(cell, at)
      if (text === undefined) return undefined
      const parts = /^(\d{1,9}|\d{1,3}(?:,\d{3})+)(?:\.(\d)0*)?(?:个?小时|学时|h)?$/i.exec(text)
      const tenths =
        parts === null
          ? tenthsOfHours(text)
          : Number(parts[1]?.replaceAll(',', '')) * 10 + Number(parts[2] ?? 0)
      if (tenths <= most) return tenths
      at.tell(
        'left out',
        'value-unknown',
        '应为小时数，最多一位小数，例如 2.5。请改正。',
        'this has to be a number of hours with at most one decimal, such as 2.5. Correct it.',
      )
      return undefined
    },
    show: value => String(value / 10),
    write: value => value / 10,
  })
}

/** 1.2万小时, 90分钟: as tenths of an hour, where they are whole ones. */
function tenthsOfHours(text: string): number {
  const said = numberInWords(text)
  const [, isMinutes] = /^(?:个?小时|学时|个?钟头|h|(分钟?))?$/i.exec(said?.unit ?? '-') ?? ['', 'none']
  if (said === undefined || isMinutes === 'none') return Number.NaN
  const tenths = isMinutes === undefined ? said.value * 10 : said.value / 6
  return Number.isInteger(tenths) ? tenths : Number.NaN
}

/** An amount in yuan, kept in fen so that sums are exact. */
export function money<R extends boolean = false>(
  zh: string,
  en: string,
  options: Options<R> = {},
): Field<number, NoInfer<R>, Whole> {
  const most = 100_000_000_00
  return field(zh, en, options, {
    type: 'money',
    columns: { '': 'integer' },
    most: 0,
    schema: z.int().min(0).max(most),
    input: { as: 'line' },
    read(cell, at) {
      const text = codeIn(cell, at)
      if (text === undefined) return undefined
      const parts =
        /^[¥￥]?(\d{1,9}|\d{1,3}(?:,\d{3})+)(?:\.(\d{1,2}))?(?:元|圆)?整?(?:[(（]补[交缴]?[)）])?$/.exec(text)
      if (parts !== null) {
        const fen = Number(parts[1]?.replaceAll(',', '')) * 100 + Number((parts[2] ?? '').padEnd(2, '0'))
        if (fen <= most) return fen
      } else {
        const fen = fenInWords(text)
        if (fen !== undefined && fen <= most) return fen
      }
      at.tell(
        'left out',
        'value-unknown',
        '应为金额，最多两位小数，例如 12.50。请改正。',
        'this has to be an amount with at most two decimals, such as 12.50. Correct it.',
      )
      return undefined
    },
    show: value => (value / 100).toFixed(2),
    write: value => value / 100,
  })
}

/** 5万元, 约3.5万, 五万元整: an amount in words, in fen where it is of whole ones. */
export function fenInWords(text: string): number | undefined {
  const said = numberInWords(text)
  if (said === undefined || !/^(?:(?:人民币)?(?:元|圆|块钱?)?(?:人民币)?整?)$/.test(said.unit))
    return undefined
  const fen = Math.round(said.value * 1e4) / 100
  return Number.isInteger(fen) ? fen : undefined
}
