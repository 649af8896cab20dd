import type { PacketPart } from '#contract/packets/packets.ts'
import type { Range } from '#db/journal/change.ts'
import type { Journal } from '#db/journal/journal.ts'
import { officeKinds } from '#db/records/kinds.ts'
import { conflictRows, staysDisputed } from '#db/registry/conflicts/conflicts.ts'
import { disputesIn } from '#db/registry/conflicts/disputes.ts'
import { type Outdone, toldByNumber } from '#db/registry/history/told-changes.ts'
import { type Connection, prepareOnce, reader } from '#db/sqlite/connection.ts'
import { isWithin } from '../aside/held-ranges.ts'
import type { Outcome } from '../outcome.ts'
import type { Sheet } from './headcount.ts'
import { isGoneAtOnce, isOfSomebodyKnown } from './totals.ts'

type Dispute = PacketPart['conflicts'][number]

/** How many changes, conflicts and returns are told one by one, in all and of one organization; the rest is counted. */
const mostTold = { all: 600, each: 60 }

/** Of so many changes the places are found in one statement. */
const atOnce = 2000

/** How many organizations stand in a preview each by itself. */
const mostParts = 200

type Row = {
  readonly no: number
  readonly org: string | null
  readonly does: 'added' | 'changed' | 'removed'
}

type Counts = {
  readonly org: string | null
  readonly added: number
  readonly changed: number
  readonly removed: number
}

/** The open conflicts by name, before a packet: what is open afterwards and not among them is new. */
export function openConflicts(db: Connection): ReadonlySet<string> {
  return new Set(prepareOnce<[], string>(db, "SELECT thing || ':' || register FROM conflict").pluck().all())
}

/**
 * What a packet would do, organization by organization: what is added, changed old -> new, removed, in conflict and
 * returned, and the headcount after it. To be called inside the transaction that is then rolled back: it looks at the
 * tables as they would be. So many changes at a time; `between` is asked after each part whether to go on.
 */
export async function readParts(
  db: Connection,
  journal: Journal,
  from: {
    readonly extent: readonly [first: number, last: number]
    readonly before: ReadonlySet<string>
    readonly outcome: Outcome
    readonly sheet: Sheet
    readonly held: readonly Range[]
  },
  between: () => Promise<void>,
): Promise<PacketPart[]> {
  const { extent, before, outcome, sheet, held } = from
  try {
    await layPlaces(db, extent, held, between)
    const disputeOf = disputesIn(db, journal)
    const isNew = conflictRows(db).filter(row => !before.has(`${row.thing}:${row.register}`))
    const numbers = chosen(db).map(({ no }) => no)
    const told = await toldByNumber(reader(db), numbers, {
      first: extent[0],
      outdone: outdoneOf(db, numbers),
    })
    const parts = new Map<string | null, Building>()
    const partOf = (org: string | null) => {
      const part = parts.get(org) ?? emptyPart(org)
      parts.set(org, part)
      return part
    }
    for (const counts of countsOf(db)) Object.assign(partOf(counts.org), counts)
    for (const { no, org, does } of chosen(db)) {
      const change = told.get(no)
      if (change !== undefined) partOf(org).rows.push({ ...change, act: does })
    }
    for (const { org, before: was, in: come, out, after } of sheet.perOrg) {
      partOf(org).heads = { before: was, in: come, out, after }
    }
    for (const row of isNew.slice(0, mostTold.all)) {
      const dispute = disputeOf(row)
      const part = partOf(orgOf(db, dispute.about))
      if (part.conflicts.length < mostTold.each) part.conflicts.push(dispute)
      else part.moreConflicts++
    }
    const returned = outcome.returned.slice(0, mostTold.all)
    const subjects = new Map<string, Subject>()
    for (const id of new Set(returned.map(one => one.id))) {
      await between()
      subjects.set(id, subjectOf(db, id))
    }
    for (const one of returned) {
      const { name, org } = subjects.get(one.id) ?? unknownSubject
      const part = partOf(org)
      if (part.returned.length < mostTold.each) part.returned.push({ id: one.id, name, message: one.message })
      else part.moreReturned++
    }
    const untold = { conflicts: beyond(isNew), returned: beyond(outcome.returned) }
    if (untold.conflicts > 0) partOf(null).moreConflicts += untold.conflicts
    if (untold.returned > 0) partOf(null).moreReturned += untold.returned
    return named(db, [...parts.values()])
  } finally {
    db.exec('DELETE FROM temp.told_place; DELETE FROM temp.told_home')
  }
}

