import type { Text } from './text.ts'

/**
 * A foreseen failure: a stable English code and a sentence that names the thing, the problem and the next step.
 * Hosts show `text` in the user's language and never a stack; everything else that is thrown is a bug.
 */
export class Refusal extends Error {
  readonly code: string
  readonly text: Text
  readonly details: Readonly<Record<string, unknown>>

  constructor(code: string, text: Text, details: Readonly<Record<string, unknown>> = {}) {
    super(`${code}: ${text.en}`)
    this.name = 'Refusal'
    this.code = code
    this.text = text
    this.details = details
  }
}

export function refuse(
  code: string,
  zh: string,
  en: string,
  details: Readonly<Record<string, unknown>> = {},
): never {
  throw new Refusal(code, { zh, en }, details)
}
