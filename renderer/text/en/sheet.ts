import { count, numbered } from '../written.ts'
import type { sheetZh } from '../zh/sheet.ts'

export const sheetEn: typeof sheetZh = {
  title: 'Sheet',
  link: 'Enter on a sheet',
  which: 'What is entered',
  quarter: 'Quarter',
  quarters: ['1st quarter', '2nd quarter', '3rd quarter', '4th quarter'],
  type: 'Type of meeting',
  org: 'Organization',
  own: 'Your office and all below it',
  day: day => `on the roll on ${day}`,
  branch: 'Branch',
  party: 'Party',
  isParty: 'member',
  band: 'By income',
  ofOwnWill: 'voluntary',
  sum: 'Total (yuan)',
  month: n =>
    ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'][n - 1] ?? '',
  rows: n => (n === 1 ? '1 row' : `${count(n)} rows`),
  listed: n => `${count(n)} here`,
  excellent: (word, n, of, most) => `${word} ${count(n)}/${count(of)} (at most ${most}%)`,
  excellentSoFar: (word, n, of) => `${word} ${count(n)}/${count(of)}`,
  registered: (n, all) => `Registered ${count(n)} of ${count(all)}`,
  tooExcellent: (name, excellent, assessed, most, may) =>
    `${name}: ${count(excellent)} of ${count(assessed)} appraised ${excellent === 1 ? 'is' : 'are'} excellent, more than ${most}% (at most ${count(may)}). Review the results.`,
  tooExcellentToo: n =>
    `${n === 1 ? '1 more branch has' : `${count(n)} more branches have`} too many as well.`,
  partyNotAppraised: 'Party members who keep their membership are registered, not appraised. Check it.',
  otherQuarter: 'This day is not in the quarter that was chosen. Check it.',
  muchMore: (due, times) => `This is ${times} times the ${due} yuan due each month. Check it.`,
  monthAhead: 'This month has not come yet. Check it if it was paid in advance.',
  cellOf: (name, column) => `${name}, ${column}`,
  check: 'Check',
  doubt: (name, column, text) => `${name}, ${column}: ${text}`,
  readOnly: column => `${column} is not filled in here.`,
  pasteWaits: 'The other rows are still coming; it is pasted once they are here.',
  pastedOver: n =>
    `What was pasted has ${numbered(n, 'more row', 'more rows')} than the sheet; ${n === 1 ? 'that was' : 'those were'} left out.`,
  fillHandle: 'Drag down to fill',
  workLead: org =>
    `Each row is one work record: write in the blank rows, or paste from Excel. A row that names no organization is written down for ${org}.`,
  keys: 'Arrows move, Shift+arrows choose cells; Ctrl+C and Ctrl+V work with Excel; Ctrl+D fills down, Ctrl+Z undoes, Ctrl+S saves; Esc and then Tab leaves the sheet',
  save: 'Save…',
  undo: 'Undo typing',
  redo: 'Redo typing',
  edited: (cells, rows) =>
    `${cells === 1 ? '1 cell' : `${count(cells)} cells`} in ${rows === 1 ? '1 row' : `${count(rows)} rows`} not saved yet`,
  wrong: n => (n === 1 ? '1 to correct' : `${count(n)} to correct`),
  toWrong: 'Go to the first',
  nothing: 'Nothing was changed',
  restored: 'These entries were not saved last time.',
  startAgain: 'Discard them and start again',
  preview: 'Save the sheet',
  willSave: n => `${numbered(n, 'row')} will be saved in one step and can be undone in one.`,
  willStay: n => `${numbered(n, 'row')} cannot be saved:`,
  doSave: n => `Save ${numbered(n, 'row')}`,
  doSaveRest: n => (n === '1' ? 'Save the other row' : `Save the other ${n} rows`),
  back: 'Back to the sheet',
  none: 'There are no rows to fill in here. Choose another organization or year.',
  noneMembers:
    'This organization had no members on that day. Choose another organization or year, or register members first.',
  tooMany: (shown, total) =>
    `There are ${total} rows and one sheet takes ${shown}; the rest is not listed. Choose organizations below and enter them one by one.`,
}
