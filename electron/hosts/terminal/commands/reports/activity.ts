import { z } from 'zod'
import type { YearOfWork } from '#contract/reports/activity.ts'
import type { Lang } from '#db/shared/text.ts'
import { table } from '../../answers/table.ts'
import { type Command, command } from '../../command.ts'
import { orgFlag } from '../../flag.ts'

const months = Array.from({ length: 12 }, (_, at) => String(at + 1))
const mostSilent = 30

/** What the pictures of a year show, as tables: by month, by type, by office below, and what has fallen silent. */
const activity = command({
  name: 'report activity',
  summary: {
    zh: '一年的工作：按月、类型、单位统计，以及长期没有记录的单位',
    en: 'a year of work by month, type and office, and what has fallen silent',
  },
  examples: ['report activity --year 2018', 'report activity --year 2018 --org 民治街道 --json'],
  input: z.object({ year: z.coerce.number().int().min(1950).max(2199), org: z.string().min(1).optional() }),
  flags: {
    year: { flags: '--year <Y>', text: { zh: '哪一年', en: 'of which year' }, isNeeded: true },
    org: orgFlag,
  },
  run: async ({ client, signal, lang, ask }, input) => {
    const found = await ask(client.activity.year(input, { signal }))
    return {
      json: found,
      lines: [
        ...byMonth(
          found.types.map(({ type, ...one }) => ({ name: type, ...one })),
          lang === 'zh' ? '工作类型' : 'type of work',
          lang,
        ),
        '',
        ...byMonth(found.units, lang === 'zh' ? '单位' : 'office', lang),
        '',
        ...silentLines(found, lang),
      ],
    }
  },
})

type Line = { readonly name: string; readonly sessions: readonly number[]; readonly people: number | null }

function byMonth(lines: readonly Line[], name: string, lang: Lang): readonly string[] {
  const isZh = lang === 'zh'
  const sum = (list: readonly number[]) => list.reduce((all, one) => all + one, 0)
  const heads = [
    name,
    ...months.map(month => (isZh ? `${month}月` : month)),
    isZh ? '场次' : 'sessions',
    isZh ? '人次' : 'people',
  ]
  return table(
    heads.map((head, at) => ({ head, right: at > 0 })),
    lines.map(one => [
      one.name,
      ...one.sessions.map(String),
      String(sum(one.sessions)),
      one.people === null ? '—' : String(one.people),
    ]),
  )
}

function silentLines(
  { silentSince, units, silentTypes, silentBranches }: YearOfWork,
  lang: Lang,
): readonly string[] {
  const isZh = lang === 'zh'
  const never = isZh ? '没有记录' : 'nothing'
  const silent = units.filter(({ last }) => last === null || last < silentSince)
  const rows = [
    ...silent.map(({ name, last }) => [isZh ? '单位' : 'office', name, last ?? never]),
    ...silentTypes.map(({ type, last }) => [isZh ? '工作类型' : 'type of work', type, last ?? never]),
    ...silentBranches.rows.map(({ name, last }) => [isZh ? '团支部' : 'branch', name, last ?? never]),
  ]
  const all = silent.length + silentTypes.length + silentBranches.total
  const shown = rows.slice(0, mostSilent)
  return [
    isZh
      ? `${silentSince} 以来没有记录的（团支部 ${silentBranches.branches} 个里有 ${silentBranches.total} 个）：`
      : `Silent since ${silentSince} (${silentBranches.total} of ${silentBranches.branches} branches):`,
    ...table(
      (isZh ? ['', '名称', '最近一次'] : ['', 'name', 'last']).map(head => ({ head })),
      shown,
    ),
    ...(all > shown.length
      ? [isZh ? `还有 ${all - shown.length} 个。` : `and ${all - shown.length} more.`]
      : []),
  ]
}

export const activityCommands: readonly Command[] = [activity]
