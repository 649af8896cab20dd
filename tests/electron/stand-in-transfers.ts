import { implement } from '@orpc/server'
import { contract } from '#contract/index.ts'
import type { Transfer } from '#contract/transfers.ts'
import { longWork } from '#db/shared/long-work.ts'
import { doneForMany } from './stand-in-records.ts'

type Note = (path: readonly string[], input: unknown) => void

/** One transfer that is under way, and answers to whatever is done about it. */
export function standInTransfers(note: Note) {
  const os = implement(contract)
  const transfer: Transfer = {
    id: 't-1',
    person: { id: 'p-1', name: '张伟' },
    home: { id: 'o-2', code: '440309002007', name: '白石龙社区' },
    target: null,
    way: 'inside',
    place: '民治',
    reason: 'work',
    asked: '2018-12-01',
    deadline: '2018-12-11',
    fees: 'paid',
    posts: 'none',
    note: null,
    state: 'in-transit',
    stateWords: { zh: '转接中', en: 'in transit' },
    since: '2018-12-01',
    actor: null,
    said: null,
    may: ['cancel'],
    steps: [],
  }
  const none = { asked: 0, inTransit: 0, lapsed: 0, done: 0, refused: 0, cancelled: 0 }
  const done = {
    id: 't-1',
    changeSet: 12,
    sentences: [{ zh: '撤销张伟的转接', en: 'Cancelled the transfer of 张伟' }],
    warnings: [],
  }
  const noting = ({ input, path }: { input: unknown; path: readonly string[] }) => {
    note(path, input)
    return done
  }
  return {
    ask: os.transfers.ask.handler(noting),
    accept: os.transfers.accept.handler(noting),
    refuse: os.transfers.refuse.handler(noting),
    cancel: os.transfers.cancel.handler(noting),
    relay: os.transfers.relay.handler(noting),
    answerMany: os.transfers.answerMany.handler(async function* ({ input, path, signal }) {
      note(path, input)
      yield* longWork(async () => doneForMany(input.ids, done), signal)
    }),
    show: os.transfers.show.handler(() => transfer),
    list: os.transfers.list.handler(({ input, path }) => {
      note(path, input)
      return {
        total: 1,
        rows: [transfer],
        counts: { out: { ...none, asked: 1, inTransit: 1 }, in: none, within: none },
        parts: { mine: 0, open: 1, over: 0 },
      }
    }),
  }
}
