type Query = Readonly<Record<string, string | undefined>>

/** An address of the page with what it holds; what is empty or undefined is left out. */
export function addressOf(path: string, query: Query = {}): string {
  const params = new URLSearchParams()
  for (const [key, value] of Object.entries(query))
    if (value !== undefined && value !== '') params.set(key, value)
  const text = params.toString()
  return text === '' ? path : `${path}?${text}`
}

/** Where one record tells what was ever done to it. */
export function pastAddress(record: string): string {
  return `/records/${encodeURIComponent(record)}`
}

/** The same address with some of what it holds replaced. */
export function changedAddress(path: string, search: string, changes: Query): string {
  return addressOf(path, { ...Object.fromEntries(new URLSearchParams(search)), ...changes })
}

/** What an address holds, by key; `?org=` says of no organization as little as no `org` at all. */
export function heldIn(search: string): (key: string) => string | undefined {
  const params = new URLSearchParams(search)
  return key => params.get(key) || undefined
}
