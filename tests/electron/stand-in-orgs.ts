import { implement } from '@orpc/server'
import { contract } from '#contract/index.ts'

type Note = (path: readonly string[], input: unknown) => void

/** The procedures of organizations over time, answered without a registry. */
export function standInOrgs(note: Note) {
  const os = implement(contract)
  const one = {
    entity: 'person' as const,
    id: 'p-1',
    name: '张伟',
    day: '2018-06-01',
    members: null,
    sentence: { zh: '张伟编入“白石龙”', en: '张伟 joined 白石龙' },
  }
  return {
    coverage: os.orgs.coverage.handler(({ input, path }) => {
      note(path, input)
      const own = { org: { id: 'o-1', code: null, name: '龙华区' }, organizations: 1, open: 1, planned: 0 }
      return { asOf: '2018-12-31', own: { ...own, members: 2, share: 0.5 }, below: [], joint: [] }
    }),
    acts: os.orgs.acts.handler(() => []),
    act: os.orgs.act.handler(({ input, path }) => {
      note(path, input)
      return {
        id: 'o-2',
        changeSet: 12,
        sentences: [
          { zh: '“白石龙”并入“民治”，自 2018-06-01 起', en: 'Merged 白石龙 into 民治 from 2018-06-01 on' },
        ],
        warnings: [{ zh: '请核对', en: 'Check it' }],
        headcounts: [{ id: 'o-2', name: '民治', before: 10, after: 19 }],
      }
    }),
    changes: os.orgs.changes.handler(({ input, path }) => {
      note(path, input)
      return {
        org: { code: '440309', name: '龙华区' },
        from: input.from,
        to: input.to,
        before: 30,
        after: 31,
        totals: { came: 1, went: 0, moved: 0, founded: 0, renamed: 0, closed: 0 },
        came: [one],
        went: [],
        moved: [],
        founded: [],
        renamed: [],
        closed: [],
      }
    }),
    lineage: os.orgs.lineage.handler(({ input, path }) => {
      note(path, input)
      return []
    }),
  }
}
