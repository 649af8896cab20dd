import { z } from 'zod'
import { type ImportResult, rosterSchema, rosters } from '#contract/rosters.ts'
import { daySchema } from '#contract/vocabulary.ts'
import type { Lang } from '#db/shared/text.ts'
import { refuseUnusable, writeNewFile } from '../../new-file.ts'
import { command } from '../command.ts'
import { doneLines } from '../done-lines.ts'
import { dryRunFlag, oneOf, onFlag } from '../flag.ts'
import { givenFile } from '../given-file.ts'
import { table } from '../table.ts'
import { rosterTexts } from '../vocabulary-words.ts'

/** So many problems are printed for people; --json and --errors give all of them. */
const shown = 20

export const importRoster = command({
  name: 'import',
  summary: { zh: '导入一张名册', en: 'take a roster in' },
  examples: [
    'import 团员名册.xlsx --as members',
    'import 团员名册.xlsx --as members --sheet 2018年 --map 出生年月=birth --errors 退回.xlsx',
  ],
  input: z.object({
    file: z.string().min(1),
    as: rosterSchema,
    sheet: z.string().optional(),
    on: daySchema.optional(),
    map: z.string().transform(readMap).default({}),
    remember: z.boolean().default(false),
    errors: z.string().min(1).optional(),
    dryRun: z.boolean().default(false),
  }),
  flags: {
    file: { flags: '<FILE>', text: { zh: '.xlsx、.xls 或 .csv 文件', en: 'a file: .xlsx, .xls or .csv' } },
    as: {
      flags: '--as <ROSTER>',
      text: { zh: `当作哪种名册：${rosters.join('、')}`, en: `as which roster: ${rosters.join(', ')}` },
      expects: oneOf(rosters),
      isNeeded: true,
    },
    sheet: { flags: '--sheet <S>', text: { zh: '哪张工作表', en: 'which sheet' } },
    on: onFlag,
    map: {
      flags: '--map <HEADER=FIELD,…>',
      text: {
        zh: '哪个表头是哪个字段，不用的写 ignore',
        en: 'which header is which field, or ignore',
      },
      expects: { zh: '请写成 表头=字段,表头=字段', en: 'write HEADER=FIELD,HEADER=FIELD' },
    },
    remember: {
      flags: '--remember',
      text: {
        zh: '记住 --map，以后遇到同样的表头照此办理',
        en: 'remember --map for later files with the same headers',
      },
    },
    errors: {
      flags: '--errors <OUT.xlsx>',
      text: { zh: '把退回的行写进这个新文件', en: 'write the refused rows into this new file' },
    },
    dryRun: dryRunFlag,
  },
  run: async ({ client, signal, by, lang, finish, pathOf }, { file, errors, ...input }) => {
    const errorsPath = errors === undefined ? undefined : pathOf(errors)
    if (errorsPath !== undefined) await refuseUnusable(errorsPath)
    const taken = await finish(
      client.rosters.importFile(
        { ...input, by, file: await givenFile(pathOf(file)), wantRefused: errorsPath !== undefined },
        { signal },
      ),
    )
    const { refused, ...result } = taken
    const written = refused !== null && errorsPath !== undefined ? errorsPath : null
    if (refused !== null && errorsPath !== undefined) await writeNewFile(errorsPath, refused, signal)
    return {
      json: errorsPath === undefined ? result : { ...result, errors: written },
      lines: importLines(result, written, input.dryRun, lang),
    }
  },
})

function readMap(text: string, check: z.RefinementCtx): Record<string, string> {
  const pairs = text.split(/[,，]/).map(pair => {
    const at = pair.lastIndexOf('=')
    return [pair.slice(0, Math.max(at, 0)).trim(), pair.slice(at + 1).trim()] as const
  })
  if (pairs.some(([header, field]) => header === '' || field === '')) {
    check.addIssue({ code: 'custom', message: 'not HEADER=FIELD' })
    return z.NEVER
  }
  return Object.fromEntries(pairs)
}

function importLines(
  result: ImportResult,
  errors: string | null,
  isDryRun: boolean,
  lang: Lang,
): readonly string[] {
  const isZh = lang === 'zh'
  const { columns, problems } = result
  const more = problems.length - shown
  return [
    isZh
      ? `${result.file}：当作${rosterTexts[result.as].zh}名册，工作表“${result.sheet}”，表头在第 ${result.headerRow} 行，从 ${result.day} 起生效`
      : `${result.file}: taken as a roster of ${rosterTexts[result.as].en}, sheet “${result.sheet}”, header in row ${result.headerRow}, holds from ${result.day}`,
    ...table(
      (isZh
        ? ['读取', '新增', '更新', '不变', '退回']
        : ['read', 'created', 'updated', 'unchanged', 'refused']
      ).map(head => ({ head, align: 'right' })),
      [[result.read, result.created, result.updated, result.unchanged, result.rejected]],
    ),
    ...(columns.ignored.length > 0
      ? [`${isZh ? '没有用到的列：' : 'Columns not used: '}${columns.ignored.join(isZh ? '、' : ', ')}`]
      : []),
    ...(problems.length > 0
      ? ['', isZh ? `问题 ${problems.length} 处：` : `Problems: ${problems.length}`]
      : []),
    ...problemTable(result, lang),
    ...(more > 0
      ? [
          isZh
            ? `还有 ${more} 处：用 --errors 或 --json 看全部。`
            : `${more} more: see all with --errors or --json.`,
        ]
      : []),
    ...(errors === null ? [] : [isZh ? `退回的行写在 ${errors}` : `The refused rows are in ${errors}`]),
    ...doneLines({ changeSet: result.changeSet, isDryRun }, lang),
  ]
}

function problemTable({ problems }: ImportResult, lang: Lang): readonly string[] {
  if (problems.length === 0) return []
  const isZh = lang === 'zh'
  const left = isZh ? '退回' : 'refused'
  const note = isZh ? '提示' : 'note'
  return table(
    [
      { head: isZh ? '行' : 'row', align: 'right' },
      { head: '' },
      { head: isZh ? '列' : 'column' },
      { head: isZh ? '值' : 'value' },
      { head: isZh ? '说明' : 'what is wrong' },
    ],
    problems
      .slice(0, shown)
      .map(problem => [
        problem.row,
        problem.refused ? left : note,
        problem.column,
        problem.value,
        problem.message[lang],
      ]),
  )
}
