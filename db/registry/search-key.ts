/** What is compared when names are looked for: letters and digits in lower case, half-width, nothing between them. */
export function searchText(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '')
}
