/** A value of a record as text: what is missing by the given word, several fields one after the other. */
export function valueText(value: unknown, missing: string): string {
  if (value === null || value === undefined || value === '') return missing
  if (typeof value === 'object') {
    return Object.entries(value)
      .map(([field, part]) => `${field} ${valueText(part, missing)}`)
      .join(', ')
  }
  return String(value)
}
