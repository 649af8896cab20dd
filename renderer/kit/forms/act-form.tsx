import { Text } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { type ReactNode, useEffect, useRef } from 'react'
import { type FieldProblem, problemsOf } from '../../api/failure.ts'
import { useSpoken } from '../../text/language.ts'
import { focusFirst } from '../feedback/ask-first.tsx'
import { isComposing } from '../page/is-composing.ts'
import { withWholeDays } from '../page/whole-days.tsx'
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

type Looking<Would> = {
  /** The act, of what, and all that was said of it: when that changes it is looked at anew. */
  readonly said: readonly unknown[]
  /** Not before what has to be said is said, nor while it is done. */
  readonly isAsked: boolean
  readonly look: () => Promise<Would>
}

type LookedAt<Would> = {
  readonly would: Would | undefined
  /** What stands against it, at its fields. */
  readonly problems: readonly FieldProblem[]
}

/** What an act would do, asked once the hands are still for a moment. Until the next answer is there the last one stands. */
export function useLookedAt<Would>({ said, isAsked, look }: Looking<Would>) {
  const now = JSON.stringify(said)
  const [settled] = useDebouncedValue(now, 300)
  const { data, isFetching, refetch } = useQuery({
    queryKey: ['looked-at', settled],
    queryFn: async (): Promise<LookedAt<Would>> => {
      try {
        return { would: await look(), problems: [] }
      } catch (error) {
        const problems = problemsOf(error)
        if (problems === undefined) throw error
        return { would: undefined, problems }
      }
    },
    enabled: settled === now && isAsked,
    placeholderData: keepPreviousData,
    retry: false,
    gcTime: 0,
  })
  return {
    would: data?.would,
    problems: data?.problems ?? none,
    /** Whether that is the answer to what is said now. */
    isFresh: settled === now && !isFetching,
    lookAgain: refetch,
  }
}
const none: readonly FieldProblem[] = []

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
          {withWholeDays(say(warning))}
        </Text>
      ))}
      {children}
    </section>
  )
}
