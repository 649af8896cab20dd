import { numeral, type Paper, type PaperCell, type Table, writtenDay } from '#db/papers/paper.ts'
import { isDay } from '#db/shared/day.ts'
import { invariant } from '#db/shared/invariant.ts'
import type { Figures, YearContent } from './content.ts'
import { ruleName } from './weak-org.ts'

const over = ['cleared', 'merged', 'dissolved']
const cell = (text: string): PaperCell => ({ text })
const number = (n: number): PaperCell => ({ text: String(n), isCentred: true })
const label = (text: string): PaperCell => ({ text, isLabel: true })

/**
 * 年度评审情况报告 of the office that froze the year, or of one organization below it: how many there are, what was
 * found, how the work goes, and the same by unit.
 */
export function yearSummary(content: YearContent, org: string, hash: string): Paper {
  const { day, year, office } = content
  invariant(isDay(day), 'a frozen year has a day')
  const figures = content.figures.find(one => one.org === org)
  const names = new Map(content.orgs.map(one => [one.id, one]))
  const own = names.get(org)
  const name = own?.name ?? office.name
  const title = `关于${year}年度基层团组织评审情况的报告`
  const signed = { office: office.name, day }
  if (figures === undefined || own === undefined) return { title, body: [`${name}之下没有团支部。`], signed }
  const below = content.figures.filter(one => names.get(one.org)?.parent === org)
  const open = count(figures.cases, state => !over.includes(state))
  const done = count(figures.cases, state => over.includes(state))
  return {
    title,
    body: [
      `按照整治软弱涣散基层团组织工作部署，对${name}${year}年度基层团组织情况作了评审，截止日期为${writtenDay(day)}。现将情况报告如下：`,
      heading(1, '总体情况'),
      `共有团支部${figures.branches}个，团员${figures.members}名，团干部${figures.cadres}人次。按规定暂不评审的团支部${figures.exempt}个；评审发现存在问题的团支部${figures.flagged}个，占团支部总数的${percent(figures.flagged, figures.branches)}；建议认定为软弱涣散的团组织${figures.suggested}个。`,
      heading(2, '发现的主要问题'),
      ...problems(figures),
      heading(3, '整治情况'),
      open + done === 0
        ? '本年度尚未建立整治台账。'
        : `建立整治台账${open + done}个，其中已销号或者撤并${done}个，正在整治${open}个。`,
      ...(below.length === 0
        ? []
        : [heading(4, '各单位情况'), unitTable(below, id => names.get(id)?.name ?? '')]),
      heading(below.length === 0 ? 4 : 5, '数据说明'),
      `以上数据取自${writtenDay(day)}封存的年度评审，所用规则包为“${content.pack.name.zh}”，校验码为${hash.slice(0, 16)}。${unkept(content)}`,
    ],
    signed,
  }
}

const heading = (n: number, text: string) => ({ heading: `${numeral(n)}、${text}`, level: 1 as const })

function problems({ rules }: Figures): (string | Table)[] {
  const found = Object.entries(rules).toSorted(([a, n], [b, m]) => m - n || (a < b ? -1 : 1))
  if (found.length === 0) return ['按现行规则未发现问题。']
  const [first] = found
  const total = found.reduce((sum, [, n]) => sum + n, 0)
  return [
    `共发现问题${total}条，最多的是“${ruleName(first?.[0] ?? '')}”，${first?.[1] ?? 0}条。各类问题如下：`,
    {
      widths: [16, 70, 24],
      heads: 1,
      rows: [
        [label('编号'), label('问题'), label('条数')],
        ...found.map(([rule, n]) => [{ text: rule, isCentred: true }, cell(ruleName(rule)), number(n)]),
      ],
    },
  ]
}

function unitTable(units: readonly Figures[], nameOf: (id: string) => string): Table {
  return {
    // 共青团某某区某某街道工作委员会 stands in one line
    widths: [69, 16, 15, 16, 21, 21],
    heads: 1,
    rows: [
      ['单位', '团支部', '团员', '有问题', '建议认定', '正在整治'].map(label),
      ...units.map(one => [
        cell(nameOf(one.org)),
        ...[one.branches, one.members, one.flagged, one.suggested].map(number),
        number(count(one.cases, state => !over.includes(state))),
      ]),
    ],
  }
}

function count(cases: Readonly<Record<string, number>>, wanted: (state: string) => boolean): number {
  return Object.entries(cases).reduce((sum, [state, n]) => sum + (wanted(state) ? n : 0), 0)
}

function percent(part: number, whole: number): string {
  return whole === 0 ? '0%' : `${Math.round((part * 1000) / whole) / 10}%`
}

function unkept({ unjudged }: YearContent): string {
  const none = unjudged.filter(({ partly }) => partly !== true)
  const few = unjudged.filter(({ partly }) => partly === true).map(({ why }) => why.zh)
  if (none.length === 0) return few.join('')
  // Between what stands in quotation marks no comma is written (GB/T 15834).
  const rules = none.map(({ rule }) => `“${ruleName(rule)}”`).join('')
  return [`因台账尚未登记有关情况，${rules}未作评审。`, ...few].join('')
}
