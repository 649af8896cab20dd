import { courses } from '#db/records/courses/courses.ts'
import { version } from '#db/shared/version.ts'
import { type Connection, prepareOnce } from '#db/sqlite/connection.ts'

/**
 * When a file of which something lies aside is tried again. To open one costs what it holds, and up to three of each sender
 * lie here for good: tried again with every packet, they would make each one that comes later as slow as all of them.
 *
 * What becomes of a change follows from the file and from what this registry knows. A file that was tried is noted with the
 * last change that lay here then, and is left alone as long as nothing came since that one of the questions below could answer
 * otherwise by. Whoever adds a reason to lay something aside (`Court`) adds here what may end it; in doubt a file is tried.
 *
 * - *Nobody proves it.* An author is believed by his certificates, as they and the placements of offices stand: new
 *   certificates, revocations, organizations, placements, merge marks, and returns and admissions of whatever, try all files
 *   (`shifts`). So does a stay or a post of what is no plain person: what anything was put into, or a certificate was given for, may
 *   stand above somebody. Or he is proved by a seal: one that is kept anew (`sealCame`), a hash that fills its gap, or a change that
 *   came within a kept seal over what lies aside (`isRangeFuller`).
 * - *What it hangs or builds on lies aside, or it is a record that hangs on nothing.* That ends when a creation of such a thing
 *   comes, or a change of such a version (`isAwaited`), or when a row is taken out of what lies aside, for whatever reason: then all
 *   are tried (`tryAllAgain`). So they are where another content takes the place of one that lies here.
 * - *It makes a person or an organization that another office made here before, or is about whom its author says so of* (`claim`).
 *   That ends when the other one is given back: returns try all files.
 * - *It is proved, and beyond its author's authority or about a matter that is not known here* (`isJudged`). Authority follows from
 *   where things lie, from matters and their steps, and from closed periods. Of such a file the things on whose places that depends
 *   are kept for as long as this program runs (`dependsOn`), and it is tried once each time it is started.
 * - Each new day all files are tried once: who stands above whom turns by days that were written down long before, and so many
 *   changes as come in a day are gone through in no time.
 *
 * What a person decides (`takeAside`) asks none of this.
 */
export class TriedAgain {
  readonly #db: Connection
  readonly #by: string
  readonly #news = new Map<string, boolean>()

  /** `day`: today, by which authority may turn. */
  constructor(db: Connection, day: string) {
    this.#db = db
    this.#by = judgedBy(db, day)
  }

