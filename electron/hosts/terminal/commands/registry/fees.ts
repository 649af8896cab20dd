import { basename } from 'node:path'
import { z } from 'zod'
import type { FeeBranch, FeeMember } from '#contract/lifeline/fees.ts'
import { feeLists } from '#contract/lifeline/fees.ts'
import { plural } from '#db/shared/plural.ts'
import type { Lang } from '#db/shared/text.ts'
import { refuseUnusable, writeNewFile } from '../../../new-file.ts'
import { table } from '../../answers/table.ts'
import { type Command, command } from '../../command.ts'
import { type Flag, limitFlag, offsetFlag, oneOf, orgFlag } from '../../flag.ts'

const month: Flag = {
  flags: '--month <M>',
  text: {
    zh: '哪个月，例如 2018-11（默认上个月）',
    en: 'the month, such as 2018-11 (default: the last one)',
  },
  expects: { zh: '请写一个月份，例如 2018-11', en: 'write a month such as 2018-11' },
}
const monthInput = z
  .string()
  .regex(/^\d{4}-(0[1-9]|1[0-2])$/)
  .optional()
const yuan = (fen: number | null) => (fen === null ? null : (fen / 100).toFixed(2))

const statementHeads: Readonly<Record<Lang, readonly string[]>> = {
  zh: ['组织', '组织团员总数', '应交费团员数', '已交团员数', '未交团员数', '当月交纳总额', '统计时间'],
  en: ['organization', 'members', 'to pay', 'paid', 'not paid', 'amount', 'as of'],
}

/** `fees statement`: 团费查询, in the columns of the form. */
const statement = command({
  name: 'fees statement',
  summary: { zh: '一个月的团费对账表，每个支部一行', en: 'the statement of a month, a line a branch' },
  examples: [
    'fees statement --month 2018-11',
    'fees statement --org 民治街道 --month 2018-11 --out 团费.xlsx',
  ],
  input: z.object({
    org: z.string().min(1).optional(),
    month: monthInput,
    out: z.string().min(1).optional(),
  }),
  flags: {
    org: orgFlag,
    month,
    out: { flags: '--out <F>', text: { zh: '写成 .xlsx 文件', en: 'write it as an .xlsx file' } },
  },
  run: async ({ client, signal, lang, ask, pathOf }, { out, ...input }) => {
    const path = out === undefined ? undefined : pathOf(out)
    if (path !== undefined) await refuseUnusable(path)
    const found = await ask(client.fees.statement(input, { signal }))
    const heads = statementHeads[lang]
    const lines = [...found.rows, found.total].map((row, at) =>
      lineOf(row, found.day, at === found.rows.length, lang),
    )
    if (path !== undefined) {
      const rows = new File([lines.map(line => JSON.stringify(line)).join('\n')], 'rows')
      const title = lang === 'zh' ? `${found.month} 团费收缴情况` : `Fees of ${found.month}`
      const written = await ask(
        client.lists.write(
          {
            name: basename(path),
            title,
            notes: [found.total.org.name],
            heads: [...heads],
            widths: heads.map(() => 110),
            rows,
          },
          { signal },
        ),
      )
      await writeNewFile(path, written.file, signal)
      const n = found.rows.length
      return {
        json: found,
        lines: [
          lang === 'zh'
            ? `已写入 ${path}，共 ${n} 个支部。`
            : `Wrote ${plural(n, 'branch', 'branches')} to ${path}.`,
        ],
      }
    }
    return {
      json: found,
      lines: [
        ...table(
          heads.map(head => ({ head })),
          lines,
        ),
        ...untoldLine(found.total, lang),
      ],
    }
  },
})

/** Of whom no amount is known: a total without a word about them would look as if they had paid nothing. */
function untoldLine({ untold }: FeeBranch, lang: Lang): readonly string[] {
  if (untold === 0) return []
  if (lang === 'zh')
    return [`有 ${untold} 名已交团员只登记了团费交至的月份，没有登记金额，没有计入交纳总额。`]
  return [
    `Of ${plural(untold, 'member', 'members')} who paid, only the month paid up to is registered, not how much: that is not in the total.`,
  ]
}

