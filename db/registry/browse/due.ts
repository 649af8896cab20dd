import type { IsoDay } from '#db/shared/day.ts'
import type { Reader } from '#db/sqlite/tables.ts'
import type { Scope } from '../subtree.ts'
import { type PeopleWanted, readPeople } from './people.ts'

const anyone: PeopleWanted = { text: '', status: undefined, report: undefined, agedBy: undefined }

/** How many have not reported in, and how many of the members in good standing are 28 by then. */
export async function readDue(reader: Reader, scope: Scope, until: IsoDay) {
  const one = { sort: 'name', offset: 0, limit: 1 } as const
  const open = await readPeople(reader, scope, { ...anyone, report: 'open' }, one)
  const aged = await readPeople(reader, scope, { ...anyone, status: 'normal', agedBy: until }, one)
  return { asOf: scope.asOf, until, notReported: open.total, reaching28: aged.total }
}
