import { z } from 'zod'
import type { Figure } from '#contract/reports.ts'
import { plural } from '#db/shared/plural.ts'
import type { Lang } from '#db/shared/text.ts'
import { actAnswer } from '../../answers/act-answer.ts'
import { table } from '../../answers/table.ts'
import { type Command, command } from '../../command.ts'
import { dryRunFlag, type Flag, limitFlag, offsetFlag, oneOf, orgFlag } from '../../flag.ts'

const year = z.coerce.number().int().min(1950).max(2199)
const yearFlag: Flag = {
  flags: '--year <Y>',
  text: { zh: '哪一年', en: 'of which year' },
  isNeeded: true,
}

function shown(value: number | null): string {
  return value === null ? '' : String(value)
}

function headsOf(lang: Lang) {
  const words =
    lang === 'zh'
      ? ['代码', '指标', '本年', '上年', '上报数', '单位']
      : ['key', 'figure', 'this year', 'last year', 'as reported', 'unit']
  return words.map((head, at) => ({ head, right: at >= 2 && at <= 4 }))
}

function cellsOf(one: Figure, lang: Lang): readonly string[] {
  return [
    one.key,
    one.name[lang],
    shown(one.value),
    shown(one.lastYear),
    shown(one.asReported),
    lang === 'zh' ? one.unit : '',
  ]
}

const figures = command({
  name: 'report figures',
  summary: { zh: '一年的全部报表指标', en: 'all figures of a year' },
  examples: ['report figures --year 2018', 'report figures --year 2018 --org 民治街道 --json'],
  input: z.object({ year, org: z.string().min(1).optional(), type: z.string().min(1).max(60).optional() }),
  flags: {
    year: yearFlag,
    org: orgFlag,
    type: {
      flags: '--type <T>',
      text: {
        zh: '只看一种工作类型的数：场次、人次、自有栏目的合计',
        en: 'only what one type of work comes to: sessions, people, sums of its own fields',
      },
    },
  },
  run: async ({ client, signal, lang, ask }, input) => {
    const found = await ask(client.reports.figures(input, { signal }))
    return {
      json: found,
      lines: table(
        headsOf(lang),
        found.figures.map(one => cellsOf(one, lang)),
      ),
    }
  },
})

const figure = command({
  name: 'report figure',
  summary: { zh: '一个报表指标和它背后的记录', en: 'one figure, with the records behind it' },
  examples: ['report figure lectures --year 2018', 'report figure riverEvents --year 2018 --org 民治街道'],
  input: z.object({
    key: z.string().min(1),
    year,
    org: z.string().min(1).optional(),
    limit: z.coerce.number().int().min(1).max(1000).optional(),
    offset: z.coerce.number().int().min(0).optional(),
  }),
  flags: {
    key: { flags: '<KEY>', text: { zh: '指标代码', en: 'the key of the figure' } },
    year: yearFlag,
    org: orgFlag,
    limit: limitFlag(1000),
    offset: offsetFlag,
  },
  run: async ({ client, signal, lang, ask }, input) => {
    const found = await ask(client.reports.figure(input, { signal }))
    const isZh = lang === 'zh'
    const more = found.total - found.rows.length
    return {
      json: found,
      lines: [
        ...table(headsOf(lang), [cellsOf(found, lang)]),
        '',
        ...table(
          (isZh ? ['记录', '组织', '计'] : ['record', 'organization', 'counts']).map((head, at) => ({
            head,
            right: at === 2,
          })),
          found.rows.map(row => [row.title, row.org ?? '', String(row.counts)]),
        ),
        ...(more > 0 ? [isZh ? `还有 ${more} 条。` : `${more} more.`] : []),
        ...(found.blank === 0
          ? []
          : [
              isZh
                ? `有 ${found.blank} 条记录没有写明要统计的内容，没有计入。`
                : `Records that do not say what is counted, and count for nothing: ${found.blank}.`,
            ]),
        ...(found.missing.length === 0
          ? []
          : [
              isZh
                ? `这一年没有这类记录的：${found.missing.map(({ name }) => name).join('、')}`
                : `Nothing of the kind in the year from: ${found.missing.map(({ name }) => name).join(', ')}`,
            ]),
      ],
    }
  },
})

const types = command({
  name: 'report types',
  summary: { zh: '设立常用的工作类型', en: 'make the usual types of work' },
  examples: ['report types --dry-run'],
  input: z.object({ dryRun: z.boolean().default(false) }),
  flags: { dryRun: dryRunFlag },
  run: async ({ client, signal, lang, by, ask }, { dryRun }) =>
    actAnswer(await ask(client.reports.adoptTypes({ by, dryRun }, { signal })), dryRun, lang),
})

const parts = ['all', 'untrained', 'short'] as const
const cadres = command({
  name: 'report cadres',
  summary: { zh: '团干培训覆盖和 1+100', en: 'which cadres were trained, and how 1+100 stands' },
  examples: ['report cadres --year 2018', 'report cadres --year 2018 --org 民治街道 --part untrained'],
  input: z.object({
    year,
    org: z.string().min(1).optional(),
    part: z.enum(parts).optional(),
    limit: z.coerce.number().int().min(1).max(1000).optional(),
  }),
  flags: {
    year: yearFlag,
    org: orgFlag,
    part: {
      flags: '--part <P>',
      text: {
        zh: '只列：untrained 本年没有参训的，short 没有达到 1+100 的',
        en: 'only: untrained, not trained in the year; short, who fall short of 1+100',
      },
      expects: oneOf(parts),
    },
    limit: limitFlag(1000),
  },
  run: async ({ client, signal, lang, ask }, input) => {
    const found = await ask(client.reports.cadres(input, { signal }))
    const isZh = lang === 'zh'
    const heads = isZh
      ? ['姓名', '组织', '职务', '参训次数', '联系青年', '有活动的季度', '面对面']
      : ['name', 'organization', 'post', 'trainings', 'contacts', 'quarters', 'face to face']
    return {
      json: found,
      lines: [
        isZh
          ? `在职团干 ${found.cadres} 人，${found.year} 年参训 ${found.trained} 人；应执行 1+100 的 ${found.bound} 人，其中 ${found.short} 人没有达到。`
          : `${plural(found.cadres, 'cadre')}, ${found.trained} trained in ${found.year}; 1+100 binds ${found.bound}, of whom ${found.short} fell short.`,
        ...table(
          heads.map((head, at) => ({ head, right: at > 2 })),
          found.rows.map(row => [
            row.name,
            row.orgName,
            row.title,
            String(row.trainings),
            row.asked === null ? String(row.contacts) : `${row.contacts}/${row.asked}`,
            String(row.quarters),
            String(row.faceToFace),
          ]),
        ),
      ],
    }
  },
})

export const reportCommands: readonly Command[] = [figures, figure, cadres, types]
