import { createWriteStream, openAsBlob } from 'node:fs'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import type { IncomingMessage } from 'node:http'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { Busboy, type BusboyHeaders } from '@fastify/busboy'
import { ORPCError } from '@orpc/client'
import { writeRefusal } from '#db/files/storage-refusal.ts'
import { Refusal } from '#db/shared/refusal.ts'

export type FormOnDisk = {
  /** To be awaited by whoever asks for it: it fails as a call fails. */
  readonly form: Promise<FormData>
  /** Forgets the files; owed once the call was answered. */
  readonly discard: () => Promise<void>
}

/** A form is a call's input and its files: so many of them, and no text longer than that. */
const mostFiles = 16
const longestText = 4 * 1024 * 1024

const folderName = 'uploads'

export function isForm(request: IncomingMessage): boolean {
  return request.headers['content-type']?.startsWith('multipart/form-data') === true
}

/**
 * Reads a form as it comes, its files into a folder of the registry's own and not into memory: a backup may be larger
 * than that. What is larger than `limit` is broken off.
 */
export function formOnDisk(request: IncomingMessage, folder: string, limit: number): FormOnDisk {
  const place = makePlace(folder)
  const form = place.then(made => readForm(request, made, limit)).catch(error => Promise.reject(told(error)))
  // What is called does perhaps not ask for it.
  form.catch(() => undefined)
  return {
    form,
    discard: async () => {
      const made = await place.catch(() => undefined)
      if (made !== undefined) await removed(made)
    },
  }
}

/** Removes what a call left behind that was cut off with its program. */
export async function sweepForms(folder: string): Promise<void> {
  await removed(join(folder, folderName))
}

async function makePlace(folder: string): Promise<string> {
  const all = join(folder, folderName)
  await mkdir(all, { recursive: true, mode: 0o700 })
  return mkdtemp(join(all, 'call-'))
}

async function removed(folder: string): Promise<void> {
  // Windows frees a file a moment after it was closed.
  await rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 })
}

async function readForm(request: IncomingMessage, place: string, limit: number): Promise<FormData> {
  const parser = new Busboy({
    headers: formHeaders(request),
    limits: { files: mostFiles, fields: mostFiles, fieldSize: longestText, fileSize: limit },
  })
  const form = new FormData()
  const writing: Promise<void>[] = []
  let broken: unknown
  const fail = (error: unknown) => {
    broken ??= error
    request.unpipe(parser)
    parser.destroy()
  }
  parser.on('field', (name, value, _nameCut, isCut) => {
    if (isCut) fail(tooLarge())
    else form.append(name, value)
  })
  parser.on('file', (name, stream, fileName, _encoding, type) => {
    const path = join(place, String(writing.length))
    writing.push(
      written(stream, path)
        .then(async () => {
          form.append(name, new File([await openAsBlob(path)], fileName || 'blob', { type }))
        })
        .catch(fail),
    )
  })
  for (const event of ['filesLimit', 'fieldsLimit', 'partsLimit'] as const) {
    parser.on(event, () => fail(tooLarge()))
  }
  let bytes = 0
  request.on('data', (chunk: Buffer) => {
    bytes += chunk.length
    if (bytes > limit) fail(tooLarge())
  })
  await pipeline(request, parser).catch(fail)
  await Promise.all(writing)
  if (broken !== undefined) throw broken
  return form
}

async function written(stream: Readable & { readonly truncated?: boolean }, path: string): Promise<void> {
  await pipeline(stream, createWriteStream(path, { flags: 'wx', mode: 0o600 }))
  if (stream.truncated) throw tooLarge()
}

function formHeaders({ headers }: IncomingMessage): BusboyHeaders {
  return { ...headers, 'content-type': headers['content-type'] ?? '' }
}

function tooLarge(): unknown {
  return new ORPCError('PAYLOAD_TOO_LARGE')
}

/** A disk that is full under it is told in a sentence, as by every procedure. */
function told(error: unknown): unknown {
  const refusal = writeRefusal(error, folderName)
  if (!(refusal instanceof Refusal)) return refusal
  const { code, text, details } = refusal
  return new ORPCError('REFUSED', { status: 422, message: text.en, data: { code, text, details } })
}
