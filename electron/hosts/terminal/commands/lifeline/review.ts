import { join } from 'node:path'
import { z } from 'zod'
import { type Difference, type ShownYear, type Turn, turns } from '#contract/lifeline/annual.ts'
import { daySchema } from '#contract/vocabulary.ts'
import { plural } from '#db/shared/plural.ts'
import type { Lang } from '#db/shared/text.ts'
import { openFolder, writeNewFile } from '../../../new-file.ts'
import { actAnswer } from '../../answers/act-answer.ts'
import { doneLines } from '../../answers/done-lines.ts'
import { localTime } from '../../answers/local-time.ts'
import { table } from '../../answers/table.ts'
import { severityTexts } from '../../answers/vocabulary-words.ts'
import { type Command, command } from '../../command.ts'
import { dryRunFlag, type Flag, orgFlag } from '../../flag.ts'
import { givenFile } from '../../given/given-file.ts'

const year: Flag = {
  flags: '--year <Y>',
  text: { zh: '哪个年度', en: 'which year' },
  expects: { zh: '请写一个年份，例如 2018', en: 'write a year such as 2018' },
  isNeeded: true,
}
const yearInput = z.coerce.number().int().min(1950).max(2199)
const asked = { year: yearInput, org: z.string().min(1).optional() }
const day: Flag = {
  flags: '--day <DAY>',
  text: {
    zh: '截止到该年度的哪一天（默认 12 月 31 日，未到则为今天）',
    en: 'as of which day of that year (default: its last, or today)',
  },
  expects: { zh: '请写一个日期，例如 2018-12-31', en: 'write a day such as 2018-12-31' },
}

const status = command({
  name: 'review status',
  summary: {
    zh: '年度评审进度：各街道、各系统到哪一步',
    en: 'how far the annual review has come, by street',
  },
  examples: ['review status --year 2018', 'review status --year 2018 --org 民治街道'],
  input: z.object(asked),
  flags: { year, org: orgFlag },
  run: async ({ client, signal, lang, ask }, input) => {
    const found = await ask(client.annual.status(input, { signal }))
    const isZh = lang === 'zh'
    const heads = isZh
      ? ['组织ID', '单位', '状态', '支部', '未办完', '封存日期', '校验码']
      : ['code', 'unit', 'state', 'branches', 'missing', 'frozen as of', 'hash']
    return {
      json: found,
      lines: table(
        heads.map((head, at) => ({ head, align: at === 3 || at === 4 ? 'right' : 'left' })),
        found.units.map(unit => [
          unit.code ?? '',
          unit.name,
          unit.stateWords[lang],
          String(unit.branches),
          String(unit.missing),
          unit.frozen?.day ?? '',
          unit.frozen?.hash.slice(0, 16) ?? '',
        ]),
      ),
    }
  },
})

const missing = command({
  name: 'review missing',
  summary: { zh: '审定前还缺什么', en: 'what is missing before the year can be approved' },
  examples: ['review missing --year 2018', 'review missing --year 2018 --org 民治街道'],
  input: z.object(asked),
  flags: { year, org: orgFlag },
  run: async ({ client, signal, lang, ask }, input) => {
    const found = await ask(client.annual.missing({ ...input, limit: 1000 }, { signal }))
    return {
      json: found,
      lines: [
        ...table(
          (lang === 'zh' ? ['组织ID', '组织', '缺什么'] : ['code', 'organization', 'what']).map(head => ({
            head,
          })),
          found.rows.map(row => [row.code ?? '', row.name, row.text[lang]]),
        ),
        lang === 'zh' ? `共 ${found.total} 项。` : `${found.total} in all.`,
      ],
    }
  },
})

const freezeInput = z.object({ ...asked, day: daySchema.optional(), dryRun: z.boolean().default(false) })
const freezeFlags = { year, org: orgFlag, day, dryRun: dryRunFlag }

