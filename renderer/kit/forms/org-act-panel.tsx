import { Alert, Radio, Stack } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { OrgActName } from '#contract/orgs.ts'
import { decision } from '#db/records/decision.ts'
import { useClient } from '../../api/client.ts'
import type { FieldProblem } from '../../api/failure.ts'
import { useStatus } from '../../api/questions.ts'
import { useSpoken } from '../../text/language.ts'
import { wordOf } from '../../text/word-of.ts'
import { SidePanel } from '../page/side-panel.tsx'
import { useKept, useWorkingName } from '../this-pc.ts'
import { dayMeant, pastDayMeant } from './act-day.ts'
import { ActFoot, ActForm, useAct, WhatHappens } from './act-form.tsx'
import { DraftNote } from './draft-note.tsx'
import { Headcounts } from './headcounts.tsx'
import { MemberTicks } from './member-ticks.tsx'
import { RecordField, type ShownField } from './record-field.tsx'

/** The organization that an act is about, with what its form begins with. */
export type ActedOrg = {
  readonly id: string
  readonly name: string
  readonly begun?: Readonly<Record<string, string>>
}

type Props = { readonly act: OrgActName; readonly org: ActedOrg; readonly onEnd: () => void }

/** Beside the page: what an act on an organization asks for, and below it what will come of it, before it is done. */
export function OrgActPanel({ act, org, onEnd }: Props) {
  const { words } = useSpoken()
  const client = useClient()
  const acts = useQuery({
    queryKey: ['org-acts'],
    queryFn: () => client.orgs.acts({}),
    staleTime: Number.POSITIVE_INFINITY,
  })
  const form = acts.data?.find(one => one.act === act)
  return (
    <SidePanel title={words.byHand.orgAct.title(words.byHand.orgAct.names[act], org.name)} onEnd={onEnd}>
      {form !== undefined && <OrgActForm act={act} org={org} fields={form.fields} onEnd={onEnd} />}
    </SidePanel>
  )
}

type Fields = Awaited<ReturnType<ReturnType<typeof useClient>['orgs']['acts']>>[number]['fields']
type FormProps = Props & { readonly fields: Fields }

/** What was said in the form, kept as a draft; the day is today, of which a window that is left open sees several. */
type Said = {
  readonly set: Readonly<Record<string, string>>
  readonly on: string
  readonly decided: string
  readonly document: string
}

const laterAnswers = ['keep', 'replace'] as const

