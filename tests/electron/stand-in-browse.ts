import type { implement } from '@orpc/server'
import type { contract } from '#contract/index.ts'

const node = {
  id: 'o-1',
  code: '440309',
  name: '共青团深圳市龙华区委员会',
  shortName: '龙华区团委',
  initials: 'lhqtw',
  tier: 'district' as const,
  kind: 'leading' as const,
  branchType: 'ordinary' as const,
  children: 0,
  branches: 0,
  members: 0,
}

const unit = {
  ...node,
  secretary: null,
  isElected: false,
  term: null,
  lastMeeting: null,
  branchesMet: 0,
}

/** The same at a glance. */
export function glancing(os: ReturnType<typeof implement<typeof contract>>) {
  const { glance } = os
  return {
    org: glance.org.handler(() => ({
      asOf: '2018-12-31',
      from: '2018-01-01',
      own: unit,
      meetings: [],
      below: [],
    })),
    year: glance.year.handler(() => ({ asOf: '2018-12-31', rows: [] })),
    why: glance.why.handler(() => ({ asOf: '2018-12-31', org: 'o-1', findings: [] })),
    history: glance.history.handler(() => ({ total: 0, rows: [], actors: [], kinds: [] })),
    changes: glance.changes.handler(({ input }) => ({
      entry: {
        changeSet: input.changeSet,
        at: '2018-12-31T04:00:00Z',
        actor: '',
        sentence: { zh: '', en: '' },
        changes: 0,
        canUndo: false,
        isUndone: false,
      },
      total: 0,
      rows: [],
    })),
    record: glance.record.handler(({ input }) => ({
      id: input.of,
      kind: { zh: '', en: '' },
      title: { zh: '', en: '' },
      subjects: [],
      total: 0,
      rows: [],
    })),
    ages: glance.ages.handler(() => ({ asOf: '2018-12-31', rows: [] })),
  }
}

/** What the stand-in shows to whoever looks through it: one organization with nothing in it. */
export function browsing(os: ReturnType<typeof implement<typeof contract>>) {
  const { looking } = os
  return {
    top: looking.top.handler(() => node),
    begin: looking.begin.handler(() => ({ top: node, children: [] })),
    children: looking.children.handler(() => []),
    way: looking.way.handler(() => []),
    places: looking.places.handler(() => []),
    people: looking.people.handler(() => ({ total: 0, rows: [] })),
    person: looking.person.handler(({ input }) => ({
      id: input.id,
      name: '张伟',
      sex: null,
      birth: null,
      nation: null,
      political: null,
      joined: null,
      memberNo: null,
      education: null,
      occupation: null,
      workplace: null,
      more: [],
      idMasked: null,
      phoneMasked: null,
      homes: [],
      posts: [],
      standings: [],
      isMerged: false,
    })),
    cadres: looking.cadres.handler(() => ({ total: 0, rows: [] })),
    doubles: looking.doubles.handler(() => {
      const one = {
        id: 'p-1',
        name: '张伟',
        birth: '1995-02-03',
        idMasked: null,
        phoneMasked: null,
        org: null,
      }
      return [{ why: 'no-number' as const, people: [one, { ...one, id: 'p-2' }], apart: null }]
    }),
    due: looking.due.handler(() => ({
      asOf: '2018-12-31',
      until: '2019-06-30',
      notReported: 0,
      past28: 0,
      past28InPost: 0,
      reaching28: 0,
    })),
  }
}
