import { holdsOn, type Reach, withSubtree } from '#db/registry/subtree.ts'
import { isDay } from '#db/shared/day.ts'
import type { Reader } from '#db/sqlite/tables.ts'
import type { PostFacts, SecretaryFacts } from '../facts.ts'
import { personName } from './person-name.ts'

/** Titles are canonical: a 第一书记 or 副书记 is no 书记. */
const secretary = '书记'

/** Who holds these works for a committee, or may step in, but does not sit on it. */
const notOnCommittee = ['工作人员', '候补委员']

/** The posts of each organization of the scope that ever had one: how many are held, and how it stands with the 书记. */
export async function gatherPosts(reader: Reader, scope: Reach): Promise<ReadonlyMap<string, PostFacts>> {
  const posts = await postQuery(reader, scope).execute()
  const left = await lastSecretaryQuery(reader, scope).execute()
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

export function postQuery(reader: Reader, scope: Reach) {
  return withSubtree(reader, scope)
    .selectFrom('subtree')
    .crossJoin('post')
    .whereRef('post.org', '=', 'subtree.org')
    .groupBy('subtree.org')
    .select(eb => [
      'subtree.org',
      eb.fn.countAll<number>().filterWhere(holdsOn('post', scope.asOf)).as('held'),
      eb.fn
        .count<number>('post.person')
        .distinct()
        .filterWhere('post.title', 'not in', notOnCommittee)
        .filterWhere(holdsOn('post', scope.asOf))
        .as('committee'),
      eb.fn
        .countAll<number>()
        .filterWhere('post.title', '=', secretary)
        .filterWhere(holdsOn('post', scope.asOf))
        .as('secretaries'),
      eb.fn.max('post.until').filterWhere('post.until', '<=', scope.asOf).as('last_end'),
    ])
}

/** The 书记 whose post ended last, by name, or by what a packet told of him if he belongs elsewhere. */
export function lastSecretaryQuery(reader: Reader, scope: Reach) {
  const ended = withSubtree(reader, scope)
    .selectFrom('subtree')
    .crossJoin('post')
    .whereRef('post.org', '=', 'subtree.org')
    .where('post.title', '=', secretary)
    .where('post.until', '<=', scope.asOf)
    .select(eb => [
      'subtree.org',
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
