import { orgKinds, tiers } from '#contract/vocabulary.ts'
import { caseLedger, ledgerColumns } from '#db/forms/case-ledger.ts'
import { formRosters } from '#db/forms/form-rosters.ts'
import { type Word, words } from '#db/forms/marks.ts'
import { columnWords, personWords } from '#db/forms/one-person.ts'

import { kindOf } from '#db/records/kinds.ts'
import { secretaryTitle } from '#db/records/post.ts'
import { rosterNamed } from '#db/records/rosters.ts'
import { orgKindWords } from '#db/records/words/org-words.ts'
import { readWorkTypes } from '#db/registry/acts/work-types.ts'
import { orgOrOwn } from '#db/registry/procedures/registry.ts'
import { officesBelow, readFigures } from '#db/reports/figures.ts'
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
  /** Whom a form of one person is about: an id, an ID number, or a name that only one has. */
  readonly person?: string | undefined
}

/** What a form may ask of the office that fills it, besides figures and rosters. */
export async function fillingFor(session: Session, { year, org, by, person }: Asked) {
  const found = await orgOrOwn(session, org)
  const now = today(session.clock)
  const meant = person === undefined ? undefined : await personMeant(session, person)
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
    ...(meant !== undefined && { person: meant, photo: await photoOfPerson(session, meant) }),
  }
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

/** All that a place of a form may be marked with, in the words of people. */
export async function choices(session: Session) {
  const figures = (await readFigures(session.reader())).map(({ key, name }) => ({
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
        only: [],
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
