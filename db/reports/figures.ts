import { sql } from 'kysely'
import { broughtFigures } from '#db/records/ledger/district-figures.ts'
import { type Question, readQuestion } from '#db/records/ledger/question.ts'
import { holdsOn, withSubtree } from '#db/registry/subtree.ts'
import type { Text } from '#db/shared/text.ts'
import type { Reader } from '#db/sqlite/tables.ts'
import { type Asking, dayOfYear } from './ask.ts'

/** A figure as it counts here. */
export type Figure = {
  readonly key: string
  readonly name: Text
  readonly unit: string
  /** The office that made it; null for one that the program brings. */
  readonly issuer: string | null
  /** Undefined where a newer program asks what this one cannot. */
  readonly question: Question | undefined
}

/** The figures that count here: those that the program brings, and what offices made beside or instead of them. */
export async function readFigures(reader: Reader): Promise<readonly Figure[]> {
  const kept = await reader
    .selectFrom('figure')
    .innerJoin('org', 'org.id', 'figure.org')
    .select(['figure.key', 'figure.name', 'figure.unit', 'figure.question'])
    .select(sql<string>`coalesce(org.short_name, org.name)`.as('issuer'))
    .orderBy('figure.no')
    .execute()
  const figures = new Map<string, Figure>(broughtFigures.map(one => [one.key, { ...one, issuer: null }]))
  for (const { key, name, unit, question, issuer } of kept)
    figures.set(key, {
      key,
      name: { zh: name, en: name },
      unit: unit ?? '',
      issuer,
      question: readQuestion(question),
    })
  return [...figures.values()]
}

const officeColumns = [
  'org.id',
  'org.code',
  'org.name as full',
  sql<string>`coalesce(org.short_name, org.name)`.as('name'),
] as const

/** The offices directly below by the end of the year, in the order in which they came; branches are none. */
export async function officesBelow(reader: Reader, { root, year, today }: Asking) {
  const asOf = dayOfYear(year, today)
  return reader
    .selectFrom('placement')
    .innerJoin('org', 'org.id', 'placement.org')
    .where('placement.parent', '=', root)
    .where(holdsOn('placement', asOf, 'starts'))
    .where(eb => eb.or([eb('org.closed', 'is', null), eb('org.closed', '>', asOf)]))
    .where('org.kind', '<>', 'branch')
    .select(officeColumns)
    .orderBy('org.no')
    .limit(mostOffices)
    .execute()
}

/** The communities below an office, at whatever depth. */
export async function communitiesBelow(reader: Reader, { root, year, today }: Asking) {
  const asOf = dayOfYear(year, today)
  return withSubtree(reader, { root, asOf })
    .selectFrom('subtree')
    .innerJoin('org', 'org.id', 'subtree.org')
    .where('org.id', '<>', root)
    .where('org.tier', '=', 'community')
    .where('org.kind', '<>', 'branch')
    .where(eb => eb.or([eb('org.closed', 'is', null), eb('org.closed', '>', asOf)]))
    .select(officeColumns)
    .orderBy('org.no')
    .limit(mostCommunities)
    .execute()
}

const mostCommunities = 400

/** A district has some ten offices directly below it. */
const mostOffices = 50
