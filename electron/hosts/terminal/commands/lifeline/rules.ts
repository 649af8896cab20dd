import { basename } from 'node:path'
import { z } from 'zod'
import { daySchema } from '#contract/vocabulary.ts'
import type { Lang } from '#db/shared/text.ts'
import { refuseUnusable, writeNewFile } from '../../../new-file.ts'
import { doneLines } from '../../answers/done-lines.ts'
import { labelled } from '../../answers/in-language.ts'
import { table } from '../../answers/table.ts'
import { type Command, command } from '../../command.ts'
import { asOfFlag, dryRunFlag, fileFlag, orgFlag } from '../../flag.ts'
import { givenFile } from '../../given/given-file.ts'
import { changeRules } from './rules-change.ts'

const show = command({
  name: 'rules show',
  summary: {
    zh: '看某一天用的规则包：标准、依据和来源',
    en: 'the rule pack of a day: thresholds, basis, source',
  },
  examples: ['rules show', 'rules show --as-of 2018-12-31'],
  input: z.object({ asOf: daySchema.optional() }),
  flags: { asOf: asOfFlag },
  run: async ({ client, signal, lang, ask }, input) => {
    const found = await ask(client.rulePacks.inForce(input, { signal }))
    const isZh = lang === 'zh'
    const { name, year, version, since, issuer, off, unknown } = found
    const from = issuer ?? (isZh ? '本程序自带' : 'built into the program')
    const lines = table(
      (isZh
        ? ['标准', '数值', '从何时', '依据', '来源', '核对']
        : ['threshold', 'value', 'from', 'basis', 'source', 'checked']
      ).map(head => ({ head })),
      found.thresholds.map(one => [
        one.name,
        String(one.value),
        one.from ?? '',
        one.basis?.[lang] ?? '',
        one.source ?? '',
        `${one.checked ?? ''}${one.isStale ? (isZh ? '（超过一年）' : ' (over a year ago)') : ''}`,
      ]),
    )
    return {
      json: found,
      lines: [
        isZh
          ? `${name.zh}，${year} 年第 ${version} 版，自 ${since} 施行，${from}`
          : `${name.en}, ${year} version ${version}, in force from ${since}, ${from}`,
        ...(off.length === 0 ? [] : [labelled(isZh ? '停用' : 'off', off.join(isZh ? '、' : ', '), lang)]),
        ...(unknown.length === 0
          ? []
          : [labelled(isZh ? '不认识' : 'not known here', unknown.join(isZh ? '、' : ', '), lang)]),
        ...lines,
      ],
    }
  },
})

const list = command({
  name: 'rules list',
  summary: { zh: '列出收到和发布的规则包', en: 'list the rule packs that were published and received' },
  examples: ['rules list'],
  input: z.object({ asOf: daySchema.optional() }),
  flags: { asOf: asOfFlag },
  run: async ({ client, signal, lang, ask }, input) => {
    const { rows } = await ask(client.rulePacks.list(input, { signal }))
    const isZh = lang === 'zh'
    return {
      json: rows,
      lines: [
        ...table(
          (isZh
            ? ['编号', '名称', '年度', '版次', '施行日期', '发布单位', '现在使用', '检验用例']
            : ['id', 'name', 'year', 'version', 'from', 'issuer', 'in use', 'test cases']
          ).map(head => ({ head })),
          rows.map(row => [
            ...[row.id, row.name[lang], row.year, row.version, row.since, row.issuer ?? ''],
            row.judges ? (isZh ? '是' : 'yes') : '',
            `${row.tests - row.failing.length}/${row.tests}`,
          ]),
        ),
        ...rows.flatMap(row =>
          row.failing.map(one => labelled(`${row.name[lang]} ${one.words[lang]}`, one.says[lang], lang)),
        ),
        ...rows.flatMap(row =>
          row.unreadable === null ? [] : [labelled(row.name[lang], row.unreadable[lang], lang)],
        ),
      ],
    }
  },
})

