/** A word of a choice, and the code that is kept for it. */
export type Option = { readonly value: string; readonly label: string }

/**
 * The choice that is meant: its number in the list, its word or code, or the only one that begins so. Else the text as
 * it stands, to be judged like any other.
 */
export function meantBy(text: string, options: readonly Option[]): string {
  const typed = text.trim()
  if (options.length === 0 || typed === '') return typed
  const exact = options.find(({ value, label }) => label === typed || value === typed)
  return (exact ?? startingWith(typed, options)[0])?.value ?? typed
}

/** The choices that begin with what was typed so far, or that have this number; all of them where nothing was typed. */
export function startingWith(text: string, options: readonly Option[]): readonly Option[] {
  const typed = text.trim().toLowerCase()
  const byNumber = /^[1-9]$/.test(typed) ? options[Number(typed) - 1] : undefined
  const begun = options.filter(
    ({ value, label }) => label.toLowerCase().startsWith(typed) || value.toLowerCase().startsWith(typed),
  )
  return byNumber !== undefined && begun.length === 0 ? [byNumber] : begun
}
