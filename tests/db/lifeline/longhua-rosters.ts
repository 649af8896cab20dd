import { existsSync, readFileSync } from 'node:fs'
import { type CellValue, read } from 'hucre'
import { dayOf, type IsoDay, laterDay } from '#db/shared/day.ts'
import { type SmallRegistry, smallRegistry } from './small-registry.ts'

const folder = new URL('../../../../shared/data/longhua-2018/', import.meta.url)

export const longhuaIsThere = existsSync(new URL('expect.json', folder))

type Expected = {
  readonly asOf: IsoDay
  readonly totals: Readonly<Record<'branches' | 'posts' | 'cadres' | 'members' | 'orgs' | 'exempt', number>>
} & Readonly<Record<string, readonly string[]>>

export function longhuaExpected(): Expected {
  return JSON.parse(readFileSync(new URL('expect.json', folder), 'utf8'))
}

type Line = (header: string) => CellValue

async function rosterLines(file: Uint8Array): Promise<readonly Line[]> {
  const workbook = await read(file)
  const [, , headers, ...rows] = workbook.sheets[0]!.rows
  return (
    rows
      // A total, and who drew it up, stand below the rows.
      .filter(row => row.filter(cell => cell !== null && cell !== undefined).length > 3)
      .map(row => header => row[headers!.indexOf(header)] ?? null)
  )
}

function text(cell: CellValue): string {
  return typeof cell === 'string' ? cell.normalize('NFKC').trim() : ''
}

/** 2018-3-5, 2018.03.05, 2018年3月5日, 20180305, 2018.03 (the first of the month) or a real date cell. */
function day(cell: CellValue): IsoDay | null {
  const written = cell instanceof Date ? cell.toISOString().slice(0, 10) : text(cell)
  const numbers = written.replace(/^(\d{4})(\d\d)(\d\d)$/, '$1-$2-$3')
  const [year, month, date] = numbers.match(/\d+/g)?.map(Number) ?? []
  return (year && month && dayOf(year, month, date ?? 1)) || null
}

const kinds: Readonly<Record<string, string>> = {
  领导机关团组织: 'leading',
  团工委: 'work-committee',
  团委: 'committee',
  团总支: 'general-branch',
  团支部: 'branch',
}
const branchTypes: Readonly<Record<string, string>> = {
  普通: 'ordinary',
  临时团支部: 'temporary',
  流动团员团支部: 'floating',
  毕业生团组织: 'graduates',
}
const statuses: Readonly<Record<string, string>> = {
  正常: 'normal',
  禁用: 'disabled',
  满28周岁离团待审核: 'aged-out-pending',
  自行脱团待审核: 'drifted-pending',
  自愿退团待审核: 'resigned-pending',
  开除团籍待审核: 'expelled-pending',
}
const reports: Readonly<Record<string, string>> = {
  审核通过: 'approved',
  报到待审核: 'pending',
  报到被退回: 'rejected',
  报到被撤回: 'withdrawn',
  修改资料待审核: 'edit-pending',
  修改资料被退回: 'edit-rejected',
}

/** The rosters of a district as files; `meetings` in the encoding of old spreadsheets. */
export type DistrictFiles = Readonly<Record<'orgs' | 'members' | 'cadres' | 'meetings', Uint8Array>>

type DistrictRegistry = SmallRegistry & { readonly root: string }

export function longhuaRegistry(asOf: IsoDay): Promise<DistrictRegistry> {
  const file = (name: string) => readFileSync(new URL(name, folder))
  const files = { orgs: file('orgs.xlsx'), members: file('members.xlsx'), cadres: file('cadres.xls') }
  return registryOf({ ...files, meetings: file('activities.csv') }, asOf)
}

/** A district's rosters, read without the product's importer, into the tables as an import would leave them. */
export async function registryOf(
  { meetings, ...rosters }: DistrictFiles,
  asOf: IsoDay,
): Promise<DistrictRegistry> {
  const [orgs, members, cadres] = await Promise.all(
    [rosters.orgs, rosters.members, rosters.cadres].map(rosterLines),
  )
  const registry = smallRegistry()
  registry.database.exec('BEGIN')
  const byName = loadOrgs(registry, orgs!)
  const people = loadMembers(registry, members!, byName, asOf)
  loadMeetings(registry, meetings, byName)
  loadCadres(registry, cadres!, byName, people)
  registry.database.exec('COMMIT')
  return { ...registry, root: byName.get('共青团深圳市龙华区委员会')!.id }
}

