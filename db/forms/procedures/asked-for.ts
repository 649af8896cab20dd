import { orgKinds, tiers } from '#contract/vocabulary.ts'
import { caseLedger, ledgerColumns } from '#db/forms/case-ledger.ts'
import { formRosters } from '#db/forms/form-rosters.ts'
import { type Units, unitsOf, type Word, words } from '#db/forms/marks.ts'
import { columnWords, personWords } from '#db/forms/people/one-person.ts'
import type { WhoIsAsked } from '#db/forms/people/pages.ts'
import { kindOf } from '#db/records/kinds.ts'
import { secretaryTitle } from '#db/records/post.ts'
import { rosterNamed } from '#db/records/rosters.ts'
import { orgKindWords } from '#db/records/words/org-words.ts'
import { readWorkTypes } from '#db/registry/acts/work-types.ts'
import { orgOrOwn } from '#db/registry/procedures/registry.ts'
import { holdsOn, type Scope, withSubtree } from '#db/registry/subtree.ts'
import { dayOfYear } from '#db/reports/ask.ts'
import { officesBelow } from '#db/reports/figures.ts'
import { readFormFigures } from '#db/reports/type-figures.ts'
import type { Session } from '#db/session.ts'
import { today } from '#db/shared/clock.ts'
import type { IsoDay } from '#db/shared/day.ts'
import { refuse } from '#db/shared/refusal.ts'
import type { Text } from '#db/shared/text.ts'
import { photoOfPerson } from './persons-photo.ts'

/** Of which year and organization a form is filled, and by whom; this year and the own one where nothing is said. */
export type Asked = {
  readonly year?: number | undefined
  readonly org?: string | undefined
  readonly by: string
  /** Whom a form of people is about: each an id, an ID number, or a name that only one has. */
  readonly people?: readonly string[] | undefined
  /** Or everybody of the organization. */
  readonly everyone?: 'cadres' | 'members' | undefined
}

/** What a form may ask of the office that fills it, besides figures and rosters. */
export async function fillingFor(session: Session, { year, org, by, people, everyone }: Asked) {
  const found = await orgOrOwn(session, org)
  const now = today(session.clock)
  const asOf = year === undefined ? now : dayOfYear(year, now)
  const all = everyone === undefined ? [] : await everyoneIn(session, everyone, { root: found.id, asOf })
  const named: string[] = []
  for (const said of people ?? []) named.push(await personMeant(session, said))
  const ids = [...new Set([...named, ...all])]
  refuseMany(ids.length)
  return {
    root: found.id,
    year: year ?? Number(now.slice(0, 4)),
    today: now,
    office: {
      ...{ name: found.name, code: found.code, phone: found.phone },
      kind: orgKinds.find(one => one === found.kind) ?? null,
      tier: tiers.find(one => one === found.tier) ?? null,
      secretary: await secretaryOf(session, found.id, now),
    },
    writer: by,
    ...(ids.length > 0 && { people: await askedPeople(session, ids) }),
  }
}

/** So many people one file takes. */
const mostPeople = 500

function refuseMany(count: number): void {
  if (count <= mostPeople) return
  refuse(
    'form-many-people',
    `要填的有 ${count} 人，一个文件最多 ${mostPeople} 人。请选定一个街道或团组织，或者分几次填。`,
    `The form would be filled for ${count} people, and one file takes ${mostPeople} at most. Choose a street or an organization, or fill it several times.`,
    { count, most: mostPeople },
  )
}

/** Whoever holds a post, or is a member, in the organization or below it on the day: in the order of the organizations. */
async function everyoneIn(
  session: Session,
  what: 'cadres' | 'members',
  scope: Scope,
): Promise<readonly string[]> {
  const held = what === 'cadres' ? ('post' as const) : ('membership' as const)
  const rows = await withSubtree(session.reader(), scope)
    .selectFrom('subtree')
    .innerJoin('org', 'org.id', 'subtree.org')
    .innerJoin(
      eb =>
        (held === 'post'
          ? eb.selectFrom('post').select(['org', 'person']).where(holdsOn('post', scope.asOf))
          : eb.selectFrom('membership').select(['org', 'person']).where(holdsOn('membership', scope.asOf))
        ).as('held'),
      join => join.onRef('held.org', '=', 'subtree.org'),
    )
    .innerJoin('person', 'person.id', 'held.person')
    .groupBy('person.id')
    .select('person.id')
    .orderBy(eb => eb.fn.min('org.no'))
    .orderBy('person.name')
    .limit(mostPeople * 40)
    .execute()
  return rows.map(({ id }) => id)
}

async function askedPeople(session: Session, ids: readonly string[]): Promise<WhoIsAsked[]> {
  const rows = await session
    .reader()
    .selectFrom('person')
    .where('id', 'in', [...ids])
    .select(['id', 'name'])
    .execute()
  const names = new Map(rows.map(({ id, name }) => [id, name]))
  const found: WhoIsAsked[] = []
  for (const id of ids) found.push({ id, name: names.get(id) ?? id, photo: await photoOfPerson(session, id) })
  return found
}

