import { invariant } from '#db/shared/invariant.ts'
import type { Connection } from '#db/sqlite/connection.ts'
import {
  type Act,
  byVersion,
  type Change,
  digestOfOrigin,
  type Origin,
  type Range,
  type Version,
  versionAt,
} from '../change.ts'
import { Naming } from '../gather/naming.ts'
import { fileNames } from './file-names.ts'
import { type Known, KnownDigests } from './known-digests.ts'
import { type StoredAct, storeWaiting, type Waiting } from './waiting-changes.ts'

/** A change and its local number: the order in which this replica came to know of it. */
export type StoredChange = { readonly change: Change; readonly no: number }

/** How changes lie in the database, and how they come out again. Nothing here decides anything. */
export type ChangeStore = {
  /** Stores a change; answers its local number, which is higher than all before it, or undefined if it is known. */
  readonly insert: (change: Change) => number | undefined
  /** As `insert`, of all that waits in a table, some at a time. */
  readonly insertWaiting: (waiting: Waiting) => Generator<readonly StoredAct[]>
  /** To be called after a roll-back: what was remembered of rows that are gone is forgotten. */
  readonly forget: () => void
  /** The highest number of a writer that is known. */
  readonly highestOf: (writer: string) => number
  readonly isKnown: (writer: string, n: number) => boolean
  readonly ofThing: (thing: string) => readonly Change[]
  readonly ofThings: (things: readonly string[]) => readonly Change[]
  /** What was put into or removed from these things, for many at once. */
  readonly histories: (things: readonly string[]) => Map<string, StoredChange[]>
  /** How many changes each of these things has; a long one counts as several. */
  readonly weights: (things: readonly string[]) => ReadonlyMap<string, number>
  /** Which of these anything was ever put into or removed from. */
  readonly known: (things: readonly string[]) => ReadonlySet<string>
  /** Which of these were ever made here, in force or not. */
  readonly made: (things: readonly string[]) => ReadonlySet<string>
  /** Whether a return or an admission names this change. */
  readonly isNamed: (change: Change) => boolean
  /** The local numbers of the returns and admissions that name any change of a writer; some of them many times. */
  readonly naming: (writer: string) => readonly number[]
  /** The changes of one writer with numbers in this range. */
  readonly inRange: (writer: string, from: number, to: number) => readonly Change[]
  /** The same without their bodies, a page at a time. */
  readonly actsIn: (range: Range) => Generator<readonly Act[]>
  /** What the return or the admission of this local number names. */
  readonly rangesNamedBy: (no: number) => readonly Range[]
  /** Everything that the replica wrote whose key the revocation of this local number revokes. */
  readonly rangesRevokedBy: (no: number) => readonly Range[]
  readonly countInRange: (writer: string, from: number, to: number) => number
  /** The first `limit` of a range, by number. */
  readonly someInRange: (writer: string, from: number, to: number, limit: number) => readonly Change[]
  /** What lies under the ids of all of these ranges, by its hash: see `KnownDigests`. */
  readonly digestsInRanges: (ranges: readonly Range[]) => Generator<readonly Known[]>
  readonly hasThing: (thing: string) => boolean
  /** Of a thing’s creations the one of lowest version: it says what the thing is, unless it was given back (`creationOf` in absorb.ts). */
  readonly firstOfThing: (thing: string) => Change | undefined
  /** The same for many things at once; what was never made is not among them. */
  readonly firstOfThings: (things: readonly string[]) => Map<string, Change>
  readonly numberOf: (writer: string, n: number) => number | undefined
  /** Puts another content under a known id: its things, and the other's, are to be folded anew. */
  readonly replace: (no: number, change: Change) => void
  readonly revocations: () => readonly Change[]
  readonly revocationNumbers: () => readonly number[]
  readonly certificates: () => readonly Change[]
  /** Of all changes that say to be of a merge mark, what they are of. */
  readonly markedThings: () => ReadonlySet<string>
  /** By local numbers, in that order. */
  readonly byNumbers: (numbers: readonly number[]) => readonly Change[]
  /** The version of each of these changes, by its number. */
  readonly versionsOf: (numbers: readonly number[]) => ReadonlyMap<number, Version>
  readonly numbered: (numbers: readonly number[]) => readonly StoredChange[]
  readonly ofSet: (changeSet: number) => IterableIterator<Change>
  readonly all: () => IterableIterator<Change>
  readonly highestLamport: () => number
  /** The replica at which chains of certificates end; undefined while none was confirmed. */
  readonly root: () => string | undefined
  /** A number that is another one once any other connection has committed. */
  readonly commitsOfOthers: () => number
}

