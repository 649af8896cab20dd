import { z } from 'zod'
import type { ImportResult, Reorganized } from '#contract/rosters.ts'
import { daySchema } from '#contract/vocabulary.ts'
import { rosterWords } from '#db/records/rosters.ts'
import { plural } from '#db/shared/plural.ts'
import type { Lang } from '#db/shared/text.ts'
import { refuseUnusable, writeNewFile } from '../../../new-file.ts'
import { doneLines } from '../../answers/done-lines.ts'
import { labelled } from '../../answers/in-language.ts'
import { table } from '../../answers/table.ts'
import { type Answer, command } from '../../command.ts'
import { dryRunFlag, laterFlag, oneOf, onFlag } from '../../flag.ts'
import { importFlag, importInput, reorganization } from '../../given/as-roster.ts'
import { givenFile } from '../../given/given-file.ts'

/** So many problems are printed for people; --json and --errors give all of them. */
const shown = 20
/** So many rows and changes are printed of those that the preview holds. */
const previewed = 5
/** So many values or people are named of each kind of problem. */
const named = 5

export const importRoster = command({
  name: 'import',
  summary: { zh: '导入一张名册', en: 'import a roster' },
  examples: [
    'import 团员名册.xlsx --as members',
    'import 志愿项目.xlsx --as work --type 志愿服务',
    'import 团员名册.xlsx --as members --sheet 2018年 --map 出生年月=birth --errors 未导入.xlsx',
  ],
  input: z.object({
    file: z.string().min(1),
    as: importInput,
    sheet: z.string().optional(),
    on: daySchema.optional(),
    map: z.string().transform(readMap).default({}),
    type: z.string().trim().min(1).max(60).optional(),
    remember: z.boolean().default(false),
    errors: z.string().min(1).optional(),
    doubles: z.enum(['same', 'new']).optional(),
    endPosts: z.boolean().default(false),
    hidden: z.enum(['take', 'leave']).optional(),
    year: z.coerce.number().int().min(1900).max(2199).optional(),
    later: z.enum(['keep', 'replace']).optional(),
    yes: z.boolean().default(false),
    dryRun: z.boolean().default(false),
  }),
  flags: {
    file: {
      flags: '<FILE>',
      text: { zh: '.xlsx、.xls、.ods 或 .csv 文件', en: 'a file: .xlsx, .xls, .ods or .csv' },
    },
    as: importFlag,
    sheet: { flags: '--sheet <S>', text: { zh: '哪张工作表', en: 'which sheet' } },
    on: onFlag,
    map: {
      flags: '--map <HEADER=FIELD,…>',
      text: {
        zh: '哪个表头是哪个字段，不用的写 ignore；整张表属于一个团支部的，写 branch=名称',
        en: 'which header is which field, or ignore; branch=NAME puts the whole file into one branch',
      },
      expects: { zh: '请写成 表头=字段,表头=字段', en: 'write HEADER=FIELD,HEADER=FIELD' },
    },
    type: {
      flags: '--type <TYPE>',
      text: {
        zh: '整张工作台账都是哪一种工作（表里没有“工作类型”一列时）',
        en: 'of which type of work all rows of a work ledger are, where it has no such column',
      },
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
      text: { zh: '把未导入的行写进这个新文件', en: 'write the refused rows into this new file' },
    },
    doubles: {
      flags: '--doubles <same|new>',
      text: {
        zh: '台账里有同名同出生日期、号码不同的人：same 是同一人，改号码；new 是另一个人，新增',
        en: 'rows whose name and birth date are known under another number: same, the same person takes the new number; new, somebody else is added',
      },
      expects: oneOf(['same', 'new']),
    },
    endPosts: {
      flags: '--end-posts',
      text: {
        zh: '转走的人在原支部的职务同日结束',
        en: 'end the posts that people hold in a branch that they leave',
      },
    },
    hidden: {
      flags: '--hidden <take|leave>',
      text: {
        zh: '表里被筛选掉或隐藏的行：take 一并导入，leave 不导入',
        en: 'rows that are filtered out or hidden in the sheet: take them, or leave them out',
      },
      expects: oneOf(['take', 'leave']),
    },
    year: {
      flags: '--year <YYYY>',
      text: {
        zh: '表里没有写年份的，是哪一年',
        en: 'the year of rows that name none',
      },
      expects: { zh: '请写成四位年份，如 2018', en: 'write the year in four digits, such as 2018' },
    },
    later: laterFlag,
    yes: {
      flags: '--yes',
      text: { zh: '像是别的单位的表也照导入', en: "take in what seems to be another office's roster" },
    },
    dryRun: dryRunFlag,
  },
  run: async (context, { file, errors, doubles, yes, later, as, ...input }) => {
    const { client, signal, by, lang, finish, pathOf } = context
    if (as === reorganization) {
      const { sheet, on, dryRun } = input
      const workbook = await givenFile(pathOf(file))
      const asked = { file: workbook, sheet, on, later, by, dryRun }
      return reorganizedAnswer(await finish(client.rosters.reorganize(asked, { signal })), dryRun, lang)
    }
    const errorsPath = errors === undefined ? undefined : pathOf(errors)
    if (errorsPath !== undefined) await refuseUnusable(errorsPath)
    const taken = await finish(
      client.rosters.importFile(
        {
          ...input,
          as,
          by,
          lang,
          file: await givenFile(pathOf(file)),
          doubles: doubles === undefined ? {} : { '*': doubles },
          confirmed: yes,
          wantRefused: errorsPath !== undefined,
        },
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

/** What was done line by line, and the members of every organization before and after. */
function reorganizedAnswer(done: Reorganized, isDryRun: boolean, lang: Lang): Answer {
  const isZh = lang === 'zh'
  const lines = [
    ...done.sentences.map(sentence => sentence[lang]),
    ...done.warnings.map(warning => (isZh ? '请注意：' : 'Note: ') + warning[lang]),
    ...done.problems.map(problem => problem.message[lang]),
    ...(done.headcounts.length === 0
      ? []
      : table(
          [
            { head: isZh ? '组织' : 'organization' },
            { head: isZh ? `${done.day} 团员数，调整前` : `members on ${done.day}: before`, align: 'right' },
            { head: isZh ? '调整后' : 'after', align: 'right' },
          ],
          done.headcounts.map(({ name, before, after }) => [name, before, after]),
        )),
    ...(done.rejected > 0 ? [] : doneLines({ changeSet: done.changeSet, isDryRun }, lang)),
  ]
  return {
    json: done,
    lines,
    ...(done.rejected > 0 && {
      refused: {
        zh: `“${done.file}”有 ${done.problems.length} 处要改，什么都没有调整。`,
        en: `${plural(done.problems.length, 'thing')} to correct in ${done.file}; nothing was changed.`,
      },
    }),
  }
}

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
  const called = rosterWords(result.as)
  const more = problems.length + result.problemsLeftOut - shown
  return [
    isZh
      ? `${result.file}：当作${called.zh}，工作表“${result.sheet}”，表头在第 ${result.headerRow} 行，从 ${result.day} 起生效`
      : `${result.file}: taken as a ${called.en}, sheet "${result.sheet}", header in row ${result.headerRow}, valid from ${result.day}`,
    ...table(
      (isZh
        ? ['读取', '新增', '更新', '没有变化', '未导入']
        : ['read', 'new', 'updated', 'unchanged', 'refused']
      ).map(head => ({ head, align: 'right' })),
      [[result.read, result.created, result.updated, result.unchanged, result.rejected]],
    ),
    ...(columns.ignored.length > 0
      ? [`${isZh ? '没有用到的列：' : 'Columns not used: '}${columns.ignored.join(isZh ? '、' : ', ')}`]
      : []),
    ...(result.question === null ? [] : [result.question.text[lang]]),
    ...(result.hidden === null || result.hidden.text.en === result.question?.text.en
      ? []
      : [result.hidden.text[lang]]),
    ...yearLine(result, lang),
    ...result.unread.map(text => text[lang]),
    ...(isDryRun ? previewLines(result, lang) : []),
    ...groupLines(result, lang),
    ...problemTable(result, lang),
    ...(more > 0
      ? [
          isZh
            ? `还有 ${more} 处：用 --errors 或 --json 看全部。`
            : `${more} more: see all with --errors or --json.`,
        ]
      : []),
    ...(errors === null ? [] : [isZh ? `未导入的行写在 ${errors}` : `The refused rows are in ${errors}`]),
    ...doneLines({ changeSet: result.changeSet, isDryRun }, lang),
  ]
}

/** One question in place of as many problems as there are rows. */
function yearLine({ lacksYear }: ImportResult, lang: Lang): readonly string[] {
  if (lacksYear === 0) return []
  return lang === 'zh'
    ? [`表里、工作表名和文件名里都没有写年份，有 ${lacksYear} 行因此没有读：请用 --year 说明是哪一年。`]
    : [
        `No year stands in the table, its sheet's or its file's name: say with --year of which year it is. Rows left out for that: ${lacksYear}.`,
      ]
}

/** The first rows as they will be stored, and what would change of what is known. */
function previewLines(
  { shown: rows, changed, changedLeftOut, labels }: ImportResult,
  lang: Lang,
): readonly string[] {
  const isZh = lang === 'zh'
  const labelOf = (field: string) => labels[field]?.[lang] ?? field
  const blank = isZh ? '（空）' : '(blank)'
  const rowName = (row: number) => (isZh ? `第 ${row} 行` : `Row ${row}`)
  const total = changed.length + changedLeftOut
  return [
    ...(rows.length === 0 ? [] : ['', isZh ? '将这样登记：' : 'Rows as they would be stored:']),
    ...rows.slice(0, previewed).map(({ row, values }) => {
      const texts = Object.entries(values).map(([field, value]) => `${labelOf(field)} ${value}`)
      return labelled(rowName(row), texts.join(isZh ? '，' : ', '), lang)
    }),
    ...(total === 0 ? [] : ['', isZh ? `将改动已有的 ${total} 项：` : `Changes to what is known: ${total}`]),
    ...changed.slice(0, previewed).map(({ row, title, changes }) => {
      const texts = changes.map(({ field, from, to }) => `${labelOf(field)} ${from || blank} → ${to}`)
      return labelled(`${rowName(row)}${isZh ? '，' : ', '}${title}`, texts.join(isZh ? '；' : '; '), lang)
    }),
  ]
}

/** How many cells have each kind of problem, and what stands in most of them. */
function groupLines({ groups, problems, problemsLeftOut }: ImportResult, lang: Lang): readonly string[] {
  const total = problems.length + problemsLeftOut
  if (total === 0) return []
  const isZh = lang === 'zh'
  return [
    '',
    isZh ? `问题 ${total} 处：` : `Problems: ${total}`,
    ...groups.flatMap(group => {
      const { count, column, says, refused, example } = group
      const kind = isZh ? (refused ? '未导入' : '提示') : refused ? 'refused' : 'note'
      const sheet = example?.sheet ?? ''
      const zhRow = example === null ? '' : `，如${sheet && `“${sheet}”`}第 ${example.row} 行`
      const enRow = example === null ? '' : `, as in ${sheet && `"${sheet}" `}row ${example.row}`
      const line = isZh
        ? `${count} 处${kind}，“${column}”${zhRow}：${says.zh}`
        : `${count} × ${kind}, ${column}${enRow}: ${says.en}`
      const most = namedOf(group, lang)
      return most === '' ? [line] : [line, `    ${most}`]
    }),
    '',
  ]
}

/** What stands in most of its cells, or of whom the first rows are, and how much else there is. */
function namedOf(group: ImportResult['groups'][number], lang: Lang): string {
  const isZh = lang === 'zh'
  const between = isZh ? '、' : ', '
  if (group.isByWho) {
    const who = group.who.slice(0, named)
    return `${who.join(between)}${group.count > who.length ? (isZh ? ' 等' : ' …') : ''}`
  }
  const values = group.values.filter(({ value }) => value !== '').slice(0, named)
  if (values.length === 0) return ''
  const shownValues = values.map(({ value, count }) =>
    isZh ? `“${value}”${count > 1 ? ` ${count} 处` : ''}` : `"${value}"${count > 1 ? ` ×${count}` : ''}`,
  )
  const others = group.different - values.length - Number(group.values.some(({ value }) => value === ''))
  if (others <= 0) return shownValues.join(between)
  const isOver = !group.differentIsAll
  return isZh
    ? `${shownValues.join('、')}，还有 ${others} 种${isOver ? '以上' : ''}`
    : `${shownValues.join(', ')} and ${isOver ? 'more than ' : ''}${plural(others, 'other')}`
}

/** Of each kind of problem the first rows, so that a frequent one does not hide the others; then in the order of the file. */
function shownProblems({ problems, groups }: ImportResult): ImportResult['problems'] {
  const each = Math.max(1, Math.floor(shown / Math.max(1, groups.length)))
  const kinds = new Map<string, number>()
  const first = problems.filter(({ code, column, refused }) => {
    const kind = `${code} ${column} ${refused}`
    kinds.set(kind, (kinds.get(kind) ?? 0) + 1)
    return (kinds.get(kind) ?? 0) <= each
  })
  const chosen = new Set(first.slice(0, shown))
  for (const problem of problems) if (chosen.size < shown) chosen.add(problem)
  return problems.filter(problem => chosen.has(problem))
}

function problemTable(result: ImportResult, lang: Lang): readonly string[] {
  const problems = shownProblems(result)
  if (problems.length === 0) return []
  const isZh = lang === 'zh'
  const left = isZh ? '未导入' : 'refused'
  const note = isZh ? '提示' : 'note'
  return table(
    [
      { head: isZh ? '行' : 'row', align: 'right' },
      { head: '' },
      { head: isZh ? '列' : 'column' },
      { head: isZh ? '值' : 'value' },
      { head: isZh ? '说明' : 'what is wrong' },
    ],
    problems.map(({ row, refused, column, value, says, repair }) => [
      row,
      refused ? left : note,
      column,
      value,
      `${says[lang]}${repair === null ? '' : isZh ? `建议改为“${repair}”。` : ` Proposed: ${repair}.`}`,
    ]),
  )
}
