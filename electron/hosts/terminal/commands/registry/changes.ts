import { z } from 'zod'
import { changeGroups } from '#contract/orgs.ts'
import { daySchema } from '#contract/vocabulary.ts'
import type { Text } from '#db/shared/text.ts'
import { bracketed } from '../../answers/in-language.ts'
import { command } from '../../command.ts'
import { type Flag, orgFlag } from '../../flag.ts'

const groupTexts: Readonly<Record<(typeof changeGroups)[number], Text>> = {
  came: { zh: '增加', en: 'Came' },
  went: { zh: '减少', en: 'Went' },
  moved: { zh: '调动', en: 'Moved' },
  founded: { zh: '成立', en: 'Founded' },
  renamed: { zh: '更名', en: 'Renamed' },
  closed: { zh: '撤销', en: 'Closed' },
}

const day: Text = { zh: '请写一个日期，例如 2018-12-31', en: 'write a day such as 2018-12-31' }
const from: Flag = {
  flags: '--from <DAY>',
  text: { zh: '从哪一天之后', en: 'after which day' },
  expects: day,
  isNeeded: true,
}
const to: Flag = {
  flags: '--to <DAY>',
  text: { zh: '到哪一天', en: 'up to which day' },
  expects: day,
  isNeeded: true,
}

export const changes = command({
  name: 'changes',
  summary: {
    zh: '两个日期之间的增减变动：谁转入转出，哪些组织成立、更名、撤销',
    en: 'who came and went between two days, and what was founded, renamed, closed',
  },
  examples: ['changes --org 民治街道 --from 2018-01-01 --to 2018-12-31'],
  input: z.object({ org: z.string().min(1).optional(), from: daySchema, to: daySchema }),
  flags: { org: orgFlag, from, to },
  run: async ({ client, signal, lang, ask }, input) => {
    const found = await ask(client.orgs.changes({ ...input, limit: 1_000_000 }, { signal }))
    const isZh = lang === 'zh'
    const title = isZh
      ? `${found.org.name}，${found.from} 之后到 ${found.to}：团员 ${found.before} → ${found.after}`
      : `${found.org.name}, after ${found.from} up to ${found.to}: members ${found.before} → ${found.after}`
    return {
      json: found,
      lines: [
        title,
        ...changeGroups.flatMap(group =>
          found[group].length === 0
            ? []
            : [
                bracketed(groupTexts[group][lang], found.totals[group], lang),
                ...found[group].map(one => `  ${one.day}  ${one.sentence[lang]}`),
              ],
        ),
      ],
    }
  },
})
