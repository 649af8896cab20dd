import { sql } from 'kysely'
import { holdsOn } from '#db/registry/subtree.ts'
import { namesOf } from '#db/registry/transfers/read-transfers.ts'
import { isWaiting } from '../gathering/gather-reports.ts'
import { transferWaits } from '../gathering/gather-transfers.ts'
import { personName } from '../gathering/person-name.ts'
import { reportWord } from '../membership-words.ts'
import type { EvidenceReader } from './evidence.ts'
import { firstRows, placeBy, totalBy } from './first-rows.ts'

/** Who waits for approval on the day, the longest first. */
export const waitingEvidence: EvidenceReader = async (reader, orgs, { asOf, most }) => {
  const numbered = reader
    .selectFrom('membership')
    .innerJoin('standing', 'standing.person', 'membership.person')
    .leftJoin('person', 'person.id', 'membership.person')
    .leftJoin('card', 'card.thing', 'membership.person')
    .where('membership.org', 'in', orgs)
    .where(holdsOn('membership', asOf))
    .where(holdsOn('standing', asOf))
    .where(isWaiting)
    .select([
      sql<string>`membership.org`.as('org'),
      'membership.person',
      sql<string>`coalesce(${personName}, '')`.as('name'),
      'standing.report',
      'standing.since',
      totalBy('membership.org').as('total'),
      placeBy('membership.org', sql`standing.since, membership.person`).as('place'),
    ])
  const rows = await firstRows(reader, numbered, most)
  const transfers = (await transferWaits(reader, { orgs: JSON.stringify(orgs), asOf })).filter(
    ({ until }) => until === null,
  )
  const names = await namesOf(
    reader,
    transfers.map(({ person }) => person),
  )
  const reports = rows.map(({ org, person, name, report, since, total }) => ({
    org,
    total,
    since,
    entity: 'person',
    id: person,
    text: {
      zh: `${name}：${reportWord(report).zh}，自${since}起`,
      en: `${name}: ${reportWord(report).en} since ${since}`,
    },
  }))
  const moving = transfers.map(({ id, person, org, since }) => ({
    org,
    since,
    entity: 'transfer',
    id,
    text: {
      zh: `${names.get(person)?.name ?? ''}：转接待接收，自${since}起`,
      en: `${names.get(person)?.name ?? ''}: transfer to be accepted since ${since}`,
    },
  }))
  return orgs.flatMap(org => {
    const [its, more] = [reports.filter(row => row.org === org), moving.filter(row => row.org === org)]
    const total = (its[0]?.total ?? 0) + more.length
    return [...its, ...more]
      .toSorted((a, b) => (a.since < b.since ? -1 : a.since > b.since ? 1 : 0))
      .slice(0, most)
      .map(({ entity, id, text }) => ({ org, total, entity, id, text }))
  })
}
