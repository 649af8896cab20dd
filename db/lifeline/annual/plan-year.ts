import { type Draft, draftIds, type Plan, stepDraft } from '#db/plans/plan.ts'
import { columnsOf } from '#db/records/columns.ts'
import { type YearAction, yearCourse } from '#db/records/courses/year-course.ts'
import { frozenPart, frozenYear } from '#db/records/lifeline/frozen-year.ts'
import type { KnownOrg, Standpoint } from '#db/registry/acts/known.ts'
import { sentenceOf } from '#db/registry/history/sentence.ts'
import type { IsoDay } from '#db/shared/day.ts'
import { plural } from '#db/shared/plural.ts'
import { refuse } from '#db/shared/refusal.ts'
import type { Text } from '#db/shared/text.ts'
import type { Frozen } from './freeze-task.ts'
import { approvalOf, isApproved, type KnownYear, seenOf } from './known-years.ts'
import type { Missing } from './missing.ts'
import { isReviewed } from './unit-of.ts'

/** A year of one organization as an act on it sees it. */
export type YearAt = {
  readonly org: KnownOrg
  readonly year: number
  readonly day: IsoDay
  /** The one that counts of those frozen. */
  readonly own: KnownYear | undefined
  /** The streets and systems directly below it, each with the frozen year that counts. */
  readonly units: readonly {
    readonly id: string
    readonly name: string
    readonly known: KnownYear | undefined
  }[]
  readonly by: string
}

/** Freezes a year as it stands, and says how much of it is `left` to do. Refuses `year-approved`. */
export function planFreeze(at: YearAt, frozen: Frozen, left: number): Plan {
  refuseApproved(at)
  const named = draftIds()
  const { drafts, id } = freezing(at, frozen, named)
  return planned(at, 'year-freeze', drafts, id, left === 0 ? [] : [unfinished(left)])

  function unfinished(count: number): Text {
    return {
      zh: `还有 ${count} 项没有办完，已按现在的情况封存。审定前请先办完。`,
      en: `${plural(count, 'thing')} not done yet; it is frozen as it stands. Do them before you approve the year.`,
    }
  }
}

/**
 * Approves a year: freezes it, says that it is approved, and with it confirms what the streets have approved. Refuses
 * `year-not-here`, `year-approved`, and `year-unfinished` with the list of what is missing.
 */
export function planApproval(
  standpoint: Standpoint,
  at: YearAt,
  frozen: Frozen,
  missing: readonly Missing[],
): Plan {
  const { org, year } = at
  if (!isReviewed(org.tier)) {
    refuse(
      'year-not-here',
      `“${org.name}”不单独审定年度评审：由区、直属系统和街道审定。可以先封存。`,
      `${org.name} approves no year by itself: the district, its systems and its streets do. It can be frozen all the same.`,
      { org: org.id },
    )
  }
  refuseApproved(at)
  if (missing.length > 0) {
    const named = missing.slice(0, 3).map(({ name }) => name)
    refuse(
      'year-unfinished',
      `${year} 年度还有 ${missing.length} 项没有办完：${named.join('、')}${missing.length > 3 ? '等' : ''}。请逐项办完，再审定。`,
      `${plural(missing.length, 'thing')} of ${year} not done yet: ${named.join(', ')}${missing.length > 3 ? ' and others' : ''}. Do each of them, then approve the year.`,
      { missing: missing.slice(0, 200) },
    )
  }
  const named = draftIds()
  const reused = at.own !== undefined && at.own.hash === frozen.hash ? at.own : undefined
  const { drafts, id } = reused === undefined ? freezing(at, frozen, named) : { drafts: [], id: reused.id }
  const approve = stepOf(standpoint, at, named(), {
    subject: id,
    org: org.id,
    action: 'approve',
    about: null,
    saw: reused === undefined ? [] : seenOf(reused),
  })
  const confirm = at.units.flatMap(({ id: unit, known }) =>
    known?.state === 'approved'
      ? [
          stepOf(standpoint, at, named(), {
            ...{ subject: known.id, org: unit, action: 'confirm' as const },
            ...{ about: approvalOf(known), saw: seenOf(known) },
          }),
        ]
      : [],
  )
  return planned(at, 'year-approve', [...drafts, approve, ...confirm], id, [])
}

