import type { Change, Fields } from './change.ts'
import { isCreation } from './change.ts'
import { type Entities, type Entity, saidIn } from './entity.ts'

/** The things that a record with these fields hangs on, in the order of its definition. */
export function hangsOn(entity: Entity, fields: Fields): string[] {
  const refs: string[] = []
  for (const field in entity.refs) {
    const ref = fields[field]
    if (typeof ref === 'string') refs.push(ref)
  }
  if (entity.name === 'merge') refs.push(String(fields['kept']), String(fields['lost']))
  return refs
}

/**
 * Whether an envelope says what the change is about. Filters and authority read the envelope alone, so one that hides
 * whom a stay moves, or whose post it ends, must not get in. What a newer program wrote cannot be held against this.
 */
export function isEnvelopeTrue(change: Change, entities: Entities, creation: Change | undefined): boolean {
  const entity = entities.get(change.entity)
  if (entity === undefined || change.kind === 'return' || change.kind === 'admit') return true
  const written = change.kind === 'put' ? saidIn(entity, change.body.set) : {}
  const named = hangsOn(entity, written)
  if (isCreation(change)) return named.join() === change.hangsOn.join()
  if (creation === undefined) return true
  return (
    creation.entity === change.entity &&
    [...creation.hangsOn, ...named.filter(ref => ref !== 'undefined')].every(ref =>
      change.hangsOn.includes(ref),
    )
  )
}
