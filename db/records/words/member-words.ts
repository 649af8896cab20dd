import type { endedStatuses, MemberStatus, ReportStatus } from '#contract/vocabulary.ts'
import { termTable, wordTable } from '../types/word-table.ts'

/** 团籍状态, in the words of Guangdong's system (domain.md 4.3). */
export const memberStatusWords = wordTable<MemberStatus>({
  normal: ['正常', '正常团员', '在籍', '有效', '在册', '在册团员', '在团'],
  disabled: ['禁用', '停用', '已禁用'],
  'aged-out': [
    '满28周岁离团',
    '超龄离团',
    '离团',
    '已离团',
    '满28岁离团',
    '年满28周岁离团',
    '超龄退团',
    '超龄',
    '已超龄',
    '超龄离团团员',
  ],
  'aged-out-pending': ['满28周岁离团待审核', '超龄离团待审核', '离团待审核', '满28岁离团待审核'],
  drifted: ['自行脱团', '自动脱团', '脱团', '已脱团'],
  'drifted-pending': ['自行脱团待审核', '脱团待审核'],
  resigned: ['自愿退团', '退团', '已退团', '申请退团'],
  'resigned-pending': ['自愿退团待审核', '退团待审核'],
  expelled: ['开除团籍', '开除', '已开除', '被开除团籍'],
  'expelled-pending': ['开除团籍待审核', '开除待审核'],
})

/** 离团原因: the states of 团籍 that have ended a membership. */
const leaving = {
  'aged-out': ['满28周岁离团', '超龄离团', '离团', '已离团', '满28岁离团', '年满28周岁离团', '超龄退团'],
  drifted: ['自行脱团', '脱团', '已脱团'],
  resigned: ['自愿退团', '退团', '已退团', '申请退团'],
  expelled: ['开除团籍', '开除', '已开除', '被开除团籍'],
}
export const leavingWords = wordTable<(typeof endedStatuses)[number]>(leaving)

/** 离团原因 of a stay nowhere: those, and a transfer to an organization that no registry of ours keeps. */
export const reasonWords = wordTable<(typeof endedStatuses)[number] | 'transferred'>({
  ...leaving,
  transferred: ['转出系统外', '已转出', '转出'],
})

/** 报到资料状态. */
export const reportStatusWords = wordTable<ReportStatus>({
  approved: ['审核通过', '已通过', '通过', '报到审核通过', '已报到', '报到通过', '3'],
  pending: ['报到待审核', '待审核', '未审核', '审核中', '1'],
  rejected: ['报到被退回', '被退回', '退回', '已退回', '审核不通过', '2'],
  withdrawn: ['报到被撤回', '被撤回', '撤回', '已撤回', '0'],
  'edit-pending': ['修改资料待审核', '资料修改待审核', '修改待审核', '4'],
  'edit-rejected': ['修改资料被退回', '资料修改被退回', '修改被退回', '5'],
})

/** 删除状态: only whoever reported in at a wrong branch is taken off. */
export const deletionWords = wordTable<'none' | 'asked' | 'sent-back'>({
  none: ['正常', '未申请删除'],
  asked: ['已申请删除,待审核', '已申请删除待审核', '申请删除待审核'],
  'sent-back': ['已申请删除,被退回', '已申请删除被退回', '申请删除被退回'],
})

/** 职业: the fourteen of the member form. */
export const occupationWords = termTable({
  国有企业职工: ['国企职工'],
  非公企业职工: ['非公有制企业职工', '民营企业职工'],
  机关事业单位职工: ['机关单位职工', '事业单位职工', '机关事业单位'],
  社会组织员工: ['社会组织职工'],
  农民: [],
  学生: [],
  自由职业者: ['自由职业'],
  公办高校教职工: [],
  公办中学教职工: [],
  公办中职教职工: [],
  民办高校教职工: [],
  民办中学教职工: [],
  民办中职教职工: [],
  其他: ['其它'],
})

/** 收入: the seven bands by which 团费 is asked (domain.md 5). */
export const incomeWords = termTable({
  '2000以下': ['2000元以下', '低于2000'],
  '2000-5000': ['2000-5000元', '2000元-5000元', '2000至5000', '2000~5000'],
  '5000-8000': ['5000-8000元', '5000元-8000元', '5000至8000', '5000~8000'],
  '8000-10000': ['8000-10000元', '8000元-10000元', '8000至10000', '8000~10000'],
  '10000以上': ['10000元以上', '1万以上'],
  学生: [],
  农业户籍无固定收入: ['农业户籍'],
})

/** 免交团费的原因. */
export const feeFreeWords = termTable({
  保留团籍的党员: ['党员', '中共党员', '保留团籍党员'],
  经批准减免: ['减免', '免交', '困难减免'],
  其他: ['其它'],
})

/** 团员教育评议: the four results. */
export const appraisalWords = wordTable<'excellent' | 'good' | 'basic' | 'failed'>({
  excellent: ['优秀', '优秀团员', '优'],
  good: ['合格', '合格团员'],
  basic: ['基本合格', '基本合格团员'],
  failed: ['不合格', '不合格团员'],
})

/** 年度团籍注册. */
export const registrationWords = wordTable<'registered' | 'deferred' | 'refused'>({
  registered: ['已注册', '注册', '予以注册', '准予注册', '同意注册', '同意', '通过', '是', '√'],
  deferred: ['暂缓注册', '暂缓', '缓注册'],
  refused: ['未注册', '不予注册', '否', '×'],
})
