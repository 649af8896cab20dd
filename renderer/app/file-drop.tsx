import { notifications } from '@mantine/notifications'
import { useEffect, useState } from 'react'
import { useLocation } from 'wouter'
import { useSpoken } from '../text/language.ts'
import { useHandedFile } from './handed-file.tsx'
import { kindOfFile, pageOfKind } from './kind-of-file.ts'

/** Opens a file on the page that its kind belongs to. */
export function useOpenFile(): (file: File) => void {
  const { words } = useSpoken()
  const [, navigate] = useLocation()
  const { hand } = useHandedFile()
  return file => {
    const kind = kindOfFile(file.name)
    if (kind === 'unknown') {
      notifications.show({ message: words.exchange.notSupported(file.name), color: 'red', autoClose: 10_000 })
      return
    }
    hand(file)
    navigate(pageOfKind[kind])
  }
}

/** A file may be dropped anywhere on the window. */
export function FileDrop({ onFile }: { readonly onFile: (file: File) => void }) {
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
      const file = event.dataTransfer?.files[0]
      if (file === undefined) return
      event.preventDefault()
      onFile(file)
    }
    window.addEventListener('dragover', over)
    window.addEventListener('dragleave', leave)
    window.addEventListener('drop', drop)
    return () => {
      window.removeEventListener('dragover', over)
      window.removeEventListener('dragleave', leave)
      window.removeEventListener('drop', drop)
    }
  }, [onFile])
  return isOver ? <div className="drop-over">{words.exchange.dropAny}</div> : null
}
