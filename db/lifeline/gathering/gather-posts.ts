import { holdsOn } from '#db/registry/subtree.ts'
import { isDay } from '#db/shared/day.ts'
import type { Reader } from '#db/sqlite/tables.ts'
import type { PostFacts, SecretaryFacts } from '../facts.ts'
import { type AskedOrgs, fromAsked } from './asked-orgs.ts'
import { personName } from './person-name.ts'

/** Titles are canonical: a 第一书记 or 副书记 is no 书记. */
const secretary = '书记'

/** Who holds these works for a committee, or may step in, but does not sit on it. */
const notOnCommittee = ['工作人员', '候补委员']

/** The posts of each organization of the scope that ever had one: how many are held, and how it stands with the 书记. */
export async function gatherPosts(reader: Reader, asked: AskedOrgs): Promise<ReadonlyMap<string, PostFacts>> {
  const posts = await postQuery(reader, asked).execute()
  const left = await lastSecretaryQuery(reader, asked).execute()
  const lastSecretary = new Map(left.map(row => [row.org, row]))
  return new Map(
    posts.map(({ org, held, committee, secretaries, last_end }) => [
      org,
      {
        held,
        committee,
        lastEnd: last_end !== null && isDay(last_end) ? last_end : null,
        secretary: secretaries > 0 ? { kind: 'held' } : leftOrNever(lastSecretary.get(org)),
      },
    ]),
  )
}

export function postQuery(reader: Reader, asked: AskedOrgs) {
  return fromAsked(reader, asked)
    .crossJoin('post')
    .whereRef('post.org', '=', 'asked.org')
    .groupBy('asked.org')
    .select(eb => [
      'asked.org',
      eb.fn.countAll<number>().filterWhere(holdsOn('post', asked.asOf)).as('held'),
      eb.fn
        .count<number>('post.person')
        .distinct()
        .filterWhere('post.title', 'not in', notOnCommittee)
        .filterWhere(holdsOn('post', asked.asOf))
        .as('committee'),
      eb.fn
        .countAll<number>()
        .filterWhere('post.title', '=', secretary)
        .filterWhere(holdsOn('post', asked.asOf))
        .as('secretaries'),
      eb.fn.max('post.until').filterWhere('post.until', '<=', asked.asOf).as('last_end'),
    ])
}

/** The 书记 whose post ended last, by name, or by what a packet told of him if he belongs elsewhere. */
export function lastSecretaryQuery(reader: Reader, asked: AskedOrgs) {
  const ended = fromAsked(reader, asked)
    .crossJoin('post')
    .whereRef('post.org', '=', 'asked.org')
    .where('post.title', '=', secretary)
    .where('post.until', '<=', asked.asOf)
    .select(eb => [
      'asked.org',
      'post.person',
      'post.until',
      eb.fn
        .agg<number>('row_number')
        .over(over => over.partitionBy('post.org').orderBy('post.until', 'desc').orderBy('post.id', 'desc'))
        .as('place'),
    ])
  return reader
    .selectFrom(ended.as('ended'))
    .leftJoin('person', 'person.id', 'ended.person')
    .leftJoin('card', 'card.thing', 'ended.person')
    .where('ended.place', '=', 1)
    .select(['ended.org', 'ended.until', personName.as('name')])
}

type EndedRow = { readonly until: string | null; readonly name: string | null }

function leftOrNever(row: EndedRow | undefined): SecretaryFacts {
  if (row === undefined || row.until === null || !isDay(row.until)) return { kind: 'never' }
  return { kind: 'left', on: row.until, name: row.name }
}
