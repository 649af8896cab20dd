import { Stack } from '@mantine/core'
import { Link } from 'wouter'
import { useRecovery } from '../../api/exchange.ts'
import { isToCorrect, useDisputes, useGivenBack, usePending } from '../../api/packets.ts'
import {
  useCasesDue,
  useDue,
  useElections,
  useProposalsDue,
  useStatus,
  useTasksDue,
  useTransfersWaiting,
} from '../../api/questions.ts'
import { useShownDay } from '../../api/shown-day.ts'
import { AppLink } from '../../kit/address/app-link.tsx'
import { Answer, useLate } from '../../kit/feedback/answer.tsx'
import { withWholeDays } from '../../kit/page/whole-days.tsx'
import { useSpoken } from '../../text/language.ts'
import { count } from '../../text/written.ts'
import { dueLines, isOld } from './what-waits.ts'

/** So long all lines are waited for together, in milliseconds: one that came later would push the others down. */
const together = 1000

/** What waits to be done, the most pressing first: each line opens its list, by the verb that does it. */
export function HomeDue() {
  const { words } = useSpoken()
  const { day } = useShownDay()
  const due = useDue(day)
  const elections = useElections({ limit: 0, asOf: day })
  const pending = usePending()
  const back = useGivenBack()
  const disputes = useDisputes()
  const transfers = useTransfersWaiting(day === undefined)
  const cases = useCasesDue(day)
  const proposals = useProposalsDue(day)
  const tasks = useTasksDue(day === undefined)
  const status = useStatus()
  const recovery = useRecovery()
  const isLong = useLate(together)
  const asked = [
    due,
    elections,
    pending,
    back,
    disputes,
    cases,
    status,
    recovery,
    proposals,
    ...(day === undefined ? [transfers, tasks] : []),
  ]
  const failed = asked.find(({ data, error }) => data === undefined && error !== null)
  const isReady = failed === undefined && (isLong || asked.every(({ data }) => data !== undefined))
  const all = {
    data:
      isReady && due.data && status.data
        ? {
            ...due.data,
            overdue: elections.data?.overdue,
            dueSoon: elections.data?.dueSoon,
            soon: elections.data?.soon ?? due.data.until,
            casesOverdue: cases.data?.overdue,
            casesSoon: cases.data?.dueSoon,
            casesWaiting: cases.data?.waiting,
            proposals: proposals.data && proposals.data.counts.open + proposals.data.counts.lapsed,
            unopened: proposals.data?.unopened,
            // What waits between offices waits now, on whatever day one looks.
            ...(day === undefined
              ? {
                  waiting: pending.data?.filter(
                    peer => !peer.revoked && (peer.changes > 0 || peer.owesReceipt || peer.unhanded !== null),
                  ).length,
                  givenBack: back.data?.filter(isToCorrect).length,
                  conflicts: disputes.data?.total,
                  transfers: transfers.data,
                  tasksOverdue: tasks.data?.overdue,
                  tasksSoon: tasks.data?.soon,
                  tasksBelow: tasks.data?.below,
                  tasksAsked: tasks.data?.asked,
                }
              : {
                  waiting: 0,
                  givenBack: 0,
                  conflicts: 0,
                  transfers: 0,
                  tasksOverdue: 0,
                  tasksSoon: 0,
                  tasksBelow: 0,
                  tasksAsked: 0,
                }),
            backup: status.data.lastBackup,
            noRecovery:
              recovery.data?.needed === true &&
              recovery.data.saved === null &&
              !(status.data.state === 'ready' && status.data.isSample),
          }
        : undefined,
    error: failed?.error ?? null,
    refetch: () => Promise.all(asked.map(({ refetch }) => refetch())),
  }
  return (
    <Answer of={all} lines={6}>
      {waits => {
        const { asOf, backup, noRecovery } = waits
        const present = dueLines(words, waits).filter(({ n }) => n !== 0)
        return (
          <Stack gap={2}>
            {present.length === 0 && <span className="quiet">{words.home.dueNone}</span>}
            {present.map(({ label, n, unit, verb, href, isLate }) => (
              <div key={label} className="home-line" data-late={isLate} aria-busy={n === undefined}>
                <span className="home-n">
                  {n === undefined ? (
                    '…'
                  ) : (
                    // The verb at the end of the line is the stop of the Tab key.
                    <Link href={href} className="app-link" tabIndex={-1}>
                      {count(n)}
                    </Link>
                  )}
                </span>
                <span className="quiet home-unit">{unit}</span>
                <span className="home-label">{withWholeDays(label)}</span>
                <AppLink href={href}>{verb}</AppLink>
              </div>
            ))}
            {day === undefined && noRecovery && (
              <div className="home-line" data-late>
                <span className="home-label" title={words.exchange.recovery.line}>
                  {words.exchange.recovery.missing}
                </span>
                <AppLink href="/settings">{words.exchange.recovery.make}</AppLink>
              </div>
            )}
            {day === undefined && (
              <div className="home-line" data-late={isOld(backup, asOf)}>
                <span className="home-label">
                  {backup === null ? words.home.neverBackedUp : words.home.lastBackup(backup.slice(0, 10))}
                </span>
                <AppLink href="/settings">{words.home.doBackup}</AppLink>
              </div>
            )}
          </Stack>
        )
      }}
    </Answer>
  )
}
