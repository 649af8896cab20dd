import { z } from 'zod'
import type { AskedThing } from '#contract/reports/burden.ts'
import { plural } from '#db/shared/plural.ts'
import { refuseUnusable, writeNewFile } from '../../../new-file.ts'
import { actAnswer } from '../../answers/act-answer.ts'
import { table } from '../../answers/table.ts'
import { type Command, command } from '../../command.ts'
import { dryRunFlag, everyone, everyoneFlag, type Flag, oneOf, orgFlag, personFlag } from '../../flag.ts'
import { givenFile } from '../../given/given-file.ts'

const form = z.string().min(1).max(200)
const formFlag: Flag = {
  flags: '<FORM>',
  text: { zh: '空白表的表名或编号', en: 'the name or the id of the blank form' },
}
const year = z.coerce.number().int().min(1950).max(2199)

const add = command({
  name: 'form add',
  summary: {
    zh: '添加一张空白表（.xlsx、.docx），并建议哪里填什么',
    en: 'keep a blank form (.xlsx, .docx), with a proposal of what belongs where',
  },
  examples: ['form add 团员名册.xlsx', 'form add 统计表.docx --name 年度统计表 --asked-by 团市委'],
  input: z.object({
    file: z.string().min(1),
    name: z.string().optional(),
    askedBy: z.string().optional(),
    dryRun: z.boolean().default(false),
  }),
  flags: {
    file: { flags: '<FILE>', text: { zh: '空白表', en: 'the blank form' } },
    name: {
      flags: '--name <NAME>',
      text: { zh: '表名，不写就用文件名', en: 'its name; that of the file if not given' },
    },
    askedBy: { flags: '--asked-by <OFFICE>', text: { zh: '要表单位', en: 'which office asks for it' } },
    dryRun: dryRunFlag,
  },
  run: async ({ client, signal, by, lang, ask, finish, pathOf }, { file, ...input }) => {
    const put = await finish(client.attachments.put({ file: await givenFile(pathOf(file)) }, { signal }))
    const done = await ask(client.forms.add({ ...input, item: put.item, by }, { signal }))
    const told = actAnswer(done, input.dryRun, lang)
    return { json: done, lines: [...told.lines, '', ...markLines(done.marks, lang)] }
  },
})

function markLines(marks: Readonly<Record<string, string>>, lang: 'zh' | 'en'): readonly string[] {
  const isZh = lang === 'zh'
  return table(
    (isZh ? ['位置', '填什么'] : ['place', 'what belongs there']).map(head => ({ head })),
    Object.entries(marks),
  )
}

const list = command({
  name: 'form list',
  summary: { zh: '有哪些空白表', en: 'the blank forms that are kept' },
  examples: ['form list'],
  input: z.object({}),
  flags: {},
  run: async ({ client, signal, lang, ask }) => {
    const { forms } = await ask(client.forms.list({}, { signal }))
    const isZh = lang === 'zh'
    return {
      json: forms,
      lines: table(
        (isZh
          ? ['表名', '要表单位', '设立单位', '填写位置', '编号']
          : ['name', 'asked for by', 'kept by', 'places', 'id']
        ).map((head, at) => ({ head, right: at === 3 })),
        forms.map(one => [one.name, one.askedBy ?? '', one.org, String(one.places), one.id]),
      ),
    }
  },
})

