/** What a file is by the ending of its name, so that the right page opens it. */
export type FileKind = 'roster' | 'packet' | 'request' | 'unknown'

export function kindOfFile(name: string): FileKind {
  const ending = /\.([^.]+)$/.exec(name)?.[1]?.toLowerCase()
  switch (ending) {
    case 'xlsx':
    case 'xls':
    case 'csv':
    case 'txt':
      return 'roster'
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
