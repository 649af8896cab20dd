import { record, together } from '../record.ts'
import { term } from '../types/choice.ts'
import { count, money } from '../types/count.ts'
import { month } from '../types/day.ts'
import { type At, column } from '../types/field.ts'
import { ref } from '../types/ref.ts'
import { feeFreeWords } from '../words/member-words.ts'

const reasonsInEnglish = {
  保留团籍的党员: 'Party member who keeps his membership',
  经批准减免: 'let off with approval',
  其他: 'other',
}

const amounts = ['', '金额', '团费', '数', '额']
/** What stands below 1月, or behind it, where what was paid and what was due have a column each. */
const paidWords = ['实缴', '实交', '实际缴纳', '实际交纳', '实收', '已缴', '已交', '缴费', '交费', '收缴']
const dueWords = ['应缴', '应交', '应缴纳', '应交纳', '应收', '应纳', '标准', '缴费标准', '交费标准']
const withAmounts = (words: readonly string[]) =>
  words.flatMap(word => amounts.map(amount => `${word}${amount}`))
const headsOf = (times: readonly string[], words: readonly string[]) =>
  times.flatMap(time => words.map(word => `${time}${word}`)).join(' ')

const english = [
  ...['January', 'February', 'March', 'April', 'May', 'June'],
  ...['July', 'August', 'September', 'October', 'November', 'December'],
]
const hans = ['一', '二', '三', '四', '五', '六', '七', '八', '九', '十', '十一', '十二']
/** 1月, 01月, 一月 and 1月份. */
function namesOfMonth(month: number): readonly string[] {
  const names = [`${month + 1}月`, `${hans[month]}月`, ...(month < 9 ? [`0${month + 1}月`] : [])]
  return names.flatMap(name => [name, `${name}份`])
}

/** What was paid for a month (from 0). */
const paid = (month: number) => {
  const [zh, en, names] = [`${month + 1}月`, english[month] ?? '', namesOfMonth(month)]
  const headings = [...names, `${zh}缴纳`, `${zh}金额`, headsOf(names, withAmounts(paidWords))]
  const amount = money(`${zh}缴纳(元)`, `paid for ${en}`)
  return column(headings.join(' '), amount, { tells: 1, example: '2.00' })
}

/** The fields of the months, January first. */
export const paidMonths = [
  ...(['paid_01', 'paid_02', 'paid_03', 'paid_04', 'paid_05', 'paid_06'] as const),
  ...(['paid_07', 'paid_08', 'paid_09', 'paid_10', 'paid_11', 'paid_12'] as const),
] as const

/**
 * What was paid for the months from one to another (from 0), in one column: 一季度, 上半年, 1-3月. `beforeWords`: what stands
 * before 应缴 and 实缴 alone, as 年 does.
 */
function paidTogether(
  from: number,
  to: number,
  zh: string,
  en: string,
  others: string,
  beforeWords: readonly string[] = [],
) {
  const span = ['-', '—', '~', '至'].flatMap(to => [`${from + 1}${to}`, `${from + 1}月${to}`])
  const headings = [...others.split(' '), ...span.map(start => `${start}${to}月`)]
  const all = headings.flatMap(head => [head, `${head}份`, `${head}缴纳`, `${head}金额`, `${head}团费`])
  all.push(headsOf([...headings, ...beforeWords], withAmounts(paidWords)))
  const of = paidMonths.slice(from, to)
  return {
    paid: {
      of,
      column: column(all.join(' '), money(`${zh}缴纳(元)`, `paid for ${en}`), { tells: 1, example: '6.00' }),
    },
    due: {
      of,
      column: column(
        headsOf([...headings, ...beforeWords], withAmounts(dueWords)),
        money(`${zh}应交(元)`, `due for ${en}`),
        {
          tells: 1,
          example: '6.00',
        },
      ),
    },
  }
}

