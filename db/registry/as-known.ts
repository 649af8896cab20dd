/** A day as far as it is known, for people to read: with precision `month` its month alone, since its day is made up. */
export function asKnown(day: string | null, precision: string | null): string | null {
  return day !== null && precision === 'month' ? day.slice(0, 7) : day
}
