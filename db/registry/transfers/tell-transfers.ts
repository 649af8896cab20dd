import type { Transfer, transferParts, transferSorts } from '#contract/transfers.ts'
import { ruleOf } from '#db/records/courses/course.ts'
import { transferCourse } from '#db/records/courses/transfer-course.ts'
import type { IsoDay } from '#db/shared/day.ts'
import type { Text } from '#db/shared/text.ts'
import type { Reader } from '#db/sqlite/tables.ts'
import { type Scope, thoseBelow, thoseHeldBelow } from '../subtree.ts'
import {
  isOpen,
  type KnownTransfer,
  type Named,
  namesOf,
  transfersBelow,
  transfersOf,
} from './read-transfers.ts'

const lapsed: Text = { zh: '逾期失效', en: 'lapsed' }

type Part = (typeof transferParts)[number]

export type Asked = {
  readonly root: string
  readonly office: string
  readonly asOf: IsoDay
  readonly person?: string | undefined
  readonly state?: Transfer['state'] | undefined
  readonly part?: Part | undefined
  readonly sort: (typeof transferSorts)[number]
  readonly down: boolean
  readonly limit: number
  readonly offset: number
}

/** A window of the transfers below an organization, and how many there are of each state, out of it and into it. */
export async function listTransfers(reader: Reader, asked: Asked) {
  const { root, office, asOf, person, state, part, limit, offset } = asked
  const all =
    person === undefined
      ? await transfersBelow(reader, { root, asOf })
      : (await transfersOf(reader, person, asOf)).filter(one => one.asked <= asOf)
  const here = await placesBelow(reader, { root, asOf }, all)
  const own = root === office ? here : await placesBelow(reader, { root: office, asOf }, all)
  const below = await heldBelow(reader, asOf, all)
  const parts = { mine: 0, open: 0, over: 0 }
  const rows = all.filter(one => {
    const its = partOf(one, { own, below, office })
    parts[its]++
    return (state === undefined || one.state === state) && (part === undefined || part === its)
  })
  const ordered = inOrder(rows, asked)
  return {
    total: rows.length,
    rows: await tellTransfers(reader, ordered.slice(offset, offset + limit), { office, asOf }),
    counts: countTransfers(all, here),
    parts,
  }
}

/** Of the organizations between which people are on their way, those of which an office below keeps the registry. */
function heldBelow(reader: Reader, asOf: IsoDay, transfers: readonly KnownTransfer[]) {
  return thoseHeldBelow(
    reader,
    asOf,
    transfers.filter(isOpen).flatMap(({ home, goesTo }) => [home, goesTo]),
  )
}

type Places = {
  readonly own: ReadonlySet<string>
  readonly below: ReadonlySet<string>
  readonly office: string
}

/**
 * It waits for this office where nobody else can take the next step: to take him in or note that he has left, to pass
 * him on where an office below could not say to whom, and to take back what has lapsed. Where an office below keeps the
 * registry of whoever is to do so, it waits for that one; this office may still do it in its place.
 */
function partOf(row: KnownTransfer, places: Places): Part {
  const { below } = places
  if (!isOpen(row)) return 'over'
  const may = mayDo(row, places)
  const next = row.state === 'lapsed' || row.way === 'outside' ? row.home : row.goesTo
  const isNext = may.includes(row.state === 'lapsed' ? 'cancel' : 'accept')
  const isMine = isToPassOn(row, places) || (isNext && next !== null && !below.has(next))
  return isMine ? 'mine' : 'open'
}

/** Whether an office below has asked and could not say to whom. */
function isToPassOn(row: KnownTransfer, { own, below }: Places): boolean {
  const isAsked = row.goesTo === null && row.way !== 'outside' && row.state === 'in-transit'
  return isAsked && own.has(row.home) && below.has(row.home)
}

/** Rows come the newest first; those of the same day stay so. */
function inOrder(
  rows: readonly KnownTransfer[],
  { sort, down }: Pick<Asked, 'sort' | 'down'>,
): readonly KnownTransfer[] {
  const dayOf = (row: KnownTransfer) => (sort === 'since' ? (row.by?.day ?? row.asked) : row[sort])
  const way = down ? -1 : 1
  return rows.toSorted((a, b) => (dayOf(a) === dayOf(b) ? 0 : dayOf(a) < dayOf(b) ? -way : way))
}

