import type { Change, Fields, FieldValue, Put, Range } from '#db/journal/change.ts'
import type { Entities, Entity } from '#db/journal/entity.ts'

/**
 * The rules of the journal a second time, written from its description alone and as plainly as they are said there: no
 * order of work, nothing remembered, each question asked anew. It takes nothing of the program but what a change is and
 * which fields a kind of record has, so that a mistake in the rules is not made on both sides.
 */
export type NaiveRegistry = {
  /** The records in force, by kind and id. */
  readonly rows: ReadonlyMap<string, ReadonlyMap<string, NaiveRow>>
  /** "thing register" of every conflict that is shown. */
  readonly conflicts: ReadonlySet<string>
  /** Which row of a dated kind holds for a subject on a day; undefined where none does. */
  readonly holding: (kind: string, subject: string, day: string) => string | undefined
  readonly subjectsOf: (kind: string) => readonly string[]
}

export type NaiveRow = { readonly fields: Fields; readonly made: Change }

type Version = readonly [lamport: number, writer: string]

function versionTextOf(change: Change): string {
  return `${change.lamport}@${change.origin.writer}`
}

/** Whether one version is higher than another (a version is a lamport, then a writer; one writer numbers his own). */
function isHigher(a: Change, b: Change): boolean {
  const [one, other]: [Version, Version] = [
    [a.lamport, a.origin.writer],
    [b.lamport, b.origin.writer],
  ]
  if (one[0] !== other[0]) return one[0] > other[0]
  if (one[1] !== other[1]) return one[1] > other[1]
  return a.n > b.n
}

function highestOf<T extends Change>(changes: readonly T[]): T | undefined {
  return changes.find(change => changes.every(other => other === change || isHigher(change, other)))
}

function lowestOf<T extends Change>(changes: readonly T[]): T | undefined {
  return changes.find(change => changes.every(other => other === change || isHigher(other, change)))
}

/** Rows of a dated kind: the version of what made them, and where two have one version, their ids. */
function byMaking([one, a]: readonly [string, NaiveRow], [other, b]: readonly [string, NaiveRow]): number {
  if (versionTextOf(a.made) === versionTextOf(b.made)) return one < other ? -1 : 1
  return isHigher(a.made, b.made) ? 1 : -1
}

function names(ranges: readonly Range[], { origin, n }: Change): boolean {
  return ranges.some(([writer, from, to]) => writer === origin.writer && from <= n && n <= to)
}

const isMaking = (change: Change): boolean => change.kind === 'put' && change.body.base === undefined
const basesOf = (put: Put): readonly string[] => Object.values(put.body.base ?? {}).flat()

