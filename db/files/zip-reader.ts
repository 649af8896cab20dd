import { type Entry, fromBufferPromise, openPromise, type ZipFile } from 'yauzl'

/** A zip's parts by their path. Every size is the one that the zip declares; reading more or less than that fails. */
export type ZipReader = {
  readonly sizes: ReadonlyMap<string, number>
  readonly read: (path: string) => AsyncGenerator<Uint8Array>
  readonly close: () => void
}

/** What a zip may hold before anything in it is read. */
export type ZipBounds = { readonly entries: number; readonly bytes: number }

/** A fault of a zip's structure, in a word for the log. */
export class ZipFault extends Error {
  override readonly name = 'ZipFault'
}

/**
 * Opens a zip and lists it within these bounds; a doubled path, too many entries or too many bytes are a ZipFault,
 * and so is whatever the zip library objects to (absolute paths, `..`, sizes that cannot be).
 */
export async function openZip(file: string, bounds: ZipBounds): Promise<ZipReader> {
  const zip = await orFault(openPromise(file, { autoClose: false, strictFileNames: true }))
  // Closing a file that was only read can fail as an event long after anybody listens; there is nothing to save then.
  zip.on('error', () => undefined)
  try {
    const entries = await listed(zip, bounds)
    return {
      sizes: new Map([...entries].map(([path, entry]) => [path, entry.uncompressedSize])),
      read: path => contentOf(zip, entries, path),
      close: () => zip.close(),
    }
  } catch (error) {
    zip.close()
    throw error
  }
}

async function listed(zip: ZipFile, bounds: ZipBounds): Promise<ReadonlyMap<string, Entry>> {
  if (zip.entryCount > bounds.entries) throw new ZipFault(`${zip.entryCount} entries`)
  const entries = new Map<string, Entry>()
  let bytes = 0
  const iterator = zip.eachEntry()
  for (;;) {
    const next = await orFault(iterator.next())
    if (next.done) return entries
    const entry = next.value
    bytes += entry.uncompressedSize
    if (bytes > bounds.bytes) throw new ZipFault('too many bytes')
    if (entries.has(entry.fileName)) throw new ZipFault('a doubled path')
    entries.set(entry.fileName, entry)
  }
}

async function* contentOf(
  zip: ZipFile,
  entries: ReadonlyMap<string, Entry>,
  path: string,
): AsyncGenerator<Uint8Array> {
  const entry = entries.get(path)
  if (entry === undefined) throw new ZipFault(`no ${path}`)
  const stream = await orFault(zip.openReadStreamPromise(entry))
  try {
    yield* stream
  } catch (error) {
    throw asFault(error)
  } finally {
    stream.destroy()
  }
}

function orFault<T>(step: Promise<T>): Promise<T> {
  return step.catch(error => {
    throw asFault(error)
  })
}

function asFault(error: unknown): ZipFault {
  return new ZipFault(error instanceof Error ? error.message : String(error), { cause: error })
}

/**
 * Unpacks a zip that lies in memory once and counts: what a zip declares is nobody's promise. Throws a ZipFault where it
 * is none, and answers whether it keeps within the bounds.
 */
export async function keepsWithin(bytes: Buffer, bounds: ZipBounds): Promise<boolean> {
  const zip = await orFault(fromBufferPromise(bytes, { lazyEntries: true }))
  if (zip.entryCount > bounds.entries) return false
  let unpacked = 0
  const entries = zip.eachEntry()
  for (;;) {
    const next = await orFault(entries.next())
    if (next.done) return true
    const stream = await orFault(zip.openReadStreamPromise(next.value))
    try {
      for await (const chunk of stream) {
        unpacked += chunk.length
        if (unpacked > bounds.bytes) return false
      }
    } catch (error) {
      throw asFault(error)
    } finally {
      stream.destroy()
    }
  }
}
