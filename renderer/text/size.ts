const units = ['B', 'KB', 'MB', 'GB', 'TB']

/** A number of bytes as systems show it: 14.4 GB. The same in both languages. */
export function sizeText(bytes: number): string {
  const power = bytes < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log2(bytes) / 10))
  const value = bytes / 1024 ** power
  return `${power === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${units[power]}`
}
