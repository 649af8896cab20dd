import { nameKey } from '#db/shared/name-key.ts'
import { grouped, plural } from '#db/shared/plural.ts'
import type { Text } from '#db/shared/text.ts'
import type { OrgRow } from '../../kinds/orgs.ts'
import { mostNamed } from '../members/not-listed.ts'
import type { Plan } from '../planners.ts'
import type { KnownOrg, OrgIndex } from './org-index.ts'
import type { UnreadOrgs } from './unread-orgs.ts'

/**
 * Which organizations do not stand in a roster of them, though most of those of their kind under the same one do: whoever keeps such
 * a list has left them out, or forgotten them. Nothing is done to them. A list of a few, such as new ones, says nothing of the others.
 */
export class OrgsNotListed {
  readonly #listed = new Set<string>()

  /** The same plan, of which is noted which organizations stand in the roster. */
  notingPlans(plan: Plan<OrgRow>): Plan<OrgRow> {
    return async (rows, soFar) => {
      const plans = await plan(rows, soFar)
      for (const { place } of plans) if (place !== undefined) this.#listed.add(place.id)
      return plans
    }
  }

  /** What is told of them; nothing where none is missing. */
  told(index: OrgIndex, unread: UnreadOrgs): readonly Text[] {
    const isUnread = ({ name, short_name, code }: KnownOrg) =>
      [name, short_name, code].some(text => text !== null && unread.has(nameKey(text)))
    const missing: KnownOrg[] = []
    const ofKind = Map.groupBy(index.inForce(), ({ parent, kind }) => `${parent ?? ''} ${kind}`)
    for (const all of ofKind.values()) {
      const others = all.filter(org => !this.#listed.has(org.id))
      if (others.length * 2 <= all.length) missing.push(...others.filter(org => !isUnread(org)))
    }
    return missing.length === 0 ? [] : [sentence(missing.slice(0, mostNamed), missing.length)]
  }
}

function sentence(named: readonly KnownOrg[], count: number): Text {
  const more = count > named.length ? ' …' : ''
  const names = named.map(({ name }) => name)
  return {
    zh: `和表里这些组织同级的，台账上还有 ${grouped(count)} 个没有列在表里：${names.join('、')}${more}。没有改动；已经撤销或合并的，请在组织页面办理。`,
    en: `Beside the organizations in this roster the registry has ${plural(count, 'more', 'more')}, not listed here: ${names.join(', ')}${more}. Nothing was changed; close or merge on its page what no longer exists.`,
  }
}
