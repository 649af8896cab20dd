import type { Text } from '#db/shared/text.ts'
import type { Condition, Question } from './question.ts'

/** A figure that the program brings. An office that keeps one of the same key overrides it. */
export type BroughtFigure = {
  readonly key: string
  readonly name: Text
  readonly unit: string
  /** Where the report names it: its part of the year's summary. */
  readonly question: Question
}

type Measure = Question['measure']
const own = (name: string, ...is: string[]): Condition => ({ field: `own:${name}`, is })
const titled = (...has: string[]): Condition => ({ field: 'title', has })

/** Work of these types in the year. */
function ofWork(types: readonly string[], measure: Measure, ...where: readonly Condition[]): Question {
  return {
    of: 'work',
    where: [{ field: 'type', is: [...types] }, ...where],
    when: { in: 'held_on', years: 0 },
    measure,
  }
}
/** Venues of a type that are open at the end of the year. */
const venues = (type: string, measure: Measure = 'count'): Question => ({
  of: 'venue',
  where: [{ field: 'type', is: [type] }],
  when: 'standing',
  measure,
})
/** Organizations that exist at the end of the year. */
const orgs = (...where: readonly Condition[]): Question => ({
  of: 'org',
  where: [...where],
  when: 'holds',
  measure: 'count',
})
/** Organizations that were founded in the year. */
const founded = (...where: readonly Condition[]): Question => ({
  ...orgs(...where),
  when: { in: 'founded', years: 0 },
})
const kindIs = (...is: string[]): Condition => ({ field: 'kind', is })

const sessions: Measure = { sum: 'sessions', blank: 1 }
const people: Measure = { sum: 'people', blank: 0 }
const each: Measure = { sum: 'people', blank: 1 }
const ownSum = (name: string): Measure => ({ sum: `own:${name}`, blank: 0 })

function figure(key: string, zh: string, en: string, unit: string, question: Question): BroughtFigure {
  return { key, name: { zh, en }, unit, question }
}

/**
 * The figures of a district's yearly report (龙华团区委 2018年工作总结, 2019-02-12), in its order. Their keys are those
 * of the terminal; which types of work they count, and the own fields of these, stand in `usual-types.ts`.
 */
