import { Select, type SelectProps } from '@mantine/core'
import { type FocusEvent, type ReactNode, useEffect, useRef, useState } from 'react'
import { useSpoken } from '../../text/language.ts'
import { isComposing } from '../page/is-composing.ts'

/** A record that is named in a form: its id, and what it is called. */
export type Named = { readonly id: string; readonly name: string }

type Looks = 'label' | 'aria-label' | 'placeholder' | 'description' | 'inputWrapperOrder' | 'w'
type State = 'required' | 'disabled' | 'error' | 'onBlur'
type Props = Pick<SelectProps, Looks | State> & {
  /** The field of a form that it is, by which the form finds it. */
  readonly name?: string | undefined
  readonly clearable?: boolean
  readonly value: string
  /** What the value is called, if it is known already. */
  readonly named: Named | undefined
  readonly options: readonly { readonly value: string; readonly label: string }[]
  /** Whether the options are those of what was typed last; until then they are those of what was typed before. */
  readonly isSettled: boolean
  /** Said in the open list before anything is typed. */
  readonly untyped?: ReactNode
  /** What is to be looked for now: while a Chinese word is still being composed nothing is. */
  readonly onWanted: (text: string) => void
  /** An empty id if nothing is chosen any more. */
  readonly onChange: (id: string, name: string) => void
}

/** What is typed into a choice takes the place of what it holds; after the click that came here, which sets the cursor. */
export function readyToReplace({ currentTarget: field }: FocusEvent<HTMLInputElement>): void {
  if (field.readOnly) return
  const held = field.value
  field.select()
  setTimeout(() => {
    // Whoever typed at once is not disturbed.
    if (field.ownerDocument.activeElement === field && field.value === held) field.select()
  })
}

/** Chooses one of what is found while one types. */
export function Finder(props: Props) {
  const { options, isSettled, untyped, onWanted, named, value, onChange, onBlur, name, ...looks } = props
  const { words } = useSpoken()
  const [typed, setTyped] = useState('')
  const [picked, setPicked] = useState<Named>()
  const known = [named, picked].find(one => one?.id === value)
  // An id says nothing to anybody.
  const called = known?.name ?? '…'
  // What is chosen is called here as in the field: by another name it would be written over what is being typed.
  const unique = new Map(
    options.map(option => [option.value, option.value === value ? { value, label: called } : option]),
  )
  const isFound = unique.has(value)
  if (value !== '' && !isFound) unique.set(value, { value, label: called })
  // Whoever types on and presses Enter before it was found means the first that will be, and none that is still shown.
  const [wantsFirst, setWantsFirst] = useState(false)
  const isTooEarly = useRef(false)
  const pick = (id: string, label: string) => {
    setPicked({ id, name: label })
    setWantsFirst(false)
    onWanted('')
    onChange(id, label)
  }
  const [first] = options
  const untold = typed.trim() === '' ? untyped : isSettled ? words.byHand.nothingFound : undefined
  // A list with nothing in it is not seen: the Escape that would close it is for the form.
  const [isOpen, setOpen] = useState(false)
  const isShown = unique.size > 0 || (untold !== undefined && untold !== null)
  useEffect(() => {
    if (!wantsFirst || !isSettled) return
    if (first === undefined) setWantsFirst(false)
    else pick(first.value, first.label)
  })
  return (
    <div
      onCompositionEnd={({ target }) => {
        if (target instanceof HTMLInputElement) onWanted(target.value.trim())
      }}
      onKeyDownCapture={event => {
        if (event.key !== 'Enter' || event.ctrlKey || isComposing(event.nativeEvent)) return
        const { target } = event
        const isMarked = target instanceof HTMLInputElement && target.hasAttribute('aria-activedescendant')
        if (typed.trim() === '' || typed === called || (isSettled && isMarked)) return
        if (isSettled && first === undefined) {
          // Going on would empty the field: what was typed stays, to be put right.
          event.preventDefault()
          event.stopPropagation()
        } else {
          setWantsFirst(true)
          isTooEarly.current = true
          setTimeout(() => {
            isTooEarly.current = false
          })
        }
      }}
    >
      <Select
        {...looks}
        data-field={name}
        searchable
        allowDeselect={false}
        // The first is brought into sight before its list has a place beside the field: the page may not scroll to it.
        comboboxProps={{ floatingStrategy: 'fixed' }}
        // As soon as it is found the first is marked, and Enter takes what is marked.
        selectFirstOptionOnChange={isSettled}
        // What was chosen before is shown until something else is looked for.
        filter={({ options: shown }) =>
          isFound || typed === called ? shown : shown.filter(one => !('value' in one) || one.value !== value)
        }
        nothingFoundMessage={untold}
        dropdownOpened={isOpen && isShown}
        onDropdownOpen={() => setOpen(true)}
        onDropdownClose={() => setOpen(false)}
        onBlur={event => {
          setOpen(false)
          onBlur?.(event)
        }}
        data={[...unique.values()]}
        value={value === '' ? null : value}
        searchValue={typed}
        onSearchChange={setTyped}
        onInput={event => {
          setWantsFirst(false)
          if (!isComposing(event.nativeEvent)) onWanted(event.currentTarget.value.trim())
        }}
        onChange={(id, option) => {
          if (isTooEarly.current) return
          if (id !== null && option !== null) pick(id, option.label)
          else {
            onWanted('')
            onChange('', '')
          }
        }}
      />
    </div>
  )
}

type ChoiceProps = Omit<SelectProps, 'data' | 'searchValue' | 'onSearchChange' | 'value' | 'onChange'> & {
  readonly data: readonly { readonly value: string; readonly label: string }[]
  /** The chosen one, or what was typed and is none of them. */
  readonly value: string
  readonly onChange: (value: string) => void
  /** Which of them is meant by another word for it. */
  readonly meant?: ((text: string) => unknown) | undefined
}

/** One of a list of words: picked, or typed and left. What was typed stays to be told of, if it is none of them. */
export function ChoiceSelect({ data, value, onChange, onFocus, onBlur, meant, ...looks }: ChoiceProps) {
  const chosen = data.find(one => one.value === value)
  const shown = chosen?.label ?? value
  const [typed, setTyped] = useState(shown)
  // Left by the focus, the list forgets what was typed and is none of its words.
  const [isHere, setHere] = useState(false)
  const leave = (event: FocusEvent<HTMLInputElement>) => {
    const text = typed.trim()
    if (text !== '' && text !== chosen?.label) {
      const near = data.filter(({ label }) => label.toLowerCase().includes(text.toLowerCase()))
      const exact = data.find(({ label }) => label.toLowerCase() === text.toLowerCase())
      const known = exact ?? data.find(one => one.value === meant?.(text))
      onChange((known ?? (near.length === 1 ? near[0] : undefined))?.value ?? text)
    }
    setHere(false)
    onBlur?.(event)
  }
  return (
    <Select
      {...looks}
      data={data}
      searchable
      // What is wrong is told below the field, where the list would lie over it; typing and arrows open the list.
      openOnFocus={looks.error === undefined || looks.error === false || looks.error === null}
      value={chosen?.value ?? null}
      searchValue={isHere ? typed : shown}
      onSearchChange={setTyped}
      onChange={next => onChange(next ?? '')}
      onFocus={event => {
        setTyped(shown)
        setHere(true)
        readyToReplace(event)
        onFocus?.(event)
      }}
      onBlur={leave}
    />
  )
}
