/** The word for a code; a code of a newer program is shown as it stands. */
export function wordFor(words: Readonly<Record<string, string>>, code: string): string {
  return words[code] ?? code
}
