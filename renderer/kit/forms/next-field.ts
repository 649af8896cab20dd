/** The part of a key press that matters here. */
type Pressed = {
  readonly key: string
  readonly shiftKey: boolean
  readonly ctrlKey: boolean
  readonly metaKey: boolean
  readonly target: EventTarget
  readonly currentTarget: HTMLElement
  readonly nativeEvent: object
  readonly preventDefault: () => void
}

/**
 * Enter goes to the next field, as in a spreadsheet; what is marked in an open list is chosen on the way. In a field of
 * several lines Shift+Enter is a new line. An Enter that ends a word of an input method is left alone. A button that
 * chooses a file is passed by: the next Enter would open the system's window. So is what was `given` where the form was opened,
 * as the branch on whose page it was: whoever types on would write over it.
 */
export function goToNextField(
  event: Pressed,
  isComposing: boolean,
  given: ReadonlySet<string> = new Set(),
): void {
  const { target, currentTarget: form } = event
  if (event.key !== 'Enter' || event.shiftKey || event.ctrlKey || event.metaKey || isComposing) return
  if (!(target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement)) return
  const fields = [
    ...form.querySelectorAll<HTMLElement>(':is(input, textarea)[data-field]:not(:disabled), [data-last]'),
  ].filter(one => one.offsetParent !== null)
  const next = fields.slice(fields.indexOf(target) + 1).find(one => !given.has(one.dataset['field'] ?? ''))
  event.preventDefault()
  next?.focus()
}
