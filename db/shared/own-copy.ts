/**
 * The same text with memory of its own. V8 keeps a text of 13 characters or more, cut from a longer one, as a
 * window onto it: one kept name would keep 256 KB of sheet. Joining and cutting again copies.
 */
export function ownCopy(text: string): string {
  return text.length < 13 ? text : ` ${text}`.slice(1)
}
