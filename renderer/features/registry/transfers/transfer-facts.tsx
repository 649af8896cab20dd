import { Text } from '@mantine/core'
import type { Transfer } from '#contract/transfers.ts'
import { transfer as transferRecord } from '#db/records/transfer.ts'
import { useStatus } from '../../../api/questions.ts'
import { useShownDay } from '../../../api/shown-day.ts'
import { pastAddress } from '../../../kit/address/address.ts'
import { AppLink } from '../../../kit/address/app-link.tsx'
import { type Fact, FactList } from '../../../kit/page/fact-list.tsx'
import { SeverityTag } from '../../../kit/page/severity-tag.tsx'
import { useSpoken } from '../../../text/language.ts'
import { wordOf } from '../../../text/word-of.ts'
import { choiceOf, placeOf, pressing } from './transfer-columns.tsx'

/** What a transfer says: from where to where and why, whether all is in order, and how it has come along. */
export function TransferFacts({ transfer }: { readonly transfer: Transfer }) {
  const { words, say, language } = useSpoken()
  const { transfers } = words
  const shown = useShownDay().day
  const today = useStatus().data?.clock.today
  const press = pressing(transfers, transfer, shown ?? today ?? '')
  const facts: readonly Fact[] = [
    [wordOf(transferRecord, 'home', language), transfer.home.name],
    [transfers.to, placeOf(transfers, transfer)],
    [transfers.reason, choiceOf('reason', transfer.reason, language)],
    [transfers.state, say(transfer.stateWords)],
    [wordOf(transferRecord, 'fees', language), choiceOf('fees', transfer.fees, language)],
    [wordOf(transferRecord, 'posts', language), choiceOf('posts', transfer.posts, language)],
    [
      wordOf(transferRecord, 'deadline', language),
      <span key="deadline">
        {transfer.deadline}{' '}
        {press?.severity === undefined ? (
          <span className="quiet">{press?.said}</span>
        ) : (
          <SeverityTag severity={press.severity}>{press.said}</SeverityTag>
        )}
      </span>,
    ],
    ...(transfer.note === null ? [] : [[wordOf(transferRecord, 'note', language), transfer.note] as const]),
  ]
  return (
    <>
      <FactList facts={facts} />
      <section aria-label={transfers.course}>
        <Text size="sm" fw={600}>
          {transfers.course}
        </Text>
        <ol style={{ margin: 0, paddingInlineStart: 20, fontSize: 13 }}>
          <li>
            {transfer.asked} {transfers.begun}
          </li>
          {transfer.steps.map(step => (
            <li key={step.id}>
              {[
                `${step.day} ${say(step.words)}`,
                step.actor === null ? '' : transfers.byWhom(step.actor),
                step.note ?? '',
                step.idle === null ? '' : transfers.idle[step.idle],
              ]
                .filter(part => part !== '')
                .join(language === 'zh' ? '，' : ', ')}
            </li>
          ))}
        </ol>
        <Text size="sm" mt={4}>
          <AppLink href={pastAddress(transfer.id)}>{words.byHand.past}</AppLink>
        </Text>
      </section>
    </>
  )
}
