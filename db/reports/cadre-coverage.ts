import { sql } from 'kysely'
import { holdsOn, withSubtree } from '#db/registry/subtree.ts'
import type { IsoDay } from '#db/shared/day.ts'
import type { Reader } from '#db/sqlite/tables.ts'

export type CoverageAsked = { readonly root: string; readonly year: number; readonly asOf: IsoDay }

/** A cadre in post, with the trainings of the year that he came to, and his 1+100. */
export type CadreRow = {
  readonly person: string
  readonly name: string
  readonly org: string
  readonly orgName: string
  readonly title: string
  readonly trainings: number
  readonly hours: number
  /** Young people with whom he keeps in contact, and how many the rule asks for; null for those it does not bind. */
  readonly contacts: number
  readonly asked: number | null
  /** Quarters of the year with an activity or a visit, and how often he met them face to face. */
  readonly quarters: number
  readonly faceToFace: number
}

/** So many young people a cadre whom the rule binds keeps in contact with (中青办发〔2016〕5号). */
const contactsAsked = 100

/**
 * Everybody in post below an organization on a day, each once, by the first of his posts. Whoever came, also late, was
 * trained; 1+100 binds those who are full-time or seconded, and everybody in a leading organ.
 */
export async function readCadreCoverage(
  reader: Reader,
  { root, year, asOf }: CoverageAsked,
): Promise<readonly CadreRow[]> {
  const [from, until] = [`${year}`, `${year + 1}`]
  const rows = await withSubtree(reader, { root, asOf })
    .selectFrom('subtree')
    .crossJoin('post')
    .innerJoin('person', 'person.id', 'post.person')
    .innerJoin('org', 'org.id', 'post.org')
    .whereRef('post.org', '=', 'subtree.org')
    .where(holdsOn('post', asOf))
    .select([
      'post.person',
      'person.name',
      'post.org',
      'post.title',
      'post.nature',
      'org.kind',
      sql<string>`coalesce(org.short_name, org.name)`.as('orgName'),
    ])
    .orderBy('post.no')
    .execute()
  const trained = new Map(
    (
      await reader
        .selectFrom('attendance')
        .where('held_on', '>=', from)
        .where('held_on', '<', until)
        .where(eb => eb.or([eb('presence', 'is', null), eb('presence', 'in', ['present', 'late'])]))
        .select([
          'person',
          eb => eb.fn.countAll<number>().as('n'),
          eb => eb.fn.sum<number>('hours').as('hours'),
        ])
        .groupBy('person')
        .execute()
    ).map(one => [one.person, one]),
  )
  const contacts = new Map(
    (
      await reader
        .selectFrom('contact')
        .where(eb => eb.or([eb('ended', 'is', null), eb('ended', '>', asOf)]))
        .select(['person', eb => eb.fn.countAll<number>().as('n')])
        .groupBy('person')
        .execute()
    ).map(({ person, n }) => [person, n]),
  )
  const visits = new Map(
    (
      await reader
        .selectFrom('visit')
        .where('on_day', '>=', from)
        .where('on_day', '<', until)
        .where('way', 'in', ['face', 'event'])
        .select([
          'person',
          sql<number>`count(DISTINCT (substr(on_day, 6, 2) + 2) / 3)`.as('quarters'),
          sql<number>`sum(way = 'face')`.as('face'),
        ])
        .groupBy('person')
        .execute()
    ).map(one => [one.person, one]),
  )
  const found = new Map<string, CadreRow>()
  for (const { person, name, org, orgName, title, nature, kind } of rows) {
    const isBound = nature === 'full-time' || nature === 'seconded' || kind === 'leading'
    const before = found.get(person)
    if (before !== undefined) {
      if (isBound && before.asked === null) found.set(person, { ...before, asked: contactsAsked })
      continue
    }
    const training = trained.get(person)
    const visit = visits.get(person)
    found.set(person, {
      person,
      name,
      org,
      orgName,
      title,
      trainings: training?.n ?? 0,
      hours: (training?.hours ?? 0) / 10,
      contacts: contacts.get(person) ?? 0,
      asked: isBound ? contactsAsked : null,
      quarters: visit?.quarters ?? 0,
      faceToFace: visit?.face ?? 0,
    })
  }
  return [...found.values()]
}

/** Whether somebody falls short of what 1+100 asks: 100 contacts, something each quarter, a meeting in the year. */
export function isShort({ asked, contacts, quarters, faceToFace }: CadreRow, quartersOver: number): boolean {
  return (
    asked !== null &&
    (contacts < asked || quarters < quartersOver || (quartersOver === 4 && faceToFace === 0))
  )
}

/** The quarters of a year that are over by a day. */
export function quartersOver(year: number, asOf: IsoDay): number {
  const [of = 0, month = 1] = asOf.split('-').map(Number)
  if (of !== year) return of > year ? 4 : 0
  return asOf.endsWith('12-31') ? 4 : Math.floor((month - 1) / 3)
}