const show = command({
  name: 'form show',
  summary: {
    zh: '一张空白表哪里填什么，填出来是多少',
    en: 'what belongs where on a form, and what it would be filled with',
  },
  examples: ['form show 年度统计表', 'form show 年度统计表 --year 2018'],
  input: z.object({
    id: form,
    year: year.optional(),
    org: z.string().min(1).optional(),
    person: z.array(z.string().min(1)).optional(),
    everyone: z.enum(everyone).optional(),
  }),
  flags: {
    id: formFlag,
    year: { flags: '--year <Y>', text: { zh: '填哪一年', en: 'filled for which year' } },
    org: orgFlag,
    person: personFlag,
    everyone: everyoneFlag,
  },
  run: async ({ client, signal, lang, by, ask }, { person: people, ...input }) => {
    const found = await ask(client.forms.show({ ...input, people, by }, { signal }))
    const isZh = lang === 'zh'
    const texts = new Map(
      found.parts.flatMap(({ cells }) => cells.map(({ at, text }) => [at, text] as const)),
    )
    const values = new Map(found.values.map(([at, value]) => [at, String(value)]))
    const counts = new Map(found.rows.map(({ at, rows }) => [at, isZh ? `${rows} 行` : plural(rows, 'row')]))
    const { parts: _parts, ...json } = found
    return {
      json,
      lines: table(
        (isZh
          ? ['位置', '填什么', '填出来', '表上写着']
          : ['place', 'what belongs there', 'value', 'the form says']
        ).map(head => ({ head })),
        Object.entries(found.marks).map(([at, said]) => [
          at,
          said,
          values.get(at) ?? counts.get(at) ?? '',
          (texts.get(at.replace(/#\d+$/, '')) ?? '').replace(/\s+/g, ' ').slice(0, 30),
        ]),
      ),
    }
  },
})

const map = command({
  name: 'form map',
  summary: { zh: '改正空白表哪里填什么', en: 'say what belongs where on a form' },
  examples: [
    'form map 年度统计表 --set s1!C4=figure:members',
    'form map 团员名册 --set s1!5:20=members --set s1!B5:B20=name',
    'form map 活动清单 --set t1!2:3=meetings:主题团日',
  ],
  input: z.object({
    id: form,
    set: z.array(z.string().regex(/^[^=]+=/)).min(1),
    dryRun: z.boolean().default(false),
  }),
  flags: {
    id: formFlag,
    set: {
      flags: '--set <PLACE=WHAT>',
      isRepeated: true,
      text: {
        zh: '一个位置填什么；“位置=”表示不填。能填什么，见 form choices',
        en: 'what belongs at a place; "place=" takes it away. See form choices',
      },
      isNeeded: true,
      expects: { zh: '请写成“位置=填什么”', en: 'write it as place=what' },
    },
    dryRun: dryRunFlag,
  },
  run: async ({ client, signal, by, lang, ask }, { id, set: said, dryRun }) => {
    const set = Object.fromEntries(
      said.map(one => [one.slice(0, one.indexOf('=')).trim(), one.slice(one.indexOf('=') + 1).trim()]),
    )
    const done = await ask(client.forms.map({ id, set, dryRun, by }, { signal }))
    return { json: done, lines: [...actAnswer(done, dryRun, lang).lines, '', ...markLines(done.marks, lang)] }
  },
})

const choices = command({
  name: 'form choices',
  summary: { zh: '空白表上能填什么', en: 'what a place of a form can be filled with' },
  examples: ['form choices'],
  input: z.object({}),
  flags: {},
  run: async ({ client, signal, lang, ask }) => {
    const found = await ask(client.forms.choices({}, { signal }))
    const rows = [
      ...[...found.words, ...found.figures].map(one => [one.word, one.name[lang]]),
      ...found.rosters.flatMap(roster => [
        [roster.word, roster.name[lang]],
        ...roster.only.map(one => [` ${roster.word}:${one.word}`, one.name[lang]]),
        ...(roster.word === 'units' ? roster.columns.slice(0, 2) : roster.columns).map(one => [
          `  ${one.word}`,
          one.name[lang],
        ]),
      ]),
    ]
    return {
      json: found,
      lines: table(
        (lang === 'zh' ? ['写法', '填什么'] : ['word', 'what it is']).map(head => ({ head })),
        rows,
      ),
    }
  },
})

const fill = command({
  name: 'form fill',
  summary: { zh: '填好一张空白表', en: 'fill a blank form' },
  examples: [
    'form fill 年度统计表 年度统计表_2018.xlsx --year 2018',
    'form fill 团员名册 名册.xlsx --year 2018 --org 民治街道',
  ],
  input: z.object({
    id: form,
    file: z.string().min(1),
    year,
    org: z.string().min(1).optional(),
    person: z.array(z.string().min(1)).optional(),
    everyone: z.enum(everyone).optional(),
  }),
  flags: {
    id: formFlag,
    file: { flags: '<FILE>', text: { zh: '存成哪个文件', en: 'the file to write' } },
    year: { flags: '--year <Y>', text: { zh: '填哪一年', en: 'for which year' }, isNeeded: true },
    org: orgFlag,
    person: personFlag,
    everyone: everyoneFlag,
  },
  run: async ({ client, signal, lang, by, finish, pathOf }, { file, person: people, ...input }) => {
    const path = pathOf(file)
    await refuseUnusable(path)
    const done = await finish(client.forms.fill({ ...input, people, by }, { signal }))
    await writeNewFile(path, done.file, signal)
    const isZh = lang === 'zh'
    const { file: _file, ...json } = done
    return {
      json: { ...json, file: path },
      lines: [
        isZh
          ? `已填好：${path}（${done.places} 处，${done.rows} 行）`
          : `Filled: ${path} (${plural(done.places, 'place')}, ${plural(done.rows, 'row')})`,
        ...(done.left.length === 0
          ? []
          : [
              isZh
                ? `没有数据、保持空白的：${done.left.join('、')}`
                : `Nothing known, left blank: ${done.left.join(', ')}`,
            ]),
        ...peopleLines(done, lang),
      ],
    }
  },
})

/** On how many pages the people stand, and who found no room. */
export function peopleLines(
  { pages, without }: { readonly pages: number; readonly without: readonly string[] },
  lang: 'zh' | 'en',
): readonly string[] {
  const isZh = lang === 'zh'
  return [
    ...(pages === 1
      ? []
      : [
          isZh
            ? `共 ${pages} 份，接着排在同一个文件里。`
            : `${plural(pages, 'copy', 'copies')}, in the one file.`,
        ]),
    ...(without.length === 0
      ? []
      : [
          isZh
            ? `表上放不下，还有 ${without.length} 人没有填：${without.join('、')}。请另填一份。`
            : `No room on the form for ${without.length}: ${without.join(', ')}. Fill it again for them.`,
        ]),
  ]
}

const lists = ['forms', 'repeated', 'typed'] as const

const burden = command({
  name: 'form burden',
  summary: {
    zh: '填报负担：哪些数据被重复索要、哪些其实不用手工填、哪些表没有人用',
    en: 'what is asked for twice, what need not be typed by hand, which forms nobody uses',
  },
  examples: ['form burden', 'form burden --list typed'],
  input: z.object({
    list: z.enum(lists).default('forms'),
    year: year.optional(),
    org: z.string().min(1).optional(),
  }),
  flags: {
    list: {
      flags: '--list <LIST>',
      text: {
        zh: '看哪一项：forms 在用的表，repeated 要了不止一次的内容，typed 不必手工填写的内容',
        en: 'which list: forms, what is asked for repeatedly, or what is typed needlessly',
      },
      expects: oneOf(lists),
    },
    year: { flags: '--year <Y>', text: { zh: '哪一年的任务书', en: 'the task books of which year' } },
    org: orgFlag,
  },
  run: async ({ client, signal, lang, finish }, { list: which, ...input }) => {
    const found = await finish(client.burden.read(input, { signal }))
    const isZh = lang === 'zh'
    const names = ({ askers }: AskedThing, by?: 'hand') =>
      [
        ...new Set(askers.filter(one => by === undefined || one.by === by).map(({ name }) => name[lang])),
      ].join(isZh ? '、' : ', ')
    const heads = (zh: readonly string[], en: readonly string[]) => (isZh ? zh : en).map(head => ({ head }))
    const lines =
      which === 'forms'
        ? table(
            heads(
              ['表名', '要表单位', '谁在用', '手工填', '台账填', '上次填报', '为什么可以停'],
              ['form', 'asked for by', 'used by', 'by hand', 'registry', 'last filled', 'why it could end'],
            ),
            found.forms
              .filter(({ ended }) => !ended)
              .map(one => [
                ...[one.name, one.askedBy ?? '', one.usedBy ?? ''],
                ...(one.isRead ? [String(one.hand), String(one.registry)] : ['?', '?']),
                one.last === null ? '' : `${one.last.on} ${one.last.orgName}`,
                one.reasons.map(reason => reasonWords[reason][lang]).join(isZh ? '、' : ', '),
              ]),
          )
        : table(
            heads(
              ['内容', '哪里在要', '手工填的地方', '台账里是'],
              ['what', 'asked for by', 'typed in', 'in the registry'],
            ),
            found[which].map(one => [
              ...[one.name[lang], names(one), names(one, 'hand')],
              one.heldAs?.[lang] ?? '',
            ]),
          )
    return { json: found, lines }
  },
})

const reasonWords = {
  'never-filled': { zh: '没有填过', en: 'never filled' },
  silent: { zh: '一年没有人填', en: 'not filled for a year' },
  'no-user': { zh: '不清楚谁在用', en: 'no known user' },
  covered: { zh: '别的表里全有', en: 'covered by another form' },
}

/** Blank forms of offices above: kept, mapped once, filled again and again. */
export const formCommands: readonly Command[] = [add, list, show, map, choices, fill, burden]
