import { byVersion, type Change, isCreation, type Put, type Version } from '#db/journal/change.ts'
import type { Journal } from '#db/journal/journal.ts'
import { type Connection, prepareOnce } from '#db/sqlite/connection.ts'

/** Nobody corrects a record that was returned more often, or of which more was. */
const most = { returns: 20, changes: 100 }

/** The returns that are known here, by their versions. Only a forger writes several of one version. */
export class KnownReturns {
  readonly #all: () => Iterable<{ readonly no: number; readonly version: Version }>
  #byVersion: ReadonlyMap<Version, readonly number[]> | undefined

  constructor(db: Connection) {
    const all = prepareOnce<[], { no: number; version: Version }>(
      db,
      `SELECT r.no, r.lamport || '@' || w.id AS version
       FROM (SELECT DISTINCT change FROM named WHERE kind = 'return') n
       CROSS JOIN change r ON r.no = n.change CROSS JOIN writer w ON w.no = r.writer`,
    )
    this.#all = () => all.iterate()
  }

  of(version: Version): readonly number[] {
    this.#byVersion ??= this.#read()
    return this.#byVersion.get(version) ?? none
  }

  /** Whether an edit says to build on any of them. */
  areBuiltOn(change: Change): boolean {
    return basesIn(change).some(([, bases]) => bases.some(version => this.of(version).length > 0))
  }

  forget(): void {
    this.#byVersion = undefined
  }

  #read(): ReadonlyMap<Version, readonly number[]> {
    const found = new Map<Version, number[]>()
    for (const { no, version } of this.#all()) {
      const others = found.get(version)
      if (others === undefined) found.set(version, [no])
      else others.push(no)
    }
    return found
  }
}

/**
 * What counts again with an edit that builds on a return: the return is lifted, of all that it names of that record and in
 * all its registers (journal.md, rule 3), and so on where such an edit was given back itself. Whoever may edit a record may
 * not therefore make it.
 */
export class Lifted {
  readonly #journal: Journal
  readonly #returns: KnownReturns
  /** Of one record, all that was put into it, and what each return names of that. */
  #record:
    | {
        readonly thing: string
        readonly changes: readonly Change[]
        readonly named: Map<number, readonly Change[]>
      }
    | undefined

  constructor(db: Connection, journal: Journal) {
    this.#journal = journal
    this.#returns = new KnownReturns(db)
  }

  /**
   * The changes of its record that an edit lets count again, without what it says otherwise itself; undefined if they are
   * more than anybody corrects.
   */
  by(change: Change): readonly Change[] | undefined {
    if (!this.#returns.areBuiltOn(change)) return []
    const found = new Set<Change>()
    const followed = new Set<number>()
    const open: Change[] = [change]
    const rewritten = new Map<Change, Set<string>>()
    for (let lift = open.pop(); lift !== undefined; lift = open.pop()) {
      for (const [register, bases] of basesIn(lift)) {
        for (const no of bases.flatMap(version => this.#returns.of(version))) {
          followed.add(no)
          if (followed.size > most.returns) return undefined
          for (const named of this.#namedOf(change.thing, no)) {
            if (byVersion(named, lift) >= 0) continue
            if (lift === change) rewritten.set(named, (rewritten.get(named) ?? new Set()).add(register))
            if (found.has(named)) continue
            found.add(named)
            open.push(named)
          }
          if (found.size > most.changes) return undefined
        }
      }
    }
    return [...found].flatMap(one => without(one, rewritten.get(one), change))
  }

  /** Something was stored since. */
  forget(): void {
    this.#returns.forget()
    this.#record = undefined
  }

  #namedOf(thing: string, no: number): readonly Change[] {
    const { changes } = this.#journal
    if (this.#record?.thing !== thing)
      this.#record = { thing, changes: changes.ofThing(thing), named: new Map() }
    const known = this.#record.named.get(no)
    if (known !== undefined) return known
    const ranges = Map.groupBy(changes.rangesNamedBy(no), ([writer]) => writer)
    const named = this.#record.changes.filter(({ origin, n }) =>
      ranges.get(origin.writer)?.some(([, from, to]) => from <= n && n <= to),
    )
    this.#record.named.set(no, named)
    return named
  }
}

const none: readonly number[] = []

function basesIn(change: Change): (readonly [register: string, bases: readonly Version[]])[] {
  return change.kind === 'put' ? Object.entries(change.body.base ?? {}) : []
}

/** What is left of a change where an edit that builds on its return says some of its registers anew. */
function without(one: Change, registers: ReadonlySet<string> | undefined, edit: Change): readonly Change[] {
  if (one.kind !== 'put' || edit.kind !== 'put' || registers === undefined) return [one]
  const { set, base } = one.body
  const kept = Object.entries(set).filter(([register]) => !registers.has(register))
  if (isCreation(one)) {
    const anew = Object.entries(edit.body.set).filter(([register]) => registers.has(register))
    return [{ ...one, body: { set: Object.fromEntries([...kept, ...anew]) } }]
  }
  const left: Put = { ...one, body: { set: Object.fromEntries(kept), ...(base && { base }) } }
  return kept.length === 0 ? [] : [left]
}
