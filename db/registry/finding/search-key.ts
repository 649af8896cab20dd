/** What is compared when names are looked for: letters and digits in lower case, half-width, nothing between them. */
export function searchText(text: string): string {
  // Most names, and all readings of them, are of nothing else.
  if (/^[\u4e00-\u9fffa-z0-9]*$/.test(text)) return text
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '')
}

/**
 * Whether a text to look for can be how an ID or telephone number ends: four digits or more, the last perhaps an X. Of more
 * than eight nobody leaves the beginning away.
 */
export function isLastDigits(key: string): boolean {
  return /^\d{3,7}[\dx]$/.test(key)
}

/** Whether only a number of a person, or a code, goes on like this: no organization has so many digits in its name. */
export function isLongNumber(key: string): boolean {
  return /^\d{7,}x?$/.test(key)
}
