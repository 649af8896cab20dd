import type { Failure } from '../../api/failure.ts'
import type { Spoken } from '../../text/language.ts'

/** What went wrong, in one sentence with the next step. */
export function failureSentence(failure: Failure, { words, say }: Pick<Spoken, 'words' | 'say'>): string {
  switch (failure.kind) {
    case 'refused':
      return say(failure.text)
    case 'bug':
      return words.failure.bug(failure.reference)
    case 'not-let-in':
      return words.failure.notLetIn
    case 'stopped':
      return words.say.stopped
    case 'unreachable':
      return words.failure.unreachable
  }
}
