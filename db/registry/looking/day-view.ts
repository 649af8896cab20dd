import type { AgeRow } from '#contract/lifeline/glance.ts'
import type { peopleSorts } from '#contract/looking.ts'
import type { IsoDay } from '#db/shared/day.ts'
import { Recent } from '#db/shared/made-once.ts'
import { type Connection, prepareOnce } from '#db/sqlite/connection.ts'
import { agesUnder, readSexes, renewSexes } from './ages.ts'
import { type LastMeetings, readLastMeetings, renewLastMeetings } from './last-meetings.ts'
import { type Names, readNamed, readNames, renewNames } from './names.ts'
import {
  beginningsByOrg,
  byPlace,
  dayOrLast,
  daysDownwards,
  downwards,
  greatest,
  KeptOrder,
  orderByDay,
  orderByName,
  orderByNumber,
  upwards,
  type Walk,
} from './orders.ts'
import { childrenInOrder } from './outline/org-nodes.ts'
import { countingOrgs, type Outline } from './outline/outline.ts'
import {
  type PostCounts,
  readOutline,
  readPostCounts,
  renewOutline,
  renewPostCounts,
} from './outline/read-outline.ts'
import { PeopleList, type PeopleWanted, wantedPeople } from './people.ts'
import { type Roll, readDays, readHolders, readRoll, renewDays, renewHolders, renewRoll } from './roll.ts'
import { type Mark, readMark, readTouched, type Touched } from './touched.ts'
import { readYear, type YearRow } from './year.ts'

export type PeopleSort = (typeof peopleSorts)[number]

/** Lists that are scrolled through go on as long as they are among the last few. */
const lists = 6

/**
 * The registry as of one day: each part is read when it is first asked for, kept, and brought up to date by what was
 * written since. What follows from other parts is worked out anew.
 */
