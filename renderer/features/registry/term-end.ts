/** The day on which a term ends: the election's day, so many years on (29 February ends on the 28th). */
export function termEnd(elected: string, years: number): string {
  const [year = 0, month = 1, day = 1] = elected.split('-').map(Number)
  const last = new Date(Date.UTC(year + years, month, 0)).getUTCDate()
  const end = new Date(Date.UTC(year + years, month - 1, Math.min(day, last)))
  return end.toISOString().slice(0, 10)
}
