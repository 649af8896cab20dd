import { PassThrough, Readable } from 'node:stream'
import { finished } from 'node:stream/promises'
import { ZipFile } from 'yazl'

/** One file of a zip; its content is drawn once, after the parts before it. */
export type ZipPart = { readonly path: string; readonly content: AsyncIterable<Uint8Array> }

/**
 * The bytes of a zip of these parts, stored as they are. The next part is asked for only when the one before has
 * been drawn to its end, so a last part may tell hashes of those before it.
 */
export async function* zipped(parts: AsyncIterable<ZipPart>, modified: Date): AsyncGenerator<Uint8Array> {
  const zip = new ZipFile()
  const output = new PassThrough()
  const abandoned = new AbortController()
  zip.outputStream.pipe(output)
  const filling = fill(zip, parts, modified, abandoned.signal).catch(error => {
    output.destroy(error)
  })
  try {
    yield* output
  } finally {
    abandoned.abort()
    await filling
  }
}

async function fill(
  zip: ZipFile,
  parts: AsyncIterable<ZipPart>,
  modified: Date,
  signal: AbortSignal,
): Promise<void> {
  for await (const { path, content } of parts) {
    const input = Readable.from(content, { objectMode: false, signal })
    zip.addReadStream(input, path, { mtime: modified, compress: false })
    await finished(input)
  }
  zip.end()
}
