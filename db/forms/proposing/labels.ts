import { headerKey, headerKeyWithoutRemarks } from '#db/rosters/recognising/headers/header-key.ts'
import type { FigureName } from './known.ts'
import { figureOfType } from './types-asked.ts'

/** A label without its colon, brackets, numbers and what says only that it is counted. */
export function labelKey(text: string): string {
  // 一、 and （一） are numbers of a paragraph; 五四 without such a sign is a name.
  const bare = text.replace(
    /^\s*(?:[(（][一二三四五六七八九十\d]+[)）]|[一二三四五六七八九十]+[、.．])\s*/u,
    '',
  )
  return headerKeyWithoutRemarks(headerKey(bare)).replace(/^(?!\d{4}年)[\d.]+[.、)]?(?=\p{Script=Han})/u, '')
}

/** Other words for figures that every form asks for. */
const others: Readonly<Record<string, string>> = {
  团员数: 'members',
  团员人数: 'members',
  团员总数: 'members',
  现有团员: 'members',
  共青团员: 'members',
  团支部数: 'branches',
  支部数: 'branches',
  团支部总数: 'branches',
  基层团支部: 'branches',
  团干部: 'cadresInPost',
  团干部数: 'cadresInPost',
  团干部总数: 'cadresInPost',
  团干数: 'cadresInPost',
  团干: 'cadresInPost',
  专兼职团干部: 'cadresInPost',
  录入团干: 'cadres',
  录入团干部: 'cadres',
  新发展团员数: 'newMembers',
  发展团员: 'newMembers',
  发展团员数: 'newMembers',
  发展新团员: 'newMembers',
  新入团人数: 'newMembers',
  新入团团员: 'newMembers',
  新团员: 'newMembers',
  街道数: 'streets',
  社区数: 'communities',
  志愿者人数: 'newVolunteers',
  新注册志愿者: 'newVolunteers',
  新增注册志愿者: 'newVolunteers',
  志愿服务时长: 'volunteerHours',
  志愿服务时间: 'volunteerHours',
  志愿服务总时长: 'volunteerHours',
  志愿服务u站: 'uStations',
  u站: 'uStations',
  护河治水志愿活动: 'riverEvents',
  青年之声发布活动: 'youthVoiceActivities',
  参与志愿服务人次: 'volunteerParticipations',
}

const ofPeople = /(人次|人数)$/
const ofTimes = /(场次|场数|次数|期数)$/

/** Whether a label that says people or times may be of a figure in this unit: 青年之声活动人次 is no number of activities. */
function isCountedSo(label: string, unit: string | undefined): boolean {
  if (unit === undefined) return true
  const isOfPeople = /^(人|名|人次|位)$/.test(unit)
  return isOfPeople ? !ofTimes.test(label) : !ofPeople.test(label)
}

/** A head that says only what is counted: 场次 or 上年人次 over rows of activities. What it says, without the year. */
export function measureIn(text: string): string | undefined {
  const bare = labelKey(text).replace(/^(上年度?|去年|本年度?|今年|全年|累计)/, '')
  return /^(活动|开展|举办|参加|参与|服务|受益|覆盖|惠及)?(青年|群众|团员|义工|志愿者)?(场次|场数|次数|期数|人次|人数)$/.test(
    bare,
  )
    ? bare
    : undefined
}

/** 五星级义工 is 深圳市五星级义工: only the city has such. */
function withoutItsPlace(label: string, figures: readonly FigureName[]): string | undefined {
  if (label.length < 5) return undefined
  const found = figures.filter(
    ({ name }) => /^(深圳市|青年)/.test(name) && labelKey(name).replace(/^(深圳市|青年)/, '') === label,
  )
  return found.length === 1 ? found[0]?.key : undefined
}

/** What a label says beside the figure: of which year, how many, of what unit. */
const aside =
  /^(本年度?|今年|全年|当年|年度|上年度?|去年|现有|累计|共有|下辖|开展|举办|建成|建有|新增|共计?|约)+|(总数|人数|数量|个数|次数|场数|场次|情况|数|人次|约|共计?)$/g

/** The figure that a label names, by its name or another word; undefined where none or several could be meant. */
export function figureIn(text: string, figures: readonly FigureName[]): string | undefined {
  const key = labelKey(text)
  if (key.length < 2 || key.length > 40) return undefined
  const known = (wanted: string | undefined) => figures.find(one => one.key === wanted)?.key
  const bare = key
    .replace(/^(本单位|全区|我区|本区|我委|本委|我单位)?(下辖|所辖|共有)?/, '')
    .replace(/(约|共计?|达|超过?)$/, '')
    .replace(/^(其中|另有)[:：]?/, '')
    .replace(/^(荣?获评?|被评为|评为|选树|推报)(?=\p{Script=Han}{4})/u, '')
    .replace(/^(现有|共有|累计|全年|建成|建有|发布)+(开展|举办)?/, '')
    .replace(/^(\d{4}年度?|本年度?|今年|全年|上年度?|去年|年末|年底)/, '')
    .replace(/^新(建立?|设立?|组建|增)(?=\p{Script=Han}{2,}(团委|团工委|团支部|团总支)$)/u, '新成立')
  const direct = known(others[key]) ?? known(others[bare])
  if (direct !== undefined) return direct
  const exact = figures.filter(({ name }) => labelKey(name) === bare)
  if (exact.length === 1) return exact[0]?.key
  const short = bare.replace(aside, '')
  if (short.length < 2) return undefined
  const near = figures.filter(
    one =>
      !one.key.startsWith('type:') &&
      // 微信推文篇数: a figure with its own unit behind it.
      (labelKey(one.name) === withoutUnit(bare, one.unit) ||
        (labelKey(one.name).replace(aside, '') === short && isCountedSo(bare, one.unit))),
  )
  if (near.length > 0) return near.length === 1 ? near[0]?.key : undefined
  return (
    figureOfType(bare, unitIn(text), figures) ??
    withoutItsPlace(short, figures) ??
    ofItsLevel(short, text, figures)
  )
}

