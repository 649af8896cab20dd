import type { IsoDay } from '#db/shared/day.ts'
import { nameKey } from '#db/shared/name-key.ts'
import { refuse } from '#db/shared/refusal.ts'
import type { OrgRow, Reader } from '#db/sqlite/tables.ts'
import { formerOf } from './former.ts'
import { orgUnknown } from './unknown.ts'

export type Org = Pick<
  OrgRow,
  | 'id'
  | 'code'
  | 'name'
  | 'short_name'
  | 'kind'
  | 'tier'
  | 'branch_type'
  | 'industry'
  | 'founded'
  | 'founded_precision'
  | 'closed'
  | 'phone'
>

const columns = [
  'id',
  'code',
  'name',
  'short_name',
  'kind',
  'tier',
  'branch_type',
  'industry',
  'founded',
  'founded_precision',
  'closed',
  'phone',
] as const

/**
 * The organization that a person means: by code, else full name, else short name, else id, else by a code or name that
 * it had before, whichever is unique.
 * Refuses with `org-unknown` or `org-ambiguous`, which lists the codes to choose from.
 */
export async function findOrg(reader: Reader, ref: string): Promise<Org> {
  const key = nameKey(ref)
  const tries = [
    () => reader.selectFrom('org').where('code', '=', ref.trim()).select(columns).limit(6).execute(),
    () => reader.selectFrom('org').where('name_key', '=', key).select(columns).limit(6).execute(),
    () => reader.selectFrom('org').where('short_key', '=', key).select(columns).limit(6).execute(),
    () => reader.selectFrom('org').where('id', '=', ref.trim()).select(columns).limit(6).execute(),
    async () => {
      const ids = await formerlyCalled(reader, ref)
      return ids.length === 0
        ? []
        : reader.selectFrom('org').where('id', 'in', ids).select(columns).limit(6).execute()
    },
  ]
  for (const attempt of tries) {
    const [found, ...others] = await attempt()
    if (found === undefined) continue
    if (others.length === 0) return found
    const all = [found, ...others]
    const codes = new Set(all.map(org => org.code))
    // Two offices may have given out one code: it tells nobody apart.
    if (codes.size < all.length && !codes.has(null)) refuseSameCode(ref, all)
    const choices = all.map(org => org.code ?? org.id)
    refuse(
      'org-ambiguous',
      `“${ref}”不止一个组织叫这个名称：${choices.join('、')}。请改用组织ID。`,
      `More than one organization is called "${ref}": ${choices.join(', ')}. Name it by its code.`,
      { org: ref, choices },
    )
  }
  orgUnknown(ref)
}

function refuseSameCode(ref: string, all: readonly Org[]): never {
  const named = new Set(all.map(org => org.name)).size === all.length
  const choices = all.map(org => (named ? org.name : org.id))
  refuse(
    'org-ambiguous',
    `组织ID“${ref}”有 ${all.length} 个组织在用：${choices.join('、')}。请改用${named ? '全称' : '上面的编号'}，并给其中一个换一个组织ID。`,
    `${all.length} organizations have the code "${ref}": ${choices.join(', ')}. Name it by its ${named ? 'full name' : 'id as above'}, and give one of them another code.`,
    { org: ref, choices },
  )
}

export async function orgById(reader: Reader, id: string): Promise<Org | undefined> {
  return reader.selectFrom('org').where('id', '=', id).select(columns).executeTakeFirst()
}

/** The organization of this office itself. Refused where another office has taken its record away. */
export async function ownOrg(reader: Reader, office: string): Promise<Org> {
  const own = await orgById(reader, office)
  return (
    own ??
    refuse(
      'own-org-gone',
      '台账里已经没有本单位自己的组织：上级把它删除、合并或者退回了。其他数据都还在。请联系上级恢复它，再打开上级的数据包。',
      "The registry no longer has this office's own organization: the office above removed, merged or returned it. Everything else is still there. Ask that office to restore it, then open its packet.",
    )
  )
}

/** The organization as it was on the day. */
export async function orgOnDay(reader: Reader, org: Org, day: IsoDay): Promise<Org> {
  return (await formerOf(reader, day)).on(org.id, org, day)
}

/** The organizations that had this code or name until a decision gave them another one, by id. */
export async function formerlyCalled(reader: Reader, ref: string): Promise<string[]> {
  const key = nameKey(ref)
  if (key === '') return []
  for (const [column, value] of [
    ['was_code', ref.trim()],
    ['name_key', key],
    ['short_key', key],
  ] as const) {
    const rows = await reader
      .selectFrom('decision')
      .where(column, '=', value)
      .select('org')
      .distinct()
      .limit(6)
      .execute()
    if (rows.length > 0) return rows.map(({ org }) => org)
  }
  return []
}
