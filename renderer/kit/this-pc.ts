import { useLocalStorage } from '@mantine/hooks'
import { useCallback } from 'react'

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

/** Who says to be working at this PC: a name noted on each step, kept in this browser. */
export function useWorkingName(): readonly [string, (name: string) => void] {
  const [name, setName] = useLocalStorage({
    key: 'lifeline.by',
    defaultValue: '',
    getInitialValueInEffect: false,
  })
  return [name, setName]
}

/** The name under which this PC asked to join, so that its request can be shown again while it waits. */
export function useRequestName(): readonly [string, (name: string) => void] {
  const [name, setName] = useLocalStorage({
    key: 'lifeline.request',
    defaultValue: '',
    getInitialValueInEffect: false,
  })
  return [name, setName]
}
