import { type Draft, draftIds, type Plan } from '#db/plans/plan.ts'
import { columnsOf, valuesIn } from '#db/records/columns.ts'
import { officeKinds } from '#db/records/kinds.ts'
import { formerNumbersOf, person } from '#db/records/person.ts'
import type { AnyKind, Fields } from '#db/records/record.ts'
import { filesIn, itemOf } from '#db/records/types/files.ts'
import { readIdNumber } from '#db/records/types/gb-11643.ts'
import { ref } from '#db/records/types/ref.ts'
import type { Text } from '#db/shared/text.ts'
import { sentenceOf } from '../history/sentence.ts'
import { called, type KnownPerson, type Standpoint } from './known.ts'
import { apartOf } from './plan-apart.ts'
import { Planning } from './planning.ts'
import { rowsOf } from './stored.ts'

/** The heads of a record, by register, as the journal has them. */
type HeadsOf = (id: string) => Readonly<Record<string, readonly string[]>> | undefined

export type Joining = {
  readonly person: string
  readonly other: string
  /** Which of the two holds where they say different things; what is written together is chosen together. */
  readonly choose: Readonly<Record<string, 'older' | 'newer'>>
  /** What is to hold though neither says it, as it would be typed. */
  readonly set: Readonly<Record<string, string>>
}

/** The definition as one reads it by names of fields. */
const plain: { readonly fields: Fields } = person

const pair = {
  person: ref('person', '团员', 'member', { required: true }),
  other: ref('person', '另一条记录', 'the other record', { required: true }),
}

/**
 * 合并: two records of one person become one. The older record stays, and what it does not say is taken from the other;
 * where both say something, the older one holds unless another value was chosen. Of two ID numbers a person has to
 * choose, for one of them belongs to nobody. Stays, posts and the records of single years of both are his; nothing
 * stands there twice.
 */
export async function planMerge(
  standpoint: Standpoint,
  headsOf: HeadsOf,
  { person: one, other, choose, set }: Joining,
): Promise<Plan> {
  const fields = { ...person.fields, ...pair }
  const form = { kind: 'person', words: person.words, fields, checks: [], first: [] }
  const planning = new Planning(standpoint, form, { ...set, person: one, other })
  await planning.lookUp()
  const [kept, lost] = [planning.people['person'], planning.people['other']].sort((a, b) =>
    (a?.id ?? '') < (b?.id ?? '') ? -1 : 1,
  )
  if (kept === undefined || lost === undefined) return planning.finish(never)
  refuse(planning, kept, lost)
  const final = joinedValues(planning, kept, lost, choose)
  return planning.finish(noneYet, undefined).problems.length > 0
    ? planning.finish(never)
    : finished(planning, await joined(standpoint, headsOf, kept, lost, final), kept, lost, final)
}

function never(): never {
  throw new Error('invariant broken: a plan with problems is not worked out')
}
const noneYet = () => ({ id: '', drafts: [], label: null, sentences: [] })

function refuse(planning: Planning, kept: KnownPerson, lost: KnownPerson): void {
  if (kept.id === lost.id)
    planning.tell(
      'other',
      'same-record',
      `两处写的是同一条记录（${kept.name}），不用合并。`,
      `Both are the same record, ${kept.name}; there is nothing to merge.`,
    )
  for (const [field, one] of [
    ['person', kept],
    ['other', lost],
  ] as const) {
    if (one.own) continue
    const where = one.homeOrg === undefined ? undefined : called(one.homeOrg)
    planning.tell(
      field,
      'person-not-yours',
      `${one.name}现在“${where ?? '别的单位'}”，不归本单位管理，不能在这里合并。请由两处共同的上级合并。`,
      `${one.name} belongs to ${where ?? 'another office'} now, which is not yours. The office above both merges them.`,
    )
  }
}

type Final = {
  /** The columns that the older record has to be given. */
  readonly columns: Readonly<Record<string, string | number | null | readonly string[]>>
  readonly taken: readonly Text[]
  readonly differing: readonly Text[]
}