const spans = {
  quarter_1: paidTogether(0, 3, '第一季度', 'the first quarter', '一季度 第一季度 1季度 第1季度 Q1'),
  quarter_2: paidTogether(3, 6, '第二季度', 'the second quarter', '二季度 第二季度 2季度 第2季度 Q2'),
  quarter_3: paidTogether(6, 9, '第三季度', 'the third quarter', '三季度 第三季度 3季度 第3季度 Q3'),
  quarter_4: paidTogether(9, 12, '第四季度', 'the fourth quarter', '四季度 第四季度 4季度 第4季度 Q4'),
  half_1: paidTogether(0, 6, '上半年', 'the first half-year', '上半年'),
  half_2: paidTogether(6, 12, '下半年', 'the second half-year', '下半年'),
  // 年 alone is which year it is.
  whole_year: paidTogether(0, 12, '全年', 'the whole year', '全年 全年度 全年合计 全年总计', [
    ...['年', '年度', '本年', '本年度', '当年', '一年', '年度合计', '全年累计'],
  ]),
}

/** 2元/月 and 每月2元 are what is due a month. */
function aMonth(one: ReturnType<typeof money<false>>): ReturnType<typeof money<false>> {
  const bare = (text: string) => text.trim().replace(/^每月(?:应?[交缴])?|(?:[/／每]|一个)月$/g, '')
  return { ...one, read: (cell, at) => one.read(typeof cell === 'string' ? bare(cell) : cell, at) }
}

const dueFor = (zh: string, en: string) => money(`${zh}应交(元)`, `due for ${en}`)

/** 1月应缴, where it stands beside what was paid for the month. */
const dueOfMonths = paidMonths.map(
  (paid, month) =>
    [
      paid.replace('paid', 'due'),
      {
        of: [paid],
        column: column(
          headsOf(namesOfMonth(month), withAmounts(dueWords)),
          dueFor(`${month + 1}月`, english[month] ?? ''),
          { tells: 1, example: '2.00' },
        ),
      },
    ] as const,
)

/**
 * 团费: what a member paid for each month of one year. One record for a person and a year, each month on its own: a
 * year of a district costs as many records as it has members, and two offices that enter different months do not
 * conflict (build/decisions, "A year of fees is one record"). It follows the member; the branch that it counts for is
 * that to which he belonged in the month.
 */
export const fee = record('fee', {
  words: { zh: '团费', en: 'fees' },
  fields: {
    ...together('place', {
      person: ref('person', '团员', 'member', { required: true, fixed: true }),
      year: count('年度', 'year', { required: true, fixed: true, least: 1950, most: 2199 }),
    }),
    due: column(
      '每月应交 每月应缴 月应交 月应缴 应交标准 团费标准 每月团费 月交纳标准 月交纳额 月缴纳额 月缴额 月交额 月缴金额 月交金额 月应交额 月应缴额 月缴纳标准 缴纳标准 交纳标准 缴费标准 月缴费标准 交费标准 月交费标准 月标准 每月标准 每月交纳 每月缴纳 月团费 标准',
      aMonth(money('每月应交(元)', 'due a month')),
      {
        tells: 4,
        example: '2.00',
      },
    ),
    ...together('free', {
      free: column('免缴原因 减免原因', term(feeFreeWords, reasonsInEnglish, '免交原因', 'free because')),
      free_from: month('免交起月', 'free from'),
      free_to: month('免交止月', 'free to'),
    }),
    paid_01: paid(0),
    paid_02: paid(1),
    paid_03: paid(2),
    paid_04: paid(3),
    paid_05: paid(4),
    paid_06: paid(5),
    paid_07: paid(6),
    paid_08: paid(7),
    paid_09: paid(8),
    paid_10: paid(9),
    paid_11: paid(10),
    paid_12: paid(11),
  },
  checks: [freeInOrder, freeInItsYear, hardlyMeant],
  title: f => `${f.year ?? ''}`,
  first: ['person', 'year', 'due', ...paidMonths],
  lies: { by: 'membership' },
  unique: ['person', 'year'],
  roster: {
    as: 'fees',
    ticked: { fields: paidMonths, says: 'due' },
    sums: {
      each: 'due',
      columns: Object.fromEntries(Object.entries(spans).map(([name, { paid }]) => [name, paid])),
      asked: {
        ...Object.fromEntries(dueOfMonths),
        due_row: {
          of: [],
          column: column(
            [...withAmounts(['应缴', '应交', '应收']), '应缴纳', '应缴纳团费', '应交纳团费'].join(' '),
            money('当月应交(元)', 'due for the month'),
            { tells: 1, example: '2.00' },
          ),
        },
        ...Object.fromEntries(Object.entries(spans).map(([name, { due }]) => [`due_${name}`, due])),
      },
    },
    title: '团费收缴登记表',
    words: { zh: '团费收缴表', en: 'list of fees' },
    of: { zh: '团费', en: 'fees' },
    byRow: {
      by: column('缴费月份 缴纳月份 交费月份 所属月份 缴费年月', month('月份', 'month'), { tells: 2 }),
      value: column(
        `缴费金额 缴纳金额 交纳金额 实缴金额 实交金额 实缴 实交 金额 团费金额 已缴金额 已缴 已交 缴纳团费 ${withAmounts(['实缴', '实交', '实收', '实际缴纳', '实际交纳']).join(' ')} 已缴团费 已交团费 缴纳团费金额`,
        money('金额(元)', 'amount'),
        { tells: 4 },
      ),
      says: (by, value) => {
        const [year, month] = String(by).split('-')
        return { year: Number(year), [`paid_${month}`]: value }
      },
    },
  },
})

