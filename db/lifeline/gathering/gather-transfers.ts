import { type KnownTransfer, transfersTowards } from '#db/registry/transfers/read-transfers.ts'
import { addDays, type IsoDay, isDay } from '#db/shared/day.ts'
import type { Reader } from '#db/sqlite/tables.ts'
import type { AskedOrgs } from './asked-orgs.ts'

/** How long one transfer waited, or waits, for the organization to which it was sent last. */
export type TransferWait = {
  readonly id: string
  readonly person: string
  readonly org: string
  readonly since: IsoDay
  /** Null while it waits. One that nobody answered waited until its deadline was over. */
  readonly until: IsoDay | null
}

/** The transfers that wait, or waited, for an answer of these organizations; who withdrew his own waits for nothing. */
export async function transferWaits(reader: Reader, asked: AskedOrgs): Promise<readonly TransferWait[]> {
  return (await transfersTowards(reader, asked)).flatMap(one => {
    const { id, person, goesTo } = one
    const since = sentOn(one)
    if (goesTo === null || !isDay(since) || one.state === 'cancelled') return []
    const until = endOf(one)
    return [{ id, person, org: goesTo, since, until }]
  })
}

/** An office between them may have passed it on: it waits for the last one since then. */
function sentOn({ steps, asked }: KnownTransfer): string {
  return steps.taken.findLast(step => step.action === 'relay')?.day ?? asked
}

function endOf({ state, by, deadline }: KnownTransfer): IsoDay | null {
  if (state === 'in-transit') return null
  if (state === 'lapsed') return isDay(deadline) ? addDays(deadline, 1) : null
  return by !== undefined && isDay(by.day) ? by.day : null
}
