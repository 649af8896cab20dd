/** A backup is due every so many days. */
const days = 7

/** Whether the newest backup (an instant, or null for none) is more than a week older than the day. */
export function isOld(backup: string | null, asOf: string): boolean {
  if (backup === null) return true
  return Date.parse(asOf) - Date.parse(backup.slice(0, 10)) > days * 86_400_000
}
