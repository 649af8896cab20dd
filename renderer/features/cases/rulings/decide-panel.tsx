import { SegmentedControl, Stack, Text, Textarea, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { type ChangeEvent, useState } from 'react'
import type { Proposal } from '#contract/lifeline/rulings.ts'
import { ruling } from '#db/records/lifeline/ruling.ts'
import { ruleCalled } from '#db/records/words/rule-words.ts'
import { useClient } from '../../../api/client.ts'
import { type FieldProblem, problemsOf } from '../../../api/failure.ts'
import { useChanged } from '../../../api/use-changed.ts'
import { useNotices } from '../../../kit/feedback/notices.tsx'
import { useActDay } from '../../../kit/forms/act-day.ts'
import { ActFoot, ActForm } from '../../../kit/forms/act-form.tsx'
import { DraftNote } from '../../../kit/forms/draft-note.tsx'
import { SidePanel } from '../../../kit/page/side-panel.tsx'
import { useKept, useWorkingName } from '../../../kit/this-pc.ts'
import { useSpoken } from '../../../text/language.ts'
import { wordOf } from '../../../text/word-of.ts'
import { count, inOneLine } from '../../../text/written.ts'
import { SaidByRules } from '../found-now.tsx'

/** What is typed; who signs is whoever works here until another is named. */
type Said = { readonly reason: string; readonly signer: string; readonly expires: string }
type Outcome = 'confirmed' | 'set-aside'
type Props = {
  readonly row: Proposal
  /** Others about which the same is decided. */
  readonly alike?: readonly Proposal[]
  readonly outcome: Outcome
  readonly onEnd: (isDone?: boolean) => void
}

/** So many of them are named; the others are counted. */
const named = 20

/** Beside the list: what the rules find, what was decided before, and the decision with reason, signer and expiry. */
export function DecidePanel({ row, alike = [], outcome: begun, onEnd }: Props) {
  const { words, say, language } = useSpoken()
  const { proposals } = words.cases
  const client = useClient()
  const changed = useChanged()
  const { done: tell, failed } = useNotices()
  const [by] = useWorkingName()
  const [outcome, setOutcome] = useState<Outcome>(begun)
  const { kept, say: keep, forget, wasKept } = useKept<Said>(`ruling.${row.orgId}.said`)
  const { reason = '', signer = by, expires = '' } = kept
  const on = useActDay()
  const [problems, setProblems] = useState<readonly FieldProblem[]>([])
  const [isBusy, setBusy] = useState(false)
  const before = useQuery({
    queryKey: ['rulings-of', row.orgId],
    queryFn: () => client.rulings.of({ org: row.orgId }),
  })
  const called = (field: keyof typeof ruling.fields) => wordOf(ruling, field, language)
  const problemAt = (field: string) => {
    const found = problems.find(problem => problem.field === field)
    return found && say(found.message)
  }
  const decide = async () => {
    if (isBusy || on.meant === undefined) return
    setBusy(true)
    try {
      const orgs = { org: row.orgId, alike: alike.map(({ orgId }) => orgId) }
      const done = await client.rulings.decide({
        ...orgs,
        outcome,
        reason,
        signer,
        expires,
        on: on.meant,
        by,
      })
      forget()
      tell(inOneLine(done.sentences.map(say), language), done.changeSet)
      onEnd(true)
      await changed()
    } catch (error) {
      const found = problemsOf(error)
      if (found === undefined) failed(error)
      else setProblems(found)
    } finally {
      setBusy(false)
    }
  }
  const isRight = (field: string) => setProblems(problems.filter(problem => problem.field !== field))
  const change = (field: keyof Said) => (event: ChangeEvent<HTMLInputElement | HTMLTextAreaElement>) => {
    isRight(field)
    keep({ [field]: event.currentTarget.value })
  }
  const loose = problems.filter(({ field }) => !['reason', 'signer', 'expires', 'decided'].includes(field))
  return (
    <SidePanel
      title={alike.length === 0 ? proposals.panel(row.orgName) : proposals.panelMany(count(alike.length + 1))}
      onEnd={() => onEnd()}
    >
      <ActForm onSubmit={decide}>
        <Stack gap="sm" className="record-fields" pt="sm">
          {wasKept && <DraftNote onStartAgain={forget} />}
          {alike.length === 0 && <SaidByRules findings={row.findings} />}
          <SegmentedControl
            aria-label={called('outcome')}
            value={outcome}
            onChange={value => setOutcome(value === 'set-aside' ? 'set-aside' : 'confirmed')}
            data={[
              { value: 'confirmed', label: ruling.fields.outcome.show('confirmed', language) },
              { value: 'set-aside', label: ruling.fields.outcome.show('set-aside', language) },
            ]}
          />
          <Textarea
            data-field="reason"
            data-autofocus
            autosize
            minRows={2}
            maxRows={6}
            maxLength={1000}
            required
            label={called('reason')}
            value={reason}
            error={problemAt('reason')}
            onChange={change('reason')}
          />
          <TextInput
            data-field="signer"
            required
            label={called('signer')}
            value={signer}
            error={problemAt('signer')}
            onChange={change('signer')}
          />
          <TextInput
            data-field="expires"
            required={outcome === 'set-aside'}
            label={called('expires')}
            placeholder={words.byHand.example('2018-03-05')}
            value={expires}
            error={problemAt('expires')}
            onChange={change('expires')}
          />
          <TextInput
            data-field="decided"
            required
            label={called('decided')}
            value={on.text}
            error={on.meant === undefined ? words.byHand.orgAct.day : problemAt('decided')}
            onBlur={on.settle}
            onChange={event => {
              isRight('decided')
              on.write(event.currentTarget.value)
            }}
          />
          {loose.length > 0 && (
            <Text size="sm" c="red" role="alert">
              {loose.map(problem => say(problem.message)).join(' ')}
            </Text>
          )}
          {/* Below what is to be filled in, which many of them would push out of sight. */}
          {alike.length > 0 && (
            <ul className="plain-lines">
              {[row, ...alike].slice(0, named).map(one => (
                <li key={one.orgId}>
                  {one.orgName}{' '}
                  <span className="quiet">
                    {one.findings.map(({ rule }) => ruleCalled(rule, language)).join(words.packet.comma)}
                  </span>
                </li>
              ))}
              {alike.length >= named && <li>{proposals.more(count(alike.length + 1 - named))}</li>}
            </ul>
          )}
          {alike.length === 0 && (before.data?.length ?? 0) > 0 && (
            <section aria-label={proposals.before}>
              <Text size="sm" fw={600}>
                {proposals.before}
              </Text>
              {before.data?.map(one => (
                <div key={one.id} className="said-line">
                  {one.decided} {ruling.fields.outcome.show(one.outcome, language)} {one.signer}{' '}
                  {one.expires !== null && proposals.until(one.expires)}
                  <div className="quiet">{one.reason}</div>
                  {one.said.length > 0 && (
                    <details>
                      <summary className="quiet">{proposals.saidThen(one.decided)}</summary>
                      <ul className="plain-lines">
                        {one.said.map(line => (
                          <li key={line}>{line}</li>
                        ))}
                      </ul>
                    </details>
                  )}
                </div>
              ))}
            </section>
          )}
        </Stack>
        <ActFoot
          verb={outcome === 'confirmed' ? proposals.confirm : proposals.setAside}
          isBusy={isBusy}
          onCancel={() => onEnd()}
        />
      </ActForm>
    </SidePanel>
  )
}
