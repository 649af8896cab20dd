import { sql } from 'kysely'
import { readDate, shownDate } from '#db/records/types/office-date.ts'
import type { IsoDay } from '#db/shared/day.ts'
import type { Text } from '#db/shared/text.ts'
import type { Reader } from '#db/sqlite/tables.ts'
import type { CadreRow, NumberedCadre } from '../../kinds/cadres.ts'
import { ageTold } from '../../kinds/whose.ts'
import type { TakenRow } from '../../parsed-row.ts'
import { type Problem, problemAt } from '../../problem.ts'
import type { OrgIndex } from '../orgs/org-index.ts'
import { cellOf, type Placing } from '../place-of-row.ts'

/** Somebody of the registry who has the name of a row without an ID number. */
type Candidate = {
  readonly id: string
  readonly name: string
  readonly idNumber: string | null
  readonly birth: string | null
  readonly phone: string | null
  readonly home: string | null
  /** The organizations in which he holds or held a post. */
  readonly posts: ReadonlySet<string>
}

/** A post held here by somebody of another office, of whom a card tells no more than the name. */
type PostOfGuest = { readonly name: string; readonly org: string; readonly title: string }

/** A row with the number of the person whom it means, or one that changes nothing, or with what has to be asked. */
export type Numbered =
  | { readonly row: TakenRow<NumberedCadre> }
  | { readonly row: TakenRow<CadreRow>; readonly problem: Problem | undefined }

/**
 * Lists of cadres often lack ID numbers. A person reads them by the name and what stands beside it: the organization, a
 * birth date, a telephone. Where that leaves one person of the registry it is he; else it is asked, and nobody is
 * registered a second time. The post of somebody of another office, whose papers lie there, is known by his name and stays
 * as it is. Three queries for a batch.
 */
export async function withNumbers(
  reader: Reader,
  rows: readonly TakenRow<CadreRow>[],
  { placing, index, day }: { readonly placing: Placing; readonly index: OrgIndex; readonly day: IsoDay },
): Promise<readonly Numbered[]> {
  const names = rows.flatMap(({ values: { idNumber, name } }) => (idNumber === undefined ? [name] : []))
  const byName = names.length === 0 ? new Map() : await readCandidates(reader, names)
  const guests = names.length === 0 ? new Map() : await readGuests(reader, names)
  return rows.map(row => {
    const { values } = row
    const { idNumber, birth } = values
    if (idNumber !== undefined && birth !== undefined)
      return { row: { ...row, values: { ...values, idNumber, birth } } }
    const place = placing.find(values.org)
    const org = place.kind === 'found' ? place.org.id : undefined
    const near = (one: Candidate) =>
      org !== undefined && (one.posts.has(org) || (one.home !== null && index.isUnder(one.home, org)))
    const meant = whoIsMeant(values, byName.get(values.name) ?? [], near)
    if (meant.kind === 'one') {
      const { age } = values
      const told = age === undefined ? undefined : ageTold(age, meant.papers.birth, day)
      const where = cellOf(row, placing.headerOf('age'), String(age))
      const problems = [
        ...row.problems,
        ...(told === undefined ? [] : [problemAt(where, 'age-differs', { ...told, refused: false })]),
      ]
      return { row: { ...row, problems, values: { ...values, ...meant.papers } } }
    }
    const posts: readonly PostOfGuest[] = guests.get(values.name) ?? []
    const here = posts.filter(post => post.org === org)
    if (here.some(({ title }) => title === values.title)) return { row, problem: undefined }
    const says = here.length > 0 ? ofElsewhere(values) : question(values, meant, id => index.nameOf(id))
    const where = cellOf(row, placing.headerOf('name'), values.name)
    return { row, problem: problemAt(where, says.code, { ...says, refused: true }) }
  })
}

type Meant =
  | { readonly kind: 'one'; readonly papers: Pick<NumberedCadre, 'idType' | 'idNumber' | 'birth'> }
  | { readonly kind: 'nobody' }
  | { readonly kind: 'unsure'; readonly among: readonly Candidate[] }

