import type { Fields } from '#db/journal/change.ts'
import type { Json } from '#db/shared/canonical.ts'
import type { Text } from '#db/shared/text.ts'

/** A record that is made or changed. Things that a plan makes have names of its own (`draftIds`), in ids and in fields. */
export type Writing =
  | { readonly act: 'create'; readonly entity: string; readonly id: string; readonly fields: Fields }
  | { readonly act: 'edit'; readonly entity: string; readonly id: string; readonly fields: Fields }
export type Draft = Writing | { readonly act: 'remove'; readonly entity: string; readonly id: string }

/** What stands against a plan, at the field where it can be mended. */
export type Problem = {
  readonly field: string
  readonly words: Text
  /** What was written there, as it was written. */
  readonly value: string
  readonly code: string
  readonly message: Text
  /** A value to propose in its place. */
  readonly repair: string | null
}

/**
 * What a person's act would do, as plain data: it crosses threads, is previewed, and is carried out as it was
 * previewed. With problems there is nothing to carry out.
 */
export type Plan = {
  readonly drafts: readonly Draft[]
  readonly problems: readonly Problem[]
  /** What would happen, and what a person should look at although it may be done. */
  readonly sentences: readonly Text[]
  readonly warnings: readonly Text[]
  /** The record that it is about. */
  readonly id: string
  /** What was done, as data: history makes its sentence of it. */
  readonly label: Json
}

/** Begins the name of a thing that a plan makes: a character that nothing is read with. */
const draftMark = '\u0001'

export function draftIds(): () => string {
  let n = 0
  return () => `${draftMark}${++n}`
}

export function isDraftId(id: string): boolean {
  return id.charCodeAt(0) === 1
}

/** Drafts are numbered in the order in which they were named. */
export function numberOfDraft(id: string): number {
  return Number(id.slice(draftMark.length))
}

/** How long the name of whoever did something may be. */
const mostOfName = 100

/** A step of a matter that goes through several hands, by its fields (`records/courses/step.ts`), and by whom it was taken. */
export function stepDraft(
  id: string,
  { by, note, ...fields }: Fields & { readonly by: string; readonly note: string | null },
): Draft {
  const actor = by === '' ? null : by.slice(0, mostOfName)
  return { act: 'create', entity: 'step', id, fields: { ...fields, actor, note: note === '' ? null : note } }
}

/** A sentence with the field before it at which it stands. */
export function atField(words: Text, message: Text): Text {
  const en = words.en.slice(0, 1).toUpperCase() + words.en.slice(1)
  return { zh: `“${words.zh}”：${message.zh}`, en: `${en}: ${message.en}` }
}
