import { refuse } from '#db/shared/refusal.ts'
import type { Reader } from '#db/sqlite/tables.ts'
import { personNamed } from '../acts/known.ts'
import { findOrg } from '../find-org.ts'

/**
 * The record that a person means, by id: that of this id, or the person of this ID number, or the organization of this
 * code or name. A record that was removed since still has its id.
 */
export async function thingNamed(reader: Reader, text: string): Promise<string> {
  const ref = text.trim()
  const known = await reader
    .selectFrom('change')
    .where('thing', '=', ref)
    .select('no')
    .limit(1)
    .executeTakeFirst()
  if (known !== undefined) return ref
  const person = await personNamed(reader, ref)
  if (person !== undefined) return person
  // No code and no name looks like this.
  if (/^\d{17}[\dX]$/i.test(ref))
    refuse(
      'person-unknown',
      `台账里没有身份证号为“${ref}”的人。请核对号码，或者先按姓名查找。`,
      `There is nobody with the ID number "${ref}" in this registry. Check the number, or find the person by name.`,
      { person: ref },
    )
  return (await findOrg(reader, ref)).id
}