function whoIsMeant(
  { birth, phone, idType }: CadreRow,
  named: readonly Candidate[],
  near: (one: Candidate) => boolean,
): Meant {
  const says = birth && shownDate(birth)
  const born = says === undefined ? named : named.filter(one => one.birth?.startsWith(says))
  const called = phone === undefined ? [] : born.filter(one => one.phone === phone)
  const left = called.length > 0 ? called : born
  const [one, ...others] = left.length > 1 && left.some(near) ? left.filter(near) : left
  if (one === undefined) return named.length === 0 ? { kind: 'nobody' } : { kind: 'unsure', among: named }
  // A name alone, somewhere in the district, is nobody's papers.
  const isSure = others.length === 0 && (says?.length === 10 || called.length > 0 || near(one))
  if (!isSure || one.idNumber === null || one.birth === null) return { kind: 'unsure', among: left }
  const known = readDate(one.birth)
  if (known.kind !== 'dated') return { kind: 'unsure', among: left }
  return { kind: 'one', papers: { idType, idNumber: one.idNumber, birth: known.dated } }
}

function ofElsewhere({ name }: CadreRow): Text & { readonly code: string } {
  return {
    code: 'person-elsewhere',
    zh: `“${name}”的组织关系在其他单位，这里只有职务，没有个人资料。要修改现有职务，请在团干部页面点开修改；要增加职务，请由他所在单位或上级登记。`,
    en: `"${name}" belongs to another office: only the post is here, without the person's data. Change the present post on the page of cadres; a further one is entered by that office or by the one above.`,
  }
}

/** Who has the name, so that whoever asks the office can say which one. */
function question(
  { name }: CadreRow,
  meant: Exclude<Meant, { readonly kind: 'one' }>,
  nameOf: (org: string) => string,
): Text & { readonly code: string } {
  if (meant.kind === 'nobody')
    return {
      code: 'person-unknown',
      zh: `没有填写证件号码，台账里也没有叫“${name}”的人。请补上身份证号后重新导入。`,
      en: `No ID number is given, and nobody in the registry is called "${name}". Add the ID number and import again.`,
    }
  const among = meant.among.slice(0, 3)
  const whereZh = among.map(({ home, birth }) =>
    [home === null ? '不在任何支部' : nameOf(home), birth === null ? '' : `${birth.slice(0, 7)} 出生`]
      .filter(part => part !== '')
      .join('，'),
  )
  const whereEn = among.map(({ home, birth }) =>
    [home === null ? 'in no branch' : nameOf(home), birth === null ? '' : `born ${birth.slice(0, 7)}`]
      .filter(part => part !== '')
      .join(', '),
  )
  const more = meant.among.length > among.length
  return {
    code: 'person-ambiguous',
    zh: `没有填写证件号码，不能确定是不是台账里的“${name}”（${whereZh.join('；')}${more ? '等' : ''}）。请补上身份证号、出生日期或手机号后重新导入。`,
    en: `No ID number is given, so it is not sure that this is the "${name}" of the registry (${whereEn.join('; ')}${more ? ' and others' : ''}). Add the ID number, the birth date or the telephone and import again.`,
  }
}

async function readCandidates(
  reader: Reader,
  names: readonly string[],
): Promise<ReadonlyMap<string, readonly Candidate[]>> {
  const wanted = sql<string>`(SELECT value FROM json_each(${JSON.stringify([...new Set(names)])}))`
  const people = await reader
    .selectFrom('person')
    .leftJoin('membership', join =>
      join.onRef('membership.person', '=', 'person.id').on('membership.until', 'is', null),
    )
    .where('person.name', 'in', wanted)
    .orderBy('person.id')
    .select(['person.id', 'person.name', 'person.id_number as idNumber', 'person.birth', 'person.phone'])
    .select('membership.org as home')
    .execute()
  const posts = await reader
    .selectFrom('post')
    .innerJoin('person', 'person.id', 'post.person')
    .where('person.name', 'in', wanted)
    .select(['post.person', 'post.org'])
    .execute()
  const byPerson = Map.groupBy(posts, row => row.person)
  const candidates = people.map(one => ({
    ...one,
    posts: new Set((byPerson.get(one.id) ?? []).map(({ org }) => org)),
  }))
  return Map.groupBy(candidates, ({ name }) => name)
}

async function readGuests(
  reader: Reader,
  names: readonly string[],
): Promise<ReadonlyMap<string, readonly PostOfGuest[]>> {
  const posts = await reader
    .selectFrom('card')
    .innerJoin('post', 'post.person', 'card.thing')
    .leftJoin('person', 'person.id', 'card.thing')
    .where('person.id', 'is', null)
    .where(
      'card.name',
      'in',
      sql<string>`(SELECT value FROM json_each(${JSON.stringify([...new Set(names)])}))`,
    )
    .select(['card.name', 'post.org', 'post.title'])
    .execute()
  return Map.groupBy(posts, ({ name }) => name)
}
