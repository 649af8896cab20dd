import { type Selectable, sql } from 'kysely'
import { type Followed, follow } from '#db/records/courses/course.ts'
import { type TransferState, transferCourse } from '#db/records/courses/transfer-course.ts'
import type { IsoDay } from '#db/shared/day.ts'
import type { Reader, Tables } from '#db/sqlite/tables.ts'
import { seenIn, stepsOf, type TakenStep } from '../steps.ts'
import { thoseBelow } from '../subtree.ts'

export type Named = { readonly id: string; readonly code: string | null; readonly name: string }

/** A transfer with how far it has come, by its steps. */
export type KnownTransfer = Selectable<Tables['transfer']> & {
  /** `lapsed`: nobody answered within the days that there were. */
  readonly state: TransferState | 'lapsed'
  readonly by: TakenStep | undefined
  readonly steps: Followed<TransferState, TakenStep>
  /** Where it was sent last, and wherever it was sent before. */
  readonly goesTo: string | null
  readonly targets: readonly string[]
  /** Since when he is in the home that this gave him, or nowhere; undefined before that. */
  readonly arrived: string | undefined
}

/** The transfers that these conditions find, each with its state on the day. Four statements, however many. */
async function withStates(
  reader: Reader,
  rows: readonly Selectable<Tables['transfer']>[],
  asOf: IsoDay,
): Promise<KnownTransfer[]> {
  // Most people were never transferred: of many at once nothing is asked about each of them.
  if (rows.length === 0) return []
  const steps = await stepsOf(
    reader,
    rows.map(row => row.id),
  )
  const stays = await staysOf(
    reader,
    rows.map(row => row.id),
  )
  return rows.map(row => {
    const relays = (steps.get(row.id) ?? []).filter(one => one.action === 'relay' && one.org === row.home)
    const targets = [row.target, ...relays.map(one => one.other)].filter(one => one !== null)
    const own = (steps.get(row.id) ?? []).filter(step => {
      if (step.day > asOf || step.org !== row.home) return false
      const isForIt = step.other === null || targets.includes(step.other)
      if (step.action !== 'accept' && step.action !== 'leave') return isForIt
      // An acceptance is the new home: where that was given back, there was none. Where it holds, it was offered, even
      // if whoever had passed the offer on took that back without knowing yet that it was accepted.
      return stays.get(step.about ?? '')?.transfer === row.id
    })
    const stay = [...stays.values()].find(
      one => one.transfer === row.id && one.since !== null && one.since <= asOf,
    )
    const followed = follow(transferCourse, own)
    const relayed = followed.taken.findLast(one => one.action === 'relay')
    // Whoever kept his home then, and no longer does, hears where he is now without hearing of the step.
    const reached: TransferState =
      stay === undefined || followed.state === 'accepted' || followed.state === 'left'
        ? followed.state
        : stay.org === null
          ? 'left'
          : 'accepted'
    const isLapsed = reached === 'in-transit' && row.deadline < asOf
    return {
      ...row,
      steps: followed,
      by: followed.by,
      state: isLapsed ? 'lapsed' : reached,
      arrived: stay?.since ?? undefined,
      goesTo: relayed?.other ?? row.target,
      targets,
    }
  })
}

type Arrival = { readonly transfer: string; readonly org: string | null; readonly since: string | null }

/**
 * The stays that accepted these transfers: those that hold or held, and without a day those that hang on what does not count
 * here now. One of anybody else accepts nothing, whatever it says to have come by.
 */
async function staysOf(reader: Reader, transfers: readonly string[]): Promise<ReadonlyMap<string, Arrival>> {
  const list = JSON.stringify(transfers)
  const rows = await reader
    .selectFrom('membership')
    .innerJoin('transfer', join =>
      join
        .onRef('transfer.id', '=', 'membership.transfer')
        .onRef('transfer.person', '=', 'membership.person'),
    )
    .where(sql<boolean>`membership.transfer IN (SELECT value FROM json_each(${list}))`)
    .select(['membership.id', 'transfer.id as transfer', 'membership.org'])
    .select(sql<string | null>`membership.since`.as('since'))
    .unionAll(
      reader
        .selectFrom('step')
        .innerJoin('transfer', 'transfer.id', 'step.subject')
        .innerJoin('shadow', 'shadow.thing', 'step.about')
        .where(sql<boolean>`step.subject IN (SELECT value FROM json_each(${list}))`)
        .where('shadow.state', '=', 'parked')
        .where(sql<boolean>`shadow.fields ->> '$.transfer' = transfer.id`)
        .where(sql<boolean>`shadow.fields ->> '$.person' = transfer.person`)
        .select(['shadow.thing as id', 'transfer.id as transfer'])
        .select([sql<null>`NULL`.as('org'), sql<null>`NULL`.as('since')]),
    )
    .execute()
  return new Map(rows.map(({ id, ...arrival }) => [id, arrival]))
}

