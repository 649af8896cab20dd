import { Alert, Input, SegmentedControl, Stack, Text, Textarea, TextInput } from '@mantine/core'
import { useEffect, useRef } from 'react'
import type { Case } from '#contract/lifeline/cases.ts'
import type { Done } from '#contract/records.ts'
import { step } from '#db/records/courses/step.ts'
import { editForm } from '#db/records/forms.ts'
import { rectification } from '#db/records/lifeline/rectification.ts'
import { useClient } from '../../api/client.ts'
import { writtenOf } from '../../api/found-of-org.ts'
import { useCase, useWhy } from '../../api/questions.ts'
import { Answer } from '../../kit/feedback/answer.tsx'
import { useActDay } from '../../kit/forms/act-day.ts'
import { ActFoot, ActForm, useAct, WhatHappens } from '../../kit/forms/act-form.tsx'
import { useByHand } from '../../kit/forms/by-hand.tsx'
import { DraftNote } from '../../kit/forms/draft-note.tsx'
import { FilesField } from '../../kit/forms/files-field.tsx'
import { SidePanel } from '../../kit/page/side-panel.tsx'
import { useDraft, useKept, useWorkingName } from '../../kit/this-pc.ts'
import { useSpoken } from '../../text/language.ts'
import { upperFirst } from '../../text/word-of.ts'
import type { CasesWords } from '../../text/zh/cases.ts'
import type { CaseVerb } from './case-verbs.ts'
import { FoundNow } from './found-now.tsx'
import { type Judgement, JudgePoints, judgedSoFar } from './judge-points.tsx'

type Props = { readonly id: string; readonly verb: CaseVerb; readonly onEnd: () => void }

/** Beside the page: one step of a case, told what it would do before it is done. */
export function CasePanel({ id, verb, onEnd }: Props) {
  const { words } = useSpoken()
  const one = useCase(id)
  return (
    <SidePanel title={words.cases.panel(words.cases.verbs[verb], one.data?.orgName ?? '')} onEnd={onEnd}>
      <Answer of={one} lines={6}>
        {known => <StepForm one={known} verb={verb} onEnd={onEnd} />}
      </Answer>
    </SidePanel>
  )
}

/** What is said in a step besides its sentence: how it ends, of each problem what it is worth, what is to be corrected. */
type Said = {
  readonly choice: string
  readonly judgement: Judgement
  readonly set: Partial<Record<Correctable, string>>
}

/** What may be corrected: all but where and since when. */
const correctable = ['rules', 'problems', 'measures', 'owner', 'liaison', 'due'] as const
type Correctable = (typeof correctable)[number]

function writtenIn(one: Case): Record<Correctable, string> {
  const { owner, liaison, due } = one
  return {
    ...{ owner, liaison, due, rules: rectification.fields.rules.show(one.rules, 'zh') },
    ...{ problems: one.problems.join('；'), measures: one.measures.join('；') },
  }
}

/** The step of the course that a form takes, by what was chosen in it. */
function actionOf(verb: CaseVerb, choice: string, judgement: Judgement): Case['may'][number] {
  switch (verb) {
    case 'judge':
      return Object.values(judgement).some(one => one.is === 'returned') ? 'return' : 'accept'
    case 'answer':
      return choice === 'decline' ? 'decline' : 'grant'
    case 'close':
      return choice === 'dissolve' ? 'dissolve' : 'merge'
    case 'look-back':
      return choice === 'relapse' ? 'relapse' : 'look-back'
    default:
      return verb
  }
}

/** Before these one sees what the rules find now. */
const looksAtFindings: ReadonlySet<CaseVerb> = new Set(['judge', 'look-back', 'relapse'])

/** Without a sentence these say nothing. */
const needsWords: ReadonlySet<string> = new Set(['note', 'relapse', 'look-back', 'correct', 'decline'])

/** What relapsed begins anew: with what the rules find now, and without a deadline. */
function begunAnew(one: Case, findings: Parameters<typeof writtenOf>[0]) {
  const found = writtenOf(findings)
  return { set: { ...readOver(one), due: '', ...(found.problems !== '' && found) } }
}

