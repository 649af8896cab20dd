/** One person at a PC of her own is not asked every morning, nor whoever wants no name noted. */
export function isWorthAsking(name: string, workers: readonly string[]): boolean {
  return workers.some(who => who !== name)
}
