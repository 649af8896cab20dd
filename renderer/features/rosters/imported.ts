import type { ImportResult } from '#contract/rosters.ts'

/** What an import did, or would do, and its refused rows as a workbook. */
export type Imported = ImportResult & { readonly refused: File | null }
