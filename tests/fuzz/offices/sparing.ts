import type { Change } from '#db/journal/change.ts'
import type { ChangeSet } from '#db/journal/change-set.ts'
import { communities, district, streets } from './begin.ts'
import type { OfficePc } from './office-pc.ts'

const offices: ReadonlySet<string> = new Set([district, ...streets, ...communities])

/**
 * As a page would: offices that work are neither removed nor merged, their founding is given back by nobody, and nobody is
 * taken in by a transfer that was never offered. (What an attacker writes of such a transfer is laid aside: the evil office
 * tries that.)
 */
export function sparingOffices({ replica: { journal } }: OfficePc, set: ChangeSet): ChangeSet {
  const isOffice = ({ entity, thing, hangsOn }: Pick<Change, 'entity' | 'thing' | 'hangsOn'>) =>
    ['certificate', 'revocation'].includes(entity) ||
    (entity === 'org' && offices.has(thing)) ||
    (['placement', 'merge'].includes(entity) &&
      hangsOn.some((end, i) => offices.has(end) && (i === 0 || entity === 'merge')))
  return {
    ...set,
    create: (entity, fields, id) => {
      // Offices move as offices do, not under somebody's branch.
      if (entity === 'placement' && offices.has(String(fields['org']))) return ''
      const { transfer, ...rest } = fields
      const isOffered = typeof transfer === 'string' && journal.changes.ofThing(transfer)[0] !== undefined
      if (entity === 'membership' && !isOffered) return set.create(entity, rest, id)
      const hangsOn = [fields['kept'], fields['lost']].filter(end => typeof end === 'string')
      return entity === 'merge' && isOffice({ entity, thing: '', hangsOn })
        ? ''
        : set.create(entity, fields, id)
    },
    remove: (entity, id) => {
      const [made] = journal.changes.ofThing(id)
      if (made === undefined || !isOffice(made)) set.remove(entity, id)
    },
    giveBack: (names, why) => {
      const named = names.flatMap(([writer, from, to]) => [...journal.changes.inRange(writer, from, to)])
      if (!named.some(isOffice)) set.giveBack(names, why)
    },
  }
}