/** What holds of both: the choice, else what the older record says, else what the other one says. */
function joinedValues(
  planning: Planning,
  kept: KnownPerson,
  lost: KnownPerson,
  choose: Joining['choose'],
): Final {
  const [old, other]: readonly Readonly<Record<string, unknown>>[] = [
    valuesIn(plain, kept),
    valuesIn(plain, lost),
  ]
  const columns: Record<string, string | number | null | readonly string[]> = {}
  const final: Record<string, unknown> = {}
  const sides = new Map(
    Object.entries(choose).flatMap(([field, side]) => {
      const register = plain.fields[field]?.register
      return register === undefined ? [] : [[register, side] as const]
    }),
  )
  const taken: Text[] = []
  const differing: Text[] = []
  for (const [field, { words, hidden, register, input }] of Object.entries<AnyKind['fields'][string]>(
    person.fields,
  )) {
    if (hidden || field === 'former_ids') continue
    const [here, there] = [old?.[field] ?? null, other?.[field] ?? null]
    if (input.as === 'files') {
      // Papers of both are papers of one: none is to be chosen.
      const [own, others] = [itemsIn(here), itemsIn(there)]
      const joint = [...new Map([...others, ...own].map(one => [one.sha256, one])).values()]
      if (joint.length > own.length) columns[field] = joint.map(itemOf)
      continue
    }
    const side = choose[field] ?? (register === undefined ? undefined : sides.get(register))
    const isTyped = field in planning.typed && !planning.isRefused(field)
    const isChosen = isTyped || side !== undefined
    const value = isTyped
      ? (planning.said[field] ?? null)
      : side === 'newer'
        ? (there ?? here)
        : (here ?? there)
    final[field] = value
    if (here !== null && there !== null && here !== there && !isChosen) {
      differing.push(words)
      if (field === 'id_number')
        planning.tell(
          'id_number',
          'id-to-choose',
          '两条记录的证件号码不一样，只有一个是真的。请对照证件，选定一个。',
          'The two records have different ID numbers, and only one can be right. Look at the card and choose it.',
          String(here),
        )
    }
    if (value === here) continue
    if (here === null && !isChosen) taken.push(words)
    Object.assign(columns, columnsOf({ fields: person.fields }, { [field]: value }))
  }
  // A resident's number tells his birth and sex; what stood beside the other number goes with it.
  const read = final['id_type'] === 'foreign' ? undefined : readIdNumber(String(final['id_number'] ?? ''))
  if (read?.kind === 'valid') {
    for (const [field, value] of [
      ['birth', read.birth],
      ['sex', read.sex],
    ] as const)
      if (old?.[field] !== value) columns[field] = value
      else delete columns[field]
  }
  const numbers = [kept.id_number, lost.id_number].filter(one => one !== null)
  const holds = 'id_number' in columns ? columns['id_number'] : kept.id_number
  const former = [...new Set([...formerNumbersOf(kept), ...formerNumbersOf(lost), ...numbers])].filter(
    one => one !== holds,
  )
  const told = former.length === 0 ? null : former.join(' ')
  if (told !== kept.former_ids) columns['former_ids'] = told
  return { columns, taken, differing }
}

const itemsIn = (value: unknown) => filesIn(Array.isArray(value) ? value.map(String) : [])

type Joined = { readonly drafts: readonly Draft[]; readonly home: Text; readonly wereApart: boolean }

async function joined(
  { reader }: Standpoint,
  headsOf: HeadsOf,
  kept: KnownPerson,
  lost: KnownPerson,
  { columns }: Final,
): Promise<Joined> {
  const nextId = draftIds()
  const drafts: Draft[] = []
  if (Object.keys(columns).length > 0)
    drafts.push({ act: 'edit', entity: 'person', id: kept.id, fields: columns })
  // Of two homes the one where he still is, else the later one.
  const [home, past] = inOrder(kept, lost)
  if (home.home !== undefined && past.home !== undefined && home.home.org !== past.home.org) {
    const { org, since, since_known, reason } = home.home
    const fields = {
      person: kept.id,
      ...(org !== null && { org }),
      ...(reason !== null && { reason }),
      since: [since, past.home.since].sort().at(-1) ?? since,
      since_known,
      follows: [...kept.lastHomes, ...lost.lastHomes].sort(),
    }
    drafts.push({ act: 'create', entity: 'membership', id: nextId(), fields })
  }
  const [state, other] = [home.standing, past.standing]
  if (
    state !== undefined &&
    other !== undefined &&
    (state.status !== other.status || state.report !== other.report)
  ) {
    const { status, report } = state
    const since = [state.since, other.since].sort().at(-1) ?? state.since
    const follows = [...kept.lastStandings, ...lost.lastStandings].sort()
    const fields = { person: kept.id, status, report, since, follows }
    drafts.push({ act: 'create', entity: 'standing', id: nextId(), fields })
  }
  for (const post of lost.posts) {
    const same = kept.posts.some(
      ({ org, title, since }) => org === post.org && title === post.title && since === post.since,
    )
    if (same) drafts.push({ act: 'remove', entity: 'post', id: post.id })
  }
  for (const kind of officeKinds) {
    if (kind.unique?.includes('person') !== true) continue
    const [mine, his] = [
      await rowsOf(reader, kind.name, 'person', kept.id),
      await rowsOf(reader, kind.name, 'person', lost.id),
    ]
    drafts.push(...sameOnes(kind, mine, his))
  }
  const apart = await apartOf(reader, kept.id, lost.id)
  for (const { id } of apart) drafts.push({ act: 'remove', entity: 'apart', id })
  const saw = [...new Set(Object.values(headsOf(lost.id) ?? {}).flat())].sort()
  const mark = { of_entity: 'person', kept: kept.id, lost: lost.id, saw }
  drafts.push({ act: 'create', entity: 'merge', id: nextId(), fields: mark })
  return { drafts, home: placeOf(home), wereApart: apart.length > 0 }
}

