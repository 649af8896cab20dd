import { Button, type ButtonProps, Group, Text } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import type { Done } from '#contract/records.ts'
import { type FieldProblem, problemsOf } from '../../api/failure.ts'
import { useChanged } from '../../api/use-changed.ts'
import { useSpoken } from '../../text/language.ts'
import { inOneLine } from '../../text/written.ts'
import { focusFirst } from '../feedback/ask-first.tsx'
import { useNotices } from '../feedback/notices.tsx'
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

type FootProps = Pick<ButtonProps, 'color'> & {
  /** What is pressed to carry it out. */
  readonly verb: string
  readonly isBusy: boolean
  readonly onCancel: () => void
}

/** Below the fields: the act, and the way back. */
export function ActFoot({ verb, isBusy, onCancel, ...look }: FootProps) {
  const { words } = useSpoken()
  return (
    <footer className="record-foot">
      <Group gap="xs">
        <Button type="submit" loading={isBusy} data-last {...look}>
          {verb}
        </Button>
        <Button variant="subtle" onClick={onCancel}>
          {words.say.cancel}
        </Button>
      </Group>
    </footer>
  )
}

type Acting<Answer> = {
  /** The act, of what, and all that was said of it: when that changes it is looked at anew. */
  readonly said: readonly unknown[]
  /** Whether all that has to be said is said: before that there is nothing to look at. */
  readonly isSaid: boolean
  /** The engine tells what is missing, once somebody has tried to carry it out. */
  readonly tellsMissing?: boolean
  readonly send: (dryRun: boolean) => Promise<Answer>
  /** It is done, and what was typed can be forgotten. */
  readonly onDone: () => void
  /** What comes next, once the page shows what was done. */
  readonly onShown?: () => void
}

/**
 * An act as its form goes through it: what it would do is asked while it is written, and it is carried out once that has
 * been seen. What was typed last is looked at first, and then carried out without being asked for again.
 */
export function useAct<Answer extends Done>({
  said,
  isSaid,
  tellsMissing = false,
  send,
  onDone,
  onShown,
}: Acting<Answer>) {
  const { say, language } = useSpoken()
  const { done: tell, failed } = useNotices()
  const changed = useChanged()
  const [wasSent, setSent] = useState(false)
  const [isWaiting, setWaiting] = useState(false)
  const [isBusy, setBusy] = useState(false)
  const isAsked = isSaid || (tellsMissing && wasSent)
  const looked = useLookedAt({ said, isAsked: isAsked && !isBusy, look: () => send(true) })
  const { would = undefined, problems = none } = isAsked ? looked : {}
  const carryOut = async () => {
    setSent(true)
    setWaiting((isSaid || tellsMissing) && !looked.isFresh)
    if (!isSaid || !looked.isFresh || isBusy) return
    if (looked.error !== null) {
      const { error } = await looked.lookAgain()
      if (error === null) setWaiting(true)
      else failed(error)
      return
    }
    if (would === undefined) return
    setBusy(true)
    try {
      const done = await send(false)
      tell(inOneLine([...done.sentences, ...done.warnings].map(say), language), done.changeSet)
      onDone()
      await changed()
      onShown?.()
    } catch (error) {
      // What stands against it by now is told at its fields.
      if (problemsOf(error) === undefined) failed(error)
      await looked.lookAgain()
    } finally {
      setBusy(false)
    }
  }
  useEffect(() => {
    if (isWaiting && looked.isFresh) void carryOut()
  })
  return { would, problems, wasSent, isBusy: isBusy || isWaiting, carryOut, startAgain: () => setSent(false) }
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
function useLookedAt<Would>({ said, isAsked, look }: Looking<Would>) {
  const now = JSON.stringify(said)
  const [settled] = useDebouncedValue(now, 300)
  const { data, error, isFetching, refetch } = useQuery({
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
    /** Why it could not be looked at. */
    error,
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
