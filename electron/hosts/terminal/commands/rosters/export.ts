import { basename } from 'node:path'
import { z } from 'zod'
import { daySchema, structureSchema } from '#contract/vocabulary.ts'
import { plural } from '#db/shared/plural.ts'
import { refuseUnusable, writeNewFile } from '../../../new-file.ts'
import { command } from '../../command.ts'
import { asOfFlag, orgFlag, structureFlag } from '../../flag.ts'
import { exportFlag, exportInput, ledger, reorganization } from '../../given/as-roster.ts'

export const exportRoster = command({
  name: 'export',
  summary: { zh: '导出一张名册', en: 'export a roster into a new file' },
  examples: [
    'export 团员名册.xlsx --as members',
    'export 整治台账.xlsx --as ledger',
    'export 组织调整表.xlsx --as reorganization --empty',
    'export 公益捐助.xlsx --as work --type 公益捐助',
    'export 公益捐助空表.xlsx --as work --type 公益捐助 --empty',
    'export 2018.csv --as orgs --org 民治街道 --as-of 2018-12-31',
    'export 2018.xlsx --as members --as-of 2018-12-31 --structure now',
  ],
  input: z
    .object({
      file: z.string().min(1),
      as: exportInput,
      org: z.string().min(1).optional(),
      asOf: daySchema.optional(),
      structure: structureSchema.optional(),
      type: z.string().min(1).max(60).optional(),
      empty: z.boolean().default(false),
    })
    // The ledger is of cases as they were opened.
    .refine(({ as, structure }) => as !== ledger || structure !== 'now', { path: ['structure'] })
    .refine(({ as, type }) => as !== ledger || type === undefined, { path: ['type'] })
    .refine(({ as, empty }) => as !== ledger || !empty, { path: ['empty'] })
    // What is to become of organizations is written by whoever decides it: there is an empty table alone.
    .refine(({ as, empty }) => as !== reorganization || empty, { path: ['empty'] }),
  flags: {
    file: { flags: '<FILE>', text: { zh: '新文件：.xlsx 或 .csv', en: 'the new file: .xlsx or .csv' } },
    as: exportFlag,
    org: orgFlag,
    asOf: asOfFlag,
    structure: structureFlag,
    type: {
      flags: '--type <TYPE>',
      text: {
        zh: '工作台账只要这一种工作类型，它的自有栏目一栏一列',
        en: 'of the work ledger one type of work alone, its own fields a column each',
      },
    },
    empty: {
      flags: '--empty',
      text: { zh: '写一张空表，附填写说明', en: 'an empty table to fill in, with notes' },
    },
  },
  run: async ({ client, signal, lang, ask, finish, pathOf }, { file, empty, ...input }) => {
    const path = pathOf(file)
    await refuseUnusable(path)
    const name = basename(path)
    const { as: _as, structure: _structure, type, ...scope } = input
    if (empty && input.as !== ledger) {
      const table = await ask(client.rosters.template({ as: input.as, type, lang }, { signal }))
      await writeNewFile(path, table.file, signal)
      return {
        json: { file: path, rows: 0 },
        lines: [lang === 'zh' ? `已写入空表 ${path}。` : `Wrote an empty table to ${path}.`],
      }
    }
    const roster =
      input.as === ledger
        ? await ask(client.cases.ledger({ ...scope, name }, { signal }))
        : await finish(client.rosters.exportRoster({ ...input, name }, { signal }))
    await writeNewFile(path, roster.file, signal)
    return {
      json: { ...roster, file: path },
      lines: [
        lang === 'zh'
          ? `已写入 ${path}，共 ${roster.rows} 行。`
          : `Wrote ${plural(roster.rows, 'row')} to ${path}.`,
      ],
    }
  },
})
