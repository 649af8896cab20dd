import type { Marks } from '#db/records/ledger/blank-form.ts'
import { officesBelow } from '#db/reports/figures.ts'
import { readFormFigures } from '#db/reports/type-figures.ts'
import type { Task } from '#db/sqlite/task.ts'
import { carriedOver } from './carried-over.ts'
import { caseLedger } from './case-ledger.ts'
import type { FormPart, OpenedForm, Value } from './form.ts'
import { formRosters } from './form-rosters.ts'
import { columnAt, rowsAt } from './marks.ts'
import { openForm } from './open-form.ts'
import { onePage, partsOfPeople, roomIn, type WhoIsAsked } from './people/pages.ts'
import { propose } from './proposing/propose.ts'
import type { FillingFor } from './rows.ts'
import { scalesOf } from './scale.ts'
import { spreadWord } from './spread.ts'
import { gather } from './values.ts'

export type GivenForm = { readonly name: string; readonly bytes: Uint8Array }
export type LookInput = FillingFor & {
  readonly form: GivenForm
  /** The marks that count; proposed from the form's words if not given. */
  readonly marks?: Marks | undefined
  /** The form as it was before, and its marks: what a person said of a place holds where the same words stand. */
  readonly before?: { readonly form: GivenForm; readonly marks: Marks } | undefined
  /** Whether to look up what would be filled in. */
  readonly withValues: boolean
}
export type LookedAt = {
  readonly parts: readonly FormPart[]
  readonly marks: Marks
  readonly values: readonly (readonly [at: string, value: Value])[]
  readonly rows: readonly {
    readonly at: string
    readonly rows: number
    readonly first: readonly (readonly [at: string, value: Value | null])[]
  }[]
  readonly unknown: readonly string[]
}

/** A blank form as a person sees it, what belongs where, and what would be filled in. */
export const lookTask: Task<LookInput, never, LookedAt> = async (input, tools) => {
  const { form, marks: said, before, withValues } = input
  const reader = tools.reader()
  const { parts } = await openForm(form.name, form.bytes)
  const marks = said ?? (await proposed())
  if (!withValues) return { parts, marks, values: [], rows: [], unknown: [] }
  const { values, photos, rows, unknown } = await gather(reader, marks, input, {
    scales: scalesOf(parts),
    pages: onePage,
    isLook: true,
  })
  return {
    parts,
    marks,
    values: [
      ...[...values].map(([at, value]) => [at, isOneSign(marks[at]) ? '*' : unreadable(value)] as const),
      ...[...photos].map(([at, { name }]) => [at, name] as const),
    ],
    rows: rows.map(block => ({
      at: rowsAt(block),
      rows: block.total,
      first: [...block.columns].map(
        ([column, index]) => [columnAt(block, column), unreadable(block.rows[0]?.[index] ?? null)] as const,
      ),
    })),
    unknown,
  }

  async function proposed(): Promise<Marks> {
    const figures = (await readFormFigures(reader)).map(({ key, name, unit, ofType }) => ({
      key,
      name: name.zh,
      unit,
      ofType,
    }))
    const units = await officesBelow(reader, input)
    const known = { rosters: [caseLedger, ...formRosters], figures, units, year: input.year }
    const found = propose(parts, known)
    if (before === undefined) return found
    const old = await openForm(before.form.name, before.form.bytes)
    const proposedThen = propose(old.parts, known)
    return carriedOver(
      { parts: old.parts, marks: before.marks, proposed: proposedThen },
      { parts, proposed: found },
    )
  }
}

/** Whether a cell has one sign of a number: so many of them beside each other would say all of it. */
function isOneSign(said = ''): boolean {
  return /\d$/.test(spreadWord(said)?.end ?? '')
}

/** Numbers of people are for the file that is asked for, not for whoever looks at the screen. */
function unreadable<V extends Value | null>(value: V): V | string {
  if (typeof value !== 'string') return value
  return value.replace(
    /(?<!\d)\d{10,17}[\dX](?!\d)/g,
    number => `${number.slice(0, 3)}${'*'.repeat(number.length - 5)}${number.slice(-2)}`,
  )
}

export type FillInput = FillingFor & { readonly form: GivenForm; readonly marks: Marks }
export type Filled = {
  readonly places: number
  readonly rows: number
  /** Places that stay blank: nothing is known for them, or the form has them no more. */
  readonly left: readonly string[]
  /** How often the form stands in the file, one behind the other. */
  readonly pages: number
  /** Who found no room: their names. */
  readonly without: readonly string[]
}

/** Fills a form and hands over its bytes. */
export const fillTask: Task<FillInput, Uint8Array, Filled> = async (input, tools) => {
  const { form, marks } = input
  const opened = await openForm(form.name, form.bytes)
  const { pages, without } = pagesFor(opened, marks, input.people ?? [])
  const scales = scalesOf(opened.parts)
  const gathered = await gather(tools.reader(), marks, input, { scales, pages, isLook: false })
  const { values, photos, rows, unknown } = gathered
  const { bytes, left } = opened.fill({ values, photos, rows })
  await tools.emit(bytes)
  // Halves of one roster side by side are filled with the same rows, each with its own of them.
  const lists = new Map(rows.map(one => [`${one.part} ${one.from} ${one.source ?? ''}`, one.rows.length]))
  const filled = [...lists.values()].reduce((sum, size) => sum + size, 0)
  const places = values.size + photos.size - left.length
  return { places, rows: filled, left: [...unknown, ...left], pages: pages.count, without }
}

/** As many pages as the people need; where the form cannot be repeated, whoever is left stands in `without`. */
function pagesFor(opened: OpenedForm, marks: Marks, people: readonly WhoIsAsked[]) {
  const room = roomIn(marks)
  const count = room === 0 ? 1 : Math.max(1, Math.ceil(people.length / room))
  const at = count === 1 ? undefined : opened.repeated(count, partsOfPeople(marks))
  const pages = at === undefined ? onePage : { count, at }
  return { pages, without: room === 0 ? [] : people.slice(pages.count * room).map(({ name }) => name) }
}
