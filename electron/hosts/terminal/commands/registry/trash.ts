import { z } from 'zod'
import type { Removed } from '#contract/trash.ts'
import { titleToldOf } from '#db/records/kinds.ts'
import type { Lang } from '#db/shared/text.ts'
import { actAnswer } from '../../answers/act-answer.ts'
import { localTime } from '../../answers/local-time.ts'
import { table } from '../../answers/table.ts'
import { type Command, command } from '../../command.ts'
import type { Flag } from '../../flag.ts'
import { limitFlag, offsetFlag } from '../../flag.ts'

const id: Flag = {
  flags: '<ID>',
  text: { zh: '记录的编号，见 trash list', en: 'the id of the record, see trash list' },
}

const list = command({
  name: 'trash list',
  summary: { zh: '列出已删除的记录', en: 'list what was removed' },
  examples: ['trash list', 'trash list --kind meeting --json'],
  input: z.object({
    kind: z.string().min(1).optional(),
    limit: z.coerce.number().int().min(1).max(500).default(100),
    offset: z.coerce.number().int().min(0).default(0),
  }),
  flags: {
    kind: { flags: '--kind <KIND>', text: { zh: '只列一种记录', en: 'only of one kind' } },
    limit: limitFlag(500, 100),
    offset: offsetFlag,
  },
  run: async ({ client, signal, lang, ask }, input) => {
    const found = await ask(client.trash.list(input, { signal }))
    return {
      json: found.rows,
      lines: [
        lang === 'zh'
          ? `共 ${found.total} 条，列出 ${found.rows.length} 条`
          : `${found.rows.length} of ${found.total}`,
        ...table(
          heads[lang].map(head => ({ head })),
          found.rows.map(row => lineOf(row, lang)),
        ),
      ],
    }
  },
})

const heads: Readonly<Record<Lang, readonly string[]>> = {
  zh: ['编号', '种类', '记录', '团员或组织', '删除时间', '由谁', '原因'],
  en: ['id', 'kind', 'record', 'of', 'removed', 'by', 'why'],
}

function lineOf(row: Removed, lang: Lang): readonly (string | null)[] {
  const { id: own, kind, words, title, of, at, actor, office, reason } = row
  return [
    own,
    words[lang],
    titleToldOf(kind, title)[lang],
    of,
    localTime(at),
    [actor, office].filter(one => one !== '').join(' '),
    reason,
  ]
}

const restore = command({
  name: 'trash restore',
  summary: { zh: '恢复一条已删除的记录', en: 'restore a removed record' },
  examples: ['trash restore 0199-… --dry-run', 'trash restore 0199-…'],
  input: z.object({ id: z.string().min(1), dryRun: z.boolean().default(false) }),
  flags: {
    id,
    dryRun: {
      flags: '--dry-run',
      text: { zh: '只说明将会怎样，不做改动', en: 'say what would happen and change nothing' },
    },
  },
  run: async ({ client, signal, by, lang, ask }, input) =>
    actAnswer(await ask(client.trash.restore({ ...input, by }, { signal })), input.dryRun, lang),
})

const holders = command({
  name: 'holders',
  summary: { zh: '还有哪些单位存有一条记录', en: 'which other offices hold a record' },
  examples: ['holders 0199-…', 'holders 440399200002302324', 'holders 白石龙'],
  input: z.object({ of: z.string().min(1) }),
  flags: {
    of: {
      flags: '<RECORD>',
      text: {
        zh: '记录的编号，或者身份证号，或者组织ID、组织名称',
        en: 'the id of a record, or an ID number, or an organization',
      },
    },
  },
  run: async ({ client, signal, lang, ask }, input) => {
    const found = await ask(client.trash.holders(input, { signal }))
    return {
      json: found,
      lines: table(
        (lang === 'zh' ? ['单位', '怎样', '数据包', '时间'] : ['office', 'how', 'packet', 'written']).map(
          head => ({ head }),
        ),
        found.map(one => [
          one.name,
          hows[lang][one.how],
          one.number === null ? null : String(one.number),
          one.at === null ? null : localTime(one.at),
        ]),
      ),
    }
  },
})

const hows = {
  zh: { theirs: '由该单位发来', confirmed: '该单位已确认收到', sent: '已写入发给该单位的数据包' },
  en: { theirs: 'came from there', confirmed: 'received, by their receipt', sent: 'in a packet for them' },
} as const

/** What was removed, and who else holds what is here. */
export const trashCommands: readonly Command[] = [list, restore, holders]
