import { sql } from 'kysely'
import { z } from 'zod'
import { refsOf } from '#db/records/columns.ts'
import { officeKinds } from '#db/records/kinds.ts'
import type { Text } from '#db/shared/text.ts'
import type { Reader } from '#db/sqlite/tables.ts'
import { aboutThings } from './about-things.ts'
import { sentenceOf } from './sentence.ts'

export type HistoryEntry = {
  readonly changeSet: number
  readonly at: string
  readonly actor: string
  readonly sentence: Text
  readonly changes: number
  readonly canUndo: boolean
  readonly isUndone: boolean
}

const labelSchema = z.looseObject({ what: z.string() })

/** What is never taken back: who may take part is decided anew, and the registry has one beginning. */
const lasting: ReadonlySet<string> = new Set(['init', 'enrol-approve', 'enrol-accept', 'enrol-revoke'])

/**
 * What was done, newest first: of the whole registry, or of one thing and all that hangs on it (the posts, stays and
 * meetings of a person or an organization).
 */
export async function readHistory(
  reader: Reader,
  thing: string | undefined,
  limit: number,
): Promise<HistoryEntry[]> {
  return told(
    reader,
    thing === undefined ? await wholeHistory(reader, limit) : await historyOf(reader, thing, limit),
  )
}

/** Which of it is wanted: by whom, what kind of work, and between two moments, the second excluded. */
export type HistoryWanted = {
  readonly actor: string | undefined
  readonly what: string | undefined
  readonly from: string | undefined
  readonly before: string | undefined
}

/** A window of the whole history under filters, how much of it there is, and who and what there is to filter by. */
export async function readHistoryWindow(
  reader: Reader,
  { actor, what, from, before }: HistoryWanted,
  { offset, limit }: { readonly offset: number; readonly limit: number },
) {
  let wanted = reader.selectFrom('change_set')
  if (actor !== undefined) wanted = wanted.where('actor', '=', actor)
  if (what !== undefined) wanted = wanted.where(whatOf, '=', what)
  if (from !== undefined) wanted = wanted.where('at', '>=', from)
  if (before !== undefined) wanted = wanted.where('at', '<', before)
  const counted = await wanted.select(eb => eb.fn.countAll<number>().as('n')).executeTakeFirst()
  const rows = await wanted
    .orderBy('no', 'desc')
    .offset(offset)
    .limit(limit)
    .select([...columns, sql<number>`last_change - first_change + 1`.as('changes')])
    .execute()
  const actors = await reader.selectFrom('change_set').distinct().select('actor').orderBy('actor').execute()
  const kinds = await reader.selectFrom('change_set').distinct().select(whatOf.as('what')).execute()
  return {
    total: counted?.n ?? 0,
    rows: await told(reader, rows),
    actors: actors.map(row => row.actor),
    kinds: kinds.map(row => row.what),
  }
}

/** One change set as history tells it. */
export async function readChangeSet(reader: Reader, no: number): Promise<HistoryEntry | undefined> {
  const rows = await reader
    .selectFrom('change_set')
    .where('no', '=', no)
    .select([...columns, sql<number>`last_change - first_change + 1`.as('changes')])
    .execute()
  return (await told(reader, rows))[0]
}

const whatOf = sql<string>`label ->> '$.what'`

type SetRow = {
  readonly no: number
  readonly at: string
  readonly actor: string
  readonly label: string
  readonly changes: number
}

/** Change sets as sentences, each with whether it may be taken back. */
async function told(reader: Reader, rows: readonly SetRow[]): Promise<HistoryEntry[]> {
  const labelled = rows.map(row => ({ ...row, label: labelSchema.parse(JSON.parse(row.label)) }))
  const takenBack = await labelsOf(
    reader,
    labelled.flatMap(({ label }) => (label.what === 'undo' ? Number(label['of']) : [])),
  )
  const undone = await takenBackSince(reader, Math.min(...labelled.map(({ no }) => no)))
  const above = await officesAbove(
    reader,
    labelled.flatMap(({ label }) => (typeof label['peer'] === 'string' ? label['peer'] : [])),
  )
  return labelled.map(({ no, at, actor, label, changes }) => ({
    changeSet: no,
    at,
    actor,
    sentence: sentenceOf(label, takenBack.get(Number(label['of']))),
    changes,
    canUndo: !lasting.has(label.what) && !above.has(label['peer']) && !undone.has(no),
    isUndone: undone.has(no),
  }))
}

