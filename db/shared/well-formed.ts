/**
 * The text with half a surrogate pair made U+FFFD. Such a half is no character: it cannot be written as UTF-8, so a
 * table and a journal that both held the text would differ. Spreadsheets bring them, and so may anything typed.
 */
export function wellFormed(text: string): string {
  return text.isWellFormed() ? text : text.toWellFormed()
}
