/** Pages that scroll inside themselves: trees and tables as high as the window. */
export function fillsItsPlace(path: string): boolean {
  return path === '/orgs' || path === '/people' || path === '/lifeline/list'
}
