import { Alert, Button, Group } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconCircleCheck, IconCircleDashed, IconCircleX } from '@tabler/icons-react'
import { useState } from 'react'
import { useParams } from 'wouter'
import type { Case } from '#contract/lifeline/cases.ts'
import { rectification } from '#db/records/lifeline/rectification.ts'
import { filesIn } from '#db/records/types/files.ts'
import { ruleCalled } from '#db/records/words/rule-words.ts'
import { useClient } from '../../api/client.ts'
import { useCase, usePlaces, useStatus } from '../../api/questions.ts'
import { useShownDay } from '../../api/shown-day.ts'
import { addressOf, pastAddress } from '../../kit/address/address.ts'
import { AppLink } from '../../kit/address/app-link.tsx'
import { OrgPath } from '../../kit/address/org-path.tsx'
import { Answer } from '../../kit/feedback/answer.tsx'
import { useNotices } from '../../kit/feedback/notices.tsx'
import { AttachedFiles } from '../../kit/files/attached-files.tsx'
import { saveFile } from '../../kit/files/save-file.ts'
import { useByHand } from '../../kit/forms/by-hand.tsx'
import { FactList } from '../../kit/page/fact-list.tsx'
import { RecordHeader } from '../../kit/page/record-header.tsx'
import { type Language, useSpoken } from '../../text/language.ts'
import { upperFirst, wordOf } from '../../text/word-of.ts'
import { wordFor } from '../../text/written.ts'
import { RecordState } from '../packets/answers/record-state.tsx'
import { caseAddress } from './case-columns.tsx'
import { CaseCourse } from './case-course.tsx'
import { CaseLamp } from './case-lamp.tsx'
import { CasePanel, readOver } from './case-panel.tsx'
import { type CaseVerb, isUnderWay } from './case-verbs.ts'
import { RowVerbs } from './row-verbs.tsx'

/** One case: what it is at a glance, how far it has come, what may be done next, and what happened. */
export function CasePage() {
  const { id = '' } = useParams<{ id: string }>()
  const { day } = useShownDay()
  const one = useCase(id, day)
  const today = useStatus().data?.clock.today ?? ''
  return (
    <Answer of={one} lines={10}>
      {known => <Shown one={known} today={day ?? today} isPast={day !== undefined} />}
    </Answer>
  )
}

/** That the organization has another case under way, and which. */
function Beside({ one }: { readonly one: Case }) {
  const { words } = useSpoken()
  const { cases } = words
  if (one.beside.length === 0) return null
  return (
    <Alert color="orange" role="status">
      {cases.besideLine}{' '}
      {one.beside.map(other => (
        <AppLink key={other.id} href={caseAddress(other.id)}>
          {cases.besideOf(other.opened, other.owner)}
        </AppLink>
      ))}
    </Alert>
  )
}

type ShownProps = { readonly one: Case; readonly today: string; readonly isPast: boolean }

function Shown({ one, today, isPast }: ShownProps) {
  const { words, language } = useSpoken()
  const { cases } = words
  const byHand = useByHand()
  const { day } = useShownDay()
  const path = usePlaces([one.orgId], day).data?.[0]?.path ?? []
  const [verb, setVerb] = useState<CaseVerb>()
  return (
    <div className="person">
      <OrgPath path={path.slice(0, -1)} asOf={day} />
      <RecordHeader
        title={one.orgName}
        tags={[
          upperFirst(one.stateWords[language]),
          ...one.rules.map(rule => wordFor(words.lifeline.rules, rule)),
        ]}
        line={
          <>
            <AppLink href="/cases">{cases.title}</AppLink>
            <AppLink href={addressOf('/orgs', { org: one.orgId, asOf: day })}>{words.lifeline.open}</AppLink>
            <AppLink href={addressOf('/lifeline/why', { org: one.orgId, asOf: day })}>
              {words.lifeline.why}
            </AppLink>
            <span>
              <CaseLamp row={one} />
            </span>
          </>
        }
        verbs={
          !isPast && (
            <>
              {one.isLocked ? (
                <span className="quiet">{cases.locked}</span>
              ) : (
                <Button variant="default" onClick={() => byHand.edit(one.id, { set: readOver(one) })}>
                  {cases.edit}
                </Button>
              )}
              <RowVerbs row={one} onVerb={setVerb} isPage />
            </>
          )
        }
      />
      {!isPast && <RecordState id={one.id} />}
      <Beside one={one} />
      <EndsWithOrg one={one} />
      <CaseCourse one={one} today={today} />
      <div className="person-beside">
        <div className="person-facts">
          <Clear one={one} />
          <Corrections one={one} day={today} />
        </div>
        <section className="panel person-panel">
          <h2 className="panel-title">{cases.timeline}</h2>
          <Timeline one={one} />
        </section>
      </div>
      {verb !== undefined && (
        <CasePanel key={verb} id={one.id} verb={verb} onEnd={() => setVerb(undefined)} />
      )}
    </div>
  )
}

const signs = { open: IconCircleDashed, accepted: IconCircleCheck, returned: IconCircleX } as const

