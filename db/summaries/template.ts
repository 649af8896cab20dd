import type { Block, Paper } from '#db/papers/paper.ts'

/** A paragraph of the summary by its name; `{members}` is the figure of that key. A sentence whose figures are all 0 is left out. */
export type Passage = { readonly id: string; readonly level?: 1 | 2; readonly sentences: readonly string[] }

/** A figure as it stands in a text. */
export type Field = { readonly key: string; readonly value: number | null }
export type Piece = string | Field

/**
 * 年度工作总结 by the chapters of the district's own report (2018年工作总结和2019年工作计划, 2019-02-12): what was done stands in
 * figures, and what nobody can count, the office writes itself.
 */
export const passages: readonly Passage[] = [
  { id: 'h1', level: 1, sentences: ['一、工作回顾'] },
  {
    id: 'lead',
    sentences: [
      '在区委区政府的正确领导下，在上级团委的具体指导下，我委围绕中心、服务大局，忠诚履行党的助手和后备军职责，加强团的基层建设，各项工作取得新的成效。',
    ],
  },
  { id: 'reform', level: 2, sentences: ['（一）聚焦改革攻坚，搭建工作体系'] },
  {
    id: 'reform-1',
    sentences: [
      '健全区、直属机关、街道、社区、“两新”五级团组织工作体系，现有街道{streets}个、社区{communities}个。',
      '召开少先队代表大会，{pioneerCongressDelegates}名代表参加。',
      '成立名团干工作室，凝聚、联系{cadreStudioMembers}名团委书记。',
    ],
  },
  { id: 'guidance', level: 2, sentences: ['（二）聚焦思想引领，凝聚青年力量'] },
  {
    id: 'guidance-1',
    sentences: [
      '开展专题党课、团课等教育活动{lectures}场，引导青年坚定不移听党话、跟党走。',
      '开展青年文化月活动{cultureMonthEvents}场，汇聚{cultureMonthOrganizations}个基层团组织和社会组织力量，凝聚与服务青年{cultureMonthParticipants}人。',
    ],
  },
  {
    id: 'honours',
    sentences: [
      '选树优秀青年和集体，获评省优秀共青团员{honourProvincialMembers}人、省优秀共青团干部{honourProvincialCadres}人。',
      '获评“最美南粤少年”{honourBeautifulTeens}人、省级优秀少先队员{honourPioneers}人。',
      '获评“十大深圳好青年”{honourTopTenYouth}人。',
      '获评省五四红旗团支部{honourMayFourthBranch}个。',
      '获评省级青年文明号{honourCivilityUnit}个。',
    ],
  },
  { id: 'organization', level: 2, sentences: ['（三）聚焦团组织建设，夯实基层基础'] },
  {
    id: 'organization-1',
    sentences: [
      '完成{branches}个团支部、{cadres}名团干、{members}名团员的录入及报到。',
      '新成立园区团委{parkCommittees}个。',
      '新成立街道机关团支部{streetOrganBranches}个。',
      '新成立社会组织团支部{firstSocialOrganizationBranch}个、商圈团支部{firstBusinessDistrictBranch}个。',
      '设立青年活动培训阵地的社区{trainingSites}个，建成“青年之家”{youthHomes}家。',
    ],
  },
  {
    id: 'organization-2',
    sentences: [
      '开展青年“Young课堂”{youngClassSessions}场、基层团干素质能力提升营{cadreCampSessions}场，惠及团干{cadresTrained}人次。',
      '依托“青年之声”平台发布青年活动{youthVoiceActivities}次。',
      '全年推送微信{wechatIssues}期、推文{wechatArticles}篇。',
      '发放工作画报{pictorialIssues}期共{pictorialCopies}册。',
      '活动获电视报道{tvReports}次、报刊报道{pressReports}次。',
    ],
  },
  { id: 'services', level: 2, sentences: ['（四）聚焦青年需求，服务成长发展'] },
  {
    id: 'services-1',
    sentences: [
      '为{hostelGuests}名来深青年提供免费短期住宿，惠及来深毕业生{hostelGraduatesServed}人。',
      '开展交友联谊活动，参与青年{matchmakingParticipants}人次。',
      '开展“青工学堂”系列培训，覆盖社区{workersSchoolCommunities}个、园区{workersSchoolParks}个，惠及青工{workersSchoolBeneficiaries}人。',
      '开发实习就业岗位{internshipPosts}个。',
    ],
  },
  {
    id: 'services-2',
    sentences: [
      '实施“青春家园”项目{youthHomeProjects}个，开展活动{youthHomeProjectEvents}场，服务青少年{youthHomeProjectBeneficiaries}人。',
      '开展粤港澳、两岸青年交流活动，联系凝聚青年{bayAreaExchangeParticipants}人。',
    ],
  },
  { id: 'volunteers', level: 2, sentences: ['（五）聚焦服务大局，深化志愿服务'] },
  {
    id: 'volunteers-1',
    sentences: [
      '开展新注册义工培训{volunteerTrainingSessions}场、骨干义工外出学习交流{volunteerVisits}场，参与义工{volunteersTrained}人次。',
      '每天招募义工{dailyVolunteers}名，开展交通文明劝导。',
      '开展护河治水志愿活动{riverEvents}场，参与义工{riverVolunteers}人次。',
      '依托{uStations}个志愿服务U站和岗亭，发放扫黑除恶宣传物料{leafletsAgainstCrime}份。',
    ],
  },
  {
    id: 'volunteers-2',
    sentences: [
      '募集物资{donatedGoodsTonnes}吨，捐赠文具{donatedStationery}个、少儿读书{donatedBooks}册。',
      '为玉树筹集善款{yushuDonationYuan}元、物资折款{yushuGoodsYuan}元。',
    ],
  },
  {
    id: 'volunteers-3',
    sentences: [
      '全年新注册志愿者{newVolunteers}人，发布志愿项目{volunteerProjects}个，参与{volunteerParticipations}人次，服务时间{volunteerHours}小时。',
      '获评深圳市五星级义工{fiveStarVolunteers}人。',
    ],
  },
  { id: 'h2', level: 1, sentences: ['二、存在的不足'] },
  { id: 'weak', sentences: ['（请填写存在的不足。）'] },
  { id: 'h3', level: 1, sentences: ['三、下一年工作思路'] },
  {
    id: 'plan',
    sentences: [
      '扩大团组织的有效覆盖，计划在{parksPlanned2019}个园区成立“两新”团组织。',
      '（请填写下一年工作思路。）',
    ],
  },
]

