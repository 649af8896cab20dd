import type { TakenRow } from '../parsed-row.ts'
import { type Problem, problemAt } from '../problem.ts'
import { type FindOrg, type KnownOrg, troubleWith } from './orgs/org-index.ts'
import { type CodeBeside, findWithin, type WiderPlace } from './wider-place.ts'

/** What is needed to find the organization of a row. */
export type Placing = {
  readonly find: FindOrg
  /** What other columns say of where the organization lies. */
  readonly wider?: WiderPlace
  /** What a column of codes says of it, beside the one that is read. */
  readonly codeBeside?: CodeBeside
  /** Names that were told already to stand for another one. */
  readonly told: Set<string>
  readonly headerOf: (field: string) => string
  /** The day from which what the rows say holds; none where each row has a day of its own. */
  readonly day?: string
}

/** Where a problem of a row stands. */
export function cellOf(
  { row, sheet }: Pick<TakenRow<unknown>, 'row' | 'sheet'>,
  column: string,
  value: string,
) {
  return { row, sheet, column, value }
}

/**
 * The organization that a row names; undefined, with the reason among the problems, where there is none. Where the
 * registry writes the name otherwise, that is told once for each name.
 */
export function placeOfRow(
  parsed: TakenRow<unknown>,
  field: string,
  text: string,
  { find, wider, codeBeside, told, headerOf, day }: Placing,
  problems: Problem[],
): KnownOrg | undefined {
  const found = findWithin(find, text, wider?.(parsed) ?? [])
  const trouble = troubleWith(found, text)
  const where = cellOf(parsed, headerOf(field), text)
  if (trouble) problems.push(problemAt(where, trouble.code, { ...trouble.says, refused: true }))
  if (trouble || found.kind !== 'found') return undefined
  const { closed, name } = found.org
  const beside = codeBeside?.(parsed)
  const coded = beside === undefined ? undefined : otherByCode(beside.code, found.org, find, day)
  if (beside !== undefined && coded !== undefined) {
    problems.push(
      problemAt(where, 'place-contradicts', {
        zh: `“${beside.header}”一列写的是“${beside.code}”，是“${coded.name}”，和这里不是同一个组织，不知道哪一个是对的。请核对，改正其中一格后重新导入。`,
        en: `the column ${beside.header} says "${beside.code}", which is "${coded.name}" and not the organization that this cell names. Check which is right, correct the other and import again.`,
        refused: true,
      }),
    )
    return undefined
  }
  const heir = day === undefined ? undefined : heirOn(found.org, day, find)
  if (heir !== undefined) {
    const troubled = troubleWith({ kind: 'found', org: heir })
    if (troubled) problems.push(problemAt(where, troubled.code, { ...troubled.says, refused: true }))
    if (troubled) return undefined
    if (told.has(text)) return heir
    told.add(text)
    problems.push(
      problemAt(where, 'org-merged', {
        zh: `“${name}”已于 ${closed} 并入“${heir.name}”，凡这样写的都按“${heir.name}”登记。`,
        en: `"${name}" was merged into "${heir.name}" on ${closed}; every row that writes it so was taken for that.`,
        refused: false,
      }),
    )
    return heir
  }
  if (day !== undefined && closed !== null && closed <= day) {
    problems.push(
      problemAt(where, 'org-closed', {
        zh: `“${name}”已于 ${closed} 撤销，不能再登记到这里。请改填现在所在的组织。`,
        en: `"${name}" was closed on ${closed}, so nobody can be registered there. Write where they are now.`,
        refused: true,
      }),
    )
    return undefined
  }
  const meant = `${text}\n${found.org.id}`
  if (found.meant && !told.has(meant)) {
    told.add(meant)
    problems.push(
      problemAt(where, 'org-meant', {
        zh: `台账里的名称是“${found.org.name}”，凡这样写的都按它登记。`,
        en: `The registry calls it "${found.org.name}"; every row that writes it so was taken for it.`,
        refused: false,
      }),
    )
  }
  return found.org
}

/** The organization of a code, where it is none of those that became, or came out of, the one that was found. */
function otherByCode(
  code: string,
  found: KnownOrg,
  find: FindOrg,
  day: string | undefined,
): KnownOrg | undefined {
  const coded = find(code)
  if (coded.kind !== 'found' || coded.org.id === found.id) return undefined
  const heirs = day === undefined ? [] : [heirOn(coded.org, day, find), heirOn(found, day, find)]
  return heirs.some(heir => heir?.id === found.id || heir?.id === coded.org.id) ? undefined : coded.org
}

/** The organization into which one was merged by the day, and that again, until one that goes on. */
export function heirOn(org: KnownOrg, day: string, find: FindOrg): KnownOrg | undefined {
  const passed = new Set<string>()
  let at: KnownOrg = org
  while (at.closed !== null && at.closed <= day && at.heir !== undefined && !passed.has(at.id)) {
    passed.add(at.id)
    const next = find(at.heir)
    if (next.kind !== 'found') return undefined
    at = next.org
  }
  return at === org || (at.closed !== null && at.closed <= day) ? undefined : at
}
