import { sql } from 'kysely'
import { type Change, type Range, rangesOf } from '#db/journal/change.ts'
import type { Journal } from '#db/journal/journal.ts'
import { kindOf } from '#db/records/kinds.ts'
import { refuse } from '#db/shared/refusal.ts'
import type { Text } from '#db/shared/text.ts'
import type { Reader } from '#db/sqlite/tables.ts'
import { lookUpOrg, lookUpPerson, type Standpoint } from '../acts/known.ts'
import { readStoredOf } from '../acts/stored.ts'
import { sentenceOf } from '../history/sentence.ts'
import { readTrash } from './read-trash.ts'

export type Restoring = {
  readonly names: readonly Range[]
  readonly label: Readonly<Record<string, string | number>>
  readonly sentences: readonly Text[]
  readonly warnings: readonly Text[]
}

/** So many are gone through to find one by its id. */
const most = 500

/**
 * What bringing a record back would do: its removal is returned, and that of all that was removed with it. Refuses what
 * was never removed, what an office above removed, and what hangs on something that is removed itself.
 */
export async function planRestore(standpoint: Standpoint, journal: Journal, id: string): Promise<Restoring> {
  const { reader } = standpoint
  const removals = journal.changes
    .ofThing(id)
    .filter(one => one.kind === 'remove' && journal.absorber.isInForce(one))
  const [removal] = removals
  if (removal === undefined || (await isHere(reader, removal.entity, id))) notRemoved(id)
  await refuseFromAbove(standpoint, removals)
  const beside = await removedBeside(reader, journal, removals, id)
  await refuseWithoutPlace(standpoint, removal, new Set([id, ...beside.map(one => one.thing)]))
  const row = await rowOf(reader, removal.entity, id)
  const label = {
    what: 'restore',
    kind: removal.entity,
    title: row?.title ?? '',
    of: row?.of ?? '',
    beside: new Set(beside.map(one => one.thing)).size,
  }
  return {
    names: rangesOf([...removals, ...beside].map(one => [one.origin.writer, one.n])),
    label,
    sentences: [sentenceOf(label)],
    warnings: await doubles(reader, journal, removal),
  }
}

async function rowOf(reader: Reader, kind: string, id: string) {
  for (let offset = 0; ; offset += most) {
    const { rows } = await readTrash(reader, { kind, limit: most, offset })
    const found = rows.find(row => row.id === id)
    if (found !== undefined || rows.length < most) return found
  }
}

/** What was removed in the same work and hung on it. */
async function removedBeside(
  reader: Reader,
  journal: Journal,
  removals: readonly Change[],
  id: string,
): Promise<readonly Change[]> {
  const own = removals.flatMap(({ origin, n }) => journal.changes.numberOf(origin.writer, n) ?? [])
  const hanging = sql<{ no: number }>`(
    SELECT c.no FROM change c INDEXED BY change_removed
    WHERE c.kind = 'remove' AND c.thing <> ${id}
      AND c.origin IN (SELECT origin FROM change WHERE no IN (SELECT value FROM json_each(${JSON.stringify(own)})))
      AND EXISTS (SELECT 1 FROM json_each(c.hangs_on) WHERE value = ${id})
  )`
  const rows = await reader.selectFrom(hanging.as('hanging')).select('hanging.no').execute()
  return journal.changes.byNumbers(rows.map(({ no }) => no)).filter(journal.absorber.isInForce)
}

async function isHere(reader: Reader, entity: string, id: string): Promise<boolean> {
  return kindOf(entity) === undefined || (await readStoredOf(reader, [id])).length > 0
}

async function refuseFromAbove(standpoint: Standpoint, removals: readonly Change[]): Promise<void> {
  const { office } = standpoint
  const own = await lookUpOrg(standpoint, office)
  if (own.kind !== 'found') return
  const above = new Set(own.found.above.filter(one => one !== office))
  const other = removals.find(({ origin }) => above.has(origin.office))
  if (other === undefined) return
  refuse(
    'removed-above',
    '这条记录是上级删除的，下级不能恢复。有疑问请联系上级。',
    'An office above removed this record, so it cannot be restored here. Ask that office.',
    { record: other.thing },
  )
}

/** A record that comes back to nobody would be seen nowhere. */
async function refuseWithoutPlace(
  standpoint: Standpoint,
  removal: Change,
  coming: ReadonlySet<string>,
): Promise<void> {
  for (const on of removal.hangsOn) {
    if (coming.has(on)) continue
    const [person, org] = [await lookUpPerson(standpoint, on), await lookUpOrg(standpoint, on)]
    if (person.kind !== 'unknown' || org.kind !== 'unknown') continue
    const words = kindOf(removal.entity)?.words ?? { zh: '记录', en: 'record' }
    refuse(
      'place-removed',
      `这条${words.zh}所属的团员或组织也已删除。请先恢复所属的团员或组织。`,
      `The member or organization of this ${words.en} was removed as well. Restore that first.`,
      { record: removal.thing, on },
    )
  }
}

/** Somebody was registered again under the same number meanwhile: then there are two. */
async function doubles(reader: Reader, journal: Journal, removal: Change): Promise<readonly Text[]> {
  if (removal.entity !== 'person') return []
  const numbers = journal.changes.ofThing(removal.thing).flatMap(one => {
    if (one.kind !== 'put') return []
    const number = one.body.set['identity']?.['id_number']
    return typeof number === 'string' ? [number] : []
  })
  const number = numbers.at(-1)
  if (number === undefined) return []
  const same = await reader
    .selectFrom('person')
    .where('id_number', '=', number)
    .select('name')
    .executeTakeFirst()
  if (same === undefined) return []
  return [
    {
      zh: `台账里现在另有一条相同身份证号的记录：${same.name}。恢复以后请到“疑似重复登记”里合并。`,
      en: `Another record has the same ID number now: ${same.name}. Merge the two under "Registered twice?" afterwards.`,
    },
  ]
}

function notRemoved(id: string): never {
  refuse(
    'not-removed',
    '这条记录没有被删除，或者已经恢复。请刷新列表。',
    'This record was not removed, or was restored already. Refresh the list.',
    { record: id },
  )
}
