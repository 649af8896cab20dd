import type { Changed, ChangeGroup } from '#contract/orgs.ts'
import { addDays, type IsoDay, isDay } from '#db/shared/day.ts'
import { type Connection, prepareOnce } from '#db/sqlite/connection.ts'
import { type Former, readFormer } from '../former.ts'
import * as says from './change-sentences.ts'

export type ChangesAsked = {
  readonly root: string
  readonly from: IsoDay
  readonly asOf: IsoDay
  readonly limit: number
}

export type ChangesFound = {
  readonly totals: Readonly<Record<ChangeGroup, number>>
  readonly lists: Readonly<Record<ChangeGroup, Changed[]>>
}

/**
 * What happened in an organization and all below it after one day up to another: every step of people and organizations
 * that begins in between, so that who came and went again is told twice. Whoever is inside is found once, as stretches
 * of days for each organization; the rest is one walk over each table.
 */
export function readChanges(connection: Connection, { root, from, asOf, limit }: ChangesAsked): ChangesFound {
  const span: Span = { root, from, after: addDays(asOf, 1) }
  const named = new Names(connection, readFormer(connection, from))
  const found = new Found(limit)
  for (const step of prepareOnce<[Span], PersonStep>(connection, peopleStatement).iterate(span)) {
    const group = step.wasIn === 1 ? (step.isIn === 1 ? 'moved' : 'went') : 'came'
    found.add(group, () => {
      const was = step.wasNo === null ? null : named.org(step.was, step.day)
      const is = step.org === null ? null : named.org(step.org, step.day)
      return {
        entity: 'person',
        id: step.person,
        name: step.name,
        day: step.day,
        members: null,
        sentence: says.ofPerson(step, was, is),
      }
    })
  }
  const members = prepareOnce<[unknown], number>(connection, membersStatement).pluck()
  const membersOf = (org: string, day: IsoDay, alone: boolean) =>
    members.get({ org, day, alone: alone ? 1 : 0 }) ?? 0
  for (const step of prepareOnce<[Span], OrgStep>(connection, orgsStatement).all(span)) {
    const { group, org, day, act } = step
    if (!isDay(day)) continue
    const name = named.org(org, group === 'closed' ? addDays(day, -1) : day)
    const before = named.org(org, addDays(day, -1))
    const isMove = group === 'moved'
    // Whom the organization itself has is counted from the first day on.
    const isOwn = group === 'founded' && org === root && act !== 'reopen'
    const count =
      group === 'renamed' || (isMove && step.wasIn === step.isIn) ? 0 : membersOf(org, day, !isMove)
    found.add(group, () => ({
      entity: 'org',
      id: org,
      name: name.short,
      day,
      members: isOwn ? null : count,
      sentence: says.ofOrg(
        { ...step, act: act ?? '' },
        {
          name,
          before,
          was: step.was === null ? null : named.org(step.was, day),
          other: step.other === null ? null : named.org(step.other, day, step.otherName),
          members: isMove ? membersOf(org, day, false) : count,
        },
      ),
    }))
  }
  return { totals: found.totals, lists: found.lists }
}

type Span = { readonly root: string; readonly from: IsoDay; readonly after: IsoDay }

class Found {
  readonly totals: Record<ChangeGroup, number>
  readonly lists: Record<ChangeGroup, Changed[]>
  readonly #limit: number

  constructor(limit: number) {
    this.#limit = limit
    this.totals = { came: 0, went: 0, moved: 0, founded: 0, renamed: 0, closed: 0 }
    this.lists = { came: [], went: [], moved: [], founded: [], renamed: [], closed: [] }
  }

  add(group: ChangeGroup, make: () => Changed): void {
    this.totals[group]++
    const list = this.lists[group]
    if (list.length < this.#limit) list.push(make())
  }
}

/** What organizations were called on a day; those that are not held here, as a packet told them. */
class Names {
  readonly #former: Former
  readonly #row
  readonly #card
  readonly #known = new Map<string, says.OrgRow | undefined>()

  constructor(connection: Connection, former: Former) {
    this.#former = former
    this.#row = prepareOnce<[string], says.OrgRow>(
      connection,
      'SELECT name, short_name, code, kind, tier FROM org WHERE id = ?',
    )
    this.#card = prepareOnce<[string], string>(connection, 'SELECT name FROM card WHERE thing = ?').pluck()
  }

