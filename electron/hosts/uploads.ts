import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { ORPCError } from '@orpc/client'
import { diskRefusal, writeRefusal } from '#db/files/storage-refusal.ts'
import { Refusal } from '#db/shared/refusal.ts'

const folderName = 'uploads'

/** A folder for what one call brings along: of the registry's own, and not in memory. */
export async function makePlace(folder: string): Promise<string> {
  const all = join(folder, folderName)
  await mkdir(all, { recursive: true, mode: 0o700 })
  return mkdtemp(join(all, 'call-'))
}

export async function removePlace(place: string): Promise<void> {
  // Windows frees a file a moment after it was closed.
  await rm(place, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 })
}

/** Removes what a call left behind that was cut off with its program. */
export async function sweepUploads(folder: string): Promise<void> {
  await removePlace(join(folder, folderName))
}

/** A disk that is full under it is told in a sentence, as by every procedure. */
export function notWritten(error: unknown): unknown {
  const refusal = diskRefusal(error) ?? writeRefusal(error, folderName)
  if (!(refusal instanceof Refusal)) return refusal
  const { code, text, details } = refusal
  return new ORPCError('REFUSED', { status: 422, message: text.en, data: { code, text, details } })
}
