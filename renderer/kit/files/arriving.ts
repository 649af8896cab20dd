import { useEffect, useRef } from 'react'

type Arriving = {
  /** Files are over the window, or no longer. */
  readonly onOver: (isOver: boolean) => void
  readonly onFiles: (files: readonly File[]) => void
}

/**
 * While this is in sight, files that are dropped anywhere on the window or pasted come here: whoever else would open
 * them is not asked. Words that are pasted go where they always go.
 */
export function useArriving({ onOver, onFiles }: Arriving): void {
  const latest = useRef({ onOver, onFiles })
  useEffect(() => {
    latest.current = { onOver, onFiles }
  })
  useEffect(() => {
    const holdsFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') === true
    const over = (event: DragEvent) => {
      if (!holdsFiles(event)) return
      event.preventDefault()
      event.stopImmediatePropagation()
      latest.current.onOver(true)
    }
    const leave = (event: DragEvent) => {
      if (event.relatedTarget === null) latest.current.onOver(false)
    }
    const drop = (event: DragEvent) => {
      latest.current.onOver(false)
      if (!holdsFiles(event)) return
      event.preventDefault()
      event.stopImmediatePropagation()
      latest.current.onFiles([...(event.dataTransfer?.files ?? [])])
    }
    const paste = (event: ClipboardEvent) => {
      const files = [...(event.clipboardData?.files ?? [])]
      // A spreadsheet's rows come with a picture of themselves.
      const isText = (event.clipboardData?.getData('text/plain') ?? '') !== ''
      if (files.length === 0 || isText) return
      event.preventDefault()
      event.stopImmediatePropagation()
      latest.current.onFiles(files)
    }
    window.addEventListener('dragover', over, true)
    window.addEventListener('dragleave', leave, true)
    window.addEventListener('drop', drop, true)
    window.addEventListener('paste', paste, true)
    return () => {
      window.removeEventListener('dragover', over, true)
      window.removeEventListener('dragleave', leave, true)
      window.removeEventListener('drop', drop, true)
      window.removeEventListener('paste', paste, true)
    }
  }, [])
}
