import {
  createContext,
  type ReactNode,
  useCallback,
  useContext,
  useEffect,
  useMemo,
  useRef,
  useState,
} from 'react'
import type { Progress } from '#contract/base.ts'
import { finish, type WorkEvent } from '../../api/long-work.ts'
import { WorkBar } from './work-bar.tsx'

type Job = {
  readonly id: number
  readonly title: string
  readonly progress?: Progress
  readonly stop: () => void
}

/** Starts long work; it answers its result, or throws `Stopped` or what went wrong. */
export type RunLongWork = <T>(
  title: string,
  start: (signal: AbortSignal) => Promise<AsyncIterable<WorkEvent<T>>>,
) => Promise<T>

const LongWorkContext = createContext<RunLongWork | undefined>(undefined)

export function useLongWork(): RunLongWork {
  const run = useContext(LongWorkContext)
  if (run === undefined) throw new Error('long work is shown in the tray')
  return run
}

/** Shows work that takes longer than 300 ms at the bottom right: what is being done, how much is left, and Stop. */
export function LongWorkTray({ children }: { readonly children: ReactNode }) {
  const [jobs, setJobs] = useState<readonly Job[]>([])
  const next = useRef(1)
  useLeaveGuard(jobs.length > 0)
  const run: RunLongWork = useCallback(async (title, start) => {
    const id = next.current++
    const ending = new AbortController()
    const stop = () => ending.abort()
    const shown = window.setTimeout(() => setJobs(all => [...all, { id, title, stop }]), 300)
    try {
      return await finish(start(ending.signal), ending.signal, progress =>
        setJobs(all => all.map(job => (job.id === id ? { ...job, progress } : job))),
      )
    } finally {
      window.clearTimeout(shown)
      setJobs(all => all.filter(job => job.id !== id))
    }
  }, [])
  const tray = useMemo(() => jobs.map(job => <JobCard key={job.id} job={job} />), [jobs])
  return (
    <LongWorkContext value={run}>
      {children}
      <div className="tray" aria-live="polite">
        {tray}
      </div>
    </LongWorkContext>
  )
}

function JobCard({ job }: { readonly job: Job }) {
  return (
    <div className="panel" style={{ padding: 12, boxShadow: 'var(--mantine-shadow-md)' }}>
      <WorkBar title={job.title} progress={job.progress} onStop={job.stop} />
    </div>
  )
}

/** While work is under way the window asks before it closes: work that is cut off leaves nothing behind. */
export function useLeaveGuard(isWorking: boolean): void {
  useEffect(() => {
    if (!isWorking) return
    const ask = (event: BeforeUnloadEvent) => event.preventDefault()
    window.addEventListener('beforeunload', ask)
    return () => window.removeEventListener('beforeunload', ask)
  }, [isWorking])
}
