import { oc } from '@orpc/contract'
import { z } from 'zod'
import { contract } from './index.ts'

/** The contract as it is spoken over a wire: the engine's, and the one procedure by which files come afterwards. */
export const wireContract = {
  ...contract,
  host: { file: oc.input(z.object({ id: z.string() })).output(z.instanceof(File)) },
}
export type WireContract = typeof wireContract
