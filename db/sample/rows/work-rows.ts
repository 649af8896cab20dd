import type { IsoDay } from '#db/shared/day.ts'
import { invariant } from '#db/shared/invariant.ts'
import { dayAt, dayNumber } from '../day-number.ts'
import type { DistrictPlan } from '../plan-district.ts'
import type { PlannedOrg } from '../planned-org.ts'

/** A record of work as a row of the work ledger. */
export type WorkRow = {
  readonly org: string
  readonly type: string
  readonly held_on: IsoDay
  readonly title: string
  readonly venue?: string
  readonly sessions?: number
  readonly people?: number
  /** In tenths of an hour, and in fen, as they are kept. */
  readonly hours?: number
  readonly money?: number
  readonly own?: Readonly<Record<string, string>>
}

/** Which organizations did it, one after the other. */
export type Where = 'district' | 'streets' | 'communities' | 'organs' | 'everywhere' | 'parks'

/** So many records of one type over a stretch of the year; numbers are totals, parted over the records. */
type Plan = {
  readonly type: string
  readonly titles: readonly string[]
  readonly rows: number
  readonly where?: Where
  /** At most so many different organizations. */
  readonly places?: number
  /** Months, both of them included. */
  readonly months?: readonly [from: number, to: number]
  readonly people?: number
  readonly hours?: number
  readonly yuan?: number
  /** Own fields that are numbers, by their totals, and others as they stand. */
  readonly sums?: Readonly<Record<string, number>>
  readonly own?: Readonly<Record<string, string>>
  readonly eachOwn?: (at: number) => Readonly<Record<string, string>>
}

const honour = (title: string, rows: number, level = '省级', more: Partial<Plan> = {}): Plan => ({
  type: '荣誉',
  titles: [`获评${title}`],
  rows,
  months: [4, 6],
  own: { 级别: level, 称号: title },
  ...more,
})

/** The work of Longhua in 2018, as its report tells it (龙华团区委2018年工作总结): the figures add up to what stands there. */
const yearOfLonghua: readonly Plan[] = [
  { type: 'Young课堂', titles: ['公文写作', '团务实操', '活动策划', '新媒体运营'], rows: 12, people: 760 },
  { type: '团干提升营', titles: ['基层团干素质能力提升营'], rows: 7, where: 'streets', people: 440 },
  {
    type: '青年之声活动',
    titles: ['青年读书会', '单身联谊', '职场沙龙', '亲子手工'],
    rows: 154,
    where: 'everywhere',
  },
  { type: '微信推送', titles: ['“龙华青年”推送'], rows: 40, sums: { 推文数: 243 } },
  { type: '工作画报', titles: ['《龙华青年》工作画报'], rows: 5, sums: { 册数: 6000 } },
  { type: '媒体报道', titles: ['龙华频道报道'], rows: 10, own: { 媒体: '龙华频道', 媒体类别: '电视' } },
  {
    type: '媒体报道',
    titles: ['报刊报道'],
    rows: 50,
    eachOwn: at => ({ 媒体: ['深圳特区报', '宝安日报', '晶报'][at % 3] ?? '晶报', 媒体类别: '报刊' }),
  },
  {
    type: '主题团课',
    titles: ['学习习近平新时代中国特色社会主义思想', '学习新团章'],
    rows: 45,
    where: 'everywhere',
  },
  { type: '专题党课', titles: ['青年导师讲党课'], rows: 25, where: 'organs' },
  { type: '主题寻访', titles: ['带着党章去寻访'], rows: 18, where: 'streets' },
  { type: '网络舆情培训', titles: ['网络舆情培训'], rows: 12 },
  {
    type: '文化月活动',
    titles: ['各界青年代表座谈会', '青年创新论坛', '志愿服务集市', '文化艺术沙龙'],
    rows: 70,
    where: 'everywhere',
    places: 40,
    months: [4, 5],
    people: 10_000,
  },
  honour('广东省优秀共青团员', 4),
  honour('广东省优秀共青团干部', 2),
  honour('最美南粤少年', 3),
  honour('省级优秀少先队员', 3),
  honour('十大深圳好青年', 1, '市级'),
  honour('广东省五四红旗团支部', 1),
  honour('省级青年文明号', 1),
  honour('深圳市五星级义工', 6, '市级', { where: 'streets', people: 84, months: [12, 12] }),
  { type: '驿站住宿', titles: ['来深青年免费住宿'], rows: 12, people: 145 },
  { type: '驿站活动', titles: ['职业招聘会', '青年素质提升'], rows: 10, people: 800 },
  { type: '婚恋交友', titles: ['青春就该这Young', 'Young爱奔跑'], rows: 8, people: 500 },
  {
    type: '青工学堂',
    titles: ['口才训练', '摄影技巧', '美容美妆'],
    rows: 16,
    where: 'communities',
    places: 8,
    people: 640,
  },
  {
    type: '青工学堂',
    titles: ['口才训练', '职场礼仪'],
    rows: 8,
    where: 'parks',
    places: 4,
    people: 360,
    eachOwn: at => ({
      园区: ['云岭科创园', '禾田产业园', '青桥智造园', '鹭溪软件园'][at % 4] ?? '云岭科创园',
    }),
  },
  { type: '就业实习', titles: ['“展翅计划”岗位征集'], rows: 7, where: 'streets', sums: { 岗位数: 140 } },
  {
    type: '青春家园活动',
    titles: ['舞台剧巡演', '反欺凌普法公益课程'],
    rows: 200,
    where: 'communities',
    people: 10_000,
  },
  { type: '青年交流', titles: ['高铁贯两地，龙华新契机', '两岸同心，情系龙华'], rows: 4, people: 600 },
  { type: '义工培训', titles: ['新注册义工培训'], rows: 30, where: 'streets', people: 1640 },
  { type: '义工交流', titles: ['骨干义工外出学习交流'], rows: 2, people: 60 },
  { type: '文明劝导', titles: ['交通文明劝导'], rows: 1, months: [1, 1], sums: { 每日义工数: 300 } },
  { type: '护河治水', titles: ['“河小二”护河治水'], rows: 300, where: 'communities', people: 2000 },
  { type: '宣传发放', titles: ['扫黑除恶宣传物料发放'], rows: 20, where: 'streets', sums: { 份数: 5000 } },
  { type: '公益捐助', titles: ['“暖冬之行 爱在身边”慈善募捐'], rows: 3, sums: { 物资吨数: 15 } },
  { type: '公益捐助', titles: ['“童梦路，义起行”公益助学'], rows: 4, sums: { 文具数: 305, 图书册数: 500 } },
  { type: '公益捐助', titles: ['“益路同行”玉树慈善行'], rows: 2, yuan: 77_000, sums: { 物资折款: 150_000 } },
  {
    type: '志愿服务月报',
    titles: ['志愿者系统月报'],
    rows: 12,
    people: 299_000,
    hours: 721_000,
    sums: { 新注册志愿者: 16_796, 志愿项目数: 28_000 },
  },
]