const save = command({
  name: 'rules save',
  summary: {
    zh: '把规则包存成文件，供修改后试算和发布',
    en: 'save the rule pack as a file, to change and publish',
  },
  examples: ['rules save 规则包.json'],
  input: z.object({ file: z.string().min(1), asOf: daySchema.optional() }),
  flags: { file: fileFlag, asOf: asOfFlag },
  run: async ({ client, signal, lang, ask, pathOf }, { file, ...input }) => {
    const path = pathOf(file)
    await refuseUnusable(path)
    const saved = await ask(client.rulePacks.save({ ...input, name: basename(path) }, { signal }))
    await writeNewFile(path, saved.file, signal)
    return { json: { file: path }, lines: [lang === 'zh' ? `已写入 ${path}。` : `Wrote ${path}.`] }
  },
})

type Named = { readonly org: string; readonly name: string; readonly rules: readonly string[] }

function listed(head: string, rows: readonly Named[]): readonly string[] {
  return rows.length === 0
    ? []
    : [
        '',
        `${head} ${rows.length}`,
        ...rows.map(({ org, name, rules }) => `  ${org}  ${name}  ${rules.join('、')}`),
      ]
}

const rehearse = command({
  name: 'rules rehearse',
  summary: { zh: '试算：换用这份规则包会多出和减少哪些', en: 'what a rule pack would newly flag and clear' },
  examples: ['rules rehearse 规则包.json --as-of 2018-12-31'],
  input: z.object({ file: z.string().min(1), asOf: daySchema.optional(), org: z.string().min(1).optional() }),
  flags: { file: fileFlag, asOf: asOfFlag, org: orgFlag },
  run: async ({ client, signal, lang, ask, pathOf }, { file, ...input }) => {
    const pack = await givenFile(pathOf(file))
    const found = await ask(client.rulePacks.rehearse({ ...input, file: pack }, { signal }))
    return { json: found, lines: rehearsalLines(found, lang) }
  },
})

type Rehearsal = Record<'newlyFlagged' | 'cleared' | 'newlySuggested' | 'released', readonly Named[]> & {
  readonly now: { readonly flagged: number; readonly suggested: number }
  readonly next: { readonly flagged: number; readonly suggested: number }
}

function rehearsalLines(found: Rehearsal, lang: Lang): readonly string[] {
  const { now, next, newlyFlagged, cleared, newlySuggested, released } = found
  if (lang === 'zh')
    return [
      `有问题 ${now.flagged} → ${next.flagged}，建议认定 ${now.suggested} → ${next.suggested}`,
      ...listed('新出现问题', newlyFlagged),
      ...listed('不再有问题', cleared),
      ...listed('新列入建议', newlySuggested),
      ...listed('不再建议', released),
    ]
  return [
    `flagged ${now.flagged} → ${next.flagged}, suggested ${now.suggested} → ${next.suggested}`,
    ...listed('newly flagged', newlyFlagged),
    ...listed('cleared', cleared),
    ...listed('newly suggested', newlySuggested),
    ...listed('no longer suggested', released),
  ]
}

const publish = command({
  name: 'rules publish',
  summary: { zh: '发布规则包（限最上级团组织）', en: 'publish a rule pack (only the topmost office)' },
  examples: ['rules publish 规则包.json --dry-run'],
  input: z.object({ file: z.string().min(1), dryRun: z.boolean().default(false) }),
  flags: { file: fileFlag, dryRun: dryRunFlag },
  run: async ({ client, signal, lang, by, ask, pathOf }, { file, dryRun }) => {
    const pack = await givenFile(pathOf(file))
    const done = await ask(client.rulePacks.publish({ file: pack, by, dryRun }, { signal }))
    return {
      json: done,
      lines: [
        ...done.sentences.map(one => one[lang]),
        ...done.warnings.map(one => one[lang]),
        ...doneLines({ changeSet: done.changeSet, isDryRun: dryRun }, lang),
      ],
    }
  },
})

export const ruleCommands: readonly Command[] = [list, show, save, changeRules, rehearse, publish]
