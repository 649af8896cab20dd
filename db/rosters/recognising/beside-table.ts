import { type Cell, isBlank, type SheetRow, shownText } from '#db/sheets/cell.ts'
import { soleText } from './place-of-table.ts'

const signature =
  /^(制表|填表|填报|审核|复核|审批|负责|主管|经办|经手|支部书记|团支书|团支部书记|书记|副书记|录入|校对|核对|报送|接收|联系|统计|单位|签字|签名|签章|盖章|打印|制单|备注|说明|附注|注|日期|导出|下载|生成)[^:\uff1a]{0,8}[:\uff1a]/
const soleWord =
  /^((制表|填表|填报|审核|复核|经办|负责|联系|统计)人?(签字|签名|盖章)?|单位负责人|主管领导|备注|说明|注|盖章|签章)$/
const total = /^(合计|总计|小计|共计|总数|总人数|本页小计|本页合计|累计)([^\p{Script=Han}]|$)/u
const example = /^[(（【[]?(示例|样例|范例|例如|填写示例|举例|例)([)）】\]:：]|$)/
/** 团委书记（签字）：, 村委会（公章）: whoever signs below the table. */
const signs = /^[\p{Script=Han}、/]{2,14}[(（]?(?:签字|签名|签章|盖章|公章)[)）]?[:：]?(?:[(（].*)?$/u
/** With which characters any of these begin: most rows need no more than a look at this. */
const beginnings = new Set(
  '导下生制填审复负主经支团书副录校核报接联统单签盖打备说附注日合总小共本累示样范例举(（【[',
)

/** 第一支部小计, 合计12人: a total is written in any column. */
const totalWithin = /(合计|总计|小计|共计|累计|汇总|总?计数)[:\uff1a]?(\d+[人名个]?)?$/
const wholeTotal =
  /^(合计|总计|小计|共计|总数|总人数|累计|汇总|总?计数|本页小计|本页合计|人数合计|合计人数)[:\uff1a]?(\d+[人名个]?)?$/
const count = /^(共|共计|计|小计|合计)?[:\uff1a]?\d+[人名个]?$/
/** 共3人, 以上合计贰人, （团员共12名）: how many there are, alone in its row. */
const soleCount =
  /^[(（]?(?:以上|上述|全部|本支部|本表|本页|团员)*(?:合计|总计|小计|共计|共有|共|总人数|人数)[:：]?(?:团员)?[\d〇零一二两三四五六七八九十百千壹贰叁肆伍陆柒捌玖拾佰]+[人名个](?:团员)?[)）]?[。.]?$/
/** 第2页 共3页, 2/3, - 2 -: the number of a page, alone in its row. */
const pageNumber =
  /^(?:第?\d{1,4}页[,，、/]?(?:[共总]?\d{1,4}页)?|共\d{1,4}页|\d{1,4}\/\d{1,4}页?|[-—–]\d{1,4}[-—–])$/
/** The line below the header of a table in Markdown. */
const rule = /^:?-{2,}:?$/
/** 2018年12月20日, and 截至2018年12月. */
const loneDate =
  /^(?:[(（]?(?:数据|统计)?截[至止]于?)?(19|20)\d{2}[年.\-/]\d{1,2}([月.\-/]\d{1,2}日?|月)?[)）]?$/
const longNumber = /\d{15}/

/**
 * Tells whether a row below the header is none of the table: a total in any of its columns, a line for signatures or
 * remarks, a day alone, an example, or the header once more at the top of a printed page.
 */
export function besideTable(headers: readonly string[]): (row: SheetRow) => boolean {
  const firstHeaders = new Set(headers.map(header => header.trim()).filter(header => header !== ''))
  return row => {
    const first = row.cells.find(cell => !isBlank(cell))
    if (typeof first === 'string') {
      const text = first.trim()
      if (firstHeaders.has(text) && isHeaderAgain(row, headers)) return true
      if (beginnings.has(text.charAt(0)) && isNobodysAtFirst(bare(text))) return true
      if (mayBeSigned(text) && isSigned(bare(text)) && !hasLongNumber(row)) return true
    }
    return isTotal(row) || isRate(row) || isSoleDate(row) || isSoleCount(row) || isRule(row)
  }
}

/** 2018年12月20日 alone in a row is the day on which somebody signed. */
function isSoleDate({ cells }: SheetRow): boolean {
  const [sole, ...more] = cells.filter(cell => !isBlank(cell))
  if (sole === undefined || sole === null || more.length > 0) return false
  if (typeof sole === 'object') return sole.kind === 'day'
  return typeof sole === 'string' && loneDate.test(bare(sole))
}

function isSoleCount(row: SheetRow): boolean {
  const text = soleText(row)
  return text !== undefined && (soleCount.test(bare(text)) || pageNumber.test(bare(text)))
}

function isRule({ cells }: SheetRow): boolean {
  const own = cells.filter(cell => !isBlank(cell))
  return own.length > 1 && own.every(cell => typeof cell === 'string' && rule.test(cell.trim()))
}

function isNobodysAtFirst(bare: string): boolean {
  return soleWord.test(bare) || total.test(bare) || example.test(bare)
}

function mayBeSigned(text: string): boolean {
  return beginnings.has(text.charAt(0)) || text.includes('签') || text.includes('章')
}

function isSigned(bare: string): boolean {
  return signature.test(bare) || signs.test(bare)
}

/** 书记：张伟 with an ID number beside it signs nothing: he is one of the rows. */
function hasLongNumber({ cells }: Pick<SheetRow, 'cells'>): boolean {
  return cells.some(cell => longNumber.test(shownText(cell)))
}

function isTotal({ cells, spread }: SheetRow): boolean {
  const isTotalCell = (cell: Cell) =>
    typeof cell === 'string' && /计|汇总/.test(cell) && totalWithin.test(bare(cell))
  const at = cells.findIndex(isTotalCell)
  const cell = cells[at]
  if (typeof cell !== 'string') return false
  if (wholeTotal.test(bare(cell))) return !hasLongNumber({ cells })
  return cells.every(
    (other, index) =>
      index === at || isBlank(other) || spread?.has(index) === true || count.test(bare(shownText(other))),
  )
}

/** 优秀率 and its 50%. */
function isRate({ cells }: SheetRow): boolean {
  const own = cells.filter(cell => !isBlank(cell))
  const [first, ...rest] = own
  if (typeof first !== 'string' || rest.length < 1 || rest.length > 3 || !first.includes('率')) return false
  const isNumber = (cell: Cell) => /^\d{1,3}(?:\.\d+)?%?$/.test(bare(shownText(cell)))
  return /^\p{Script=Han}{2,6}率[:：]?$/u.test(bare(first)) && rest.every(isNumber)
}

function bare(text: string): string {
  return text.replace(/\s+/g, '')
}

/** The header of a table once more, at the top of a printed page. */
export function isHeaderAgain(row: SheetRow, headers: readonly string[]): boolean {
  let same = 0
  for (const [index, header] of headers.entries()) {
    const cell = row.cells[index]
    if (header.trim() === '' || isBlank(cell)) continue
    if (shownText(cell).trim() !== header.trim()) return false
    same++
  }
  return same >= 2
}
