import { mapEventIterator } from '@orpc/client'
import { isEventStream } from '#contract/base.ts'

/** Fetches a file that the host holds for this client. */
export type FetchFile = (id: string) => Promise<File>

type Call = { readonly next: () => Promise<unknown> }

/**
 * The client's side of the host's handed-files.ts: an interceptor of a link that puts the files back into the events of a stream. Knows
 * neither Node nor the page.
 */
export function fetchingFiles(fetchFile: FetchFile): (call: Call) => Promise<unknown> {
  return async call => {
    const output = await call.next()
    if (!isEventStream(output)) return output
    return mapEventIterator(output, {
      value: async event => withFiles(event, fetchFile),
      error: async error => error,
    })
  }
}

async function withFiles(value: unknown, fetchFile: FetchFile): Promise<unknown> {
  if (Array.isArray(value)) return Promise.all(value.map(item => withFiles(item, fetchFile)))
  if (typeof value !== 'object' || value === null) return value
  if ('handed-file' in value && typeof value['handed-file'] === 'string') {
    return fetchFile(value['handed-file'])
  }
  const entries = Object.entries(value).map(
    async ([key, field]): Promise<[string, unknown]> => [key, await withFiles(field, fetchFile)],
  )
  return Object.fromEntries(await Promise.all(entries))
}
