import type { KeyboardEvent } from 'react'

/** What a key asks of a sheet while nothing is being typed. */
export type KeyAct =
  | 'undo'
  | 'redo'
  | 'fill-down'
  | 'choose-all'
  | 'clear'
  | 'retype'
  | 'edit'
  | 'next'
  | 'before'
  | 'below'
  | 'above'
  | 'leave'
  | 'save'

type Pressed = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey'>

/** The keys of Excel and WPS; undefined where a key is nobody's but the input's. */
export function keyAct(event: Pressed): KeyAct | undefined {
  const { key, shiftKey } = event
  if (event.ctrlKey || event.metaKey) return withCtrl(key.toLowerCase(), shiftKey)
  if (event.altKey) return key === 'ArrowDown' ? 'edit' : undefined
  switch (key) {
    case 'Delete':
      return 'clear'
    case 'Backspace':
      return 'retype'
    case 'F2':
      return 'edit'
    case 'Enter':
      return shiftKey ? 'above' : 'below'
    case 'Tab':
      return shiftKey ? 'before' : 'next'
    case 'Escape':
      return 'leave'
    default:
      return undefined
  }
}

function withCtrl(key: string, isShifted: boolean): KeyAct | undefined {
  switch (key) {
    case 'z':
      return isShifted ? 'redo' : 'undo'
    case 'y':
      return 'redo'
    case 'd':
      return 'fill-down'
    case 'a':
      return 'choose-all'
    case 's':
    case 'enter':
      return 'save'
    default:
      return undefined
  }
}
