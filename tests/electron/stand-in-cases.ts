import { implement } from '@orpc/server'
import { contract } from '#contract/index.ts'
import type { Case } from '#contract/lifeline/cases.ts'
import { longWork } from '#db/shared/long-work.ts'
import { doneForMany } from './stand-in-records.ts'

type Note = (path: readonly string[], input: unknown) => void

/** One case that is under way, and answers to whatever is done about it. */
export function standInCases(note: Note) {
  const os = implement(contract)
  const one: Case = {
    id: 'c-1',
    org: '440309002007',
    orgId: 'o-2',
    orgName: '白石龙社区',
    orgClosed: null,
    street: '民治街道',
    state: 'rectifying',
    stateWords: { zh: '整改中', en: 'being put right' },
    opened: '2018-12-01',
    due: '2019-03-01',
    daysLeft: 60,
    lamp: 'green',
    lookBack: null,
    awaitsDue: false,
    rules: ['W01'],
    ruleWords: { zh: '空心团支部', en: 'Hollow branch' },
    problems: ['没有书记'],
    points: [{ problem: '没有书记', is: 'open', reason: null }],
    measures: ['选举书记'],
    owner: '张伟',
    liaison: '李娜 副书记',
    beside: [],
    may: ['note', 'submit'],
    isLocked: false,
    corrections: [],
    log: [],
  }
  const done = {
    id: 'c-1',
    changeSet: 12,
    sentences: [{ zh: '“白石龙社区”整治：进展', en: 'The case of 白石龙社区: progress' }],
    warnings: [],
  }
  const noting = ({ input, path }: { input: unknown; path: readonly string[] }) => {
    note(path, input)
    return done
  }
  return {
    list: os.cases.list.handler(({ input, path }) => {
      note(path, input)
      const counts = { rectifying: 1 }
      return { total: 1, rows: [one], counts, lamps: { green: 1 }, overdue: 0, dueSoon: 0, waiting: 0 }
    }),
    ledger: os.cases.ledger.handler(({ input, path }) => {
      note(path, input)
      return { file: new File(['ledger'], input.name), rows: 1 }
    }),
    form: os.cases.form.handler(() => ({ title: '台账', notes: [], heads: [], widths: [], rows: [] })),
    takeLedger: os.cases.takeLedger.handler(({ input, path }) => {
      note(path, { ...input, file: input.file.name })
      const { sentences, warnings, changeSet } = done
      const nothing = { unchanged: 0, rejected: 0, problems: [] }
      return { file: input.file.name, changeSet, sentences, warnings, ...nothing }
    }),
    letters: os.cases.letters.handler(({ input, path }) => {
      note(path, input)
      return { file: new File(['letters'], input.name), letters: 1 }
    }),
    correction: os.cases.correction.handler(({ input, path }) => {
      note(path, input)
      return { file: new File(['form'], input.name), isAnswered: false }
    }),
    answer: os.cases.answer.handler(noting),
    show: os.cases.show.handler(() => one),
    open: os.cases.open.handler(noting),
    openMany: os.cases.openMany.handler(async function* ({ input, path, signal }) {
      note(path, input)
      yield* longWork(async () => doneForMany(input.ids, done), signal)
    }),
    note: os.cases.note.handler(noting),
    submit: os.cases.submit.handler(noting),
    accept: os.cases.accept.handler(noting),
    return: os.cases.return.handler(noting),
    close: os.cases.close.handler(noting),
    lookBack: os.cases.lookBack.handler(noting),
    correct: os.cases.correct.handler(noting),
  }
}

/** One proposal that waits, and an answer to whatever is decided. */
export function standInRulings(note: Note) {
  const os = implement(contract)
  return {
    proposals: os.rulings.proposals.handler(({ input, path }) => {
      note(path, input)
      const findings = [
        { rule: 'W01', severity: 'red' as const, why: { zh: '只有2名团员。', en: 'Only 2 members.' } },
      ]
      const one = {
        ...{ orgId: 'o-2', org: '440309002007', orgName: '白石龙社区', street: '民治街道' },
        ...{ isSuggested: true, state: 'open' as const, mark: null, newRules: [], findings },
        ...{ ruling: null, case: null, isOurs: true },
      }
      const counts = { open: 1, lapsed: 0, confirmed: 0, 'set-aside': 0 }
      return { asOf: '2018-12-31', total: 1, rows: [one], counts, marked: 0, unopened: 0 }
    }),
    of: os.rulings.of.handler(() => []),
    decide: os.rulings.decide.handler(({ input, path }) => {
      note(path, input)
      return { id: 'r-1', changeSet: 12, sentences: [{ zh: '已认定', en: 'Confirmed' }], warnings: [] }
    }),
  }
}

/** One mistake across records. */
export function standInFaults(note: Note) {
  const os = implement(contract)
  return {
    list: os.faults.list.handler(({ input, path }) => {
      note(path, input)
      const words = { zh: '身份证号重复', en: 'The same ID number twice' }
      const says = { zh: '与另一条记录相同。', en: 'Has that of another record.' }
      const check = 'same-number' as const
      return {
        asOf: '2018-12-31',
        total: 1,
        checks: [{ check, words, mends: says, n: 1 }],
        rows: [{ check, entity: 'person' as const, id: 'p-1', name: '张伟', place: '白石龙', says }],
      }
    }),
  }
}
