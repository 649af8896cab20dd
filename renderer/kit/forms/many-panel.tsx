import { Alert, Button, Group, Select, Stack, Text } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import type { Progress } from '#contract/base.ts'
import type { DoneMany } from '#contract/records.ts'
import { addForm, type Form, sharedForm } from '#db/records/forms.ts'
import { kindOf } from '#db/records/kinds.ts'
import { useClient } from '../../api/client.ts'
import { failureOf } from '../../api/failure.ts'
import { finish, Stopped } from '../../api/long-work.ts'
import { useChanged } from '../../api/use-changed.ts'
import { useSpoken } from '../../text/language.ts'
import { upperFirst } from '../../text/word-of.ts'
import { count, inOneLine } from '../../text/written.ts'
import { failureSentence } from '../feedback/failure-sentence.ts'
import { useLeaveGuard } from '../feedback/long-work.tsx'
import { useNotices } from '../feedback/notices.tsx'
import { WorkBar } from '../feedback/work-bar.tsx'
import { SeverityTag } from '../page/severity-tag.tsx'
import { SidePanel } from '../page/side-panel.tsx'
import { useWorkingName } from '../this-pc.ts'
import { RecordField } from './record-field.tsx'

/** What is to be done to many records of a kind: one field changed, or a stay begun for each. */
export type ManyAsked = {
  readonly kind: string
  readonly ids: readonly string[]
  readonly title: string
  /** A kind of stay that is begun for each of them; without it one field is changed. */
  readonly add?: string
  /** Fields that this act has nothing to do with. */
  readonly without?: readonly string[]
  /** What is filled in already, as it would be typed. */
  readonly set?: Readonly<Record<string, string>>
  /** Told when it is done, so that the chosen rows are let go. */
  readonly onDone: () => void
}

/** So many rows are told one by one. */
const most = 200

type Props = { readonly asked: ManyAsked; readonly onEnd: () => void }

/** Beside the list: what is said once for all chosen rows, and below it what will come of it, row by row. */
export function ManyPanel({ asked, onEnd }: Props) {
  return (
    <SidePanel title={asked.title} onEnd={onEnd}>
      <ManyForm asked={asked} onEnd={onEnd} />
    </SidePanel>
  )
}