/** Projects a set of changes: their order and their doubling do not matter. */
export function naiveFold(given: readonly Change[], kinds: Entities): NaiveRegistry {
  const all = [...new Map(given.map(change => [`${change.origin.writer} ${change.n}`, change])).values()]
  const { inForce } = forceOf(all, kinds)

  /**
   * A thing is of the kind that it was first made as by what counts, or at all, or was first written into as; what calls it
   * something else is no part of it.
   */
  const abouts = Map.groupBy(
    all.filter(change => change.kind === 'put' || change.kind === 'remove'),
    change => change.thing,
  )
  const kindOf = (things: readonly string[]): Entity | undefined => {
    const all = things.flatMap(thing => abouts.get(thing) ?? [])
    const made = all.filter(isMaking)
    const first = lowestOf(made.filter(inForce)) ?? lowestOf(made) ?? lowestOf(all)
    return kinds.get(first?.entity ?? '')
  }

  const rows = new Map<string, Map<string, NaiveRow>>([...kinds.keys()].map(kind => [kind, new Map()]))
  const conflicts = new Set<string>()

  // Marks stand alone: what they join is known before anything else is folded.
  const marks: { readonly kept: string; readonly lost: string; readonly saw: readonly string[] }[] = []
  for (const thing of abouts.keys()) {
    const kind = kindOf([thing])
    if (kind?.name !== 'merge') continue
    const folded = recordOf(kind, own(kind, [thing]), new Set())
    if (folded === undefined) continue
    const { kept, lost, saw } = folded.row.fields
    marks.push({ kept: String(kept), lost: String(lost), saw: Array.isArray(saw) ? saw : [] })
  }
  const joined = (thing: string): readonly string[] => {
    const found = new Set([thing])
    for (let size = 0; size < found.size; ) {
      size = found.size
      for (const { kept, lost } of marks) {
        if (found.has(kept) || found.has(lost)) found.add(kept).add(lost)
      }
    }
    return [...found].sort()
  }
  const survivorOf = (thing: string): string => joined(thing)[0] ?? thing

  for (const thing of new Set([...abouts.keys()].map(survivorOf))) {
    const things = joined(thing)
    const kind = kindOf(things)
    if (kind === undefined) continue
    const covered = new Set(
      marks.filter(({ lost }) => lost !== thing && things.includes(lost)).flatMap(({ saw }) => saw),
    )
    const folded = recordOf(kind, own(kind, things), covered)
    if (folded === undefined) continue
    const fields: Record<string, FieldValue> = { ...folded.row.fields }
    for (const field of Object.keys(kind.refs)) {
      const ref = fields[field]
      if (typeof ref === 'string') fields[field] = survivorOf(ref)
    }
    rows.get(kind.name)?.set(thing, { ...folded.row, fields })
    for (const register of folded.conflicts) conflicts.add(`${thing} ${register}`)
  }

  // What hangs on something that is known and not in force is parked, and its conflicts are not shown. Known is what was
  // made here, and what is written into by something that counts.
  const isKnown = (thing: string) =>
    (abouts.get(thing) ?? []).some(change => isMaking(change) || inForce(change))
  for (const kind of kinds.values()) {
    for (const [id, { fields }] of rows.get(kind.name) ?? []) {
      const hangsInTheAir = Object.entries(kind.refs).some(([field, target]) => {
        const ref = fields[field]
        return typeof ref === 'string' && isKnown(ref) && rows.get(target)?.has(ref) !== true
      })
      if (!hangsInTheAir) continue
      rows.get(kind.name)?.delete(id)
      for (const key of conflicts) if (key.startsWith(`${id} `)) conflicts.delete(key)
    }
  }

  for (const kind of kinds.values()) {
    if (kind.tree) {
      for (const id of circles(kind, rows.get(kind.name) ?? new Map())) rows.get(kind.name)?.delete(id)
    }
    if (kind.series) for (const subject of rivals(kind)) conflicts.add(`${subject} ${kind.name}`)
  }

  /** The changes of a record, without those that take it for another kind. */
  function own(kind: Entity, things: readonly string[]): readonly Change[] {
    return things.flatMap(thing => abouts.get(thing) ?? []).filter(change => change.entity === kind.name)
  }

  function recordOf(
    kind: Entity,
    changes: readonly Change[],
    covered: ReadonlySet<string>,
  ): { readonly row: NaiveRow; readonly conflicts: readonly string[] } | undefined {
    const counting = changes.filter(inForce).filter(change => !kind.growOnly || isMaking(change))
    const puts = counting.filter(change => change.kind === 'put')
    const removes = counting.filter(change => change.kind === 'remove')
    const find = (version: string): Change | undefined =>
      highestOf(changes.filter(change => versionTextOf(change) === version)) ??
      highestOf(
        all.filter(
          change =>
            change.kind === 'return' &&
            versionTextOf(change) === version &&
            changes.some(named => names(change.body.names, named)),
        ),
      )

    /** A put counts for a register unless all that it builds on counts for nothing. */
    const counts = (put: Put, register: string): boolean => {
      if (!puts.includes(put) || !(isMaking(put) || register in put.body.set)) return false
      const bases = put.body.base?.[register] ?? []
      return bases.length === 0 || bases.some(base => stands(base, put, register))
    }
    const stands = (version: string, builder: Put, register: string): boolean => {
      const base = find(version)
      if (base === undefined) return true
      if (!inForce(base)) return false
      const isOwnPut = base.kind === 'put' && (isMaking(base) || register in base.body.set)
      // What names something that is not older than itself cannot have built on it.
      return !isOwnPut || !isHigher(builder, base) ? true : counts(base, register)
    }
    /** All versions whose place a put takes: its bases, and what these took away. */
    const replaced = (put: Put, register: string): readonly string[] =>
      (put.body.base?.[register] ?? []).flatMap(version => {
        const base = find(version)
        if (base?.kind === 'remove') return [version, ...base.body.saw]
        if (base?.kind !== 'return') return [version]
        return [version, ...changes.filter(c => names(base.body.names, c)).map(versionTextOf)]
      })

    const headsOf = (register: string): readonly Put[] => {
      const standing = puts.filter(put => counts(put, register))
      const gone = new Set([...covered, ...standing.flatMap(put => replaced(put, register))])
      return standing.filter(put => !gone.has(versionTextOf(put)))
    }
    const registers = Object.keys(kind.registers)
    const heads = new Map(registers.map(register => [register, headsOf(register)]))
    const every = [...heads.values()].flat()
    const isMade = puts.some(
      put => isMaking(put) && !covered.has(versionTextOf(put)) && registers.some(r => counts(put, r)),
    )
    if (!isMade || every.length === 0) return undefined

    // A removal holds until somebody who knew of it writes again; what it did not see keeps the record.
    const open = removes.filter(remove => !puts.some(put => basesOf(put).includes(versionTextOf(remove))))
    const cleared = new Set(open.flatMap(remove => remove.body.saw))
    if (open.length > 0 && every.every(put => cleared.has(versionTextOf(put)))) return undefined

    const fields: Record<string, FieldValue> = {}
    const disputed: string[] = []
    for (const [register, types] of Object.entries(kind.registers)) {
      const mine = heads.get(register) ?? []
      const left = mine.filter(put => !cleared.has(versionTextOf(put)))
      const candidates = left.length > 0 ? left : mine
      const winner = highestOf(candidates) ?? highestOf(puts.filter(put => counts(put, register)))
      for (const [field, type] of Object.entries(types)) {
        const said = shaped(type, winner?.body.set[register]?.[field])
        // What a record is about stands in its envelope, too, or is not said.
        const isHidden =
          field in kind.refs && typeof said === 'string' && winner?.hangsOn.includes(said) === false
        const value = isHidden ? null : said
        fields[field] = value === null || kind.takes?.[field]?.(value) !== false ? value : null
      }
      const said = candidates.map(put => sorted(put.body.set[register] ?? {}))
      if (new Set(said).size > 1) disputed.push(register)
    }
    const isFelt = open.some(remove =>
      changes.some(c => c.thing === remove.thing && c.kind === 'put' && !covered.has(versionTextOf(c))),
    )
    if (isFelt) disputed.push('*')
    if (kind.required.some(field => fields[field] === null)) return undefined
    const made = lowestOf(puts.filter(isMaking))
    return made && { row: { fields, made }, conflicts: disputed }
  }

  function rowsOf(kind: Entity, subject: string): readonly [string, NaiveRow][] {
    const field = kind.series?.subject ?? ''
    return [...(rows.get(kind.name) ?? [])].filter(([, row]) => row.fields[field] === subject)
  }

  /** Subjects of which two last rows say different things: nobody followed either. */
  function rivals(kind: Entity): readonly string[] {
    return subjectsOf(kind).filter(subject => {
      const list = rowsOf(kind, subject)
      const last = list.filter(([id]) => !list.some(([, row]) => listOf(row.fields['follows']).includes(id)))
      const said = last.map(([, row]) => JSON.stringify(kind.series?.value.map(field => row.fields[field])))
      return new Set(said).size > 1
    })
  }

  function subjectsOf(kind: Entity): readonly string[] {
    const field = kind.series?.subject ?? ''
    return [
      ...new Set([...(rows.get(kind.name) ?? new Map()).values()].map(row => String(row.fields[field]))),
    ]
  }

  return {
    rows,
    conflicts,
    subjectsOf: name => {
      const kind = kinds.get(name)
      return kind ? subjectsOf(kind) : []
    },
    holding: (name, subject, day) => {
      const kind = kinds.get(name)
      if (kind === undefined) return undefined
      const list = rowsOf(kind, subject)
      const on = (when: string) => {
        const begun = list.filter(([, row]) => String(row.fields['since']) <= when)
        return begun.sort(byMaking).at(-1)?.[0]
      }
      const found = on(day)
      if (found !== undefined || !kind.tree) return found
      // An organization has always hung somewhere: before the first day known, where it hung on that day.
      const first = list.map(([, row]) => String(row.fields['since'])).sort()[0]
      return first === undefined ? undefined : on(first)
    },
  }
}

