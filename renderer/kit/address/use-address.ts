import { useLocation, useSearch } from 'wouter'
import { changedAddress, heldIn } from './address.ts'

/** What the address holds, and how to change it; `replace` for typing, so that Back leads to the page before. */
export function useAddress() {
  const [path, navigate] = useLocation()
  const search = useSearch()
  const get = heldIn(search)
  return {
    path,
    get,
    change: (changes: Readonly<Record<string, string | undefined>>, replace = false) =>
      navigate(changedAddress(path, search, changes), { replace }),
    changed: (changes: Readonly<Record<string, string | undefined>>) => changedAddress(path, search, changes),
    navigate,
  }
}
