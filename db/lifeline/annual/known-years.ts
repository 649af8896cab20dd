import { sql } from 'kysely'
import type { Followed } from '#db/records/courses/course.ts'
import { type YearState, yearCourse } from '#db/records/courses/year-course.ts'
import { followed, seenIn, stepsOf, type TakenStep } from '#db/registry/steps.ts'
import type { IsoDay } from '#db/shared/day.ts'
import { isDay } from '#db/shared/day.ts'
import { refuse } from '#db/shared/refusal.ts'
import type { Reader } from '#db/sqlite/tables.ts'
import type { YearContent } from './content.ts'
import { type Damage, openContent } from './sealed-content.ts'

/** A frozen year without its content, with how far its approval has come. */
export type KnownYear = {
  readonly id: string
  readonly org: string
  readonly year: number
  readonly day: IsoDay
  readonly pack: string
  readonly hash: string
  readonly size: number
  readonly parts: number
  readonly state: YearState
  readonly steps: Followed<YearState, TakenStep>
  /** Where it stands in this registry's journal: what is written after it came later. */
  readonly change: number
  readonly at: string
  readonly actor: string
}

/** The frozen years of these organizations, the one that counts first (`thatCounts`). Two statements, however many. */
export async function yearsOf(
  reader: Reader,
  orgs: readonly string[],
  year?: number,
): Promise<readonly KnownYear[]> {
  let wanted = reader
    .selectFrom('frozen_year')
    .where(sql<boolean>`frozen_year.org IN (SELECT value FROM json_each(${JSON.stringify(orgs)}))`)
  if (year !== undefined) wanted = wanted.where('year', '=', year)
  return read(reader, await wanted.select('id').execute())
}

/** The frozen year of this id. Refuses `year-unknown`. */
export async function yearNamed(reader: Reader, id: string): Promise<KnownYear> {
  const [found] = await read(reader, [{ id }])
  if (found !== undefined) return found
  refuse(
    'year-unknown',
    `台账里没有编号为“${id}”的年度评审。请在年度评审页面重新选择。`,
    `There is no frozen year "${id}" in this registry. Choose one on the page of the annual review.`,
    { id },
  )
}

async function read(reader: Reader, ids: readonly { readonly id: string }[]): Promise<readonly KnownYear[]> {
  const names = ids.map(({ id }) => id)
  const rows = await reader
    .selectFrom('frozen_year')
    .innerJoin('change', join =>
      join.onRef('change.thing', '=', 'frozen_year.id').on('change.kind', '=', 'put'),
    )
    .innerJoin('origin', 'origin.no', 'change.origin')
    .where(sql<boolean>`frozen_year.id IN (SELECT value FROM json_each(${JSON.stringify(names)}))`)
    .select(['frozen_year.id', 'frozen_year.org', 'frozen_year.year', 'frozen_year.day', 'frozen_year.pack'])
    .select(['frozen_year.hash', 'frozen_year.size', 'frozen_year.parts'])
    .select(['change.no as change', 'origin.at', 'origin.actor'])
    .orderBy('change.no')
    .execute()
  const steps = await stepsOf(reader, names)
  const known = rows.flatMap((row): KnownYear[] => {
    const course = followed(yearCourse, steps.get(row.id), { home: row.org })
    return isDay(row.day) ? [{ ...row, day: row.day, state: course.state, steps: course }] : []
  })
  return known.toSorted((a, b) => weight(b) - weight(a) || b.change - a.change)
}

/** An approved one counts before one that is not, and of those the newest. */
function weight({ state }: KnownYear): number {
  return state === 'confirmed' ? 2 : state === 'approved' ? 1 : 0
}

/** Of each organization the frozen year that counts, of those read by `yearsOf`. */
export function thatCounts(years: readonly KnownYear[]): ReadonlyMap<string, KnownYear> {
  const counts = new Map<string, KnownYear>()
  for (const one of years) if (!counts.has(one.org)) counts.set(one.org, one)
  return counts
}

export function isApproved(one: KnownYear | undefined): one is KnownYear {
  return one?.state === 'approved' || one?.state === 'confirmed'
}

/** The approval that holds: whoever confirms it names it. */
export function approvalOf({ steps }: KnownYear): string | null {
  return steps.taken.findLast(step => step.action === 'approve')?.id ?? null
}

/** Every step that is known of it: what the next one saw. */
export function seenOf({ steps }: KnownYear): string[] {
  return seenIn(steps)
}

/** The content of a frozen year as it lies in the registry, or what is wrong with it: of its own organization, whoever else names it. */
export async function contentIn(
  reader: Reader,
  { id, org, hash, size, parts }: Pick<KnownYear, 'id' | 'org' | 'hash' | 'size' | 'parts'>,
): Promise<{ readonly content: YearContent } | { readonly damage: Damage }> {
  const rows = await reader
    .selectFrom('frozen_part')
    .where('of', '=', id)
    .where('org', '=', org)
    .select(['n', 'body'])
    .orderBy('n')
    .execute()
  const bodies = new Map(rows.map(row => [row.n, row.body]))
  const found = Array.from({ length: parts }, (_, at) => bodies.get(at)).filter(body => body !== undefined)
  return openContent({ hash, size, parts: found }, parts)
}
