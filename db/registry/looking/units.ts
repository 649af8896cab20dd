import type { OrgNode } from '#contract/looking.ts'
import { asKnown } from '#db/records/types/office-date.ts'
import { maskPhone } from '#db/records/types/phone.ts'
import { invariant } from '#db/shared/invariant.ts'
import { type Connection, prepareOnce } from '#db/sqlite/connection.ts'
import type { DayView } from './day-view.ts'
import { readNodes } from './outline/org-nodes.ts'

/** Titles are canonical: a 第一书记 or 副书记 is no 书记. */
const secretaryTitle = '书记'

export type UnitRow = OrgNode & {
  readonly secretary: {
    readonly person: string
    readonly name: string
    readonly phoneMasked: string | null
    readonly since: string | null
  } | null
  /** The newest election up to the day, as it was recorded. */
  readonly election: {
    readonly elected: string
    readonly known: string
    readonly precision: string | null
    readonly years: number | null
  } | null
  readonly lastMeeting: string | null
  readonly branchesMet: number
}

/** One organization and those directly below it, in one line each: five statements whatever their number. */
export function readUnits(view: DayView, root: number): { own: UnitRow; below: UnitRow[] } {
  const { connection } = view
  const outline = view.outline()
  const nodes = readNodes(connection, outline, [root, ...view.children(root)])
  const ids = JSON.stringify(nodes.map(({ id }) => id))
  const secretaries = readSecretaries(connection, ids, outline.day)
  const elections = readElections(connection, ids, outline.day)
  const numbers = new Map(
    prepareOnce<string[], [string, number]>(connection, numbersStatement).raw().all(ids),
  )
  const { lastOf, metBefore } = view.lastMeetings()
  const [own, ...below] = nodes.map(node => {
    const no = numbers.get(node.id) ?? -1
    const place = outline.placeOfNo[no] ?? -1
    const end = outline.ends[place] ?? place
    return {
      ...node,
      secretary: secretaries.get(node.id) ?? null,
      election: elections.get(node.id) ?? null,
      lastMeeting: lastOf.get(no) ?? null,
      branchesMet: (metBefore[end] ?? 0) - (metBefore[place] ?? 0),
    }
  })
  invariant(own, 'the root of a tree is an organization')
  return { own, below }
}

type SecretaryTuple = readonly [
  org: string,
  person: string,
  name: string,
  phone: string | null,
  since: string | null,
  precision: string | null,
]

function readSecretaries(connection: Connection, orgs: string, day: string) {
  const rows = prepareOnce<unknown[], SecretaryTuple>(connection, secretariesStatement)
    .raw()
    .all({ orgs, day, title: secretaryTitle })
  return new Map(
    rows.map(([org, person, name, phone, since, precision]) => [
      org,
      {
        person,
        name,
        phoneMasked: phone === null ? null : maskPhone(phone),
        since: asKnown(since, precision),
      },
    ]),
  )
}

type ElectionTuple = readonly [org: string, elected: string, precision: string | null, years: number | null]

function readElections(connection: Connection, orgs: string, day: string) {
  const rows = prepareOnce<unknown[], ElectionTuple>(connection, electionsStatement).raw().all({ orgs, day })
  return new Map(
    rows.map(([org, elected, precision, years]) => [
      org,
      { elected, known: asKnown(elected, precision) ?? elected, precision, years },
    ]),
  )
}

const numbersStatement = `
  SELECT org.id, org.no FROM json_each(?) AS wanted CROSS JOIN org ON org.id = wanted.value`

/** Of several at once the one who took office last is told. */
export const secretariesStatement = `
  SELECT post.org, post.person, coalesce(person.name, card.name, ''), person.phone, post.since,
    post.since_precision
  FROM json_each(@orgs) AS wanted
  CROSS JOIN post ON post.org = wanted.value
  LEFT JOIN person ON person.id = post.person
  LEFT JOIN card ON card.thing = post.person
  WHERE post.title = @title AND (post.since IS NULL OR post.since <= @day)
    AND (post.until IS NULL OR post.until > @day)
  ORDER BY post.since, post.id`

/** The newest comes last; of two on one day the later record is the newer. */
export const electionsStatement = `
  SELECT term.org, term.elected, term.elected_precision, term.years
  FROM json_each(@orgs) AS wanted CROSS JOIN term ON term.org = wanted.value
  WHERE term.elected <= @day
  ORDER BY term.elected, term.id`
