/** What a file is by the ending of its name, so that the right page opens it. */
export type FileKind = 'roster' | 'packet' | 'request' | 'unknown'

/** The endings of spreadsheets that can be imported. */
export const rosterEndings = ['xlsx', 'xls', 'csv', 'txt', 'et', 'xlsb', 'ods'] as const

export function kindOfFile(name: string): FileKind {
  const ending = /\.([^.]+)$/.exec(name)?.[1]?.toLowerCase()
  if (rosterEndings.some(known => known === ending)) return 'roster'
  switch (ending) {
    case 'llb':
      return 'packet'
    case 'json':
      return 'request'
    default:
      return 'unknown'
  }
}

/** The page that opens such a file. */
export const pageOfKind = {
  roster: '/import',
  packet: '/packets/open',
  request: '/packets/approve',
} as const satisfies Record<Exclude<FileKind, 'unknown'>, string>
