import type { ReactNode } from 'react'

/** A sentence whose days stand on one line each. */
export function withWholeDays(text: string): ReactNode {
  const parts = text.split(/(\d{4}-\d\d(?:-\d\d)?)/)
  if (parts.length === 1) return text
  return parts.map((part, n) => {
    if (n % 2 === 0) return part
    return (
      // biome-ignore lint/suspicious/noArrayIndexKey: the parts stay where they are
      <span key={n} className="unbroken">
        {part}
      </span>
    )
  })
}