type Free = { readonly free_from?: string | null | undefined; readonly free_to?: string | null | undefined }
function freeInOrder({ free_from, free_to }: Free, at: (field: 'free_to') => At): undefined {
  if (free_from == null || free_to == null || free_from <= free_to) return
  at('free_to').tell(
    'refused',
    'date-order',
    `免交止月早于起月 ${free_from}。请改正其中一个。`,
    `this is before the month from which fees are let off, ${free_from}. Correct one of the two.`,
  )
}

type FreeInYear = Free & { readonly year?: number | null | undefined }
function freeInItsYear(said: FreeInYear, at: (field: 'free_from' | 'free_to') => At): undefined {
  for (const field of ['free_from', 'free_to'] as const) {
    const month = said[field]
    if (month == null || said.year == null || month.startsWith(`${said.year}-`)) continue
    at(field).tell(
      'refused',
      'month-of-another-year',
      `不在 ${said.year} 年度内。跨年度免交的，请在每个年度分别登记。`,
      `this lies outside the year ${said.year}. Where fees are let off over several years, say so for each of them.`,
    )
  }
}

/** So many times what is asked of somebody is more likely a slip than a gift. */
const tooManyTimes = 5
/** The highest band of every set of bands (fee-bands.ts), in fen a month. */
const highestBand = 2000

type Amounts = { readonly due?: number | null | undefined } & {
  readonly [month in (typeof paidMonths)[number]]?: number | null | undefined
}
/** 300 for a due of 3: kept as it was typed, and told. */
function hardlyMeant(said: Amounts, at: (field: (typeof paidMonths)[number]) => At): undefined {
  const due = said.due ?? 0
  for (const field of paidMonths) {
    const paid = said[field] ?? 0
    if (due > 0 ? paid < tooManyTimes * due : paid <= highestBand) continue
    const [amount, asked] = [paid, due > 0 ? due : highestBand].map(fen => (fen / 100).toFixed(2))
    at(field).tell(
      'kept',
      'fee-much',
      due > 0
        ? `${amount} 元是每月应交 ${asked} 元的 ${Math.round((paid * 10) / due) / 10} 倍。请核对；一次交几个月的，请分到各月。`
        : `${amount} 元超过最高一档，每月 ${asked} 元。请核对；一次交几个月的，请分到各月。`,
      due > 0
        ? `${amount} yuan are ${Math.round((paid * 10) / due) / 10} times the ${asked} yuan due each month. Check it; what was paid for several months belongs to each of them.`
        : `${amount} yuan are more than the highest band, ${asked} yuan a month. Check it; what was paid for several months belongs to each of them.`,
    )
  }
}
