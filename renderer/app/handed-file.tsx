import { createContext, type ReactNode, useContext, useState } from 'react'

type Handed = { readonly file: File | undefined; readonly hand: (file: File | undefined) => void }

const HandedFileContext = createContext<Handed>({ file: undefined, hand: () => undefined })

/** The file that was dropped or chosen last, on its way to the page that opens it. */
export function useHandedFile(): Handed {
  return useContext(HandedFileContext)
}

export function HandedFileHolder({ children }: { readonly children: ReactNode }) {
  const [file, hand] = useState<File | undefined>(undefined)
  return <HandedFileContext value={{ file, hand }}>{children}</HandedFileContext>
}
