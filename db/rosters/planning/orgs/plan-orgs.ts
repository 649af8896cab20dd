import { draftIds, type Writing } from '#db/plans/plan.ts'
import { shownDate } from '#db/records/types/office-date.ts'
import { nameKey } from '#db/shared/name-key.ts'
import type { Text } from '#db/shared/text.ts'
import type { OrgRow } from '../../kinds/orgs.ts'
import type { TakenRow } from '../../parsed-row.ts'
import { problemAt } from '../../problem.ts'
import type { RowPlan } from '../draft.ts'
import { withoutCountedUp } from '../drawn-cells.ts'
import { type Compared, withoutShifted } from '../shifted-columns.ts'
import { nameCore } from './meant-orgs.ts'
import { changesTo, creationOf } from './org-drafts.ts'
import { type KnownOrg, OrgIndex, type OrgState } from './org-index.ts'
import { type Entry, type OrgLine, type OrgPlanning, placeOf } from './org-planning.ts'
import { settleParents } from './settle-parents.ts'
import { settleTiers } from './settle-tiers.ts'

/**
 * What an organization roster would do, row by row. Rows may come in any order, parents after children; a row whose
 * parent is refused is refused with it. Nothing is written here.
 */
export function planOrgs(asRead: OrgPlanning): RowPlan[] {
  const asNamed = asRead.rows.map(row => asKnown(withZeros(row, asRead), asRead))
  const { index, states, headerOf } = asRead
  const called = ({ name, shortName, code }: OrgRow) => name ?? shortName ?? code ?? ''
  const rows = withoutShifted(asNamed, comparedOf(asRead), called, headerOf)
  const planning = { ...asRead, rows }
  const nextId = draftIds()
  const inFile = new OrgIndex()
  const entries: Entry[] = []
  const taken = new Map<string, TakenRow<OrgRow>>()
  const root = rootOf(planning)
  for (const parsed of rows) {
    const { values } = parsed
    const problems = [...parsed.problems]
    let refused = problems.some(problem => problem.refused)
    const refuse = (field: keyof OrgRow, code: string, says: Text) => {
      refused = true
      problems.push(problemAt(placeOf(parsed, field, headerOf), code, { ...says, refused: true }))
    }
    const existing =
      parsed === root || isOffice(parsed, planning) ? knownOffice(planning) : existingOf(values, index)
    const key = existing?.id ?? `${values.code ?? ''} ${nameKey(values.name ?? '')}`
    const inOtherWords = [values.kind, nameCore(values.name ?? ''), nameKey(values.parent ?? '')].join(' ')
    const isNew = existing === undefined && values.code === undefined && values.name !== undefined
    const before = taken.get(key) ?? (isNew ? taken.get(inOtherWords) : undefined)
    if (!refused && before !== undefined) {
      const isElsewhere =
        values.parent !== undefined &&
        before.values.parent !== undefined &&
        nameKey(values.parent) !== nameKey(before.values.parent)
      refuse(
        values.code === undefined ? 'name' : 'code',
        'org-twice',
        isElsewhere
          ? {
              zh: `和第 ${before.row} 行的组织同名，上级却不同。是两个组织的，请把名称写成不同的，或填上各自的组织ID；是同一个的，删去其中一行。`,
              en: `This is called like the organization in row ${before.row}, which hangs under another one. If they are two, give them different names or their codes; if they are one, delete a row.`,
            }
          : {
              zh: `这个组织在第 ${before.row} 行（“${before.values.name ?? before.values.code ?? ''}”）已经有了，以第一行为准。请删去其中一行。`,
              en: `This organization stands in row ${before.row} already ("${before.values.name ?? before.values.code ?? ''}"); the first row counts. Delete one of them.`,
            },
      )
    }
    if (!refused) taken.set(key, parsed)
    if (!refused && isNew) taken.set(inOtherWords, parsed)
    if (!refused && existing && !existing.own) {
      refuse('name', 'org-not-yours', {
        zh: '这个组织不在本单位之下，它的信息由上级填报。',
        en: 'This organization does not lie below yours; the office above keeps its data.',
      })
    }
    const namesake = parsed === root ? undefined : namedOtherwise(values, existing, index)
    if (!refused && namesake !== undefined) {
      refuse('name', 'code-of-another', {
        zh: `组织ID是台账里“${existing?.name}”的，名称却是另一个组织“${namesake.name}”的，不知道这一行说的是哪一个。请改正其中一项；确实要对调或更名的，请在组织页面办理。`,
        en: `the code is that of "${existing?.name}" in the registry, and the name that of another organization, "${namesake.name}": it is not known which of them this row is about. Correct one of the two; to rename an organization, do it on its page.`,
      })
    }
    const renamed = existing === undefined ? knownBefore(values, index) : undefined
    if (!refused && renamed !== undefined) {
      refuse('name', 'org-renamed', {
        zh: `原来的名称“${values.formerName}”台账里有，像是同一个组织改了名。请先在它的页面办理更名，或写进组织调整表，再导入；是另外新成立的，请清空原来的名称。`,
        en: `its former name, "${values.formerName}", is that of an organization in the registry, which seems to be renamed. Rename it on its page, or by a reorganization, and import again; if this one is new, clear the former name.`,
      })
    }
    const former = values.code === undefined ? undefined : index.byFormerCode(values.code)
    if (!refused && former !== undefined) {
      refuse('code', 'code-used', {
        zh: `这个组织ID是“${former.short_name ?? former.name}”以前用的，不重复使用。请改填现在的组织ID。`,
        en: `${former.short_name ?? former.name} had this code once; codes are never used again. Write its present code.`,
      })
    }
    if (!refused && existing === undefined && values.name === undefined) {
      refuse('name', 'name-missing', {
        zh: '新的组织要有全称。请补填后再导入。',
        en: 'A new organization needs its full name. Fill it in and import again.',
      })
    }
    const org: KnownOrg = {
      id: existing?.id ?? nextId(),
      name: values.name ?? existing?.name ?? '',
      code: values.code ?? existing?.code ?? null,
      short_name: values.shortName ?? existing?.short_name ?? null,
      kind: values.kind ?? existing?.kind ?? 'branch',
      tier: values.tier ?? existing?.tier ?? '',
      founded: values.founded?.day ?? existing?.founded ?? null,
      own: true,
      parent: existing?.parent ?? null,
      closed: existing?.closed ?? null,
    }
    entries.push({ parsed, existing, problems, org, parent: undefined, refused })
    if (!refused) inFile.add(org)
  }
  settleParents(entries, inFile, planning)
  const byId = new Map(entries.filter(entry => !entry.refused).map(entry => [entry.org.id, entry]))
  settleTiers(entries, byId, headerOf)
  return entries.map(entry => {
    const { parsed, problems, existing } = entry
    const place = existing === undefined ? {} : { place: existing }
    if (entry.refused) return { row: parsed.row, verdict: 'rejected', drafts: [], problems, ...place }
    const state = states.get(entry.org.id)
    const verdict = (drafts: readonly Writing[]) => (drafts.length > 0 ? 'updated' : 'unchanged')
    if (state === undefined)
      return {
        row: parsed.row,
        verdict: 'created',
        drafts: creationOf(entry, planning.day, nextId),
        problems,
      }
    const { phone, founded, founded_precision: precision } = state.org
    const { elected, founded: since } = parsed.values
    const values = withoutCountedUp(parsed.values, problems, {
      phone: { known: phone === null ? [] : [phone], says: parsed.values.phone },
      founded: {
        known: founded === null ? [] : [shownDate({ day: founded, precision: precision ?? 'day' })],
        says: since && shownDate(since),
      },
      elected: { known: electionsOf(state), says: elected && shownDate(elected) },
    })
    const { drafts, changes } = changesTo(
      { ...entry, parsed: { ...parsed, values } },
      state,
      planning,
      nextId,
    )
    return { row: parsed.row, verdict: verdict(drafts), drafts, problems, changes, ...place }
  })
}

