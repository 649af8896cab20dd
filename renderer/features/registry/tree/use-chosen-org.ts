import { useCallback, useEffect, useRef, useState } from 'react'
import { useAddress } from '../../../kit/address/use-address.ts'
import { useTreeKept } from './tree-kept.tsx'

/** Who goes through the tree with a key held down is not shown every organization on the way; in milliseconds. */
const pause = 150

/**
 * The organization that is chosen: `marked` in the tree at once, `shown` beside it as soon as it stays. The address
 * holds it; who comes to the tree anew finds what was looked at last. Back leads to the one that was clicked before.
 */
export function useChosenOrg(top: string | undefined) {
  const { get, change } = useAddress()
  const { chosen: last, setChosen } = useTreeKept()
  const given = get('org')
  const isBare = given === undefined && get('tab') === undefined
  const shown = given ?? (isBare ? last : undefined) ?? top
  const [marked, setMarked] = useState(shown)
  const timer = useRef(0)
  const waiting = useRef<string>(undefined)
  useEffect(() => setMarked(shown), [shown])
  useEffect(() => {
    if (given !== undefined) setChosen(given)
  }, [given, setChosen])
  // Who goes to another page at once has chosen all the same.
  useEffect(
    () => () => {
      window.clearTimeout(timer.current)
      if (waiting.current !== undefined) setChosen(waiting.current)
    },
    [setChosen],
  )
  const write = useRef(change)
  const stands = useRef(given)
  useEffect(() => {
    write.current = change
    stands.current = given
  })
  useEffect(() => {
    if (isBare && last !== undefined) write.current({ org: last }, true)
  }, [isBare, last])
  const choose = useCallback((org: string, isStep = false) => {
    setMarked(org)
    window.clearTimeout(timer.current)
    waiting.current = org
    timer.current = window.setTimeout(() => {
      waiting.current = undefined
      // Whoever clicks what stands there already takes no step.
      write.current({ org }, !isStep || org === stands.current)
    }, pause)
  }, [])
  return { shown, marked, choose }
}
