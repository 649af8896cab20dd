import type { z } from 'zod'
import type { personDetailSchema } from '#contract/looking.ts'
import { valuesIn } from '#db/records/columns.ts'
import { person } from '#db/records/person.ts'
import type { Field } from '#db/records/types/field.ts'
import { maskId } from '#db/records/types/id-number.ts'
import { asKnown } from '#db/records/types/office-date.ts'
import { maskPhone } from '#db/records/types/phone.ts'
import { refuse } from '#db/shared/refusal.ts'
import type { Reader } from '#db/sqlite/tables.ts'

type PersonDetail = z.infer<typeof personDetailSchema>

const orgColumns = ['org.id as org', 'org.code', 'org.name as org_name', 'org.short_name'] as const

/** One person with every home, post and standing, the newest first. Refuses `person-unknown`. */
export async function readPerson(reader: Reader, id: string): Promise<PersonDetail> {
  const found = await reader.selectFrom('person').where('id', '=', id).selectAll().executeTakeFirst()
  if (found === undefined) {
    refuse(
      'person-unknown',
      '台账里没有这个人，可能已经合并或撤销。请重新查找。',
      'This person is not in the registry: merged or undone, perhaps. Look the name up again.',
      { person: id },
    )
  }
  const homes = await reader
    .selectFrom('membership')
    .leftJoin('org', 'org.id', 'membership.org')
    .where('membership.person', '=', id)
    .orderBy('membership.since', 'desc')
    .select([
      'membership.id',
      'membership.since',
      'membership.since_known',
      'membership.until',
      'membership.reason',
    ])
    .select(orgColumns)
    .execute()
  const posts = await reader
    .selectFrom('post')
    .innerJoin('org', 'org.id', 'post.org')
    .where('post.person', '=', id)
    .orderBy('post.since', 'desc')
    .select(['post.id', 'post.title', 'post.nature', 'post.since', 'post.since_precision', 'post.until'])
    .select(orgColumns)
    .execute()
  const standings = await reader
    .selectFrom('standing')
    .where('person', '=', id)
    .orderBy('since', 'desc')
    .select(['id', 'status', 'report', 'since', 'until'])
    .execute()
  const merged = await reader
    .selectFrom('merge')
    .where('of_entity', '=', 'person')
    .where(eb => eb.or([eb('kept', '=', id), eb('lost', '=', id)]))
    .select('id')
    .limit(1)
    .executeTakeFirst()
  return {
    id,
    isMerged: merged !== undefined,
    name: found.name,
    sex: found.sex,
    birth: found.birth,
    nation: found.nation,
    political: found.political,
    joined: asKnown(found.joined, found.joined_precision),
    memberNo: found.member_no,
    education: found.education,
    occupation: found.occupation,
    workplace: found.workplace,
    more: moreOf({ ...found }),
    idMasked: found.id_number === null ? null : maskId(found.id_number),
    phoneMasked: found.phone === null ? null : maskPhone(found.phone),
    homes: homes.map(row => ({
      id: row.id,
      org:
        row.org === null
          ? null
          : { id: row.org, code: row.code, name: row.org_name ?? '', shortName: row.short_name },
      reason: row.reason,
      since: row.since,
      sinceKnown: row.since_known === 1,
      until: row.until,
    })),
    posts: posts.map(row => ({
      id: row.id,
      org: { id: row.org, code: row.code, name: row.org_name, shortName: row.short_name },
      title: row.title,
      nature: row.nature,
      since: asKnown(row.since, row.since_precision),
      until: row.until,
    })),
    standings,
  }
}

/** Fields that stand in the answer under names of their own. */
const named = new Set([
  ...['name', 'sex', 'birth', 'nation', 'political', 'joined', 'member_no', 'education', 'occupation'],
  ...['workplace', 'id_number', 'phone', 'id_type'],
])

/** Whatever else the definition of a person has. */
function moreOf(row: Readonly<Record<string, unknown>>): PersonDetail['more'] {
  const values: Readonly<Record<string, unknown>> = valuesIn(person, row)
  return Object.entries<Field>(person.fields)
    .filter(([name, { hidden }]) => !hidden && !named.has(name))
    .map(([field, { words, show }]) => {
      const value = values[field] ?? null
      return { field, words, value: value === null ? null : { zh: show(value, 'zh'), en: show(value, 'en') } }
    })
}
