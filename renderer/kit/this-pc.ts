import { useLocalStorage } from '@mantine/hooks'
import { useCallback, useState } from 'react'

/**
 * Text that is being typed, kept on this PC under a name of its own until it was used: closing the window loses nothing.
 * Answers the text, how to change it, and how to forget it.
 */
export function useDraft(name: string, initial = ''): readonly [string, (text: string) => void, () => void] {
  const [text, setText, forget] = useLocalStorage({
    key: `lifeline.draft.${name}`,
    defaultValue: initial,
    getInitialValueInEffect: false,
    sync: false,
  })
  const forgetNow = useCallback(() => forget(), [forget])
  return [text, setText, forgetNow]
}

/** What was said in a form of several parts, kept as a draft; a part that nobody has said anything in is not there. */
export function useKept<Said extends object>(name: string) {
  const [kept, keep, forget] = useLocalStorage<Partial<Said>>({
    key: `lifeline.draft.${name}`,
    defaultValue: {},
    getInitialValueInEffect: false,
    sync: false,
  })
  const [wasKept, setWasKept] = useState(Object.keys(kept).length > 0)
  const forgetAll = () => {
    forget()
    setWasKept(false)
  }
  // What is looked for may be found while one types on in another part.
  const say = (more: Partial<Said>) => keep(before => ({ ...before, ...more }))
  return { kept, say, forget: forgetAll, wasKept }
}

/** Who says to be working at this PC: a name noted on each step, kept in this browser. */
export function useWorkingName(): readonly [string, (name: string) => void] {
  const [name, setName] = useLocalStorage({
    key: 'lifeline.by',
    defaultValue: '',
    getInitialValueInEffect: false,
  })
  return [name, setName]
}
