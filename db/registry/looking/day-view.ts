import type { AgeRow } from '#contract/lifeline/glance.ts'
import type { peopleSorts } from '#contract/looking.ts'
import type { IsoDay } from '#db/shared/day.ts'
import { Recent } from '#db/shared/recent.ts'
import type { Connection } from '#db/sqlite/connection.ts'
import { agesUnder, readSexes } from './ages.ts'
import { readLastMeetings } from './last-meetings.ts'
import type { Outline } from './outline/outline.ts'
import { readOutline, readPostCounts } from './outline/read-outline.ts'
import { type PeopleWanted, readNamed, wantedPeople } from './people.ts'
import { orderByDay, orderByName, orderByRank, readDays, readRoll } from './roll.ts'
import { readYear } from './year.ts'

export type PeopleSort = (typeof peopleSorts)[number]

/** Lists that are scrolled through go on as long as they are among the last few. */
const lists = 6

/** One state of the registry as of one day: each part is read when it is first asked for, and kept. */
export class DayView {
  readonly connection: Connection
  readonly day: IsoDay
  readonly structure: IsoDay
  readonly outline = once(() => readOutline(this.connection, this.day, this.structure))
  readonly postCounts = once(() => readPostCounts(this.connection, this.outline()))
  readonly byCode = once(() => readByCode(this.connection, this.outline()))
  readonly roll = once(() => readRoll(this.connection, this.outline()))
  readonly lastMeetings = once(() => readLastMeetings(this.connection, this.outline()))
  readonly year = once(() => readYear(this.connection, this.day))
  readonly #births = once(() => readDays(this.connection, 'birth'))
  readonly #joinings = once(() => readDays(this.connection, 'joined'))
  readonly #sexes = once(() => readSexes(this.connection, this.roll().placeOf.length))
  readonly #orders: Readonly<Record<PeopleSort, () => Int32Array>> = {
    name: once(() => orderByName(this.connection, this.roll())),
    birth: once(() => orderByDay(this.roll(), this.#births(), this.#orders.name())),
    joined: once(() => orderByDay(this.roll(), this.#joinings(), this.#orders.name())),
    sex: once(() => {
      const [sexes, { people }] = [this.#sexes(), this.roll()]
      // Women before men, the unknown ones last.
      return this.#byRank(Uint8Array.from(people, person => 3 - (sexes[person] || 0)))
    }),
    // The outline has each organization before all below it: in this order a roster reads like the tree.
    org: once(() => this.#byRank(this.roll().orgs)),
    status: once(() => this.#byRank(this.roll().statuses)),
    report: once(() => this.#byRank(this.roll().reports)),
  }
  /** Whether all that counts today was known to have begun when it did: a stay of unknown beginning after it was not. */
  readonly isKnown = once(
    () =>
      this.connection
        .prepare<string[], number>(
          'SELECT EXISTS (SELECT 1 FROM membership WHERE since_known = 0 AND since > ?)',
        )
        .pluck()
        .get(this.day) === 0,
  )
  readonly #lists = new Recent<string, Int32Array>(lists)

  constructor(connection: Connection, day: IsoDay, structure: IsoDay = day) {
    this.connection = connection
    this.day = day
    this.structure = structure
  }

  /** The whole roll in an order. */
  order(sort: PeopleSort): Int32Array {
    return this.#orders[sort]()
  }

  #byRank(ranks: ArrayLike<number>): Int32Array {
    return orderByRank(this.roll(), ranks, this.#orders.name())
  }

  /** The other way round; whose day is not known comes last all the same. */
  #downwards(sort: PeopleSort): Int32Array {
    const order = this.order(sort).toReversed()
    if (sort !== 'birth' && sort !== 'joined') return order
    const days = sort === 'birth' ? this.#births() : this.#joinings()
    const isKnown = (place: number) => (days[this.roll().people[place] ?? 0] ?? 0) > 0
    return Int32Array.from([...order.filter(isKnown), ...order.filter(place => !isKnown(place))])
  }

  /** The members under an organization by age and sex. */
  ages(root: number): AgeRow[] {
    const [outline, roll, births] = [this.outline(), this.roll(), this.#births()]
    return agesUnder({ outline, roll, births, sexes: this.#sexes() }, root)
  }

  /** The places in the roll of those wanted under an organization, in order. */
  people(root: number, wanted: PeopleWanted, sort: PeopleSort, down: boolean): Int32Array {
    const { text, status, report, agedBy, agedAfter } = wanted
    const name = JSON.stringify([root, text, status, report, agedBy, agedAfter, sort, down])
    return this.#lists.get(name, () => {
      const [outline, roll] = [this.outline(), this.roll()]
      const order = down ? this.#downwards(sort) : this.order(sort)
      const named = text === '' ? undefined : readNamed(this.connection, text, roll.placeOf.length)
      return wantedPeople({ outline, roll, order }, root, wanted, this.#births, named)
    })
  }
}

function readByCode(connection: Connection, { former, structure }: Outline): Int32Array {
  if (former.isEmpty)
    return Int32Array.from(
      connection.prepare<[], number>('SELECT no FROM org ORDER BY code, no').pluck().all(),
    )
  const rows = connection
    .prepare<[], { no: number; code: string | null }>('SELECT no, code FROM org ORDER BY no')
    .all()
  const then = rows.map(({ no, code }) => ({ no, code: former.byNo(no, { code }, structure).code ?? '' }))
  return Int32Array.from(
    then.sort((a, b) => (a.code < b.code ? -1 : a.code > b.code ? 1 : a.no - b.no)),
    ({ no }) => no,
  )
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined
  return () => {
    made ??= { value: make() }
    return made.value
  }
}
