import { sql } from 'kysely'
import { formerNumbersOf } from '#db/records/person.ts'
import type { IsoDay } from '#db/shared/day.ts'
import { grouped, plural } from '#db/shared/plural.ts'
import { inParts } from '#db/shared/slices.ts'
import type { Text } from '#db/shared/text.ts'
import type { Reader } from '#db/sqlite/tables.ts'
import type { MemberRow } from '../../kinds/members.ts'
import type { RefusedRow, TakenRow } from '../../parsed-row.ts'
import type { Roster } from '../../read-roster.ts'
import type { RowPlan } from '../draft.ts'
import type { Plan } from '../planners.ts'

/** So many of those who are missing are named. */
export const mostNamed = 10
/** So many organizations are asked for at a time. */
export const atOnce = 500

type Missing = { readonly name: string; readonly branch: string }

/**
 * Who of the branches of a roster does not stand in it, though most of the branch does: whoever keeps such a list has
 * left them out, or forgotten them. Nothing is done to them. A list of a few, such as new members, says nothing of the others.
 */
export class NotListed {
  readonly #branches = new Map<string, string>()
  readonly #numbers = new Set<string>()
  /** Of rows that are refused, or of whom the registry knows no such number: they may be its people all the same. */
  readonly #names = new Set<string>()

  /** The same roster, of which is noted who is refused while it is read. */
  noting(roster: Roster<MemberRow>): Roster<MemberRow> {
    const refused = (row: RefusedRow) => this.#refused(row)
    async function* rows() {
      for await (const row of roster.rows) {
        if (row.refused) refused(row)
        yield row
      }
    }
    return { ...roster, rows: { [Symbol.asyncIterator]: rows } }
  }

  /** The same plan, of which is noted where everybody belongs. */
  notingPlans(plan: Plan<MemberRow>): Plan<MemberRow> {
    return async (rows, soFar) => {
      const plans = await plan(rows, soFar)
      for (const [i, row] of rows.entries()) this.#planned(row, plans[i])
      return plans
    }
  }

  #refused({ unread, who }: RefusedRow): void {
    if (unread !== undefined && unread.number !== '') this.#numbers.add(unread.number)
    this.#names.add(unread?.name ?? who ?? '')
  }

  #planned({ values: { name, idNumber } }: TakenRow<MemberRow>, plan: RowPlan | undefined): void {
    // Who is new here is none of those whom the registry knows by a number.
    if (plan?.verdict !== 'created') this.#numbers.add(idNumber)
    if (plan === undefined) return
    const { verdict, place } = plan
    if (verdict === 'created' || verdict === 'rejected') this.#names.add(name)
    if (place !== undefined) this.#branches.set(place.id, place.name)
  }

  /** What is told of them; nothing where nobody is missing. */
  async told(reader: Reader, day: IsoDay): Promise<readonly Text[]> {
    const missing: Missing[] = []
    let count = 0
    for (const branches of inParts([...this.#branches.keys()], atOnce))
      for (const [branch, members] of await membersOf(reader, branches, day)) {
        const others = members.filter(member => !this.#has(member))
        if (others.length === 0 || others.length * 2 > members.length) continue
        count += others.length
        for (const { name } of others.slice(0, mostNamed - missing.length))
          missing.push({ name, branch: this.#branches.get(branch) ?? '' })
      }
    return count === 0 ? [] : [sentence(missing, count)]
  }

  #has({ name, numbers }: Member): boolean {
    return this.#names.has(name) || numbers.some(number => this.#numbers.has(number))
  }
}

type Member = { readonly name: string; readonly numbers: readonly string[] }

async function membersOf(
  reader: Reader,
  branches: readonly string[],
  day: IsoDay,
): Promise<ReadonlyMap<string, readonly Member[]>> {
  const rows = await reader
    .selectFrom('membership')
    .innerJoin('person', 'person.id', 'membership.person')
    .where('membership.org', 'in', sql<string>`(SELECT value FROM json_each(${JSON.stringify(branches)}))`)
    .where('membership.since', '<=', day)
    .where(eb => eb.or([eb('membership.until', 'is', null), eb('membership.until', '>', day)]))
    .select(['membership.org', 'person.name', 'person.id_number', 'person.former_ids'])
    .orderBy('person.id')
    .execute()
  const members = new Map<string, Member[]>()
  for (const { org, name, id_number, former_ids } of rows) {
    const own = members.get(org ?? '') ?? []
    own.push({ name: name ?? '', numbers: [id_number ?? '', ...formerNumbersOf({ former_ids })] })
    members.set(org ?? '', own)
  }
  return members
}

function sentence(missing: readonly Missing[], count: number): Text {
  const zh = missing.map(({ name, branch }) => `${name}（${branch}）`)
  const en = missing.map(({ name, branch }) => `${name} (${branch})`)
  const isMore = count > missing.length
  return {
    zh: `表里这些团支部，台账上还有 ${grouped(count)} 名团员没有列在表里：${zh.join('、')}${isMore ? ' …' : ''}。他们仍按在册，没有改动；已经离开的，请办理转出或离团。`,
    en: `Of the branches in this roster, the registry has ${plural(count, 'more member')}, not listed here: ${en.join(', ')}${isMore ? ' …' : ''}. Nothing was changed for them; record where they went if they have left.`,
  }
}
