import { z } from 'zod'
import { daySchema } from '#contract/vocabulary.ts'
import type { Text } from '#db/shared/text.ts'
import { table } from '../../answers/table.ts'
import { type Command, command } from '../../command.ts'
import { asOfFlag, limitFlag, orgFlag } from '../../flag.ts'

const barWords: Readonly<Record<string, Text>> = {
  'two-systems': { zh: '评议和注册完成率', en: 'appraised and registered' },
  arrears: { zh: '连续 3 个月未交团费', en: '3 months of fees owed' },
  timely: { zh: '业务及时响应率', en: 'answered in time' },
  numbers: { zh: '团员编号使用率', en: 'member numbers' },
  elections: { zh: '按期换届率', en: 'elections in time' },
  stars: { zh: '对标定级', en: 'rating' },
  age: { zh: '组织成立', en: 'founded' },
}

const check = command({
  name: 'honour check',
  summary: {
    zh: '荣誉资格：谁够条件，差在哪一条',
    en: 'who qualifies for an honour, and which condition is not met',
  },
  examples: [
    'honour check',
    'honour check shenzhen-branch --org 民治街道',
    'honour check shenzhen-branch --eligible',
  ],
  input: z.object({
    award: z.string().optional(),
    org: z.string().min(1).optional(),
    asOf: daySchema.optional(),
    eligible: z.boolean().optional(),
    limit: z.coerce.number().int().min(1).max(1000).optional(),
  }),
  flags: {
    award: {
      flags: '[AWARD]',
      text: { zh: '哪一项；不写就列出有哪些', en: 'which one; without it those that there are' },
    },
    org: orgFlag,
    asOf: asOfFlag,
    eligible: {
      flags: '--eligible',
      text: { zh: '只列没有不达标项的', en: 'only those that miss no condition' },
    },
    limit: limitFlag(1000, 100),
  },
  run: async ({ client, signal, lang, ask }, { award, ...input }) => {
    const isZh = lang === 'zh'
    if (award === undefined) {
      const found = await ask(client.honours.awards({}, { signal }))
      const heads = isZh ? ['代码', '荣誉', '依据'] : ['key', 'honour', 'by']
      return {
        json: found,
        lines: table(
          heads.map(head => ({ head })),
          found.map(({ key, words, source }) => [key, words[lang], source[lang]]),
        ),
      }
    }
    const found = await ask(client.honours.check({ ...input, award }, { signal }))
    const marks = isZh
      ? { met: '达标', missed: '不达标', unknown: '未登记' }
      : { met: 'met', missed: 'not met', unknown: 'not recorded' }
    const heads = isZh ? ['组织', '不达标', '各项'] : ['organization', 'not met', 'conditions']
    return {
      json: found,
      lines: [
        isZh
          ? `${found.all} 个组织中，${found.ready} 个各项达标。`
          : `${found.ready} of ${found.all} ${found.ready === 1 ? 'meets' : 'meet'} every condition.`,
        ...table(
          heads.map((head, at) => ({ head, right: at === 1 })),
          found.rows.map(({ org, missed, bars }) => [
            org.name,
            String(missed),
            bars
              .map(({ key, need, have, state }) => {
                const stands = [have?.[lang], marks[state]].filter(Boolean).join(' ')
                return isZh
                  ? `${barWords[key]?.zh ?? key}（${need.zh}）：${stands}`
                  : `${barWords[key]?.en ?? key} (${need.en}): ${stands}`
              })
              .join(isZh ? '；' : '; '),
          ]),
        ),
      ],
    }
  },
})

export const honourCommands: readonly Command[] = [check]
