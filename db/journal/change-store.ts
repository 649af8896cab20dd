import { invariant } from '#db/shared/invariant.ts'
import type { Connection } from '#db/sqlite/connection.ts'
import type { Change, Origin } from './change.ts'

/** How changes lie in the database, and how they come out again. Nothing here decides anything. */
export type ChangeStore = {
  /** Stores a change that is not known yet; answers its local number, which is higher than all before it. */
  readonly insert: (change: Change) => number
  /** To be called after a roll-back: what was remembered of rows that are gone is forgotten. */
  readonly forget: () => void
  readonly isKnown: (writer: string, n: number) => boolean
  readonly ofThing: (thing: string) => readonly Change[]
  readonly hasThing: (thing: string) => boolean
  /** Of a thing's changes the one of lowest version: it says what the thing is. */
  readonly firstOfThing: (thing: string) => Change | undefined
  /** Puts another content under a known id; answers what lay there. Its thing and the other's are to be folded anew. */
  readonly replace: (no: number, change: Change) => void
  readonly numberOf: (writer: string, n: number) => number | undefined
  /** The returns and admissions that name this change. */
  readonly naming: (change: Change) => readonly Change[]
  readonly anyNamed: () => boolean
  /** The changes of one writer with numbers in this range. */
  readonly inRange: (writer: string, from: number, to: number) => readonly Change[]
  readonly countInRange: (writer: string, from: number, to: number) => number
  /** The first `limit` of them, by number. */
  readonly someInRange: (writer: string, from: number, to: number, limit: number) => readonly Change[]
  readonly revocations: () => readonly Change[]
  readonly certificates: () => readonly Change[]
  readonly ofEntity: (entity: string) => readonly Change[]
  readonly ofReplica: (replica: string) => readonly Change[]
  /** By local numbers, in that order. */
  readonly byNumbers: (numbers: readonly number[]) => readonly Change[]
  readonly ofSet: (changeSet: number) => IterableIterator<Change>
  readonly all: () => IterableIterator<Change>
  readonly highestLamport: () => number
  /** The replica at which chains of certificates end; undefined while none was confirmed. */
  readonly root: () => string | undefined
}

const columns = `c.kind, c.n, c.lamport, c.entity, c.thing, c.hangs_on, c.schema, c.body, c.signature, c.origin`

