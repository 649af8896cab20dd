import { sql } from 'kysely'
import { industryWords } from '#db/records/words/org-words.ts'
import { existing, readStats } from '#db/registry/stats.ts'
import { holdsOn } from '#db/registry/subtree.ts'
import { type Asking, dayOfYear } from '#db/reports/ask.ts'
import { ownOf } from '#db/shared/own-of.ts'
import type { OutRow, OutSheet } from '#db/sheets/write-workbook.ts'
import { workbookBytes } from '#db/sheets/write-workbook.ts'
import type { Reader } from '#db/sqlite/tables.ts'
import type { Task } from '#db/sqlite/task.ts'
import { belowHeads, linesBelow } from './directly-below.ts'
import { hollowIn, isHollowBranch, isHollowCommittee } from './hollow.ts'

export type StatisticsInput = Asking & { readonly office: string }
export type StatisticsWritten = { readonly sheets: readonly string[]; readonly rows: number }

type Line = readonly (string | number)[]
type Sheet = {
  readonly name: string
  readonly heads: readonly string[]
  readonly widths: readonly number[]
  readonly lines: readonly Line[]
}

/**
 * The League's own statistical tables (团内统计): 组织数据统计表 by the sixteen trades, what is compared with the year
 * before, the offices directly below, and hollow organizations, as of the end of a year.
 */
export const statisticsTask: Task<StatisticsInput, Uint8Array, StatisticsWritten> = async (input, tools) => {
  const reader = tools.reader()
  const sheets = [
    await byTrade(reader, input),
    await beside(reader, input),
    await below(reader, input),
    await hollow(reader, input),
  ]
  for await (const chunk of workbookBytes(...sheets.map(one => laidOut(one, input))))
    await tools.emit(new Uint8Array(chunk))
  return {
    sheets: sheets.map(({ name }) => name),
    rows: sheets.reduce((sum, { lines }) => sum + lines.length, 0),
  }
}

function laidOut({ name, heads, widths, lines }: Sheet, { office, year, today }: StatisticsInput): OutSheet {
  const last = String.fromCharCode(64 + heads.length)
  function* rows(): Generator<OutRow> {
    yield [{ value: `${year}年${name}`, look: 'title' }]
    yield [{ value: `填报单位：${office}    截止日期：${dayOfYear(year, today)}`, look: 'unit' }]
    yield heads.map(value => ({ value, look: 'header' as const }))
    for (const line of lines)
      yield line.map(value => ({
        value,
        look: typeof value === 'number' ? ('number' as const) : ('text' as const),
      }))
  }
  return { name, widths, frozenRows: 3, merged: [`A1:${last}1`, `A2:${last}2`], rows: rows() }
}

/** The figures of reports that stand in these tables, too. */
export const statisticsFigures = ['branches', 'cadres', 'members'] as const

const kinds = ['committee', 'work-committee', 'general-branch', 'branch'] as const
const natures = ['full-time', 'part-time', 'seconded'] as const
const unsaid = '未填行业类别'

