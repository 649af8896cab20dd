import type { Range } from '#db/journal/change.ts'
import type { Waiting } from '#db/journal/store/waiting-changes.ts'
import { kindOf, officeKinds } from '#db/records/kinds.ts'
import { staysDisputed } from '#db/registry/conflicts/conflicts.ts'
import { plural } from '#db/shared/plural.ts'
import type { Text } from '#db/shared/text.ts'
import { type Connection, prepareOnce } from '#db/sqlite/connection.ts'
import { isWithin } from '../aside/held-ranges.ts'

/** How many records of one kind a packet is about, each once however often it changes it. */
export type Counted = {
  readonly entity: string
  readonly added: number
  readonly changed: number
  readonly removed: number
  /** Removed by the packet, and there all the same: somebody had edited them meanwhile. */
  readonly kept: number
}

const stays = officeKinds
  .flatMap(({ name, series }) => (series === undefined ? [] : [`'${name}'`]))
  .join(', ')

/**
 * Whether what a row makes is where somebody belongs, or how he stands, who was known before the packet: that adds nobody,
 * it changes him. `first` names the parameter with the packet's first change.
 */
export const isOfSomebodyKnown = (row: string, first: string): string =>
  `(${row}.entity IN (${stays}) AND EXISTS (
     SELECT 1 FROM change known INDEXED BY change_thing WHERE known.thing = ${row}.hangs_on ->> '$[0]' AND known.no < ${first}))`

const rowsByKind = officeKinds
  .map(({ name }) => `WHEN '${name}' THEN EXISTS (SELECT 1 FROM "${name}" WHERE id = {thing})`)
  .join(' ')

/**
 * Whether what a row is about was made no earlier than `first` and is not there all the same: its author took it back at
 * once, or this office gave it back.
 */
export const isGoneAtOnce = (row: string, first: string): string =>
  `(NOT EXISTS (
     SELECT 1 FROM change known INDEXED BY change_thing WHERE known.thing = ${row}.thing AND known.no < ${first})
   AND NOT EXISTS (SELECT 1 FROM shadow s WHERE s.thing = ${row}.thing AND s.state <> 'returned')
   AND NOT CASE ${row}.entity ${rowsByKind.replaceAll('{thing}', `${row}.thing`)} ELSE 1 END)`

/**
 * To be asked once all is stored, in the same transaction; `first`: the first change that was stored. What is made and gone
 * at once counts nowhere; what is `held` changes nothing, and is not counted.
 */
export function countsOf(
  db: Connection,
  { table, where }: Pick<Waiting, 'table' | 'where'>,
  first: number,
  held: readonly Range[],
): Counted[] {
  const writer = '(SELECT w.id FROM temp.incoming_writer w WHERE w.no = told.writer)'
  const counts = held.length === 0 ? '' : ` AND NOT ${isWithin('@held', writer, 'told.n')}`
  return db
    .prepare<[Readonly<Record<string, unknown>>], Counted>(
      // What is asked of each thing is asked once, however many changes are about it.
      `SELECT entity, sum(made) AS added, sum(NOT made AND NOT gone) AS changed,
         sum(gone AND NOT ${staysDisputed('about.thing')}) AS removed, sum(gone AND ${staysDisputed('about.thing')}) AS kept
       FROM (SELECT entity, thing, max(made AND NOT ${isOfSomebodyKnown('told', '@first')}) AS made,
               max(kind = 'remove') AS gone
             FROM ${table} told WHERE ${where} AND kind IN ('put', 'remove')${counts} GROUP BY entity, thing) about
       WHERE NOT ${isGoneAtOnce('about', '@first')}
       GROUP BY entity ORDER BY entity`,
    )
    .all({ first, ...(held.length > 0 && { held: JSON.stringify(held) }) })
}

/** How many changes these ranges name that are here: they may claim more than anybody wrote. */
export function countHere(db: Connection, names: readonly Range[]): number {
  const find = prepareOnce<[string, number, number], { n: number }>(
    db,
    'SELECT count(*) AS n FROM change WHERE writer = (SELECT no FROM writer WHERE id = ?) AND n BETWEEN ? AND ?',
  )
  return names.reduce((sum, [writer, from, to]) => sum + (find.get(writer, from, to)?.n ?? 0), 0)
}

/** A sentence for each kind; `names`: how the first of those that are new are called. */
export function totals(
  counts: ReadonlyMap<string, Omit<Counted, 'entity'>>,
  names: ReadonlyMap<string, readonly string[]>,
): Text[] {
  return [...counts].map(([entity, { added, changed, removed, kept }]) => {
    const kind = kindOf(entity)
    const noun = kind?.words ?? { zh: entity, en: entity }
    const ofPeople = kind?.series?.subject === 'person'
    const called = names.get(entity) ?? []
    const more = added > called.length
    const who = {
      zh: called.length === 0 ? '' : `（${called.join('、')}${more ? '等' : ''}）`,
      en: called.length === 0 ? '' : ` (${called.join(', ')}${more ? ' and others' : ''})`,
    }
    // Where somebody belongs is no record of its own to an office: it is entered with him, or he moves.
    const ofSomebody = kind?.series === undefined ? 0 : added + changed
    const parts = [
      ofSomebody > 0
        ? {
            zh: `${ofSomebody} ${ofPeople ? '人' : '个组织'}有登记或变动`,
            en: `of ${plural(ofSomebody, ofPeople ? 'member' : 'organization')} entered or changed`,
          }
        : undefined,
      ofSomebody === 0 && added > 0
        ? { zh: `新增 ${added}${who.zh}`, en: `${added} added${who.en}` }
        : undefined,
      ofSomebody === 0 && changed > 0 ? { zh: `修改 ${changed}`, en: `${changed} changed` } : undefined,
      removed > 0 ? { zh: `删除 ${removed}`, en: `${removed} removed` } : undefined,
      kept > 0
        ? {
            zh: `对方删除、本机改过而先保留 ${kept}`,
            en: `${kept} removed there, edited here and kept for now`,
          }
        : undefined,
    ].filter(part => part !== undefined)
    return {
      zh: `${noun.zh}：${parts.map(part => part.zh).join('，')}`,
      en: `${noun.en}: ${parts.map(part => part.en).join(', ')}`,
    }
  })
}
