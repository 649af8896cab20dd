import { type ClipboardEvent, type KeyboardEvent, type RefObject, useEffect, useState } from 'react'
import { isComposing } from '../page/is-composing.ts'
import { cellsOf, textOf } from './clipboard-table.ts'
import type { SheetColumn } from './sheet-column.ts'
import { type KeyAct, keyAct } from './sheet-keys.ts'
import { startingWith } from './sheet-options.ts'
import { type At, moved, type Size } from './sheet-range.ts'

/** What is being typed: over what stood there, where arrows end it; or in what stood there, where they go through it. */
type Typing = { readonly text: string; readonly isInside: boolean; readonly option: number }
type Asked =
  | Exclude<KeyAct, 'retype' | 'edit' | 'next' | 'before' | 'below' | 'above' | 'leave'>
  | 'read-only'

type Props<Row> = {
  readonly input: RefObject<HTMLInputElement | null>
  /** How the sheet begins to edit what stands in the cell: it was pressed twice. */
  readonly edit: RefObject<(() => void) | undefined>
  readonly at: At
  readonly corner: At
  readonly size: Size
  readonly column: SheetColumn<Row>
  /** What stands in the cell, as it is shown. */
  readonly text: string
  readonly label: string
  readonly describedBy: string
  readonly pointsAt: string
  readonly controls: string
  readonly place: {
    readonly top: number
    readonly left: number
    readonly width: number
    readonly height: number
  }
  readonly isFilled: (at: At) => boolean
  readonly onGo: (at: At, isExtended?: boolean) => void
  readonly onCommit: (text: string) => void
  readonly onAct: (act: Asked) => void
  /** The chosen cells as they are shown. */
  readonly onCopy: () => readonly (readonly string[])[]
  readonly onPaste: (cells: readonly (readonly string[])[]) => void
}

/**
 * The one input of a sheet. It has the focus all the time and lies over the cell where one is, empty and unseen until
 * something is typed: an input method composes in it like in any other input. While it composes, every key is its own.
 */