const freeze = command({
  name: 'review freeze',
  summary: { zh: '封存一个年度的评审', en: 'freeze the review of a year' },
  examples: ['review freeze --year 2018', 'review freeze --year 2018 --org 民治街道 --dry-run'],
  input: freezeInput,
  flags: freezeFlags,
  run: async ({ client, signal, lang, by, finish }, input) => {
    const done = await finish(client.annual.freeze({ ...input, by }, { signal }))
    const answer = actAnswer(done, input.dryRun, lang)
    return { json: done, lines: [...answer.lines, hashLine(done.hash, lang)] }
  },
})

const approve = command({
  name: 'review approve',
  summary: {
    zh: '审定一个年度（街道先审定，区后审定）',
    en: 'approve a year: the streets first, then the district',
  },
  examples: ['review approve --year 2018 --org 民治街道', 'review approve --year 2018'],
  input: freezeInput,
  flags: freezeFlags,
  run: async ({ client, signal, lang, by, finish }, input) => {
    const done = await finish(client.annual.approve({ ...input, by }, { signal }))
    return {
      json: done,
      lines: [
        ...done.sentences.map(sentence => sentence[lang]),
        hashLine(done.hash, lang),
        ...(input.dryRun
          ? doneLines({ changeSet: null, isDryRun: true }, lang)
          : [
              lang === 'zh'
                ? `已记为第 ${done.changeSet} 项操作；要撤回审定，用 review take-back。`
                : `Recorded as step no. ${done.changeSet}; review take-back takes the approval back.`,
            ]),
      ],
    }
  },
})

const takeBack = command({
  name: 'review take-back',
  summary: { zh: '撤回审定（自上而下）', en: 'take an approval back, from the top down' },
  examples: ['review take-back --year 2018 --reason 数字有误'],
  input: z.object({
    ...asked,
    reason: z.string().trim().min(1).max(1000),
    dryRun: z.boolean().default(false),
  }),
  flags: {
    year,
    org: orgFlag,
    reason: { flags: '--reason <T>', text: { zh: '为什么撤回', en: 'why' }, isNeeded: true },
    dryRun: dryRunFlag,
  },
  run: async ({ client, signal, lang, by, ask }, input) =>
    actAnswer(await ask(client.annual.takeBack({ ...input, by }, { signal })), input.dryRun, lang),
})

const show = command({
  name: 'review show',
  summary: {
    zh: '看封存的年度评审，以及今天再算会有什么不同',
    en: 'a frozen year, and what would be different today',
  },
  examples: ['review show --year 2018', 'review show --year 2018 --org 民治街道 --json'],
  input: z.object(asked),
  flags: { year, org: orgFlag },
  run: async ({ client, signal, lang, ask }, input) => {
    const found = await ask(client.annual.show(input, { signal }))
    return { json: found, lines: yearLines(found, lang) }
  },
})

const years = command({
  name: 'review years',
  summary: { zh: '三个年度并排比较', en: 'three years side by side' },
  examples: ['review years --year 2018', 'review years --year 2018 --org 民治街道 --json'],
  input: z.object(asked),
  flags: { year, org: orgFlag },
  run: async ({ client, signal, lang, ask }, input) => {
    const found = await ask(client.annual.years(input, { signal }))
    const words = turnTexts[lang]
    const counted = (of: number, unit: string, turn: Turn) =>
      found.turns.find(one => one.year === of && one.unit === unit && one.turn === turn)?.n ?? 0
    return {
      json: found,
      lines: found.years.slice(1).flatMap(one => [
        `${one.year}  ${one.day}${one.frozen === null ? '' : `  ${one.frozen.hash.slice(0, 16)}`}`,
        ...table(
          [{ head: '' }, ...turns.map(turn => ({ head: words[turn], align: 'right' as const }))],
          found.units.map(unit => [
            unit.name,
            ...turns.map(turn => String(counted(one.year, unit.id, turn))),
          ]),
        ),
        '',
      ]),
    }
  },
})