/** Which changes count: not held by a revocation, not returned. What acts on a change is always of a higher version. */
function forceOf(all: readonly Change[], kinds: Entities): { readonly inForce: (c: Change) => boolean } {
  const known = new Map<Change, boolean>()
  const inForce = (change: Change): boolean => {
    const before = known.get(change)
    if (before !== undefined) return before
    const is = !isHeld(change) && !isReturned(change)
    known.set(change, is)
    return is
  }
  const isReturned = (change: Change): boolean => {
    if (kinds.get(change.entity)?.growOnly) return false
    const higher = all.filter(other => isHigher(other, change))
    return higher.some(
      back =>
        back.kind === 'return' &&
        names(back.body.names, change) &&
        inForce(back) &&
        !higher.some(
          lift =>
            lift.kind === 'put' &&
            // A return or an admission is in no record that anything could be put into.
            change.kind !== 'return' &&
            change.kind !== 'admit' &&
            lift.thing === change.thing &&
            isHigher(lift, back) &&
            basesOf(lift).includes(versionTextOf(back)) &&
            inForce(lift),
        ),
    )
  }
  const isHeld = (change: Change): boolean => {
    if (
      !all.some(revocation => isRevocation(revocation) && governs(revocation) && holds(revocation, change))
    ) {
      return false
    }
    if (change.kind === 'admit' || change.entity === 'revocation') return true
    return !all.some(
      admission =>
        admission.kind === 'admit' &&
        isHigher(admission, change) &&
        names(admission.body.names, change) &&
        inForce(admission),
    )
  }
  const isRevocation = (change: Change): boolean => change.entity === 'revocation' && isMaking(change)
  /** A revocation counts unless one before it holds it. */
  const governs = (revocation: Change): boolean =>
    !all.some(
      other =>
        isRevocation(other) && isHigher(revocation, other) && holds(other, revocation) && governs(other),
    )
  return { inForce }
}

