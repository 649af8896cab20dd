/** The same day of the year before; 29 February becomes the 28th. */
export function yearBefore(day: string): string {
  const year = Number(day.slice(0, 4)) - 1
  const rest = day.slice(5)
  return `${String(year).padStart(4, '0')}-${rest === '02-29' ? '02-28' : rest}`
}
