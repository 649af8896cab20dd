import type { MemberStatus, ReportStatus } from '#contract/vocabulary.ts'
import type { IsoDay } from '#db/shared/day.ts'

/** How somebody stands from a day on. */
export type Stands = { readonly status: string; readonly report: string; readonly since: string }

/** 申请报到时间 and 报到审核通过时间: the day on which somebody reported in, and the one on which that was approved. */
export type ReportDays = { readonly reportedOn: IsoDay | undefined; readonly approvedOn: IsoDay | undefined }

/** Both days, as the standings of somebody tell them, in order of their days: of the last time that he reported in. */
export function reportDaysOf(standings: readonly Stands[]): {
  readonly reportedOn: string | undefined
  readonly approvedOn: string | undefined
} {
  const asked = standings.findLastIndex(({ report }) => report === 'pending')
  if (asked >= 0)
    return {
      reportedOn: standings[asked]?.since,
      approvedOn: standings.slice(asked + 1).find(({ report }) => report === 'approved')?.since,
    }
  const [first] = standings
  const isApproval = first?.report === 'approved' && first.status === 'normal'
  return { reportedOn: undefined, approvedOn: isApproval ? first.since : undefined }
}

type Said = ReportDays & {
  readonly status: MemberStatus | undefined
  readonly reportStatus: ReportStatus | undefined
}

const usual = { status: 'normal', report: 'approved' } as const

/**
 * The standings that a row tells of beyond the last one known. What it gives a day for holds from that day, all else from
 * the day of the roster; a day after that one says nothing.
 */
export function standingsToAdd(said: Said, last: Stands | undefined, day: IsoDay): readonly Stands[] {
  const [reportedOn, approvedOn] = [said.reportedOn, said.approvedOn].map(on =>
    on !== undefined && on <= day ? on : undefined,
  )
  const now = last ?? usual
  const wanted = { status: said.status ?? now.status, report: said.reportStatus ?? now.report }
  const added: Stands[] = []
  const waited = last === undefined ? reportedOn : last.report === 'pending' ? last.since : undefined
  if (
    last === undefined &&
    reportedOn !== undefined &&
    (wanted.report !== 'approved' || approvedOn !== undefined)
  )
    if (approvedOn === undefined || reportedOn <= approvedOn)
      added.push({ ...usual, report: 'pending', since: reportedOn })
  const isAnswered = last === undefined || (waited !== undefined && waited <= (approvedOn ?? ''))
  if (wanted.report === 'approved' && approvedOn !== undefined && isAnswered)
    added.push({ status: now.status, report: 'approved', since: approvedOn })
  const then = added.at(-1) ?? now
  if (wanted.status !== then.status || wanted.report !== then.report) added.push({ ...wanted, since: day })
  return added
}
