import type { Fields } from '#db/journal/change.ts'
import type { Draft, Plan } from '#db/plans/plan.ts'
import { officeKinds } from '#db/records/kinds.ts'
import type { Reader } from '#db/sqlite/tables.ts'

/**
 * The correction of a record that was given back, with what was given back along with it: a person comes into force
 * again with his home and his posts, as they were written. What hangs on somebody else too is his to correct.
 */
export async function withWhatHangs(reader: Reader, plan: Plan): Promise<Plan> {
  if (plan.drafts.length === 0 || plan.problems.length > 0) return plan
  const rows = await reader
    .selectFrom('shadow_ref')
    .innerJoin('shadow', 'shadow.thing', 'shadow_ref.thing')
    .where('shadow_ref.ref', '=', plan.id)
    .where('shadow.state', '=', 'returned')
    .select(['shadow.thing', 'shadow.entity', 'shadow.fields'])
    .execute()
  const hanging = rows.flatMap(({ thing, entity, fields }): Draft[] => {
    if (!officeKinds.some(({ name }) => name === entity)) return []
    const said: Fields = JSON.parse(fields)
    if (said['person'] !== undefined && said['person'] !== plan.id) return []
    // One field as it stands is enough: what is written anew on a return takes the whole change back into force.
    const [field] =
      Object.entries(said).find(([, value]) => typeof value === 'string' || typeof value === 'number') ?? []
    return field === undefined
      ? []
      : [{ act: 'edit', entity, id: thing, fields: { [field]: said[field] ?? null } }]
  })
  return { ...plan, drafts: [...plan.drafts, ...hanging] }
}
