import { Button } from '@mantine/core'
import { Fragment, useMemo, useState } from 'react'
import type { Transfer } from '#contract/transfers.ts'
import { step } from '#db/records/courses/step.ts'
import { useClient } from '../../../api/client.ts'
import { useStatus } from '../../../api/questions.ts'
import { pastDayMeant } from '../../../kit/forms/act-day.ts'
import { DraftNote } from '../../../kit/forms/draft-note.tsx'
import { ManyForm } from '../../../kit/forms/many/many-form.tsx'
import { RecordField, type ShownField } from '../../../kit/forms/record-field.tsx'
import { SidePanel } from '../../../kit/page/side-panel.tsx'
import { useKept, useWorkingName } from '../../../kit/this-pc.ts'
import { useSpoken } from '../../../text/language.ts'
import { wordOf } from '../../../text/word-of.ts'
import { verbWords } from './transfer-columns.tsx'

type Act = Transfer['may'][number]

/** What is done to several transfers at once. */
export type AnswersAsked = {
  readonly act: Act
  /** Those to the outside are answered in other words than those inside. */
  readonly way: string
  readonly ids: readonly string[]
  readonly onDone: () => void
}

type ActsProps = {
  readonly rows: readonly Transfer[]
  readonly onAsk: (asked: Omit<AnswersAsked, 'onDone'>) => void
}

/** What this office may do about the chosen transfers, each with how many of them it is for. */
export function AnswerActs({ rows, onAsk }: ActsProps) {
  const { words } = useSpoken()
  const { transfers } = words
  const idsOf = (act: Act, way?: string) =>
    rows.filter(row => row.may.includes(act) && (way === undefined || row.way === way)).map(({ id }) => id)
  const apart = ['inside', 'outside'].flatMap(way =>
    (['accept', 'relay', 'refuse'] as const).map(act => ({ way, act, ids: idsOf(act, way) })),
  )
  // What was asked for is taken back the same, wherever it goes.
  return [...apart, { way: 'inside', act: 'cancel' as const, ids: idsOf('cancel') }]
    .filter(({ ids }) => ids.length > 0)
    .map(asked => (
      <Button
        key={`${asked.way} ${asked.act}`}
        size="compact-sm"
        variant="light"
        onClick={() => onAsk(asked)}
      >
        {transfers.many(verbWords(transfers, asked)[asked.act], asked.ids.length)}
      </Button>
    ))
}

type Said = { readonly on: string; readonly to: string; readonly note: string }
type PanelProps = { readonly asked: AnswersAsked; readonly onEnd: () => void }

/** Beside the list: what is said once for all chosen transfers, and below it what will come of each. */
export function AnswersPanel({ asked, onEnd }: PanelProps) {
  const { act, way, ids } = asked
  const { words, language } = useSpoken()
  const { transfers } = words
  const client = useClient()
  const [by] = useWorkingName()
  const today = useStatus().data?.clock.today ?? ''
  // Undefined until somebody says the day: it is today, of which a window that is left open sees several.
  const { kept, say: keep, forget, wasKept } = useKept<Said>(`transfers.${act}.${way}`)
  const said = useMemo(() => ({ to: '', note: '', ...kept }), [kept])
  const [draft, setDraft] = useState(0)
  const on = said.on ?? today
  const isOutside = way === 'outside'
  const asksTo = act === 'relay' || (act === 'accept' && !isOutside)
  const needsNote = act === 'refuse' && !isOutside
  const day = pastDayMeant(on, today)
  const isMissing = (act === 'relay' && said.to === '') || (needsNote && said.note.trim() === '')
  const title = transfers.manyTitle(verbWords(transfers, asked)[act], ids.length)
  const field = (
    name: 'to' | 'note' | 'on',
    label: string,
    input: ShownField['input'],
    required: boolean,
    mistake: string | undefined,
  ) => (
    <RecordField
      name={name}
      field={{ words: { zh: label, en: label }, required, input }}
      value={name === 'on' ? on : said[name]}
      mistake={mistake === undefined ? undefined : { text: mistake, repair: null }}
      hint={undefined}
      isFixed={false}
      named={undefined}
      within={undefined}
      isFirst={name === (asksTo ? 'to' : 'note')}
      onChange={value => keep({ [name]: value })}
      onBlur={() => {
        if (name === 'on' && day !== undefined && day !== on) keep({ on: day })
      }}
    />
  )
  return (
    <SidePanel title={title} onEnd={onEnd}>
      <ManyForm
        title={title}
        count={ids.length}
        act={[act, ids, by]}
        said={said}
        isSaid={!isMissing && day !== undefined}
        shown={asksTo ? ['to', 'note', 'on'] : ['note', 'on']}
        send={({ to, note }, how, signal) =>
          client.transfers.answerMany(
            {
              ids: [...ids],
              action: act,
              on: day,
              by,
              ...(asksTo && to !== '' && { to }),
              ...(note.trim() !== '' && { note: note.trim() }),
              ...how,
            },
            { signal },
          )
        }
        onDone={() => {
          forget()
          asked.onDone()
        }}
        onEnd={onEnd}
      >
        {mistake => {
          const at = (name: string) => (mistake?.field === name ? mistake.text : undefined)
          return (
            <Fragment key={draft}>
              {wasKept && (
                <DraftNote
                  onStartAgain={() => {
                    forget()
                    setDraft(draft + 1)
                  }}
                />
              )}
              {asksTo &&
                field(
                  'to',
                  act === 'relay' ? transfers.relayTo : transfers.branchOfOthers,
                  { as: 'ref', to: 'org' },
                  act === 'relay',
                  at('to'),
                )}
              {field(
                'note',
                act === 'refuse' ? transfers.refuseNote : wordOf(step, 'note', language),
                { as: 'line' },
                needsNote,
                at('note'),
              )}
              {field(
                'on',
                transfers.on,
                { as: 'day' },
                true,
                day === undefined ? words.byHand.orgAct.day : at('on'),
              )}
            </Fragment>
          )
        }}
      </ManyForm>
    </SidePanel>
  )
}
