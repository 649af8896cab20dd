import type { Text } from '#db/shared/text.ts'
import { certificate, merge, revocation } from './control.ts'
import { step } from './courses/step.ts'
import { decision } from './decision.ts'
import { blankForm, formUse } from './ledger/blank-form.ts'
import { body, bodyMember, congress } from './ledger/body.ts'
import { closing, reopening } from './ledger/closing.ts'
import { contact, visit } from './ledger/contact.ts'
import { figure, reported } from './ledger/figure.ts'
import { project, projectStage } from './ledger/project.ts'
import { task, taskRequest } from './ledger/task.ts'
import { attendance } from './ledger/training.ts'
import { venue, venueLog } from './ledger/venue.ts'
import { work } from './ledger/work.ts'
import { workType } from './ledger/work-type.ts'
import { frozenPart, frozenYear } from './lifeline/frozen-year.ts'
import { rectification } from './lifeline/rectification.ts'
import { rulePack } from './lifeline/rule-pack.ts'
import { ruling } from './lifeline/ruling.ts'
import { meeting } from './meeting.ts'
import { apart } from './members/apart.ts'
import { appraisal } from './members/appraisal.ts'
import { fee } from './members/fee.ts'
import { prospect } from './members/prospect.ts'
import { notice } from './notice.ts'
import { org } from './org.ts'
import { person } from './person.ts'
import { post } from './post.ts'
import { rating } from './rating.ts'
import { type AnyKind, titleTold } from './record.ts'
import { membership, placement, standing } from './stays.ts'
import { term } from './term.ts'
import { transfer } from './transfer.ts'
import { longestList } from './types/list.ts'

/** The kinds of record that an office keeps, in the order in which they are listed. */
export const officeKinds: readonly AnyKind[] = [
  org,
  placement,
  person,
  membership,
  standing,
  post,
  term,
  meeting,
  fee,
  appraisal,
  rating,
  rulePack,
  notice,
  transfer,
  decision,
  prospect,
  rectification,
  ruling,
  workType,
  work,
  figure,
  reported,
  task,
  taskRequest,
  closing,
  reopening,
  venue,
  venueLog,
  project,
  projectStage,
  attendance,
  contact,
  visit,
  apart,
  body,
  bodyMember,
  congress,
  blankForm,
  formUse,
]

/**
 * Every kind of record of this program: those through which the journal governs itself, the office's, and what acts of
 * their own alone write: the steps of matters, and frozen years.
 */
export const allKinds: readonly AnyKind[] = [
  merge,
  certificate,
  revocation,
  ...officeKinds,
  step,
  frozenYear,
  frozenPart,
]

const byName = new Map(allKinds.map(kind => [kind.name, kind]))

/** The kind of this name; undefined for one of a newer program. */
export function kindOf(name: string): AnyKind | undefined {
  return byName.get(name)
}

/** How a record is called in each language, by what it is called in Chinese; as it stands, of a kind that is not known. */
export function titleToldOf(kind: string, title: string): Text {
  return titleTold(kindOf(kind), title)
}

/** The field that says of which day or year a record is: by that a list of them stands, the newest first. */
export function dayOfKind({ first, fields }: Pick<AnyKind, 'first' | 'fields'>): string | undefined {
  return first.find(name => fields[name]?.type === 'day' || name === 'year')
}
/** The kinds that go to every office below the one where they lie. */
export const downwardKinds: readonly string[] = allKinds.flatMap(({ name, downwards }) =>
  downwards ? [name] : [],
)

/** How much one column may hold: the characters of a text, or of each of at most `items` texts of a list. */
export type Length =
  | { readonly stored: 'text'; readonly most: number }
  | { readonly stored: 'integer' }
  | { readonly stored: 'list'; readonly most: number; readonly items: number }
export type Lengths = Readonly<Record<string, Length>>

const lengths = new Map(allKinds.map(kind => [kind.name, lengthsIn(kind)]))

/**
 * The columns of a kind and how much each may hold, asked when something is written and when a packet is read, so that
 * nothing is taken in that cannot be passed on. Undefined for a kind of a newer program.
 */
export function lengthsOf(kind: string): Lengths | undefined {
  return lengths.get(kind)
}

function lengthsIn(kind: AnyKind): Lengths {
  const columns: Record<string, Length> = {}
  for (const [name, field] of Object.entries(kind.fields)) {
    for (const [suffix, stored] of Object.entries(field.columns)) {
      columns[name + suffix] =
        stored === 'integer'
          ? { stored }
          : stored === 'text'
            ? { stored, most: field.most }
            : { stored, most: field.most, items: longestList }
    }
  }
  return columns
}

/** The first column whose value is longer than it may be; undefined where all fit, and for a kind of a newer program. */
export function overlong(kind: string, values: Readonly<Record<string, unknown>>): string | undefined {
  const bounds = lengths.get(kind)
  if (bounds === undefined) return undefined
  for (const column in values) {
    const bound = bounds[column]
    const value = values[column]
    if (bound === undefined || bound.stored === 'integer') continue
    if (typeof value === 'string' && value.length > bound.most) return column
    if (bound.stored !== 'list' || !Array.isArray(value)) continue
    if (value.length > bound.items) return column
    if (value.some(item => typeof item === 'string' && item.length > bound.most)) return column
  }
  return undefined
}
