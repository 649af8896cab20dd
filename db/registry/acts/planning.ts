import { unknownFiles } from '#db/attachments/named-files.ts'
import { atField, type Draft, draftIds, type Plan, type Problem } from '#db/plans/plan.ts'
import { columnsOf } from '#db/records/columns.ts'
import type { Form } from '#db/records/forms.ts'
import { kindOf } from '#db/records/kinds.ts'
import { checked, Reading, readFields, tellMissing } from '#db/records/reading.ts'
import { cut } from '#db/records/types/day.ts'
import { filesIn } from '#db/records/types/files.ts'
import type { Json } from '#db/shared/canonical.ts'
import type { IsoDay } from '#db/shared/day.ts'
import { addDays } from '#db/shared/day.ts'
import { invariant } from '#db/shared/invariant.ts'
import type { Text } from '#db/shared/text.ts'
import { sentenceOf } from '../history/sentence.ts'
import { called, type KnownOrg, type KnownPerson, lookUpOrg, lookUpPerson, type Standpoint } from './known.ts'

/** What was written, by field; an empty text takes a value away. */
export type Typed = Readonly<Record<string, string>>

/** What a plan comes to, once nothing stands against it. */
type Outcome = {
  readonly id: string
  readonly drafts: readonly Draft[]
  readonly label: Json
  readonly sentences: readonly Text[]
}

/**
 * One act as it is being planned: what was typed is read by the types of the form, names are looked up, and whatever
 * is wrong is told at its field. All of it is told at once, never one mistake after the other.
 */
export class Planning {
  readonly standpoint: Standpoint
  readonly form: Form
  readonly typed: Typed
  readonly reading: Reading
  readonly orgs: Record<string, KnownOrg> = {}
  readonly people: Record<string, KnownPerson> = {}
  readonly #warnings: Text[] = []
  said: Readonly<Record<string, unknown>>

  /** `form` gives the words and types of the fields; what it does not have is told as unknown. */
  constructor(standpoint: Standpoint, form: Form, typed: Typed) {
    this.standpoint = standpoint
    this.form = form
    this.typed = typed
    this.reading = new Reading(standpoint.today)
    for (const field of Object.keys(typed)) {
      if (field in form.fields) continue
      const known = Object.keys(form.fields).join(', ')
      this.tell(
        field,
        'field-unknown',
        `没有“${field}”这一项。可以填：${known}。`,
        `There is no field "${field}". There are: ${known}.`,
      )
    }
    this.said = readFields(form, typed, this.reading)
  }

  /** What was read of one field as text. */
  text(field: string): string | undefined {
    const value = this.said[field]
    return typeof value === 'string' ? value : undefined
  }

  tell(field: string, code: string, zh: string, en: string, repair: string | null = null): void {
    this.reading.at(field).tell('refused', code, zh, en, repair)
  }

  warn(zh: string, en: string): void {
    this.#warnings.push({ zh, en })
  }

  isRefused(field: string): boolean {
    return this.reading.isRefused(field)
  }

  /** Puts in what follows from elsewhere, where nothing was said. */
  assume(values: Readonly<Record<string, unknown>>): void {
    const silent = Object.entries(values).filter(
      ([field, value]) =>
        value !== undefined &&
        value !== null &&
        (this.said[field] ?? null) === null &&
        !this.isRefused(field),
    )
    this.said = { ...this.said, ...Object.fromEntries(silent) }
  }

  /** Lets the checks of the kind speak about the whole. */
  check(): void {
    this.said = checked(this.form, this.said, this.reading)
  }

  missing(): void {
    tellMissing(this.form, this.said, this.reading)
  }

  /** Looks up every organization and person that was named. Whatever is written to has to lie in this office's part. */
  async lookUp(): Promise<void> {
    for (const [field, { input }] of Object.entries(this.form.fields)) {
      const name = this.text(field)
      if (input.as !== 'ref' || name === undefined) continue
      if (input.to === 'org') await this.#lookUpOrg(field, name)
      else await this.#lookUpPerson(field, name)
    }
    await this.lookUpFiles()
  }

