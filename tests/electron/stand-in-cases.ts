import { implement } from '@orpc/server'
import type { Case } from '#contract/cases.ts'
import { contract } from '#contract/index.ts'

type Note = (path: readonly string[], input: unknown) => void

/** One case that is under way, and answers to whatever is done about it. */
export function standInCases(note: Note) {
  const os = implement(contract)
  const one: Case = {
    id: 'c-1',
    org: '440309002007',
    orgId: 'o-2',
    orgName: '白石龙社区',
    state: 'rectifying',
    stateWords: { zh: '整改中', en: 'being put right' },
    opened: '2018-12-01',
    due: '2019-03-01',
    daysLeft: 60,
    lamp: 'green',
    lookBack: null,
    rules: ['W01'],
    problems: ['没有书记'],
    measures: ['选举书记'],
    owner: '张伟',
    liaison: '李娜 副书记',
    may: ['note', 'submit'],
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
      return { total: 1, rows: [one], counts: { rectifying: 1 } }
    }),
    ledger: os.cases.ledger.handler(({ input, path }) => {
      note(path, input)
      return { file: new File(['ledger'], input.name), rows: 1 }
    }),
    show: os.cases.show.handler(() => one),
    open: os.cases.open.handler(noting),
    note: os.cases.note.handler(noting),
    submit: os.cases.submit.handler(noting),
    accept: os.cases.accept.handler(noting),
    return: os.cases.return.handler(noting),
    close: os.cases.close.handler(noting),
    lookBack: os.cases.lookBack.handler(noting),
    correct: os.cases.correct.handler(noting),
  }
}
