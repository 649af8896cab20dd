import { shownDate } from '#db/records/types/office-date.ts'
import type { WordTable } from '#db/records/types/word-table.ts'
import { postNatureWords } from '#db/records/words/cadre-words.ts'
import { memberStatusWords, reportStatusWords } from '#db/records/words/member-words.ts'
import { branchTypeWords, orgKindWords, tierWords } from '#db/records/words/org-words.ts'
import { idTypeWords, sexWords } from '#db/records/words/person-words.ts'
import { moreFields } from '../kinds/more-fields.ts'
import type { RowChange } from './draft.ts'

type Values = Readonly<Record<string, unknown>>

/** The values of a record that a row changes, in the words of its columns. */
export function changesOf(given: Values, present: Values): readonly RowChange[] {
  return Object.keys(given)
    .filter(name => !name.endsWith('_precision'))
    .map(name => ({
      field: columnOf(name),
      from: shownValue(name, present),
      to: shownValue(name, { ...present, ...given }),
    }))
    .filter(({ from, to }) => from !== to)
}

/** The column of a roster that a field of a record is read from: `member_no` is memberNo. */
function columnOf(field: string): string {
  // A column by its definition alone has the field's own name.
  if (moreFields.some(([name]) => name === field)) return field
  return field.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase())
}

/** A value as a roster writes it: the word of a closed list, a date as far as it is known. */
function shownValue(field: string, values: Values): string {
  const value = values[field]
  if (value === null || value === undefined) return ''
  const precision = values[`${field}_precision`]
  if (typeof value === 'string' && typeof precision === 'string') return shownDate({ day: value, precision })
  return wordOf(field, String(value))
}

/** The word of a closed list for a value; the value itself where it is of no list. */
export function wordOf(field: string, value: string): string {
  switch (field) {
    case 'kind':
      return wordIn(orgKindWords, value)
    case 'tier':
      return wordIn(tierWords, value)
    case 'branch_type':
      return wordIn(branchTypeWords, value)
    case 'nature':
      return wordIn(postNatureWords, value)
    case 'sex':
      return wordIn(sexWords, value)
    case 'id_type':
      return wordIn(idTypeWords, value)
    case 'status':
      return wordIn(memberStatusWords, value)
    case 'report':
      return wordIn(reportStatusWords, value)
    default:
      return value
  }
}

function wordIn<V extends string>(words: WordTable<V>, value: string): string {
  const known = words.valueOf(value)
  return known === undefined ? value : words.wordFor(known)
}
