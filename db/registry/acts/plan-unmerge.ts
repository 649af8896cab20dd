import { z } from 'zod'
import type { Draft, Plan } from '#db/plans/plan.ts'
import { formerNumbersOf, person } from '#db/records/person.ts'
import { readIdNumber } from '#db/records/types/gb-11643.ts'
import { ref } from '#db/records/types/ref.ts'
import { text } from '#db/records/types/text.ts'
import { isGivenBack } from '../given-back.ts'
import { sentenceOf } from '../history/sentence.ts'
import type { KnownPerson, Standpoint } from './known.ts'
import { Planning } from './planning.ts'

const whom = ref('person', '团员', 'member', { required: true })

/** 拆开: what was merged into a person becomes a record of its own again, with all that was its own. */
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
