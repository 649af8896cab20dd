import { z } from 'zod'
import { type Draft, draftIds, type Plan } from '#db/plans/plan.ts'
import { columnsOf, valuesIn } from '#db/records/columns.ts'
import { officeKinds } from '#db/records/kinds.ts'
import { formerNumbersOf, person } from '#db/records/person.ts'
import type { AnyKind, Fields } from '#db/records/record.ts'
import { filesIn, itemOf } from '#db/records/types/files.ts'
import { readIdNumber } from '#db/records/types/gb-11643.ts'
import { ref } from '#db/records/types/ref.ts'
import { text } from '#db/records/types/text.ts'
import type { Text } from '#db/shared/text.ts'
import { isGivenBack } from '../given-back.ts'
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

/** 拆开: what was merged into a person becomes a record of its own again, with all that was its own. */
export async function planUnmerge(standpoint: Standpoint, ref: string, reason: string): Promise<Plan> {
  const form = {
    kind: 'person',
    words: person.words,
    fields: { person: pair.person, reason: text('原因', 'reason', { required: true }) },
    checks: [],
    first: [],
  }
  const planning = new Planning(standpoint, form, { person: ref, reason })
  await planning.lookUp()
  planning.missing()
  const known = planning.people['person']
  if (known !== undefined && !known.own) planning.refuseStranger('person')
  const marks =
    known === undefined
      ? []
      : await standpoint.reader
          .selectFrom('merge')
          .where('of_entity', '=', 'person')
          .where(eb => eb.or([eb('kept', '=', known.id), eb('lost', '=', known.id)]))
          .select(['id', 'lost'])
          .execute()
  if (known !== undefined && marks.length === 0)
    planning.tell(
      'person',
      'not-merged',
      `${known.name}没有合并过别的记录，不用拆开。`,
      `Nothing was merged into ${known.name}, so there is nothing to separate.`,
    )
  const own = known === undefined ? {} : await ownNumber(standpoint, known, marks)
  const joint = known === undefined ? noStays : await jointStays(standpoint, known, marks)
  const label = { what: 'unmerge-people', title: known?.name ?? '', reason: planning.text('reason') ?? '' }
  return planning.finish(() => {
    planning.warn(
      '合并时补上的资料仍留在这条记录里。请核对两人的资料、所在支部和职务；还列在“疑似重复登记”里的，请在那里确认不是同一人。',
      'What was filled in on merging stays in this record. Check the details, branches and posts of both; where they are still listed as possible doubles, note there that they are two people.',
    )
    return {
      id: known?.id ?? '',
      drafts: [
        ...marks.map(({ id }) => ({ act: 'remove' as const, entity: 'merge', id })),
        ...joint.drafts,
        ...(known === undefined || Object.keys(own).length === 0
          ? []
          : [{ act: 'edit' as const, entity: 'person', id: known.id, fields: own }]),
      ],
      label,
      sentences: [
        sentenceOf(label),
        ...('id_number' in own
          ? [
              {
                zh: '两人的证件号码各归各的。',
                en: 'Each of the two has their own ID number again.',
              },
            ]
          : []),
        ...(joint.back === undefined
          ? []
          : [
              {
                zh: `${known?.name ?? ''}回到“${joint.back}”。`,
                en: `${known?.name ?? ''} is back in ${joint.back}.`,
              },
            ]),
      ],
    }
  })
}

type JointStays = {
  readonly drafts: readonly Draft[]
  /** Where the one who stays is again, as it is called. */
  readonly back: string | undefined
}
const noStays: JointStays = { drafts: [], back: undefined }

/**
 * The homes and the states that mergers gave to both, as far as nothing came after them: they go with the mergers, and
 * each has his own again. What somebody said of the merged person later stays, for nobody knows of whom it was meant.
 */