/** What is compared of a list of organizations with what is known of those that stand in it. */
function comparedOf({ index, states }: OrgPlanning): readonly Compared<OrgRow>[] {
  const stateOf = ({ values }: OrgLine) => states.get(existingOf(values, index)?.id ?? '')
  return [
    {
      field: 'founded',
      words: { zh: '成立日期', en: 'days of foundation' },
      says: ({ values }) => values.founded && shownDate(values.founded),
      known: line => {
        const { founded = null, founded_precision: precision = null } = stateOf(line)?.org ?? {}
        return founded === null ? undefined : shownDate({ day: founded, precision: precision ?? 'day' })
      },
    },
    {
      field: 'elected',
      words: { zh: '换届日期', en: 'days of elections' },
      says: ({ values }) => values.elected && shownDate(values.elected),
      known: line => electionsOf(stateOf(line)).at(-1),
    },
    {
      field: 'parent',
      words: { zh: '上级组织', en: 'parents' },
      says: ({ values: { parent } }) => {
        const found = parent === undefined ? undefined : index.find(parent)
        return found?.kind === 'found' ? found.org.id : undefined
      },
      known: line => stateOf(line)?.placement?.parent ?? undefined,
      written: ({ values }) => values.parent,
    },
    {
      field: 'creditCode',
      words: { zh: '统一社会信用代码', en: 'credit codes' },
      says: ({ values }) => values.creditCode,
      known: line => stateOf(line)?.org.credit_code ?? undefined,
    },
  ]
}

/** The elections that are known, as they are written, in the order of their days. */
function electionsOf(state: OrgState | undefined): readonly string[] {
  const terms = (state?.terms ?? []).toSorted((a, b) => (a.elected < b.elected ? -1 : 1))
  return terms.map(term => shownDate({ day: term.elected, precision: term.elected_precision ?? 'day' }))
}