/** The four points: what is wrong, what is done, who answers for it, until when. */
function Clear({ one }: { readonly one: Case }) {
  const { words, language } = useSpoken()
  const { cases } = words
  const called = (field: keyof typeof rectification.fields) => wordOf(rectification, field, language)
  return (
    <section className="panel person-panel" aria-label={cases.clear}>
      <h2 className="panel-title">{cases.clear}</h2>
      <FactList
        facts={[
          [called('owner'), one.owner],
          [called('liaison'), one.liaison],
          [called('opened'), one.opened],
          [called('due'), one.due],
        ]}
      />
      <h3>{cases.problems}</h3>
      <ol className="points">
        {one.points.map(({ problem, is, reason }) => {
          const Sign = signs[is]
          return (
            <li key={problem} data-is={is}>
              <span>{problem}</span>
              <span className="points-is">
                <Sign size={16} aria-hidden /> {cases.points[is]}
                {reason !== null && <span className="quiet"> {reason}</span>}
              </span>
            </li>
          )
        })}
      </ol>
      <h3>{cases.measures}</h3>
      <ol className="points">
        {one.measures.map(measure => (
          <li key={measure}>
            <span>{measure}</span>
          </li>
        ))}
      </ol>
    </section>
  )
}

/** What was said is locked in these: it is corrected by a request, which some offices want on paper as well. */
const isOver: ReadonlySet<Case['state']> = new Set(['cleared', 'merged', 'dissolved'])

function Corrections({ one, day }: { readonly one: Case; readonly day: string }) {
  const { words, say } = useSpoken()
  const { cases } = words
  const client = useClient()
  const { failed } = useNotices()
  const { day: past } = useShownDay()
  const [isBusy, setBusy] = useState(false)
  const write = async () => {
    setBusy(true)
    try {
      const name = `${cases.correctionFile(one.orgName, day)}.docx`
      const { file } = await client.cases.correction({ id: one.id, asOf: past, name })
      saveFile(file)
      notifications.show({ message: cases.correctionSaved(file.name), color: 'teal' })
    } catch (error) {
      failed(error)
    } finally {
      setBusy(false)
    }
  }
  if (one.corrections.length === 0) return null
  return (
    <section className="panel person-panel">
      <Group justify="space-between" wrap="nowrap">
        <h2 className="panel-title">{cases.corrections}</h2>
        {isOver.has(one.state) && (
          <Button variant="default" size="compact-sm" loading={isBusy} onClick={() => void write()}>
            {cases.correctionForm}
          </Button>
        )}
      </Group>
      <ul className="plain-lines">
        {one.corrections.map(({ id, day, reason, set, answer }) => (
          <li key={id}>
            {day} {reason}{' '}
            {set.map(({ field, words: called, value }) => (
              <span key={field}>
                {upperFirst(say(called))} → {value}{' '}
              </span>
            ))}
            <span className="quiet">
              {answer === null
                ? cases.waitsForAnswer
                : [
                    cases.replyOf[answer.isGranted ? 'grant' : 'decline'],
                    answer.day,
                    answer.actor,
                    answer.note,
                  ]
                    .filter(Boolean)
                    .join(' ')}
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}

/** What a correction asks for names fields by their Chinese words, as the record was written. */
function fieldCalled(point: string, language: Language): string | undefined {
  const field = Object.values(rectification.fields).find(({ words }) => words.zh === point)
  return field && upperFirst(field.words[language])
}

/** Where the case and its organization do not agree on whether there is an end: closed, or there again. */
function EndsWithOrg({ one }: { readonly one: Case }) {
  const { words, language } = useSpoken()
  const { cases } = words
  const isEndedWithIt = one.state === 'merged' || one.state === 'dissolved'
  if (one.orgClosed === null ? !isEndedWithIt : !isUnderWay(one)) return null
  if (one.orgClosed !== null)
    return (
      <Alert color="orange" role="status">
        {cases.orgClosed(one.orgClosed)}
      </Alert>
    )
  const ending = one.log.findLast(({ action }) => action === 'merge' || action === 'dissolve')
  return (
    <Alert color="orange" role="status">
      {cases.orgIsThere(one.stateWords[language])}{' '}
      {ending && <AppLink href={pastAddress(ending.id)}>{cases.endingStep}</AppLink>}
    </Alert>
  )
}

/** What happened, the newest at the top; what had no effect says so. */
function Timeline({ one }: { readonly one: Case }) {
  const { words, say, language } = useSpoken()
  const { cases } = words
  const comma = language === 'zh' ? '，' : ', '
  return (
    <ol className="case-log">
      {one.log.toReversed().map(step => (
        <li key={step.id} data-idle={step.idle !== null}>
          <span className="life-day">{step.day}</span>
          <div>
            <strong>{upperFirst(say(step.words))}</strong>
            {step.actor !== null && <span className="quiet"> {cases.byWhom(step.actor)}</span>}
            {step.note !== null && <div>{step.note}</div>}
            {step.points.length > 0 && (
              <ul className="plain-lines">
                {step.points.map(({ point, remark }) => (
                  <li key={point}>
                    {fieldCalled(point, language) ?? point.replace(/。$/, '')}
                    {language === 'zh' ? '：' : ': '}
                    {remark}
                  </li>
                ))}
              </ul>
            )}
            <AttachedFiles files={filesIn(step.files)} />
            {step.idle !== null && <div className="quiet">{cases.idle[step.idle]}</div>}
          </div>
        </li>
      ))}
      <li>
        <span className="life-day">{one.opened}</span>
        <div>
          <strong>{cases.began}</strong>
          <div className="quiet">{one.rules.map(rule => ruleCalled(rule, language)).join(comma)}</div>
        </div>
      </li>
    </ol>
  )
}
