import type { BrowseQuestions, BrowseTopic } from '#db/registry/looking/browser.ts'
import type { Text } from '#db/shared/text.ts'

/** A question to the browsing thread, with a number that its answer bears too. */
export type BrowseRequest<T extends BrowseTopic = BrowseTopic> = {
  readonly [K in T]: { readonly id: number; readonly topic: K; readonly input: BrowseQuestions[K]['input'] }
}[T]

export type BrowseReply<Answer> =
  | { readonly id: number; readonly type: 'answer'; readonly answer: Answer }
  | {
      readonly id: number
      readonly type: 'refused'
      readonly code: string
      readonly text: Text
      readonly details: Readonly<Record<string, unknown>>
    }
  | {
      readonly id: number
      readonly type: 'failed'
      readonly message: string
      readonly stack: string | undefined
    }
