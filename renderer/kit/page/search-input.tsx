import { TextInput } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import { useEffect, useRef, useState } from 'react'
import { isComposing } from './is-composing.ts'

type Props = {
  readonly value: string
  readonly onSearch: (text: string) => void
  readonly label: string
  readonly width?: number
}

const pause = 200

/** Text to look for. While a Chinese word is still being composed nothing is looked for. */
export function SearchInput({ value, onSearch, label, width = 280 }: Props) {
  const [typed, setTyped] = useState(value)
  const timer = useRef(0)
  // What was typed on since it was looked for stays; only another text, from a link or from Back, takes its place.
  const sent = useRef(value)
  useEffect(() => {
    if (value !== sent.current) setTyped(value)
    sent.current = value
  }, [value])
  useEffect(() => () => window.clearTimeout(timer.current), [])
  const later = (text: string) => {
    window.clearTimeout(timer.current)
    timer.current = window.setTimeout(() => {
      sent.current = text.trim()
      onSearch(text)
    }, pause)
  }
  return (
    <TextInput
      w={width}
      value={typed}
      placeholder={label}
      aria-label={label}
      leftSection={<IconSearch size={16} aria-hidden />}
      onChange={event => {
        setTyped(event.currentTarget.value)
        if (!isComposing(event.nativeEvent)) later(event.currentTarget.value)
      }}
      onCompositionEnd={event => later(event.currentTarget.value)}
    />
  )
}
