import type { Severity } from '#contract/vocabulary.ts'
import type { Text } from '#db/shared/text.ts'
import { inOneSnapshot } from '#db/sqlite/connection.ts'
import type { Task } from '#db/sqlite/task.ts'
import type { YearContent } from './content.ts'
import { contentIn, yearNamed } from './known-years.ts'

export type RowsWanted = {
  readonly id: string
  /** An organization of the year, with all below it. */
  readonly under?: string | undefined
  readonly which: 'branches' | 'flagged' | 'exempt' | 'suggested' | 'cases' | 'rule' | 'severity'
  /** The rule, or the severity. */
  readonly value?: string | undefined
  readonly offset: number
  readonly limit: number
}

export type FrozenRow = {
  readonly org: string
  readonly code: string | null
  readonly name: string
  readonly members: number
  readonly suggested: boolean
  readonly findings: readonly { readonly rule: string; readonly severity: Severity; readonly why: Text }[]
  readonly cases: readonly { readonly id: string; readonly state: string }[]
}

/** The organizations behind one figure of a frozen year, as they were frozen. */
export const frozenRowsTask: Task<
  RowsWanted,
  never,
  { readonly total: number; readonly rows: readonly FrozenRow[] }
> = (wanted, tools) =>
  inOneSnapshot(tools.reader(), async reader => {
    const read = await contentIn(reader, await yearNamed(reader, wanted.id))
    if ('damage' in read) return { total: 0, rows: [] }
    const { content } = read
    const found = behind(content, wanted)
    return { total: found.length, rows: found.slice(wanted.offset, wanted.offset + wanted.limit) }
  })

/** Pure: which organizations make up a figure. */
export function behind(content: YearContent, { under, which, value }: RowsWanted): readonly FrozenRow[] {
  const findings = Map.groupBy(content.findings, ({ org }) => org)
  const cases = Map.groupBy(content.cases, ({ org }) => org)
  const below = subtree(content, under)
  return content.orgs.flatMap((org): FrozenRow[] => {
    if (!below(org.id)) return []
    const [found, opened] = [findings.get(org.id) ?? [], cases.get(org.id) ?? []]
    const isBranch = org.kind === 'branch'
    const isWanted = {
      branches: isBranch,
      flagged: isBranch && org.flagged,
      exempt: isBranch && org.exempt,
      suggested: org.suggested,
      cases: opened.length > 0,
      rule: found.some(({ rule, severity }) => rule === value && severity !== 'info'),
      severity: found.some(({ severity }) => severity === value),
    }[which]
    return isWanted
      ? [
          {
            ...{ org: org.id, code: org.code, name: org.name },
            ...{ members: org.members, suggested: org.suggested },
            findings: found.map(({ rule, severity, why }) => ({ rule, severity, why })),
            cases: opened.map(({ id, state }) => ({ id, state })),
          },
        ]
      : []
  })
}

/** Whether an organization lies under another one, as the year has it. */
function subtree({ orgs, office }: YearContent, under: string | undefined): (org: string) => boolean {
  if (under === undefined || under === office.id) return () => true
  const children = Map.groupBy(orgs, ({ parent }) => parent)
  const below = new Set([under])
  for (const id of below) for (const child of children.get(id) ?? []) below.add(child.id)
  return org => below.has(org)
}