export const districtFigures: readonly BroughtFigure[] = [
  figure('branches', '团支部', 'branches', '个', orgs(kindIs('branch'))),
  // As the report has it: whose posts were entered, those who have left them since among them.
  figure('cadres', '录入团干部', 'cadres entered', '名', {
    of: 'post',
    where: [],
    when: 'begun',
    measure: 'count',
  }),
  figure('members', '团员', 'members', '名', {
    of: 'membership',
    where: [],
    when: 'holds',
    measure: 'count',
  }),
  figure(
    'parkCommittees',
    '新成立园区团委',
    'park committees founded',
    '个',
    founded(kindIs('committee', 'work-committee'), { field: 'tier', is: ['two-new'] }),
  ),
  figure(
    'streetOrganBranches',
    '新成立街道机关团支部',
    'branches of street offices founded',
    '个',
    founded(kindIs('branch'), { field: 'tier', is: ['street'] }, { field: 'name', has: ['机关'] }),
  ),
  figure(
    'firstSocialOrganizationBranch',
    '新成立社会组织团支部',
    'branches of social organizations founded',
    '个',
    founded(kindIs('branch'), { field: 'industry', is: ['新社会组织(不含民办学校)'] }),
  ),
  figure(
    'firstBusinessDistrictBranch',
    '新成立商圈团支部',
    'branches of business districts founded',
    '个',
    founded(kindIs('branch'), { field: 'name', has: ['商圈'] }),
  ),
  figure('parksPlanned2019', '来年计划建团的园区', 'parks to have an organization next year', '个', {
    of: 'prospect',
    where: [{ field: 'type', is: ['园区'] }],
    when: { in: 'planned', years: 1 },
    measure: 'count',
  }),
  figure(
    'trainingSites',
    '青年活动培训阵地所在社区',
    'communities with a training site',
    '个',
    venues('青年活动培训阵地', { differentPlaces: 'community' }),
  ),
  figure('youthHomes', '青年之家', 'youth homes', '家', venues('青年之家')),
  figure('youngClassSessions', '青年“Young课堂”', 'Young classes', '场', ofWork(['Young课堂'], sessions)),
  figure('cadreCampSessions', '团干素质能力提升营', 'cadre camps', '场', ofWork(['团干提升营'], sessions)),
  figure('cadresTrained', '培训团干', 'cadres trained', '名', ofWork(['Young课堂', '团干提升营'], people)),
  figure(
    'streets',
    '街道',
    'streets',
    '个',
    orgs(kindIs('work-committee'), { field: 'tier', is: ['street'] }),
  ),
  figure(
    'communities',
    '社区',
    'communities',
    '个',
    orgs(kindIs('committee', 'general-branch'), { field: 'tier', is: ['community'] }),
  ),
  figure(
    'youthVoiceActivities',
    '青年之声活动',
    'activities of Youth Voice',
    '次',
    ofWork(['青年之声活动'], sessions),
  ),
  figure('wechatIssues', '微信推送', 'WeChat issues', '期', ofWork(['微信推送'], sessions)),
  figure('wechatArticles', '微信推文', 'WeChat articles', '篇', ofWork(['微信推送'], ownSum('推文数'))),
  figure('pictorialIssues', '工作画报', 'issues of the pictorial', '期', ofWork(['工作画报'], sessions)),
  figure(
    'pictorialCopies',
    '工作画报发放',
    'copies of the pictorial',
    '册',
    ofWork(['工作画报'], ownSum('册数')),
  ),
  figure(
    'tvReports',
    '电视报道',
    'television reports',
    '次',
    ofWork(['媒体报道'], sessions, own('媒体类别', '电视')),
  ),
  figure(
    'pressReports',
    '报刊报道',
    'press reports',
    '次',
    ofWork(['媒体报道'], sessions, own('媒体类别', '报刊')),
  ),
  figure(
    'lectures',
    '党课、团课等教育活动',
    'lectures',
    '场',
    ofWork(['主题团课', '专题党课', '主题寻访', '网络舆情培训'], sessions),
  ),
  figure(
    'cultureMonthEvents',
    '五四青年文化月活动',
    'events of the culture month',
    '场',
    ofWork(['文化月活动'], sessions),
  ),
  figure(
    'cultureMonthParticipants',
    '文化月参加青年',
    'participants of the culture month',
    '人',
    ofWork(['文化月活动'], people),
  ),
  figure(
    'cultureMonthOrganizations',
    '文化月参加组织',
    'organizations in the culture month',
    '个',
    ofWork(['文化月活动'], { differentPlaces: 'org' }),
  ),
  figure(
    'honourProvincialMembers',
    '广东省优秀共青团员',
    'outstanding members of the province',
    '人',
    ofWork(['荣誉'], each, own('称号', '广东省优秀共青团员')),
  ),
  figure(
    'honourProvincialCadres',
    '广东省优秀共青团干部',
    'outstanding cadres of the province',
    '人',
    ofWork(['荣誉'], each, own('称号', '广东省优秀共青团干部')),
  ),
  figure(
    'honourBeautifulTeens',
    '最美南粤少年',
    'Most Beautiful Teenagers',
    '人',
    ofWork(['荣誉'], each, own('称号', '最美南粤少年')),
  ),
  figure(
    'honourPioneers',
    '省级优秀少先队员',
    'outstanding Young Pioneers of the province',
    '人',
    ofWork(['荣誉'], each, own('称号', '省级优秀少先队员')),
  ),
  figure(
    'honourTopTenYouth',
    '十大深圳好青年',
    'Top Ten Youths of Shenzhen',
    '人',
    ofWork(['荣誉'], each, own('称号', '十大深圳好青年')),
  ),
  figure(
    'honourMayFourthBranch',
    '广东省五四红旗团支部',
    'May Fourth Red Flag branches',
    '个',
    ofWork(['荣誉'], 'count', own('称号', '广东省五四红旗团支部')),
  ),
  figure(
    'honourCivilityUnit',
    '省级青年文明号',
    'youth civility units of the province',
    '个',
    ofWork(['荣誉'], 'count', own('称号', '省级青年文明号')),
  ),
  figure('pioneerCongressDelegates', '少代会代表', "delegates of the Pioneers' congress", '名', {
    of: 'congress',
    where: [{ field: 'name', has: ['少先队', '少代会'] }],
    when: { in: 'held_on', years: 0 },
    measure: { sum: 'delegates', blank: 0 },
  }),
  figure('cadreStudioMembers', '名团干工作室成员', 'members of the cadre studio', '名', {
    of: 'body_member',
    where: [{ field: 'body', has: ['团干工作室'] }],
    when: 'standing',
    measure: 'count',
  }),
  figure('hostelGuests', '青年驿站住宿', 'guests of the youth hostel', '名', ofWork(['驿站住宿'], people)),
  figure(
    'hostelGraduatesServed',
    '青年驿站服务毕业生',
    'graduates served by the hostel',
    '人',
    ofWork(['驿站活动'], people),
  ),
  figure(
    'matchmakingParticipants',
    '婚恋交友参加',
    'participants of matchmaking',
    '人次',
    ofWork(['婚恋交友'], people),
  ),
  figure(
    'workersSchoolBeneficiaries',
    '青工学堂服务',
    "workers at the workers' school",
    '名',
    ofWork(['青工学堂'], people),
  ),
  figure(
    'workersSchoolCommunities',
    '青工学堂覆盖社区',
    "communities of the workers' school",
    '个',
    ofWork(['青工学堂'], { differentPlaces: 'community' }),
  ),
  figure(
    'workersSchoolParks',
    '青工学堂覆盖园区',
    "parks of the workers' school",
    '个',
    ofWork(['青工学堂'], { differentValues: 'own:园区' }),
  ),
  figure('internshipPosts', '实习就业岗位', 'internship posts', '个', ofWork(['就业实习'], ownSum('岗位数'))),
  figure('youthHomeProjects', '“青春家园”项目', 'Youth Home projects', '个', {
    of: 'project',
    where: [{ field: 'type', is: ['青春家园'] }],
    when: { in: 'begun', years: 0 },
    measure: 'count',
  }),
  figure(
    'youthHomeProjectEvents',
    '“青春家园”项目活动',
    'events of Youth Home projects',
    '场',
    ofWork(['青春家园活动'], sessions),
  ),
  figure(
    'youthHomeProjectBeneficiaries',
    '“青春家园”服务青少年',
    'young people served by Youth Home',
    '人',
    ofWork(['青春家园活动'], people),
  ),
  figure(
    'bayAreaExchangeParticipants',
    '粤港澳及两岸交流',
    'participants of Bay Area and cross-strait exchange',
    '人',
    ofWork(['青年交流'], people),
  ),
  figure(
    'volunteerTrainingSessions',
    '新注册义工培训',
    'trainings of new volunteers',
    '场',
    ofWork(['义工培训'], sessions),
  ),
  figure(
    'volunteerVisits',
    '骨干义工外出交流',
    'visits of core volunteers',
    '场',
    ofWork(['义工交流'], sessions),
  ),
  figure(
    'volunteersTrained',
    '参加培训交流的义工',
    'volunteers trained',
    '名',
    ofWork(['义工培训', '义工交流'], people),
  ),
  figure(
    'dailyVolunteers',
    '每日文明劝导义工',
    'volunteers for civility each day',
    '名',
    ofWork(['文明劝导'], ownSum('每日义工数')),
  ),
  figure('riverEvents', '护河治水活动', 'river events', '场', ofWork(['护河治水'], sessions)),
  figure('riverVolunteers', '护河治水义工', 'river volunteers', '名', ofWork(['护河治水'], people)),
  figure('uStations', '志愿服务U站和岗亭', 'U stations', '个', venues('志愿服务U站')),
  figure(
    'leafletsAgainstCrime',
    '扫黑除恶宣传物料',
    'leaflets against organized crime',
    '份',
    ofWork(['宣传发放'], ownSum('份数'), titled('扫黑除恶')),
  ),
  figure('donatedGoodsTonnes', '募集物资', 'goods donated', '吨', ofWork(['公益捐助'], ownSum('物资吨数'))),
  figure('donatedStationery', '捐赠文具', 'stationery donated', '个', ofWork(['公益捐助'], ownSum('文具数'))),
  figure('donatedBooks', '捐赠图书', 'books donated', '册', ofWork(['公益捐助'], ownSum('图书册数'))),
  figure(
    'yushuDonationYuan',
    '玉树善款',
    'money for Yushu',
    '元',
    ofWork(['公益捐助'], { sum: 'money', blank: 0 }, titled('玉树')),
  ),
  figure(
    'yushuGoodsYuan',
    '玉树物资',
    'goods for Yushu',
    '元',
    ofWork(['公益捐助'], ownSum('物资折款'), titled('玉树')),
  ),
  figure(
    'newVolunteers',
    '新注册志愿者',
    'new volunteers',
    '人',
    ofWork(['志愿服务月报'], ownSum('新注册志愿者')),
  ),
  figure(
    'volunteerProjects',
    '志愿项目',
    'volunteer projects',
    '个',
    ofWork(['志愿服务月报'], ownSum('志愿项目数')),
  ),
  figure(
    'volunteerParticipations',
    '志愿服务人次',
    'volunteer participations',
    '人次',
    ofWork(['志愿服务月报'], people),
  ),
  figure(
    'volunteerHours',
    '志愿服务时长',
    'volunteer hours',
    '小时',
    ofWork(['志愿服务月报'], { sum: 'hours', blank: 0 }),
  ),
  figure(
    'fiveStarVolunteers',
    '深圳市五星级义工',
    'five-star volunteers of Shenzhen',
    '人',
    ofWork(['荣誉'], each, own('称号', '深圳市五星级义工')),
  ),
]

