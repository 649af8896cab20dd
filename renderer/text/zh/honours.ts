/** Eligibility for honours. */
export const honoursZh = {
  title: '荣誉资格',
  link: '荣誉资格',
  note: (award: string, ready: string, all: string) => `${award}：${all} 个组织中，${ready} 个各项达标`,
  lead: (source: string) =>
    `条件出自${source}，当年如有新通知，以新通知为准。这里只说哪一条没达到，不作评选结论。`,
  award: '荣誉',
  org: '组织',
  onlyEligible: '只看没有不达标项的',
  none: '没有这样的组织。',
  missed: '不达标',
  missedOf: (n: string) => `${n} 项`,
  bars: {
    'two-systems': '评议和注册完成率',
    arrears: '连续 3 个月未交团费',
    timely: '业务及时响应率',
    numbers: '团员编号使用率',
    elections: '按期换届率',
    stars: '对标定级',
    age: '组织成立',
  },
  unknown: '未登记',
  needs: (need: string) => `要求${need}`,
}
export type HonoursWords = typeof honoursZh
