import { z } from 'zod'
import type { SummaryChange } from '#contract/reports/summaries.ts'
import { plural } from '#db/shared/plural.ts'
import type { Lang, Text } from '#db/shared/text.ts'
import { refuseUnusable, writeNewFile } from '../../../new-file.ts'
import { table } from '../../answers/table.ts'
import { type Command, command } from '../../command.ts'
import { orgFlag } from '../../flag.ts'
import { givenFile } from '../../given/given-file.ts'

const whatWords: Readonly<Record<SummaryChange['what'], Text>> = {
  figure: { zh: '数字更新', en: 'figure updated' },
  text: { zh: '文字更新', en: 'text updated' },
  both: { zh: '两边都改了', en: 'both changed' },
  'figure-by-hand': { zh: '数字手改过', en: 'figure changed by hand' },
  difference: { zh: '增减按您写的数算', en: 'change worked out from the figure you wrote' },
  missing: { zh: '您的文稿里没有', en: 'not in yours' },
  gone: { zh: '这一年没有了', en: 'not in this year' },
}

const make = command({
  name: 'report summary',
  summary: {
    zh: '制作年度工作总结（.docx）；改过的文稿可以重新取数，不丢改动',
    en: 'make the yearly summary (.docx), or make it anew',
  },
  examples: [
    'report summary 总结.docx --year 2018',
    'report summary 新总结.docx --year 2018 --mine 改过的总结.docx --take organization-1,figure:members',
  ],
  input: z.object({
    file: z.string().min(1),
    year: z.coerce.number().int().min(1950).max(2199),
    org: z.string().min(1).optional(),
    mine: z.string().min(1).optional(),
    take: z.string().optional(),
  }),
  flags: {
    file: { flags: '<FILE>', text: { zh: '存成哪个文件', en: 'the file to write' } },
    year: { flags: '--year <Y>', text: { zh: '哪一年', en: 'of which year' }, isNeeded: true },
    org: orgFlag,
    mine: {
      flags: '--mine <FILE>',
      text: { zh: '改过的那份总结', en: 'the summary that was worked on' },
    },
    take: {
      flags: '--take <IDS>',
      text: {
        zh: '有冲突的，哪些用新的（逗号隔开）',
        en: 'of which conflicts the new one is taken, with commas between',
      },
    },
  },
  run: async ({ client, signal, lang, finish, pathOf }, { file, mine, take, ...input }) => {
    const path = pathOf(file)
    await refuseUnusable(path)
    const made = await finish(
      client.summaries.make(
        {
          ...input,
          take: take === undefined ? [] : take.split(/[,，]/).map(one => one.trim()),
          ...(mine !== undefined && { mine: await givenFile(pathOf(mine)) }),
        },
        { signal },
      ),
    )
    await writeNewFile(path, made.file, signal)
    const { file: _file, ...json } = made
    return { json: { ...json, file: path }, lines: linesOf(path, made.changes, made.kept, lang) }
  },
})

function linesOf(
  path: string,
  changes: readonly SummaryChange[],
  kept: number,
  lang: Lang,
): readonly string[] {
  const isZh = lang === 'zh'
  const state = ({ isConflict, taken }: SummaryChange) =>
    isConflict ? (taken ? (isZh ? '用新的' : 'new') : isZh ? '保留您的' : 'yours') : ''
  return [
    isZh ? `已写出：${path}` : `Written: ${path}`,
    ...(kept > 0
      ? [
          isZh
            ? `您改过的 ${kept} 段都保留着。`
            : `${plural(kept, 'passage of yours is', 'passages of yours are')} kept.`,
        ]
      : []),
    ...(changes.length === 0
      ? []
      : table(
          (isZh ? ['代号', '变化', '您的', '现在', '取用'] : ['id', 'what', 'yours', 'now', 'taken']).map(
            head => ({ head }),
          ),
          changes.map(one => [
            one.id,
            whatWords[one.what][lang],
            one.his.slice(0, 40),
            one.now.slice(0, 40),
            state(one),
          ]),
        )),
  ]
}

const tables = command({
  name: 'report tables',
  summary: {
    zh: '团内统计表（.xlsx）',
    en: 'the statistical tables of the League for a year, as .xlsx',
  },
  examples: ['report tables 团内统计.xlsx --year 2018'],
  input: z.object({
    file: z.string().min(1),
    year: z.coerce.number().int().min(1950).max(2199),
    org: z.string().min(1).optional(),
  }),
  flags: {
    file: { flags: '<FILE>', text: { zh: '存成哪个文件', en: 'the file to write' } },
    year: { flags: '--year <Y>', text: { zh: '哪一年', en: 'of which year' }, isNeeded: true },
    org: orgFlag,
  },
  run: async ({ client, signal, lang, finish, pathOf }, { file, ...input }) => {
    const path = pathOf(file)
    await refuseUnusable(path)
    const { file: content, sheets, rows } = await finish(client.statistics.write(input, { signal }))
    await writeNewFile(path, content, signal)
    return {
      json: { file: path, sheets, rows },
      lines: [
        lang === 'zh' ? `已写出：${path}（${sheets.join('、')}）` : `Written: ${path} (${sheets.join(', ')})`,
      ],
    }
  },
})

const annual = command({
  name: 'report annual',
  summary: {
    zh: '年度工作总结（.docx）和它的全部指标',
    en: 'the yearly summary (.docx), with all its figures',
  },
  examples: [
    'report annual --year 2018 --out 总结.docx',
    'report annual --year 2018 --org 民治街道 --out 民治.docx',
  ],
  input: z.object({
    year: z.coerce.number().int().min(1950).max(2199),
    org: z.string().min(1).optional(),
    out: z.string().min(1),
  }),
  flags: {
    year: { flags: '--year <Y>', text: { zh: '哪一年', en: 'of which year' }, isNeeded: true },
    org: orgFlag,
    out: { flags: '--out <FILE>', text: { zh: '存成哪个文件', en: 'the file to write' }, isNeeded: true },
  },
  run: async ({ client, signal, lang, ask, finish, pathOf }, { out, ...input }) => {
    const path = pathOf(out)
    await refuseUnusable(path)
    const { figures } = await ask(client.reports.figures(input, { signal }))
    const made = await finish(client.summaries.make({ ...input, take: [] }, { signal }))
    await writeNewFile(path, made.file, signal)
    return {
      json: { file: path, figures: Object.fromEntries(figures.map(({ key, value }) => [key, value])) },
      lines: linesOf(path, [], 0, lang),
    }
  },
})

/** The yearly summary and the statistical tables. */
export const summaryCommands: readonly Command[] = [make, annual, tables]
