import { basename } from 'node:path'
import { z } from 'zod'
import { packTestSchema } from '#contract/lifeline/pack-changes.ts'
import { daySchema, severities } from '#contract/vocabulary.ts'
import type { Text } from '#db/shared/text.ts'
import { refuseUnusable, writeNewFile } from '../../../new-file.ts'
import { labelled } from '../../answers/in-language.ts'
import { command } from '../../command.ts'
import { fileFlag } from '../../flag.ts'
import { givenFile } from '../../given/given-file.ts'
import { typedFields } from '../../given/typed-fields.ts'

/** `W05=off`, `W05=on`, `W05=orange`: whether a rule counts, and the heaviest that it may be. */
const ruleChange = z.enum(['on', 'off', ...severities])
/** A test case as it stands in the file. */
const typedTest = z.string().transform((text, check) => {
  try {
    const read = packTestSchema.safeParse(JSON.parse(text))
    if (read.success) return read.data
    const [issue] = read.error.issues
    check.addIssue({ code: 'custom', message: `${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}` })
  } catch {
    check.addIssue({ code: 'custom', message: 'no JSON' })
  }
  return z.NEVER
})
const day: Text = { zh: '请写一个日期，例如 2018-12-31', en: 'write a day such as 2018-12-31' }

/** A rule pack is changed piece by piece, without an editor: what is not said stays as it is. */
export const changeRules = command({
  name: 'rules change',
  summary: {
    zh: '改规则包的标准、依据、来源和检验用例，写成新文件，供试算和发布',
    en: 'change thresholds and test cases of a rule pack, in a new file',
  },
  examples: [
    'rules change 新规则包.json --set W01.fewestMembers=5 --from 2026-01-01 --basis 区委通知 --source 青团发〔2025〕3号',
    'rules change 新规则包.json --of 规则包.json --set W01.fewestMembers= --source 团章第二十二条',
    `rules change 新规则包.json --test '{"name":"两名团员","on":"2018-12-31","branch":{"members":2},"expect":{"rules":{"W01":"red"}}}'`,
  ],
  input: z.object({
    file: z.string().min(1),
    of: z.string().min(1).optional(),
    name: z.string().min(1).optional(),
    year: z.coerce.number().int().optional(),
    edition: z.coerce.number().int().optional(),
    since: daySchema.optional(),
    set: typedFields.pipe(z.record(z.string(), z.string().regex(/^(-?\d{1,6})?$/))),
    from: daySchema.optional(),
    basis: z.string().optional(),
    source: z.string().optional(),
    checked: z.boolean().default(false),
    rule: typedFields.pipe(z.record(z.string(), ruleChange)),
    test: z.array(typedTest).default([]),
    withoutTest: z.array(z.string().min(1)).default([]),
  }),
  flags: {
    file: { ...fileFlag, text: { zh: '写进哪个新文件', en: 'the new file to write' } },
    of: {
      flags: '--of <F>',
      text: { zh: '改哪份规则包文件（默认现在使用的）', en: 'the pack to change (default: the one in use)' },
    },
    name: { flags: '--name <N>', text: { zh: '名称', en: 'its name' } },
    year: { flags: '--year <Y>', text: { zh: '年度', en: 'its year' } },
    edition: {
      flags: '--edition <N>',
      text: { zh: '版次', en: 'its version' },
      expects: { zh: '请写第几版，例如 2', en: 'write a number such as 2' },
    },
    since: { flags: '--since <DAY>', text: { zh: '施行日期', en: 'from when it is in force' }, expects: day },
    set: {
      flags: '--set <NAME=VALUE>',
      isRepeated: true,
      text: {
        zh: '一条标准的新数值，可以写多次；NAME= 表示数值不变，只改依据和来源',
        en: 'a new value of a threshold, as often as needed; NAME= leaves the value and changes basis and source alone',
      },
      expects: { zh: '请写成 标准=整数', en: 'write NAME=NUMBER' },
    },
    from: {
      flags: '--from <DAY>',
      text: { zh: '新数值从哪天起（默认施行日期）', en: 'from when the values hold (default: since)' },
      expects: day,
    },
    basis: { flags: '--basis <T>', text: { zh: '依据', en: 'their basis' } },
    source: { flags: '--source <T>', text: { zh: '来源', en: 'their source' } },
    checked: { flags: '--checked', text: { zh: '今天已核对来源', en: 'the source was looked at today' } },
    rule: {
      flags: '--rule <W05=off>',
      isRepeated: true,
      text: {
        zh: '规则是否计入、最高为哪一级：on、off、red、orange、yellow、info',
        en: 'whether a rule counts, and the heaviest that it may be: on, off, red, orange, yellow, info',
      },
      expects: { zh: '请写成 规则=off，例如 W05=off', en: 'write RULE=off, such as W05=off' },
    },
    test: {
      flags: '--test <JSON>',
      isRepeated: true,
      text: { zh: '加一个检验用例，同名的换掉', en: 'a test case, in place of the one of its name' },
      expects: {
        zh: '请写成 {"name":…,"on":"2018-12-31","branch":{"members":2},"expect":{"rules":{"W01":"red"}}}',
        en: 'write {"name":…,"on":"2018-12-31","branch":{"members":2},"expect":{"rules":{"W01":"red"}}}',
      },
    },
    withoutTest: {
      flags: '--without-test <NAME>',
      isRepeated: true,
      text: { zh: '去掉一个检验用例', en: 'a test case to leave out' },
    },
  },
  run: async ({ client, signal, lang, ask, pathOf }, input) => {
    const path = pathOf(input.file)
    await refuseUnusable(path)
    const { name, year, edition: version, since, from, basis, source, checked: isChecked } = input
    const changes = {
      ...{ name, year, version, since },
      rules: Object.fromEntries(
        Object.entries(input.rule).map(([rule, to]) => [
          rule,
          { counts: to !== 'off', atMost: to === 'on' || to === 'off' ? null : to },
        ]),
      ),
      thresholds: Object.entries(input.set).map(([threshold, value]) => ({
        name: threshold,
        value: value === '' ? undefined : Number(value),
        ...{ from, basis, source, isChecked },
      })),
      tests: { put: input.test, remove: input.withoutTest },
    }
    const begun = input.of === undefined ? {} : { file: await givenFile(pathOf(input.of)) }
    const made = await ask(client.rulePacks.revise({ ...begun, name: basename(path), changes }, { signal }))
    await writeNewFile(path, made.file, signal)
    const { tests, failing } = made
    return {
      json: { file: path, tests, failing },
      lines: [
        lang === 'zh' ? `已写入 ${path}。` : `Wrote ${path}.`,
        lang === 'zh'
          ? `检验用例 ${tests - failing.length}/${tests} 通过。`
          : `${tests - failing.length} of ${tests} test cases pass.`,
        ...failing.map(one => `  ${labelled(one.words[lang], one.says[lang], lang)}`),
      ],
    }
  },
})
