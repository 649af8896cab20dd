import { z } from 'zod'

/** Said behind the folder when the engine is started: where the registry's keys are lost, it gets new ones. */
export const newKeysWord = '--new-keys'

/** The same where the registry cannot be read: it is put aside, and its newest backup takes its place. */
export const newestBackupWord = '--newest-backup'

/** What somebody decided before the engine was started once more. */
export type EngineWord = typeof newKeysWord | typeof newestBackupWord

/** What the window says to the engine's process; a port comes along with `port`. */
export const toEngineSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('port') }),
  z.object({ type: z.literal('close') }),
])
export type ToEngine = z.infer<typeof toEngineSchema>

/** What the engine's process says, once: that the folder is open, or why it is not. */
export const fromEngineSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('opened') }),
  z.object({
    type: z.literal('refused'),
    code: z.string(),
    text: z.object({ zh: z.string(), en: z.string() }),
    details: z.record(z.string(), z.unknown()),
  }),
  z.object({ type: z.literal('failed'), reference: z.string() }),
])
export type FromEngine = z.infer<typeof fromEngineSchema>