async function personMeant(session: Session, said: string): Promise<string> {
  const people = await session
    .reader()
    .selectFrom('person')
    .where(eb =>
      eb.or([eb('id', '=', said), eb('id_number', '=', said.toUpperCase()), eb('name', '=', said)]),
    )
    .select('id')
    .limit(2)
    .execute()
  const [only, other] = people
  if (only !== undefined && other === undefined) return only.id
  refuse(
    only === undefined ? 'person-unknown' : 'person-ambiguous',
    only === undefined
      ? `台账里没有“${said}”这个人。请核对姓名或身份证号。`
      : `不止一个人叫“${said}”。请改填身份证号。`,
    only === undefined
      ? `There is nobody called "${said}" in this registry. Check the name or ID number.`
      : `More than one person is called "${said}". Give the ID number.`,
    { person: said },
  )
}

/** Of several the one who came last. */
async function secretaryOf(session: Session, org: string, on: IsoDay): Promise<string | null> {
  const found = await session
    .reader()
    .selectFrom('post')
    .innerJoin('person', 'person.id', 'post.person')
    .where('post.org', '=', org)
    .where('post.title', '=', secretaryTitle)
    .where(eb => eb.or([eb('post.since', 'is', null), eb('post.since', '<=', on)]))
    .where(eb => eb.or([eb('post.until', 'is', null), eb('post.until', '>', on)]))
    .select('person.name')
    .orderBy('post.since', 'desc')
    .limit(1)
    .executeTakeFirst()
  return found?.name ?? null
}

const wordNames: Readonly<Record<Word, Text>> = {
  office: { zh: '单位全称', en: 'name of the office' },
  'office-code': { zh: '组织ID', en: 'code of the office' },
  'office-kind': { zh: '组织类型', en: 'kind of the office' },
  'office-tier': { zh: '层级', en: 'tier of the office' },
  'office-phone': { zh: '单位联系电话', en: 'telephone of the office' },
  secretary: { zh: '书记姓名', en: 'its secretary' },
  year: { zh: '年度', en: 'year' },
  'last-year': { zh: '上一年度', en: 'year before' },
  'next-year': { zh: '下一年度', en: 'year after' },
  day: { zh: '填报日期', en: 'day' },
  'day-year': { zh: '填报日期的年', en: 'year of the day' },
  'day-month': { zh: '填报日期的月', en: 'month of the day' },
  'day-date': { zh: '填报日期的日', en: 'date of the day' },
  writer: { zh: '填报人', en: 'who fills it in' },
}

/** The types of a roster's records, of which a form may want one alone. */
function typesOf(as: string, workTypes: readonly string[]): { word: string; name: Text }[] {
  const same = (word: string) => ({ word, name: { zh: word, en: word } })
  if (as === 'work') return workTypes.map(same)
  if (as === 'orgs')
    return orgKinds.map(kind => ({ word: kind, name: { zh: orgKindWords.wordFor(kind), en: kind } }))
  const input = kindOf(rosterNamed(as)?.kind ?? '')?.fields['type']?.input
  return input?.as === 'select' ? input.options.map(([word, name]) => ({ word, name })) : []
}

/** Of which offices rows are, as it stands behind the colon. */
function onlyOf(asked: Units): string {
  return unitsOf(asked).split(':')[1] ?? ''
}

/** All that a place of a form may be marked with, in the words of people. */
export async function choices(session: Session) {
  const figures = (await readFormFigures(session.reader())).map(({ key, name }) => ({
    word: `figure:${key}`,
    name,
  }))
  const now = today(session.clock)
  const asking = { root: session.office(), year: Number(now.slice(0, 4)), today: now }
  const units = await officesBelow(session.reader(), asking)
  const workTypes = [
    ...new Set([...(await readWorkTypes(session.reader())).values()].map(({ name }) => name)),
  ]
  return {
    units: units.map(({ id, code, name }) => ({ word: code ?? id, name: { zh: name, en: name } })),
    words: [...words.map(word => ({ word, name: wordNames[word] })), ...personWords()],
    figures,
    rosters: [
      {
        word: 'units',
        name: { zh: '直属下级单位（一行一个）', en: 'offices directly below, one a row' },
        columns: [
          { word: 'name', name: { zh: '单位名称', en: 'name' } },
          { word: 'code', name: { zh: '组织ID', en: 'code' } },
          ...figures,
        ],
        only: [
          { word: onlyOf({ tier: 'community' }), name: { zh: '全部社区', en: 'all communities' } },
          ...units.flatMap(({ id, code, name }) => [
            {
              word: onlyOf({ office: code ?? id }),
              name: { zh: `${name}的直属下级`, en: `directly below ${name}` },
            },
            {
              word: onlyOf({ office: code ?? id, tier: 'community' }),
              name: { zh: `${name}的社区`, en: `communities of ${name}` },
            },
          ]),
        ],
      },
      {
        word: caseLedger.as,
        name: { zh: caseLedger.form.title, en: 'rectification ledger' },
        columns: ledgerColumns(),
        only: [],
      },
      ...formRosters.map(kind => {
        return {
          word: kind.as,
          name: { zh: kind.form.title, en: kind.as },
          only: typesOf(kind.as, workTypes),
          columns: [...columnWords(kind)],
        }
      }),
    ],
  }
}
