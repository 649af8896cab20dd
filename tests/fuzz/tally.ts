import { byVersion, type Change, namesChange, versionOf } from '#db/journal/change.ts'
import { follow } from '#db/records/courses/course.ts'
import { courseOf } from '#db/records/courses/courses.ts'
import type { Replica } from '#tests/fixtures/replica.ts'

/** The rules of journal.md, and what may happen to packets and PCs: how often each decided something. */
export const rules = [
  'a later head holds',
  'several heads are a conflict',
  'a change that names all heads settles it',
  'edited here, removed there',
  'a remove takes a record away',
  'a return takes a change out of force',
  'a return is given back itself',
  'a returned record is lifted by a correction',
  'a stay ends where the next begins',
  'two stays follow the same one',
  'a circle has no effect',
  'a row is parked',
  'an unfinished record waits',
  'two things are one',
  'a step is impossible and has no effect',
  'a step leads its matter on',
  'a change is held',
  'a held change is admitted',
  'what a newer program wrote is carried',
  'what is known comes again',
  'a part comes before the rest',
  'an office hears of its own part alone',
  'a packet is lost',
  'a backup is restored',
  'a PC is cloned',
  'a writing is broken off',
  'a clock is wrong',
] as const

/** What offices decide about packets (bundles.md), as often as that happens in stories of any length. */
export const officeRules = [
  'a packet is taken in',
  'all of a packet is known already',
  'a packet from elsewhere waits unread',
  'a packet of a revoked key is refused',
  'a packet is broken off',
  'what the receiver gave is not repeated',
  'what is beyond an office is returned',
  'what nobody proves is laid aside',
  'a whole packet is returned',
  'a change is forged',
  'a packet is damaged',
  'a clock jumps',
  'an office moves to another one',
  'a key is revoked',
] as const

/** What takes a PC more than a short story has, or longer than it lasts: `npm run fuzz` comes to each of them. */
export const rareRules = [
  'a packet waits for an earlier one',
  'a packet builds on what is here no more',
  'a PC joins',
  'a successor joins for a revoked PC',
  'a held change is let in by an office above',
  'later work keeps a packet from being returned',
] as const

export type Rule = (typeof rules)[number] | (typeof officeRules)[number] | (typeof rareRules)[number]

export class Tally {
  readonly #counts = new Map<Rule, number>()

  add(rule: Rule, times = 1): void {
    if (times > 0) this.#counts.set(rule, (this.#counts.get(rule) ?? 0) + times)
  }

  join(other: Tally): void {
    for (const [rule, times] of other.#counts) this.add(rule, times)
  }

  of(rule: Rule): number {
    return this.#counts.get(rule) ?? 0
  }

  never(of: readonly Rule[]): readonly Rule[] {
    return of.filter(rule => this.of(rule) === 0)
  }
}

/** What the rules decided about everything that this replica holds in the end. */
export function tallyOf({ db, journal }: Replica, changes: readonly Change[]): Tally {
  const tally = new Tally()
  const count = (sql: string) =>
    db.prepare<[], { n: number }>(`SELECT count(*) AS n FROM ${sql}`).get()?.n ?? 0
  const shadows = (state: string) => count(`shadow WHERE state = '${state}'`)
  const puts = changes.filter(change => change.kind === 'put')
  const edits = puts.filter(put => put.body.base !== undefined)
  const returns = changes.filter(change => change.kind === 'return')
  const versions = new Set(returns.map(versionOf))
  tally.add(
    'a later head holds',
    edits.filter(edit => Object.values(edit.body.base ?? {}).flat().length > 0).length,
  )
  tally.add('several heads are a conflict', count(`conflict WHERE register <> '*' AND register <> entity`))
  tally.add(
    'a change that names all heads settles it',
    edits.filter(edit => Object.values(edit.body.base ?? {}).some(base => base.length > 1)).length,
  )
  tally.add('edited here, removed there', count(`conflict WHERE register = '*'`))
  tally.add('a remove takes a record away', goneOf(journal, changes))
  tally.add('a return takes a change out of force', shadows('returned'))
  tally.add(
    'a return is given back itself',
    returns.filter(one => returns.some(other => namesChange(other.body.names, one))).length,
  )
  tally.add(
    'a returned record is lifted by a correction',
    edits.filter(edit =>
      Object.values(edit.body.base ?? {})
        .flat()
        .some(version => versions.has(version)),
    ).length,
  )
  tally.add('a stay ends where the next begins', count('membership WHERE until IS NOT NULL'))
  tally.add('two stays follow the same one', count('conflict WHERE register = entity'))
  tally.add('a circle has no effect', shadows('circle'))
  tally.add('a row is parked', shadows('parked'))
  tally.add('an unfinished record waits', shadows('incomplete'))
  tally.add('two things are one', shadows('merged'))
  tally.add('a change is held', changes.filter(change => journal.absorber.isHeld(change)).length)
  const admits = changes.filter(change => change.kind === 'admit')
  const revoked = journal.absorber.revocations()
  tally.add(
    'a held change is admitted',
    changes.filter(
      change =>
        admits.some(admit => namesChange(admit.body.names, change)) &&
        revoked.get(change.origin.replica)?.accepts(change.origin.writer, change.n) === false &&
        !journal.absorber.isHeld(change),
    ).length,
  )
  tally.add(
    'what a newer program wrote is carried',
    puts.filter(put => !journal.entities.has(put.entity)).length,
  )
  tallySteps(tally, db, changes)
  return tally
}

/** Things that somebody removed and that stand nowhere any more. */
function goneOf({ tables, entities }: Replica['journal'], changes: readonly Change[]): number {
  const removed = new Map(
    changes.filter(({ kind }) => kind === 'remove').map(({ thing, entity }) => [thing, entity]),
  )
  return [...removed].filter(([thing, name]) => {
    const entity = entities.get(name)
    return entity !== undefined && !tables.read(entity, thing) && !tables.shadowOf(thing)
  }).length
}

function tallySteps(tally: Tally, db: Replica['db'], changes: readonly Change[]): void {
  const ranks = new Map(
    changes.toSorted(byVersion).map(({ thing }, i) => [thing, String(i).padStart(9, '0')]),
  )
  const rows = db
    .prepare<
      [],
      {
        id: string
        subject: string
        of: string
        action: string
        day: string
        about: string | null
        saw: string
      }
    >('SELECT id, subject, "of", action, day, about, saw FROM step ORDER BY id')
    .all()
  for (const [, own] of Map.groupBy(rows, row => row.subject)) {
    const course = courseOf(own[0]?.of ?? '')
    if (course === undefined) continue
    const events = own.map(row => ({ ...row, rank: ranks.get(row.id) ?? '', saw: JSON.parse(row.saw) }))
    const { idle } = follow(course, events)
    tally.add('a step is impossible and has no effect', idle.length)
    tally.add('a step leads its matter on', events.length - idle.length)
  }
}
