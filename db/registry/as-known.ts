/** A day as far as it is known, for people to read: its month or its year alone where the rest is made up. */
export function asKnown(day: string | null, precision: string | null): string | null {
  if (day === null) return null
  return precision === 'year' ? day.slice(0, 4) : precision === 'month' ? day.slice(0, 7) : day
}