/** A code that a spreadsheet took for a number has lost its first zeros: the organization of that name has them. */
function withZeros(line: OrgLine, { index, headerOf }: OrgPlanning): OrgLine {
  const { code, name } = line.values
  if (code === undefined || name === undefined || index.byCode(code) !== undefined) return line
  const found = index.findExact(name)
  const known = found.kind === 'found' ? found.org.code : null
  if (known === null || known === code || !/^\d+$/.test(code) || known.replace(/^0+/, '') !== code)
    return line
  const problem = problemAt(placeOf(line, 'code', headerOf), 'code-zeros', {
    zh: `组织ID前面的 0 丢了，按台账里的 ${known} 认。请把该列设为文本格式。`,
    en: `the code has lost its leading zeros and was taken for ${known}. Format the column as text.`,
    refused: false,
  })
  return { ...line, values: { ...line.values, code: known }, problems: [...line.problems, problem] }
}

/**
 * A row with nothing above it is no new organization: where it writes a known one in other words, it is that one, which
 * keeps its name.
 */
function asKnown(line: OrgLine, planning: OrgPlanning): OrgLine {
  const { index, headerOf } = planning
  const { code, name, parent, kind, formerName } = line.values
  if (name === undefined || code !== undefined || parent !== undefined || formerName !== undefined)
    return line
  if (existingOf(line.values, index) !== undefined || isOffice(line, planning)) return line
  const found = index.find(name)
  if (found.kind !== 'found' || !found.org.own || found.org.closed !== null || found.org.kind !== kind)
    return line
  const problem = problemAt(placeOf(line, 'name', headerOf), 'org-meant', {
    zh: `台账里的名称是“${found.org.name}”，这一行按它登记，名称没有改动。`,
    en: `The registry calls it "${found.org.name}"; the row was taken for that, and the name was not changed.`,
    refused: false,
  })
  const values = { ...line.values, name: found.org.name, shortName: undefined }
  return { ...line, values, problems: [...line.problems, problem] }
}

function existingOf(values: OrgRow, index: OrgIndex): KnownOrg | undefined {
  if (values.code !== undefined) {
    const byCode = index.byCode(values.code)
    if (byCode) return byCode
  }
  for (const text of [values.name, values.code === undefined ? values.shortName : undefined]) {
    if (text === undefined) continue
    const found = index.findExact(text)
    // Another code under the same name is another organization.
    if (found.kind === 'found' && (values.code === undefined || found.org.code === null)) return found.org
  }
  return undefined
}

/** The organization, going on today, that is known by the former name of a row. */
function knownBefore({ formerName }: OrgRow, index: OrgIndex): KnownOrg | undefined {
  const found = formerName === undefined ? undefined : index.findExact(formerName)
  return found?.kind === 'found' && found.org.own && found.org.closed === null ? found.org : undefined
}

/** The other organization, going on today, that has the name of a row whose code is that of this one. */
function namedOtherwise(
  { code, name }: OrgRow,
  existing: KnownOrg | undefined,
  index: OrgIndex,
): KnownOrg | undefined {
  if (code === undefined || name === undefined || existing === undefined) return undefined
  if (nameKey(name) === nameKey(existing.name)) return undefined
  const found = index.findExact(name)
  if (found.kind !== 'found' || found.org.id === existing.id || found.org.closed !== null) return undefined
  return nameKey(found.org.name) === nameKey(name) ? found.org : undefined
}

/**
 * A district's roster names the district itself, which has nobody above: its only row without a parent is this
 * registry's own organization, under whatever name the registry was begun.
 */
function rootOf({ rows, index, hasParentOffice, states, office }: OrgPlanning): OrgLine | undefined {
  if (hasParentOffice) return undefined
  const own = states.get(office)?.org
  const tops = rows.filter(({ values }) => values.parent === undefined && values.name !== undefined)
  const [top, ...others] = tops
  if (own === undefined || top === undefined || others.length > 0) return undefined
  if (existingOf(top.values, index)) return undefined
  const sameKind = top.values.kind === undefined || top.values.kind === own.kind
  const codeFits = own.code === null || top.values.code === undefined || own.code === top.values.code
  return sameKind && codeFits ? top : undefined
}

/** Whether a row means this registry's own organization, written with a city or province that its name here lacks. */
function isOffice({ values }: OrgLine, { index, states, office }: OrgPlanning): boolean {
  const own = states.get(office)?.org
  if (own === undefined || values.name === undefined || existingOf(values, index)) return false
  const found = index.find(values.name)
  const isOwn = found.kind === 'found' && found.org.id === office
  return isOwn && values.kind === own.kind && (own.code === null || (values.code ?? own.code) === own.code)
}

function knownOffice({ states, office }: OrgPlanning): KnownOrg | undefined {
  const own = states.get(office)?.org
  return own && { ...own, own: true, parent: null }
}
