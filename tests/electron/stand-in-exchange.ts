import { implement } from '@orpc/server'
import { contract } from '#contract/index.ts'
import type { Look, RecordState, Reporting } from '#contract/packets/exchange.ts'

type Note = (path: readonly string[], input: unknown) => void

/** What stands between offices, of one record and one pair of changes. */
export function standInExchange(note: Note) {
  const os = implement(contract)
  const day = '2018-12-31'
  const state: RecordState = {
    id: 'p-1',
    state: 'sent',
    office: '民治街道',
    number: 7,
    at: day,
    isOut: false,
    kind: null,
    name: null,
    returned: [],
    conflicts: 0,
  }
  const change = {
    no: 1,
    act: 'changed' as const,
    kind: { zh: '团员', en: 'member' },
    subjects: [{ id: 'p-1', entity: 'person' as const, name: '张伟' }],
    title: { zh: '', en: '' },
    fields: [],
    names: 0,
    reason: null,
    author: null,
  }
  const by = { office: '民治街道', actor: '李红', at: day }
  const look: Look = { id: 1, at: day, ours: change, oursBy: by, theirs: change, theirsBy: by }
  const office: Reporting = {
    id: 'o-2',
    code: '440309002007',
    name: '白石龙社区',
    shortName: null,
    tier: 'community',
    pcs: 1,
    state: 'reporting',
    number: 7,
    received: day,
    heard: day,
    silentDays: 31,
    waiting: 0,
    turnedOut: false,
    restored: false,
    returned: 3,
  }
  return {
    ofRecord: os.exchange.ofRecord.handler(({ input, path }) => {
      note(path, input)
      return state
    }),
    conflictMarks: os.exchange.conflictMarks.handler(() => []),
    settleConflicts: os.exchange.settleConflicts.handler(({ input, path }) => {
      note(path, input)
      return { settled: 14, left: 1, changeSet: input.dryRun ? null : 5 }
    }),
    looks: os.exchange.looks.handler(() => [look]),
    lookedAt: os.exchange.lookedAt.handler(() => ({ left: 0 })),
    settleReturns: os.exchange.settleReturns.handler(({ input, path }) => {
      note(path, input)
      return { settled: 1 }
    }),
    reporting: os.exchange.reporting.handler(({ path }) => {
      note(path, {})
      return [office]
    }),
    reminders: os.exchange.reminders.handler(({ input, path }) => {
      note(path, input)
      return { file: new File(['letters'], input.name), letters: 3 }
    }),
    clearWarnings: os.exchange.clearWarnings.handler(() => ({ cleared: 1 })),
    trusted: os.exchange.trusted.handler(({ path }) => {
      note(path, {})
      return { state: 'certified', chain: ['民治街道', '龙华区'], root: '龙华区', digits: '12345 67890' }
    }),
    takeOwnKeys: os.exchange.takeOwnKeys.handler(({ path }) => {
      note(path, {})
      return {
        replica: 'r-9',
        name: '白石龙社区',
        fingerprint: '12345 67890',
        file: new File(['request'], 'r.json'),
      }
    }),
    recovery: os.exchange.recovery.handler(() => ({ needed: false, saved: null })),
    saveRecovery: os.exchange.saveRecovery.handler(({ input, path }) => {
      note(path, input)
      return { file: new File(['sealed'], 'keys.age'), at: `${day}T04:00:00.000Z` }
    }),
    recoveryKept: os.exchange.recoveryKept.handler(({ input, path }) => note(path, input)),
    openRecovery: os.exchange.openRecovery.handler(({ input, path }) => {
      note(path, { passphrase: input.passphrase })
      return { replica: 'r-1', name: '龙华区', fingerprint: '12345 67890', made: day }
    }),
  }
}
