import { createHash } from 'node:crypto'

/** How many bytes there are and their SHA-256, in lower-case hex. */
export type Measure = { readonly sha256: string; readonly bytes: number }

/** Bytes on their way through; `measure` tells what went past once they have all been drawn. */
export type Measured = { readonly content: AsyncGenerator<Uint8Array>; readonly measure: () => Measure }

/** Counts and hashes bytes while somebody else draws them. */
export function measured(source: AsyncIterable<Uint8Array>): Measured {
  const hash = createHash('sha256')
  let bytes = 0
  async function* content(): AsyncGenerator<Uint8Array> {
    for await (const chunk of source) {
      hash.update(chunk)
      bytes += chunk.length
      yield chunk
    }
  }
  return { content: content(), measure: () => ({ sha256: hash.copy().digest('hex'), bytes }) }
}

/** Draws all the bytes only to count and hash them. */
export async function measureOf(source: AsyncIterable<Uint8Array>): Promise<Measure> {
  const { content, measure } = measured(source)
  for await (const _ of content);
  return measure()
}
