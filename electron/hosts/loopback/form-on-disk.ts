import { createWriteStream, openAsBlob } from 'node:fs'
import type { IncomingMessage } from 'node:http'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { Busboy, type BusboyHeaders } from '@fastify/busboy'
import { ORPCError } from '@orpc/client'
import { makePlace, notWritten, removePlace } from '../uploads.ts'

export type FormOnDisk = {
  /** To be awaited by whoever asks for it: it fails as a call fails. */
  readonly form: Promise<FormData>
  /** Forgets the files; owed once the call was answered. */
  readonly discard: () => Promise<void>
}

/** A form is a call's input and its files: so many of them, and no text longer than that. */
const mostFiles = 16
const longestText = 4 * 1024 * 1024

export function isForm(request: IncomingMessage): boolean {
  return request.headers['content-type']?.startsWith('multipart/form-data') === true
}

/**
 * Reads a form as it comes, its files into a folder of the registry's own and not into memory: a backup may be larger
 * than that. What is larger than `limit` is broken off.
 */
export function formOnDisk(request: IncomingMessage, folder: string, limit: number): FormOnDisk {
  const place = makePlace(folder)
  const form = place
    .then(made => readForm(request, made, limit))
    .catch(error => Promise.reject(notWritten(error)))
  // What is called does perhaps not ask for it.
  form.catch(() => undefined)
  return {
    form,
    discard: async () => {
      const made = await place.catch(() => undefined)
      if (made !== undefined) await removePlace(made)
    },
  }
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
