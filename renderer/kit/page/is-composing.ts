/** Whether this key or input belongs to a word that an input method is still composing. */
export function isComposing(event: object): boolean {
  return 'isComposing' in event && event.isComposing === true
}