/** Where these transfers come from and go to, as far as it lies below an organization. */
function placesBelow(
  reader: Reader,
  scope: Scope,
  transfers: readonly KnownTransfer[],
): Promise<ReadonlySet<string>> {
  return thoseBelow(
    reader,
    scope,
    transfers.flatMap(({ home, goesTo }) => [home, goesTo]),
  )
}

type Side = {
  asked: number
  inTransit: number
  lapsed: number
  done: number
  refused: number
  cancelled: number
}

/** 转出, 转入 and 内部转接 by what came of them: each transfer is counted once. */
function countTransfers(all: readonly KnownTransfer[], here: ReadonlySet<string>) {
  const none = (): Side => ({ asked: 0, inTransit: 0, lapsed: 0, done: 0, refused: 0, cancelled: 0 })
  const counts = { out: none(), in: none(), within: none() }
  for (const one of all) {
    const [leaves, comes] = [here.has(one.home), one.goesTo !== null && here.has(one.goesTo)]
    if (!leaves && !comes) continue
    const side = counts[leaves && comes ? 'within' : leaves ? 'out' : 'in']
    side.asked++
    side[columns[one.state]]++
  }
  return counts
}

const columns = {
  'in-transit': 'inTransit',
  lapsed: 'lapsed',
  accepted: 'done',
  left: 'done',
  refused: 'refused',
  cancelled: 'cancelled',
} as const satisfies Record<KnownTransfer['state'], keyof Side>

/** Transfers as people read them, with what this registry's office may do about each. */
export async function tellTransfers(
  reader: Reader,
  rows: readonly KnownTransfer[],
  { office, asOf }: { readonly office: string; readonly asOf: IsoDay },
): Promise<Transfer[]> {
  const own = await placesBelow(reader, { root: office, asOf }, rows)
  const below = await heldBelow(reader, asOf, rows)
  const names = await namesOf(
    reader,
    rows.flatMap(row => [row.person, row.home, ...row.targets]),
  )
  const named = (id: string): Named => names.get(id) ?? { id, code: null, name: '' }
  return rows.map(row => {
    const { steps, by, state } = row
    const told = [
      ...steps.taken.map(event => ({ event, idle: null })),
      ...steps.idle.map(({ event, why }) => ({ event, idle: why })),
    ].toSorted((a, b) => (a.event.rank < b.event.rank ? -1 : 1))
    return {
      id: row.id,
      person: { id: row.person, name: named(row.person).name },
      home: named(row.home),
      target: row.goesTo === null ? null : named(row.goesTo),
      way: row.way,
      place: row.place,
      reason: row.reason,
      asked: row.asked,
      deadline: row.deadline,
      fees: row.fees,
      posts: row.posts,
      note: row.note,
      state,
      stateWords: state === 'lapsed' ? lapsed : transferCourse.states[state],
      since: (state === 'accepted' || state === 'left' ? row.arrived : undefined) ?? by?.day ?? row.asked,
      actor: by?.actor ?? null,
      said: by?.note ?? null,
      may: mayDo(row, { own, below, office }),
      steps: told.map(({ event, idle }) => ({
        id: event.id,
        action: event.action,
        words: ruleOf(transferCourse, event.action)?.words ?? { zh: event.action, en: event.action },
        day: event.day,
        actor: event.actor,
        note: event.note,
        idle,
      })),
    }
  })
}

/** What this office may do about it, what is to be done next before the others. */
function mayDo(row: KnownTransfer, places: Places): Transfer['may'] {
  const { own, office } = places
  if (!isOpen(row)) return []
  const isHome = own.has(row.home)
  const isOutside = row.way === 'outside'
  const isTarget = isOutside ? isHome : row.goesTo !== null && own.has(row.goesTo)
  const isOnTime = row.state === 'in-transit'
  // What has lapsed can only be asked for anew, so taking it back comes first.
  if (!isOnTime) return [...(isHome ? (['cancel'] as const) : []), ...(isTarget ? (['refuse'] as const) : [])]
  const mayRelay = isHome && !isOutside && row.home !== office
  const isNext = isToPassOn(row, places)
  return [
    ...(mayRelay && isNext ? (['relay'] as const) : []),
    ...(isTarget ? (['accept'] as const) : []),
    ...(isTarget ? (['refuse'] as const) : []),
    ...(isHome ? (['cancel'] as const) : []),
    ...(mayRelay && !isNext ? (['relay'] as const) : []),
  ]
}
