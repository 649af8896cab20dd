import type { AgeRow } from '#contract/lifeline/glance.ts'
import type { CadreRow, OrgNode, PersonRow, Place } from '#contract/looking.ts'
import { addMonths, type IsoDay } from '#db/shared/day.ts'
import { type Connection, prepareOnce } from '#db/sqlite/connection.ts'
import type { Stats } from '../stats.ts'
import type { Scope } from '../subtree.ts'
import { orgUnknown } from '../unknown.ts'
import { type CadreWindow, readCadres } from './cadres.ts'
import { type ChangesAsked, type ChangesFound, readChanges } from './changes.ts'
import { readCoverage } from './coverage.ts'
import { DayView, type PeopleSort } from './day-view.ts'
import { type Double, readDoubles } from './doubles.ts'
import { readNode, readNodes } from './outline/org-nodes.ts'
import { statsUnder } from './outline/outline-stats.ts'
import { type PeopleWanted, readPeopleRows } from './people.ts'
import { readPlacesAt } from './place-rows.ts'
import { readPlaces, wayTo } from './places.ts'
import { readUnits, type UnitRow } from './units.ts'
import type { YearRow } from './year.ts'

export type PeopleWindow = {
  readonly sort: PeopleSort
  readonly down: boolean
  readonly offset: number
  readonly limit: number
}

/** The day asked about; with a day for the structure the organizations are those of that day, and the people those of the other. */
type OnDay = { readonly asOf: IsoDay; readonly structure?: IsoDay | undefined }
type Asked = Scope & OnDay

/** What is asked of the registry again and again while it is looked through: input and answer. Plain data only. */
export type BrowseQuestions = {
  node: { input: Asked; answer: OrgNode }
  /** All of them, or so many from one on. */
  children: {
    input: Asked & { readonly offset?: number | undefined; readonly limit?: number | undefined }
    answer: OrgNode[]
  }
  way: { input: Asked; answer: { id: string; at: number }[] }
  places: {
    input: { readonly orgs: readonly string[] } & OnDay
    answer: { org: string; path: Place[] }[]
  }
  stats: { input: Asked; answer: Stats & { readonly isKnown: boolean } }
  people: {
    input: Asked & PeopleWanted & PeopleWindow
    answer: { total: number; rows: PersonRow[] }
  }
  cadres: { input: Asked & CadreWindow; answer: { total: number; rows: CadreRow[] } }
  due: {
    input: Asked
    answer: {
      asOf: IsoDay
      until: IsoDay
      notReported: number
      past28: number
      past28InPost: number
      reaching28: number
    }
  }
  doubles: { input: OnDay; answer: Double[] }
  units: { input: Asked; answer: { own: UnitRow; below: UnitRow[] } }
  ages: { input: Asked; answer: AgeRow[] }
  /** Of the whole registry. */
  year: { input: OnDay; answer: YearRow[] }
  changes: { input: ChangesAsked; answer: ChangesFound }
  coverage: { input: Asked; answer: ReturnType<typeof readCoverage> }
  /** Reads ahead what a page needs first. */
  warm: { input: { readonly what: 'tree' | 'people' | 'names' } & OnDay; answer: null }
}
export type BrowseTopic = keyof BrowseQuestions

type Answers = {
  readonly [T in BrowseTopic]: (
    view: DayView,
    input: BrowseQuestions[T]['input'],
  ) => BrowseQuestions[T]['answer']
}

const mostDoubles = 1000

/** Today, the day that was chosen, and the year before. */
const days = 3

const anyone: PeopleWanted = {
  text: '',
  status: undefined,
  report: undefined,
  agedBy: undefined,
  agedAfter: undefined,
}

type KeptView = { readonly view: DayView; readonly version: number }

/**
 * Answers what screens ask while a registry is looked through, from a picture of the whole tree and of everyone in it
 * that is kept in memory for the last few days that were asked for. After a write, whoever wrote it, it is brought up to
 * date by what was touched. SQLite says by its data version whether anything was.
 */
export class Browser {
  readonly #connection: Connection
  readonly #views = new Map<string, KeptView>()

