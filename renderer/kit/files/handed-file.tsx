import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react'
import { useLocation } from 'wouter'

type Handed = {
  /** The files, where there is one or more. */
  readonly files: readonly File[]
  /** The one file, where there is exactly one. */
  readonly file: File | undefined
  readonly hand: (files: readonly File[]) => void
}

const HandedFileContext = createContext<Handed>({ files: [], file: undefined, hand: () => undefined })

/** What was dropped or chosen last, on its way to the page that opens it. */
export function useHandedFile(): Handed {
  return useContext(HandedFileContext)
}

export function HandedFileHolder({ children }: { readonly children: ReactNode }) {
  const [files, hand] = useState<readonly File[]>([])
  const [path] = useLocation()
  // Who has gone elsewhere is done with it: the page begins anew the next time.
  useEffect(() => {
    if (!path.startsWith('/packets/') && path !== '/cases') hand([])
  }, [path])
  const value = useMemo(() => ({ files, file: files.length === 1 ? files[0] : undefined, hand }), [files])
  return <HandedFileContext value={value}>{children}</HandedFileContext>
}
