import type { trashZh } from '../zh/trash.ts'

export const trashEn: typeof trashZh = {
  title: 'Trash',
  note: n => (n === '1' ? '1 record' : `${n} records`),
  lead: 'Records that were removed. Restoring is one step and can be undone; what was removed with a record comes back with it.',
  kind: 'Kind of record',
  all: 'All kinds',
  record: 'Record',
  of: 'Member or organization',
  at: 'Removed',
  by: 'By',
  reason: 'Reason',
  beside: 'Removed with it',
  restore: 'Restore',
  restoreThis: title => `Restore ${title}`,
  empty: 'The trash is empty. What is removed can be restored here.',
  preview: 'Restore this record',
  back: 'Cancel',
  besideOf: (words, n) => `${n} ${words}`,
  holders: 'Who holds this record',
  holdersNone: 'According to the packets made and received here, no other office holds this record yet.',
  hows: {
    theirs: () => 'came from there',
    confirmed: (number, day) => `received, by their receipt (packet no. ${number}, ${day})`,
    sent: (number, day) => `in packet no. ${number} (${day}), no receipt yet`,
  },
  notWhole: 'later changes have not been sent there',
}