function withoutUnit(label: string, unit: string | undefined): string | undefined {
  return unit !== undefined && unit !== '' && label.endsWith(`${unit}数`)
    ? label.slice(0, -unit.length - 1)
    : undefined
}

/** 优秀共青团员（省级） and 省级优秀共青团员 are 广东省优秀共青团员. */
function ofItsLevel(label: string, text: string, figures: readonly FigureName[]): string | undefined {
  const level = /[(（]\s*(省|市)级?\s*[)）]/u.exec(text)?.[1] ?? /^(省|市)级?/u.exec(label)?.[1]
  if (level === undefined) return undefined
  const bare = label.replace(/^(省|市)级?/u, '')
  const names = level === '省' ? [`广东省${bare}`, `省级${bare}`] : [`深圳市${bare}`, `市级${bare}`]
  const found = figures.filter(({ name }) => names.includes(labelKey(name)))
  return bare.length >= 4 && found.length === 1 ? found[0]?.key : undefined
}

/** 合计, 全区总计: what says only that everything is summed up. */
export function saysSum(text: string): boolean {
  return /^((全[区市县镇街校]|[本各]区|各街道)?(合计|总计|共计|小计|汇总)|全区)$/.test(labelKey(text))
}

/** 个, 人次, 万元: what says only in what something is counted. */
export function isUnit(text: string): boolean {
  return /^[百千万亿]?([个名人场次期篇条支家册份吨元项件户]|人次|场次|小时|学时|公斤|千克)$/u.test(
    text.trim(),
  )
}

/** What a label has in brackets, where that is a unit: (场), (万份). */
export function unitIn(text: string): string | undefined {
  return /[(（](?:单位[:：]?)?(\p{Script=Han}{1,3})[)）]/u.exec(text)?.[1]
}

/** The unit of a label with its brackets, or nothing. */
export function inBrackets(text: string): string {
  const unit = unitIn(text)
  return unit === undefined ? '' : `(${unit})`
}

/** Of a row or head that says only of what part it is (其中：新建), the figure of that part of the one it stands under. */
export function partOf(text: string, of: string, figures: readonly FigureName[]): string | undefined {
  const [, rest] = /^(?:其中|另有)[:：]?(.+)$/.exec(labelKey(text)) ?? []
  if (rest === undefined) return undefined
  const whole = labelKey(of).replace(aside, '')
  const part = rest.replace(/^(新建|新增|新设|新成立)$/, '新成立')
  const said = [`${part}${whole}`, `${whole}${part}`, ...(part === '书记' ? [] : [part])]
  return said.map(one => figureIn(one, figures)).find(one => one !== undefined)
}

/** Of which year a label is: the one before, or the difference of both. */
export function yearIn(text: string, year: number): '' | '@last' | '@difference' {
  // What it says in brackets counts, too: 团支部（上年）.
  const key = headerKey(text)
  if (/增减|增长|增加|净增|同比|变化|比上年|较上年|较去年/.test(key)) return '@difference'
  if (/上年|去年|上一年|上期/.test(key) || key.includes(`${year - 1}年`)) return '@last'
  return ''
}

/** The year of a form whose columns are a year and the one before; `otherwise` where no two heads are such. */
export function yearOfHeads(texts: readonly string[], otherwise: number): number {
  const years = new Set(
    texts.flatMap(text => {
      const [, year] = /^(\d{4})年?(度|末|底|数)?$/.exec(headerKey(text)) ?? []
      return year === undefined ? [] : [Number(year)]
    }),
  )
  const found = [...years].filter(year => years.has(year - 1))
  return found.length === 0 ? otherwise : Math.max(...found)
}

/** Who fills a form in and when, by the label before a blank. */
export function wordIn(text: string): string | undefined {
  const key = labelKey(text)
  if (
    /^(填报单位|填表单位|报送单位|上报单位|单位名称|单位全称|单位|团委名称|团组织名称|团组织全称|组织全称|支部全称|支部名称|团支部全称|团支部名称|团委全称|团委|填报团委|组织名称|报告单位|推荐单位|申报单位)$/.test(
      key,
    )
  )
    return 'office'
  if (/^(组织类型|团组织类型|组织类别|团组织类别)$/.test(key)) return 'office-kind'
  if (/^(层级|所属层级|组织层级)$/.test(key)) return 'office-tier'
  if (/^(书记|团委书记|团支部书记|支部书记|书记姓名|负责人|单位负责人|团组织负责人)$/.test(key))
    return 'secretary'
  if (/^(单位电话|办公电话|单位联系电话|团组织联系电话)$/.test(key)) return 'office-phone'
  if (/^(组织id|团组织id|组织代码|单位代码)$/.test(key)) return 'office-code'
  if (
    /^(填报日期|填表日期|填报时间|填表时间|报送日期|报送时间|上报日期|上报时间|制表日期|日期|时间)$/.test(key)
  )
    return 'day'
  if (/^(年度|年份|统计年度|填报年度)$/.test(key)) return 'year'
  if (/^(填报人|填表人|制表人|经办人|报送人)$/.test(key)) return 'writer'
  return undefined
}
