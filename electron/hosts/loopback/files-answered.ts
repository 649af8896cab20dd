type Answered = {
  readonly response?: { readonly status: number; headers: object; body: unknown } | undefined
}

/**
 * Sends an answer with a file in it in such a way that whoever asked may leave before it has all come. What Node makes
 * of a form goes on writing into a stream that was closed meanwhile, which nobody catches, and ends the program. A root
 * interceptor of a handler over HTTP.
 */
export async function bearingWhoLeaves<T extends Answered>(call: {
  readonly next: () => Promise<T>
}): Promise<T> {
  const answered = await call.next()
  const { response } = answered
  if (!(response?.body instanceof FormData)) return answered
  const form = new Response(response.body)
  if (form.body === null) return answered
  response.headers = { ...response.headers, 'content-type': form.headers.get('content-type') ?? '' }
  response.body = readToItsEnd(form.body)
  return answered
}

/** The same bytes; that nobody wants them any more is not passed on to where they come from. */
function readToItsEnd(from: ReadableStream<Uint8Array>): ReadableStream<Uint8Array> {
  const reader = from.getReader()
  return new ReadableStream({
    pull: async controller => {
      const { done, value } = await reader.read()
      if (done) controller.close()
      else controller.enqueue(value)
    },
  })
}
