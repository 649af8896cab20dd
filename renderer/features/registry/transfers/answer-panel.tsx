import { Alert, SegmentedControl, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import type { Transfer } from '#contract/transfers.ts'
import { step } from '#db/records/courses/step.ts'
import { useClient } from '../../../api/client.ts'
import { useStatus } from '../../../api/questions.ts'
import { pastDayMeant } from '../../../kit/forms/act-day.ts'
import { ActFoot, ActForm, useAct, WhatHappens } from '../../../kit/forms/act-form.tsx'
import { DraftNote } from '../../../kit/forms/draft-note.tsx'
import { RecordField, type ShownField } from '../../../kit/forms/record-field.tsx'
import { SidePanel } from '../../../kit/page/side-panel.tsx'
import { withWholeDays } from '../../../kit/page/whole-days.tsx'
import { useKept, useWorkingName } from '../../../kit/this-pc.ts'
import { useSpoken } from '../../../text/language.ts'
import { wordOf } from '../../../text/word-of.ts'
import { verbWords } from './transfer-columns.tsx'
import { TransferFacts } from './transfer-facts.tsx'

type Act = Transfer['may'][number]
type Props = {
  readonly transfer: Transfer
  /** What is to be done first; without it the transfer is only looked at. */
  readonly begin: Act | undefined
  readonly onEnd: () => void
}

/** Beside the list: one transfer with its checklist and its steps, and what this office may do about it. */
export function AnswerPanel({ transfer, begin, onEnd }: Props) {
  const { words } = useSpoken()
  const [act, setAct] = useState(begin)
  const called = verbWords(words.transfers, transfer)
  return (
    <SidePanel title={words.transfers.panel(transfer.person.name)} onEnd={onEnd}>
      <Stack gap="sm" px="md">
        <TransferFacts transfer={transfer} />
        {act !== undefined && transfer.may.length > 1 && (
          <SegmentedControl
            aria-label={words.transfers.what}
            value={act}
            onChange={value => setAct(transfer.may.find(one => one === value))}
            data={transfer.may.map(value => ({ value, label: called[value] }))}
          />
        )}
      </Stack>
      {act !== undefined && <AnswerForm key={act} transfer={transfer} act={act} onEnd={onEnd} />}
    </SidePanel>
  )
}

type FormProps = { readonly transfer: Transfer; readonly act: Act; readonly onEnd: () => void }
type Value = { readonly on: string; readonly to: string; readonly note: string }

function AnswerForm({ transfer, act, onEnd }: FormProps) {
  const { words, say, language } = useSpoken()
  const { transfers } = words
  const client = useClient()
  const [by] = useWorkingName()
  const today = useStatus().data?.clock.today ?? ''
  const { kept, say: keep, forget, wasKept } = useKept<Value>(`transfer.${transfer.id}.${act}`)
  // The day is today until somebody says another one: a window that is left open sees several.
  const set: Value = { on: kept.on ?? today, to: kept.to ?? '', note: kept.note ?? '' }
  const [touched, setTouched] = useState<ReadonlySet<keyof Value>>(new Set())
  const isOutside = transfer.way === 'outside'
  const asksTo = act === 'relay' || (act === 'accept' && !isOutside)
  const day = pastDayMeant(set.on, today)
  const asked = {
    id: transfer.id,
    by,
    ...(day !== undefined && { on: day }),
    ...(set.note.trim() !== '' && { note: set.note.trim() }),
  }
  const to = set.to === '' ? undefined : set.to
  const send = (dryRun: boolean) => {
    const { accept, refuse, cancel, relay } = client.transfers
    if (act === 'accept') return accept({ ...asked, ...(asksTo && to !== undefined && { to }), dryRun })
    if (act === 'relay') return relay({ ...asked, to: to ?? '', dryRun })
    return (act === 'refuse' ? refuse : cancel)({ ...asked, dryRun })
  }
  // Before what has to be said is said, there is nothing to look at.
  const isSaid = act === 'relay' ? to !== undefined : act !== 'refuse' || isOutside || set.note.trim() !== ''
  const { would, problems, wasSent, isBusy, carryOut } = useAct({
    said: ['transfer-answer', act, asked, to],
    isSaid: isSaid && day !== undefined,
    send,
    onDone: () => {
      forget()
      onEnd()
    },
  })
  const loose = problems.filter(({ field }) => field !== 'to' && field !== 'note')
  // Whoever accepts is told why a branch has to be chosen before he chooses one, and not as his mistake.
  const explained = wasSent || to !== undefined ? undefined : problems.find(({ field }) => field === 'to')
  const mistakeOf = (name: keyof Value): string | undefined => {
    if (name === 'on') return day === undefined ? words.byHand.orgAct.day : undefined
    const problem = problems.find(({ field }) => field === name)
    if (problem !== undefined) return problem === explained ? undefined : say(problem.message)
    const isMissing = !isSaid && name === (act === 'relay' ? 'to' : 'note')
    return isMissing && (wasSent || touched.has(name)) ? transfers.missing[name] : undefined
  }
  const field = (
    name: keyof Value,
    label: string,
    input: ShownField['input'],
    required: boolean,
    hint?: string,
  ) => {
    const mistake = mistakeOf(name)
    return (
      <RecordField
        name={name}
        field={{ words: { zh: label, en: label }, required, input }}
        value={set[name]}
        mistake={mistake === undefined ? undefined : { text: mistake, repair: null }}
        hint={hint}
        isFixed={false}
        named={undefined}
        within={undefined}
        isFirst={name === (asksTo ? 'to' : 'note')}
        onChange={value => keep({ [name]: value })}
        onBlur={() => {
          if (name === 'on' && day !== undefined && day !== set.on) keep({ on: day })
          setTouched(new Set([...touched, name]))
        }}
      />
    )
  }
  return (
    <ActForm onSubmit={carryOut}>
      <Stack gap="sm" className="record-fields" pt="sm">
        {wasKept && <DraftNote onStartAgain={forget} />}
        {explained !== undefined && <Text size="sm">{withWholeDays(say(explained.message))}</Text>}
        {asksTo &&
          field(
            'to',
            act === 'relay' ? transfers.relayTo : transfers.branch,
            { as: 'ref', to: 'org' },
            act === 'relay',
          )}
        {field(
          'note',
          act === 'refuse' ? transfers.refuseNote : wordOf(step, 'note', language),
          { as: 'line' },
          act === 'refuse' && !isOutside,
        )}
        {field('on', transfers.on, { as: 'day' }, true)}
        {loose.length > 0 && (
          <Alert color="orange" role="alert">
            {loose.map(problem => say(problem.message)).join(' ')}
          </Alert>
        )}
        {would !== undefined && <WhatHappens would={would} />}
      </Stack>
      <ActFoot verb={verbWords(transfers, transfer)[act]} isBusy={isBusy} onCancel={onEnd} />
    </ActForm>
  )
}