type Row = {
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

  const findWriter = db.prepare<[string], { no: number }>('SELECT no FROM writer WHERE id = ?')
  const addWriter = db.prepare('INSERT INTO writer (id, replica) VALUES (?, ?)')
  const findOrigin = db.prepare<[number, number], { no: number }>(
    'SELECT no FROM origin WHERE writer = ? AND first_n = ?',
  )
  const addOrigin = db.prepare(
    'INSERT INTO origin (writer, first_n, office, at, actor, label) VALUES (?, ?, ?, ?, ?, ?)',
  )
  const readOrigin = db.prepare<[number], OriginRow>(
    `SELECT w.id AS writer, w.replica, o.first_n, o.office, o.at, o.actor, o.label
     FROM origin o JOIN writer w ON w.no = o.writer WHERE o.no = ?`,
  )
  const add = db.prepare(
    `INSERT INTO change (origin, writer, n, lamport, kind, entity, thing, hangs_on, schema, body, signature)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  )
  const addNamed = db.prepare('INSERT INTO named (change, kind, writer, from_n, to_n) VALUES (?, ?, ?, ?, ?)')
  const known = db.prepare<[number, number], { no: number }>(
    'SELECT no FROM change WHERE writer = ? AND n = ?',
  )
  const rows = <P extends unknown[]>(where: string) =>
    db.prepare<P, Row>(`SELECT ${columns} FROM change c ${where}`)
  const ofThing = rows<[string]>('WHERE c.thing = ? ORDER BY c.lamport')
  const firstOfThing = rows<[string]>(
    'JOIN writer w ON w.no = c.writer WHERE c.thing = ? ORDER BY c.lamport, w.id LIMIT 1',
  )
  const numberOf = db.prepare<[string, number], { no: number }>(
    'SELECT c.no FROM change c WHERE c.writer = (SELECT no FROM writer WHERE id = ?) AND c.n = ?',
  )
  const overwrite = db.prepare(
    `UPDATE change SET origin = ?, lamport = ?, kind = ?, entity = ?, thing = ?, hangs_on = ?, schema = ?, body = ?,
       signature = ? WHERE no = ?`,
  )
  const dropNamed = db.prepare('DELETE FROM named WHERE change = ?')
  const hasThing = db.prepare<[string], { no: number }>(
    "SELECT no FROM change WHERE thing = ? AND kind IN ('put', 'remove') LIMIT 1",
  )
  const namingRow = rows<[string, number, number]>(
    'WHERE c.no IN (SELECT change FROM named WHERE writer = ? AND from_n <= ? AND to_n >= ?)',
  )
  const anyNamed = db.prepare<[], { change: number }>('SELECT change FROM named LIMIT 1')
  const inRange = rows<[string, number, number]>(
    'WHERE c.writer = (SELECT no FROM writer WHERE id = ?) AND c.n BETWEEN ? AND ?',
  )
  const countInRange = db.prepare<[string, number, number], { n: number }>(
    'SELECT count(*) AS n FROM change WHERE writer = (SELECT no FROM writer WHERE id = ?) AND n BETWEEN ? AND ?',
  )
  const someInRange = rows<[string, number, number, number]>(
    'WHERE c.writer = (SELECT no FROM writer WHERE id = ?) AND c.n BETWEEN ? AND ? ORDER BY c.n LIMIT ?',
  )
  const ofEntity = rows<[string]>('WHERE c.entity = ?')
  // Each has an index of its own, which a query finds by the very name alone.
  const revocations = rows<[]>("WHERE c.entity = 'revocation'")
  const certificates = rows<[]>("WHERE c.entity = 'certificate'")
  const ofReplica = rows<[string]>('WHERE c.writer IN (SELECT no FROM writer WHERE replica = ?)')
  const ofSet = rows<[number]>(
    'JOIN change_set s ON c.no BETWEEN s.first_change AND s.last_change WHERE s.no = ? ORDER BY c.no',
  )
  const byNumbers = rows<[string]>('JOIN json_each(?) j ON j.value = c.no ORDER BY j.key')
  const all = rows<[]>('ORDER BY c.no')
  const highest = db.prepare<[], { value: string }>("SELECT value FROM meta WHERE key = 'lamport'")

  const root = db.prepare<[], { value: string }>("SELECT value FROM meta WHERE key = 'root_replica'")

  function writerNo(id: string, replica: string): number {
    const cached = writers.get(id)
    if (cached !== undefined) return cached
    const no = findWriter.get(id)?.no ?? Number(addWriter.run(id, replica).lastInsertRowid)
    writers.set(id, no)
    return no
  }

  function originNo(origin: Origin): number {
    const key = `${origin.writer} ${origin.firstN}`
    const cached = origins.get(key)
    if (cached !== undefined) return cached
    const writer = writerNo(origin.writer, origin.replica)
    const { firstN, office, at, actor, label } = origin
    const no =
      findOrigin.get(writer, firstN)?.no ??
      Number(addOrigin.run(writer, firstN, office, at, actor, JSON.stringify(label)).lastInsertRowid)
    origins.set(key, no)
    return no
  }

  function originOf(no: number): Origin {
    const cached = originByNo.get(no)
    if (cached) return cached
    const row = readOrigin.get(no)
    invariant(row, `every change has an origin; ${no} is missing`)
    const { writer, replica, first_n: firstN, office, at, actor } = row
    const origin = { writer, firstN, replica, office, at, actor, label: JSON.parse(row.label) }
    originByNo.set(no, origin)
    return origin
  }

  function read(row: Row): Change {
    const { kind, n, lamport, entity, thing, schema, signature } = row
    const envelope = { origin: originOf(row.origin), n, lamport, entity, thing, schema, signature }
    return { ...envelope, kind, hangsOn: JSON.parse(row.hangs_on), body: JSON.parse(row.body) }
  }

  function* stream(found: IterableIterator<Row>): IterableIterator<Change> {
    for (const row of found) yield read(row)
  }

  return {
    insert: change => {
      const { origin, n, lamport, kind, entity, thing, hangsOn, schema, body, signature } = change
      const writer = writerNo(origin.writer, origin.replica)
      const hangs = JSON.stringify(hangsOn)
      const text = JSON.stringify(body)
      const from = originNo(origin)
      const done = add.run(from, writer, n, lamport, kind, entity, thing, hangs, schema, text, signature)
      const no = Number(done.lastInsertRowid)
      if (kind === 'return' || kind === 'admit') {
        for (const [by, a, b] of change.body.names) addNamed.run(no, kind, by, a, b)
      }
      return no
    },
    forget: () => {
      writers.clear()
      origins.clear()
      originByNo.clear()
    },
    isKnown: (writer, n) => {
      const no = writers.get(writer) ?? findWriter.get(writer)?.no
      return no !== undefined && known.get(no, n) !== undefined
    },
    ofThing: thing => ofThing.all(thing).map(read),
    firstOfThing: thing => {
      const row = firstOfThing.get(thing)
      return row && read(row)
    },
    numberOf: (writer, n) => numberOf.get(writer, n)?.no,
    replace: (no, change) => {
      const { origin, lamport, kind, entity, thing, hangsOn, schema, body, signature } = change
      const [hangs, text] = [JSON.stringify(hangsOn), JSON.stringify(body)]
      overwrite.run(originNo(origin), lamport, kind, entity, thing, hangs, schema, text, signature, no)
      dropNamed.run(no)
      if (kind !== 'return' && kind !== 'admit') return
      for (const [by, a, b] of change.body.names) addNamed.run(no, kind, by, a, b)
    },
    hasThing: thing => hasThing.get(thing) !== undefined,
    naming: change => namingRow.all(change.origin.writer, change.n, change.n).map(read),
    anyNamed: () => anyNamed.get() !== undefined,
    inRange: (writer, from, to) => inRange.all(writer, from, to).map(read),
    countInRange: (writer, from, to) => countInRange.get(writer, from, to)?.n ?? 0,
    someInRange: (writer, from, to, limit) => someInRange.all(writer, from, to, limit).map(read),
    revocations: () => revocations.all().map(read),
    certificates: () => certificates.all().map(read),
    ofEntity: entity => ofEntity.all(entity).map(read),
    ofReplica: replica => ofReplica.all(replica).map(read),
    byNumbers: numbers => byNumbers.all(JSON.stringify(numbers)).map(read),
    ofSet: changeSet => stream(ofSet.iterate(changeSet)),
    all: () => stream(all.iterate()),
    highestLamport: () => Number(highest.get()?.value ?? 0),
    root: () => root.get()?.value,
  }
}
