import { nameKey } from '#db/shared/name-key.ts'
import type { Text } from '#db/shared/text.ts'
import { problemAt } from '../../problem.ts'
import { type KnownOrg, type Lookup, type OrgIndex, troubleWith } from './org-index.ts'
import { type Entry, type OrgPlanning, placeOf } from './org-planning.ts'

/** Finds everybody's parent, then refuses again and again until no row hangs on a refused one. */
export function settleParents(entries: readonly Entry[], inFile: OrgIndex, planning: OrgPlanning): void {
  const { index, office, unread, parentCode, aboveAll, headerOf } = planning
  for (const entry of entries) {
    const { parsed, existing } = entry
    if (entry.refused) continue
    const text = parsed.values.parent
    const reject = (code: string, says: Text, column: 'parent' | 'code' = 'parent') => {
      entry.refused = true
      entry.problems.push(problemAt(placeOf(parsed, column, headerOf), code, { ...says, refused: true }))
    }
    if (text === undefined) {
      const own = existing === undefined ? ownOtherwise(entry, planning) : undefined
      if (own !== undefined) reject('own-code', own, 'code')
      else if (existing === undefined && aboveAll !== undefined) {
        entry.parent = aboveAll
        entry.problems.push(
          problemAt(placeOf(parsed, 'parent', headerOf), 'parent-by-title', {
            zh: `表里没有写上级组织，按表上面写的“${aboveAll.name}”登记。请核对。`,
            en: `no column says what this hangs under; it was taken to be ${aboveAll.name}, which is named above the table. Check it.`,
            refused: false,
          }),
        )
      } else if (existing === undefined) {
        reject('parent-missing', {
          zh: '新的组织要写明上级组织。请补填后再导入。',
          en: 'A new organization needs the organization above it. Fill that in and import again.',
        })
      }
      continue
    }
    if (entry.org.id === office) {
      // Where this office itself hangs is for the office above to say.
      continue
    }
    const found = findParent(text, inFile, index)
    const trouble = troubleWith(found)
    const unreadAt = unread.get(nameKey(text))
    if (found.kind === 'unknown' && unreadAt !== undefined) {
      reject('parent-refused', refusedAbove(unreadAt))
      continue
    }
    if (trouble) {
      reject(trouble.code, trouble.says)
      continue
    }
    const beside = parentCode(parsed)
    const coded = beside === undefined ? undefined : (inFile.byCode(beside.code) ?? index.byCode(beside.code))
    if (found.kind === 'found' && beside !== undefined && coded !== undefined && coded.id !== found.org.id) {
      reject('parent-contradicts', {
        zh: `“${beside.header}”一列写的是“${beside.code}”，是“${coded.name}”，和这里不是同一个组织，不知道哪一个是对的。请核对，改正其中一格后重新导入。`,
        en: `the column ${beside.header} says "${beside.code}", which is "${coded.name}" and not the organization that this cell names. Check which is right, correct the other and import again.`,
      })
      continue
    }
    if (found.kind === 'found') entry.parent = found.org
    const twin = twinOf(entry, planning)
    if (twin !== undefined) {
      const says = {
        zh: `台账里同一上级下已有叫这个名称的组织，组织ID是“${twin.code}”，和这里不同，不知道是不是同一个。是同一个的，改成一样的组织ID（台账里的请在组织页面改）；是另一个组织的，请把名称写成不同的。`,
        en: `The registry has an organization of this name under the same one, with the code "${twin.code}", which differs from this: it is not known whether they are one. If they are, make the codes the same (that of the registry on the organization's page); if not, give them different names.`,
      }
      reject('code-differs', says, 'code')
      continue
    }
    if (entry.parent?.id === entry.org.id) {
      reject('parent-circle', {
        zh: '一个组织不能是自己的上级。请改正上级组织。',
        en: 'An organization cannot stand above itself. Correct the organization above.',
      })
    }
  }
  refuseCircles(entries, planning)
  refuseOrphans(entries, headerOf)
}

/** The organization of the registry that has the name and the parent of a new one, under another code. */
function twinOf({ existing, parent, parsed }: Entry, { index }: OrgPlanning): KnownOrg | undefined {
  const { code, name } = parsed.values
  if (existing !== undefined || parent === undefined || code === undefined || name === undefined)
    return undefined
  const known = index.findExact(name)
  if (known.kind !== 'found' || known.org.code === null || known.org.closed !== null) return undefined
  return known.org.parent === parent.id && nameKey(known.org.name) === nameKey(name) ? known.org : undefined
}

/** Whether a row with nothing above it is this very office, under a code that the registry does not know. */
function ownOtherwise({ parsed }: Entry, { index, office }: OrgPlanning): Text | undefined {
  const { name = '', code } = parsed.values
  const meant = index.findExact(name)
  if (meant.kind !== 'found' || meant.org.id !== office || code === undefined) return undefined
  const known = meant.org.code ?? ''
  return {
    zh: `这一行是本单位，组织ID却和台账里的“${known}”不同。请先改成一样的，再导入：改这张表，或者改本单位的资料。`,
    en: `This row is this office itself, whose code is "${known}" in the registry. Make them the same, here or there, and import again.`,
  }
}

/** By name or code in the file, then in the registry; then what is meant by a name that neither of them writes so. */
function findParent(text: string, inFile: OrgIndex, index: OrgIndex): Lookup {
  const here = inFile.findExact(text)
  if (here.kind === 'found') return here
  const there = index.findExact(text)
  if (there.kind === 'found') return there
  const meant = inFile.find(text)
  return meant.kind === 'found' ? meant : index.find(text)
}

/** The tree as it would be: rows of the file, and above them what hangs there already. */
function refuseCircles(entries: readonly Entry[], { states, headerOf }: OrgPlanning): void {
  const moved = new Map(
    entries.filter(entry => !entry.refused && entry.parent).map(entry => [entry.org.id, entry]),
  )
  const parentOf = (id: string) => moved.get(id)?.parent?.id ?? states.get(id)?.placement?.parent ?? null
  for (const entry of moved.values()) {
    const seen = new Set<string>()
    let above = parentOf(entry.org.id)
    while (above !== null && above !== entry.org.id && !seen.has(above)) {
      seen.add(above)
      above = parentOf(above)
    }
    if (above !== entry.org.id) continue
    entry.refused = true
    entry.problems.push(
      problemAt(placeOf(entry.parsed, 'parent', headerOf), 'parent-circle', {
        zh: '上级组织绕成了一圈。请改正其中一个的上级组织。',
        en: 'The organizations above form a circle. Correct the organization above of one of them.',
        refused: true,
      }),
    )
  }
}

/** Refuses again and again until no row hangs on one that was refused. */
export function refuseOrphans(entries: readonly Entry[], headerOf: (field: string) => string): void {
  const byId = new Map(entries.map(entry => [entry.org.id, entry]))
  for (let again = true; again; ) {
    again = false
    for (const entry of entries) {
      if (entry.refused || entry.parent === undefined) continue
      const above = byId.get(entry.parent.id)
      if (above === undefined || !above.refused || above.existing) continue
      entry.refused = true
      again = true
      entry.problems.push(
        problemAt(placeOf(entry.parsed, 'parent', headerOf), 'parent-refused', {
          ...refusedAbove(above.parsed.row),
          refused: true,
        }),
      )
    }
  }
}

function refusedAbove(row: number): Text {
  return {
    zh: `它的上级组织（第 ${row} 行）没有导入。请先改正那一行。`,
    en: `The organization above it (row ${row}) was refused. Correct that row first.`,
  }
}