function lineOf(
  { org, members, liable, paid, unpaid, amount, untold }: FeeBranch,
  day: string,
  isSum: boolean,
  lang: Lang,
) {
  const name = isSum ? (lang === 'zh' ? '合计' : 'in all') : (org.shortName ?? org.name)
  const told = amount === 0 && untold > 0 ? null : amount
  return [name, String(members), String(liable), String(paid), String(unpaid), yuan(told) ?? '', day]
}

const memberHeads: Readonly<Record<Lang, readonly string[]>> = {
  zh: [
    '团员姓名',
    '政治面貌',
    '所在团支部',
    '团员当前所属支部',
    '当月应交金额',
    '交纳金额',
    '交纳状态',
    '累计未交月数',
    '自',
  ],
  en: ['name', 'political status', 'branch', 'branch now', 'due', 'paid', 'state', 'months unpaid', 'since'],
}
const standings: Readonly<Record<Lang, Readonly<Record<FeeMember['standing'], string>>>> = {
  zh: { paid: '已交', unpaid: '未交', free: '免交', 'own-will': '自愿' },
  en: { paid: 'paid', unpaid: 'not paid', free: 'exempt', 'own-will': 'voluntary' },
}

/** `fees list`: each member of a month, those who owe 3 or 6 months, those who are free of fees. */
const list = command({
  name: 'fees list',
  summary: {
    zh: '逐人列出一个月的团费；欠交 3 个月、6 个月的；免交的',
    en: 'members of a month; arrears of 3 or 6 months; who is exempt',
  },
  examples: ['fees list --list arrears-3 --json', 'fees list --list free --org 民治街道'],
  input: z.object({
    org: z.string().min(1).optional(),
    month: monthInput,
    list: z.enum(feeLists).default('all'),
    limit: z.coerce.number().int().min(1).max(1000).default(1000),
    offset: z.coerce.number().int().min(0).default(0),
  }),
  flags: {
    org: orgFlag,
    month,
    list: {
      flags: '--list <L>',
      text: { zh: `哪些人：${feeLists.join('、')}`, en: `whom: ${feeLists.join(', ')}` },
      expects: oneOf(feeLists),
    },
    limit: limitFlag(1000, 1000),
    offset: offsetFlag,
  },
  run: async ({ client, signal, lang, ask }, input) => {
    const found = await ask(client.fees.members(input, { signal }))
    return {
      json: found,
      lines: table(
        memberHeads[lang].map(head => ({ head })),
        found.rows.map(one => [
          one.name,
          one.political,
          one.org.shortName ?? one.org.name,
          one.now?.shortName ?? one.now?.name ?? null,
          yuan(one.due),
          yuan(one.paid),
          standings[lang][one.standing],
          String(one.unpaidMonths),
          one.unpaidSince,
        ]),
      ),
    }
  },
})

const bands = command({
  name: 'fees bands',
  summary: {
    zh: '团费标准和它的出处；换用另一套',
    en: 'the bands of fees and their sources; go by another set',
  },
  examples: ['fees bands', 'fees bands --use national'],
  input: z.object({ use: z.string().min(1).optional() }),
  flags: { use: { flags: '--use <SET>', text: { zh: '换用哪一套', en: 'the set to go by' } } },
  run: async ({ client, signal, by, lang, ask }, { use }) => {
    if (use !== undefined) await ask(client.fees.set({ feeBands: use, by }, { signal }))
    const found = await ask(client.fees.settings({}, { signal }))
    return {
      json: found,
      lines: found.sets.flatMap(({ set, name, source, bands: own }) => [
        `${set === found.feeBands ? '* ' : '  '}${set}  ${name[lang]}`,
        ...own.map(({ income, fen }) => `      ${income}  ${yuan(fen)}`),
        `      ${source[lang]}`,
      ]),
    }
  },
})

/** 团费 in the terminal. */
export const feeCommands: readonly Command[] = [statement, list, bands]