type KnownOrg = { readonly id: string; readonly founded: IsoDay }

function loadOrgs(registry: SmallRegistry, lines: readonly Line[]): ReadonlyMap<string, KnownOrg> {
  const byName = new Map<string, KnownOrg>()
  for (const line of lines) {
    const founded = day(line('成立日期'))!
    const id = registry.org({
      code: text(line('组织ID')),
      name: text(line('团组织全称')),
      kind: kinds[text(line('组织类型'))]!,
      tier: text(line('所属层级')) === '两新' ? 'two-new' : 'street',
      more: {
        short_name: text(line('团组织简称')) || null,
        industry: text(line('单位所属行业类别')) || null,
        phone: text(line('联系电话')) || null,
        credit_code: text(line('统一社会信用代码')) || null,
      },
      branchType: branchTypes[text(line('支部类别'))]!,
      founded,
      under: null,
    })
    for (const name of ['团组织全称', '团组织简称']) byName.set(text(line(name)), { id, founded })
    const elected = day(line('最近换届日期'))
    if (elected !== null) registry.term(id, elected, Number(line('届期(年)')))
  }
  for (const line of lines) {
    const above = text(line('上级组织'))
    const { id, founded } = byName.get(text(line('团组织全称')))!
    if (above !== '') registry.place(id, byName.get(above)!.id, { since: founded })
  }
  return byName
}

function loadMembers(
  registry: SmallRegistry,
  lines: readonly Line[],
  byName: ReadonlyMap<string, KnownOrg>,
  asOf: IsoDay,
): Map<string, string> {
  const people = new Map<string, string>()
  for (const line of lines) {
    const idNumber = text(line('身份证号')).toUpperCase()
    const person = registry.person({
      name: text(line('姓名')),
      birth: day(line('出生日期'))!,
      idNumber,
      more: {
        political: text(line('政治面貌')) || null,
        joined: day(line('入团年月')),
        member_no: text(line('团员编号')) || null,
        fees_paid_to: day(line('团费交至'))?.slice(0, 7) ?? null,
      },
    })
    people.set(idNumber, person)
    const branch = byName.get(text(line('所在团支部')))!
    registry.member(person, branch.id, { since: laterDay(day(line('入团年月'))!, branch.founded) })
    const status = statuses[text(line('团籍状态'))]
    const report = reports[text(line('报到资料状态'))]
    if (status === undefined || report === undefined)
      throw new Error(`${text(line('团籍状态'))}, ${text(line('报到资料状态'))}: what states are these?`)
    if (status !== 'normal' || report !== 'approved')
      registry.standing(person, status, report, { since: asOf })
  }
  return people
}

/** The branches' meetings of the year, from a file in the encoding of old spreadsheets. */
function loadMeetings(registry: SmallRegistry, meetings: Uint8Array, byName: ReadonlyMap<string, KnownOrg>) {
  const file = new TextDecoder('gb18030').decode(meetings)
  const lines = file.split(/\r?\n/).map(line => line.split(','))
  const first = lines.findIndex(cells => cells.includes('活动类型'))
  for (const cells of lines.slice(first + 1)) {
    const at = (head: string) => cells[lines[first]?.indexOf(head) ?? -1] ?? ''
    const [org, type, heldOn, topic] = [at('团组织'), at('活动类型'), at('日期'), at('主题')]
    const held = day(heldOn)
    const known = byName.get(org.trim())
    if (known !== undefined && held !== null)
      registry.record('meeting', { org: known.id, type: type.trim(), held_on: held, topic })
  }
}

function loadCadres(
  registry: SmallRegistry,
  lines: readonly Line[],
  byName: ReadonlyMap<string, KnownOrg>,
  people: Map<string, string>,
) {
  for (const line of lines) {
    const idNumber = text(line('身份证号码')).toUpperCase()
    const person =
      people.get(idNumber) ?? registry.person({ name: text(line('姓名')), birth: null, idNumber })
    people.set(idNumber, person)
    registry.post(person, byName.get(text(line('团干所属组织')))!.id, text(line('团内现任职务')), {
      since: day(line('任现职年月')),
      until: day(line('离任日期')),
    })
  }
}
