import { useEffect } from 'react'

/** While work is under way the window asks before it closes: work that is cut off leaves nothing behind. */
export function useLeaveGuard(isWorking: boolean): void {
  useEffect(() => {
    if (!isWorking) return
    const ask = (event: BeforeUnloadEvent) => event.preventDefault()
    window.addEventListener('beforeunload', ask)
    return () => window.removeEventListener('beforeunload', ask)
  }, [isWorking])
}
