import type { Roster } from '#contract/rosters.ts'

/** Rows of a spreadsheet as the clipboard has them: a tab between cells, a line each. A word or a name is none. */
export function isRows(text: string): boolean {
  return text.includes('\t') && text.trim() !== ''
}

/** The rows as a file, read like any other roster: from there on they are recognised, previewed and taken in alike. */
export function rowsAsFile(text: string, name: string): File {
  return new File(['\ufeff', text], `${name}.txt`, { type: 'text/plain' })
}

/** What rows are when they are pasted into a list: of what kind, and whose. */
export type PastedInto = { readonly as: Roster | undefined; readonly org: string | undefined }

/** The list in sight says what rows are that are pasted into it; on other pages they are looked at like any file. */
export function pastedInto(path: string, search: string): PastedInto {
  const query = new URLSearchParams(search)
  const org = query.get('org') ?? undefined
  if (path === '/people') return { as: 'members', org }
  const tabs: Readonly<Record<string, Roster>> = {
    members: 'members',
    cadres: 'cadres',
    meetings: 'meetings',
    below: 'orgs',
  }
  const as = path === '/orgs' ? tabs[query.get('tab') ?? ''] : undefined
  return as === undefined || as === 'orgs' ? { as, org: undefined } : { as, org }
}
