const grouped = new Intl.NumberFormat('en-US')

/** 8368 -> 8,368: the same in both languages. */
export function count(n: number): string {
  return grouped.format(n)
}
