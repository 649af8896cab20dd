import type { Reason } from '#db/journal/change.ts'

/** Why a change from below does not count, as its author reads it. */
export const reasons = {
  structure: {
    code: 'structure-above',
    zh: '组织的层级、类型、上级和组织ID由上级团组织管理，请报上级修改。',
    en: 'Tier, kind, place and code of an organization are kept by the office above; ask it to change them.',
  },
  review: {
    code: 'structure-above',
    zh: '复核结果由上级团组织登记，请报上级；自评结果可以自己登记。',
    en: 'The result of a review is registered by the office above; ask it. What it found of itself an office registers itself.',
  },
  locked: {
    code: 'case-locked',
    zh: '整治台账已提交验收或者办结，内容不再修改。请等上级退回后再改，或者登记更正。',
    en: 'The case was handed in or is over, so what it says is not changed any more. Change it once it is returned, or register a correction.',
  },
  ruling: {
    code: 'ruling-above',
    zh: '是否列为软弱涣散由上级团组织认定，请报上级。',
    en: 'Whether an organization needs rectification is decided by an office above it; ask that office.',
  },
  answered: {
    code: 'request-answered',
    zh: '这份任务调整申请已经答复或者撤回，内容不再改动。',
    en: 'This request to change a task was answered or withdrawn; what it says is not changed any more.',
  },
  yearLocked: {
    code: 'year-approved',
    zh: '这个年度的评审已经审定，封存的内容不再改动。',
    en: 'The review of this year is approved; what was frozen is not changed any more.',
  },
  closed: {
    code: 'period-closed',
    zh: '这条工作记录的日期在已封账的时段内，填写时已过填报截止，没有计入。确需补录的，请上级登记“补录许可”后重新填写。',
    en: 'This work lies in a period that was closed when it was written, so it does not count. If it has to, ask the office above for an exception and write it again.',
  },
  ownWord: {
    code: 'own-submission',
    zh: '本单位申请的，须由上级团组织验收或者办结。',
    en: 'What an office handed in itself is for an office above it to judge or to end.',
  },
  judged: {
    code: 'already-judged',
    zh: '上级团组织已经作出答复，这一步会使答复落空，没有计入。确需更改的，请向上级说明。',
    en: 'An office above has answered already, and this would make its answer void, so it does not count. Tell that office what is to be changed.',
  },
  left: {
    code: 'made-and-left',
    zh: '要撤销的内容里，有的人员或组织已不在填报单位管理的范围，这次撤销没有生效。请先并入上级的数据包，再撤销其余部分。',
    en: "Some of what this takes back is no longer kept by its author's office, so nothing of it was taken back. Take in the packet from the office above first, then take back the rest.",
  },
  broughtIn: {
    code: 'brought-in',
    zh: '这是上级登记的转入，撤掉以后会回到别的单位，这次删除没有生效。确需退回原单位的，请上级办理。',
    en: 'An office above registered that it came here from another office, where it would lie again, so this removal does not count. Ask that office to send it back.',
  },
  cameLater: {
    code: 'came-later',
    zh: '这是上级登记的转入日期，改晚以后，那天以前就回到了别的单位，这次修改没有生效。确需改晚的，请上级办理。',
    en: 'An office above registered from which day on it came here from another office, where it would lie again until the later day, so this does not count. Ask that office to change the day.',
  },
  cameEarlier: {
    code: 'came-earlier',
    zh: '这样登记会改掉此前在别的单位的日子，没有生效。请填写转到本单位以后的日期；确需改动以前日子的，请上级办理。',
    en: 'This would change days before it came here, which belong to another office, so it does not count. Give a day from then on; to change what was before, ask the office above.',
  },
  event: {
    code: 'step-kept',
    zh: '办理步骤登记后不能删除。本单位登记有误的，请在操作记录里撤销。',
    en: 'A step that was registered is not removed. What your own office registered in error it undoes in its history.',
  },
  accepted: {
    code: 'transfer-accepted',
    zh: '这次转接已经由转入组织接收，转接记录不再删除或者撤销。',
    en: 'This transfer was accepted where the member went to; its record is not removed or taken back any more.',
  },
  crowded: {
    code: 'too-many-steps',
    zh: '本单位在这件事项上登记的步骤已达 300 条，这一条没有计入。确需登记的，请先撤回多余的步骤。',
    en: 'This office has registered 300 steps of this matter already, so this one does not count. Take back those that nobody needs first.',
  },
  crowdedBack: {
    code: 'too-many-returned',
    zh: '这条记录被退回的次数过多，这次更正没有计入。请另建一条记录。',
    en: 'This record was returned too often to be corrected, so this does not count. Make a new one in its place.',
  },
  beyond: {
    code: 'beyond-authority',
    zh: '这条内容不属于填报单位管理的范围，请由管理它的单位修改。',
    en: "This is not kept by its author's office; the office that keeps it has to change it.",
  },
} satisfies Record<string, Reason>