const columns = `c.no, c.kind, c.n, c.lamport, c.entity, c.thing, c.hangs_on, c.schema, c.body, c.signature, c.origin`

/** How many acts are read at a time. */
const page = 1000

/** Of so many bytes a change weighs as two: most have some hundred. */
const bytesOfOne = 4000

/** A longer body holds lists of versions, which many of a record's changes may name. */
const longBody = 4000
const longestShared = 120

/** How many change sets and writers are kept in mind: each edit may be a set of its own, and a packet holds a million. */
const mostKept = 5000

/** The condition of the index over the changes that act on others than their own record, word for word. */
const governing = "entity IN ('merge', 'revocation')"

/** Whether a row of `change` makes the thing that it is about (see `isCreation`). */
export function isMaking(row: string): string {
  return `${row}.kind = 'put' AND json_type(${row}.body, '$.base') IS NULL`
}

type Row = {
  readonly no: number
  readonly kind: Change['kind']
  readonly n: number
  readonly lamport: number
  readonly entity: string
  readonly thing: string
  readonly hangs_on: string
  readonly schema: number
  readonly body: string
  readonly signature: string | null
  readonly origin: number
}

type OriginRow = {
  readonly writer: string
  readonly replica: string
  readonly first_n: number
  readonly office: string
  readonly at: string
  readonly actor: string
  readonly label: string
}

