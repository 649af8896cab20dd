import type { OrgKind, Tier } from '#contract/vocabulary.ts'
import { org } from '#db/records/org.ts'
import { placement } from '#db/records/stays.ts'
import { endOfTerm, term, yearsUntil } from '#db/records/term.ts'
import { codeAndName, termOfOffice } from '#db/records/types/cell-of-two.ts'
import { column } from '#db/records/types/field.ts'
import { type Dated, shownDate } from '#db/records/types/office-date.ts'
import { text } from '#db/records/types/text.ts'
import { orgKindOfName, orgKindWords } from '#db/records/words/org-words.ts'
import type { IsoDay } from '#db/shared/day.ts'
import { rosterForm } from '../field.ts'
import type { NotIf, RosterKind } from '../roster-kind.ts'
import type { RosterLine } from '../roster-line.ts'
import { notePast, readOptionalText } from '../values/read-value.ts'
import { builtHeader, saysNo, saysYes } from '../values/yes-or-no.ts'
import { composed, datedBy, type Read, readAll, readBy, spot } from './composed.ts'

/** What stands in one column of the table of organizations each. */
export const orgTexts = {
  tier: spot(org, 'tier'),
  industry: spot(org, 'industry'),
  branchType: spot(org, 'branch_type'),
  phone: spot(org, 'phone'),
  creditCode: spot(org, 'credit_code'),
  email: spot(org, 'email'),
} as const

/** What it was called before; it is not kept, but one that is known by that name is no new one. */
const formerName = column(
  '原名称 原名 原全称 原组织名称 原团组织名称 原支部名称 原团支部名称 更名前名称 变更前名称 旧名称',
  text('曾用名', 'former name'),
)

/** 团组织信息表 (domain.md 4.2): the organization, where it hangs, and its last election, in one row. */
export const orgSpots = {
  code: spot(org, 'code'),
  name: spot(org, 'name', { also: '团支部 支部 企业名称 公司名称' }),
  shortName: spot(org, 'short_name'),
  kind: spot(org, 'kind'),
  tier: orgTexts.tier,
  parent: spot(placement, 'parent', { also: '所属社区 社区 所属街道 街道' }),
  industry: orgTexts.industry,
  branchType: orgTexts.branchType,
  founded: spot(org, 'founded'),
  elected: spot(term, 'elected', {
    header: '最近换届日期',
    also: '最近一次换届时间 最近一次换届日期 上次换届时间 上次换届日期 本届选举时间 选举日期 本届任期起始 本届任期起止时间 起止时间 本届起始时间 最近一次选举时间 换届年月',
  }),
  termYears: spot(term, 'years', { also: '每届任期(年) 任期年数', tells: 3 }),
  phone: orgTexts.phone,
  creditCode: orgTexts.creditCode,
  email: orgTexts.email,
  termEnds: spot({ fields: { ends: endOfTerm } }, 'ends', { onlyRead: true, tells: 0 }),
  formerName: spot({ fields: { former: formerName } }, 'former', { onlyRead: true, tells: 0 }),
} as const

/**
 * One organization of a roster; at least one of `code`, `name` and `shortName` is there. `parent` is text as
 * written: a code, a full or a short name. undefined is a blank cell, which says nothing.
 */
export type OrgRow = Read<typeof orgTexts> & {
  readonly code: string | undefined
  readonly name: string | undefined
  readonly shortName: string | undefined
  readonly kind: OrgKind
  readonly parent: string | undefined
  readonly founded: Dated | undefined
  readonly elected: Dated | undefined
  readonly termYears: number | undefined
  readonly formerName?: string | undefined
}

const columns = composed(orgSpots)