/** A year of work of the district, some 1,150 records; or of several years, up to the day. The same district has the same ones. */
export function* workRows(plan: DistrictPlan, years = 1): Generator<WorkRow, undefined> {
  const last = yearOf(plan)
  for (let year = last - years + 1; year <= last; year++)
    for (const row of workOf(plan, year)) if (row.held_on <= dayAt(plan.today)) yield row
  return undefined
}

/** The year of the day on which the district is looked at. */
export function yearOf({ today }: Pick<DistrictPlan, 'today'>): number {
  return Number(dayAt(today).slice(0, 4))
}

function* workOf({ orgs }: DistrictPlan, year: number): Generator<WorkRow, undefined> {
  const firstDay = dayNumber(`${year}-01-01` as IsoDay)
  for (const plan of yearOfLonghua) {
    const places = placesOf(orgs, plan.where ?? 'district').slice(0, plan.places)
    const [from, to] = plan.months ?? [1, 12]
    // A month has 30 days here, so that the last one is not later than the year.
    const [begin, length] = [(from - 1) * 30, (to - from + 1) * 30]
    for (let at = 0; at < plan.rows; at++) {
      const org = places[at % places.length]
      invariant(org, 'somebody did the work')
      const share = (total: number | undefined) =>
        total === undefined ? undefined : partOf(total, plan.rows, at)
      const day = dayAt(firstDay + begin + Math.floor(((at + 0.5) * length) / plan.rows))
      const title = plan.titles[at % plan.titles.length]
      const sums = Object.entries(plan.sums ?? {}).map(([name, total]) => [
        name,
        String(partOf(total, plan.rows, at)),
      ])
      const own = { ...plan.own, ...plan.eachOwn?.(at), ...Object.fromEntries(sums) }
      const [people, hours, yuan] = [share(plan.people), share(plan.hours), share(plan.yuan)]
      yield {
        org: org.name,
        type: plan.type,
        held_on: day,
        title: plan.rows > plan.titles.length ? `${title}（${at + 1}）` : String(title),
        ...(people !== undefined && { people }),
        ...(hours !== undefined && { hours: hours * 10 }),
        ...(yuan !== undefined && { money: yuan * 100 }),
        ...(Object.keys(own).length > 0 && { own }),
      }
    }
  }
  return undefined
}

/** Whole parts of a total that add up to it. */
function partOf(total: number, parts: number, at: number): number {
  return Math.floor(((at + 1) * total) / parts) - Math.floor((at * total) / parts)
}

export function placesOf(orgs: readonly PlannedOrg[], where: Where): readonly PlannedOrg[] {
  const isOf: Readonly<Record<Where, (org: PlannedOrg) => boolean>> = {
    district: org => org.tier === 'district',
    streets: org => org.tier === 'street' && org.kind === 'work-committee',
    communities: org => org.tier === 'community' && org.kind !== 'branch',
    organs: org => org.tier === 'organ' && org.kind === 'branch',
    parks: org => org.tier === 'two-new' && org.kind === 'committee' && !org.isHollow,
    everywhere: org => org.kind !== 'leading' && org.index % 17 === 3,
  }
  return orgs.filter(isOf[where])
}

/** A park that is to have an organization next year, as a row of its roster. */
export type ProspectRow = {
  readonly org: string
  readonly name: string
  readonly type: string
  readonly since: string
  readonly members: number
  readonly youths: number
  readonly planned: string
}

const parksToCome =
  '云岭科创园二期 龙塘智谷 茜坑科技园 章阁产业园 牛湖创意园 鳌湖艺术园 油松电商园 上芬时尚园 清湖数字园'.split(
    ' ',
  )

/** 力争在全区9个园区成立“两新”团组织: the parks that are planned for the year after. */
export function* prospectRows({ orgs, today }: DistrictPlan, years = 1): Generator<ProspectRow, undefined> {
  const year = yearOf({ today }) - years + 1
  const streets = placesOf(orgs, 'streets')
  for (const [at, name] of parksToCome.entries()) {
    const street = streets[at % streets.length]
    invariant(street, 'a district has streets')
    yield {
      org: street.name,
      name,
      type: '园区',
      since: `${year}-${String((at % 9) + 3).padStart(2, '0')}`,
      members: 8 + at * 5,
      youths: 120 + at * 60,
      planned: `${year + 1}-${String((at % 6) + 4).padStart(2, '0')}`,
    }
  }
  return undefined
}
