import { notifications } from '@mantine/notifications'
import { useEffect, useState } from 'react'
import { useSpoken } from '../../text/language.ts'
import { droppedFiles } from './dropped-files.ts'

type Props = {
  /** Takes one file: the first. */
  readonly onFile?: (file: File) => void
  readonly onFiles?: (files: readonly File[]) => void
  /** What letting go will do, where it is not to open them. */
  readonly line?: string
}

/** Files may be dropped anywhere on the window. */
export function FileDrop({ onFile, onFiles, line }: Props) {
  const { words } = useSpoken()
  const [isOver, setOver] = useState(false)
  useEffect(() => {
    const over = (event: DragEvent) => {
      if (!event.dataTransfer?.types.includes('Files')) return
      event.preventDefault()
      setOver(true)
    }
    const leave = (event: DragEvent) => {
      if (event.relatedTarget === null) setOver(false)
    }
    const drop = (event: DragEvent) => {
      setOver(false)
      if (!event.dataTransfer?.types.includes('Files')) return
      event.preventDefault()
      // What is gone by the time it is looked at counts as nothing that was dropped.
      const dropped = droppedFiles(event.dataTransfer).catch((): readonly File[] => [])
      void dropped.then(files => {
        const [file] = files
        if (file === undefined) {
          notifications.show({ id: 'nothing-dropped', message: words.rosters.nothingDropped })
          return
        }
        onFiles?.(files)
        onFile?.(file)
      })
    }
    window.addEventListener('dragover', over)
    window.addEventListener('dragleave', leave)
    window.addEventListener('drop', drop)
    return () => {
      window.removeEventListener('dragover', over)
      window.removeEventListener('dragleave', leave)
      window.removeEventListener('drop', drop)
    }
  }, [onFile, onFiles, words])
  return isOver ? <div className="drop-over">{line ?? words.rosters.dropAny}</div> : null
}

/**
 * A file dropped before there is anything to put it into is answered with what to do first. Left to the browser, it
 * would take the place of the page.
 */
export function EarlyDrop({ line }: { readonly line: string }) {
  return (
    <FileDrop
      line={line}
      onFile={() => notifications.show({ id: 'early-drop', message: line, color: 'red', autoClose: 10_000 })}
    />
  )
}
