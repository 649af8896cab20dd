import { sql } from 'kysely'
import { type Draft, draftIds, type Plan } from '#db/plans/plan.ts'
import { editForm } from '#db/records/forms.ts'
import { day } from '#db/records/types/day.ts'
import { ref } from '#db/records/types/ref.ts'
import type { IsoDay } from '#db/shared/day.ts'
import { invariant } from '#db/shared/invariant.ts'
import { sentenceOf } from '../sentence.ts'
import { called, type KnownOrg, type Standpoint } from './known.ts'
import { Planning } from './planning.ts'

const form = () => {
  const org = editForm('org')
  invariant(org, 'organizations have a form')
  return {
    ...org,
    fields: {
      org: ref('org', '团组织', 'organization', { required: true }),
      membersTo: ref('org', '团员转到', 'members go to'),
      closed: day('撤销日期', 'closed'),
    },
    checks: [],
    first: [],
  }
}

export type Closing = {
  readonly org: string
  readonly membersTo: string | undefined
  readonly endPosts: boolean
}

/** 撤销: an organization ends on a day. Nothing may be left in it: no unit below, and no member but those who go elsewhere. */
export async function planClose(
  standpoint: Standpoint,
  { org: ref, membersTo, endPosts }: Closing,
): Promise<Plan> {
  const typed = { org: ref, ...(membersTo !== undefined && { membersTo }) }
  const planning = new Planning(standpoint, form(), typed)
  await planning.lookUp()
  const { org, membersTo: heir } = planning.orgs
  const on = planning.day('closed')
  planning.refuseFar('closed', on)
  if (org === undefined) return planning.finish(nothing)
  refuseOwnOffice(planning, org)
  if (org.closed !== null)
    planning.tell(
      'org',
      'org-closed',
      `“${called(org)}”已于 ${org.closed} 撤销。`,
      `${called(org)} was closed on ${org.closed} already.`,
    )
  if (org.founded !== null && on < org.founded)
    planning.tell(
      'closed',
      'date-order',
      `早于“${called(org)}”的成立日期 ${org.founded}。请改正。`,
      `this is before ${called(org)} was founded, ${org.founded}. Correct it.`,
    )
  if (heir?.id === org.id)
    planning.tell(
      'membersTo',
      'value-unfit',
      '团员不能转到要撤销的组织。请选另一个。',
      'Members cannot go to what is being closed. Choose another branch.',
    )
  planning.refuseClosed('membersTo', on)
  const { units, members, posts } = await gather(standpoint, org.id, on)
  if (units.length > 0)
    planning.tell(
      'org',
      'org-has-units',
      `“${called(org)}”之下还有 ${units.length} 个组织（${some(units)}）。请先把它们撤销或改设到别处。`,
      `There are ${units.length} organizations below ${called(org)} (${some(units)}). Close them or move them first.`,
    )
  if (members.length > 0 && heir === undefined && !planning.isRefused('membersTo'))
    planning.tell(
      'membersTo',
      'org-has-members',
      `“${called(org)}”还有 ${members.length} 名团员。请写明他们转到哪个团支部。`,
      `${called(org)} has ${members.length} members. Say to which branch they go.`,
    )
  const late = members.filter(
    member => (member.since_known === 1 ? member.since : (member.told_on ?? '')) > on,
  )
  if (late.length > 0)
    planning.tell(
      'closed',
      'before-last',
      `有 ${late.length} 名团员在这一天以后才来（${some(late.map(member => member.name))}）。请填那以后的日期。`,
      `${late.length} members came after this day (${some(late.map(member => member.name))}). Choose a later one.`,
    )
  if (posts.length > 0 && !endPosts)
    planning.warn(
      `还有 ${posts.length} 人在这里任职（${some(posts.map(post => post.name))}）。组织撤销后请登记他们的离任日期。`,
      `${posts.length} people hold posts here (${some(posts.map(post => post.name))}). Register the day on which these ended.`,
    )
  return planning.finish(() => {
    const nextId = draftIds()
    const drafts: Draft[] = [{ act: 'edit', entity: 'org', id: org.id, fields: { closed: on } }]
    for (const member of members) {
      const fields = {
        person: member.person,
        org: heir?.id ?? '',
        since: on,
        since_known: 1,
        follows: [member.id],
      }
      drafts.push({ act: 'create', entity: 'membership', id: nextId(), fields })
    }
    const ending = endPosts ? posts.filter(post => post.since === null || post.since <= on) : []
    for (const post of ending)
      drafts.push({ act: 'edit', entity: 'post', id: post.id, fields: { until: on } })
    const { decided, document } = standpoint
    const label = {
      what: 'org-close',
      title: called(org),
      on,
      ...(heir && members.length > 0 && { to: called(heir), members: members.length }),
      ...(decided !== undefined && { decided }),
      ...(document !== undefined && { document }),
    }
    return {
      id: org.id,
      drafts,
      label,
      sentences: [
        sentenceOf(label),
        ...(ending.length > 0
          ? [{ zh: `${ending.length} 项职务同日离任。`, en: `${ending.length} posts end on the same day.` }]
          : []),
      ],
    }
  })
}