/** What stands there by a correction that was granted, and not by what the record says. */
export function readOver(one: Case): Readonly<Record<string, string>> {
  const fields = one.corrections.flatMap(({ answer, set }) =>
    answer?.isGranted === true ? set.map(({ field }) => field) : [],
  )
  const now = writtenIn(one)
  return Object.fromEntries(fields.map(field => [field, writtenBefore(now, field)]))
}

function StepForm({
  one,
  verb,
  onEnd,
}: {
  readonly one: Case
  readonly verb: CaseVerb
  readonly onEnd: () => void
}) {
  const { words, say, language } = useSpoken()
  const { cases } = words
  const client = useClient()
  const byHand = useByHand()
  const findings = useWhy(looksAtFindings.has(verb) ? one.orgId : undefined, undefined).data?.findings ?? []
  const [by] = useWorkingName()
  const on = useActDay()
  const [note, setNote, forget] = useDraft(`case.${one.id}.${verb}`)
  const [files, setFiles, forgetFiles] = useDraft(`case.${one.id}.${verb}.files`)
  const said = useKept<Said>(`case.${one.id}.${verb}.said`)
  const { choice = '' } = said.kept
  const judgement = judgedSoFar(one, said.kept.judgement)
  const before = writtenIn(one)
  const set = { ...before, ...said.kept.set }
  const first = useRef<HTMLTextAreaElement>(null)
  // The panel was open before the case had come, so it found nothing to set the focus on.
  useEffect(() => first.current?.focus(), [])
  const action = actionOf(verb, choice, judgement)
  const returned = Object.entries(judgement).filter(([, point]) => point.is === 'returned')
  const isUnsaid =
    returned.some(([, point]) => point.reason.trim() === '') ||
    Object.values(judgement).some(({ is }) => is === undefined)
  // How it ends is for people to say: nothing is chosen before them.
  const isOpen = endsIn(verb, cases) !== undefined && choice === ''
  const isNoteMissing = needsWords.has(action) && note.trim() === ''
  const isSaid = !isNoteMissing && !isOpen && on.meant !== undefined && !(verb === 'judge' && isUnsaid)
  const send = (dryRun: boolean): Promise<Done> => {
    const asked = {
      ...{ id: one.id, by, dryRun },
      ...(on.meant !== undefined && { on: on.meant }),
      ...(note.trim() !== '' && { note: note.trim() }),
      ...(files !== '' && { files }),
    }
    switch (action) {
      case 'note':
        return client.cases.note(asked)
      case 'submit':
        return client.cases.submit(asked)
      case 'accept':
        return client.cases.accept(asked)
      case 'return': {
        const points = returned.map(([problem, { reason }]) => ({ problem, reason }))
        return client.cases.return({ ...asked, points })
      }
      case 'merge':
        return client.cases.close({ ...asked, how: 'merged' })
      case 'dissolve':
        return client.cases.close({ ...asked, how: 'dissolved' })
      case 'look-back':
        return client.cases.lookBack(asked)
      case 'relapse':
        return client.cases.lookBack({ ...asked, relapsed: true })
      case 'correct': {
        const changes = Object.fromEntries(
          Object.entries(set).filter(([field, value]) => value !== writtenBefore(before, field)),
        )
        return client.cases.correct({ ...asked, set: changes })
      }
      case 'grant':
      case 'decline':
        return client.cases.answer({ ...asked, grant: action === 'grant' })
    }
  }
  const { would, problems, wasSent, isBusy, carryOut } = useAct({
    said: ['case-step', one.id, action, on.meant, note, files, judgement, set],
    isSaid,
    send,
    onDone: () => {
      forget()
      forgetFiles()
      said.forget()
      onEnd()
    },
    onShown: () => {
      if (action === 'relapse')
        byHand.edit(one.id, { title: cases.anew(one.orgName), ...begunAnew(one, findings) })
    },
  })
  const problemAt = (field: string) => {
    const found = problems.find(problem => problem.field === field)
    return found && say(found.message)
  }
  const own = new Set<string>(['note', 'on', 'files', ...(verb === 'correct' ? correctable : [])])
  const loose = problems.filter(({ field }) => !own.has(field))
  const form = editForm('rectification')
  return (
    <ActForm onSubmit={carryOut}>
      <Stack gap="sm" className="record-fields" pt="sm">
        {said.wasKept && <DraftNote onStartAgain={said.forget} />}
        {verb === 'judge' && (
          <JudgePoints
            one={one}
            judgement={judgement}
            onChange={next => said.say({ judgement: next })}
            wasSent={wasSent}
          />
        )}
        {verb === 'answer' && <Asked one={one} />}
        {looksAtFindings.has(verb) && <FoundNow org={one.orgId} />}
        <Choice
          verb={verb}
          choice={choice}
          isMissing={wasSent && isOpen}
          onChange={next => said.say({ choice: next })}
        />
        {verb === 'correct' && (
          <>
            <Text size="sm" className="quiet">
              {cases.correctLine}
            </Text>
            {correctable.map(field => (
              <Textarea
                key={field}
                data-field={field}
                autosize
                minRows={1}
                maxRows={6}
                label={upperFirst(form?.fields[field]?.words[language] ?? field)}
                value={set[field]}
                error={problemAt(field)}
                onChange={event =>
                  said.say({ set: { ...said.kept.set, [field]: event.currentTarget.value } })
                }
              />
            ))}
          </>
        )}
        <Textarea
          ref={first}
          data-field="note"
          data-autofocus
          autosize
          minRows={2}
          maxRows={6}
          maxLength={1000}
          label={cases.say[action]}
          required={needsWords.has(action)}
          value={note}
          error={problemAt('note') ?? (wasSent && isNoteMissing ? cases.needed : undefined)}
          onChange={event => setNote(event.currentTarget.value)}
        />
        <FilesField
          name="files"
          label={upperFirst(step.fields.files.words[language])}
          value={files}
          error={problemAt('files')}
          onChange={setFiles}
        />
        <TextInput
          data-field="on"
          label={cases.on}
          required
          value={on.text}
          placeholder={words.byHand.example('2018-03-05')}
          error={on.meant === undefined ? words.byHand.orgAct.day : problemAt('on')}
          onBlur={on.settle}
          onChange={event => on.write(event.currentTarget.value)}
        />
        {loose.length > 0 && (
          <Alert color="orange" role="alert">
            {loose.map(problem => say(problem.message)).join(' ')}
          </Alert>
        )}
        {would !== undefined && <WhatHappens would={would} />}
      </Stack>
      <ActFoot verb={cases.verbs[verb]} isBusy={isBusy} onCancel={onEnd} />
    </ActForm>
  )
}

