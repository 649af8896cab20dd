/** Under what an organization's name is looked up: spaces and the width of letters and brackets make no difference. */
export function nameKey(name: string): string {
  return name
    .normalize('NFKC')
    .replace(/[\s\u200b-\u200d\ufeff]+/gu, '')
    .toLowerCase()
}
