import { useEffect, useState } from 'react'

/** Whether what is shown has been there for longer than so many milliseconds. */
export function useLate(ms: number): boolean {
  const [isLate, setLate] = useState(false)
  useEffect(() => {
    const timer = window.setTimeout(() => setLate(true), ms)
    return () => window.clearTimeout(timer)
  }, [ms])
  return isLate
}
