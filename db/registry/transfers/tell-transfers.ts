import type { Transfer } from '#contract/transfers.ts'
import { ruleOf } from '#db/records/course.ts'
import { transferCourse } from '#db/records/transfer-course.ts'
import type { IsoDay } from '#db/shared/day.ts'
import type { Text } from '#db/shared/text.ts'
import type { Reader } from '#db/sqlite/tables.ts'
import { withSubtree } from '../subtree.ts'
import { isOpen, type KnownTransfer, type Named, namesOf, transfersBelow } from './read-transfers.ts'

const lapsed: Text = { zh: '逾期失效', en: 'lapsed' }

export type Asked = {
  readonly root: string
  readonly office: string
  readonly asOf: IsoDay
  readonly state?: Transfer['state'] | undefined
  readonly limit: number
  readonly offset: number
}

/** A window of the transfers below an organization, and how many there are of each state, out of it and into it. */
export async function listTransfers(reader: Reader, asked: Asked) {
  const { root, office, asOf, state, limit, offset } = asked
  const all = await transfersBelow(reader, { root, asOf })
  const here = await subtreeOf(reader, root, asOf)
  const rows = state === undefined ? all : all.filter(one => one.state === state)
  return {
    total: rows.length,
    rows: await tellTransfers(reader, rows.slice(offset, offset + limit), { office, asOf }),
    counts: countTransfers(all, here),
  }
}

async function subtreeOf(reader: Reader, root: string, asOf: IsoDay): Promise<ReadonlySet<string>> {
  const rows = await withSubtree(reader, { root, asOf }).selectFrom('subtree').select('org').execute()
  return new Set(rows.map(row => row.org))
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
  const own = await subtreeOf(reader, office, asOf)
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
      since: by?.day ?? row.asked,
      actor: by?.actor ?? null,
      said: by?.note ?? null,
      may: mayDo(row, own, office),
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

function mayDo(row: KnownTransfer, own: ReadonlySet<string>, office: string): Transfer['may'] {
  if (!isOpen(row)) return []
  const isHome = own.has(row.home)
  const isOutside = row.way === 'outside'
  const isTarget = isOutside ? isHome : row.goesTo !== null && own.has(row.goesTo)
  const isOnTime = row.state === 'in-transit'
  return [
    ...(isTarget && isOnTime ? (['accept'] as const) : []),
    ...(isTarget ? (['refuse'] as const) : []),
    ...(isHome ? (['cancel'] as const) : []),
    ...(isHome && !isOutside && isOnTime && row.home !== office ? (['relay'] as const) : []),
  ]
}
