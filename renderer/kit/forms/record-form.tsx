import { Button, Group, Stack, Text } from '@mantine/core'
import { useLocalStorage } from '@mantine/hooks'
import { useEffect, useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import type { Done, ShownRecord } from '#contract/records.ts'
import type { Form } from '#db/records/forms.ts'
import { ownFieldOf, wantedIn } from '#db/records/ledger/own-field.ts'
import { mistakesIn, valueOfText } from '#db/records/reading.ts'
import { dayJustPast } from '#db/records/types/day.ts'
import { useClient } from '../../api/client.ts'
import { problemsOf } from '../../api/failure.ts'
import { useFoundOf } from '../../api/found-of-org.ts'
import { useFoundOrgs, useStatus } from '../../api/questions.ts'
import { useChanged } from '../../api/use-changed.ts'
import { useWorkTypes } from '../../api/work-types.ts'
import { useSpoken } from '../../text/language.ts'
import { upperFirst } from '../../text/word-of.ts'
import { inOneLine } from '../../text/written.ts'
import { useNotices } from '../feedback/notices.tsx'
import { suggestionsFor } from '../lists/suggestions.ts'
import { isComposing } from '../page/is-composing.ts'
import { useWorkingName } from '../this-pc.ts'
import { DraftNote } from './draft-note.tsx'
import type { Named } from './finder.tsx'
import { goToNextField } from './next-field.ts'
import { type Mistake, RecordField } from './record-field.tsx'

type Values = Readonly<Record<string, string>>
type Props = {
  readonly form: Form
  /** The record to be corrected, with the versions that are seen; a new one if not given. */
  readonly record?: ShownRecord & { readonly seen: readonly string[] }
  /** What is filled in already, and what the records that it names are called. */
  readonly preset: Values
  readonly named: Readonly<Record<string, Named>>
  /** Other forms keep their drafts under other names. */
  readonly draftName: string
  /** Fields that this act has nothing to do with. */
  readonly without: readonly string[]
  /** Of fields with choices, those that can be chosen as long as the form is about whom it began with. */
  readonly only: Readonly<Record<string, readonly string[] | undefined>>
  readonly onDone: (done: Done, goesOn: boolean) => void
  readonly onCancel: () => void
}

/** What stays filled in when the next one is added at once: where, since when, and of what kind. */
const staying = ['org', 'parent', 'since', 'type', 'held_on', 'elected', 'training', 'body']
/** Besides, of records that are written down one after the other of the same cadre, training or venue. */
const stayingOf: Readonly<Record<string, readonly string[]>> = {
  contact: ['person'],
  visit: ['person'],
  attendance: ['hours'],
  venue_log: ['venue'],
}

/**
 * The form of any kind of record, made from its definition: the fields that matter first, the rest folded; a mistake
 * told at its field as one leaves it; what was typed survives a closed window.
 */
export function RecordForm(props: Props) {
  const { form, record, preset, named, without, only, draftName, onDone, onCancel } = props
  const { language, words, say } = useSpoken()
  const client = useClient()
  const changed = useChanged()
  const { done: tell, failed } = useNotices()
  const [by] = useWorkingName()
  const today = useStatus().data?.clock.today ?? ''
  const before: Values = record ? typedOf(record, form) : {}
  const [draft, setDraft, forget] = useLocalStorage<Values>({
    key: `lifeline.draft.record.${draftName}`,
    defaultValue: {},
    getInitialValueInEffect: false,
    sync: false,
  })
  const [wasRestored, setRestored] = useState(Object.keys(draft).length > 0)
  const [visited, setVisited] = useState<ReadonlySet<string>>(new Set())
  const [refused, setRefused] = useState<Readonly<Record<string, Mistake>>>({})
  const [seen, setSeen] = useState(record?.seen ?? [])
  const [isSaving, setSaving] = useState(false)
  const [isOpen, setOpen] = useState(false)
  const body = useRef<HTMLFormElement>(null)

  const isNew = record === undefined
  const found = useFoundOf(isNew ? form.kind : '', { ...preset, ...draft }, today)
  const values: Values = { ...before, ...found, ...preset, ...draft }
  // 5.4 is the last 4th of May: what is understood stands in the field as soon as one leaves it.
  const whole = (name: string, text: string): string => {
    const field = form.fields[name]
    const isPast = field?.input.as === 'day' && field.input.isPast === true
    return (isPast ? dayJustPast(text, today) : undefined) ?? text
  }
  const meant = Object.fromEntries(Object.entries(values).map(([name, text]) => [name, whole(name, text)]))
  const { told, said } = mistakesIn(form, isNew ? meant : changedIn(before, meant), today, isNew)
  const mistakeAt = (name: string): Mistake | undefined => {
    const local = told.find(({ field, trouble }) => field === name && trouble.weight !== 'kept')?.trouble
    if (local !== undefined && visited.has(name))
      return { text: upperFirst(local.text[language]), repair: local.repair }
    return refused[name]
  }
  /** What is taken as it stands, and had better be looked at again. */
  const doubtAt = (name: string): string | undefined => {
    const doubt = told.find(({ field, trouble }) => field === name && trouble.weight === 'kept')?.trouble
    return doubt !== undefined && visited.has(name) ? upperFirst(doubt.text[language]) : undefined
  }
  // What is dropped on the window has to be seen where it went: files are never folded.
  const isFirst = (name: string) => form.first.includes(name) || form.fields[name]?.input.as === 'files'
  const first = [
    ...form.first,
    ...Object.keys(form.fields).filter(name => !form.first.includes(name)),
  ].filter(name => name in form.fields && isFirst(name) && !without.includes(name))
  const rest = Object.keys(form.fields).filter(name => !first.includes(name) && !without.includes(name))
  const asksLittle =
    first.some(name => form.fields[name]?.required) && !first.every(name => form.fields[name]?.required)
  const shownMistakes = Object.keys(form.fields).filter(name => mistakeAt(name) !== undefined)

  const change = (name: string, value: string) => {
    // What is looked for may be found while one types on in another field.
    setDraft(draft => ({ ...draft, [name]: value }))
    if (name in refused)
      setRefused(Object.fromEntries(Object.entries(refused).filter(([field]) => field !== name)))
  }
  const focusOn = (name: string | undefined) => {
    if (name === undefined) return
    if (rest.includes(name)) setOpen(true)
    setTimeout(() => body.current?.querySelector<HTMLElement>(`[data-field="${name}"]`)?.focus())
  }
  const startAgain = () => {
    forget()
    setRestored(false)
    setVisited(new Set())
    setRefused({})
  }

  // Where to begin: at the first field that waits for something.
  const [begin] = useState(first.find(name => (values[name] ?? '') === '') ?? first[0])
  // A record is read while the panel opens: the cross has the focus by then, and Ctrl+Enter would save nothing.
  const beginAt = useRef(() => focusOn(begin))
  useEffect(() => {
    if (body.current?.contains(document.activeElement) === false) beginAt.current()
  }, [])

  const save = async (goesOn: boolean) => {
    if (isSaving) return
    setVisited(new Set(Object.keys(form.fields)))
    const wrong = told.find(({ trouble }) => trouble.weight !== 'kept')
    if (wrong !== undefined) return focusOn(wrong.field)
    setSaving(true)
    try {
      const set = isNew
        ? Object.fromEntries(Object.entries(meant).filter(([, value]) => value.trim() !== ''))
        : changedIn(before, meant)
      const done = isNew
        ? await client.records.add({ kind: form.kind, set, by })
        : await client.records.edit({ id: record.id, set, seen: [...seen], by })
      const stay = [...staying, ...(stayingOf[form.kind] ?? [])]
      const kept = Object.fromEntries(stay.flatMap(name => (meant[name] ? [[name, meant[name]]] : [])))
      if (goesOn) setDraft(kept)
      else forget()
      setRestored(false)
      setVisited(new Set())
      setRefused({})
      tell(inOneLine([...done.sentences, ...done.warnings].map(say), language), done.changeSet)
      onDone(done, goesOn)
      if (goesOn) focusOn([...first, ...rest].find(name => !(name in kept)))
      await changed()
    } catch (error) {
      const problems = problemsOf(error)
      if (problems === undefined) failed(error)
      else {
        const at = problems.map(
          ({ field, message, repair }) => [field, { text: say(message), repair }] as const,
        )
        // Drawn before the focus comes: the list of a field with a mistake does not open by itself.
        flushSync(() => setRefused(Object.fromEntries(at.reverse())))
        focusOn(problems[0]?.field)
        // What somebody else wrote has been read now: saving again is a decision.
        if (record !== undefined && problems.some(({ code }) => code === 'changed-meanwhile'))
          setSeen((await client.records.show({ id: record.id })).seen)
      }
    } finally {
      setSaving(false)
    }
  }

  // What a record of work has beside its own fields is said by its type.
  const types = useWorkTypes(form.kind === 'work' || form.kind === 'task')
  const places =
    useFoundOrgs(form.kind === 'transfer' ? (values['to'] ?? '') : '', 12).data?.orgs.map(one => one.name) ??
    []
  const suggested = suggestionsFor(form.kind, { types, places, language })

  const ofType = types.find(one => one.name === values['type'])
  const asked = Object.entries(ofType?.own ?? {}).map(([name, holds]) => ({
    name,
    of: ownFieldOf(name, holds).input,
    hint: wantedIn(holds).is[language],
  }))

  const part = (name: string) => {
    const field = form.fields[name]
    if (field === undefined) return null
    return (
      <RecordField
        key={name}
        name={name}
        field={field}
        value={values[name] ?? ''}
        mistake={mistakeAt(name)}
        hint={hintOf(name)}
        doubt={doubtAt(name)}
        isFixed={!isNew && field.fixed}
        named={named[name] ?? record?.refs[name]}
        within={values['org']}
        only={values['person'] === preset['person'] ? only[name] : undefined}
        {...(suggested[name] !== undefined && { suggested: suggested[name] })}
        meant={text => valueOfText(field, text)}
        {...(name === 'own' && form.kind === 'work' && { pairs: asked })}
        isFirst={name === begin}
        onChange={value => change(name, value)}
        onBlur={() => {
          const typed = values[name] ?? ''
          if (whole(name, typed) !== typed) change(name, whole(name, typed))
          setVisited(before => new Set([...before, name]))
        }}
      />
    )
  }
  const isGiven = (name: string) => isNew && preset[name] !== '' && values[name] === preset[name]
  const given = new Set(Object.keys(preset).filter(isGiven))
  const hintOf = (name: string): string | undefined => {
    const masked = record?.masked.includes(name) === true ? record.fields[name] : undefined
    if (typeof masked === 'string') return words.byHand.maskedHint(masked)
    const derived = said[name]
    const isDerived = isNew && derived !== null && derived !== undefined && (values[name] ?? '') === ''
    const field = form.fields[name]
    if (isDerived) return words.byHand.derived(field?.show(derived, language) ?? '')
    return field?.blank !== undefined ? words.byHand.blankIs(field.blank[language]) : undefined
  }
  return (
    <form
      ref={body}
      noValidate
      className="record-form"
      onSubmit={event => {
        event.preventDefault()
        void save(false)
      }}
      // Leaving a field tells its mistake and moves what is below: a button has to stay under the mouse until it is let go.
      onMouseDown={event => {
        if (event.target instanceof Element && event.target.closest('button') !== null) event.preventDefault()
      }}
      onKeyDown={event => {
        if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
          event.preventDefault()
          void save(false)
        } else goToNextField(event, isComposing(event.nativeEvent), given)
      }}
    >
      <Stack gap="sm" className="record-fields">
        {wasRestored && <DraftNote onStartAgain={startAgain} />}
        {first.map(part)}
        {rest.length > 0 && (
          <Button
            variant="subtle"
            size="compact-sm"
            aria-expanded={isOpen}
            style={{ alignSelf: 'flex-start' }}
            onClick={() => (isOpen ? setOpen(false) : focusOn(rest[0]))}
          >
            {isOpen ? words.byHand.less : words.byHand.more(rest.length)}
          </Button>
        )}
        {isOpen && rest.map(part)}
      </Stack>
      <footer className="record-foot">
        <div aria-live="polite">
          {shownMistakes.length > 0 && (
            <Text size="sm" c="var(--mantine-color-error)">
              {words.byHand.toCorrect(shownMistakes.length)}
            </Text>
          )}
        </div>
        <Group gap="xs">
          <Button type="submit" loading={isSaving} data-last>
            {words.byHand.save}
          </Button>
          {isNew && (
            <Button variant="default" disabled={isSaving} onClick={() => void save(true)}>
              {words.byHand.saveNext}
            </Button>
          )}
          <Button
            variant="subtle"
            onClick={() => {
              forget()
              onCancel()
            }}
          >
            {words.say.cancel}
          </Button>
        </Group>
        <Text size="xs" className="quiet">
          {isNew && asksLittle && `${words.byHand.requiredAlone} `}
          {words.byHand.keys}
        </Text>
      </footer>
    </form>
  )
}

/** A record as it would be typed, amounts in yuan; numbers of people that are hidden are left out. */
function typedOf({ fields, refs, masked }: ShownRecord, form: Form): Values {
  const typed = (name: string, value: ShownRecord['fields'][string]): string =>
    value === null ? '' : String(form.fields[name]?.write?.(value) ?? value)
  return Object.fromEntries(
    Object.entries(fields)
      .filter(([name]) => !masked.includes(name))
      .map(([name, value]) => [name, refs[name]?.id ?? typed(name, value)]),
  )
}

function changedIn(before: Values, after: Values): Record<string, string> {
  return Object.fromEntries(Object.entries(after).filter(([name, value]) => value !== (before[name] ?? '')))
}