/** What forms ask for beside the report's own figures. */
const formsFigures: readonly BroughtFigure[] = [
  // Who joined in the year and is a member here at its end.
  figure('newMembers', '新发展团员', 'members who joined in the year', '名', {
    of: 'person',
    where: [],
    when: { in: 'joined', years: 0 },
    measure: 'count',
  }),
  figure('branchesFounded', '新成立团支部', 'branches founded', '个', founded(kindIs('branch'))),
  // 团干部 on a form are those in post at the end of the year, as home and the tables of the year count them.
  figure('cadresInPost', '在任团干部', 'cadres in post', '名', {
    of: 'post',
    where: [],
    when: 'holds',
    measure: 'count',
  }),
  ...(
    [
      ['cadresFullTime', '专职团干部', 'full-time cadres', 'full-time'],
      ['cadresPartTime', '兼职团干部', 'part-time cadres', 'part-time'],
      ['cadresSeconded', '挂职团干部', 'seconded cadres', 'seconded'],
    ] as const
  ).map(([key, zh, en, nature]) =>
    figure(key, zh, en, '名', {
      of: 'post',
      where: [{ field: 'nature', is: [nature] }],
      when: 'holds',
      measure: 'count',
    }),
  ),
  figure('committees', '基层团委', 'committees', '个', orgs(kindIs('committee'))),
  figure('workCommittees', '团工委', 'work committees', '个', orgs(kindIs('work-committee'))),
  figure('generalBranches', '团总支', 'general branches', '个', orgs(kindIs('general-branch'))),
  figure(
    'twoNewBranches',
    '两新团支部',
    'branches in companies and social organizations',
    '个',
    orgs(kindIs('branch'), { field: 'tier', is: ['two-new'] }),
  ),
]

/** All figures that the program brings. */
export const broughtFigures: readonly BroughtFigure[] = [...districtFigures, ...formsFigures]