/** 恢复: what was closed goes on. Whoever was in it has gone elsewhere and is not brought back by this. */
export async function planReopen(standpoint: Standpoint, ref: string): Promise<Plan> {
  const planning = new Planning(standpoint, form(), { org: ref })
  await planning.lookUp()
  const { org } = planning.orgs
  if (org === undefined) return planning.finish(nothing)
  refuseOwnOffice(planning, org)
  if (org.closed === null)
    planning.tell('org', 'org-open', `“${called(org)}”没有撤销。`, `${called(org)} is not closed.`)
  const above =
    org.parent === null
      ? undefined
      : await standpoint.reader.selectFrom('org').where('id', '=', org.parent).selectAll().executeTakeFirst()
  if (above !== undefined && above.closed !== null)
    planning.tell(
      'org',
      'parent-closed',
      `它的上级“${called(above)}”已于 ${above.closed} 撤销。请先恢复上级，或把它改设到别处。`,
      `${called(above)} above it was closed on ${above.closed}. Reopen that first, or move this one.`,
    )
  return planning.finish(() => {
    const label = { what: 'org-reopen', title: called(org) }
    return {
      id: org.id,
      drafts: [{ act: 'edit', entity: 'org', id: org.id, fields: { closed: null } }],
      label,
      sentences: [sentenceOf(label)],
    }
  })
}

function refuseOwnOffice(planning: Planning, org: KnownOrg): void {
  if (org.id !== planning.standpoint.office) return
  planning.tell(
    'org',
    'for-the-office-above',
    '本单位自己的设立和撤销由上级登记。',
    'Whether your own office exists is for the office above it to register.',
  )
}

/** Everything that is left in an organization on a day, in three queries. */
async function gather({ reader }: Standpoint, org: string, on: IsoDay) {
  const units = await reader
    .selectFrom('placement')
    .innerJoin('org', 'org.id', 'placement.org')
    .where('placement.parent', '=', org)
    .where('placement.until', 'is', null)
    .where(eb => eb.or([eb('org.closed', 'is', null), eb('org.closed', '>', on)]))
    .select(sql<string>`coalesce(org.short_name, org.name)`.as('name'))
    .execute()
  const members = await reader
    .selectFrom('membership')
    .innerJoin('person', 'person.id', 'membership.person')
    .where('membership.org', '=', org)
    .where('membership.until', 'is', null)
    .select([
      'membership.id',
      'membership.person',
      'membership.since',
      'membership.since_known',
      'membership.told_on',
      'person.name',
    ])
    .execute()
  const posts = await reader
    .selectFrom('post')
    .innerJoin('person', 'person.id', 'post.person')
    .where('post.org', '=', org)
    .where(eb => eb.or([eb('post.until', 'is', null), eb('post.until', '>', on)]))
    .select(['post.id', 'post.since', 'person.name'])
    .execute()
  return { units: units.map(unit => unit.name), members, posts }
}

function some(names: readonly string[]): string {
  return names.length <= 3 ? names.join('、') : `${names.slice(0, 3).join('、')}…`
}

function nothing(): never {
  throw new Error('invariant broken: what has problems is not carried out')
}
