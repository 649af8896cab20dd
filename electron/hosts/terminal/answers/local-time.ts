/** A moment as this PC's clock shows it: `2018-12-31 17:05`. */
export function localTime(at: string): string {
  return new Date(at).toLocaleString('sv-SE', { dateStyle: 'short', timeStyle: 'short' })
}
