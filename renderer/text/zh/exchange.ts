import { count } from '../written.ts'

/** The words of what stands between offices: what became of a record, conflicts settled together, who has reported. */
export const exchangeZh = {
  waits: (n: number) => `${count(n)} 处等您处理`,
  state: {
    unsent: '未进数据包',
    sent: '已进数据包',
    received: '已收',
    aside: '对方另存待核',
    returned: '已退回',
  },
  stateLine: {
    unsent: (office: string) => `有内容还没有放进给${office}的数据包`,
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
  conflictHere: (n: number) => `有 ${count(n)} 处冲突待定`,
  lookHere: (n: number) => `有 ${count(n)} 处和别的单位同时修改，供核对`,
  decide: '去处理',
  mark: '有冲突待定',
  office: '写的单位',
  anyOffice: '全部单位',
  kind: '哪一类',
  anyKind: '全部',
  keepAllOf: (office: string, n: number) => `都按${office}的（${n} 处）`,
  keepAll: '一起处理…',
  keepNow: (n: number) => `都按现在的（${count(n)} 处）`,
  chosen: (n: number) => `选中 ${count(n)} 处`,
  choose: (title: string) => `选中 ${title}`,
  chooseAll: '全选',
  settled: (n: number, left: number) =>
    left === 0
      ? `已处理 ${count(n)} 处冲突`
      : `已处理 ${count(n)} 处冲突，还有 ${count(left)} 处没有动：那里没有这个单位写的内容，或正在验收`,
  shown: (n: number, all: number) =>
    n === all ? `共 ${count(all)} 处` : `${count(all)} 处中的 ${count(n)} 处`,
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
    line: '两个单位同时改了同一条记录的不同项目，两处都有效，不是冲突。请核对合在一起是否正确，核对以后可以收起。',
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
  openBacks: (n: number) => `待更正 ${count(n)}`,
  reported: {
    title: '报送情况',
    lead: '下级单位最近一次报送、多久没有消息、退回没有更正的。',
    next: '没有加入的单位，请其生成申请文件交来，点该单位那一行的“…”批准；该报送没有报送的、退回没有更正的，可以写催报单。',
    none: '下级组织设立以后，会列在这里：谁报送了，谁还没有加入。',
    state: '情况',
    states: {
      reporting: '已报送',
      'nothing-sent': '从未报送',
      'not-enrolled': '没有加入',
      revoked: '密钥已吊销',
    },
    last: '最近一包',
    silent: '没有消息',
    never: '一直没有',
    days: (n: number) => (n === 0 ? '今天' : `${count(n)} 天`),
    waiting: '在等的包',
    returned: '退回未更正',
    notes: '需要核实',
    turnedOut: '恢复过备份，或两台电脑共用密钥',
    restored: '以本机现在没有的内容为前提',
    pcs: (n: number) => `${n} 台电脑`,
    letters: (n: number) => `写催报单（${n} 份）`,
    lettersFile: (day: string) => `催报单-${day}`,
    lettersSaved: (file: string, n: number) => `${file} 已保存，共 ${n} 份`,
    lookInto: '已经核实，收起提醒',
    lookedInto: (name: string) => `${name}的提醒已收起`,
  },
  trusted: {
    root: (digits: string) => `这台电脑是各单位信任的起点，核对数字 ${digits}。`,
    certified: (by: string, root: string, digits: string) =>
      by === root
        ? `这台电脑由${by}批准，${by}是信任的起点，核对数字 ${digits}。`
        : `这台电脑由${by}批准，信任的起点是${root}，核对数字 ${digits}。`,
    lost: '这台电脑的证书现在无效：换用了新密钥，或者批准它的电脑被吊销、单位划走了。请生成入网申请，让上级重新批准；台账里的内容都在。',
    ask: '生成入网申请',
    asked: (file: string) =>
      `已生成入网申请“${file}”，请交给上级批准。拿到批准文件（.llb）以后，在本页打开它。`,
  },
  recovery: {
    title: '密钥恢复文件',
    missing: '还没有密钥恢复文件',
    saved: (at: string) => `密钥恢复文件：${at} 制作`,
    line: '本单位上面没有人能恢复密钥。丢了密钥又没有这个文件，下级和其他电脑都要重新加入。',
    make: '制作密钥恢复文件…',
    what: '文件里是本机的密钥，用口令加密。请存到专用U盘，和写着口令的纸分开锁好。',
    passphrase: '口令',
    passphraseHint: '至少 10 个字符，例如几个不相干的词。忘了口令，这个文件就打不开。',
    again: '再输一遍',
    differs: '两遍不一样',
    show: '显示口令',
    doMake: '生成文件',
    after: '文件已经生成，还没有存。请现在就存到专用U盘上。',
    next: '这个文件只留在专用U盘上，本机不要留。请在另一台电脑上确认能看到它，再把U盘锁好，和写着口令的纸分开放。',
    safe: '保险柜',
    startLine: '区一级的电脑丢了或坏了？用锁起来的密钥恢复文件重新开始，下级不用重新加入。',
    open: '打开密钥恢复文件',
    openLine: (file: string) =>
      `${file} 里是区级的密钥。打开以后，请再恢复最近的备份；没有备份的，请下级报送数据包。`,
    doOpen: '用这个文件重新开始',
    opened: (name: string) => `已用${name}的密钥重新开始。请在“设置”里恢复最近的备份。`,
  },
  parts: {
    title: '按单位看',
    show: '看哪些',
    shows: { all: '全部单位', conflicts: '冲突', returned: '退回' },
    elsewhere: '不属于某个单位的',
    heads: (before: number, come: number, out: number, after: number) =>
      `原有 ${before} 人，增加 ${come}，减少 ${out}，现有 ${after} 人`,
    returned: '退回',
    more: (n: number) => `另有 ${n} 处没有逐条列出`,
    moreConflicts: (n: number) => `另有 ${n} 处冲突没有逐条列出`,
    moreReturned: (n: number) => `另有 ${n} 处退回没有逐条列出`,
    holds: (office: string, said: string) => `现在按${office}填的：${said}`,
    otherwise: (office: string, said: string) => `${office}填的是：${said}`,
    insteadOf: (label: string, now: string, holds: string) =>
      `${label}：送来的是${now === '' ? '（空）' : now}，有冲突，现在仍按${holds === '' ? '（空）' : holds}`,
    notUsed: (label: string, now: string) =>
      `${label}：送来的是${now === '' ? '（空）' : now}，有冲突，现在没有采用`,
    moreHeads: (n: number) => `另有 ${n} 种写法没有列出`,
    acts: { added: '新增', changed: '修改', removed: '删除', returned: '退回', admitted: '采用' },
  },
  ownKeys: {
    title: '这是第二台电脑',
    line: '整个文件夹是从另一台电脑拷来的，两台都在用？让其中一台改用自己的密钥，内容都保留。',
    button: '改用自己的密钥…',
    ask: '本机会换上自己的密钥，并存下一份入网申请。请把申请交给上级批准，批准以前不能报送；台账里的内容都在，以前报送过的不会重复计算。以前的备份属于原来的密钥，换好以后请马上再备份一次。',
    doIt: '改用自己的密钥',
    done: '已换上自己的密钥。入网申请存到了下载文件夹，请交给上级批准。',
  },
}

export type ExchangeWords = typeof exchangeZh
