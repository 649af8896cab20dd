import type { Change } from '#db/journal/change.ts'
import type { Entities } from '#db/journal/entity.ts'
import { leavesOut } from '#db/journal/fold/fold.ts'
import { overlong } from '#db/records/kinds.ts'
import { ownOf } from '#db/shared/own-of.ts'
import type { Incomer, Outline } from '../incoming.ts'

/**
 * The kinds whose corrections are judged by where the record lies and by nothing that they say: authority (`whyNot`) has no
 * rule of their own for them. Most of what travels is of these.
 */
const usualKinds: ReadonlySet<string> = new Set(['person', 'meeting', 'fee'])

/** Whether nothing that an edit says can make a difference to what becomes of it: it names nothing else, and fits. */
export function isUsualEdit(change: Change, entities: Entities): boolean {
  if (change.kind !== 'put' || change.body.base === undefined || !usualKinds.has(change.entity)) return false
  const entity = entities.get(change.entity)
  if (entity === undefined || leavesOut(entity, change)) return false
  for (const register in change.body.set) {
    const fields = change.body.set[register] ?? {}
    if (ownOf(entity.registers, register) === undefined) return false
    if (entity.structure?.includes(register) || overlong(change.entity, fields) !== undefined) return false
    for (const field in fields) if (field in entity.refs) return false
  }
  return true
}

type Allowed = Pick<Outline, 'entity' | 'hangsOn' | 'isSealed'> & {
  readonly replica: string
  readonly office: string
}

/** Of how many records it is kept in mind: a bound on memory, whatever the packet. */
const most = 20_000

/**
 * The usual edits that were taken in, by record: another one of the same record by the same author is taken in as well,
 * as long as nothing was decided meanwhile that could make a difference.
 */
export class UsualEdits {
  readonly #allowed = new Map<string, Allowed>()

  isAllowed({ thing, entity, hangsOn, isSealed, origin }: Outline): boolean {
    const known = this.#allowed.get(thing)
    return (
      known !== undefined &&
      known.replica === origin.replica &&
      known.office === origin.office &&
      known.entity === entity &&
      known.hangsOn === hangsOn &&
      known.isSealed === isSealed
    )
  }

  note({ isSealed, change: { origin, entity, thing, hangsOn } }: Incomer): void {
    if (this.#allowed.size >= most) this.#allowed.clear()
    const { replica, office } = origin
    this.#allowed.set(thing, { replica, office, entity, hangsOn: JSON.stringify(hangsOn), isSealed })
  }

  forget(): void {
    this.#allowed.clear()
  }
}
