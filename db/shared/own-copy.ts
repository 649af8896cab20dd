/**
 * The same text with memory of its own. V8 keeps a text of 13 characters or more, cut from a longer one, as a
 * window onto it: one kept name would keep 256 KB of sheet. Joining and cutting again copies.
 */
export function ownCopy(text: string): string {
  return text.length < 13 ? text : ` ${text}`.slice(1)
}

/** Longer texts hardly come again. */
const longestRemembered = 100

/**
 * The same answers, of which up to so many are remembered by their texts: for what is asked of the same short texts again
 * and again. A stranger's file cannot fill the memory: it begins anew when it is full.
 */
export function remembering(most: number, answer: (text: string) => string): (text: string) => string {
  const memory = new Map<string, string>()
  return text => {
    const known = memory.get(text)
    if (known !== undefined) return known
    const answered = answer(text)
    if (text.length > longestRemembered) return answered
    if (memory.size >= most) memory.clear()
    memory.set(ownCopy(text), ownCopy(answered))
    return answered
  }
}
