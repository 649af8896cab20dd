import { createContext, type ReactNode, useContext, useMemo, useRef, useState } from 'react'
import { changed, type Hint, type Queue, type Queued, withFiles } from './queue.ts'

type ImportQueue = {
  readonly queue: Queue
  /** The file that was turned to by hand; undefined leaves it to their order. */
  readonly turnedTo: number | undefined
  readonly turnTo: (id: number | undefined) => void
  readonly add: (files: readonly File[], hint?: Hint) => void
  readonly change: (id: number, change: (queued: Queued) => Queued) => void
  readonly remove: (id: number) => void
  readonly clear: () => void
}

const QueueContext = createContext<ImportQueue | undefined>(undefined)

/** The rosters that were dropped or chosen. They stay while other pages are looked at. */
export function useImportQueue(): ImportQueue {
  const queue = useContext(QueueContext)
  if (queue === undefined) throw new Error('rosters are imported inside their queue')
  return queue
}

export function ImportQueueHolder({ children }: { readonly children: ReactNode }) {
  const [queue, setQueue] = useState<Queue>([])
  const [turnedTo, turnTo] = useState<number>()
  const nextId = useRef(1)
  const value = useMemo(
    (): ImportQueue => ({
      queue,
      turnedTo,
      turnTo,
      add: (files, hint) => {
        const firstId = nextId.current
        nextId.current += files.length
        setQueue(all => withFiles(all, files, firstId, hint))
        turnTo(undefined)
      },
      change: (id, change) => setQueue(all => changed(all, id, change)),
      remove: id => setQueue(all => all.filter(queued => queued.id !== id)),
      clear: () => {
        setQueue([])
        turnTo(undefined)
      },
    }),
    [queue, turnedTo],
  )
  return <QueueContext value={value}>{children}</QueueContext>
}
