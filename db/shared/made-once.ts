/** What is made when it is first asked for, and kept: a statement that few will need, a table that not every start reads. */
export function onFirstUse<T>(make: () => T): () => T {
  let made: T | undefined
  return () => {
    made ??= make()
    return made
  }
}

/** Keeps what was made for the last few keys; what was not asked for the longest goes first. */
export class Recent<Key, Value> {
  readonly #most: number
  readonly #kept = new Map<Key, Value>()

  constructor(most: number) {
    this.#most = most
  }

  get(key: Key, make: () => Value): Value {
    const value = this.#kept.get(key) ?? make()
    this.put(key, value)
    return value
  }

  find(key: Key): Value | undefined {
    return this.#kept.get(key)
  }

  put(key: Key, value: Value): void {
    this.#kept.delete(key)
    this.#kept.set(key, value)
    const [oldest] = this.#kept.keys()
    if (this.#kept.size > this.#most && oldest !== undefined) this.#kept.delete(oldest)
  }

  has(key: Key): boolean {
    return this.#kept.has(key)
  }

  delete(key: Key): void {
    this.#kept.delete(key)
  }

  clear(): void {
    this.#kept.clear()
  }
}
