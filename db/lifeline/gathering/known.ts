/** The word when it is one of ours; null for one that only a newer version knows. */
export function known<T extends string>(words: readonly T[], word: string): T | null {
  return words.find(ours => ours === word) ?? null
}
