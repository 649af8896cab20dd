import { notifications } from '@mantine/notifications'
import { useEffect, useRef } from 'react'
import { useLocation, useSearch } from 'wouter'
import { useClient } from '../../../api/client.ts'
import { useStatus } from '../../../api/questions.ts'
import { useSpoken } from '../../../text/language.ts'
import { useOpenFiles } from './open-files.ts'
import { isRows, pastedInto, rowsAsFile } from './pasted.ts'

/**
 * Ctrl+V outside of any field: rows copied from a spreadsheet open the same preview as a file, taken for what the list
 * in sight holds and, where they do not say themselves where they belong, for the organization whose list it is. Files
 * that were copied are opened as if they had been dropped.
 */
export function usePaste(): void {
  const { words } = useSpoken()
  const client = useClient()
  const own = useStatus().data?.org
  const [path] = useLocation()
  const search = useSearch()
  const openFiles = useOpenFiles()
  const count = useRef(0)
  const paste = useRef<(event: ClipboardEvent) => void>(() => undefined)
  useEffect(() => {
    paste.current = event => {
      if (isTyping(event.target)) return
      const text = event.clipboardData?.getData('text/plain') ?? ''
      const files = [...(event.clipboardData?.files ?? [])]
      if (isRows(text)) {
        event.preventDefault()
        void open(text)
      } else if (files.length > 0) {
        event.preventDefault()
        openFiles(files)
      } else if (text.trim() !== '') {
        notifications.show({ id: 'no-rows', message: words.rosters.pastedNoRows })
      }
    }
    const open = async (text: string) => {
      const { as, org: listed, ...typed } = pastedInto(path, search)
      const org = listed === 'own' ? own?.id : listed
      const file = rowsAsFile(text, words.rosters.pasted(++count.current))
      if (org === undefined) return openFiles([file], { as, ...typed })
      try {
        const { id, name, shortName } = await client.registry.orgShow({ org })
        openFiles([file], { as, ...typed, near: { id, name: shortName ?? name } })
      } catch {
        // Without the organization's name the rows are taken all the same; where they belong is asked for there.
        openFiles([file], { as, ...typed })
      }
    }
  })
  useEffect(() => {
    const listen = (event: ClipboardEvent) => paste.current(event)
    document.addEventListener('paste', listen)
    return () => document.removeEventListener('paste', listen)
  }, [])
}

/** Whether what is pasted goes into a field that has the focus, or into a dialogue: then it is left alone. */
function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof Element)) return false
  return target.closest('input, textarea, select, [contenteditable="true"], [role="dialog"]') !== null
}
