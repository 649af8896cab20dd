import type { Text } from '#db/shared/text.ts'

/** One thing that `verify` proves of a registry, and what came of it. */
export type Check = { readonly name: string; readonly ok: boolean; readonly detail: Text }