/**
 * The change sets from this one on that are taken back now; what takes one back comes after it. An undo that was taken
 * back itself takes nothing back.
 */
async function takenBackSince(reader: Reader, oldest: number): Promise<ReadonlySet<number>> {
  if (!Number.isFinite(oldest)) return new Set()
  const undo = sql<{ no: number; of: number }>`(
    SELECT no, label ->> '$.of' AS "of" FROM change_set INDEXED BY change_set_undo
    WHERE no > ${oldest} AND json_valid(label) AND label ->> '$.what' = 'undo'
  )`
  const undos = await reader.selectFrom(undo.as('undo')).orderBy('no', 'desc').select(['no', 'of']).execute()
  const undone = new Set<number>()
  for (const { no, of } of undos) if (!undone.has(no)) undone.add(of)
  return undone
}

/** What the office above hands down is not given back from below. */
async function officesAbove(reader: Reader, replicas: readonly string[]): Promise<ReadonlySet<unknown>> {
  const rows = await reader
    .selectFrom('peer')
    .where(sql<boolean>`replica IN (SELECT value FROM json_each(${JSON.stringify(replicas)}))`)
    .where('direction', '=', 'up')
    .select('replica')
    .execute()
  return new Set(rows.map(row => row.replica))
}

/** The labels of what was taken back, so that nobody has to know a number. */
async function labelsOf(reader: Reader, numbers: readonly number[]) {
  const rows = await reader
    .selectFrom('change_set')
    .where(sql<boolean>`no IN (SELECT value FROM json_each(${JSON.stringify(numbers)}))`)
    .select(['no', 'label'])
    .execute()
  return new Map(rows.map(({ no, label }) => [no, labelSchema.parse(JSON.parse(label))]))
}

const columns = ['change_set.no', 'change_set.at', 'change_set.actor', 'change_set.label'] as const

function wholeHistory(reader: Reader, limit: number) {
  return reader
    .selectFrom('change_set')
    .orderBy('no', 'desc')
    .limit(limit)
    .select([...columns, sql<number>`last_change - first_change + 1`.as('changes')])
    .execute()
}

/** What hangs on a person or an organization, by the field that names it; not what stands below an organization. */
const hangingOn = officeKinds.flatMap(kind =>
  Object.keys(refsOf(kind))
    .filter(field => field !== kind.tree?.parent)
    .map(field => [kind.name, field] as const),
)

async function historyOf(reader: Reader, thing: string, limit: number) {
  const hanging = sql`SELECT ${thing} AS id
    ${sql.join(
      hangingOn.map(
        ([kind, field]) => sql`UNION SELECT id FROM ${sql.table(kind)} WHERE ${sql.ref(field)} = ${thing}`,
      ),
      sql` `,
    )}
    UNION SELECT id FROM step WHERE subject = ${thing}
    UNION SELECT id FROM step WHERE org = ${thing}
    UNION SELECT step.id FROM transfer CROSS JOIN step ON step.subject = transfer.id WHERE transfer.person = ${thing}
    UNION SELECT thing FROM shadow_ref WHERE ref = ${thing}`
  // What took something of it back, or brought it back, names the changes and not the record; so does what took that back.
  const about = await aboutThings(reader, hanging)
  // The change set of a change is the last one that began before it: one step down an index, however many there are.
  const found = sql<{ no: number; changes: number }>`(
    SELECT told.change_set AS no, count(*) AS changes FROM (
      SELECT its.no, (
        SELECT no FROM change_set WHERE first_change <= its.no ORDER BY first_change DESC LIMIT 1
      ) AS change_set
      FROM ${about} its
    ) told CROSS JOIN change_set ON change_set.no = told.change_set AND told.no <= change_set.last_change
    GROUP BY told.change_set ORDER BY told.change_set DESC LIMIT ${limit}
  )`
  return reader
    .selectFrom(found.as('found'))
    .innerJoin('change_set', 'change_set.no', 'found.no')
    .orderBy('found.no', 'desc')
    .select([...columns, 'found.changes'])
    .execute()
}