/**
 * Takes an approval back, and releases the streets whose years were confirmed with it. Refuses `year-not-approved`, and
 * `year-confirmed` where the office above has to take its own back first.
 */
export function planTakingBack(standpoint: Standpoint, at: YearAt, reason: string): Plan {
  const { org, own, year } = at
  if (!isApproved(own)) {
    refuse(
      'year-not-approved',
      `“${org.name}” ${year} 年度还没有审定，没有可以撤回的。`,
      `The year ${year} of ${org.name} is not approved, so there is nothing to take back.`,
      { org: org.id, year },
    )
  }
  if (own.state === 'confirmed') {
    refuse(
      'year-confirmed',
      `“${org.name}” ${year} 年度上级已经审定。请上级先撤回，再撤回本级。`,
      `The office above has confirmed the year ${year} of ${org.name}. It has to take its own approval back first.`,
      { org: org.id, year },
    )
  }
  const named = draftIds()
  const back = stepOf(standpoint, at, named(), {
    ...{ subject: own.id, org: org.id, action: 'take-back' as const, about: null },
    ...{ saw: seenOf(own), note: reason },
  })
  const release = at.units.flatMap(({ id, known }) =>
    known?.state === 'confirmed'
      ? [
          stepOf(standpoint, at, named(), {
            ...{ subject: known.id, org: id, action: 'release' as const, about: null },
            ...{ saw: seenOf(known), note: reason },
          }),
        ]
      : [],
  )
  return planned(at, 'year-take-back', [back, ...release], own.id, [], reason)
}

function refuseApproved({ org, own, year }: YearAt): void {
  if (!isApproved(own)) return
  refuse(
    'year-approved',
    `“${org.name}” ${year} 年度已经审定，不再封存。要重新封存，请先撤回审定。`,
    `The year ${year} of ${org.name} is approved, so it is not frozen again. Take the approval back first.`,
    { org: org.id, year },
  )
}

function freezing(
  { org, year, day }: YearAt,
  { pack, hash, size, parts }: Frozen,
  named: () => string,
): { readonly drafts: readonly Draft[]; readonly id: string } {
  const id = named()
  const head = { org: org.id, year, day, pack, hash, size, parts: parts.length }
  return {
    id,
    drafts: [
      { act: 'create', entity: 'frozen_year', id, fields: columnsOf(frozenYear, head) },
      ...parts.map(
        (body, n): Draft => ({
          ...{ act: 'create', entity: 'frozen_part', id: named() },
          fields: columnsOf(frozenPart, { org: org.id, of: id, n, body }),
        }),
      ),
    ],
  }
}

type Step = {
  readonly subject: string
  readonly org: string
  readonly action: YearAction
  readonly about: string | null
  readonly saw: readonly string[]
  readonly note?: string
}

function stepOf({ today, on }: Standpoint, { by }: YearAt, id: string, step: Step): Draft {
  const { note = null, ...said } = step
  return stepDraft(id, { ...said, of: 'frozen_year', day: on ?? today, by, note })
}

function planned(
  { org, year, day }: YearAt,
  what: string,
  drafts: readonly Draft[],
  id: string,
  warnings: readonly Text[],
  reason?: string,
): Plan {
  const label = {
    ...{ what, title: org.name, year, on: day },
    ...(reason !== undefined && { reason }),
  }
  return { id, drafts, problems: [], sentences: [sentenceOf(label)], warnings, label }
}

/** What each state is called. */
export const yearStates = yearCourse.states
