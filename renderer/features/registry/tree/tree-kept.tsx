import {
  createContext,
  type Dispatch,
  type ReactNode,
  type SetStateAction,
  useContext,
  useMemo,
  useState,
} from 'react'

type TreeKept = {
  /** Ids of what is open; undefined until something was. */
  readonly open: ReadonlySet<string> | undefined
  readonly setOpen: Dispatch<SetStateAction<ReadonlySet<string> | undefined>>
  /** The organization that was looked at last. */
  readonly chosen: string | undefined
  readonly setChosen: (org: string | undefined) => void
}

const TreeContext = createContext<TreeKept | undefined>(undefined)

/** Keeps how far the tree is open, and where in it somebody was, while other pages are shown. */
export function TreeKeeper({ children }: { readonly children: ReactNode }) {
  const [open, setOpen] = useState<ReadonlySet<string>>()
  const [chosen, setChosen] = useState<string>()
  const kept = useMemo(() => ({ open, setOpen, chosen, setChosen }), [open, chosen])
  return <TreeContext value={kept}>{children}</TreeContext>
}

export function useTreeKept(): TreeKept {
  const kept = useContext(TreeContext)
  if (kept === undefined) throw new Error('the tree is shown inside its keeper')
  return kept
}
