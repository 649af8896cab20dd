import type { Case } from '#contract/lifeline/cases.ts'
import { rectification } from '#db/records/lifeline/rectification.ts'
import { addressOf } from '../../kit/address/address.ts'
import type { Column } from '../../kit/lists/record-table.tsx'
import { SeverityTag } from '../../kit/page/severity-tag.tsx'
import { withWholeDays } from '../../kit/page/whole-days.tsx'
import type { Spoken } from '../../text/language.ts'
import { upperFirst, wordOf } from '../../text/word-of.ts'
import { CaseLamp, leftOf } from './case-lamp.tsx'

/** The newest report of how it goes. */
export function progressOf({ log }: Pick<Case, 'log'>): string | undefined {
  const last = log.findLast(step => step.action === 'note' && step.idle === null)
  return last && `${last.day} ${last.note ?? ''}`
}

export function caseAddress(id: string): string {
  return `/cases/${id}`
}

/** The columns of the ledger on the screen; on paper and in a file it is the form itself. */
export function caseColumns({ words, language }: Spoken, asOf: string | undefined): Column<Case>[] {
  const { cases } = words
  const called = (field: keyof typeof rectification.fields) => wordOf(rectification, field, language)
  return [
    {
      key: 'street',
      title: cases.streetHead,
      width: 'minmax(104px, 0.8fr)',
      text: row => row.street ?? '',
      cell: row => <span className="two-lines">{row.street}</span>,
    },
    {
      key: 'org',
      title: called('org'),
      width: 'minmax(140px, 1fr)',
      text: row => row.orgName,
      href: row => caseAddress(row.id),
      cell: row => (
        <span className="two-lines">
          {row.beside.length > 0 && <SeverityTag severity="orange">{cases.twice}</SeverityTag>} {row.orgName}
        </span>
      ),
    },
    {
      key: 'state',
      title: cases.state,
      width: language === 'zh' ? '88px' : '104px',
      text: row => upperFirst(row.stateWords[language]),
      cell: row => <span className="two-lines">{upperFirst(row.stateWords[language])}</span>,
    },
    {
      key: 'due',
      title: called('due'),
      width: language === 'zh' ? '228px' : '180px',
      text: row =>
        row.awaitsDue ? cases.dueAnew : [row.lookBack ?? row.due, leftOf(cases, row)].join(' ').trim(),
      cell: row =>
        row.lamp === 'off' && !row.awaitsDue ? (
          <span className="quiet">{row.due}</span>
        ) : (
          <span className="two-lines">
            <CaseLamp row={row} isBrief />
          </span>
        ),
    },
    {
      key: 'owner',
      title: called('owner'),
      width: '92px',
      text: row => row.owner,
    },
    {
      key: 'liaison',
      title: called('liaison'),
      // a name with a post in it
      width: language === 'zh' ? 'minmax(148px, 0.8fr)' : 'minmax(112px, 0.8fr)',
      text: row => row.liaison,
      cell: row => <span className="two-lines">{row.liaison}</span>,
    },
    {
      key: 'progress',
      title: cases.progress,
      width: 'minmax(108px, 1fr)',
      text: row => progressOf(row) ?? cases.progressNone,
      cell: row =>
        progressOf(row) === undefined ? (
          <span className="quiet">{cases.progressNone}</span>
        ) : (
          <span className="two-lines">{withWholeDays(progressOf(row) ?? '')}</span>
        ),
    },
    {
      key: 'rules',
      title: called('rules'),
      width: '104px',
      text: row => rectification.fields.rules.show(row.rules, language),
      isExtra: true,
    },
    {
      key: 'problems',
      title: called('problems'),
      width: 'minmax(200px, 1.4fr)',
      text: row => row.problems.join('；'),
      isExtra: true,
    },
    { key: 'opened', title: called('opened'), width: '104px', text: row => row.opened, isExtra: true },
    {
      key: 'branch',
      title: words.org.name,
      width: '88px',
      text: () => words.lifeline.open,
      href: row => addressOf('/orgs', { org: row.orgId, asOf }),
      isWay: true,
      isExtra: true,
    },
  ]
}
