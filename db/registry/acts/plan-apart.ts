import { sql } from 'kysely'
import { draftIds, type Plan } from '#db/plans/plan.ts'
import type { Reader } from '#db/sqlite/tables.ts'
import { sentenceOf } from '../history/sentence.ts'
import { called, type KnownPerson } from './known.ts'
import type { Planning } from './planning.ts'

/** 非同一人: two records that resemble each other are of two people, and are not asked about any more. */
export async function planApart(planning: Planning): Promise<Plan> {
  planning.check()
  planning.missing()
  const { person, other } = planning.people
  if (person === undefined || other === undefined) return planning.finish(never)
  const [older, newer] = person.id < other.id ? [person, other] : [other, person]
  await judge(planning, older, newer)
  const at = ({ homeOrg }: KnownPerson) => (homeOrg === undefined ? '' : called(homeOrg))
  const label = { what: 'apart', title: older.name, at: at(older), other: newer.name, from: at(newer) }
  const told_on = planning.text('told_on') ?? planning.standpoint.today
  return planning.finish(() => {
    const id = draftIds()()
    const fields = { person: older.id, other: newer.id, told_on }
    return {
      id,
      drafts: [{ act: 'create', entity: 'apart', id, fields }],
      label,
      sentences: [sentenceOf(label)],
    }
  })
}

function never(): never {
  throw new Error('invariant broken: a plan with problems is not worked out')
}

async function judge(planning: Planning, older: KnownPerson, newer: KnownPerson): Promise<void> {
  if (older.id === newer.id)
    return planning.tell(
      'other',
      'same-record',
      `两处写的是同一条记录（${older.name}）。请选两条不同的记录。`,
      `Both are the same record, ${older.name}. Choose two different ones.`,
    )
  for (const field of ['person', 'other']) {
    const one = planning.people[field]
    if (one === undefined || one.own) continue
    const where = one.homeOrg === undefined ? undefined : called(one.homeOrg)
    planning.tell(
      field,
      'person-not-yours',
      `${one.name}现在“${where ?? '别的单位'}”，不归本单位管理。请由两处共同的上级确认。`,
      `${one.name} belongs to ${where ?? 'another office'} now, which is not yours. The office above both says whether they are two people.`,
    )
  }
  if (older.id_number !== null && older.id_number === newer.id_number)
    planning.tell(
      'other',
      'same-number',
      '两条记录的证件号码相同。确实是两个人的，请先改正其中一个号码。',
      'The two records have the same ID number. If they are two people, correct one of the numbers first.',
    )
  const [known] = await apartOf(planning.standpoint.reader, older.id, newer.id)
  if (known !== undefined)
    planning.tell(
      'other',
      'kept-once',
      '已经确认过这两条记录不是同一人，不用再确认。',
      'It is noted already that these two are different people; there is nothing left to do.',
    )
}

/** The notes by which two people are told apart: one, or several that offices wrote without knowing of each other. */
export function apartOf(reader: Reader, one: string, other: string) {
  return reader
    .selectFrom('apart')
    .where(sql<boolean>`person IN (${one}, ${other}) AND other IN (${one}, ${other})`)
    .select('id')
    .execute()
}