  constructor(connection: Connection) {
    this.#connection = connection
  }

  ask<T extends BrowseTopic>(topic: T, input: BrowseQuestions[T]['input']): BrowseQuestions[T]['answer'] {
    const answer: Answers[T] = answers[topic]
    return this.#connection.transaction(() => answer(this.#viewOf(input), input))()
  }

  #viewOf({ asOf, structure = asOf }: OnDay): DayView {
    const name = structure === asOf ? asOf : `${asOf} ${structure}`
    const version = Number(this.#connection.pragma('data_version', { simple: true }))
    const known = this.#views.get(name)
    // One that could not be brought up to date is made anew.
    this.#views.delete(name)
    if (known !== undefined && known.version !== version) known.view.keepUp()
    const view = known?.view ?? new DayView(this.#connection, asOf, structure)
    this.#views.set(name, { view, version })
    const [oldest] = this.#views.keys()
    if (this.#views.size > days && oldest !== undefined) this.#views.delete(oldest)
    return view
  }
}

const answers: Answers = {
  node: (view, { root }) => readNode(view.connection, view.outline(), placeOf(view, root)),
  children: (view, { root, offset = 0, limit }) => {
    const below = view.children(placeOf(view, root))
    const wanted = limit === undefined ? below : below.subarray(offset, offset + limit)
    return readNodes(view.connection, view.outline(), wanted)
  },
  way: (view, { root }) => {
    const way = wayTo(view.outline(), placeOf(view, root))
    const rows = readPlacesAt(view.connection, view.outline(), way)
    return way.map((place, depth) => {
      const above = way[depth - 1]
      return {
        id: rows.get(place)?.id ?? '',
        at: above === undefined ? 0 : view.children(above).indexOf(place),
      }
    })
  },
  places: (view, { orgs }) => readPlaces(view.connection, view.outline(), orgs),
  stats: (view, { root }) => {
    const stats = statsUnder(view.outline(), placeOf(view, root), view.postCounts().byPlace)
    return { ...stats, isKnown: stats.members > 0 && view.isKnown() }
  },
  people: (view, { root, sort, down, offset, limit, ...wanted }) => {
    const found = view.people(placeOf(view, root), wanted, sort, down)
    const shown = found.slice(offset, limit)
    return {
      total: found.total,
      rows: readPeopleRows(view.connection, view.outline(), view.roll(), shown),
    }
  },
  cadres: (view, { root, ...window }) => {
    const posts = { counts: view.postCounts().byNo, byCode: view.byCode() }
    return readCadres(view.connection, view.outline(), placeOf(view, root), posts, window)
  },
  due: (view, { root, asOf }) => {
    const until = addMonths(asOf, 6)
    const place = placeOf(view, root)
    const count = (wanted: Partial<PeopleWanted>) =>
      view.people(place, { ...anyone, ...wanted }, 'name', false).total
    return {
      asOf,
      until,
      notReported: count({ report: 'open' }),
      past28: count({ status: 'normal', agedBy: asOf, post: 'none' }),
      past28InPost: count({ status: 'normal', agedBy: asOf, post: 'held' }),
      reaching28: count({ status: 'normal', agedAfter: asOf, agedBy: until }),
    }
  },
  doubles: view => readDoubles(view.connection, mostDoubles),
  units: (view, { root }) => readUnits(view, placeOf(view, root)),
  ages: (view, { root }) => view.ages(placeOf(view, root)),
  year: view => view.year(),
  coverage: (view, { root }) => readCoverage(view, placeOf(view, root)),
  changes: (view, asked) => readChanges(view.connection, asked),
  warm: (view, { what }) => {
    if (what === 'tree') view.postCounts()
    else if (what === 'people') view.order('name')
    else view.names()
    return null
  },
}

function placeOf(view: DayView, root: string): number {
  const no = prepareOnce<string[], number>(view.connection, 'SELECT no FROM org WHERE id = ?')
    .pluck()
    .get(root)
  return view.outline().placeOfNo[no ?? -1] ?? orgUnknown(root)
}