async function jointStays(
  { reader }: Standpoint,
  kept: KnownPerson,
  marks: readonly { readonly id: string; readonly lost: string }[],
): Promise<JointStays> {
  const homes = await reader
    .selectFrom('membership')
    .leftJoin('org', 'org.id', 'membership.org')
    .where('person', '=', kept.id)
    .select(['membership.id', 'follows', 'org.name', 'org.short_name'])
    .orderBy('rank')
    .execute()
  const states = await reader
    .selectFrom('standing')
    .where('person', '=', kept.id)
    .select(['id', 'follows'])
    .execute()
  const stays = [...homes, ...states]
  const written = await reader
    .selectFrom('change')
    .where(
      'thing',
      'in',
      [...marks, ...stays].map(({ id }) => id),
    )
    .where('kind', '=', 'put')
    .select(['thing', 'origin', 'hangs_on'])
    .execute()
  const isMark = new Set(marks.map(({ id }) => id))
  const merging = new Set(written.flatMap(({ thing, origin }) => (isMark.has(thing) ? [origin] : [])))
  const made = new Set(written.flatMap(({ thing, origin }) => (merging.has(origin) ? [thing] : [])))
  // Of two mergers the later one's home follows the earlier one's.
  let gone = stays.filter(({ id }) => made.has(id))
  for (let before = -1; before !== gone.length; ) {
    before = gone.length
    const stay = stays.filter(one => !gone.includes(one))
    const followed = new Set(stay.flatMap(({ follows }) => idsIn(follows)))
    gone = gone.filter(({ id }) => !followed.has(id))
  }
  const leaving = new Set(marks.map(({ lost }) => lost))
  const others = new Set(
    written.flatMap(({ thing, hangs_on }) => (leaving.has(idsIn(hangs_on)[0] ?? '') ? [thing] : [])),
  )
  const last = homes.filter(one => !gone.includes(one) && !others.has(one.id)).at(-1)
  const isBack = homes.some(one => gone.includes(one))
  return {
    drafts: gone.map(one => ({
      act: 'remove',
      entity: states.some(({ id }) => id === one.id) ? 'standing' : 'membership',
      id: one.id,
    })),
    back: isBack && last !== undefined && last.name !== null ? (last.short_name ?? last.name) : undefined,
  }
}

const idsIn = (json: string) => z.array(z.string()).safeParse(JSON.parse(json)).data ?? []

/**
 * The number of whoever leaves is no number of the one who stays: it goes with him, and where it was chosen for both, the
 * one who stays has his own again.
 */
async function ownNumber(
  { reader }: Standpoint,
  kept: KnownPerson,
  marks: readonly { readonly lost: string }[],
): Promise<Readonly<Record<string, string | null>>> {
  const leaving = marks.map(({ lost }) => lost)
  // What was merged stands in no table; the journal has every number that was ever written of it.
  const written = await reader
    .selectFrom('change')
    .innerJoin('writer', 'writer.no', 'change.writer')
    .where('thing', 'in', leaving)
    .where('kind', '=', 'put')
    .where(({ not }) => not(isGivenBack('change', 'writer')))
    .select('body')
    .execute()
  const theirs = new Set(
    written.flatMap(({ body }) => {
      const said = saidSchema.safeParse(JSON.parse(body)).data?.set ?? {}
      const number = said['identity']?.['id_number']
      const former_ids = said['former_ids']?.['former_ids']
      return [
        ...(typeof number === 'string' ? [number] : []),
        ...formerNumbersOf({ former_ids: typeof former_ids === 'string' ? former_ids : null }),
      ]
    }),
  )
  const former = formerNumbersOf(kept)
  const others = former.filter(one => !theirs.has(one))
  const [back, ...more] = kept.id_number !== null && theirs.has(kept.id_number) ? others : []
  const isClear = back !== undefined && more.length === 0
  const left = isClear ? [] : others
  const told = left.length === 0 ? null : left.join(' ')
  const read = isClear && kept.id_type !== 'foreign' ? readIdNumber(back) : undefined
  return {
    ...(isClear && { id_number: back }),
    ...(read?.kind === 'valid' && { birth: read.birth, sex: read.sex }),
    ...(told !== kept.former_ids && { former_ids: told }),
  }
}

/** A change as the journal keeps it: what it says, by register and field. */
const saidSchema = z.object({ set: z.record(z.string(), z.record(z.string(), z.unknown())) })