const turnTexts: Readonly<Record<Lang, Readonly<Record<Turn, string>>>> = {
  zh: { new: '新增', still: '未转好', cleared: '已转好', relapsed: '返潮', closed: '已撤并' },
  en: {
    new: 'new on the list',
    still: 'still on the list',
    cleared: 'cleared',
    relapsed: 'relapsed',
    closed: 'closed',
  },
}

const papers = command({
  name: 'review export',
  summary: {
    zh: '出具一个年度的文书：评审表、情况报告、台账',
    en: 'the documents of a frozen year: review forms, reports, ledger',
  },
  examples: [
    'review export --year 2018 --out 2018年度评审',
    'review export --year 2018 --out 2018年度评审 --one-file',
    'review export --year 2018 --out 2018年度评审 --form 空白表.docx',
  ],
  input: z.object({
    ...asked,
    out: z.string().min(1),
    oneFile: z.boolean().default(false),
    form: z.string().min(1).optional(),
  }),
  flags: {
    year,
    org: orgFlag,
    out: {
      flags: '--out <DIR>',
      text: { zh: '写进哪个文件夹', en: 'the folder to write into' },
      isNeeded: true,
    },
    oneFile: {
      flags: '--one-file',
      text: { zh: '评审表合成一个文件', en: 'all review forms in one file' },
    },
    form: {
      flags: '--form <FILE>',
      text: {
        zh: '用本单位的空白表（.docx）填写，代替自带的评审表',
        en: "the office's own blank form (.docx), filled instead",
      },
    },
  },
  run: async ({ client, signal, lang, ask, finish, pathOf }, input) => {
    const folder = pathOf(input.out)
    const form = input.form === undefined ? undefined : await givenFile(pathOf(input.form))
    const { year: of, org } = input
    const [frozen] = (await ask(client.annual.list({ ...(org && { org }) }, { signal }))).rows.filter(
      one => one.year === of && one.counts,
    )
    // Whoever has none is told so, by the sentence that says what to do.
    const id = frozen?.id ?? (await ask(client.annual.show({ year: of, ...(org && { org }) }, { signal }))).id
    await openFolder(folder)
    const written: string[] = []
    const left: string[] = []
    let forms = 0
    const jobs = [
      { what: 'summaries', as: 'each' },
      { what: 'ledger', as: 'one' },
      { what: 'forms', as: input.oneFile && form === undefined ? 'one' : 'each' },
    ] as const
    for (const { what, as } of jobs) {
      const asking = { id, what, as, ...(what === 'forms' && form !== undefined && { form }) }
      const done = await finish(client.annual.papers(asking, { signal }))
      for (const file of done.files) {
        const path = join(folder, file.name)
        await writeNewFile(path, file, signal)
        written.push(path)
      }
      left.push(...done.left)
      if (what === 'forms') forms = done.papers
    }
    const isZh = lang === 'zh'
    return {
      json: { year: of, hash: frozen?.hash, folder, files: written, forms, left },
      lines: [
        isZh
          ? `已写入 ${folder}：${written.length} 个文件，评审表 ${forms} 张。`
          : `Wrote ${plural(written.length, 'file')} to ${folder}, ${plural(forms, 'review form')} among them.`,
        ...(left.length === 0
          ? []
          : [isZh ? `不认识的填写位置：${left.join('、')}` : `Places not known here: ${left.join(', ')}`]),
      ],
    }
  },
})

function hashLine(hash: string, lang: Lang): string {
  return lang === 'zh' ? `校验码 ${hash}` : `Checksum ${hash}`
}

