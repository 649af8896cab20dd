import type { Problem } from '../problem.ts'
import { drawnCode } from '../recognising/drawn-down.ts'

/** What the registry has of a field, and what a row says of it, both as they are written. */
type Told = { readonly known: readonly string[]; readonly says: string | undefined }

/**
 * The values of a row without those that a spreadsheet counted up from the row above, where something else is known. The note
 * on one that is known as it stands is taken away from `problems`.
 */
export function withoutCountedUp<V extends object>(
  values: V,
  problems: Problem[],
  told: Partial<Record<keyof V & string, Told>>,
): V {
  let left = values
  for (const [field, { known, says = '' }] of Object.entries<Told>(told as Record<string, Told>)) {
    const at = problems.findIndex(({ code }) => code === drawnCode(field))
    if (at < 0 || known.length === 0) continue
    if (known.includes(says)) problems.splice(at, 1)
    else left = { ...left, [field]: undefined }
  }
  return left
}