function ManyForm({ asked, onEnd }: Props) {
  const { kind, ids, add, without = [] } = asked
  const { words, say, language } = useSpoken()
  const client = useClient()
  const changed = useChanged()
  const { done: tell, failed } = useNotices()
  const [by] = useWorkingName()
  const [set, setSet] = useState<Readonly<Record<string, string>>>(asked.set ?? {})
  const [field, setField] = useState<string>()
  const [isBusy, setBusy] = useState(false)
  /** Takes the act back while it is under way: nothing of it is left. */
  const stop = useRef<AbortController>(undefined)
  /** How far the preview is, or what is carried out. */
  const [progress, setProgress] = useState<Progress>()
  const queries = useQueryClient()
  const fields = fieldsOf(kind, add, without)
  const shown = add === undefined ? fields.filter(([name]) => name === field) : fields
  const [settled] = useDebouncedValue(set, 300)
  const isSaid =
    add === undefined ? field !== undefined && field in set : Object.values(set).some(v => v !== '')
  const act = { ids: [...ids], ...(add !== undefined && { add }), by }
  const asks = ['many', act, settled]
  const preview = useQuery({
    queryKey: asks,
    queryFn: async ({ signal }) => {
      const many = { ...act, set: { ...settled }, dryRun: true }
      setProgress(undefined)
      return finish(client.records.many(many, { signal }), signal, setProgress)
    },
    // Not while somebody types, and once it is done what would come of it is no question any more.
    enabled: isSaid && settled === set && !isBusy,
    placeholderData: keepPreviousData,
    gcTime: 0,
  })
  const isWorking = isBusy || (isSaid && preview.isFetching && progress !== undefined)
  useLeaveGuard(isBusy)
  const isFresh = settled === set && !preview.isFetching
  const found = isSaid ? preview.data : undefined
  const mistake = found && sameMistake(found)
  // It is told at its field where that is shown here; else with the rows.
  const everywhere = shown.some(([name]) => name === mistake?.field) ? mistake : undefined
  const failure = isSaid && preview.error !== null ? failureOf(preview.error) : undefined
  const carryOut = async () => {
    if (found === undefined || !isFresh || found.done === 0) return
    setBusy(true)
    try {
      const many = { ...act, set: { ...set }, leaveOut: found.wrong > 0, stamp: found.stamp }
      stop.current = new AbortController()
      const { signal } = stop.current
      setProgress(undefined)
      const done = await finish(client.records.many(many, { signal }), signal, setProgress)
      tell(inOneLine([...done.sentences, ...done.warnings].map(say), language), done.changeSet)
      asked.onDone()
      onEnd()
      await changed()
    } catch (error) {
      failed(error)
      // Whoever stopped it finds everything as it was; else something may have been changed meanwhile.
      if (!(error instanceof Stopped)) void preview.refetch()
    } finally {
      setBusy(false)
    }
  }
  return (
    <form
      noValidate
      className="record-form"
      onSubmit={event => {
        event.preventDefault()
        void carryOut()
      }}
    >
      <Stack gap="sm" className="record-fields">
        {add === undefined && (
          <Select
            label={words.byHand.many.field}
            data={fields.map(([name, one]) => ({ value: name, label: upperFirst(one.words[language]) }))}
            searchable
            data-autofocus
            value={field ?? null}
            onChange={name => {
              setField(name ?? undefined)
              setSet({})
            }}
          />
        )}
        {shown.map(([name, one], at) => (
          <RecordField
            key={name}
            name={name}
            field={add === undefined ? { ...one, required: false } : one}
            value={set[name] ?? ''}
            mistake={everywhere?.field === name ? { text: say(everywhere.message), repair: null } : undefined}
            hint={one.blank?.[language]}
            isFixed={false}
            named={undefined}
            within={undefined}
            isFirst={at === 0}
            onChange={value => setSet({ ...set, [name]: value })}
            onBlur={() => undefined}
          />
        ))}
        {add === undefined && field !== undefined && !(field in set) && (
          <Button
            variant="subtle"
            size="compact-sm"
            style={{ alignSelf: 'flex-start' }}
            onClick={() => setSet({ [field]: '' })}
          >
            {words.byHand.many.clear}
          </Button>
        )}
        {failure !== undefined && failure.kind !== 'stopped' && (
          <Alert color="red" title={words.failure.title}>
            {failureSentence(failure, { words, say })}
          </Alert>
        )}
        {isSaid && found === undefined && settled === set && preview.fetchStatus === 'idle' && (
          <Button
            variant="default"
            size="compact-sm"
            style={{ alignSelf: 'flex-start' }}
            onClick={() => void preview.refetch()}
          >
            {words.say.retry}
          </Button>
        )}
        {found !== undefined && everywhere === undefined && <Outcome found={found} />}
      </Stack>
      <footer className="record-foot">
        {isWorking && (
          <div role="status">
            <WorkBar
              title={asked.title}
              progress={progress}
              onStop={() => (isBusy ? stop.current?.abort() : void queries.cancelQueries({ queryKey: asks }))}
            />
          </div>
        )}
        <Group gap="xs">
          <Button type="submit" loading={isBusy} disabled={!isFresh || (found?.done ?? 0) === 0}>
            {words.byHand.many.go(count(found?.done ?? ids.length))}
          </Button>
          <Button variant="subtle" disabled={isBusy} onClick={onEnd}>
            {words.say.cancel}
          </Button>
        </Group>
      </footer>
    </form>
  )
}

/** What can be said once for all: the fields that records may share, or those of a stay without whose it is. */
function fieldsOf(kind: string, add: string | undefined, without: readonly string[]) {
  const form: Form | undefined = add === undefined ? sharedForm(kind) : addForm(add)
  const subject = add === undefined ? undefined : kindOf(add)?.series?.subject
  const order = form?.first ?? []
  const place = (name: string) => (order.includes(name) ? order.indexOf(name) : order.length)
  return Object.entries(form?.fields ?? {})
    .filter(([name]) => name !== subject && !without.includes(name))
    .toSorted(([a], [b]) => place(a) - place(b))
}

/** A mistake that stands at every row is one of what was typed, and is told there. */
function sameMistake({ rows }: DoneMany) {
  const [first] = rows
  const problem = first?.problems[0]
  if (problem === undefined || rows.length < 2) return undefined
  return rows.every(row => row.problems[0]?.message.zh === problem.message.zh) ? problem : undefined
}

/** How many, and each with what becomes of it; those that cannot be done come first. */
function Outcome({ found }: { readonly found: DoneMany }) {
  const { words, say } = useSpoken()
  const { many } = words.byHand
  const rows = found.rows.filter(row => !row.isSame)
  const told = [
    ...rows.filter(row => row.problems.length > 0),
    ...rows.filter(row => row.problems.length === 0),
  ]
  return (
    <section aria-label={words.byHand.whatHappens}>
      <Text size="sm" fw={600} aria-live="polite">
        {many.outcome(count(found.done), count(found.same), count(found.wrong))}
      </Text>
      <ul className="many-rows">
        {told.slice(0, most).map(row => (
          <li key={row.id}>
            {row.problems.length > 0 ? (
              <>
                <SeverityTag severity="orange">{many.stays}</SeverityTag> {row.title}{' '}
                {row.problems.map(problem => say(problem.message)).join(' ')}
              </>
            ) : (
              [...row.sentences, ...row.warnings].map(say).join(' ')
            )}
          </li>
        ))}
      </ul>
      {told.length > most && (
        <Text size="sm" className="quiet">
          {many.more(count(told.length - most))}
        </Text>
      )}
    </section>
  )
}