function OrgActForm({ act, org, fields, onEnd }: FormProps) {
  const { words, say, language } = useSpoken()
  const { orgAct } = words.byHand
  const client = useClient()
  const [by] = useWorkingName()
  const begun = org.begun ?? {}
  const { kept, say: keep, forget, wasKept } = useKept<Said>(`org.${act}.${org.id}`)
  const today = useStatus().data?.clock.today ?? ''
  const { set = {}, on = today, decided = '', document = '' } = kept
  const [later, setLater] = useState<(typeof laterAnswers)[number]>()
  const [draft, setDraft] = useState(0)
  const days = { on: dayMeant(on), decided: pastDayMeant(decided, today) }
  const asked = {
    act,
    org: org.id,
    set: Object.fromEntries(Object.entries(set).filter(([name, value]) => value !== (begun[name] ?? ''))),
    by,
    ...(days.on !== undefined && { on: days.on }),
    ...(days.decided !== undefined && { decided: days.decided }),
    ...(document.trim() !== '' && { document: document.trim() }),
    ...(later !== undefined && { later }),
  }
  const needed = fields.filter(({ required }) => required)
  const isSaid =
    needed.every(({ field }) => (set[field] ?? begun[field] ?? '') !== '') &&
    (Object.keys(begun).length === 0 || Object.keys(asked.set).length > 0)
  const isDayWrong = days.on === undefined || (decided !== '' && days.decided === undefined)
  const { would, problems, wasSent, ...acting } = useAct({
    said: ['org-act', asked],
    isSaid: isSaid && !isDayWrong,
    tellsMissing: true,
    send: dryRun => client.orgs.act({ ...asked, dryRun }),
    onDone: () => {
      forget()
      onEnd()
    },
  })
  const asksLater = problems.find(problem => problem.code === 'later-changes')
  // Nobody is told that a field is missing before he had a chance to fill it in.
  const shownAt = (name: string): FieldProblem | undefined =>
    problems.find(
      problem => problem.field === name && problem.code !== 'later-changes' && (wasSent || name in set),
    )
  const atDay = problems.find(({ field }) => field === 'effective' || field === 'on')
  const loose = problems.filter(
    problem =>
      problem.code !== 'later-changes' &&
      problem !== atDay &&
      !fields.some(({ field }) => field === problem.field),
  )
  const change = (name: string, value: string) => keep({ set: { ...set, [name]: value } })
  const startAgain = () => {
    forget()
    acting.startAgain()
    setDraft(draft + 1)
  }
  const text = (
    name: string,
    label: string,
    value: string,
    as: ShownField['input'],
    onChange: (value: string) => void,
    mistake?: string,
    onBlur: () => void = () => undefined,
  ) => (
    <RecordField
      name={name}
      field={{ words: { zh: label, en: label }, required: false, input: as }}
      value={value}
      mistake={mistake === undefined ? undefined : { text: mistake, repair: null }}
      hint={undefined}
      isFixed={false}
      named={undefined}
      within={undefined}
      isFirst={false}
      onChange={onChange}
      onBlur={onBlur}
    />
  )
  return (
    <ActForm onSubmit={acting.carryOut}>
      <Stack gap="sm" className="record-fields" key={draft}>
        {wasKept && <DraftNote onStartAgain={startAgain} />}
        {fields.map(({ field: name, words: called, required, ...info }, at) => {
          const problem = shownAt(name)
          const mistake = problem && { text: say(problem.message), repair: problem.repair }
          if (act === 'split' && name === 'members')
            return (
              <MemberTicks
                key={name}
                org={org.id}
                label={orgAct.members}
                error={mistake?.text}
                begun={(set[name] ?? '').split('\n').filter(id => id !== '')}
                onChange={ids => change(name, ids.join('\n'))}
              />
            )
          return (
            <RecordField
              key={name}
              name={name}
              field={{ words: called, required, input: inputOf(info) }}
              value={set[name] ?? begun[name] ?? ''}
              mistake={mistake}
              hint={undefined}
              isFixed={false}
              named={undefined}
              within={undefined}
              isFirst={at === 0}
              onChange={value => change(name, value)}
              onBlur={() => undefined}
            />
          )
        })}
        {text(
          'on',
          orgAct.on,
          on,
          { as: 'day' },
          day => keep({ on: day }),
          days.on === undefined ? orgAct.day : atDay && say(atDay.message),
          () => days.on !== undefined && on !== days.on && keep({ on: days.on }),
        )}
        {text(
          'decided',
          wordOf(decision, 'decided', language),
          decided,
          { as: 'day' },
          day => keep({ decided: day }),
          decided === '' || days.decided !== undefined ? undefined : orgAct.day,
          () => days.decided !== undefined && decided !== days.decided && keep({ decided: days.decided }),
        )}
        {text('document', wordOf(decision, 'document', language), document, { as: 'line' }, said =>
          keep({ document: said }),
        )}
        {(asksLater !== undefined || later !== undefined) && (
          <Radio.Group
            label={asksLater === undefined ? orgAct.later : say(asksLater.message)}
            value={later ?? ''}
            onChange={value => setLater(laterAnswers.find(one => one === value))}
          >
            <Stack gap={6} mt={6}>
              {laterAnswers.map(value => (
                <Radio key={value} value={value} label={orgAct.laterAnswers[value]} />
              ))}
            </Stack>
          </Radio.Group>
        )}
        {loose.length > 0 && (
          <Alert color="orange" role="alert">
            {loose.map(problem => say(problem.message)).join(' ')}
          </Alert>
        )}
        {would !== undefined && (
          <WhatHappens would={would}>
            <Headcounts of={would.headcounts} />
          </WhatHappens>
        )}
      </Stack>
      <ActFoot
        verb={orgAct.names[act]}
        isBusy={acting.isBusy}
        onCancel={onEnd}
        {...(act === 'close' && { color: 'red' })}
      />
    </ActForm>
  )
}

/** The input that a field asks for, as far as it is told of it. */
function inputOf({
  to,
  options,
  type,
}: Pick<Fields[number], 'to' | 'options' | 'type'>): ShownField['input'] {
  if (to !== null) return { as: 'ref', to }
  if (options.length > 0)
    return {
      as: 'select',
      open: type === 'term',
      options: options.map(({ value, words }) => [value, words] as const),
    }
  return { as: 'line' }
}