/** The transfers out of, into and through an organization and all below it, the newest first. */
export async function transfersBelow(
  reader: Reader,
  { root, asOf }: { readonly root: string; readonly asOf: IsoDay },
): Promise<KnownTransfer[]> {
  const named = await reader
    .selectFrom('transfer')
    .select(eb => eb.ref('home').$castTo<string | null>().as('org'))
    .union(reader.selectFrom('transfer').select('target as org'))
    .union(
      reader
        .selectFrom('transfer')
        .innerJoin('step', 'step.subject', 'transfer.id')
        .select('step.other as org'),
    )
    .execute()
  const below = await thoseBelow(
    reader,
    { root, asOf },
    named.map(({ org }) => org),
  )
  if (below.size === 0) return []
  const those = sql`(SELECT value FROM json_each(${JSON.stringify([...below])}))`
  const rows = await reader
    .selectFrom('transfer')
    .where('asked', '<=', asOf)
    .where(
      sql<boolean>`(home IN ${those} OR target IN ${those} OR EXISTS (
        SELECT 1 FROM step WHERE step.subject = transfer.id AND step.other IN ${those}))`,
    )
    .selectAll()
    .orderBy('asked', 'desc')
    .orderBy('no', 'desc')
    .execute()
  return withStates(reader, rows, asOf)
}

/** The transfers inside that were sent to one of these organizations, a JSON list of ids, asked for by the day. */
export async function transfersTowards(
  reader: Reader,
  { orgs, asOf }: { readonly orgs: string; readonly asOf: IsoDay },
): Promise<KnownTransfer[]> {
  const among = (column: string) => sql<boolean>`${sql.ref(column)} IN (SELECT value FROM json_each(${orgs}))`
  const rows = await reader
    .selectFrom('transfer')
    .where('asked', '<=', asOf)
    .where('way', '=', 'inside')
    .where(eb =>
      eb.or([
        among('transfer.target'),
        eb.exists(
          eb
            .selectFrom('step')
            .whereRef('step.subject', '=', 'transfer.id')
            .where('step.action', '=', 'relay')
            .where(among('step.other'))
            .select('step.id'),
        ),
      ]),
    )
    .selectAll('transfer')
    .execute()
  return withStates(reader, rows, asOf)
}

/** The transfer of this id, or the one of this person that is under way. */
export async function findTransfer(
  reader: Reader,
  ref: string,
  asOf: IsoDay,
): Promise<KnownTransfer | undefined> {
  const [named] = await withStates(
    reader,
    await reader.selectFrom('transfer').where('id', '=', ref).selectAll().execute(),
    asOf,
  )
  if (named !== undefined) return named
  const people = await reader
    .selectFrom('person')
    .where(eb => eb.or([eb('id', '=', ref), eb('id_number', '=', ref.toUpperCase())]))
    .select('id')
    .execute()
  const all = await Promise.all(people.map(({ id }) => transfersOf(reader, id, asOf)))
  const ordered = all.flat()
  return ordered.find(one => one.state === 'in-transit' || one.state === 'lapsed') ?? ordered.at(0)
}

/** All transfers of a person, the newest first. */
export async function transfersOf(reader: Reader, person: string, asOf: IsoDay): Promise<KnownTransfer[]> {
  const rows = await reader
    .selectFrom('transfer')
    .where('person', '=', person)
    .selectAll()
    .orderBy('asked', 'desc')
    .orderBy('no', 'desc')
    .execute()
  return withStates(reader, rows, asOf)
}

/** Of these people those who are on the way, by id, each with that transfer: four statements, however many people. */
export async function peopleOnTheWay(
  reader: Reader,
  people: readonly string[],
  asOf: IsoDay,
): Promise<ReadonlyMap<string, KnownTransfer>> {
  const rows = await reader
    .selectFrom('transfer')
    .where(sql<boolean>`person IN (SELECT value FROM json_each(${JSON.stringify(people)}))`)
    .where('asked', '<=', asOf)
    .selectAll()
    .orderBy('asked')
    .orderBy('no')
    .execute()
  if (rows.length === 0) return new Map()
  return new Map((await withStates(reader, rows, asOf)).filter(isOpen).map(one => [one.person, one]))
}

/** Whether nobody has answered yet: he still belongs to his old organization, and must not be moved otherwise. */
export function isOpen({ state }: Pick<KnownTransfer, 'state'>): boolean {
  return state === 'in-transit' || state === 'lapsed'
}

/** What the steps saw: every one that is known here. */
export function seenOf({ steps }: KnownTransfer): string[] {
  return seenIn(steps)
}

/** What people and organizations are called, those who lie elsewhere as a packet told them. */
export async function namesOf(reader: Reader, ids: readonly string[]): Promise<ReadonlyMap<string, Named>> {
  const among = (column: string) =>
    sql<boolean>`${sql.ref(column)} IN (SELECT value FROM json_each(${JSON.stringify([...new Set(ids)])}))`
  const rows = await reader
    .selectFrom('card')
    .where(among('thing'))
    .select(['thing as id', sql<string | null>`NULL`.as('code'), 'name'])
    .unionAll(
      reader
        .selectFrom('person')
        .where(among('id'))
        .select(['id', sql<string | null>`NULL`.as('code'), 'name']),
    )
    .unionAll(
      reader
        .selectFrom('org')
        .where(among('id'))
        .select(['id', 'code', sql<string>`coalesce(short_name, name)`.as('name')]),
    )
    .execute()
  // What lies here is told last, and counts before a card.
  return new Map(rows.map(row => [row.id, row]))
}
