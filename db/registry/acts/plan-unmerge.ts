import { z } from 'zod'
import { type Draft, draftIds, type Plan } from '#db/plans/plan.ts'
import { formerNumbersOf, person } from '#db/records/person.ts'
import { readIdNumber } from '#db/records/types/gb-11643.ts'
import { ref } from '#db/records/types/ref.ts'
import { text } from '#db/records/types/text.ts'
import { isGivenBack } from '../given-back.ts'
import { sentenceOf } from '../history/sentence.ts'
import { type KnownPerson, lookUpOrg, type Standpoint } from './known.ts'
import { Planning } from './planning.ts'

const whom = ref('person', '团员', 'member', { required: true })

/**
 * 拆开: what was merged into a person becomes a record of its own again, with all that was its own. Whoever separates the two
 * says that they are two people: that is noted, as where two doubles are compared.
 */
export async function planUnmerge(standpoint: Standpoint, one: string, reason: string): Promise<Plan> {
  const form = {
    kind: 'person',
    words: person.words,
    fields: { person: whom, reason: text('原因', 'reason', { required: true }) },
    checks: [],
    first: [],
  }
  const planning = new Planning(standpoint, form, { person: one, reason })
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
          .select(['id', 'kept', 'lost'])
          .execute()
  if (known !== undefined && marks.length === 0)
    planning.tell(
      'person',
      'not-merged',
      `${known.name}没有合并过别的记录，不用拆开。`,
      `Nothing was merged into ${known.name}, so there is nothing to separate.`,
    )
  const theirs = await numbersOf(
    standpoint,
    marks.map(({ lost }) => lost),
  )
  const own = known === undefined ? {} : ownNumber(known, new Set([...theirs.values()].flat()))
  const joint = known === undefined ? noStays : await jointStays(standpoint, known, marks)
  const number = own['id_number'] ?? known?.id_number ?? null
  const isClear = ({ lost }: Mark) => number === null || theirs.get(lost)?.includes(number) !== true
  const two = marks.filter(mark => isClear(mark) && joint.ownPlace.has(mark.lost))
  const nextId = draftIds()
  const label = { what: 'unmerge-people', title: known?.name ?? '', reason: planning.text('reason') ?? '' }
  return planning.finish(() => {
    planning.warn(
      '合并时补上的资料仍留在这条记录里。请核对两人的资料、所在支部和职务。',
      'What was filled in on merging stays in this record. Check the details, branches and posts of both.',
    )
    if (two.length < marks.length)
      planning.warn(
        '还列在“疑似重复登记”里的，请在那里确认不是同一人。',
        'Where they are still listed as possible doubles, note there that they are two people.',
      )
    return {
      id: known?.id ?? '',
      drafts: [
        ...marks.map(({ id }) => ({ act: 'remove' as const, entity: 'merge', id })),
        ...joint.drafts,
        ...(known === undefined || Object.keys(own).length === 0
          ? []
          : [{ act: 'edit' as const, entity: 'person', id: known.id, fields: own }]),
        ...two.map(({ kept, lost }): Draft => {
          const [person, other] = [kept, lost].sort()
          const fields = { person: person ?? '', other: other ?? '', told_on: standpoint.today }
          return { act: 'create', entity: 'apart', id: nextId(), fields }
        }),
      ],
      label,
      sentences: [
        sentenceOf(label),
        ...(two.length === 0
          ? []
          : [
              {
                zh: '已注明不是同一人，不再列入“疑似重复登记”的待核对名单。',
                en: 'It is noted that they are different people, so they are not asked about as possible doubles again.',
              },
            ]),
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

type Mark = { readonly id: string; readonly kept: string; readonly lost: string }

type JointStays = {
  readonly drafts: readonly Draft[]
  /** Where the one who stays is again, as it is called. */
  readonly back: string | undefined
  /** Those who leave and lie in this office's part again: of others the office above says who they are. */
  readonly ownPlace: ReadonlySet<string>
}
const noStays: JointStays = { drafts: [], back: undefined, ownPlace: new Set() }

/**
 * The homes and the states that mergers gave to both, as far as nothing came after them: they go with the mergers, and
 * each has his own again. What somebody said of the merged person later stays, for nobody knows of whom it was meant.
 */
async function jointStays(
  standpoint: Standpoint,
  kept: KnownPerson,
  marks: readonly Mark[],
): Promise<JointStays> {
  const { reader } = standpoint
  const homes = await reader
    .selectFrom('membership')
    .leftJoin('org', 'org.id', 'membership.org')
    .where('person', '=', kept.id)
    .select(['membership.id', 'membership.org', 'follows', 'org.name', 'org.short_name'])
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
  const others = new Map(
    written.flatMap(({ thing, hangs_on }) => {
      const [of = ''] = idsIn(hangs_on)
      return leaving.has(of) ? [[thing, of] as const] : []
    }),
  )
  const last = homes.filter(one => !gone.includes(one) && !others.has(one.id)).at(-1)
  const ownPlace = new Set<string>()
  for (const lost of leaving) {
    const place = homes.findLast(one => others.get(one.id) === lost)?.org
    const found = place == null ? undefined : await lookUpOrg(standpoint, place)
    if (found?.kind === 'found' && found.found.own) ownPlace.add(lost)
  }
  const isBack = homes.some(one => gone.includes(one))
  return {
    drafts: gone.map(one => ({
      act: 'remove',
      entity: states.some(({ id }) => id === one.id) ? 'standing' : 'membership',
      id: one.id,
    })),
    back: isBack && last !== undefined && last.name !== null ? (last.short_name ?? last.name) : undefined,
    ownPlace,
  }
}

const idsIn = (json: string) => z.array(z.string()).safeParse(JSON.parse(json)).data ?? []

/** Every number that was ever written of each of those who leave. */
async function numbersOf(
  { reader }: Standpoint,
  leaving: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  if (leaving.length === 0) return new Map()
  // What was merged stands in no table; the journal has every number that was ever written of it.
  const written = await reader
    .selectFrom('change')
    .innerJoin('writer', 'writer.no', 'change.writer')
    .where('thing', 'in', leaving)
    .where('kind', '=', 'put')
    .where(({ not }) => not(isGivenBack('change', 'writer')))
    .select(['thing', 'body'])
    .execute()
  const numbersIn = (body: string) => {
    const said = saidSchema.safeParse(JSON.parse(body)).data?.set ?? {}
    const number = said['identity']?.['id_number']
    const former_ids = said['former_ids']?.['former_ids']
    return [
      ...(typeof number === 'string' ? [number] : []),
      ...formerNumbersOf({ former_ids: typeof former_ids === 'string' ? former_ids : null }),
    ]
  }
  const byThing = [...Map.groupBy(written, ({ thing }) => thing)]
  return new Map(byThing.map(([thing, all]) => [thing, all.flatMap(({ body }) => numbersIn(body))]))
}

/**
 * The number of whoever leaves is no number of the one who stays: it goes with him, and where it was chosen for both, the
 * one who stays has his own again.
 */
function ownNumber(kept: KnownPerson, theirs: ReadonlySet<string>): Readonly<Record<string, string | null>> {
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
