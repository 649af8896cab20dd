/** The row in which a key was met first, by the number of its place, and in short what it said. */
export type FirstRow = { readonly at: number; readonly says: number }

/**
 * Remembers in which row each key of a file was first met, and what that row said. A 居民身份证 number is kept as one number,
 * without its check digit, and what belongs to it outside of V8's heap: a hundred thousand of them take some 8 MB.
 */
export class FirstRowsByKey {
  readonly #order = new Map<string | number, number>()
  /** `at` and `says` of each key, in the order in which they were met. */
  #rows = new Float64Array(2048)

  /** The row where the key was met before; else remembers this one. */
  metBefore(key: string, { at, says }: FirstRow): FirstRow | undefined {
    const packed = packedKey(key)
    const nth = this.#order.get(packed)
    if (nth !== undefined) return { at: this.#rows[2 * nth] ?? 0, says: this.#rows[2 * nth + 1] ?? 0 }
    const last = 2 * this.#order.size
    if (last === this.#rows.length) {
      const rows = new Float64Array(2 * last)
      rows.set(this.#rows)
      this.#rows = rows
    }
    this.#order.set(packed, last / 2)
    this.#rows.set([at, says], last)
    return undefined
  }
}

function packedKey(key: string): string | number {
  if (key.length !== 18 || !/^\d{17}[\dX]$/.test(key)) return key
  const area = Number(key.slice(0, 6))
  const day =
    (Number(key.slice(6, 10)) - 1900) * 372 + Number(key.slice(10, 12)) * 31 + Number(key.slice(12, 14))
  return (area * 120_000 + day) * 1000 + Number(key.slice(14, 17))
}