const field = /\{([^{}]+)\}/g

/** The figures that the summary names, in its order. */
export const summaryKeys: readonly string[] = passages.flatMap(({ sentences }) =>
  sentences.flatMap(sentence => [...sentence.matchAll(field)].map(([, key = '']) => key)),
)

export type Written = { readonly id: string; readonly level?: 1 | 2; readonly pieces: readonly Piece[] }

/** The passages with these figures; what nothing can be said of is left out. */
export function written(values: ReadonlyMap<string, number | null>): readonly Written[] {
  return passages.flatMap(({ id, level, sentences }) => {
    const said = sentences.filter(sentence => {
      const keys = [...sentence.matchAll(field)].map(([, key = '']) => key)
      return keys.length === 0 || keys.some(key => (values.get(key) ?? 0) !== 0)
    })
    if (said.length === 0) return []
    return [{ id, ...(level !== undefined && { level }), pieces: said.flatMap(one => piecesOf(one, values)) }]
  })
}

function piecesOf(sentence: string, values: ReadonlyMap<string, number | null>): Piece[] {
  const pieces: Piece[] = []
  let from = 0
  for (const hit of sentence.matchAll(field)) {
    if (hit.index > from) pieces.push(sentence.slice(from, hit.index))
    const key = hit[1] ?? ''
    const value = values.get(key)
    pieces.push({ key, value: value === undefined ? 0 : value })
    from = hit.index + hit[0].length
  }
  if (from < sentence.length) pieces.push(sentence.slice(from))
  return pieces
}

/** Characters that no text has mark fields and passages until they are written as Word's own. */
export const signs = { field: '\uE000', value: '\uE001', end: '\uE002', passage: '\uE003' } as const

/** What stands where nothing is known. */
export const unknown = '—'

export type Compared = {
  readonly key: string
  readonly name: string
  readonly unit: string
  /** Null where records are there and do not say it. */
  readonly now: number | null
  /** Null where nothing of that year was written down. */
  readonly last: number | null
}

/** The summary as a paper: its passages, and below them every figure beside that of the year before. */
export function summaryPaper(
  year: number,
  passagesSaid: readonly Written[],
  compared: readonly Compared[],
): Paper {
  const marked = ({ id, pieces }: Written) =>
    `${signs.passage}${id}${signs.end}${pieces
      .map(piece => (typeof piece === 'string' ? piece : fieldText(piece.key, said(piece.value))))
      .join('')}`
  return {
    title: `${year}年工作总结`,
    body: [
      ...passagesSaid.map((one): Block => {
        const text = marked(one)
        return one.level === undefined ? text : { heading: text, level: one.level }
      }),
      { heading: '附：主要数据与上年对比', level: 1 },
      {
        widths: [50, 14, 24, 24, 24],
        heads: 1,
        rows: [
          ['指标', '单位', '本年', '上年', '增减'].map(text => ({ text, isLabel: true })),
          ...compared.map(({ key, name, unit, now, last }) => [
            { text: name },
            { text: unit, isCentred: true },
            { text: fieldText(key, said(now)), isCentred: true },
            { text: fieldText(`${key}@last`, said(last)), isCentred: true },
            {
              text: fieldText(
                `${key}@difference`,
                now === null || last === null ? unknown : signed(now - last),
              ),
              isCentred: true,
            },
          ]),
        ],
      },
    ],
  }
}

function said(value: number | null): string {
  return value === null ? unknown : String(value)
}

function fieldText(key: string, value: string): string {
  return `${signs.field}${key}${signs.value}${value}${signs.end}`
}

export function signed(n: number): string {
  const rounded = Math.round(n * 10_000) / 10_000
  return rounded > 0 ? `+${rounded}` : String(rounded)
}