export function changeStore(db: Connection): ChangeStore {
  const writers = new Map<string, number>()
  const origins = new Map<string, number>()
  const originByNo = new Map<number, Origin>()
  /** Of versions that long lists name, each is in memory once. */
  const shared = new Map<string, string>()
  let last: { readonly origin: Origin; readonly no: number } | undefined
  const naming = new Naming(db)
  const files = fileNames(db)
  const digests = new KnownDigests(db, numbered)

  const findWriter = db.prepare<[string], { no: number }>('SELECT no FROM writer WHERE id = ?')
  const addWriter = db.prepare('INSERT INTO writer (id, replica) VALUES (?, ?)')
  const findOrigin = db.prepare<[number, number, string], { no: number }>(
    'SELECT no FROM origin WHERE writer = ? AND first_n = ? AND digest = ?',
  )
  const addOrigin = db.prepare(
    'INSERT INTO origin (writer, first_n, office, at, actor, label, digest) VALUES (?, ?, ?, ?, ?, ?, ?)',
  )
  const readOrigin = db.prepare<[number], OriginRow>(
    `SELECT w.id AS writer, w.replica, o.first_n, o.office, o.at, o.actor, o.label
     FROM origin o JOIN writer w ON w.no = o.writer WHERE o.no = +?`,
  )
  const add = db.prepare(
    `INSERT INTO change (origin, writer, n, lamport, kind, entity, thing, hangs_on, schema, body, signature)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (writer, n) DO NOTHING`,
  )
  const addNamed = db.prepare('INSERT INTO named (change, kind, writer, from_n, to_n) VALUES (?, ?, ?, ?, ?)')
  const namingFiles = db.prepare<[number, number], { no: number; body: string }>(
    `SELECT no, body FROM change WHERE no BETWEEN ? AND ? AND instr(body, '"sha256:') > 0`,
  )
  const byId = db.prepare<[number, number], { no: number }>(
    'SELECT no FROM change WHERE writer = ? AND n = ?',
  )
  const highestN = db.prepare<[string], { n: number | null }>(
    'SELECT max(n) AS n FROM change WHERE writer = (SELECT no FROM writer WHERE id = ?)',
  )
  const rows = <P extends unknown[]>(where: string) =>
    db.prepare<P, Row>(`SELECT ${columns} FROM change c ${where}`)
  const ofThing = rows<[string]>('WHERE c.thing = ? ORDER BY c.lamport')
  const ofThings = db.prepare<[string], Row>(
    `SELECT ${columns} FROM json_each(?) j CROSS JOIN change c INDEXED BY change_thing ON c.thing = j.value`,
  )
  // Each thing is looked up by itself, whatever SQLite takes the number of things to be.
  const histories = db.prepare<[string], Row>(
    `SELECT ${columns} FROM json_each(?) j CROSS JOIN change c INDEXED BY change_thing
     ON c.thing = j.value WHERE c.kind IN ('put', 'remove')`,
  )
  const weights = db.prepare<[string], { thing: string; n: number }>(
    `SELECT j.value AS thing, (
       SELECT count(*) + sum(octet_length(c.body)) / ${bytesOfOne} FROM change c INDEXED BY change_thing WHERE c.thing = j.value) AS n
     FROM json_each(?) j`,
  )
  const known = db.prepare<[string], { thing: string }>(
    `SELECT j.value AS thing FROM json_each(?) j WHERE EXISTS (
       SELECT 1 FROM change c INDEXED BY change_thing WHERE c.thing = j.value AND c.kind IN ('put', 'remove'))`,
  )
  const made = db.prepare<[string], { thing: string }>(
    `SELECT j.value AS thing FROM json_each(?) j WHERE EXISTS (
       SELECT 1 FROM change c INDEXED BY change_thing WHERE c.thing = j.value AND ${isMaking('c')})`,
  )
  const inRange = rows<[string, number, number]>(
    'WHERE c.writer = (SELECT no FROM writer WHERE id = ?) AND c.n BETWEEN ? AND ?',
  )
  const actsIn = db.prepare<[string, number, number], Act & { readonly n: number }>(
    `SELECT no, n, kind, entity, thing FROM change INDEXED BY change_id
     WHERE writer = (SELECT no FROM writer WHERE id = ?) AND n BETWEEN ? AND ? ORDER BY n LIMIT ${page}`,
  )
  const namedBy = db
    .prepare<[number], Range>('SELECT writer, from_n, to_n FROM named WHERE change = ?')
    .raw(true)
  const writersOf = db.prepare<[string], { id: string }>('SELECT id FROM writer WHERE replica = ?')
  const revocations = rows<[]>(`WHERE c.${governing} AND c.entity = 'revocation'`)
  const marked = db.prepare<[], { thing: string }>(
    `SELECT DISTINCT thing FROM change WHERE ${governing} AND entity = 'merge'`,
  )
  const ofSet = rows<[number]>(
    'JOIN change_set s ON c.no BETWEEN s.first_change AND s.last_change WHERE s.no = ? ORDER BY c.no',
  )
  const byNumbers = rows<[string]>('JOIN json_each(?) j ON j.value = c.no ORDER BY j.key')
  const versions = db.prepare<[string], { no: number; lamport: number; writer: string }>(
    `SELECT c.no, c.lamport, w.id AS writer FROM json_each(?) j CROSS JOIN change c ON c.no = j.value
     JOIN writer w ON w.no = c.writer`,
  )
  const all = rows<[]>('ORDER BY c.no')
  const countInRange = db.prepare<[string, number, number], { n: number }>(
    'SELECT count(*) AS n FROM change WHERE writer = (SELECT no FROM writer WHERE id = ?) AND n BETWEEN ? AND ?',
  )
  const someInRange = rows<[string, number, number, number]>(
    'WHERE c.writer = (SELECT no FROM writer WHERE id = ?) AND c.n BETWEEN ? AND ? ORDER BY c.n LIMIT ?',
  )
  const hasThing = db.prepare<[string], { no: number }>(
    "SELECT no FROM change WHERE thing = ? AND kind IN ('put', 'remove') LIMIT 1",
  )
  const firstOfThing = rows<[string]>(
    `JOIN writer w ON w.no = c.writer WHERE c.thing = +? AND ${isMaking('c')} ORDER BY c.lamport, w.id, c.n LIMIT 1`,
  )
  const creations = db.prepare<[string], Row>(
    `SELECT ${columns} FROM json_each(?) j CROSS JOIN change c INDEXED BY change_thing ON c.thing = j.value
     WHERE ${isMaking('c')}`,
  )
  const overwrite = db.prepare(
    `UPDATE change SET origin = ?, lamport = ?, kind = ?, entity = ?, thing = ?, hangs_on = ?, schema = ?, body = ?,
       signature = ? WHERE no = ?`,
  )
  const dropNamed = db.prepare('DELETE FROM named WHERE change = ?')
  // The index over them is found by the very words of its condition alone.
  const certificates = rows<[]>("WHERE c.entity = 'certificate'")
  const root = db.prepare<[], { value: string }>("SELECT value FROM meta WHERE key = 'root_replica'")
  const highest = db.prepare<[], { value: string }>("SELECT value FROM meta WHERE key = 'lamport'")
  const commits = db.prepare<[], { data_version: number }>('PRAGMA data_version')

  function writerNo(id: string, replica: string): number {
    const cached = writers.get(id)
    if (cached !== undefined) return cached
    const no = findWriter.get(id)?.no ?? Number(addWriter.run(id, replica).lastInsertRowid)
    keep(writers, id, no)
    return no
  }

  function originNo(origin: Origin): number {
    const { writer: id, firstN, replica, office, at, actor, label } = origin
    // The changes of one set mostly come one after the other.
    if (last?.origin === origin) return last.no
    const digest = digestOfOrigin(origin)
    const key = `${id} ${firstN} ${digest}`
    let no = origins.get(key)
    if (no === undefined) {
      const writer = writerNo(id, replica)
      no = findOrigin.get(writer, firstN, digest)?.no
      if (no === undefined) {
        const text = JSON.stringify(label)
        no = Number(addOrigin.run(writer, firstN, office, at, actor, text, digest).lastInsertRowid)
        keep(originByNo, no, origin)
      }
      keep(origins, key, no)
    }
    last = { origin, no }
    return no
  }

  function originOf(no: number): Origin {
    const cached = originByNo.get(no)
    if (cached) return cached
    const row = readOrigin.get(no)
    invariant(row, `every change has an origin; ${no} is missing`)
    const { writer, replica, first_n: firstN, office, at, actor } = row
    const origin = { writer, firstN, replica, office, at, actor, label: JSON.parse(row.label) }
    keep(originByNo, no, origin)
    return origin
  }

  /** In place: to ask for each while the text is read takes five times as long. */
  function sharing(value: unknown): unknown {
    if (typeof value === 'string') {
      if (value.length > longestShared) return value
      const known = shared.get(value)
      if (known === undefined) keep(shared, value, value)
      return known ?? value
    }
    if (Array.isArray(value)) for (const [at, one] of value.entries()) value[at] = sharing(one)
    else if (typeof value === 'object' && value !== null)
      for (const [name, one] of Object.entries(value)) Object.assign(value, { [name]: sharing(one) })
    return value
  }

  function read(row: Row): Change {
    const { kind, n, lamport, entity, thing, schema, signature } = row
    const origin = originOf(row.origin)
    const hangsOn = row.hangs_on === '[]' ? nothing : JSON.parse(row.hangs_on)
    const body = JSON.parse(row.body)
    if (row.body.length > longBody) sharing(body)
    return { origin, n, lamport, entity, thing, hangsOn, schema, signature, kind, body }
  }

  function* actsOf([writer, from, to]: Range): Generator<readonly Act[]> {
    for (let next = from; ; ) {
      const acts = actsIn.all(writer, next, to)
      if (acts.length > 0) yield acts
      if (acts.length < page) return
      next = (acts.at(-1)?.n ?? to) + 1
    }
  }

  function numbered(numbers: readonly number[]): StoredChange[] {
    return byNumbers.all(JSON.stringify(numbers)).map(row => ({ change: read(row), no: row.no }))
  }

  function noteNamed(no: number, { kind, body }: Change): void {
    if (kind !== 'return' && kind !== 'admit') return
    for (const [by, from, to] of body.names) {
      addNamed.run(no, kind, by, from, to)
      naming.add(by, { from, to, by: no })
    }
  }

  function* insertWaiting(waiting: Waiting): Generator<readonly StoredAct[]> {
    const numbersOf = (origin: Origin) => ({
      origin: originNo(origin),
      writer: writerNo(origin.writer, origin.replica),
    })
    for (const acts of storeWaiting(db, waiting, numbersOf)) {
      const [first, last] = [acts[0], acts.at(-1)]
      if (first === undefined || last === undefined) continue
      const numbers = acts.filter(act => act.kind === 'return' || act.kind === 'admit').map(({ no }) => no)
      for (const row of byNumbers.all(JSON.stringify(numbers))) noteNamed(row.no, read(row))
      for (const { no, body } of namingFiles.all(first.no, last.no)) files.note(no, body)
      yield acts
    }
  }

  function* stream(found: IterableIterator<Row>): IterableIterator<Change> {
    for (const row of found) yield read(row)
  }

  return {
    insert: change => {
      const { origin, n, lamport, kind, entity, thing, hangsOn, schema, body, signature } = change
      const writer = writerNo(origin.writer, origin.replica)
      const hangs = hangsOn.length === 0 ? '[]' : JSON.stringify(hangsOn)
      const text = JSON.stringify(body)
      const from = originNo(origin)
      const done = add.run(from, writer, n, lamport, kind, entity, thing, hangs, schema, text, signature)
      if (done.changes === 0) return undefined
      const no = Number(done.lastInsertRowid)
      files.note(no, text)
      noteNamed(no, change)
      return no
    },
    insertWaiting,
    forget: () => {
      writers.clear()
      origins.clear()
      originByNo.clear()
      shared.clear()
      last = undefined
      naming.forget()
      digests.forget()
    },
    highestOf: writer => highestN.get(writer)?.n ?? 0,
    isKnown: (writer, n) => {
      const no = writers.get(writer) ?? findWriter.get(writer)?.no
      return no !== undefined && byId.get(no, n) !== undefined
    },
    ofThing: thing => ofThing.all(thing).map(read),
    ofThings: things => ofThings.all(JSON.stringify([...new Set(things)])).map(read),
    histories: things => {
      const found = new Map<string, StoredChange[]>(things.map(thing => [thing, []]))
      // One by one: the texts of all may take as much room as what is read out of them.
      for (const row of histories.iterate(JSON.stringify(things))) {
        found.get(row.thing)?.push({ change: read(row), no: row.no })
      }
      return found
    },
    weights: things => new Map(weights.all(JSON.stringify(things)).map(({ thing, n }) => [thing, n ?? 0])),
    known: things => new Set(known.all(JSON.stringify(things)).map(row => row.thing)),
    made: things => new Set(made.all(JSON.stringify(things)).map(row => row.thing)),
    isNamed: change => naming.isNamed(change),
    naming: writer => naming.ofWriter(writer),
    inRange: (writer, from, to) => inRange.all(writer, from, to).map(read),
    actsIn: actsOf,
    rangesNamedBy: no => namedBy.all(no),
    rangesRevokedBy: no => {
      const revocation = byNumbers.all(JSON.stringify([no])).map(read)[0]
      const replica = revocation?.kind === 'put' ? revocation.body.set['all']?.['replica'] : undefined
      if (typeof replica !== 'string') return []
      return writersOf.all(replica).map(({ id }): Range => [id, 1, Number.MAX_SAFE_INTEGER])
    },
    countInRange: (writer, from, to) => countInRange.get(writer, from, to)?.n ?? 0,
    someInRange: (writer, from, to, limit) => someInRange.all(writer, from, to, limit).map(read),
    digestsInRanges: ranges => digests.inRanges(ranges),
    hasThing: thing => hasThing.get(thing) !== undefined,
    firstOfThing: thing => {
      const row = firstOfThing.get(thing)
      return row && read(row)
    },
    firstOfThings: things => {
      const firsts = new Map<string, Change>()
      for (const row of creations.all(JSON.stringify(things))) {
        const change = read(row)
        const known = firsts.get(row.thing)
        if (known === undefined || byVersion(change, known) < 0) firsts.set(row.thing, change)
      }
      return firsts
    },
    numberOf: (writer, n) => {
      const no = writers.get(writer) ?? findWriter.get(writer)?.no
      return no === undefined ? undefined : byId.get(no, n)?.no
    },
    replace: (no, change) => {
      const { origin, lamport, kind, entity, thing, hangsOn, schema, body, signature } = change
      const [hangs, text] = [JSON.stringify(hangsOn), JSON.stringify(body)]
      overwrite.run(originNo(origin), lamport, kind, entity, thing, hangs, schema, text, signature, no)
      files.noteAnew(no, text)
      digests.drop(no)
      dropNamed.run(no)
      if (kind === 'return' || kind === 'admit') {
        for (const [by, a, b] of change.body.names) addNamed.run(no, kind, by, a, b)
      }
      naming.forget()
    },
    revocations: () => revocations.all().map(read),
    revocationNumbers: () => revocations.all().map(row => row.no),
    certificates: () => certificates.all().map(read),
    markedThings: () => new Set(marked.all().map(row => row.thing)),
    versionsOf: numbers =>
      new Map(
        versions
          .all(JSON.stringify(numbers))
          .map(({ no, lamport, writer }) => [no, versionAt(lamport, writer)] as const),
      ),
    byNumbers: numbers => byNumbers.all(JSON.stringify(numbers)).map(read),
    numbered,
    ofSet: changeSet => stream(ofSet.iterate(changeSet)),
    all: () => stream(all.iterate()),
    highestLamport: () => Number(highest.get()?.value ?? 0),
    root: () => root.get()?.value,
    commitsOfOthers: () => commits.get()?.data_version ?? 0,
  }
}

function keep<K, V>(kept: Map<K, V>, key: K, value: V): void {
  if (kept.size >= mostKept) kept.clear()
  kept.set(key, value)
}

const nothing: readonly string[] = []