function beyond(all: readonly unknown[]): number {
  return Math.max(0, all.length - mostTold.all)
}

type Building = { -readonly [K in keyof PacketPart]: PacketPart[K] } & { readonly id: string | null }

function emptyPart(id: string | null): Building {
  return {
    id,
    org: null,
    added: 0,
    changed: 0,
    removed: 0,
    heads: null,
    rows: [],
    more: 0,
    conflicts: [],
    moreConflicts: 0,
    returned: [],
    moreReturned: 0,
  }
}

const kinds = officeKinds.map(({ name }) => `'${name}'`).join(', ')

/**
 * Where each change of the packet lies: by what it names, or where its person belongs by then. A removal of what stays
 * because it was edited here is a conflict, and told as that; what the packet brings and is gone at once, as its author
 * took it back or this office gave it back, is no change of anything; what is held changes nothing.
 */
async function layPlaces(
  db: Connection,
  [first, last]: readonly [number, number],
  held: readonly Range[],
  between: () => Promise<void>,
): Promise<void> {
  // Kept from packet to packet: where a temporary table comes or goes, every statement of the connection is planned anew.
  db.exec(`
    CREATE TEMP TABLE IF NOT EXISTS told_place (no INTEGER, does TEXT, org TEXT); DELETE FROM temp.told_place;
    CREATE TEMP TABLE IF NOT EXISTS told_home (person TEXT PRIMARY KEY, org TEXT) WITHOUT ROWID; DELETE FROM temp.told_home;
  `)
  // A packet may bring thousands of edits and thousands of stays of one person: his home is looked for once.
  const subject = `CASE c.entity WHEN 'person' THEN c.thing ELSE c.hangs_on ->> '$[0]' END`
  const layHomes = prepareOnce<[{ from: number; to: number }]>(
    db,
    `INSERT INTO temp.told_home SELECT s.id, ${homeSql('s.id')} FROM (
       SELECT DISTINCT ${subject} AS id FROM change c
       WHERE c.no BETWEEN @from AND @to AND c.kind IN ('put', 'remove') AND c.entity IN (${kinds}) AND c.entity <> 'org') s
     WHERE s.id IS NOT NULL AND s.id NOT IN (SELECT person FROM temp.told_home)`,
  )
  const writer = '(SELECT w.id FROM writer w WHERE w.no = c.writer)'
  const counts = held.length === 0 ? '' : ` AND NOT ${isWithin('@held', writer, 'c.n')}`
  const lay = prepareOnce(
    db,
    `INSERT INTO temp.told_place
     SELECT c.no, CASE WHEN c.kind = 'remove' THEN 'removed' WHEN json_type(c.body, '$.base') IS NOT NULL THEN 'changed'
         WHEN ${isOfSomebodyKnown('c', '@first')} THEN 'changed' ELSE 'added' END AS does,
       CASE c.entity WHEN 'org' THEN c.thing ELSE coalesce(
         (SELECT h.value FROM json_each(c.hangs_on) h JOIN org o ON o.id = h.value LIMIT 1),
         (SELECT t.org FROM temp.told_home t WHERE t.person = ${subject})) END AS org
     FROM change c WHERE c.no BETWEEN @from AND @to AND c.kind IN ('put', 'remove') AND c.entity IN (${kinds})
       AND NOT (c.kind = 'remove' AND ${staysDisputed('c.thing')})
       AND NOT ${isGoneAtOnce('c', '@first')}${counts}`,
  )
  const ranges = held.length > 0 && { held: JSON.stringify(held) }
  for (let from = first; from <= last; from += atOnce) {
    await between()
    const to = Math.min(last, from + atOnce - 1)
    layHomes.run({ from, to })
    lay.run({ first, from, to, ...ranges })
  }
}

function countsOf(db: Connection): Counts[] {
  return db
    .prepare<[], Counts>(
      `SELECT org, sum(does = 'added') AS added, sum(does = 'changed') AS changed, sum(does = 'removed') AS removed
       FROM temp.told_place GROUP BY org`,
    )
    .all()
}

/** Which are told one by one: what is changed and removed before what is new, so many of each organization. */
function chosen(db: Connection): Row[] {
  return db
    .prepare<[], Row>(
      `SELECT no, org, does FROM (
         SELECT no, org, does, row_number() OVER (PARTITION BY org ORDER BY does = 'added', no) AS place FROM temp.told_place
       ) WHERE place <= ${mostTold.each} ORDER BY does = 'added', no LIMIT ${mostTold.all}`,
    )
    .all()
}

