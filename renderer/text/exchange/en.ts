import type { ExchangeWords } from './zh.ts'

const places = (n: number, one: string, many: string) => (n === 1 ? `1 ${one}` : `${n} ${many}`)

/** The words of what stands between offices, in English. */
export const exchangeEn: ExchangeWords = {
  waits: n => (n === 1 ? '1 waits for you' : `${n} wait for you`),
  state: {
    unsent: 'Not sent yet',
    sent: 'Sent',
    received: 'Received',
    aside: 'Laid aside there',
    returned: 'Returned',
  },
  stateLine: {
    unsent: office => `Something of this is in no packet to ${office} yet`,
    sent: (office, no) => `In packet no. ${no} to ${office}, which has not confirmed it yet`,
    received: office => `${office} has it`,
    aside: office => `${office} could not prove some of this and laid it aside`,
    returned: 'Returned; once corrected it goes up again with the next packet',
  },
  backBy: (office, actor) => (actor === '' ? `Returned by ${office}` : `Returned by ${actor}, ${office}`),
  correct: 'Correct and send again',
  outTitle: name => `${name}: returned`,
  outLine:
    'This record counts in no list and no figure, and is kept in this office alone. Once corrected it holds again, with the home and posts that were returned along with it, and goes up with the next packet.',
  conflictHere: n => `${places(n, 'conflict', 'conflicts')} to be settled`,
  lookHere: n => `${places(n, 'change', 'changes')} made by two offices at once, for a look`,
  decide: 'Settle',
  mark: 'has an open conflict',
  office: 'Written by',
  anyOffice: 'Any office',
  kind: 'Kind',
  anyKind: 'All',
  keepAllOf: (office, n) => `Keep what ${office} wrote (${n})`,
  keepAll: 'Settle together…',
  keepNow: n => `Keep what holds now (${n})`,
  chosen: n => `${n} chosen`,
  choose: title => `Choose ${title}`,
  chooseAll: 'Choose all',
  settled: (n, left) =>
    left === 0
      ? `${places(n, 'conflict', 'conflicts')} settled`
      : `${places(n, 'conflict', 'conflicts')} settled; ${left} left as they are: that office wrote nothing there, or they are being judged`,
  shown: (n, all) => (n === all ? `${all} in all` : `${n} of ${all}`),
  more: n => `Show ${n} more`,
  why: {
    later: 'it was written later, knowing of more changes',
    'last-stay': 'the move registered last',
    'at-once': 'both were written at once; every office takes the same one',
    edited: 'whoever removed it had not seen this edit, so the record stays for now',
  },
  restore: 'Keep the record',
  giveUp: 'Remove it',
  looks: {
    title: 'For a look',
    line: 'Two offices changed different fields of one record at once. Both hold, so this is no conflict. See whether they fit together, then put it away.',
    ours: 'Here',
    theirs: 'Brought by the packet',
    seen: 'Seen',
    seenAll: 'All seen',
    by: (office, actor, at) => [actor, office, at].filter(part => part !== '').join(', '),
    change: (label, was, now) =>
      `${label}: ${was === '' ? '(blank)' : was} → ${now === '' ? '(blank)' : now}`,
    noted: 'Put away',
  },
  corrected: 'Corrected; goes up with the next packet',
  openBacks: n => `${n} to correct`,
}
