/** A type of work as offices usually have it. */
export type UsualType = {
  readonly name: string
  readonly area: string
  readonly own?: Readonly<Record<string, string>>
  readonly also?: readonly string[]
  readonly note?: string
}

/**
 * The types of work that the figures of a district's report are counted from (`district-figures.ts`): what an office
 * begins with, and may change, add to and put out of use as it likes.
 */
export const usualTypes: readonly UsualType[] = [
  { name: '主题团课', area: '思想引领', also: ['团课', '专题团课'] },
  { name: '专题党课', area: '思想引领', also: ['党课'] },
  { name: '主题寻访', area: '思想引领', also: ['带着党章去寻访'] },
  { name: '网络舆情培训', area: '思想引领' },
  { name: '文化月活动', area: '思想引领', also: ['五四青年文化月', '青年文化月', '文化月'] },
  { name: 'Young课堂', area: '组织建设', also: ['青年Young课堂'] },
  { name: '团干提升营', area: '组织建设', also: ['提升营', '团干素质能力提升营'] },
  { name: '走访调研', area: '组织建设', also: ['走访', '调研'] },
  { name: '青年之声活动', area: '服务青年', also: ['青年之声'] },
  { name: '微信推送', area: '宣传', own: { 推文数: 'number' }, also: ['微信公众号'] },
  { name: '工作画报', area: '宣传', own: { 册数: 'number' }, also: ['画报'] },
  {
    name: '媒体报道',
    area: '宣传',
    own: { 媒体: 'text', 媒体类别: '电视/报刊/网络/广播' },
  },
  { name: '宣传发放', area: '宣传', own: { 份数: 'number' } },
  {
    name: '荣誉',
    area: '荣誉',
    own: { 级别: 'text', 称号: 'text' },
    also: ['表彰', '获奖'],
    note: '人数不写按 1 人算。',
  },
  { name: '驿站住宿', area: '服务青年' },
  { name: '驿站活动', area: '服务青年' },
  { name: '婚恋交友', area: '服务青年', also: ['交友联谊', '青爱团'] },
  { name: '青工学堂', area: '服务青年', own: { 园区: 'text' } },
  { name: '就业实习', area: '服务青年', own: { 岗位数: 'number' }, also: ['展翅计划'] },
  { name: '青春家园活动', area: '服务青年' },
  { name: '青年交流', area: '服务青年', also: ['两岸交流', '粤港澳交流'] },
  { name: '义工培训', area: '志愿服务' },
  { name: '义工交流', area: '志愿服务' },
  { name: '文明劝导', area: '志愿服务', own: { 每日义工数: 'number' } },
  { name: '护河治水', area: '志愿服务', also: ['河小二'] },
  {
    name: '公益捐助',
    area: '志愿服务',
    own: { 物资吨数: 'number', 文具数: 'number', 图书册数: 'number', 物资折款: 'number' },
    also: ['捐赠', '慈善募捐'],
  },
  {
    name: '志愿服务月报',
    area: '志愿服务',
    own: { 新注册志愿者: 'number', 志愿项目数: 'number' },
    also: ['志愿服务'],
    note: '从志愿者系统导出：人数写参与人次，时长写服务小时数。',
  },
]
