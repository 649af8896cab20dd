import type { z } from 'zod'
import type { disclosureSchema, maskedFields } from '#contract/registry.ts'
import { refuse } from '#db/shared/refusal.ts'
import type { Connection } from '#db/sqlite/connection.ts'
import type { Reader } from '#db/sqlite/tables.ts'

type MaskedField = (typeof maskedFields)[number]

export type Asking = {
  readonly person: string
  readonly field: MaskedField
  readonly reason: string
  readonly by: string
  /** When, as an instant. */
  readonly at: string
}

/**
 * The number in full, after it was noted who asks and what for: no note, no number. Refuses `person-unknown`. The note
 * is about this PC and not about the person, so it is not journaled and in no packet.
 */
export async function disclose(db: Connection, reader: Reader, asking: Asking): Promise<string | null> {
  const person = await reader
    .selectFrom('person')
    .where('id', '=', asking.person)
    .select(['id_number', 'phone'])
    .executeTakeFirst()
  if (person === undefined) {
    refuse(
      'person-unknown',
      '台账里没有这个人，可能已经合并或撤销。请重新查找。',
      'This person is not in the registry: merged or undone, perhaps. Look the name up again.',
      { person: asking.person },
    )
  }
  db.prepare('INSERT INTO disclosure (at, actor, person, field, reason) VALUES (?, ?, ?, ?, ?)').run(
    asking.at,
    asking.by,
    asking.person,
    asking.field,
    asking.reason,
  )
  return asking.field === 'id' ? person.id_number : person.phone
}

/** Who looked at which number, the newest first. */
export async function readDisclosures(
  reader: Reader,
  person: string | undefined,
  limit: number,
): Promise<z.infer<typeof disclosureSchema>[]> {
  const rows = await reader
    .selectFrom('disclosure')
    .leftJoin('person', 'person.id', 'disclosure.person')
    .$if(person !== undefined, query => query.where('disclosure.person', '=', person ?? ''))
    .orderBy('disclosure.no', 'desc')
    .limit(limit)
    .select(['at', 'actor', 'disclosure.person', 'person.name', 'field', 'reason'])
    .execute()
  return rows.map(row => ({ ...row, field: row.field === 'id' ? 'id' : 'phone' }))
}
