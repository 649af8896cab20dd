import { formerOf } from '#db/registry/former.ts'
import { nameKey } from '#db/shared/name-key.ts'
import type { Reader } from '#db/sqlite/tables.ts'
import type { Wanted } from './wanted.ts'

/**
 * What the organizations of a scope and those above it were called on the day, by id: by name, or by code where another
 * one of the registry has the same name; by another structure what took their place until then. Asked once, not for
 * each of their people.
 */
export async function namesOut(reader: Reader, wanted: Wanted): Promise<ReadonlyMap<string, string>> {
  const rows = await reader.selectFrom('org').select(['id', 'name', 'code']).execute()
  const { structured, asOf } = wanted
  const day = structured?.structure ?? asOf
  const former = await formerOf(reader, day)
  const then = former.isEmpty ? rows : rows.map(row => former.on(row.id, row, day))
  const bearers = new Map<string, number>()
  for (const { name } of then) {
    const key = nameKey(name)
    bearers.set(key, (bearers.get(key) ?? 0) + 1)
  }
  const names = new Map(
    then.map(({ id, name, code }) => [id, (bearers.get(nameKey(name)) ?? 0) > 1 ? (code ?? name) : name]),
  )
  for (const [id, heir] of structured?.heirs ?? []) {
    const name = names.get(heir)
    if (name !== undefined) names.set(id, name)
  }
  return names
}
