import { sql } from 'kysely'
import { broughtFigures } from '#db/records/ledger/district-figures.ts'
import { type Question, readQuestion } from '#db/records/ledger/question.ts'
import { fromAboveFirst, holdsOn, withSubtree } from '#db/registry/subtree.ts'
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

/**
 * The figures that count here: those that the program brings, and what this office and those above it made beside or instead
 * of them. What offices below made stands beside these, and instead of none.
 */
export async function readFigures(reader: Reader): Promise<readonly Figure[]> {
  const rows = await reader
    .selectFrom('figure')
    .innerJoin('org', 'org.id', 'figure.org')
    .select(['figure.org', 'figure.key', 'figure.name', 'figure.unit', 'figure.question'])
    .select(sql<string>`coalesce(org.short_name, org.name)`.as('issuer'))
    .orderBy('figure.no')
    .execute()
  const figures = new Map<string, Figure>(broughtFigures.map(one => [one.key, { ...one, issuer: null }]))
  const { held, others } = await fromAboveFirst(reader, rows)
  const taken = new Set([...figures.keys(), ...held.map(({ key }) => key)])
  for (const { key, name, unit, question, issuer } of [
    ...held,
    ...others.filter(one => !taken.has(one.key)).slice(0, mostFromBelow),
  ])
    figures.set(key, {
      key,
      name: { zh: name, en: name },
      unit: unit ?? '',
      issuer,
      question: readQuestion(question),
    })
  return [...figures.values()]
}

/** Each is a question to all records: a wilful office could make any number. */
const mostFromBelow = 500

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
