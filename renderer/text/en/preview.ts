import { numbered } from '../written.ts'
import type { Words } from '../zh-CN.ts'

export const previewEn: Words['preview'] = {
  together: (sheets, rows) => `${sheets.length} together (${sheets.join(', ')}; ${numbered(rows, 'row')})`,
  sheets: (kind, sheets, rows) =>
    `A ${kind}, ${sheets.length > 1 ? `${sheets.length} sheets (${sheets.join(', ')})` : `sheet "${sheets[0] ?? ''}"`}, ${rows} ${rows === '1' ? 'row' : 'rows'}.`,
  sheetsAlike: 'All sheets of the same shape',
  place: 'The whole table belongs to',
  placeInColumn: 'as each row says',
  placeHint: 'Choose here where the table does not say it, or where all of it is of one organization.',
  placed: name => `All of it belongs to "${name}".`,
  question: 'First check whether this is your own roster',
  confirm: 'I have looked at it and want it imported',
  hidden: 'Hidden rows',
  hiddenTake: 'Import them too',
  hiddenLeave: 'Leave them out',
  year: 'Which year is it for?',
  yearAsked: n =>
    `No year stands in the table, its sheet's name or its file's name; ${n === '1' ? '1 row cannot' : `${n} rows cannot`} be read without it. Say here which year it is.`,
  yearSaid: 'Rows that name no year are taken for this one.',
  yearLabel: 'Year',
  yearApply: 'Read with this year',
  unread: 'How the sheet was read',
  groups: 'To look at',
  rows: n => (n === '1' ? '1 place' : `${n} places`),
  mostly: (values, more) => `${values.join(', ')}${more ? ' …' : ''}`,
  mostlyOf: (values, others, isOver) =>
    `${values.join(', ')} and ${isOver ? 'more than ' : ''}${numbered(others, 'other')}`,
  asIn: (row, said) => `As in ${row}: ${said}`,
  rowNamed: (row, sheet) => `${sheet === null ? '' : `"${sheet}", `}row ${row}`,
  valueTimes: (value, n) => (n === '1' ? `"${value}"` : `"${value}" ×${n}`),
  proposed: value => ` Proposed: ${value}.`,
  showThese: 'Show rows',
  showAll: 'Show all',
  leftOut: n => `${numbered(n, 'more is', 'more are')} not listed one by one.`,
  doublesTitle: n =>
    `${n} ${n === '1' ? 'person has' : 'people have'} the name and birth date of somebody known, with another ID number`,
  doublesLine:
    'Choose for each: the same person takes the number of this table; somebody else is added. Rows without an answer are left out.',
  doubleOf: (row, value) => `Row ${row}, ${value}`,
  doubleLeave: 'Leave out',
  doubleSame: 'Same person, new number',
  doubleNew: 'Somebody else, add',
  doublesAll: 'Take all as',
  endPosts: n =>
    n === '1'
      ? 'End the post that somebody holds in the branch left, on the day of leaving (1)'
      : `End the posts that people hold in the branches they leave, on the day of leaving (${n})`,
  changed: {
    before: n => `Changes to what is known (${n})`,
    done: n => `What was known and has changed (${n})`,
  },
  changedWho: 'Who or what',
  changedWhat: 'Field',
  changedFrom: 'Before',
  changedTo: 'After',
  changedMore: n => `${n} more.`,
  blank: '(blank)',
  shown: { before: 'The first rows, as they will be stored', done: 'The first rows, as they were stored' },
  rowOf: (row, sheet) => (sheet === null ? `${row}` : `${sheet} ${row}`),
  verdicts: { created: 'new', updated: 'updated', unchanged: 'unchanged', rejected: 'left out' },
}
