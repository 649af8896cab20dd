import { implement } from '@orpc/server'
import { contract } from '#contract/index.ts'

type Note = (path: readonly string[], input: unknown) => void

/** An empty sheet that takes whatever is saved. */
export function standInSheet(note: Note) {
  const os = implement(contract)
  return {
    rows: os.sheet.rows.handler(({ input, path }) => {
      note(path, input)
      const org = { id: 'o-2', code: '440309002', name: '民治街道', shortName: null }
      return { org, day: '2018-12-31', total: 0, rows: [] }
    }),
    save: os.sheet.save.handler(async function* ({ input, path }) {
      note(path, input)
      const said = { changeSet: 14, sentences: [], warnings: [], rows: [] }
      const result = { ...said, done: input.rows.length, same: 0, wrong: 0, stamp: '' }
      yield { type: 'done' as const, result }
    }),
  }
}

/** A trash with one record in it, which comes back. */
export function standInTrash(note: Note) {
  const os = implement(contract)
  const words = { zh: '会议活动', en: 'meeting' }
  return {
    list: os.trash.list.handler(({ input, path }) => {
      note(path, input)
      return {
        total: 1,
        kinds: [{ kind: 'meeting', words }],
        rows: [
          {
            id: 'm-1',
            kind: 'meeting',
            words,
            title: '2018-03-02 支部大会',
            of: '白石龙社区',
            at: '2018-12-01T04:00:00.000Z',
            actor: '王芳',
            office: '民治街道',
            reason: '重复登记',
            with: [],
          },
        ],
      }
    }),
    restore: os.trash.restore.handler(({ input, path }) => {
      note(path, input)
      return {
        id: input.id,
        changeSet: 15,
        sentences: [
          { zh: '恢复会议活动 2018-03-02 支部大会', en: 'Restored the meeting 2018-03-02 支部大会' },
        ],
        warnings: [],
      }
    }),
    holders: os.trash.holders.handler(({ input, path }) => {
      note(path, input)
      return []
    }),
  }
}

/** A month in which nobody was to pay. */
export function standInFees(note: Note) {
  const os = implement(contract)
  const org = { id: 'o-2', code: '440309002', name: '民治街道', shortName: null }
  const total = { org, members: 0, liable: 0, paid: 0, unpaid: 0, amount: 0, untold: 0 }
  const settings = { feeBands: 'guangdong', transferDays: 10 }
  return {
    statement: os.fees.statement.handler(({ input, path }) => {
      note(path, input)
      return { month: '2018-11', day: '2018-11-30', total, rows: [] }
    }),
    members: os.fees.members.handler(({ input, path }) => {
      note(path, input)
      return { month: '2018-11', total: 0, rows: [] }
    }),
    settings: os.fees.settings.handler(() => ({
      ...settings,
      sets: [
        {
          set: 'guangdong',
          name: { zh: '广东', en: 'Guangdong' },
          source: { zh: '粤青办', en: 'the province' },
          bands: [{ income: '2000 元以下', fen: 300 }],
        },
      ],
    })),
    set: os.fees.set.handler(({ input, path }) => {
      note(path, input)
      return settings
    }),
  }
}

/** No branch owes anything. */
export function standInDuties(note: Note) {
  const os = implement(contract)
  return {
    list: os.duties.list.handler(({ input, path }) => {
      note(path, input)
      return {
        quarter: '2018-10-01',
        month: '2018-12-01',
        asOf: '2018-12-31',
        committeeFrom: 7,
        branches: 0,
        owing: { assembly: 0, lesson: 0, committee: 0 },
        total: 0,
        rows: [],
      }
    }),
  }
}