export class DayView {
  readonly connection: Connection
  readonly day: IsoDay
  readonly structure: IsoDay
  readonly #outline = part(() => readOutline(this.connection, this.day, this.structure))
  readonly #postCounts = part(() => readPostCounts(this.connection, this.outline()))
  readonly #byCode = part(() => readByCode(this.connection, this.outline()))
  readonly #roll = part(() => readRoll(this.connection, this.day))
  readonly #lastMeetings = part(() => readLastMeetings(this.connection, this.outline()))
  readonly #year = part(() => readYear(this.connection, this.day))
  readonly #births = part(() => readDays(this.connection, 'birth'))
  readonly #joinings = part(() => readDays(this.connection, 'joined'))
  readonly #sexes = part(() => readSexes(this.connection))
  readonly #holders = part(() => readHolders(this.connection, this.day))
  readonly #isKnown = part(() => !hasUnknownBeginning(this.connection, this.day))
  readonly #byName = new KeptOrder(orderByName)
  readonly #names = part(() => readNames(this.connection))
  readonly #byOrg = new KeptOrder(
    () => orderByNumber(this.roll().orgs, greatest(this.roll().orgs), this.order('name')),
    no => this.roll().orgs[no] ?? 0,
  )
  readonly #orders = {
    birth: new KeptOrder(
      () => orderByDay(this.#births.get(), this.order('name')),
      no => dayOrLast(this.#births.get()[no]),
    ),
    joined: new KeptOrder(
      () => orderByDay(this.#joinings.get(), this.order('name')),
      no => dayOrLast(this.#joinings.get()[no]),
    ),
    // Women before men, the unknown ones last.
    sex: new KeptOrder(
      () =>
        orderByNumber(
          this.#sexes.get().map(sex => 3 - sex),
          3,
          this.order('name'),
        ),
      no => 3 - (this.#sexes.get()[no] ?? 0),
    ),
    status: new KeptOrder(
      () => orderByNumber(this.roll().statuses, 255, this.order('name')),
      no => this.roll().statuses[no] ?? 0,
    ),
    report: new KeptOrder(
      () => orderByNumber(this.roll().reports, 255, this.order('name')),
      no => this.roll().reports[no] ?? 0,
    ),
  }
  /** Where the people of each organization begin in the order by organizations. */
  readonly #begins = part(() => beginningsByOrg(this.roll(), this.#byOrg.get(this.connection)))
  #lists = new Recent<string, PeopleList>(lists)
  /** Whose people count under the places that were asked about last, as long as all organizations hang as they did. */
  #counting = new Recent<number, Uint8Array>(lists)
  /** What lies directly below those that were opened, in order. */
  #children = new Map<number, Int32Array>()
  #mark: Mark

  constructor(connection: Connection, day: IsoDay, structure: IsoDay = day) {
    this.connection = connection
    this.day = day
    this.structure = structure
    this.#mark = readMark(connection)
  }

  outline(): Outline {
    return this.#outline.get()
  }

  postCounts(): PostCounts {
    return this.#postCounts.get()
  }

  byCode(): Int32Array {
    return this.#byCode.get()
  }

  roll(): Roll {
    return this.#roll.get()
  }

  lastMeetings(): LastMeetings {
    return this.#lastMeetings.get()
  }

  year(): YearRow[] {
    return this.#year.get()
  }

  names(): Names {
    return this.#names.get()
  }

  /** Whether all that counts today was known to have begun when it did: a stay of unknown beginning after it was not. */
  isKnown(): boolean {
    return this.#isKnown.get()
  }

  /** Everybody in an order; who belongs nowhere on the day, too. */
  order(sort: Exclude<PeopleSort, 'org'>): Int32Array {
    return (sort === 'name' ? this.#byName : this.#orders[sort]).get(this.connection)
  }

  /** Takes in what was written since the view was made, or since this was called last. */
  keepUp(): void {
    const touched = readTouched(this.connection, this.#mark)
    this.#mark = readMark(this.connection)
    this.#lists = new Recent(lists)
    this.#children = new Map()
    this.#year.drop()
    // By the structure of another day people are counted with heirs, who may be others after any decision.
    if (touched === undefined || this.structure !== this.day) this.#dropAll()
    else this.#renew(touched)
  }

  #renew(touched: Touched): void {
    const { connection, day } = this
    this.#outline.renew(before => {
      const outline = renewOutline(connection, before, touched)
      if (outline.nos !== before.nos) this.#counting = new Recent(lists)
      return outline
    })
    this.#postCounts.renew(before => renewPostCounts(connection, this.outline(), before, touched))
    this.#lastMeetings.renew(before => renewLastMeetings(connection, this.outline(), before, touched))
    if (touched.orgs.size > 0 || touched.decisions) this.#byCode.drop()
    if (touched.memberships) this.#isKnown.drop()
    this.#roll.renew(before => renewRoll(connection, before, day, touched))
    this.#holders.renew(before => renewHolders(connection, before, day, touched))
    // Nobody was moved by hand, but their organization is gone.
    if (touched.goneOrgs.size > 0) this.#byOrg.drop()
    if (touched.goneOrgs.size > 0 || touched.people.size > 0) this.#begins.drop()
    if (touched.people.size === 0) return
    this.#births.renew(before => renewDays(connection, 'birth', before, touched))
    this.#joinings.renew(before => renewDays(connection, 'joined', before, touched))
    this.#sexes.renew(before => renewSexes(connection, before, touched))
    this.#names.renew(before => renewNames(connection, before, touched))
    this.#byName.move(touched.called)
    for (const order of [this.#byOrg, ...Object.values(this.#orders)]) order.move(touched.people)
  }

  #dropAll(): void {
    this.#counting = new Recent(lists)
    const whole = [this.#outline, this.#postCounts, this.#byCode, this.#roll, this.#lastMeetings]
    const people = [
      this.#holders,
      this.#births,
      this.#joinings,
      this.#sexes,
      this.#isKnown,
      this.#byName,
      this.#names,
      this.#begins,
    ]
    for (const each of [...whole, ...people, this.#byOrg, ...Object.values(this.#orders)]) each.drop()
  }

  /** How a list goes through everybody. The other way round, too, whose day is not known comes last. */
  #walk(sort: PeopleSort, down: boolean): Walk {
    // The outline has each organization before all below it: in this order a roster reads like the tree.
    if (sort === 'org') {
      const byOrg = this.#byOrg.get(this.connection)
      return byPlace(this.outline(), byOrg, this.#begins.get(), down)
    }
    if (!down) return upwards(this.order(sort))
    if (sort === 'birth') return daysDownwards(this.order(sort), this.#births.get())
    if (sort === 'joined') return daysDownwards(this.order(sort), this.#joinings.get())
    return downwards(this.order(sort))
  }

  /** The places directly below one, in order. */
  children(root: number): Int32Array {
    const known = this.#children.get(root)
    if (known !== undefined) return known
    const children = childrenInOrder(this.connection, this.outline(), root)
    this.#children.set(root, children)
    return children
  }

  /** The members under an organization by age and sex. */
  ages(root: number): AgeRow[] {
    const [outline, roll, births] = [this.outline(), this.roll(), this.#births.get()]
    return agesUnder({ outline, roll, births, sexes: this.#sexes.get() }, root)
  }

  /** Those wanted under an organization, in order. */
  people(root: number, wanted: PeopleWanted, sort: PeopleSort, down: boolean): PeopleList {
    const { text, status, report, agedBy, agedAfter, post } = wanted
    const name = JSON.stringify([root, text, status, report, agedBy, agedAfter, post ?? null, sort, down])
    return this.#lists.get(name, () => {
      const roll = this.roll()
      const counts = this.#counting.get(root, () => countingOrgs(this.outline(), root))
      const order = this.#walk(sort, down)
      const named = text === '' ? undefined : readNamed(this.connection, this.names(), text)
      const holders = post === undefined ? undefined : this.#holders.get()
      const chosen = wantedPeople({ counts, roll, holders }, wanted, () => this.#births.get(), named)
      return new PeopleList(chosen, order)
    })
  }
}

function hasUnknownBeginning(connection: Connection, day: IsoDay): boolean {
  const found = prepareOnce<string[], number>(
    connection,
    'SELECT EXISTS (SELECT 1 FROM membership WHERE since_known = 0 AND since > ?)',
  )
    .pluck()
    .get(day)
  return found === 1
}

function readByCode(connection: Connection, { former, structure }: Outline): Int32Array {
  if (former.isEmpty)
    return Int32Array.from(
      prepareOnce<[], number>(connection, 'SELECT no FROM org ORDER BY code, no').pluck().all(),
    )
  const rows = prepareOnce<[], { no: number; code: string | null }>(
    connection,
    'SELECT no, code FROM org ORDER BY no',
  ).all()
  const then = rows.map(({ no, code }) => ({ no, code: former.byNo(no, { code }, structure).code ?? '' }))
  return Int32Array.from(
    then.sort((a, b) => (a.code < b.code ? -1 : a.code > b.code ? 1 : a.no - b.no)),
    ({ no }) => no,
  )
}

type Part<T> = {
  readonly get: () => T
  /** Brought up to date where it was made; where that fails it is made anew. */
  readonly renew: (how: (before: T) => T) => void
  readonly drop: () => void
}

function part<T>(make: () => T): Part<T> {
  let made: { readonly value: T } | undefined
  return {
    get: () => {
      made ??= { value: make() }
      return made.value
    },
    renew: how => {
      const before = made
      made = undefined
      if (before !== undefined) made = { value: how(before.value) }
    },
    drop: () => {
      made = undefined
    },
  }
}
