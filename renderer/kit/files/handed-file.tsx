import { createContext, type ReactNode, useContext, useEffect, useState } from 'react'
import { useLocation } from 'wouter'

type Handed = { readonly file: File | undefined; readonly hand: (file: File | undefined) => void }

const HandedFileContext = createContext<Handed>({ file: undefined, hand: () => undefined })

/** The file that was dropped or chosen last, on its way to the page that opens it. */
export function useHandedFile(): Handed {
  return useContext(HandedFileContext)
}

export function HandedFileHolder({ children }: { readonly children: ReactNode }) {
  const [file, hand] = useState<File | undefined>(undefined)
  const [path] = useLocation()
  // Who has gone elsewhere is done with it: the page begins anew the next time.
  useEffect(() => {
    if (!path.startsWith('/packets/')) hand(undefined)
  }, [path])
  return <HandedFileContext value={{ file, hand }}>{children}</HandedFileContext>
}