/** Whether a revocation covers a change: of that replica, and not among the ranges accepted of its writer. */
function holds(revocation: Change, { origin, n }: Change): boolean {
  if (revocation.kind !== 'put') return false
  const { replica, accepted } = revocation.body.set['all'] ?? {}
  if (replica !== origin.replica || !Array.isArray(accepted)) return false
  return !accepted.some(entry => {
    const [from, to] = entry
      .slice(entry.lastIndexOf(':') + 1)
      .split('-')
      .map(Number)
    const isOfWriter = entry.slice(0, entry.lastIndexOf(':')) === origin.writer
    return isOfWriter && from !== undefined && to !== undefined && n >= from && n <= to
  })
}

/**
 * Moves that would close a circle on some day: taken one after the other as they were made, each over what came before
 * it, looked at on every day on which anything begins.
 */
function circles(kind: Entity, rows: ReadonlyMap<string, NaiveRow>): readonly string[] {
  const [subject, parent] = [kind.series?.subject ?? '', kind.tree?.parent ?? '']
  const days = ['0000-00-00', ...new Set([...rows.values()].map(row => String(row.fields['since'])))]
  const found: string[] = []
  const taken: NaiveRow[] = []
  for (const [id, row] of [...rows].sort(byMaking)) {
    const within = [...taken, row]
    if (days.some(day => isCircularOn(day, within))) found.push(id)
    else taken.push(row)
  }
  return found

  function isCircularOn(day: string, places: readonly NaiveRow[]): boolean {
    return places.some(({ fields }) => {
      const under = [fields[subject]]
      for (;;) {
        const above = placeOn(day, places, under.at(-1))?.fields[parent] ?? null
        if (above === null) return false
        if (under.includes(above)) return true
        under.push(above)
      }
    })
  }

  /** The place made last among those that have begun; before all of them the one that is first when they have. */
  function placeOn(day: string, places: readonly NaiveRow[], thing: FieldValue | undefined) {
    const own = places.filter(({ fields }) => fields[subject] === thing)
    const begun = own.filter(({ fields }) => String(fields['since']) <= day)
    if (begun.length > 0) return begun.at(-1)
    const first = own.map(({ fields }) => String(fields['since'])).sort()[0]
    return own.findLast(({ fields }) => fields['since'] === first)
  }
}

function shaped(type: string, value: FieldValue | undefined): FieldValue {
  switch (type) {
    case 'integer':
      return typeof value === 'number' && Number.isSafeInteger(value) ? value : null
    case 'list':
      return Array.isArray(value) && value.every(item => typeof item === 'string') ? value : null
    default:
      return typeof value === 'string' ? value : null
  }
}

const listOf = (value: FieldValue | undefined): readonly string[] => (Array.isArray(value) ? value : [])

function sorted(fields: Fields): string {
  return JSON.stringify(Object.entries(fields).sort(([a], [b]) => (a < b ? -1 : 1)))
}
