/** The words of what stands between offices: what became of a record, conflicts settled together, who has reported. */
export const exchangeZh = {
  waits: (n: number) => `${n} 处等您处理`,
  state: {
    unsent: '未导出',
    sent: '已导出',
    received: '已收',
    aside: '对方另存待核',
    returned: '已退回',
  },
  stateLine: {
    unsent: (office: string) => `有内容还没有打进给${office}的数据包`,
    sent: (office: string, no: number) => `在给${office}的第 ${no} 号数据包里，对方还没有确认收到`,
    received: (office: string) => `${office}已经收到`,
    aside: (office: string) => `${office}无法证实其中的内容，另存待核，没有并入`,
    returned: '被退回，改好以后会随下一个数据包重新上报',
  },
  backBy: (office: string, actor: string) => (actor === '' ? `${office}退回` : `${office} ${actor} 退回`),
  correct: '更正并重新上报',
  outTitle: (name: string) => `${name}：已被退回`,
  outLine:
    '这条记录不计入任何人数和名单，只在本单位保留。更正后，连同一起被退回的归属和职务重新生效，随下一个数据包上报。',
  conflictHere: (n: number) => `有 ${n} 处冲突待定`,
  lookHere: (n: number) => `有 ${n} 处和别的单位同时修改，供核对`,
  decide: '去处理',
  mark: '有冲突待定',
  office: '写的单位',
  anyOffice: '全部单位',
  kind: '哪一类',
  anyKind: '全部',
  keepAllOf: (office: string, n: number) => `都按${office}的（${n} 处）`,
  keepAll: '一起处理…',
  keepNow: (n: number) => `都按现在的（${n} 处）`,
  chosen: (n: number) => `选中 ${n} 处`,
  choose: (title: string) => `选中 ${title}`,
  chooseAll: '全选',
  settled: (n: number, left: number) =>
    left === 0
      ? `已处理 ${n} 处冲突`
      : `已处理 ${n} 处冲突，还有 ${left} 处没有动：那里没有这个单位写的内容，或正在验收`,
  shown: (n: number, all: number) => (n === all ? `共 ${all} 处` : `${all} 处中的 ${n} 处`),
  more: (n: number) => `再看 ${n} 处`,
  why: {
    later: '写得较晚，写的时候已知道更多改动',
    'last-stay': '最后登记的去向',
    'at-once': '两处同时写的，各单位按同一次序取定',
    edited: '删除的一方没有看到这处修改，所以记录先保留',
  },
  restore: '恢复这条记录',
  giveUp: '确认删除',
  looks: {
    title: '供核对',
    line: '两个单位同时改了同一条记录的不同项目，两处都有效，不是冲突。看一眼合在一起对不对，看过就可以收起。',
    ours: '本机已有',
    theirs: '数据包带来',
    seen: '看过了',
    seenAll: '全部看过',
    by: (office: string, actor: string, at: string) =>
      [office, actor, at].filter(part => part !== '').join(' '),
    change: (label: string, was: string, now: string) =>
      `${label}：${was === '' ? '（空）' : was} → ${now === '' ? '（空）' : now}`,
    noted: '已收起',
  },
  corrected: '已更正，随下一个数据包上报',
  openBacks: (n: number) => `待更正 ${n}`,
}

export type ExchangeWords = typeof exchangeZh
