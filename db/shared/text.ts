/** One sentence in both languages. Every sentence a person reads from the engine has this shape. */
export type Text = { readonly zh: string; readonly en: string }

export type Lang = keyof Text

/** Compares by UTF-16 code units, which is the order of days and of codes, and the same on every PC whatever its language. */
export function inOrder(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