  /** Whether anything came since a file was last tried by which something of it could count. */
  isDue(no: number): boolean {
    const tried = readTried(this.#db)?.[no]
    if (tried === undefined || tried.by !== this.#by) return true
    const { upTo, isJudged } = tried
    const ask = (sql: string) =>
      prepareOnce<[{ no: number; upTo: number }]>(this.#db, sql).get({ no, upTo }) !== undefined
    if (this.#isNews(upTo) || ask(isRangeFuller)) return true
    if (!isJudged) return false
    createDependsOn(this.#db)
    const isKept = prepareOnce(this.#db, 'SELECT 1 FROM temp.aside_depends WHERE aside = ? LIMIT 1').get(no)
    return isKept === undefined || ask(isJudgedAnew)
  }

  /** Whether something came since that tries all files: it is asked once for all that were tried at the same time. */
  #isNews(upTo: number): boolean {
    const asked = `${upTo} ${lastChange(this.#db)}`
    const known = this.#news.get(asked)
    if (known !== undefined) return known
    const is = [shifts, isAwaited].some(
      sql => prepareOnce<[{ upTo: number }]>(this.#db, sql).get({ upTo }) !== undefined,
    )
    this.#news.set(asked, is)
    return is
  }

  /** Tries a file, and notes that it was, where `isDone` says of what became of it that only news could change that. */
  async try<T>(no: number, open: () => Promise<T>, isDone: (became: T) => boolean): Promise<T> {
    const db = this.#db
    const upTo = lastChange(db)
    createDependsOn(db)
    prepareOnce(db, 'DELETE FROM temp.aside_depends WHERE aside IN (0, ?)').run(no)
    const { [no]: _, ...others } = readTried(db) ?? {}
    saveTried(db, others)
    const became = await open()
    db.transaction(() => {
      const tried = readTried(db)
      // Where something was taken out of what lies aside meanwhile, all are tried once more.
      if (tried === undefined || !isDone(became)) return
      const isJudged =
        prepareOnce(db, 'UPDATE temp.aside_depends SET aside = ? WHERE aside = 0').run(no).changes > 0
      saveTried(db, { ...tried, [no]: { upTo, by: this.#by, isJudged } })
    })()
    return became
  }
}

function lastChange(db: Connection): number {
  return prepareOnce<[], { no: number | null }>(db, 'SELECT max(no) AS no FROM change').get()?.no ?? 0
}

type Tried = { readonly upTo: number; readonly by: string; readonly isJudged: boolean }

/** Who judges what a packet holds: another program may do so otherwise, and so does another office, and another day. */
export function judgedBy(db: Connection, day: string): string {
  const who = prepareOnce<[], { who: string | null }>(
    db,
    "SELECT group_concat(value, ' ' ORDER BY key) AS who FROM meta WHERE key IN ('office', 'replica', 'root_replica')",
  ).get()
  return `${version} ${day} ${who?.who ?? ''}`
}

/** A note of this PC alone, by the numbers of what lies aside; it is gone once all are to be tried. */
const key = 'aside_tried'

function readTried(db: Connection): Readonly<Record<number, Tried>> | undefined {
  const row = prepareOnce<[string], { value: string }>(db, 'SELECT value FROM meta WHERE key = ?').get(key)
  return row && JSON.parse(row.value)
}

function saveTried(db: Connection, tried: Readonly<Record<number, Tried>>): void {
  const here = new Set(
    prepareOnce<[], { no: number }>(db, 'SELECT no FROM aside')
      .all()
      .map(row => row.no),
  )
  const kept = Object.entries(tried).filter(([no]) => here.has(Number(no)))
  prepareOnce(db, 'INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)').run(
    key,
    JSON.stringify(Object.fromEntries(kept)),
  )
}

/** To be called in the transaction that takes anything out of what lies aside, or changes what lies here under an id. */
export function tryAllAgain(db: Connection): void {
  prepareOnce(db, 'DELETE FROM meta WHERE key = ?').run(key)
}

/** To be called in the transaction that keeps a seal, or hashes that fill its gaps. */
export function sealCame(db: Connection, writer: string, from: number, to: number): void {
  const over = prepareOnce<[string, number, number]>(
    db,
    `SELECT 1 FROM aside a CROSS JOIN aside_change c ON c.aside = a.no
     WHERE c.writer = ? AND c.n BETWEEN ? AND ? LIMIT 1`,
  )
  if (over.get(writer, from, to) !== undefined) tryAllAgain(db)
}

/** What a change that is laid aside though it is proved depends on: whatever it is about, and what that hung on before. */
export function dependsOn(db: Connection, things: readonly string[]): void {
  createDependsOn(db)
  const put = prepareOnce(db, 'INSERT OR IGNORE INTO temp.aside_depends (aside, name) VALUES (0, ?)')
  for (const thing of things) put.run(thing)
}

/** Under 0 what the packet that is open now depends on. */
function createDependsOn(db: Connection): void {
  db.exec(
    'CREATE TEMP TABLE IF NOT EXISTS aside_depends (aside INTEGER, name TEXT, PRIMARY KEY (aside, name)) WITHOUT ROWID',
  )
}

const since = 'FROM change c CROSS JOIN writer w ON w.no = c.writer WHERE c.no > +@upTo'

const subject = `CASE c.entity WHEN 'person' THEN c.thing ELSE c.hangs_on ->> '$[0]' END`

/** Whoever is a person alone stands above nobody: nothing was ever put into him, and no PC certified for him. */
const isPlainPerson = `EXISTS (SELECT 1 FROM person p WHERE p.id = ${subject})
  AND NOT EXISTS (SELECT 1 FROM org o WHERE o.id = ${subject})
  AND ${subject} NOT IN (SELECT org FROM certificate)
  AND NOT EXISTS (SELECT 1 FROM change i INDEXED BY change_parent WHERE i.hangs_on ->> '$[1]' = ${subject}
    AND i.kind = 'put' AND i.entity IN ('placement', 'membership'))`

/** Whatever may let certificates, or places of offices, count otherwise than before. */
const isShift = `(
  c.kind NOT IN ('put', 'remove') OR c.entity IN ('org', 'placement', 'merge', 'certificate', 'revocation')
  OR c.entity IN ('person', 'membership', 'post') AND NOT (${isPlainPerson}))`
const shifts = `SELECT 1 ${since} AND ${isShift} LIMIT 1`
const lastOfShifts = `SELECT c.no ${since} AND ${isShift} ORDER BY c.no DESC LIMIT 1`

const isCreation = `c.kind = 'put' AND c.body ->> '$.base' IS NULL`

/** Of what came after this change the last by which another office may stand above, beside or below, or its certificates count; or 0. */
export function lastShift(db: Connection, upTo: number): number {
  const find = prepareOnce<[{ upTo: number }], { no: number }>(db, lastOfShifts)
  return find.get({ upTo })?.no ?? 0
}

/** The creation of something that something aside is about, or a change of the very version of one that lies aside. */
const isAwaited = `SELECT 1 ${since} AND (
  (EXISTS (SELECT 1 FROM aside_change a WHERE a.thing = +c.thing) AND ${isCreation})
  OR EXISTS (SELECT 1 FROM aside_change a WHERE a.version = c.lamport || '@' || w.id)) LIMIT 1`

/** A change within a range that its author sealed together with something that lies aside of this file. */
const isRangeFuller = `SELECT 1 FROM (
    SELECT c.writer, min(c.n) AS low, max(c.n) AS high FROM change c WHERE c.no > +@upTo GROUP BY c.writer) f
  CROSS JOIN writer w ON w.no = f.writer
  WHERE EXISTS (SELECT 1 FROM aside_change a WHERE a.aside = +@no AND a.writer = w.id) AND EXISTS (
    SELECT 1 FROM seal s CROSS JOIN aside_change a ON a.aside = +@no AND a.writer = s.writer AND a.n BETWEEN s.from_n AND s.to_n
    WHERE s.writer = w.id AND s.from_n <= f.high AND s.to_n >= f.low) LIMIT 1`

/** What says whether a matter is open, or a period: what they lead to is asked anew, whatever they are about. */
const ofMatters = [...Object.keys(courses), 'step', 'frozen_part', 'closing', 'reopening']
  .map(kind => `'${kind}'`)
  .join(', ')

/** Where something lies on whose place it depends whether a file's changes are within their authors' authority. */
const isJudgedAnew = `SELECT 1 ${since} AND (
  c.kind = 'remove' OR c.entity IN (${ofMatters})
  OR (EXISTS (SELECT 1 FROM temp.aside_depends d WHERE d.aside = +@no AND d.name = c.thing) AND (c.entity = 'work' OR ${isCreation}))
  OR (c.entity IN ('membership', 'post') AND EXISTS (
    SELECT 1 FROM json_each(c.hangs_on) h CROSS JOIN temp.aside_depends d ON d.aside = +@no AND d.name = h.value))) LIMIT 1`