/**
 * Of these changes those in whose place another office's word holds, which neither had seen. What somebody wrote once more
 * himself is no such thing.
 */
function outdoneOf(db: Connection, numbers: readonly number[]): ReadonlyMap<number, Outdone> {
  const rows = db
    .prepare<[{ numbers: string }], { no: number; register: string; holds: string }>(
      `WITH told AS (
         SELECT c.no, c.thing, c.entity, c.hangs_on, c.lamport || '@' || w.id AS version, w.id AS writer
         FROM json_each(@numbers) j CROSS JOIN change c ON c.no = j.value JOIN writer w ON w.no = c.writer
         WHERE c.kind = 'put')
       SELECT no, register, heads ->> '$[#-1]' AS holds FROM told CROSS JOIN conflict f ON f.thing = told.thing
       WHERE f.register NOT IN ('*', f.entity)
         AND holds <> version AND substr(holds, instr(holds, '@') + 1) <> writer
       UNION ALL
       SELECT no, '*', heads ->> '$[#-1]' AS holds FROM told
       CROSS JOIN conflict f ON f.thing = told.hangs_on ->> '$[0]' AND f.register = told.entity
       WHERE f.entity = told.entity AND holds <> told.thing
         AND EXISTS (SELECT 1 FROM json_each(f.heads) h WHERE h.value = told.thing)`,
    )
    .all({ numbers: JSON.stringify(numbers) })
  const found = new Map<number, Map<string, string>>()
  for (const { no, register, holds } of rows) {
    const of = found.get(no) ?? new Map<string, string>()
    found.set(no, of.set(register, holds))
  }
  return found
}

function orgOf(db: Connection, about: Dispute['about']): string | null {
  if (about === null) return null
  return about.kind === 'org' ? about.id : homeOf(db, about.id)
}

/** Where somebody belongs, or did before leaving: that office is told of it. */
function homeSql(person: string): string {
  return `(SELECT m.org FROM membership m WHERE m.person = ${person} AND m.org IS NOT NULL
    ORDER BY m.until IS NULL DESC, m.rank DESC LIMIT 1)`
}

function homeOf(db: Connection, person: string): string | null {
  return (
    db
      .prepare<[string], string | null>(`SELECT ${homeSql('?')}`)
      .pluck()
      .get(person) ?? null
  )
}

type Subject = { readonly name: string; readonly org: string | null }
const unknownSubject: Subject = { name: '', org: null }

/** Whom something that is given back is about, and where that lies: read off its envelope, for it may be in no table. */
function subjectOf(db: Connection, thing: string): Subject {
  const row = prepareOnce<[{ thing: string }], { name: string | null; org: string | null }>(
    db,
    `WITH about AS (
         SELECT @thing AS id UNION
         SELECT h.value FROM change c INDEXED BY change_thing, json_each(c.hangs_on) h WHERE c.thing = @thing
       )
       SELECT coalesce(
           (SELECT p.name FROM about JOIN person p ON p.id = about.id LIMIT 1),
           (SELECT s.fields ->> '$.name' FROM about JOIN shadow s ON s.thing = about.id WHERE s.entity = 'person' LIMIT 1),
           (SELECT coalesce(o.short_name, o.name) FROM about JOIN org o ON o.id = about.id LIMIT 1),
           (SELECT s.fields ->> '$.name' FROM about JOIN shadow s ON s.thing = about.id LIMIT 1),
           (SELECT k.name FROM about JOIN card k ON k.thing = about.id LIMIT 1)) AS name,
         coalesce(
           (SELECT o.id FROM about JOIN org o ON o.id = about.id LIMIT 1),
           (SELECT ${homeSql('about.id')} AS org FROM about ORDER BY org IS NULL LIMIT 1)) AS org`,
  ).get({ thing })
  return { name: row?.name ?? '', org: row?.org ?? null }
}

/** The parts with their organizations' names, those that a person has to decide about first. */
function named(db: Connection, parts: readonly Building[]): PacketPart[] {
  const find = prepareOnce<[string], { id: string; name: string }>(
    db,
    'SELECT id, coalesce(short_name, name) AS name FROM org WHERE id = ?',
  )
  const weight = ({ conflicts, returned }: PacketPart) => conflicts.length + returned.length
  return parts
    .map(({ id, ...part }) => ({
      ...part,
      org: id === null ? null : (find.get(id) ?? null),
      more: Math.max(0, part.added + part.changed + part.removed - part.rows.length),
    }))
    .toSorted((a, b) => weight(b) - weight(a))
    .slice(0, mostParts)
}