  org(id: string, day: IsoDay, otherwise: string | null = null): says.Named {
    if (!this.#known.has(id)) this.#known.set(id, this.#row.get(id))
    const row = this.#known.get(id)
    if (row === undefined) {
      const name = otherwise ?? this.#card.get(id) ?? ''
      return { name, short: name, code: null, kind: '', tier: '' }
    }
    const { name, short_name: short, code, kind, tier } = this.#former.on(id, row, day)
    return { name, short: short ?? name, code, kind, tier }
  }
}

/**
 * What hangs below an organization may be older than it is, so its own life counts from the first day on; that it was
 * founded in between is told all the same.
 * `inside`: from which day to which (not included) an organization hangs below the root; `life`: from when to when it was
 * there, once more for each time it was reopened, which is no day at all where it was closed again on the same one; it ends
 * where the next begins, whatever a decision says of a closing, so that no two of them have a day in common;
 * `counted`: of the days inside those on which it exists, as statistics count it.
 */
const inside = `WITH RECURSIVE inside (org, begins, ends) AS (
    SELECT @root, @from, @after
    UNION
    SELECT p.org, max(p.starts, i.begins), min(coalesce(p.until, @after), i.ends)
    FROM inside i CROSS JOIN placement p ON p.parent = i.org
    WHERE p.starts < i.ends AND (p.until IS NULL OR (p.until > i.begins AND p.starts < p.until))
  ),
  reopened (org, day, was_closed, next, next_closed) AS (
    SELECT org, effective, was_closed, lead(effective) OVER (PARTITION BY org ORDER BY effective, no),
      min(was_closed) OVER (PARTITION BY org ORDER BY effective, no ROWS BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING)
    FROM decision WHERE was_closed IS NOT NULL
  ),
  life (org, born, died) AS (
    SELECT i.org,
      CASE WHEN i.org = @root THEN @from
        ELSE (SELECT min(b.since) FROM placement b WHERE b.org = i.org AND (b.until IS NULL OR b.since < b.until)) END,
      coalesce(first.died, org.closed, '9999-12-31')
    FROM (SELECT DISTINCT org FROM inside) i CROSS JOIN org ON org.id = i.org
    LEFT JOIN (SELECT org, min(min(was_closed), min(day)) AS died FROM reopened GROUP BY org) first ON first.org = i.org
    UNION ALL
    SELECT r.org, r.day, min(coalesce(r.next_closed, org.closed, '9999-12-31'), coalesce(r.next, '9999-12-31'))
    FROM reopened r CROSS JOIN org ON org.id = r.org
  ),
  counted (org, begins, ends) AS MATERIALIZED (
    SELECT i.org, max(i.begins, life.born), min(i.ends, life.died)
    FROM inside i CROSS JOIN life ON life.org = i.org
    WHERE max(i.begins, life.born) < min(i.ends, life.died)
  )`

/** Where a stay begins and where the one before it ended: in which organization, and whether that counted. */
const stands = (org: string, day: string, alias: string) =>
  `LEFT JOIN counted ${alias} ON ${alias}.org = ${org} AND ${alias}.begins <= ${day} AND ${day} < ${alias}.ends`
const stood = (org: string, day: string, alias: string) =>
  `LEFT JOIN counted ${alias} ON ${alias}.org = ${org} AND ${alias}.begins < ${day} AND ${day} <= ${alias}.ends`

type PersonStep = says.PersonStep & {
  readonly person: string
  readonly name: string
  readonly org: string | null
  readonly was: string
  readonly wasNo: number | null
  readonly wasIn: 0 | 1
  readonly isIn: 0 | 1
}

const peopleStatement = `${inside}
  SELECT m.person, coalesce(person.name, card.name, '') AS name, m.since AS day, m.since_known AS isKnown, m.reason, m.org,
    coalesce(q.org, '') AS was, q.no AS wasNo, cq.org IS NOT NULL AS wasIn, cm.org IS NOT NULL AS isIn
  FROM membership m
  LEFT JOIN membership q INDEXED BY membership_person ON q.person = m.person AND q.until = m.since AND q.since < q.until
  ${stands('m.org', 'm.since', 'cm')}
  ${stood('q.org', 'm.since', 'cq')}
  LEFT JOIN person ON person.id = m.person
  LEFT JOIN card ON card.thing = m.person
  WHERE m.since > @from AND m.since < @after AND (m.until IS NULL OR m.since < m.until)
    AND (cm.org IS NOT NULL OR cq.org IS NOT NULL) AND m.org IS NOT q.org
  ORDER BY m.since, m.no`

type OrgStep = {
  readonly group: ChangeGroup
  readonly org: string
  readonly day: string
  readonly act: string | null
  readonly was: string | null
  readonly other: string | null
  readonly otherName: string | null
  readonly wasIn: 0 | 1
  readonly isIn: 0 | 1
}

const orgsStatement = `${inside}
  SELECT 'founded' AS "group", l.org AS org, l.born AS day,
    (SELECT d.act FROM decision d WHERE d.org = l.org AND d.effective = l.born AND d.act IN ('split', 'reopen') LIMIT 1) AS act,
    NULL AS was,
    (SELECT d.other FROM decision d WHERE d.org = l.org AND d.effective = l.born AND d.act = 'split' LIMIT 1) AS other,
    NULL AS otherName, 0 AS wasIn, 1 AS isIn
  FROM life l ${stands('l.org', 'l.born', 'cl')}
  WHERE l.born > @from AND l.born < @after AND l.born < l.died AND cl.org IS NOT NULL
  UNION ALL
  SELECT 'founded', org.id, b.since,
    (SELECT d.act FROM decision d WHERE d.org = org.id AND d.effective = b.since AND d.act = 'split' LIMIT 1), NULL,
    (SELECT d.other FROM decision d WHERE d.org = org.id AND d.effective = b.since AND d.act = 'split' LIMIT 1), NULL, 0, 1
  FROM org CROSS JOIN (
    SELECT min(since) AS since FROM placement WHERE org = @root AND (until IS NULL OR since < until)
  ) b
  WHERE org.id = @root AND b.since > @from AND b.since < @after AND (org.closed IS NULL OR org.closed > b.since)
  UNION ALL
  SELECT 'closed', l.org, l.died, d.act, NULL, d.other, d.other_name, 1, 0
  FROM life l ${stood('l.org', 'l.died', 'cl')}
  LEFT JOIN decision d ON d.id = (
    SELECT id FROM decision WHERE org = l.org AND effective = l.died AND act IN ('merge', 'close') ORDER BY no DESC LIMIT 1
  )
  WHERE l.died > @from AND l.died < @after AND l.born < l.died AND cl.org IS NOT NULL
  UNION ALL
  SELECT 'renamed', d.org, d.effective, d.act, NULL, NULL, NULL, 1, 1
  FROM decision d ${stands('d.org', 'd.effective', 'cd')}
  WHERE d.act IN ('rename', 'kind') AND d.effective > @from AND d.effective < @after AND cd.org IS NOT NULL
  UNION ALL
  SELECT 'moved', p.org, p.since, 'move', q.parent, p.parent, NULL, cq.org IS NOT NULL, cp.org IS NOT NULL
  FROM placement p
  CROSS JOIN placement q ON q.org = p.org AND q.until = p.since AND q.starts < q.until AND q.parent IS NOT p.parent
  ${stands('p.org', 'p.since', 'cp')}
  ${stood('p.org', 'p.since', 'cq')}
  WHERE p.since > @from AND p.since < @after AND (p.until IS NULL OR p.since < p.until)
    AND (cp.org IS NOT NULL OR cq.org IS NOT NULL)
  ORDER BY 3, 1, 2`

/** Whom an organization takes along on a day: those of it and all below it whose stay goes on over that day. */
const membersStatement = `WITH RECURSIVE below (org) AS (
    SELECT @org
    UNION SELECT p.org FROM below CROSS JOIN placement p ON p.parent = below.org
    WHERE NOT @alone AND p.starts <= @day AND (p.until IS NULL OR p.until > @day)
  )
  SELECT count(*) FROM below CROSS JOIN org ON org.id = below.org CROSS JOIN membership m ON m.org = below.org
  WHERE m.since < @day AND (m.until IS NULL OR m.until > @day) AND (@alone OR org.closed IS NULL OR org.closed > @day)`
