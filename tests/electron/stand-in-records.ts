import { implement } from '@orpc/server'
import { contract } from '#contract/index.ts'
import type { Done, DoneMany } from '#contract/records.ts'
import { longWork } from '#db/shared/long-work.ts'

type Note = (path: readonly string[], input: unknown) => void

/** What was done to each of many. */
export function doneForMany(ids: readonly string[], { changeSet, sentences, warnings }: Done): DoneMany {
  const rows = ids.map(id => ({ id, title: id, sentences, warnings: [], problems: [], isSame: false }))
  return { changeSet, sentences, warnings, done: rows.length, same: 0, wrong: 0, stamp: 's', rows }
}

/** The procedures of records, answered without a registry. */
export function standInRecords(note: Note) {
  const os = implement(contract)
  const field = {
    field: 'topic',
    words: { zh: '主题', en: 'topic' },
    type: 'text',
    required: false,
    fixed: false,
    masked: false,
    most: 500,
    to: null,
    options: [],
  }
  const record = {
    kind: 'meeting',
    id: 'm-1',
    title: '2018-03-02 支部大会',
    fields: { org: '440309002007', topic: '学习', expected: 9 },
    refs: { org: { id: 'o-2', code: '440309002007', name: '白石龙社区' } },
    masked: [],
    conflicts: [],
  }
  const done = {
    id: 'm-1',
    changeSet: 12,
    sentences: [{ zh: '登记会议活动 2018-03-02 支部大会', en: 'Registered the meeting 2018-03-02 支部大会' }],
    warnings: [{ zh: '请核对', en: 'Check it' }],
  }
  return {
    kinds: os.records.kinds.handler(({ input, path }) => {
      note(path, input)
      const fields = [
        field,
        { ...field, field: 'files', words: { zh: '附件', en: 'attachments' }, type: 'files' },
      ]
      return [{ kind: 'meeting', words: { zh: '会议活动', en: 'meeting' }, fields, add: fields }]
    }),
    list: os.records.list.handler(({ input, path }) => {
      note(path, input)
      return { total: 1, rows: [record] }
    }),
    show: os.records.show.handler(({ input, path }) => {
      note(path, input)
      return {
        ...record,
        says: { topic: { zh: '学习', en: '学习' }, expected: { zh: '9', en: '9' } },
        seen: ['7@w'],
      }
    }),
    add: os.records.add.handler(({ input, path }) => {
      note(path, input)
      return done
    }),
    edit: os.records.edit.handler(({ input, path }) => {
      note(path, input)
      return done
    }),
    many: os.records.many.handler(async function* ({ input, path, signal }) {
      note(path, input)
      yield* longWork(async () => doneForMany(input.ids, done), signal)
    }),
    remove: os.records.remove.handler(({ input, path }) => {
      note(path, input)
      return done
    }),
    close: os.records.close.handler(({ input, path }) => {
      note(path, input)
      return done
    }),
    mergePeople: os.records.mergePeople.handler(({ input, path }) => {
      note(path, input)
      return done
    }),
    unmergePeople: os.records.unmergePeople.handler(({ input, path }) => {
      note(path, input)
      return done
    }),
    reopen: os.records.reopen.handler(({ input, path }) => {
      note(path, input)
      return done
    }),
  }
}
