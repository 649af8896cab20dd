import type { DutyRow } from '#contract/lifeline/duties.ts'
import { withSubtree } from '#db/registry/subtree.ts'
import { firstOfMonth, type IsoDay } from '#db/shared/day.ts'
import type { Reader } from '#db/sqlite/tables.ts'
import type { Task } from '#db/sqlite/task.ts'
import { askedOrgs } from './gathering/asked-orgs.ts'
import { gatherKept } from './gathering/gather-kept.ts'
import { gatherMeetings, noMeetings } from './gathering/gather-meetings.ts'
import { emptyRoll, gatherMembers } from './gathering/gather-members.ts'
import type { Pack } from './packs/pack.ts'
import { packFor } from './packs/pack-in-force.ts'
import { quarterOf } from './periods.ts'

export type DutiesInput = {
  readonly root: string
  readonly asOf: IsoDay
  /** Only branches that still owe something. */
  readonly open: boolean
  readonly offset: number
  readonly limit: number
}
export type DutiesFound = {
  readonly committeeFrom: number
  readonly branches: number
  readonly owing: Readonly<Record<'assembly' | 'lesson' | 'committee', number>>
  readonly total: number
  readonly rows: DutyRow[]
}

/** The window of a list of what branches owe, in a thread that only reads: every member below is counted. */
export const dutiesTask: Task<DutiesInput, never, DutiesFound> = async (input, tools) => {
  const { root, asOf, open, offset, limit } = input
  const pack = await packFor(tools.reader(), asOf)
  const all = await readDuties(tools.reader(), root, asOf, pack)
  const shown = open ? all.filter(row => owedBy(row) > 0) : all
  const owing = (what: 'assembly' | 'lesson' | 'committee') => all.filter(row => row[what] === 'due').length
  return {
    committeeFrom: pack.thresholds.W09.fromMembers,
    branches: all.length,
    owing: { assembly: owing('assembly'), lesson: owing('lesson'), committee: owing('committee') },
    total: shown.length,
    rows: shown.slice(offset, offset + limit),
  }
}

/** What each branch below an organization owes in the running quarter and month, whoever owes most first. */
export async function readDuties(reader: Reader, root: string, asOf: IsoDay, pack: Pack): Promise<DutyRow[]> {
  const branches = await withSubtree(reader, { root, asOf })
    .selectFrom('subtree')
    .innerJoin('org', 'org.id', 'subtree.org')
    .where('org.kind', '=', 'branch')
    .where(eb => eb.or([eb('org.closed', 'is', null), eb('org.closed', '>', asOf)]))
    .select(['org.id', 'org.code', 'org.name', 'org.short_name as shortName'])
    .orderBy('org.name')
    .orderBy('org.id')
    .execute()
  const asked = askedOrgs(
    branches.map(({ id }) => id),
    asOf,
  )
  const [meetings, rolls] = [
    await gatherMeetings(reader, asked),
    await gatherMembers(reader, asked, pack, await gatherKept(reader, asOf)),
  ]
  const [quarter, month] = [quarterOf(asOf), firstOfMonth(asOf)]
  const held = (periods: readonly IsoDay[], period: IsoDay) => (periods.includes(period) ? 'held' : 'due')
  const rows = branches.map((org): DutyRow => {
    const facts = meetings.get(org.id) ?? noMeetings
    const { counted } = (rolls.get(org.id) ?? emptyRoll).members
    return {
      org,
      members: counted,
      assembly: held(facts.assemblies, quarter),
      lesson: held(facts.lessons, quarter),
      committee: counted < pack.thresholds.W09.fromMembers ? 'none' : held(facts.committees, month),
      last: facts.last,
    }
  })
  return rows.toSorted((a, b) => owedBy(b) - owedBy(a))
}

/** How much a branch still owes. */
export function owedBy({ assembly, lesson, committee }: DutyRow): number {
  return [assembly, lesson, committee].filter(state => state === 'due').length
}
