import type { PackTest } from '#contract/lifeline/pack-changes.ts'
import type { Text } from '#db/shared/text.ts'
import { defaultPack } from './pack.ts'
import { type Dated, flat, type RulePack } from './rule-pack.ts'

/** When the sources in domain.md were last looked at. */
const checked = '2026-11-24'

const ours: Text = { zh: '本规则包所定', en: 'our own' }
type Ground = readonly [basis: Text, source: string | null]

/** Where each number comes from; what is not named here is ours. */
const grounds: Readonly<Record<string, Ground>> = {
  newcomerMonths: [{ zh: '对标定级：成立满6个月的参加', en: 'rated from 6 months on' }, '高校定级通知'],
  'W01.fewestMembers': [
    { zh: '《团章》（2023）第二十二条', en: 'League charter (2023), article 22' },
    '团十九大，2023-06-22',
  ],
  'W04.redAboveDays': [
    { zh: '参照“书记出缺超过3个月”', en: `follows the Party's "vacant for more than 3 months"` },
    '地级市标准，2019',
  ],
  'W05.fromMembers': [{ zh: '《团支部工作条例（试行）》', en: 'Branch work regulations' }, '条例转载本'],
  'W05.fewestOnCommittee': [
    { zh: '《团支部工作条例（试行）》', en: 'Branch work regulations' },
    '条例转载本',
  ],
  'W06.presumedYears': [
    { zh: '《团章》（2023）第二十二条', en: 'League charter (2023), article 22' },
    '团十九大，2023-06-22',
  ],
  'W06.branchCapMonths': [
    { zh: '中青发〔2025〕1号第四条', en: 'Election regulations (2025), article 4' },
    '中青发〔2025〕1号',
  ],
  'W06.committeeCapMonths': [
    { zh: '中青发〔2025〕1号第四条', en: 'Election regulations (2025), article 4' },
    '中青发〔2025〕1号',
  ],
  'W07.mostMembers': [{ zh: '《团支部工作条例（试行）》', en: 'Branch work regulations' }, '条例转载本'],
  'W09.fromMembers': [{ zh: '《团支部工作条例（试行）》', en: 'Branch work regulations' }, '条例转载本'],
  'W12.mostExcellentPercent': [{ zh: '优秀不超过30%', en: 'at most 30% are excellent' }, '高校评议通知'],
  'W13.fewestPercent': [
    { zh: '“两制”完成率（广东2022）', en: 'two systems (Guangdong 2022)' },
    '“两红两优”通知，2022',
  ],
  'W14.yellowPercent': [{ zh: '深圳2021（团支部）', en: 'Shenzhen 2021 (branches)' }, '“两红两优”通知，2021'],
  'W14.orangePercent': [
    { zh: '广东2021、2022（团委）', en: 'Guangdong 2021, 2022 (committees)' },
    '“两红两优”通知，2021',
  ],
  'W15.months': [
    { zh: '《团章》（2023）第八条', en: 'League charter (2023), article 8' },
    '团十九大，2023-06-22',
  ],
  'W17.orangeAboveDays': [
    { zh: '福建星级标准（2024）', en: 'Fujian star standard (2024)' },
    '福建高校转发，2024-03',
  ],
  'W17.fewestTimelyPercent': [{ zh: '广东2021', en: 'Guangdong 2021' }, '“两红两优”通知，2021'],
  'W18.fewestPercent': [
    { zh: '编号使用率（广东2021）', en: 'use of numbers (Guangdong 2021)' },
    '“两红两优”通知，2021',
  ],
  'W20.redBelowScore': [
    { zh: '中青办发〔2019〕6号', en: 'Standardization plan (2019, no. 6)' },
    '高校定级通知',
  ],
  'W20.orangeBelowScore': [
    { zh: '中青办发〔2019〕6号', en: 'Standardization plan (2019, no. 6)' },
    '高校定级通知',
  ],
}

/** What changed with the years. */
const changed: Readonly<Record<string, Dated[]>> = {
  'W17.yellowAboveDays': [
    {
      value: 2,
      from: null,
      basis: { zh: '48小时（广东2019）', en: '48 hours (Guangdong 2019)' },
      source: '系统界面，2019-03',
      checked,
    },
    {
      value: 3,
      from: '2021-01-01',
      basis: { zh: '72小时（广东2021起）', en: '72 hours (Guangdong, from 2021)' },
      source: '“两红两优”通知，2021',
      checked,
    },
  ],
}

/**
 * Branches about which nobody disagrees, whatever numbers an office chooses: a pack that was changed and judges one of
 * these otherwise has a slip in it.
 */
const tests: readonly PackTest[] = [
  {
    ...{ name: '样样正常的团支部', english: 'a branch in which all is well', on: '2018-12-31', branch: {} },
    expect: { rules: { W01: 'none', W02: 'none', W04: 'none', W06: 'none' }, suggested: false },
  },
  {
    ...{
      name: '只有一名团员',
      english: 'only one member',
      on: '2018-12-31',
      branch: { members: 1, posts: 1 },
    },
    expect: { rules: { W01: 'red' }, suggested: true },
  },
  {
    ...{ name: '没有团干部', english: 'nobody in any post', on: '2018-12-31', branch: { posts: 0 } },
    expect: { rules: { W02: 'red' }, suggested: true },
  },
  {
    ...{
      name: '书记空缺一年',
      english: 'no secretary for a year',
      on: '2018-12-31',
      branch: { secretaryLeft: '2017-12-31' },
    },
    expect: { rules: { W04: 'red' }, suggested: true },
  },
  {
    ...{
      name: '届满两年没有换届',
      english: 'its term over for two years',
      on: '2018-12-31',
      branch: { elected: '2013-12-01', years: 3 },
    },
    expect: { rules: { W06: 'red' }, suggested: true },
  },
  {
    ...{
      name: '一年没有活动',
      english: 'no activity for a year',
      on: '2018-12-31',
      branch: { lastMeeting: '2017-12-20' },
    },
    expect: { rules: { W11: 'red' }, suggested: true },
  },
  {
    ...{ name: '定级得 30 分', english: 'rated at 30 points', on: '2018-12-31', branch: { score: 30 } },
    expect: { rules: { W20: 'red' }, suggested: true },
  },
  {
    ...{
      name: '成立三个月，暂不判断',
      english: 'founded three months ago: not judged yet',
      on: '2018-12-31',
      branch: { members: 0, founded: '2018-10-01' },
    },
    expect: { rules: { W01: 'info' }, suggested: false },
  },
]

/** The rules as the program brings them, until the district publishes its own. */
export const defaultRulePack: RulePack = {
  name: defaultPack.name,
  year: 2018,
  version: 1,
  since: '1900-01-01',
  rules: {},
  tests,
  thresholds: Object.fromEntries(
    [...flat(defaultPack.thresholds)].map(([name, value]) => {
      const [basis, source] = grounds[name] ?? [ours, null]
      return [name, changed[name] ?? [{ value, from: null, basis, source, checked }]]
    }),
  ),
}
