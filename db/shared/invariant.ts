/** States what must be true here, and why; its breach is a bug of ours, never a user's fault. */
export function invariant(condition: unknown, reason: string): asserts condition {
  if (!condition) throw new Error(`invariant broken: ${reason}`)
}

/** Closes a `switch` over a union: a member added later is a type error where it was forgotten. */
export function never(value: never): never {
  throw new Error(`invariant broken: unexpected ${JSON.stringify(value)}`)
}
