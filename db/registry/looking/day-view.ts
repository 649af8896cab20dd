import type { AgeRow } from '#contract/glance.ts'
import type { IsoDay } from '#db/shared/day.ts'
import type { Connection } from '#db/sqlite/connection.ts'
import { agesUnder, readSexes } from './ages.ts'
import { readLastMeetings } from './last-meetings.ts'
import { type PeopleWanted, readNamed, wantedPeople } from './people.ts'
import { readOutline, readPostCounts } from './read-outline.ts'
import { Recent } from './recent.ts'
import { orderByDay, orderByName, readDays, readRoll } from './roll.ts'
import { readYear } from './year.ts'

export type PeopleSort = 'name' | 'birth' | 'joined'

/** Lists that are scrolled through go on as long as they are among the last few. */
const lists = 6

/** One state of the registry as of one day: each part is read when it is first asked for, and kept. */
export class DayView {
  readonly connection: Connection
  readonly day: IsoDay
  readonly outline = once(() => readOutline(this.connection, this.day))
  readonly postCounts = once(() => readPostCounts(this.connection, this.outline()))
  readonly byCode = once(() => readByCode(this.connection))
  readonly roll = once(() => readRoll(this.connection, this.outline()))
  readonly lastMeetings = once(() => readLastMeetings(this.connection, this.outline()))
  readonly year = once(() => readYear(this.connection, this.day))
  readonly #births = once(() => readDays(this.connection, 'birth'))
  readonly #sexes = once(() => readSexes(this.connection, this.roll().placeOf.length))
  readonly #orders: Readonly<Record<PeopleSort, () => Int32Array>> = {
    name: once(() => orderByName(this.connection, this.roll())),
    birth: once(() => orderByDay(this.roll(), this.#births(), this.#orders.name())),
    joined: once(() => orderByDay(this.roll(), readDays(this.connection, 'joined'), this.#orders.name())),
  }
  readonly #lists = new Recent<string, Int32Array>(lists)

  constructor(connection: Connection, day: IsoDay) {
    this.connection = connection
    this.day = day
  }

  /** The whole roll in an order. */
  order(sort: PeopleSort): Int32Array {
    return this.#orders[sort]()
  }

  /** The members under an organization by age and sex. */
  ages(root: number): AgeRow[] {
    const [outline, roll, births] = [this.outline(), this.roll(), this.#births()]
    return agesUnder({ outline, roll, births, sexes: this.#sexes() }, root)
  }

  /** The places in the roll of those wanted under an organization, in order. */
  people(root: number, wanted: PeopleWanted, sort: PeopleSort): Int32Array {
    const { text, status, report, agedBy } = wanted
    return this.#lists.get(JSON.stringify([root, text, status, report, agedBy, sort]), () => {
      const [outline, roll, order] = [this.outline(), this.roll(), this.order(sort)]
      const named = text === '' ? undefined : readNamed(this.connection, text, roll.placeOf.length)
      return wantedPeople({ outline, roll, order }, root, wanted, this.#births, named)
    })
  }
}

function readByCode(connection: Connection): Int32Array {
  return Int32Array.from(connection.prepare<[], number>('SELECT no FROM org ORDER BY code, no').pluck().all())
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined
  return () => {
    made ??= { value: make() }
    return made.value
  }
}
