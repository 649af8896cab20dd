import type { KnownCase } from '#db/registry/cases/read-cases.ts'
import { type IsoDay, isDay } from '#db/shared/day.ts'

/** Where one line of progress begins: at a day, as the ledger writes it out, or on a line of its own. */
const begins = /[；;\n\r]+\s*(?=\d{4}[-./年]\d{1,2}[-./月]\d{1,2})|[\n\r]+/

/**
 * The lines of progress in a cell that the case does not have yet, in the order in which they were written. Whoever
 * takes an old line out of the cell takes nothing back.
 */
export function newProgress(
  cell: string,
  { steps }: KnownCase,
): readonly { readonly day: IsoDay | undefined; readonly text: string }[] {
  const known = new Set(
    steps.taken.flatMap(step =>
      step.action === 'note' && step.note !== null ? [key(step.day, step.note)] : [],
    ),
  )
  return cell.split(begins).flatMap(part => {
    const written = part.trim()
    if (written === '') return []
    const [, year = '', month = '', date = '', rest = ''] =
      /^(\d{4})[-./年](\d{1,2})[-./月](\d{1,2})日?[\s:：，,]*([\s\S]*)$/.exec(written) ?? []
    const day = [year, month.padStart(2, '0'), date.padStart(2, '0')].join('-')
    const isDated = isDay(day)
    const text = isDated ? rest.trim() : written
    if (text === '' || known.has(key(isDated ? day : '', text))) return []
    if (!isDated && [...known].some(one => one.endsWith(key('', text)))) return []
    return [{ day: isDated ? day : undefined, text }]
  })
}

/** Office programs change white space at will. */
function key(day: string, text: string): string {
  return `${day}|${text.replace(/\s+/g, '')}`
}