export function SheetInput<Row>(props: Props<Row>) {
  const { input, at, corner, size, column, text, place, isFilled, onGo, onCommit, onAct } = props
  const [typing, setTyping] = useState<Typing>()
  const [isLeaving, setLeaving] = useState(false)
  const listId = `${props.controls}-options`
  const shown =
    typing === undefined
      ? []
      : startingWith(typing.isInside && typing.text === text ? '' : typing.text, column.options)
  const option = typing === undefined ? undefined : shown[typing.option]

  const end = (value: string | undefined = typing?.text) => {
    if (typing === undefined) return
    setTyping(undefined)
    if (value !== undefined && value !== text) onCommit(value)
  }
  /** What was typed, or the choice that is pointed at in the list below it. */
  const settled = () =>
    typing !== undefined && option !== undefined && typing.option >= 0 ? option.value : typing?.text
  const begin = (begun: string, isInside: boolean) => {
    if (!column.isTyped) {
      onAct('read-only')
      return
    }
    setTyping({ text: begun, isInside, option: isInside || begun === '' ? -1 : 0 })
  }
  useEffect(() => {
    props.edit.current = () => begin(text, true)
  })
  const goOn = (down: number, right: number) => {
    const next = { row: at.row + down, column: at.column + right }
    if (next.column >= size.columns) onGo({ row: at.row + 1, column: 0 })
    else if (next.column < 0) onGo({ row: at.row - 1, column: size.columns - 1 })
    else onGo(next)
  }

  const whileTyping = (event: KeyboardEvent): boolean => {
    const { key } = event
    if (typing === undefined) return false
    if (key === 'Escape') {
      setTyping(undefined)
      return true
    }
    if (shown.length > 0 && (key === 'ArrowDown' || key === 'ArrowUp')) {
      const step = key === 'ArrowDown' ? 1 : -1
      const next = (typing.option + step + shown.length) % shown.length
      setTyping({ ...typing, option: next })
      return true
    }
    if ((event.ctrlKey || event.metaKey) && (key === 's' || key === 'Enter')) {
      end(settled())
      onAct('save')
      return true
    }
    if (key === 'Enter' || key === 'Tab') {
      end(settled())
      if (key === 'Enter') goOn(event.shiftKey ? -1 : 1, 0)
      else goOn(0, event.shiftKey ? -1 : 1)
      return true
    }
    if (typing.isInside || event.ctrlKey || event.metaKey || event.altKey) return false
    const next = moved(at, { key, ctrl: false }, size, isFilled)
    if (next === undefined || key === 'Home' || key === 'End') return false
    end(settled())
    onGo(next)
    return true
  }

  const whileMoving = (event: KeyboardEvent): boolean => {
    const ctrl = event.ctrlKey || event.metaKey
    const from = event.shiftKey ? corner : at
    const next = event.altKey ? undefined : moved(from, { key: event.key, ctrl }, size, isFilled)
    if (next !== undefined) {
      onGo(next, event.shiftKey)
      return true
    }
    const act = keyAct(event)
    switch (act) {
      case undefined:
        return false
      case 'retype':
        begin('', false)
        return true
      case 'edit':
        begin(text, true)
        return true
      case 'leave':
        onGo(at)
        setLeaving(true)
        return true
      case 'below':
        goOn(1, 0)
        return true
      case 'above':
        goOn(-1, 0)
        return true
      case 'next':
      case 'before': {
        const isLast = at.row === size.rows - 1 && at.column === size.columns - 1
        const isFirst = at.row === 0 && at.column === 0
        // After Escape, and at the ends, the Tab key leads out of the sheet.
        if (isLeaving || (act === 'next' ? isLast : isFirst)) return false
        goOn(0, act === 'next' ? 1 : -1)
        return true
      }
      default:
        onAct(act)
        return true
    }
  }

  const onKeyDown = (event: KeyboardEvent) => {
    if (isComposing(event.nativeEvent)) return
    if (event.key !== 'Escape' && event.key !== 'Tab' && event.key !== 'Shift') setLeaving(false)
    if (typing === undefined ? whileMoving(event) : whileTyping(event)) {
      event.preventDefault()
      event.stopPropagation()
    }
  }
  const onCopy = (event: ClipboardEvent, isCut: boolean) => {
    if (typing !== undefined) return
    event.preventDefault()
    event.clipboardData.setData('text/plain', textOf(props.onCopy()))
    if (isCut) onAct('clear')
  }
  const hasList = typing !== undefined && shown.length > 0
  const { top, left, width, height } = place
  return (
    <>
      <input
        ref={input}
        className="sheet-input"
        data-typing={typing !== undefined}
        style={{ top, left, width: typing === undefined ? width : Math.max(width, 96), height }}
        aria-label={props.label}
        aria-describedby={props.describedBy}
        {...(hasList
          ? {
              role: 'combobox',
              'aria-expanded': true,
              'aria-controls': listId,
              'aria-autocomplete': 'list',
              'aria-activedescendant': option && `${listId}-${option.value}`,
            }
          : { 'aria-activedescendant': props.pointsAt, 'aria-controls': props.controls })}
        autoComplete="off"
        spellCheck={false}
        maxLength={2000}
        value={typing?.text ?? ''}
        readOnly={!column.isTyped}
        onChange={event => {
          const value = event.currentTarget.value
          if (typing === undefined) begin(value, false)
          else setTyping({ ...typing, text: value, option: value === '' ? -1 : 0, isInside: typing.isInside })
        }}
        onKeyDown={onKeyDown}
        onBlur={event => end(event.currentTarget.value)}
        onCopy={event => onCopy(event, false)}
        onCut={event => onCopy(event, true)}
        onPaste={event => {
          if (typing !== undefined) return
          event.preventDefault()
          event.stopPropagation()
          props.onPaste(cellsOf(event.clipboardData.getData('text/plain')))
        }}
      />
      {hasList && (
        <div
          id={listId}
          className="sheet-options"
          role="listbox"
          aria-label={column.title}
          style={{ top: top + height, left, minWidth: width }}
        >
          {shown.map((one, index) => (
            // biome-ignore lint/a11y/useFocusableInteractive: the input points at it
            <div
              key={one.value}
              id={`${listId}-${one.value}`}
              role="option"
              aria-selected={index === typing.option}
              onMouseDown={event => {
                event.preventDefault()
                end(one.value)
              }}
            >
              <b aria-hidden>{column.options.indexOf(one) + 1}</b> {one.label}
            </div>
          ))}
        </div>
      )}
    </>
  )
}
