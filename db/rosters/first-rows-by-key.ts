/**
 * Remembers in which row each key of a file was first met. A 居民身份证 number is kept as one number, without its
 * check digit: a million of them take some 50 MB.
 */
export class FirstRowsByKey {
  readonly #rows = new Map<string | number, number>()

  /** The row where the key was met before; else remembers this one. */
  metBefore(key: string, row: number): number | undefined {
    const packed = packedKey(key)
    const before = this.#rows.get(packed)
    if (before === undefined) this.#rows.set(packed, row)
    return before
  }
}

function packedKey(key: string): string | number {
  if (key.length !== 18 || !/^\d{17}[\dX]$/.test(key)) return key
  const area = Number(key.slice(0, 6))
  const day =
    (Number(key.slice(6, 10)) - 1900) * 372 + Number(key.slice(10, 12)) * 31 + Number(key.slice(12, 14))
  return (area * 120_000 + day) * 1000 + Number(key.slice(14, 17))
}
