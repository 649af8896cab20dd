import { count, numbered } from '../written.ts'
import type { ExchangeWords } from '../zh/exchange.ts'

const places = (n: number, one: string, many: string) => (n === 1 ? `1 ${one}` : `${count(n)} ${many}`)

/** The words of what stands between offices, in English. */
export const exchangeEn: ExchangeWords = {
  waits: n => (n === 1 ? '1 waits for you' : `${count(n)} wait for you`),
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
    'This record counts in no list and no figure, and is kept in this office alone. Once corrected it holds again, with the branch and posts that were returned along with it, and goes up with the next packet.',
  conflictHere: n => `${places(n, 'conflict', 'conflicts')} to be settled`,
  lookHere: n => `${places(n, 'change', 'changes')} made by two offices at once, to review`,
  decide: 'Settle',
  mark: 'has an open conflict',
  office: 'Written by',
  anyOffice: 'Any office',
  kind: 'Kind',
  anyKind: 'All',
  keepAllOf: (office, n) => `Keep what ${office} wrote (${n})`,
  keepAll: 'Settle together…',
  keepNow: n => `Keep what holds now (${count(n)})`,
  chosen: n => `${count(n)} chosen`,
  choose: title => `Choose ${title}`,
  chooseAll: 'Choose all',
  settled: (n, left) =>
    left === 0
      ? `${places(n, 'conflict', 'conflicts')} settled`
      : `${places(n, 'conflict', 'conflicts')} settled; ${count(left)} left as they are: that office wrote nothing there, or they are being judged`,
  shown: (n, all) => (n === all ? `${count(all)} in all` : `${count(n)} of ${count(all)}`),
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
    title: 'To review',
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
  openBacks: n => `${count(n)} to correct`,
  reported: {
    title: 'Who has reported',
    lead: 'When each office below sent its last packet, for how long it has been silent, and what it has not corrected.',
    next: 'An office that has not joined makes a request and hands it to you: approve it from the "…" menu of its row. Write reminders to those that owe a packet or a correction.',
    none: 'Once there are organizations below, they are listed here: who has reported, and who has not joined yet.',
    state: 'State',
    states: {
      reporting: 'Reporting',
      'nothing-sent': 'Never reported',
      'not-enrolled': 'Not joined',
      revoked: 'Key revoked',
    },
    last: 'Last packet',
    silent: 'Silent for',
    never: 'no packet yet',
    days: n => (n === 0 ? 'today' : n === 1 ? '1 day' : `${count(n)} days`),
    waiting: 'Waiting',
    returned: 'To correct',
    notes: 'To look into',
    turnedOut: 'A backup was restored there, or two PCs share one key',
    restored: 'Builds on what this PC no longer has',
    pcs: n => numbered(n, 'PC'),
    letters: n => `Write reminders (${n})`,
    lettersFile: day => `Reminders ${day}`,
    lettersSaved: (file, n) => `${file} was saved with ${n === 1 ? '1 reminder' : `${n} reminders`}`,
    lookInto: 'Looked into: put the note away',
    lookedInto: name => `The note on ${name} was put away`,
  },
  trusted: {
    root: digits => `This PC is the root that all offices trust. Digits to compare: ${digits}.`,
    certified: (by, root, digits) =>
      by === root
        ? `This PC is certified by ${by}, whose own key is the root. Digits to compare: ${digits}.`
        : `This PC is certified by ${by}, and the root is ${root}. Digits to compare: ${digits}.`,
    lost: "This PC's certificate is no longer valid: it has new keys, the PC that approved it was revoked, or the office was moved. Make a request to join and have the office above approve it again; everything in the registry stays.",
    ask: 'Write the request',
    asked: file =>
      `The request is written: "${file}". Hand it to the office above; once you have its approval (.llb), open that on this page.`,
  },
  recovery: {
    title: 'Recovery file of the keys',
    missing: 'There is no recovery file yet',
    saved: at => `Recovery file made ${at}`,
    line: 'Nobody above this office can restore its keys. Without this file, lost keys mean that every office below has to join again.',
    make: 'Make a recovery file…',
    what: "The file holds this PC's keys under a passphrase. Put it on a stick of its own, and lock that away apart from the paper with the passphrase.",
    passphrase: 'Passphrase',
    passphraseHint:
      'At least 10 characters, for example a few unrelated words. Without it the file cannot be opened.',
    again: 'Once more',
    differs: 'The two differ',
    show: 'Show the passphrase',
    doMake: 'Make the file',
    after: 'The file is made, and saved nowhere yet. Save it now, on a stick of its own.',
    next: 'Keep this file on a stick of its own, and not on this PC. Make sure on another PC that it is there, then lock the stick away, apart from the paper with the passphrase.',
    safe: 'the safe',
    startLine:
      "The district's PC is lost or broken? Begin anew with the recovery file that was locked away; nobody below has to join again.",
    open: 'Open a recovery file',
    openLine: file =>
      `${file} holds the keys of the district. Once it is open, restore the newest backup; without one, ask the offices below for packets.`,
    doOpen: 'Begin anew with it',
    opened: name => `Begun anew with the keys of ${name}. Restore the newest backup in the settings.`,
  },
  parts: {
    title: 'By organization',
    show: 'What to show',
    shows: { all: 'Organizations', conflicts: 'Conflicts', returned: 'Returned' },
    elsewhere: 'Of no single organization',
    heads: (before, come, out, after) => `${before} before, ${come} in, ${out} out, ${after} now`,
    returned: 'Returned',
    more: n => (n === 1 ? '1 more change is not listed' : `${n} more changes are not listed`),
    moreConflicts: n => (n === 1 ? '1 more conflict is not listed' : `${n} more conflicts are not listed`),
    moreReturned: n => (n === 1 ? '1 more return is not listed' : `${n} more returns are not listed`),
    holds: (office: string, said: string) => `holds now, by ${office}: ${said}`,
    otherwise: (office: string, said: string) => `${office} says: ${said}`,
    insteadOf: (label: string, now: string, holds: string) =>
      `${label}: they say ${now === '' ? '(blank)' : now}, in conflict; ${holds === '' ? '(blank)' : holds} still holds`,
    notUsed: (label: string, now: string) =>
      `${label}: they say ${now === '' ? '(blank)' : now}, in conflict; it does not hold now`,
    moreHeads: n => (n === 1 ? '1 more value is not listed' : `${n} more values are not listed`),
    acts: {
      added: 'Added',
      changed: 'Changed',
      removed: 'Removed',
      returned: 'Returned',
      admitted: 'Taken',
    },
  },
  ownKeys: {
    title: 'This is a second PC',
    line: 'The whole folder was copied from another PC, and both are used? Let one of them take keys of its own; all it holds stays.',
    button: 'Take own keys…',
    ask: 'This PC gets keys of its own, and a request to join is saved. Have the office above approve it; until then nothing can be sent. All that the registry holds stays, and nothing is counted twice. Backups made before belong to the old keys: make a new one right afterwards.',
    doIt: 'Take own keys',
    done: 'This PC has keys of its own. The request to join is in the download folder; have the office above approve it.',
  },
}
