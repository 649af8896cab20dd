import { expect, test } from 'vitest'
import { MeantOrgs, type NamedOrg } from '#db/rosters/planning/orgs/meant-orgs.ts'
import { OrgIndex } from '#db/rosters/planning/orgs/org-index.ts'

/** A community that keeps its registry for itself: no street stands above it. */
const root = '共青团深圳市龙华区民治街道民康社区委员会'
const org = (id: string, name: string, kind = 'branch', short: string | null = null): NamedOrg => ({
  ...{ id, name, kind, short_name: short },
  parent: id === 'root' ? null : 'root',
})
const meant = new MeantOrgs([
  org('root', root, 'committee'),
  org('1', '共青团深圳市龙华区民治街道民康社区第一支部委员会'),
  org('2', '共青团深圳市龙华区民治街道民康社区第二支部委员会', 'branch', '民康二支'),
  org('11', '共青团深圳市龙华区民治街道民康社区第十一支部委员会'),
  org('20', '共青团深圳市龙华区民治街道民康社区第20支部委员会'),
  org('hd', '共青团深圳市龙华区恒大物业民康分公司支部委员会', 'branch', '恒大物业团支部'),
])

test.each([
  ['一支部', '1'],
  ['第Ⅰ团支部', '1'],
  ['团支部1', '1'],
  ['支部一', '1'],
  ['团支部（一）', '1'],
  ['支部01', '1'],
  ['No.1支部', '1'],
  ['民康一支部', '1'],
  ['民康社区1支部', '1'],
  ['民治街道民康社区第一团支部', '1'],
  ['龙华区民治街道民康社区团支部第一', '1'],
  ['第Ⅱ支部', '2'],
  ['11支部', '11'],
  ['十一支部', '11'],
  ['第十一支部', '11'],
  ['支部11', '11'],
  ['第二十团支部', '20'],
  ['二十支部', '20'],
  ['民康社区团委', 'root'],
  ['民治街道民康社区团委', 'root'],
  ['恒大物业', 'hd'],
  ['第一支部(12人)', '1'],
  ['民治街道/民康社区/第一团支部', '1'],
  ['民治街道 ＞ 民康社区 ＞ 第一团支部', '1'],
  ['民治街道→民康社区→第一团支部', '1'],
  ['民治街道\\民康社区\\第一团支部', '1'],
  ['民治街道|民康社区|第一团支部', '1'],
  ['民康社区1支部（共8名）', '1'],
])('%s is what offices call the branch', (written, id) => {
  expect(meant.meantBy(written).map(found => found.id)).toEqual([id])
})

test.each(['三支部', '第一党支部', '一', '支部', '一二支部', '民治一支部', '民康社区团总支', '恒大'])(
  '%s names none of them',
  written => {
    expect(meant.meantBy(written)).toEqual([])
  },
)

test('a code and a name in one cell mean the organization of both; that of one alone is told, and two are asked about', () => {
  const index = new OrgIndex()
  const one = { kind: 'branch', tier: '', founded: null, own: true, parent: null, closed: null }
  for (const [id, code, name] of [
    ['a', 'GQ-0123', '幸福社区团支部'],
    ['b', '0124', '和平社区团支部'],
  ] as const)
    index.add({ ...one, id, code, name, short_name: null })
  const meantBy = (text: string) => {
    const found = index.find(text)
    if (found.kind === 'found') return [found.org.id, found.meant ?? false]
    return found.kind === 'ambiguous' ? found.codes : found.kind
  }
  expect(meantBy('GQ-0123 幸福社区团支部')).toEqual(['a', false])
  expect(meantBy('（0124）和平社区团支部')).toEqual(['b', false])
  expect(meantBy('0124和平社区团支部')).toEqual(['b', false])
  expect(meantBy('和平社区团支部（0124）')).toEqual(['b', false])
  expect(meantBy('（0999）和平社区团支部')).toEqual(['b', true])
  expect(meantBy('0124 和睦社区团支部')).toEqual(['b', true])
  expect(meantBy('0124 幸福社区团支部')).toEqual(['0124', 'GQ-0123'])
  expect(meantBy('0999 和睦社区团支部')).toBe('unknown')
})