function writtenBefore(before: Readonly<Record<string, string>>, field: string): string {
  return before[field] ?? ''
}

function endsIn(verb: CaseVerb, cases: CasesWords) {
  switch (verb) {
    case 'close':
      return { label: cases.how, of: cases.howOf }
    case 'look-back':
      return { label: cases.found, of: cases.foundOf }
    case 'answer':
      return { label: cases.reply, of: cases.replyOf }
    default:
      return undefined
  }
}

type ChoiceProps = {
  readonly verb: CaseVerb
  readonly choice: string
  readonly isMissing: boolean
  readonly onChange: (choice: string) => void
}

/** Of steps that end in one way or the other, which. */
function Choice({ verb, choice, isMissing, onChange }: ChoiceProps) {
  const { words } = useSpoken()
  const { cases } = words
  const asked = endsIn(verb, cases)
  if (asked === undefined) return null
  const data = Object.entries(asked.of).map(([value, label]) => ({ value, label }))
  return (
    <div>
      <Text size="sm" fw={500}>
        {asked.label}
      </Text>
      <SegmentedControl aria-label={asked.label} value={choice} onChange={onChange} data={data} />
      {isMissing && <Input.Error role="alert">{cases.choose}</Input.Error>}
    </div>
  )
}

/** The correction that waits for an answer. */
function Asked({ one }: { readonly one: Case }) {
  const { say, words } = useSpoken()
  const asked = one.corrections.find(correction => correction.answer === null)
  if (asked === undefined) return null
  const before = writtenIn(one)
  return (
    <section aria-label={words.cases.corrections}>
      <Text size="sm">
        {[asked.day, asked.actor ?? '', asked.reason ?? ''].filter(part => part !== '').join(' ')}
      </Text>
      <ul className="plain-lines">
        {asked.set.map(({ field, words: called, value }) => (
          <li key={field}>
            {words.cases.corrected(upperFirst(say(called)), writtenBefore(before, field), value)}
          </li>
        ))}
      </ul>
    </section>
  )
}
