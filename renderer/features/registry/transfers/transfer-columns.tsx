import type { Transfer, transferParts } from '#contract/transfers.ts'
import { kindOf } from '#db/records/kinds.ts'
import { transfer as transferRecord } from '#db/records/transfer.ts'
import { addressOf } from '../../../kit/address/address.ts'
import type { Column } from '../../../kit/lists/record-table.tsx'
import { SeverityTag } from '../../../kit/page/severity-tag.tsx'
import { daysFrom } from '../../../kit/pictures/days.ts'
import type { Language } from '../../../text/language.ts'
import { wordOf } from '../../../text/word-of.ts'
import type { TransfersWords } from '../../../text/zh/transfers.ts'
import type { Words } from '../../../text/zh-CN.ts'

/** So many days before its deadline a transfer presses. */
const nearly = 3

/** What the verbs are called: of a transfer to the outside the home notes what the other side has answered. */
export function verbWords(words: TransfersWords, { way }: Pick<Transfer, 'way'>): TransfersWords['verbs'] {
  return way === 'outside' ? words.outsideVerbs : words.verbs
}

/** What stands in a field of choices, in the words of the field. */
export function choiceOf(field: 'reason' | 'fees' | 'posts', value: string, language: Language): string {
  return kindOf('transfer')?.fields[field]?.show(value, language) ?? value
}

/** Where somebody goes: the organization, or the asker's words with what is still missing. */
export function placeOf(words: TransfersWords, { target, place, way }: Transfer): string {
  if (target !== null) return target.name
  return way === 'outside' ? words.toOutside(place ?? '') : words.toBePassedOn(place ?? '')
}

/** How pressing a transfer that is under way is on a day. */
export function pressing(
  words: TransfersWords,
  { deadline, state }: Pick<Transfer, 'deadline' | 'state'>,
  day: string,
): { readonly said: string; readonly severity: 'red' | 'orange' | undefined } | undefined {
  if ((state !== 'in-transit' && state !== 'lapsed') || day === '') return undefined
  const left = daysFrom(day, deadline)
  if (left < 0) return { said: words.overdueBy(-left), severity: 'red' }
  return {
    said: left === 0 ? words.lastDay : words.days(left),
    severity: left <= nearly ? 'orange' : undefined,
  }
}

function orgAddress(place: Transfer['target']): string | undefined {
  return place === null || place.code === null ? undefined : addressOf('/orgs', { org: place.id })
}

type Of = {
  readonly part: (typeof transferParts)[number] | undefined
  /** Where the list stands: on a page of its own, beside the tree, or on the page of whom it is of. */
  readonly place: 'page' | 'org' | 'person'
  readonly day: string
}

/**
 * The columns of the list: what is over has the day on which it ended in place of the deadline. Where there is less
 * room, reason and checklist are left out until somebody chooses them.
 */
export function columnsOf(
  { transfers }: Words,
  language: Language,
  { part, place, day }: Of,
): Column<Transfer>[] {
  const isNarrow = place !== 'page'
  const end: Column<Transfer> =
    part === 'over'
      ? { key: 'since', title: transfers.since, width: '104px', text: row => row.since, sorts: true }
      : {
          key: 'deadline',
          title: wordOf(transferRecord, 'deadline', language),
          width: language === 'zh' ? '200px' : '236px',
          text: row => [row.deadline, pressing(transfers, row, day)?.said].filter(Boolean).join(' '),
          cell: row => {
            const press = pressing(transfers, row, day)
            return (
              <>
                {row.deadline}{' '}
                {press?.severity === undefined ? (
                  <span className="quiet">{press?.said}</span>
                ) : (
                  <SeverityTag severity={press.severity}>{press.said}</SeverityTag>
                )}
              </>
            )
          },
          sorts: true,
        }
  return [
    {
      key: 'person',
      isExtra: place === 'person',
      title: wordOf(transferRecord, 'person', language),
      width: 'minmax(72px, 1fr)',
      text: row => row.person.name,
      // Who comes from another office's registry is not in this one before he was accepted; nor are places elsewhere.
      href: row =>
        row.home.code === null && row.state !== 'accepted' ? undefined : `/people/${row.person.id}`,
    },
    {
      key: 'from',
      title: wordOf(transferRecord, 'home', language),
      width: isNarrow ? 'minmax(80px, 2fr)' : 'minmax(112px, 2fr)',
      text: row => row.home.name,
      cell: row => <span className="two-lines">{row.home.name}</span>,
      href: row => orgAddress(row.home),
    },
    {
      key: 'to',
      title: transfers.to,
      width: isNarrow ? 'minmax(80px, 2fr)' : 'minmax(112px, 2fr)',
      text: row => placeOf(transfers, row),
      cell: row => <span className="two-lines">{placeOf(transfers, row)}</span>,
      href: row => orgAddress(row.target),
    },
    {
      key: 'reason',
      isExtra: isNarrow,
      title: transfers.reason,
      width: language === 'zh' ? '116px' : '100px',
      text: row => choiceOf('reason', row.reason, language),
    },
    {
      key: 'checks',
      isExtra: isNarrow,
      title: transfers.checks,
      width: language === 'zh' ? '140px' : '108px',
      text: row =>
        transfers.checksOf(choiceOf('fees', row.fees, language), choiceOf('posts', row.posts, language)),
    },
    {
      key: 'asked',
      isExtra: isNarrow,
      title: wordOf(transferRecord, 'asked', language),
      width: '100px',
      text: row => row.asked,
      sorts: true,
    },
    end,
    { key: 'state', title: transfers.state, width: '84px', text: row => row.stateWords[language] },
    { key: 'said', title: transfers.said, width: '160px', text: row => row.said ?? '', isExtra: true },
  ]
}
