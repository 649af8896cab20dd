import type { Plan, Problem } from '#db/plans/plan.ts'
import { ownFieldOf } from '#db/records/ledger/own-field.ts'
import { Reading } from '#db/records/reading.ts'
import { canonical } from '#db/shared/canonical.ts'
import { lastDay } from '#db/shared/day.ts'
import type { Reader } from '#db/sqlite/tables.ts'
import type { Typed } from '../acts/planning.ts'
import { isOwn, readWorkTypes } from '../acts/work-types.ts'
import type { Own, SheetLine } from './read-sheet.ts'

/** A column of a field that the type of work has of its own. */
const ownColumn = 'own:'

/**
 * The rows of a sheet of work of one type: each is a record, an old one or a new one. Its own fields are columns like
 * others, and what is wrong with one is told at its cell.
 */
export async function workSheet(reader: Reader, type: string, root: string) {
  const holds = (await readWorkTypes(reader)).get(type)?.own ?? {}
  const made = new Map<string, string>()
  const titleOf = ({ set, subject }: SheetLine, own: Own | undefined): string =>
    set['title'] ?? (String(own?.stored.values['title'] ?? '') || set['held_on']) ?? subject
  return {
    titleOf,
    async plan(line: SheetLine, own: Own | undefined, planned: (set: Typed) => Promise<Plan>): Promise<Plan> {
      const cells = Object.entries(line.set)
      const said = cells.filter(([field]) => field.startsWith(ownColumn))
      const problems = said.flatMap(([field, text]) => problemAt(field, text, holds))
      const rest = cells.filter(
        ([field, text]) => !field.startsWith(ownColumn) && (own !== undefined || text.trim() !== ''),
      )
      const before = own?.stored.values['own']
      const values = {
        ...(isOwn(before) ? before : {}),
        ...Object.fromEntries(said.map(([field, text]) => [field.slice(ownColumn.length), text.trim()])),
      }
      const filled = Object.fromEntries(Object.entries(values).filter(([, text]) => text !== ''))
      const plan = await planned({
        ...(own === undefined && { type, org: root }),
        ...Object.fromEntries(rest),
        ...(said.length > 0 && { own: Object.keys(filled).length === 0 ? '' : canonical(filled) }),
      })
      const told = [
        ...plan.problems.filter(({ field }) => field !== 'own' || problems.length === 0),
        ...problems,
      ]
      const twice = own === undefined && told.length === 0 ? twiceHere(made, plan, line) : []
      const against = [...told, ...twice]
      return against.length === 0
        ? plan
        : { ...plan, id: '', drafts: [], problems: against, sentences: [], warnings: [], label: null }
    },
  }
}

function problemAt(field: string, text: string, holds: Readonly<Record<string, string>>): Problem[] {
  const name = field.slice(ownColumn.length)
  const reading = new Reading(lastDay)
  ownFieldOf(name, holds[name] ?? 'text').read(text.trim() === '' ? null : text, reading.at(field))
  return reading.troubles
    .filter(({ trouble }) => trouble.weight !== 'kept')
    .map(({ trouble: { code, text: message, repair } }) => ({
      ...{ field, words: { zh: name, en: name }, value: text, code, message, repair },
    }))
}

/** Two new rows of one sheet that say the same work: the registry does not know the first one yet. */
function twiceHere(made: Map<string, string>, { drafts }: Plan, { subject, set }: SheetLine): Problem[] {
  const [draft] = drafts
  if (draft?.act !== 'create') return []
  const { org, held_on: day, title } = draft.fields
  const key = canonical([String(org), String(day), String(title)])
  if (made.has(key))
    return [
      {
        ...{
          field: 'title',
          words: { zh: '名称', en: 'title' },
          value: set['title'] ?? '',
          code: 'work-twice',
        },
        message: {
          zh: '这张表里同一天已有同名的一行。如是另一次，请写明不同的名称。',
          en: 'Another row of this sheet is the same work on the same day. If it is another one, give it another title.',
        },
        repair: null,
      },
    ]
  made.set(key, subject)
  return []
}
