import type { Roster } from '#contract/rosters.ts'
import { rosterNames } from '#db/records/rosters.ts'

/** Rows of a spreadsheet as the clipboard has them: a tab between cells, a line each. A word or a name is none. */
export function isRows(text: string): boolean {
  return text.includes('\t') && text.trim() !== ''
}

/** The rows as a file, read like any other roster: from there on they are recognised, previewed and taken in alike. */
export function rowsAsFile(text: string, name: string): File {
  return new File(['\ufeff', text], `${name}.txt`, { type: 'text/plain' })
}

/** What rows are when they are pasted into a list: of what kind, and whose. */
export type PastedInto = {
  readonly as: Roster | undefined
  /** `own`: the office of this PC, whose work the list is of while no other one is chosen. */
  readonly org: string | undefined
  /** The type of work that alone is listed. */
  readonly type?: string
}

/** The list in sight says what rows are that are pasted into it; on other pages they are looked at like any file. */
export function pastedInto(path: string, search: string): PastedInto {
  const query = new URLSearchParams(search)
  const org = query.get('org') ?? undefined
  const ofPage = pageLists[path]
  if (ofPage !== undefined) return { as: ofPage, org }
  if (path === '/work') {
    const part = query.get('part') ?? 'work'
    const type = part === 'work' ? query.get('type') : null
    return { as: rosterOfKind(part), org: org ?? 'own', ...(type !== null && { type }) }
  }
  if (path === '/tasks') return { as: 'tasks', org: 'own' }
  if (path !== '/orgs') return { as: undefined, org: undefined }
  const tab = query.get('tab') ?? ''
  if (tab === 'below') return { as: 'orgs', org: undefined }
  const as = shapedLists[tab] ?? rosterOfKind(tab)
  return { as, org: as === undefined ? undefined : org }
}

/** Pages that hold one list. */
const pageLists: Readonly<Record<string, Roster>> = {
  '/people': 'members',
  '/fees': 'fees',
  '/coverage': 'prospects',
  '/lifeline/elections': 'terms',
}

/** Lists of an organization's page whose address is no kind of record. */
const shapedLists: Readonly<Record<string, Roster>> = {
  members: 'members',
  cadres: 'cadres',
  terms: 'terms',
  meetings: 'meetings',
}

function rosterOfKind(kind: string): Roster | undefined {
  return rosterNames.find(one => one.kind === kind)?.as
}
