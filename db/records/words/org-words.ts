import type { BranchType, OrgKind, Tier } from '#contract/vocabulary.ts'
import { nameKey } from '#db/shared/name-key.ts'
import { termTable, wordTable } from '../types/word-table.ts'

/** 组织类型: Guangdong's words and digits, the national words and codes (domain.md 4.2). */
export const orgKindWords = wordTable<OrgKind>({
  leading: ['领导机关团组织', '领导机关', '团的领导机关', '团的领导机关团组织', '领导机关团委', '1', '01'],
  'work-committee': ['团工委', '团的工作委员会', '工作委员会', '团工作委员会', '04TGW', 'TGW', '3'],
  committee: ['团委', '基层团委', '基层委员会', '团的基层委员会', '委员会', '03TW', 'TW', '2'],
  'general-branch': ['团总支', '总支', '总支部', '团总支部', '总支部委员会', '团总支委', '02TZZ', 'TZZ', '4'],
  branch: ['团支部', '支部', '支部委员会', '基层团支部', '联合团支部', '联合支部', '01TZB', 'TZB', '5'],
})

/** A committee of a whole province, city, county or district; 社区, 园区 and the like are no such districts. */
const leadingName =
  /^(共青团)?([^省市县区]{1,8}[省市])?[^省市县区]{1,8}[省市县区](?<![社园校院小厂景片街库矿林军战]区)(团?委|委员会)$|团[省市县区]委$/

/** The kind that an organization's own name tells, by its ending (domain.md 4.2, name rule). */
export function orgKindOfName(name: string): OrgKind | undefined {
  const key = nameKey(name).replace(/\([^()]*\)$/, '')
  if (/(工作委员会|团?工委)$/.test(key)) return 'work-committee'
  if (/(总支部委员会|总支部|总支委员会|总支)$/.test(key)) return 'general-branch'
  if (/(支部委员会|支部)$/.test(key)) return 'branch'
  if (leadingName.test(key)) return 'leading'
  return /(委员会|团委)$/.test(key) ? 'committee' : undefined
}

/** 所属层级: the five tiers of the district. */
export const tierWords = wordTable<Tier>({
  district: ['区', '区级', '区一级', '县区', '区县', '县区级', '区委', '区级团委'],
  organ: [
    '直属机关',
    '机关',
    '直属',
    '区直',
    '区直机关',
    '区直属机关',
    '直属机关级',
    '系统',
    '直属单位',
    '区直单位',
  ],
  street: ['街道', '街道级', '镇街', '街镇', '镇', '乡镇', '镇街级', '街道办', '乡镇街道'],
  community: ['社区', '社区级', '村', '村级', '村社区', '社区村', '村居'],
  'two-new': [
    '两新',
    '两新组织',
    '两新级',
    '非公',
    '非公企业',
    '社会组织',
    '企业',
    '非公经济组织',
    '新经济组织',
    '新社会组织',
    '园区',
  ],
})

/** 支部类别: 普通, and the special branches that the weak-branch rules leave out (domain.md 4.2). */
export const branchTypeWords = wordTable<BranchType>({
  ordinary: ['普通', '普通团支部', '普通支部', '一般', '一般团支部', '常规', '正常', '否'],
  temporary: ['临时团支部', '临时', '临时支部', '学社衔接临时团支部', '临时团组织'],
  floating: ['流动团员团支部', '流动', '流动团支部', '流动团员支部', '流动支部', '流动团员'],
  graduates: ['毕业生团组织', '毕业生', '毕业生团支部', '毕业团支部', '毕业班团支部', '毕业团组织'],
  special: [
    '其他特殊',
    '特殊',
    '其他',
    '其它',
    '出国境学习研究团员团支部',
    '出国学习研究团员团支部',
    '延迟毕业团组织',
    '延迟毕业团支部',
    '特殊单位专属库',
    '待转接团支部',
  ],
})

/** 单位所属行业类别: the sixteen of Guangdong's system, by word or number. */
export const industryWords = termTable({
  党政机关: ['机关', '1'],
  '事业单位(不含公立学校)': ['事业单位', '2'],
  普通高等院校: ['高等院校', '高校', '普通高校', '3'],
  职业教育学校: ['职业学校', '中职学校', '职业院校', '4'],
  普通高中: ['高中', '5'],
  初中: ['初级中学', '6'],
  小学: ['7'],
  国有企业: ['国企', '8'],
  集体企业: ['9'],
  非公企业: ['非公有制企业', '非公', '民营企业', '10'],
  '新社会组织(不含民办学校)': ['新社会组织', '社会组织', '11'],
  军队: ['12'],
  武警: ['13'],
  城市社区: ['社区', '14'],
  农村: ['村', '行政村', '15'],
  其他: ['其它', '16'],
})

/** 对标定级: the stars; 后进 has two, 软弱涣散 has none. */
export const starWords = wordTable<'five' | 'four' | 'three' | 'two' | 'none'>({
  five: ['五星级', '五星', '5', '5星', '优秀', '五星级团支部'],
  four: ['四星级', '四星', '4', '4星', '良好', '四星级团支部'],
  three: ['三星级', '三星', '3', '3星', '一般', '三星级团支部'],
  two: ['二星级', '二星', '2', '2星', '后进', '后进团支部', '较差'],
  none: ['不予定级', '软弱涣散', '软弱涣散团支部', '不定级'],
})
