import type { PersonRow } from '#contract/looking.ts'
import type { PrintedList } from '../../kit/printed-list.ts'
import { count } from '../../text/number.ts'
import { wordFor } from '../../text/words-for.ts'
import type { Words } from '../../text/zh-CN.ts'

/** The list of people for paper, as it is on the screen: numbers stay masked. */
export function printedPeople(
  people: readonly PersonRow[],
  total: number,
  { person, vocabulary, say }: Words,
): PrintedList {
  return {
    title: person.title,
    note:
      people.length < total ? say.printedOf(count(people.length), count(total)) : person.count(count(total)),
    heads: [
      person.name,
      person.sex,
      person.birth,
      person.org,
      person.status,
      person.report,
      person.idNumber,
      person.phone,
    ],
    rows: people.map(row => [
      row.name,
      row.sex === null ? '' : wordFor(vocabulary.sex, row.sex),
      row.birth ?? '',
      row.org.shortName ?? row.org.name,
      vocabulary.status[row.status],
      vocabulary.report[row.report],
      row.idMasked ?? '',
      row.phoneMasked ?? '',
    ]),
  }
}
