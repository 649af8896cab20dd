import { implement } from '@orpc/server'
import { contract } from '#contract/index.ts'
import type { ShownYear, YearUnit } from '#contract/lifeline/annual.ts'
import { longWork } from '#db/shared/long-work.ts'

type Note = (path: readonly string[], input: unknown) => void

const hash = '8f0e'.repeat(16)
const frozen = { id: 'y-1', day: '2018-12-31', hash, at: '2019-01-05T03:00:00.000Z', actor: '李娜' }
const stateWords = { zh: '已封存', en: 'frozen' }

const unit: YearUnit = {
  ...{ org: 'o-1', code: '440309000000', name: '龙华区', isOwn: true, state: 'sealed', stateWords, frozen },
  ...{ branches: 883, missing: 1, may: ['freeze', 'approve'] },
}

const shown: ShownYear = {
  ...frozen,
  ...{ org: 'o-1', code: '440309000000', orgName: '龙华区', year: 2018, pack: 'p-1', packName: null },
  ...{ state: 'sealed', stateWords, log: [], damage: null, findings: 2, unjudged: [] },
  figures: [
    {
      ...{ org: 'o-1', code: '440309000000', name: '龙华区', tier: 'district', parent: null, members: 8368 },
      ...{ cadres: 1540, branches: 883, exempt: 11, flagged: 300, suggested: 90 },
      ...{ severities: { red: 56 }, rules: { W01: 56 }, cases: { rectifying: 1 } },
    },
  ],
  today: {
    ...{ hash: null, same: false, different: 1, because: [] },
    differences: [
      {
        ...{ org: 'o-2', code: '440309002007', name: '白石龙社区', what: 'changed' },
        findings: [{ rule: 'W02', was: 'red', now: null }],
        ...{ suggested: { was: true, now: false }, cases: [], fields: ['members'] },
      },
    ],
  },
}

const sentences = [{ zh: '封存“龙华区” 2018 年度评审', en: 'Froze the annual review 2018 of 龙华区' }]
const done = { id: 'y-1', changeSet: 14, sentences, warnings: [] }

/** One frozen year of the district, and what is missing in it. */
export function standInAnnual(note: Note) {
  const os = implement(contract)
  async function* freezing({ input, path }: { input: unknown; path: readonly string[] }) {
    note(path, input)
    yield* longWork(async report => {
      await report({ zh: '正在封存', en: 'Freezing' }, 1, 1)
      return { ...done, hash, year: 2018, day: frozen.day }
    })
  }
  return {
    status: os.annual.status.handler(({ input, path }) => {
      note(path, input)
      return { year: input.year, day: frozen.day, units: [unit] }
    }),
    missing: os.annual.missing.handler(({ input, path }) => {
      note(path, input)
      const text = { zh: '建议认定，还没有决定。', en: 'Proposed, and nobody has decided.' }
      const row = { what: 'proposal' as const, org: 'o-2', code: '440309002007', name: '白石龙社区' }
      return { day: frozen.day, total: 1, rows: [{ ...row, unit: 'o-1', case: null, text }] }
    }),
    freeze: os.annual.freeze.handler(freezing),
    approve: os.annual.approve.handler(freezing),
    takeBack: os.annual.takeBack.handler(({ input, path }) => {
      note(path, input)
      return done
    }),
    list: os.annual.list.handler(() => ({
      rows: [{ ...frozen, year: 2018, state: 'sealed' as const, stateWords, counts: true }],
    })),
    show: os.annual.show.handler(({ input, path }) => {
      note(path, input)
      return shown
    }),
    years: os.annual.years.handler(({ input, path }) => {
      note(path, input)
      const year = { day: frozen.day, frozen: null, units: [] }
      return {
        years: [2017, 2018].map(of => ({ year: of, ...year })),
        units: [{ id: 'o-1', code: '440309000000', name: '龙华区', shortName: null }],
        turns: [{ year: 2018, unit: 'o-1', turn: 'new' as const, n: 3 }],
        ...{ flows: [], progress: [] },
      }
    }),
    turned: os.annual.turned.handler(() => ({ total: 0, rows: [] })),
    hit: os.annual.hit.handler(() => ({ total: 0, rows: [] })),
    papers: os.annual.papers.handler(async function* ({ input, path }) {
      note(path, input)
      const name = `${input.what}.${input.what === 'ledger' ? 'xlsx' : 'docx'}`
      yield* longWork(async () => ({ files: [new File([input.what], name)], papers: 1, left: [] }))
    }),
    places: os.annual.places.handler(() => ({ places: ['团组织全称'] })),
    rows: os.annual.rows.handler(() => ({ total: 0, rows: [] })),
  }
}
