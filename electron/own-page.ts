/** The scheme and the one address under which the window's page lives. */
export const pageScheme = 'app'
export const pageHost = 'registry'
export const pageOrigin = `${pageScheme}://${pageHost}`

/** Whether an address is the program's own page. Foreign schemes have no `origin` in Node, so it is compared as text. */
export function isOwnAddress(url: string): boolean {
  return url.startsWith(`${pageOrigin}/`)
}