function yearLines(found: ShownYear, lang: Lang): readonly string[] {
  const isZh = lang === 'zh'
  const { orgName, year: of, day: asOf, stateWords, hash, damage } = found
  const head = isZh
    ? `${orgName} ${of} 年度评审，截至 ${asOf}，${stateWords.zh}`
    : `The annual review ${of} of ${orgName}, as of ${asOf}: ${stateWords.en}`
  if (damage !== null) return [head, hashLine(hash, lang), damaged[damage][lang]]
  const heads = isZh
    ? ['组织ID', '单位', '团员', '支部', '有问题', '建议认定', '红', '橙', '黄']
    : ['code', 'unit', 'members', 'branches', 'flagged', 'proposed', 'red', 'orange', 'yellow']
  return [
    head,
    hashLine(hash, lang),
    '',
    ...table(
      heads.map((one, at) => ({ head: one, align: at > 1 ? 'right' : 'left' })),
      found.figures
        .filter(({ tier }) => tier !== 'two-new')
        .map(one => [
          one.code ?? '',
          one.name,
          ...[one.members, one.branches, one.flagged, one.suggested].map(String),
          ...(['red', 'orange', 'yellow'] as const).map(severity => String(one.severities[severity] ?? 0)),
        ]),
    ),
    '',
    ...todayLines(found, lang),
  ]
}

const damaged = {
  incomplete: {
    zh: '封存的内容还没有到齐，请等下一个数据包。',
    en: 'What was frozen has not arrived in full; wait for the next packet.',
  },
  damaged: {
    zh: '封存的内容与校验码不符，不能采用。请向封存的单位核对。',
    en: 'What was frozen does not match its checksum and is not used. Ask the office that froze it.',
  },
  newer: {
    zh: '封存的内容由更新版本的程序写成，请升级后再看。',
    en: 'What was frozen was written by a newer program. Update this one to see it.',
  },
}

function todayLines({ today, day: asOf }: ShownYear, lang: Lang): readonly string[] {
  const isZh = lang === 'zh'
  if (today.same)
    return [
      isZh
        ? `今天按 ${asOf} 再算，结果完全相同。`
        : `Worked out again today as of ${asOf}, it is exactly the same.`,
    ]
  return [
    isZh
      ? `今天按 ${asOf} 再算，有 ${today.different} 个组织不同（封存以后补记或者更正过）：`
      : `Worked out again today as of ${asOf}, ${plural(today.different, 'organization differs', 'organizations differ')} (back-dated or corrected since):`,
    ...table(
      (isZh ? ['组织ID', '组织', '不同'] : ['code', 'organization', 'what']).map(head => ({ head })),
      today.differences.map(one => [one.code ?? '', one.name, differenceText(one, lang)]),
    ),
    ...(today.because.length === 0 ? [] : ['', isZh ? '封存以后的有关操作：' : 'Written about them since:']),
    ...today.because.map(
      ({ changeSet, at, sentence }) => `  ${changeSet}  ${localTime(at)}  ${sentence[lang]}`,
    ),
  ]
}

function differenceText(one: Difference, lang: Lang): string {
  const isZh = lang === 'zh'
  const severity = (word: keyof typeof severityTexts | null) =>
    word === null ? (isZh ? '无' : 'none') : severityTexts[word][lang]
  const parts = [
    ...(one.what === 'came' ? [isZh ? '当时没有这个组织' : 'was not there'] : []),
    ...(one.what === 'went' ? [isZh ? '那一天已没有这个组织' : 'is not there'] : []),
    ...one.findings.map(({ rule, was, now }) => `${rule} ${severity(was)} → ${severity(now)}`),
    ...(one.suggested.was === one.suggested.now
      ? []
      : [
          one.suggested.now
            ? isZh
              ? '新增建议认定'
              : 'now proposed'
            : isZh
              ? '不再建议认定'
              : 'no longer proposed',
        ]),
    ...one.cases.map(({ was, now }) => `${isZh ? '整治' : 'case'} ${was ?? '—'} → ${now ?? '—'}`),
    ...one.fields,
  ]
  return parts.join(isZh ? '；' : '; ')
}

export const reviewCommands: readonly Command[] = [
  status,
  missing,
  freeze,
  approve,
  takeBack,
  show,
  years,
  papers,
]
