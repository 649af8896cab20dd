import { type RawBuilder, sql } from 'kysely'
import type { Fault } from '#contract/faults.ts'
import { titleToldOf } from '#db/records/kinds.ts'
import { youngestToJoin } from '#db/records/person.ts'
import type { IsoDay } from '#db/shared/day.ts'
import type { Text } from '#db/shared/text.ts'
import { holdsOn } from '../subtree.ts'

/** One kind of mistake across records: how it is called, what mends it, and a statement that finds it. */
export type Check = {
  readonly id: Fault['check']
  readonly words: Text
  readonly mends: Text
  /** Gives entity, id, name, place and detail of each, of what lies in `subtree(org)`. */
  readonly find: (asOf: IsoDay) => RawBuilder<unknown>
  readonly says: (detail: string) => Text
}

const here = sql`SELECT org FROM subtree`
const named = (alias: string) => sql`coalesce(${sql.ref(`${alias}.short_name`)}, ${sql.ref(`${alias}.name`)})`
/** Who belongs somewhere below on the day, with where. */
const members = (asOf: IsoDay) => sql`
  SELECT person.id, person.name, person.id_number, person.id_type, person.birth, person.joined,
    ${named('home')} AS place
  FROM subtree CROSS JOIN membership CROSS JOIN person CROSS JOIN org home
  WHERE membership.org = subtree.org AND ${holdsOn('membership', asOf)}
    AND person.id = membership.person AND home.id = membership.org`

const yearsAt = (years: number) =>
  sql`CAST(CAST(substr(one.birth, 1, 4) AS INTEGER) + ${years} AS TEXT) || substr(one.birth, 5)`

