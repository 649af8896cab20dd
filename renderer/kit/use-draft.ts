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
