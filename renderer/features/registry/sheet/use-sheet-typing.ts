import { useCallback, useEffect, useReducer, useRef, useState } from 'react'
import { z } from 'zod'
import { type Act, type Edits, typed, typingFrom } from '../../../kit/sheet/sheet-edits.ts'

const draftSchema = z.record(z.string(), z.record(z.string(), z.string()))

/** What is typed into a sheet, with undo and redo; kept on this PC until it was saved, so that closing loses nothing. */
export function useSheetTyping(name: string) {
  const key = `lifeline.draft.sheet.${name}`
  const [begun] = useState(() => draftOf(key))
  const [typing, dispatch] = useReducer(typed, begun, typingFrom)
  const [wasRestored, setRestored] = useState(Object.keys(begun).length > 0)
  const { edits } = typing
  const last = useRef(begun)
  useEffect(() => {
    if (last.current === edits) return
    last.current = edits
    // A full store must not stop anybody from typing: what is typed is still here, and can be saved.
    try {
      if (Object.keys(edits).length === 0) localStorage.removeItem(key)
      else localStorage.setItem(key, JSON.stringify(edits))
    } catch (error) {
      if (!(error instanceof DOMException)) throw error
    }
  }, [key, edits])
  const act = useCallback((asked: Act) => {
    dispatch(asked)
    if (asked.act === 'forget') setRestored(false)
  }, [])
  return { typing, act, wasRestored }
}

function draftOf(key: string): Edits {
  try {
    return draftSchema.catch({}).parse(JSON.parse(localStorage.getItem(key) ?? '{}'))
  } catch {
    // Somebody else's text under this name is no draft of ours.
    return {}
  }
}
