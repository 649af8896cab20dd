import type { Entities } from '#db/journal/entity.ts'
import { ownOf } from '#db/shared/own-of.ts'
import { plural } from '#db/shared/plural.ts'
import type { Text } from '#db/shared/text.ts'
import type { Connection } from '#db/sqlite/connection.ts'
import { schemaNumber } from '#db/sqlite/migrate.ts'
import type { Incoming } from '../incoming.ts'

/** So many are read; of more it is enough to know that they are there. */
const mostRead = 20_000

/** What a newer program wrote and this one shows nowhere: kinds of records and fields that it does not know. It is kept and passed on. */
export function tellFromNewer(
  db: Connection,
  entities: Entities,
  incoming: Pick<Incoming, 'isNewerThan' | 'taken'>,
): Text[] {
  if (!incoming.isNewerThan(schemaNumber)) return []
  const { table, where } = incoming.taken
  const rows = db
    .prepare<[number, number], { entity: string; body: string }>(
      `SELECT entity, body FROM ${table} WHERE ${where} AND kind = 'put' AND schema > ? LIMIT ?`,
    )
    .iterate(schemaNumber, mostRead)
  let count = 0
  for (const { entity, body } of rows) if (isUnknown(entities, entity, JSON.parse(body).set)) count++
  if (count === 0) return []
  return [
    {
      zh: `有 ${count} 处内容由更新版本的程序填报，本机还不认识：已经保存，照常转交；升级本机的程序后就能看到`,
      en: `${plural(count, 'change')} by a newer version of this program cannot be shown here yet: kept and passed on as it is, and shown once this PC is updated`,
    },
  ]
}

/** Whether it is of a kind of record, or of fields, that this program does not know. */
export function isUnknown(entities: Entities, name: string, set: Readonly<Record<string, object>>): boolean {
  const entity = entities.get(name)
  if (entity === undefined) return true
  return Object.entries(set ?? {}).some(([register, fields]) => {
    if (register === 'follows') return false
    const known = ownOf(entity.registers, register)
    return known === undefined || Object.keys(fields).some(field => !Object.hasOwn(known, field))
  })
}
