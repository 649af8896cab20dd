const wholePages: ReadonlySet<string> = new Set(['/orgs', '/people', '/lifeline/list', '/lifeline/elections'])

/** Pages that scroll inside themselves: trees and tables as high as the window. */
export function fillsItsPlace(path: string): boolean {
  return wholePages.has(path)
}
