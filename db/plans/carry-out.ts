import type { Fields, FieldValue } from '#db/journal/change.ts'
import type { ChangeSet, Creation, Edit } from '#db/journal/change-set.ts'
import type { Journal } from '#db/journal/journal.ts'
import { invariant } from '#db/shared/invariant.ts'
import type { NewId } from '#db/shared/new-id.ts'
import { Refusal } from '#db/shared/refusal.ts'
import { inSlices } from '#db/shared/slices.ts'
import type { Text } from '#db/shared/text.ts'
import { atField, type Draft, isDraftId, numberOfDraft, type Plan, type Problem } from './plan.ts'

export type CarriedOut = {
  readonly id: string
  readonly changeSet: number | null
  readonly sentences: readonly Text[]
  readonly warnings: readonly Text[]
}

export type Carrying = {
  readonly by: string
  readonly dryRun: boolean
  readonly newId: NewId
  /** Looks at what was done, within the transaction: `idOf` knows the real ids of what the plan named itself. */
  readonly look?: (idOf: (name: string) => string) => Promise<void>
  /** Told how many drafts are written; throws when nobody waits any more: then nothing was done. */
  readonly written?: (done: number) => Promise<void>
}

/**
 * Does what a plan says, as one change set with one label, which is taken back as one. With `dryRun` it only says what
 * would happen. Refuses a plan that has problems, all of them at once.
 */
export async function carryOut(
  journal: Journal,
  plan: Plan,
  { by, dryRun, newId, look, written }: Carrying,
): Promise<CarriedOut> {
  const { drafts, problems, sentences, warnings, label } = plan
  if (problems.length > 0) throw refusalOf(problems)
  const work = { label, actor: by, dryRun }
  const { changeSet, result } = await journal.write(work, async set => {
    const writer = draftWriter(set, newId)
    await inSlices(writer.writing(drafts), async () => written?.(writer.done()))
    if (look !== undefined) {
      set.settle()
      await look(writer.idOf)
    }
    return writer.idOf(plan.id)
  })
  return { id: dryRun && isDraftId(plan.id) ? '' : result, changeSet, sentences, warnings }
}

/** All that stands against a plan, as one refusal. */
export function refusalOf(problems: readonly Problem[]): Refusal {
  const said = (lang: keyof Text) =>
    problems.map(({ words, message }) => atField(words, message)[lang]).join(lang === 'zh' ? '' : ' ')
  const [zh, en] = [said('zh'), said('en')]
  const count = problems.length
  return new Refusal(
    'problems',
    count === 1
      ? { zh, en }
      : {
          zh: `有 ${count} 处要改，什么都没有保存。${zh}`,
          en: `${count} things to correct; nothing was saved. ${en}`,
        },
    { problems },
  )
}

/** How many creations, or edits, are gathered at a time: few enough to be gone again before the next ones come. */
const mostTogether = 100

/** Writes drafts, giving real ids to the things that a plan names itself. */
export function draftWriter(set: ChangeSet, newId: NewId) {
  const ids = new Map<string, string>()
  let last = 0
  let forgotten = 0
  let done = 0
  const idOf = (name: string): string => {
    if (!isDraftId(name)) return name
    const known = ids.get(name)
    if (known !== undefined) return known
    const number = numberOfDraft(name)
    invariant(number > forgotten, 'what was written whole is named by nothing that comes after it')
    last = Math.max(last, number)
    const id = newId()
    ids.set(name, id)
    return id
  }
  /** To be called where nothing that comes names what was written so far: an import may bring a million names. */
  const forget = () => {
    forgotten = last
    ids.clear()
  }
  const real = (value: FieldValue | undefined): FieldValue => {
    // A parent may be named before the row that makes it.
    if (typeof value === 'string') return idOf(value)
    if (Array.isArray(value)) return value.map(idOf)
    return value ?? null
  }
  const fieldsOf = (draft: Exclude<Draft, { act: 'remove' }>): Fields => {
    const fields: Record<string, FieldValue> = {}
    for (const field in draft.fields) fields[field] = real(draft.fields[field])
    return fields
  }
  /** In their order, a step a time; creations, or edits of one kind, that follow each other are written together. */
  function* writing(drafts: readonly Draft[]): Generator<void> {
    let creations: Creation[] = []
    let edits: Edit[] = []
    let of = ''
    const flush = () => {
      if (creations.length > 0) set.createAll(creations)
      if (edits.length > 0) set.editAll(of, edits)
      creations = []
      edits = []
    }
    for (const draft of drafts) {
      const { act, entity } = draft
      const isOver =
        (creations.length > 0 && (act !== 'create' || creations.length >= mostTogether)) ||
        (edits.length > 0 && (act !== 'edit' || entity !== of || edits.length >= mostTogether))
      if (isOver) {
        flush()
        yield
      }
      done++
      const id = idOf(draft.id)
      if (act === 'remove') set.remove(entity, id)
      else if (act === 'create') creations.push({ entity, id, fields: fieldsOf(draft) })
      else {
        of = entity
        edits.push({ id, fields: fieldsOf(draft) })
      }
    }
    flush()
  }
  const writeAll = (drafts: readonly Draft[]): void => {
    for (const _ of writing(drafts));
  }
  return { writing, writeAll, idOf, forget, done: () => done }
}