const orgClosed = {
  code: 'org-closed',
  says: {
    zh: '这一列写着已经撤销，所以没有登记。台账里还有它的，请在组织页面办理撤销或合并；其实没有撤销的，改正这一格再导入。',
    en: 'this says that the organization is closed, so the row was not taken. Close or merge it on its page if it is there; correct the cell if it is not closed, and import again.',
  },
}
const closedByState: NotIf = {
  header: /^(?:团?组织|团?支部|机构|当前|目前|现在|运行|存续)?(?:状态|状况)(?:[(（].*)?$|^存续(?:情况|与否)$/,
  is: value => /^(?:已|已经)?(?:撤[销并除]|注销|解散|停办|关停|合并|并入|吊销|取消)/.test(value),
  ...orgClosed,
}
const closedByAnswer: NotIf = {
  header: /^是否(?:已|已经)?(?:撤销|注销|解散|合并)(?:[(（].*)?$/,
  is: value => saysYes.test(value),
  ...orgClosed,
}
const closedByDay: NotIf = {
  header: /^(?:撤销|撤并|注销|解散|终止|停办)(?:的)?(?:时间|日期|年月)(?:[(（].*)?$/,
  is: value => /\d{4}|[〇零一二三四五六七八九]{4}/.test(value),
  ...orgClosed,
}
const withoutOrganization: NotIf = {
  header: builtHeader,
  is: value => saysNo.test(value),
  code: 'no-organization',
  says: {
    zh: '这一列写着还没有建团，没有团组织可以登记。要登记为待建单位的，把文件再拖进来，改选待建单位登记表。',
    en: 'this says that there is no organization of the League yet, so there is none to record. To record the unit, drop the file again and choose units without organization.',
  },
}

export const orgs: RosterKind<OrgRow> = {
  as: 'orgs',
  form: rosterForm({
    title: org.roster?.title ?? '',
    needs: [['code', 'name', 'shortName']],
    keys: ['name'],
    place: undefined,
    above: 'parent',
    ownPhone: 'phone',
    // 团支部 beside 姓名 is where somebody belongs.
    notBeside: ['姓名', '身份证号'],
    twos: [termOfOffice('elected', 'termYears'), codeAndName('code', 'name')],
    fields: columns.fields,
  }),
  notes: columns.notes,
  texts: columns.texts,
  parse: parseOrg,
  awayInRemark: text => {
    const bare = text.slice(0, 200).replace(/\s+/g, '')
    return isClosed.test(bare) ? closed : isToCome.test(bare) ? toCome : undefined
  },
  notIf: [closedByState, closedByAnswer, closedByDay, withoutOrganization],
  once: { field: 'code', code: 'code-twice', keyOf: row => row.code },
  named: { by: ['name', 'shortName', 'code'], all: false },
}

const isClosed =
  /(?<![未没无不拟待])(?:撤[销并除]|注销|解散|停办|关[停闭]|倒闭|吊销|并入|合并到|已合并|[与和同].{2,20}合并|空壳)/
const isToCome =
  /(?:正在|尚在)?筹[建备]|[待拟](?:成立|组建|建|批|设立)|(?<!已)[未没](?:正式)?(?:成立|组建|建团|批复|获批)/
const toCome = {
  code: 'remark-not-yet',
  zh: '备注里写的像是这个组织还没有成立，这一行仍按已经成立登记。确实没有成立的，请先删去这一行，成立以后再导入。',
  en: 'by the remark this organization has not been founded yet; the row was taken as if it were. Delete the row if that is so, and import it once it is founded.',
}
const closed = {
  code: 'remark-closed',
  zh: '备注里写的像是这个组织已经撤销或并入别的组织，这一行仍按还在登记。确实撤销的，请在组织页面办理撤销或合并。',
  en: 'by the remark this organization may be closed or merged; the row was taken as it stands. Close or merge it on its page if that is so.',
}

/** Reads an organization; undefined when it cannot be told which one it is, or of what kind. */
function parseOrg(line: RosterLine<string>, today: IsoDay): OrgRow | undefined {
  const code = readBy(line, 'code', orgSpots.code)
  const name = readBy(line, 'name', orgSpots.name)
  const shortName = readBy(line, 'shortName', orgSpots.shortName)
  const texts = readAll(line, orgTexts)
  const kind = readKind(line, name ?? shortName, texts.tier)
  const elected = datedBy(line, 'elected', orgSpots.elected)
  const years = readBy(line, 'termYears', orgSpots.termYears)
  const ends = readBy(line, 'termEnds', orgSpots.termEnds)
  const termYears = yearsUntil(ends, elected && shownDate(elected), years, line.at('termEnds'))
  if (years !== undefined && elected === undefined)
    line.note(
      'termYears',
      'term-without-election',
      '只写了届期，没有换届日期：已有换届记录的，记在最近一届上；没有的，没有登记。请补上换届日期。',
      'it says for how many years the term is, but not when it was elected: it counts for the last election that is known, and was not taken where none is. Add the election day.',
    )
  const row = {
    ...texts,
    creditCode: texts.creditCode?.toUpperCase(),
    parent: readBy(line, 'parent', orgSpots.parent),
    founded: notePast(line, 'founded', datedBy(line, 'founded', orgSpots.founded), today),
    elected,
    termYears,
    formerName: readBy(line, 'formerName', orgSpots.formerName) ?? formerIn(name),
  }
  if (isOfSeveral(name))
    line.refuse(
      'name',
      'orgs-several',
      '一格里写了几个组织。请一个组织写一行，再导入。',
      'the cell names several organizations. Write a row for each of them and import again.',
    )
  if (code === undefined && name === undefined && shortName === undefined && !line.refused) {
    line.refuse(
      'name',
      'name-missing',
      '组织ID、全称、简称都没有填写，不知道是哪个组织。请至少补上一项后重新导入。',
      'code, full name and short name are all missing: it is not known which organization this is. Fill in one of them and import again.',
    )
  }
  return kind === undefined || line.refused ? undefined : { code, name, shortName, kind, ...row }
}

const endsAsOrganization = /(?:支部|总支|团委|团工委|委员会)$/

/** 舞蹈队团支部、合唱团团支部; but 办公室、财务科团支部 is one of both, and 东坪社区团总支 第一团支部 may be a branch with what it lies below. */
function isOfSeveral(name = ''): boolean {
  const listed = name.split(/\s*[、，,;；]\s*/)
  const names = listed.length > 1 ? listed : name.split(/\s+/)
  const endings = names.map(each => endsAsOrganization.exec(each)?.[0])
  if (names.length < 2 || endings.includes(undefined)) return false
  return listed.length > 1 || new Set(endings).size === 1
}

/** 东坪社区青年团支部（原东坪社区第一团支部）. */
function formerIn(name: string | undefined): string | undefined {
  return /[(（](?:原名?|曾用名|旧称|前身为?)[:：]?(.{2,40}?)[)）]$/.exec(name?.slice(-60) ?? '')?.[1]
}

/** The word of its column; where that is blank or missing, what the ending of the name tells. */
function readKind(
  line: RosterLine<string>,
  name: string | undefined,
  tier: Tier | undefined,
): OrgKind | undefined {
  const word = readOptionalText(line, 'kind')
  const byName = orgKindOfName(name ?? '')
  const byWord = word === undefined ? byName : orgKindWords.valueOf(word)
  // Offices write 团委 for a district's own committee too; its name and tier tell that it is a leading organ.
  const isDistricts = tier === 'district' && byName === 'leading'
  const kind = byWord === 'committee' && isDistricts ? byName : byWord
  const isBranch = [byName, kind].filter(one => one === 'branch').length === 1
  if (byName !== undefined && kind !== undefined && isBranch)
    line.note(
      'kind',
      'kind-by-name',
      '名称看起来是另一种组织，按这一列登记。请核对。',
      'by its name it is another kind of organization; what this column says was taken. Check it.',
    )
  if (kind === undefined && (word !== undefined || name !== undefined)) {
    line.refuseMissing(
      'kind',
      'value-unknown',
      '看不出组织类型。请填写领导机关团组织、团工委、团委、团总支、团支部之一，再导入。',
      'the kind of organization is not clear. Fill in one of 领导机关团组织, 团工委, 团委, 团总支, 团支部 and import again.',
    )
  }
  if (kind === undefined && word === undefined && name === undefined) {
    line.refuseMissing(
      'kind',
      'kind-missing',
      '没有填写组织类型，也没有名称可供判断。请补上后重新导入。',
      'the kind of organization is missing and there is no name to tell it. Fill it in and import again.',
    )
  }
  return kind
}
