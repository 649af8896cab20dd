import type { Words } from '../../text/zh-CN.ts'

type FoundOrg = {
  readonly formerly: string | null
  readonly successor: { readonly name: string } | null
}

/** Why an organization of another name is found, and what has taken its place; empty where neither is so. */
export function foundBy({ formerly, successor }: FoundOrg, { say }: Words): string {
  return [
    formerly === null ? '' : say.formerly(formerly),
    successor === null ? '' : say.succeededBy(successor.name),
  ]
    .filter(Boolean)
    .join(say.comma)
}
