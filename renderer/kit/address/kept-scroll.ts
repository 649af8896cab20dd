import { z } from 'zod'

const stateSchema = z.looseObject({ scroll: z.record(z.string(), z.number()).optional() })

function stateOf(state: unknown) {
  const read = stateSchema.safeParse(state ?? {})
  return read.success ? read.data : {}
}

/** How far something was scrolled in this entry of the history; 0 where nothing is known. */
export function keptScroll(state: unknown, name: string): number {
  return stateOf(state).scroll?.[name] ?? 0
}

/** The entry's state with how far something is scrolled now. */
export function withKeptScroll(state: unknown, name: string, top: number): object {
  const known = stateOf(state)
  return { ...known, scroll: { ...known.scroll, [name]: top } }
}