  /** Whatever file is named lies here, as it is said to be, or has been named before: a record may come before its file. */
  async lookUpFiles(): Promise<void> {
    for (const [field, { input }] of Object.entries(this.form.fields)) {
      const items = this.said[field]
      if (input.as !== 'files' || !Array.isArray(items)) continue
      const unknown = await unknownFiles(this.standpoint.reader, filesIn(items.map(String)))
      const names = unknown.map(({ name }) => name)
      if (names.length === 0) continue
      this.tell(
        field,
        'file-not-here',
        `附件“${names.join('”“')}”不在本机，可能放置太久已被清理。请去掉它，再选一次文件。`,
        `The file "${names.join('", "')}" is not on this PC: it may have waited too long to be saved. Take it off and choose it again.`,
      )
    }
  }

  async #lookUpOrg(field: string, name: string): Promise<void> {
    const looked = await lookUpOrg(this.standpoint, name)
    if (looked.kind === 'unknown')
      this.tell(
        field,
        'org-unknown',
        `台账里没有“${name}”这个组织。请核对组织ID、全称或简称。`,
        `There is no organization "${name}" in this registry. Check its code, full name or short name.`,
      )
    else if (looked.kind === 'ambiguous')
      this.tell(
        field,
        'org-ambiguous',
        `不止一个组织叫“${name}”：${looked.choices.join('、')}。请改填组织ID。`,
        `More than one organization is called "${name}": ${looked.choices.join(', ')}. Name it by its code.`,
      )
    else if (!looked.found.own) this.notYours(field, looked.found)
    else this.orgs[field] = looked.found
  }

  async #lookUpPerson(field: string, name: string): Promise<void> {
    const looked = await lookUpPerson(this.standpoint, name)
    if (looked.kind === 'found') this.people[field] = looked.found
    else
      this.tell(
        field,
        'person-unknown',
        `台账里没有编号或身份证号为“${name}”的人。请先按姓名查找，再写他的编号或者身份证号。`,
        `There is nobody with the id or ID number "${name}" in this registry. Find the person by name, and give the id or ID number.`,
      )
  }

  notYours(field: string, org: KnownOrg): void {
    this.tell(
      field,
      'org-not-yours',
      `“${called(org)}”不在本单位之下，不能由本单位登记。请由它的上级登记。`,
      `"${called(org)}" does not lie below your office, so you cannot write to it. Ask the office above it.`,
    )
  }

  /** Nobody joins, meets or is appointed in an organization that is closed by then. */
  refuseClosed(field: string, day: string): void {
    const org = this.orgs[field]
    if (org === undefined || org.closed === null || day < org.closed) return
    this.tell(
      field,
      'org-closed',
      `“${called(org)}”已于 ${org.closed} 撤销。请选另一个组织，或先恢复它。`,
      `"${called(org)}" was closed on ${org.closed}. Choose another organization, or reopen it first.`,
    )
  }

  /** Whoever comes before an organization is closed, and stays, belongs nowhere from that day on. */
  refuseClosedLater(field: string, day: string): void {
    const org = this.orgs[field]
    if (org === undefined || org.closed === null || day >= org.closed) return
    this.tell(
      field,
      'org-closed',
      `“${called(org)}”自 ${org.closed} 起撤销，转到那里的人从那天起没有组织。请选另一个组织，或先恢复它。`,
      `"${called(org)}" is closed from ${org.closed} on: whoever comes to it belongs nowhere from then on. Choose another organization, or reopen it first.`,
    )
  }

  /** Whoever comes to an organization before it was founded belongs nowhere until then. */
  refuseNotYet(field: string, day: string): void {
    const org = this.orgs[field]
    if (org === undefined || org.founded === null) return
    const founded = cut(org.founded, org.founded_precision)
    if (day >= founded) return
    this.tell(
      field,
      'not-founded-yet',
      `“${called(org)}”${founded} 才成立，这一天还没有。请填那以后的日期，或选另一个组织；成立日期有误的，请先改正它。`,
      `"${called(org)}" was founded on ${founded}, not yet on this day. Choose a later day or another organization; if that day is wrong, correct it first.`,
    )
  }

  /** A day far ahead is a slip of the pen. */
  refuseFar(field: string, day: string): void {
    const limit = addDays(this.standpoint.today, 366)
    if (day <= limit) return
    this.tell(
      field,
      'date-far',
      `${day} 比今天晚一年以上。请核对日期。`,
      `${day} lies more than a year ahead. Check it.`,
    )
  }

  /** A member who lies elsewhere, or nowhere any more, is not written about here. */
  refuseStranger(field: string): void {
    const person = this.people[field]
    if (person === undefined) return
    const { home } = person
    if (home !== undefined && home.org === null)
      this.tell(
        field,
        'person-left',
        `${person.name}已于 ${home.since} 离团，不能再登记。如离团登记有误，请先在操作记录里撤销那一步。`,
        `${person.name} left the League on ${home.since}; nothing can be registered any more. If that was a mistake, undo it in the history first.`,
      )
    else if (!person.own)
      this.tell(
        field,
        'person-not-yours',
        `${person.name}现在“${person.homeOrg === undefined ? '别的单位' : called(person.homeOrg)}”，不归本单位管理。请由那里登记。`,
        `${person.name} belongs to ${person.homeOrg === undefined ? 'another office' : called(person.homeOrg)} now, which is not yours. It is registered there.`,
      )
  }

  /** The day from which it holds: as written in the field, else as said for the whole act, else today. */
  day(field: string): IsoDay {
    const { on, today } = this.standpoint
    const written = this.said[field]
    const day = typeof written === 'string' && written.length === 10 ? written : undefined
    return (day as IsoDay | undefined) ?? on ?? today
  }

  /** Looks at problems alone: `only` leaves out what stands at fields that are not being written. */
  #problems(only: ReadonlySet<string> | undefined): Problem[] {
    return this.reading.troubles
      .filter(({ field, trouble }) => trouble.weight !== 'kept' && (only === undefined || only.has(field)))
      .map(({ field, trouble }) => ({
        field,
        words: this.#words(field),
        value: this.typed[field] ?? '',
        code: trouble.code,
        message: { zh: trouble.text.zh, en: upperFirst(trouble.text.en) },
        repair: trouble.repair,
      }))
  }

  #words(field: string): Text {
    return this.form.fields[field]?.words ?? { zh: field, en: `"${field}"` }
  }

  hasProblems(only?: ReadonlySet<string>): boolean {
    return this.#problems(only).length > 0
  }

  /** The plan, with all that stands against it; `compute` is asked only where nothing does. */
  finish(compute: () => Outcome, only?: ReadonlySet<string>): Plan {
    const problems = this.#problems(only)
    if (problems.length > 0) return { id: '', drafts: [], problems, sentences: [], warnings: [], label: null }
    const outcome = compute()
    const kept = this.reading.troubles
      .filter(({ field, trouble }) => trouble.weight === 'kept' && (only === undefined || only.has(field)))
      .map(({ field, trouble }) => atField(this.#words(field), trouble.text))
    return { ...outcome, problems, warnings: [...kept, ...this.#warnings] }
  }
}

/** A new record that stands on its own: its label, its one draft. */
export function created(planning: Planning, more: Readonly<Record<string, string>> = {}): Plan {
  const { kind } = planning.form
  const definition = kindOf(kind)
  invariant(definition, 'what has a form has a definition')
  return planning.finish(() => {
    const id = draftIds()()
    const refs = Object.entries({ ...planning.orgs, ...planning.people }).map(([field, { id: of }]) => [
      field,
      of,
    ])
    const said = { ...planning.said, ...Object.fromEntries(refs) }
    const { org } = planning.orgs
    const label = {
      what: 'add',
      kind,
      title: definition.title(said),
      ...(org && { at: called(org) }),
      ...more,
    }
    const fields = columnsOf(definition, said)
    return {
      id,
      drafts: [{ act: 'create', entity: kind, id, fields }],
      label,
      sentences: [sentenceOf(label)],
    }
  })
}

function upperFirst(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1)
}
