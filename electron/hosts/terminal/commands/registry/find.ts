import { z } from 'zod'
import { table } from '../../answers/table.ts'
import { command } from '../../command.ts'
import { limitFlag } from '../../flag.ts'

export const find = command({
  name: 'find',
  summary: {
    zh: '按姓名、名称、拼音首字母或号码的末几位查找',
    en: 'find people and organizations by name, initials or last digits',
  },
  examples: ['find 张伟', 'find 白石龙 --limit 5'],
  input: z.object({
    text: z.string().trim().min(1),
    limit: z.coerce.number().int().min(1).max(500).optional(),
  }),
  flags: {
    text: { flags: '<TEXT>', text: { zh: '找什么', en: 'what to look for' } },
    limit: limitFlag(500, 20),
  },
  run: async ({ client, signal, lang, ask }, input) => {
    const found = await ask(client.registry.find(input, { signal }))
    const isZh = lang === 'zh'
    const people = table(
      [
        { head: isZh ? '姓名' : 'name' },
        { head: isZh ? '证件号' : 'ID number' },
        { head: isZh ? '所在组织' : 'organization' },
        { head: isZh ? '职务' : 'post' },
        { head: isZh ? '编号' : 'record' },
      ],
      found.people.map(({ name, idMasked, org, post, id, isReturned }) => [
        isReturned ? (isZh ? `${name}（已退回）` : `${name} (returned)`) : name,
        idMasked,
        org,
        post && `${post.orgName} ${post.title}`,
        id,
      ]),
    )
    const orgs = table(
      [
        { head: isZh ? '组织ID' : 'code' },
        { head: isZh ? '组织' : 'organization' },
        { head: isZh ? '上级' : 'path' },
      ],
      found.orgs.map(org => [org.code, org.name, [org.path.join(' / '), ...leading(org, isZh)].join('  ')]),
    )
    const isEmpty = found.people.length === 0 && found.orgs.length === 0
    return {
      json: found,
      lines: [
        ...(found.orgs.length > 0 ? orgs : []),
        ...(found.orgs.length > 0 && found.people.length > 0 ? [''] : []),
        ...(found.people.length > 0 ? people : []),
        ...(isEmpty
          ? [
              isZh
                ? `没有找到“${input.text}”。可以试试姓名中的任意两个字、拼音首字母或组织ID。`
                : `Nothing found for "${input.text}". Try any two characters of a name, its pinyin initials or a code.`,
            ]
          : []),
      ],
    }
  },
})

type Found = { readonly formerly: string | null; readonly successor: { readonly name: string } | null }

/** What it was called once, and where what was merged went. */
function leading({ formerly, successor }: Found, isZh: boolean): string[] {
  return [
    ...(formerly === null ? [] : [isZh ? `（原“${formerly}”）` : `(formerly ${formerly})`]),
    ...(successor === null ? [] : [isZh ? `→ 已并入“${successor.name}”` : `→ merged into ${successor.name}`]),
  ]
}