async function byTrade(reader: Reader, { root, year, today }: Asking): Promise<Sheet> {
  const asOf = dayOfYear(year, today)
  const trade = sql<string>`coalesce(org.industry, ${unsaid})`
  const orgs = await existing(reader, { root, asOf })
    .groupBy([trade, 'org.kind'])
    .select(eb => [trade.as('trade'), 'org.kind as what', eb.fn.countAll<number>().as('n')])
    .execute()
  const members = await existing(reader, { root, asOf })
    .innerJoin('membership', 'membership.org', 'org.id')
    .innerJoin('person', 'person.id', 'membership.person')
    .where(holdsOn('membership', asOf))
    .groupBy(trade)
    .select(eb => [
      trade.as('trade'),
      eb.fn.countAll<number>().as('n'),
      sql<number>`coalesce(sum(substr(person.joined, 1, 4) = ${String(year - 1)}), 0)`.as('joined'),
    ])
    .execute()
  const posts = await existing(reader, { root, asOf })
    .innerJoin('post', 'post.org', 'org.id')
    .where(holdsOn('post', asOf))
    .groupBy([trade, 'post.nature'])
    .select(eb => [trade.as('trade'), 'post.nature as what', eb.fn.countAll<number>().as('n')])
    .execute()
  const known = [...new Set(industryWords.values)]
  const others = [...new Set([...orgs, ...members, ...posts].map(one => one.trade))].filter(
    one => !known.includes(one),
  )
  const of = (
    list: readonly { trade: string; what: string | null; n: number }[],
    name: string,
    what: string,
  ) => list.filter(one => one.trade === name && one.what === what).reduce((sum, { n }) => sum + n, 0)
  const lines = [...known, ...others].map((name): (string | number)[] => {
    const own = members.find(one => one.trade === name)
    return [
      name,
      ...kinds.map(kind => of(orgs, name, kind)),
      own?.n ?? 0,
      own?.joined ?? 0,
      ...natures.map(nature => of(posts, name, nature)),
    ]
  })
  const sums = Array.from({ length: 9 }, (_, at) =>
    lines.reduce((sum, line) => sum + Number(line[at + 1]), 0),
  )
  return {
    name: '组织数据统计表',
    heads: [
      ...['类别', '基层团委数', '基层团工委数', '团总支数', '团支部数', '团员数', '上年新发展团员数'],
      ...['专职团干部数', '兼职团干部数', '挂职团干部数'],
    ],
    widths: [28, 12, 14, 10, 10, 10, 18, 14, 14, 14],
    lines: [...lines, ['合计', ...sums]],
  }
}

async function beside(reader: Reader, asking: Asking): Promise<Sheet> {
  const of = async (year: number) => {
    const asOf = dayOfYear(year, asking.today)
    const scope = { root: asking.root, asOf }
    const stats = await readStats(reader, scope)
    const posts = await existing(reader, scope)
      .innerJoin('post', 'post.org', 'org.id')
      .where(holdsOn('post', asOf))
      .groupBy('post.nature')
      .select(eb => ['post.nature', eb.fn.countAll<number>().as('n')])
      .execute()
    const nature = (name: string) => posts.find(one => one.nature === name)?.n ?? 0
    return [
      stats.members,
      ...natures.map(nature),
      (stats.byKind.committee ?? 0) + (stats.byKind['work-committee'] ?? 0),
      (stats.byKind['general-branch'] ?? 0) + stats.branches,
    ]
  }
  const [now, last] = [await of(asking.year), await of(asking.year - 1)]
  const names = ['团员', '专职团干部', '兼职团干部', '挂职团干部', '基层团（工）委', '团（总）支部']
  return {
    name: '共青团有关统计数据对比表',
    heads: ['项目', '本年', '上年', '增减', '减少的原因'],
    widths: [24, 12, 12, 12, 40],
    // A drop has to be explained by the office itself.
    lines: names.map((name, at) => [name, now[at] ?? 0, last[at] ?? 0, (now[at] ?? 0) - (last[at] ?? 0), '']),
  }
}

async function below(reader: Reader, asking: Asking): Promise<Sheet> {
  return {
    name: '直属下级数据统计',
    heads: belowHeads,
    // Heads in two lines: on one page across, twenty columns can still be read.
    widths: belowHeads.map((head, at) => (at === 0 ? 34 : Math.ceil(head.length / 2) * 2 + 2)),
    lines: await linesBelow(reader, asking),
  }
}

const kindNames: Readonly<Record<string, string>> = {
  'work-committee': '团工委',
  committee: '团委',
  'general-branch': '团总支',
  branch: '团支部',
}

async function hollow(reader: Reader, asking: Asking): Promise<Sheet> {
  const found = await hollowIn(reader, { root: asking.root, asOf: dayOfYear(asking.year, asking.today) })
  return {
    name: '空心组织列表',
    heads: ['团组织全称', '上级组织全称', '组织类型', '组织建立时间', '团员人数'],
    widths: [44, 44, 12, 16, 12],
    lines: found
      .filter(one => isHollowBranch(one) || isHollowCommittee(one))
      .map(one => [
        one.name,
        one.parent ?? '',
        ownOf(kindNames, one.kind) ?? one.kind,
        one.founded ?? '',
        one.members,
      ]),
  }
}
