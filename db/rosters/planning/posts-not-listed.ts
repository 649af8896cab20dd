import { sql } from 'kysely'
import type { IsoDay } from '#db/shared/day.ts'
import { grouped, plural } from '#db/shared/plural.ts'
import { inParts } from '#db/shared/slices.ts'
import type { Text } from '#db/shared/text.ts'
import type { Reader } from '#db/sqlite/tables.ts'
import type { CadreRow } from '../kinds/cadres.ts'
import type { TakenRow } from '../parsed-row.ts'
import type { Roster } from '../read-roster.ts'
import type { RowPlan } from './draft.ts'
import { atOnce, mostNamed } from './members/not-listed.ts'
import type { Plan } from './planners.ts'

/**
 * Which posts of the organizations of a roster of cadres do not stand in it, though they go on in the registry: of whoever
 * stands there with another post in the same organization, and of the others where most of its posts stand there.
 */
export class PostsNotListed {
  readonly #orgs = new Map<string, string>()
  /** Who stands there, by number and by name: in an organization, with a post in it, and in rows that were refused. */
  readonly #people = new Set<string>()
  readonly #posts = new Set<string>()
  readonly #refused = new Set<string>()

  noting(roster: Roster<CadreRow>): Roster<CadreRow> {
    const names = this.#refused
    async function* rows() {
      for await (const row of roster.rows) {
        if (row.refused) names.add(row.unread?.name ?? row.who ?? '')
        yield row
      }
    }
    return { ...roster, rows: { [Symbol.asyncIterator]: rows } }
  }

  notingPlans(plan: Plan<CadreRow>): Plan<CadreRow> {
    return async (rows, soFar) => {
      const plans = await plan(rows, soFar)
      for (const [i, row] of rows.entries()) this.#planned(row, plans[i])
      return plans
    }
  }

  #planned({ values: { name, idNumber, title } }: TakenRow<CadreRow>, plan: RowPlan | undefined): void {
    const place = plan?.place
    if (place === undefined) {
      this.#refused.add(name)
      return
    }
    this.#orgs.set(place.id, place.name)
    for (const who of [name, ...(idNumber === undefined ? [] : [idNumber])]) {
      this.#people.add(`${place.id} ${who}`)
      this.#posts.add(`${place.id} ${who} ${title}`)
    }
  }

  /** What is told of them; nothing where none is missing. */
  async told(reader: Reader, day: IsoDay): Promise<readonly Text[]> {
    const missing: string[] = []
    let count = 0
    for (const orgs of inParts([...this.#orgs.keys()], atOnce))
      for (const [org, posts] of Map.groupBy(await postsOf(reader, orgs, day), post => post.org ?? '')) {
        const isHere = ({ name, id_number, title }: Held, all: ReadonlySet<string>, end = ` ${title}`) =>
          [name, id_number].some(who => all.has(`${org} ${who}${end}`))
        const others = posts.filter(post => !isHere(post, this.#posts) && !this.#refused.has(post.name ?? ''))
        const isMost = others.length * 2 <= posts.length
        for (const post of others) {
          if (!isMost && !isHere(post, this.#people, '')) continue
          count++
          if (missing.length < mostNamed) missing.push(`${post.name}（${this.#orgs.get(org)} ${post.title}）`)
        }
      }
    return count === 0 ? [] : [sentence(missing, count)]
  }
}

type Held = Awaited<ReturnType<typeof postsOf>>[number]

function postsOf(reader: Reader, orgs: readonly string[], day: IsoDay) {
  return reader
    .selectFrom('post')
    .innerJoin('person', 'person.id', 'post.person')
    .where('post.org', 'in', sql<string>`(SELECT value FROM json_each(${JSON.stringify(orgs)}))`)
    .where(eb => eb.or([eb('post.until', 'is', null), eb('post.until', '>', day)]))
    .where(eb => eb.or([eb('post.since', 'is', null), eb('post.since', '<=', day)]))
    .select(['post.org', 'post.title', 'person.name', 'person.id_number'])
    .orderBy('post.id')
    .execute()
}

function sentence(zh: readonly string[], count: number): Text {
  const more = count > zh.length ? ' …' : ''
  const en = zh.map(each => each.replace('（', ' (').replace('）', ')'))
  return {
    zh: `表里这些组织，台账上还有 ${grouped(count)} 个在任职务没有列在表里：${zh.join('、')}${more}。没有改动；已经离任的，请补上离任日期。`,
    en: `Of the organizations in this roster, the registry has ${plural(count, 'more post')} still held and not listed here: ${en.join(', ')}${more}. Nothing was changed; add the last day in office where one is over.`,
  }
}
