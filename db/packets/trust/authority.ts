import { type Change, isCreation, type Reason } from '#db/journal/change.ts'
import type { Entities } from '#db/journal/entity.ts'
import type { Journal } from '#db/journal/journal.ts'
import type { Connection } from '#db/sqlite/connection.ts'
import { surveyTerritory } from './territory.ts'

/** Whether a thing lies, or ever lay, where an office may write. */
type Reach = (thing: string) => boolean

/** What may be asked of an office's reach: `office` is the author's, `isTop` whether nobody stands above it. */
export type Author = {
  readonly office: string
  /** Under which names it wrote: a PC that kept a registry before it was enrolled wrote under another one then. */
  readonly names: readonly string[]
  readonly isTop: boolean
}

/**
 * Who may change what (bundles.md): structure, returns and admissions are for the office above; everything else for
 * the office itself and those above it. One predicate over (author's office, thing, register); undefined when allowed.
 */
export function whyNot(
  change: Change,
  author: Author,
  reaches: Reach,
  entities: Entities,
  authorsOf: (change: Change) => readonly string[],
): Reason | undefined {
  const { office, names, isTop } = author
  const above = (org: string) => (org === office ? isTop : reaches(org))
  const entity = entities.get(change.entity)
  if (change.kind === 'return' || change.kind === 'admit') {
    const mine = change.kind === 'return'
    const allowed = authorsOf(change).every(
      other => (mine && names.includes(other)) || (!names.includes(other) && reaches(other)),
    )
    return allowed ? undefined : reasons.beyond
  }
  if (entity?.growOnly) return undefined
  switch (change.entity) {
    case 'org': {
      const structure = entity?.structure ?? []
      const written = change.kind === 'put' ? Object.keys(change.body.set) : structure
      const touchesStructure = isCreation(change) || written.some(register => structure.includes(register))
      // An office that began its registry before it was enrolled made its own organization's record itself.
      if (isCreation(change) && names.includes(change.thing)) return undefined
      if (touchesStructure) return above(change.thing) ? undefined : reasons.structure
      return reaches(change.thing) ? undefined : reasons.beyond
    }
    case 'placement': {
      const [org, parent] = change.hangsOn
      if (org === undefined || !above(org)) return reasons.structure
      return parent === undefined || reaches(parent) ? undefined : reasons.beyond
    }
    case 'membership':
      return change.hangsOn.some(reaches) ? undefined : reasons.beyond
    case 'merge':
      return change.hangsOn.every(reaches) ? undefined : reasons.beyond
    case 'post': {
      const [, org] = change.hangsOn
      return org !== undefined && reaches(org) ? undefined : reasons.beyond
    }
    default:
      // A record that hangs on nothing is nowhere yet: whoever made it may have made it.
      if (isCreation(change) && change.hangsOn.length === 0) return undefined
      return [change.thing, ...change.hangsOn].some(reaches) ? undefined : reasons.beyond
  }
}

const reasons = {
  structure: {
    code: 'structure-above',
    zh: '组织的层级、类型、上级和组织ID由上级团组织管理，请报上级修改。',
    en: 'Tier, kind, parent and code of an organization are kept by the office above; ask it to change them.',
  },
  beyond: {
    code: 'beyond-authority',
    zh: '这条内容不属于填报单位管理的范围，请由管理它的单位修改。',
    en: 'This does not lie in the author’s part of the tree; the office that keeps it has to change it.',
  },
} satisfies Record<string, Reason>

/** Judges changes of one author: those that he may not write, with the reason. */
export function judgeAuthority(
  db: Connection,
  journal: Journal,
  author: Author,
  changes: readonly Change[],
): { readonly change: Change; readonly reason: Reason }[] {
  const { ever } = surveyTerritory(db, author.office, author.names)
  const lookUp = db.prepare<[string], { id: string }>(`SELECT id FROM ${ever} WHERE id = ?`)
  const reaches: Reach = thing => lookUp.get(thing) !== undefined
  const authorsOf = (change: Change): string[] => {
    if (change.kind !== 'return' && change.kind !== 'admit') return []
    const named = change.body.names.flatMap(([writer, from, to]) => journal.changes.inRange(writer, from, to))
    return [...new Set(named.map(other => other.origin.office))]
  }
  return changes.flatMap(change => {
    const reason = whyNot(change, author, reaches, journal.entities, authorsOf)
    return reason === undefined ? [] : [{ change, reason }]
  })
}
