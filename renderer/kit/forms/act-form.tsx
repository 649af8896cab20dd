import { Text } from '@mantine/core'
import { type ReactNode, useEffect, useRef } from 'react'
import { useSpoken } from '../../text/language.ts'
import { focusFirst } from '../feedback/ask-first.tsx'
import { isComposing } from '../page/is-composing.ts'
import { goToNextField } from './next-field.ts'

type Props = { readonly onSubmit: () => Promise<void>; readonly children: ReactNode }

/**
 * The form of one act, by keyboard as every form here: Enter goes on to the next field, Ctrl+Enter carries it out. What
 * is wrong then is told at its field, which has the focus and comes into sight.
 */
export function ActForm({ onSubmit, children }: Props) {
  const form = useRef<HTMLFormElement>(null)
  // What the form asks for comes while the panel opens: the cross in its head has the focus by then.
  useEffect(() => {
    const { activeElement } = document
    if (activeElement === document.body || activeElement?.closest('.mantine-Drawer-header'))
      focusFirst(form.current)
  }, [])
  const submit = async () => {
    await onSubmit()
    // Told by then, where it is told at all.
    setTimeout(() => form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus())
  }
  return (
    <form
      ref={form}
      noValidate
      className="record-form"
      onSubmit={event => {
        event.preventDefault()
        void submit()
      }}
      onKeyDown={event => {
        if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
          event.preventDefault()
          void submit()
        } else goToNextField(event, isComposing(event.nativeEvent))
      }}
    >
      {children}
    </form>
  )
}

type Sentence = { readonly zh: string; readonly en: string }
type WouldProps = {
  readonly would: { readonly sentences: readonly Sentence[]; readonly warnings: readonly Sentence[] }
  /** What else it would change, as headcounts. */
  readonly children?: ReactNode
}

/** What an act would do, before it is done: its sentences, and what is to be looked at although it may be done. */
export function WhatHappens({ would, children }: WouldProps) {
  const { words, say } = useSpoken()
  return (
    <section aria-label={words.byHand.whatHappens} aria-live="polite">
      <Text size="sm" fw={600}>
        {words.byHand.whatHappens}
      </Text>
      <Text size="sm" style={{ whiteSpace: 'pre-line' }}>
        {would.sentences.map(say).join('\n')}
      </Text>
      {would.warnings.map(warning => (
        <Text size="sm" key={warning.zh} className="quiet">
          {say(warning)}
        </Text>
      ))}
      {children}
    </section>
  )
}