export const checks: readonly Check[] = [
  {
    id: 'same-number',
    words: { zh: '身份证号重复', en: 'The same ID number twice' },
    mends: {
      zh: '核对是不是同一个人：是则合并，不是则改正号码。',
      en: 'Merge them if they are one person; else correct the number.',
    },
    find: asOf => sql`SELECT 'person' AS entity, one.id, one.name, one.place, (SELECT min(twin.name) FROM person twin WHERE twin.id_number = one.id_number AND twin.id <> one.id) AS detail
      FROM (${members(asOf)}) one WHERE one.id_number IS NOT NULL
        AND EXISTS (SELECT 1 FROM person twin WHERE twin.id_number = one.id_number AND twin.id <> one.id)`,
    says: detail => ({
      zh: `与另一条记录“${detail}”的身份证号相同。`,
      en: `Has the ID number of another record, ${detail}.`,
    }),
  },
  {
    id: 'two-branches',
    words: { zh: '同一团员在两个团支部', en: 'One member in two branches' },
    mends: {
      zh: '核对是不是同一个人：是则合并，并确定他在哪个团支部。',
      en: 'Merge them if they are one person, and settle which branch is right.',
    },
    find: asOf => sql`SELECT 'person' AS entity, one.id, one.name, one.place,
        CASE WHEN one.place = many.first THEN many.last ELSE many.first END AS detail
      FROM (${members(asOf)}) one JOIN (
        SELECT name, birth, min(place) AS first, max(place) AS last FROM (${members(asOf)})
        WHERE birth IS NOT NULL GROUP BY name, birth
        HAVING count(*) > 1 AND min(place) <> max(place) AND count(DISTINCT id_number) < count(*)
      ) many ON many.name = one.name AND many.birth = one.birth`,
    says: detail => ({
      zh: `姓名和出生日期与“${detail}”的一名团员相同，身份证号不能证明是两个人。`,
      en: `Has the name and birth date of a member of ${detail}, and no ID number tells them apart.`,
    }),
  },
  {
    id: 'birth-number',
    words: { zh: '出生日期与身份证号不符', en: 'Birth date against ID number' },
    mends: { zh: '打开团员，改正其中一项。', en: 'Open the member and correct one of the two.' },
    find: asOf => sql`SELECT 'person' AS entity, one.id, one.name, one.place, one.birth AS detail
      FROM (${members(asOf)}) one
      WHERE length(one.id_number) = 18 AND one.id_type IS NOT 'overseas' AND one.birth IS NOT NULL
        AND substr(one.id_number, 7, 8) <> replace(one.birth, '-', '')
        AND substr(one.id_number, 7, 8) NOT GLOB '*[^0-9]*'`,
    says: detail => ({
      zh: `登记的出生日期 ${detail} 与身份证号里的不一致。`,
      en: `The birth date ${detail} is not the one in the ID number.`,
    }),
  },
  {
    id: 'joined-young',
    words: { zh: '入团时年龄过小', en: 'Joined too young' },
    mends: {
      zh: '核对入团年月和出生日期，改正填错的一项。',
      en: 'Check the day of joining and the birth date, and correct the one that is wrong.',
    },
    find: asOf => sql`SELECT 'person' AS entity, one.id, one.name, one.place, one.joined AS detail
      FROM (${members(asOf)}) one
      WHERE one.joined IS NOT NULL AND one.birth IS NOT NULL AND substr(one.joined, 1, 7) < substr(
        CASE WHEN one.joined >= '2017-01-01' THEN ${yearsAt(youngestToJoin.from2017)} ELSE ${yearsAt(youngestToJoin.before)} END, 1, 7)`,
    says: detail => ({
      zh: `入团年月 ${detail.slice(0, 7)}，当时不满 ${detail >= '2017' ? youngestToJoin.from2017 : youngestToJoin.before} 周岁。`,
      en: `Joined in ${detail.slice(0, 7)}, under ${detail >= '2017' ? youngestToJoin.from2017 : youngestToJoin.before} years old.`,
    }),
  },
  {
    id: 'unknown-person',
    words: { zh: '任职的人查不到', en: 'A post of an unknown person' },
    mends: {
      zh: '这个人的记录还没有收到，或者已被退回。请登记这个人，或者请报送的单位补报。',
      en: 'The record of that person has not come, or was returned. Register the person, or ask the office that sent the post.',
    },
    find: () => sql`SELECT 'org' AS entity, org.id, org.name, NULL AS place, post.title AS detail
      FROM subtree CROSS JOIN post CROSS JOIN org
      WHERE post.org = subtree.org AND org.id = post.org
        AND NOT EXISTS (SELECT 1 FROM person WHERE person.id = post.person)
        AND NOT EXISTS (SELECT 1 FROM card WHERE card.thing = post.person)
      UNION ALL SELECT 'org', org.id, org.name, NULL, shadow.fields ->> '$.title'
      FROM shadow JOIN org ON org.id = shadow.fields ->> '$.org'
      WHERE shadow.entity = 'post' AND shadow.state = 'parked' AND org.id IN (${here})`,
    says: detail => ({
      zh: `“${detail}”一职的任职人不在台账里。`,
      en: `Whoever is ${titleToldOf('post', detail).en} there is not in the registry.`,
    }),
  },
  {
    id: 'not-a-member',
    words: { zh: '团干部不在团员名册里', en: 'A cadre who is in no branch' },
    mends: {
      zh: '给他登记所在团支部；已经离任的，登记离任日期。',
      en: 'Register the branch of the cadre; if the post is over, the day on which it ended.',
    },
    find: asOf => sql`SELECT 'person' AS entity, person.id, person.name, ${named('place')} AS place, post.title AS detail
      FROM subtree CROSS JOIN post CROSS JOIN person CROSS JOIN org place
      WHERE post.org = subtree.org AND ${holdsOn('post', asOf)} AND person.id = post.person AND place.id = post.org
        AND NOT EXISTS (SELECT 1 FROM membership WHERE membership.person = person.id AND membership.org IS NOT NULL
          AND ${holdsOn('membership', asOf)})`,
    says: detail => ({
      zh: `任${detail}，但没有编入任何团支部。`,
      en: `Is ${titleToldOf('post', detail).en}, and belongs to no branch.`,
    }),
  },
  {
    id: 'nowhere',
    words: { zh: '有报到状态但没有团支部', en: 'Reporting in without a branch' },
    mends: {
      zh: '给他登记所在团支部，或者登记离团。',
      en: 'Register the branch of the member, or that the member left the League.',
    },
    find: asOf => sql`SELECT 'person' AS entity, person.id, person.name, NULL AS place, standing.report AS detail
      FROM standing CROSS JOIN person
      WHERE standing.report IN ('pending', 'edit-pending') AND ${holdsOn('standing', asOf)}
        AND person.id = standing.person
        AND NOT EXISTS (SELECT 1 FROM membership WHERE membership.person = person.id AND membership.org IS NOT NULL
          AND ${holdsOn('membership', asOf)})
        AND EXISTS (SELECT 1 FROM membership WHERE membership.person = person.id AND membership.org IN (${here}))`,
    says: () => ({
      zh: '报到待审核，但没有编入团支部。',
      en: 'Waits for approval, and belongs to no branch.',
    }),
  },
  {
    id: 'branch-above',
    words: { zh: '团支部下面还有组织', en: 'A branch with organizations below it' },
    mends: {
      zh: '改组织类型，或者把下面的组织改设到别处。',
      en: 'Change its kind, or move what stands below it.',
    },
    find: asOf => sql`SELECT 'org' AS entity, org.id, org.name, NULL AS place, CAST(count(*) AS TEXT) AS detail
      FROM subtree CROSS JOIN org CROSS JOIN placement CROSS JOIN org child
      WHERE org.id = subtree.org AND org.kind = 'branch' AND placement.parent = org.id
        AND ${holdsOn('placement', asOf, 'starts')} AND child.id = placement.org
        AND (child.closed IS NULL OR child.closed > ${asOf})
      GROUP BY org.id, org.name`,
    says: detail => ({
      zh: `类型是团支部，下面却有 ${detail} 个组织。`,
      en: `Is a branch, and ${detail} ${detail === '1' ? 'organization stands' : 'organizations stand'} below it.`,
    }),
  },
  {
    id: 'closed-branch',
    words: { zh: '团员在已撤销的组织里', en: 'Members in a closed organization' },
    mends: {
      zh: '把团员转到别的团支部，或者登记离团；这个团支部其实还在的，恢复它。',
      en: 'Move them to another branch, or register that they left; where it goes on after all, reopen it.',
    },
    find: asOf => sql`SELECT 'org' AS entity, org.id, org.name, NULL AS place, CAST(count(*) AS TEXT) AS detail
      FROM subtree CROSS JOIN org CROSS JOIN membership
      WHERE org.id = subtree.org AND org.closed <= ${asOf} AND membership.org = org.id
        AND ${holdsOn('membership', asOf)}
      GROUP BY org.id, org.name`,
    says: detail => ({
      zh: `已经撤销，还有 ${detail} 名团员编在里面。`,
      en: `Is closed, and ${detail} ${detail === '1' ? 'member belongs' : 'members belong'} to it still.`,
    }),
  },
  {
    id: 'closed-post',
    words: { zh: '在已撤销的组织里任职', en: 'Posts in a closed organization' },
    mends: {
      zh: '登记离任日期；这个组织其实还在的，恢复它。',
      en: 'Register when the post ended; where the organization goes on after all, reopen it.',
    },
    find: asOf => sql`SELECT 'person' AS entity, person.id, person.name, ${named('place')} AS place, post.title AS detail
      FROM subtree CROSS JOIN org place CROSS JOIN post CROSS JOIN person
      WHERE place.id = subtree.org AND place.closed <= ${asOf} AND post.org = place.id AND ${holdsOn('post', asOf)}
        AND person.id = post.person`,
    says: detail => ({
      zh: `任${detail}，但这个组织已经撤销。`,
      en: `Is ${titleToldOf('post', detail).en} there, and the organization is closed.`,
    }),
  },
  {
    id: 'same-code',
    words: { zh: '组织ID重复', en: 'The same code twice' },
    mends: {
      zh: '核对是不是同一个组织：是则合并，不是则改正组织ID。',
      en: 'Merge them if they are one; else correct the code.',
    },
    find: () => sql`SELECT 'org' AS entity, org.id, org.name, NULL AS place, min(twin.name) AS detail
      FROM subtree CROSS JOIN org JOIN org twin ON twin.code = org.code AND twin.id <> org.id
      WHERE org.id = subtree.org
      GROUP BY org.id, org.name`,
    says: detail => ({ zh: `组织ID与“${detail}”相同。`, en: `Has the code of ${detail}.` }),
  },
  {
    id: 'post-ends-first',
    words: { zh: '离任早于任职', en: 'A post that ends before it begins' },
    mends: {
      zh: '打开团干部，改正任职或者离任日期。',
      en: 'Open the cadre and correct one of the two days.',
    },
    find: () => sql`SELECT 'person' AS entity, person.id, person.name, ${named('place')} AS place,
        post.title || ' ' || post.since || ' - ' || post.until AS detail
      FROM subtree CROSS JOIN post CROSS JOIN person CROSS JOIN org place
      WHERE post.org = subtree.org AND post.until < post.since AND person.id = post.person AND place.id = post.org`,
    says: detail => ({
      zh: `${detail}：离任早于任职。`,
      en: `${titleToldOf('post', detail).en}: it ends before it begins.`,
    }),
  },
]
