import { Readable, type Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'

/** What a transform makes of these bytes as they are drawn; who stops drawing closes the source too. */
export async function* through(
  source: AsyncGenerator<Uint8Array>,
  transform: Transform,
): AsyncGenerator<Uint8Array> {
  const feeding = pipeline(Readable.from(source, { objectMode: false }), transform)
  // A failure of the source destroys the transform with it, so it is thrown by the reading below.
  feeding.catch(() => undefined)
  try {
    yield* transform
  } finally {
    await source.return(undefined)
  }
}