/** Whoever is still somewhere first; of two, the one who came there later. */
function inOrder(kept: KnownPerson, lost: KnownPerson): readonly [KnownPerson, KnownPerson] {
  const [here, there] = [kept.home, lost.home]
  if (here === undefined || there === undefined) return here === undefined ? [lost, kept] : [kept, lost]
  if ((here.org === null) !== (there.org === null)) return here.org === null ? [lost, kept] : [kept, lost]
  return there.since > here.since ? [lost, kept] : [kept, lost]
}

/** Of a year that both have a record of, one stays: the blanks of the older are filled from the other. */
function sameOnes(kind: AnyKind, mine: readonly Row[], his: readonly Row[]): readonly Draft[] {
  const key = (row: Row) => JSON.stringify(kind.unique?.map(field => field !== 'person' && row[field]))
  const byKey = new Map(mine.map(row => [key(row), row]))
  return his.flatMap((row): readonly Draft[] => {
    const same = byKey.get(key(row))
    if (same === undefined) return []
    const [here, there] = [valuesIn(kind, same), valuesIn(kind, row)]
    const blank = Object.keys(kind.fields).filter(field => here[field] === null && there[field] !== null)
    const filled = Object.fromEntries(blank.map(field => [field, there[field]]))
    return [
      ...(blank.length === 0
        ? []
        : [
            {
              act: 'edit' as const,
              entity: kind.name,
              id: String(same['id']),
              fields: columnsOf(kind, filled),
            },
          ]),
      { act: 'remove', entity: kind.name, id: String(row['id']) },
    ]
  })
}
type Row = Readonly<Record<string, unknown>>

function placeOf({ homeOrg, home }: KnownPerson): Text {
  if (homeOrg !== undefined) return { zh: `在“${called(homeOrg)}”`, en: called(homeOrg) }
  return home === undefined
    ? { zh: '没有编入支部', en: 'no branch' }
    : { zh: '已离团', en: 'left the League' }
}

function finished(
  planning: Planning,
  { drafts, home, wereApart }: Joined,
  kept: KnownPerson,
  lost: KnownPerson,
  { taken, differing }: Final,
): Plan {
  const at = (one: KnownPerson) => (one.homeOrg === undefined ? '' : called(one.homeOrg))
  const label = { what: 'merge-people', title: kept.name, at: at(kept), other: lost.name, from: at(lost) }
  const list = (words: readonly Text[], lang: keyof Text) =>
    words.map(one => one[lang]).join(lang === 'zh' ? '、' : ', ')
  if (kept.name !== lost.name)
    planning.warn(
      `两条记录姓名不同：${kept.name}、${lost.name}。请确认是同一个人。`,
      `The two records have different names, ${kept.name} and ${lost.name}. Make sure that it is one person.`,
    )
  if (wereApart)
    planning.warn(
      '这两条记录确认过不是同一人。合并后，那条确认随之删除。',
      'It was noted that these two are different people. On merging, that note is removed.',
    )
  if (differing.length > 0)
    planning.warn(
      `两条记录写得不一样、以先登记的为准：${list(differing, 'zh')}。`,
      `Where the two differ the older record holds: ${list(differing, 'en')}.`,
    )
  return planning.finish(() => ({
    id: kept.id,
    drafts,
    label,
    sentences: [
      sentenceOf(label),
      { zh: `合并后${home.zh}。`, en: `Afterwards: ${home.en}.` },
      ...(taken.length > 0
        ? [
            {
              zh: `从另一条记录补上：${list(taken, 'zh')}。`,
              en: `Filled from the other record: ${list(taken, 'en')}.`,
            },
          ]
        : []),
    ],
  }))
}
