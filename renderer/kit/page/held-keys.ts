/**
 * A key that is held down presses once. While it repeats, something else may come to stand where the first press was heard: the
 * link of what was made, the next question, the button at the end of a form. It would be pressed by somebody who has not seen it.
 * What is written repeats as everywhere, and Enter goes on through the rows of a sheet.
 */
export function pressHeldKeysOnce(): void {
  const stop = (event: KeyboardEvent) => {
    if (!event.repeat || !presses(event)) return
    event.preventDefault()
    event.stopImmediatePropagation()
  }
  window.addEventListener('keydown', stop, { capture: true })
}

function presses({ key, target, shiftKey, ctrlKey, metaKey }: KeyboardEvent): boolean {
  if (!(target instanceof HTMLElement)) return false
  const isShortcut = ctrlKey || metaKey
  switch (key) {
    case 'Escape':
      return true
    case 'Enter':
      // In a form Shift+Enter alone is a new line.
      return isShortcut || !target.matches(`.sheet-input, textarea${shiftKey ? '' : ':not([data-field])'}`)
    case ' ':
      return !target.matches('input:not([type="radio"], [type="checkbox"]), textarea, [contenteditable]')
    default:
      return false
  }
}
