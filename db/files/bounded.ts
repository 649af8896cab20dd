/** Bytes on their way through, stopped by this error once there are more than `max` of them. */
export async function* bounded(
  source: AsyncIterable<Uint8Array>,
  max: number,
  tooMany: () => Error,
): AsyncGenerator<Uint8Array> {
  let bytes = 0
  for await (const chunk of source) {
    bytes += chunk.length
    if (bytes > max) throw tooMany()
    yield chunk
  }
}
