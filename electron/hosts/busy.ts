import { ORPCError } from '@orpc/client'
import { isEventStream } from '#contract/base.ts'
import { untilItsEnd } from './work-under-way.ts'

/** In how many seconds it is worth asking again. */
export const askAgainIn = 5

/** What a call is told for which there is no room: it did nothing, and may be made again. */
export function busy(under: number): ORPCError<string, unknown> {
  const text = {
    zh: `命脉台账正在同时处理 ${under} 件事，这一件没有开始，什么也没有改动。请等前面的做完后再试一次。`,
    en: `Lifeline Registry is doing ${under} things at once; this one was not begun and nothing was changed. Wait until the others are done and try again.`,
  }
  return new ORPCError('REFUSED', {
    status: 503,
    message: text.en,
    data: { code: 'busy', text, details: { underWay: under, askAgainIn } },
  })
}

type Call = { readonly next: () => Promise<unknown> }

/**
 * Lets so much long work be under way at once. What comes beyond that is refused before it begins: the oldest may be
 * an import that somebody waits for, and is left alone. An interceptor of a handler.
 */
export function boundedWork(most: number) {
  let underWay = 0
  return async (call: Call): Promise<unknown> => {
    const output = await call.next()
    if (!isEventStream(output)) return output
    if (underWay >= most) {
      await output.return?.()
      throw busy(underWay)
    }
    underWay += 1
    let isEnded = false
    return untilItsEnd(output, () => {
      if (!isEnded) underWay -= 1
      isEnded = true
    })
  }
}

type Answered = { readonly response?: { readonly status: number; headers: object } | undefined }

/** Says in the head of such an answer when it is worth asking again. A root interceptor of a handler over HTTP. */
export async function sayingWhenToAskAgain<T extends Answered>(call: {
  readonly next: () => Promise<T>
}): Promise<T> {
  const answered = await call.next()
  const { response } = answered
  if (response?.status === 503) response.headers = { ...response.headers, 'retry-after': String(askAgainIn) }
  return answered
}
