import { always, count } from '../written.ts'

type Side = {
  readonly asked: string
  readonly inTransit: string
  readonly done: string
  readonly refused: string
  readonly cancelled: string
  readonly lapsed: string
}

/** Transfers. What fields and states are called stands in db/records, not here. */
export const transfersZh = {
  title: '组织关系转接',
  note: (mine: string) => (mine === '0' ? '没有待处理的' : `${mine} 件待处理`),
  part: '办理进度',
  parts: { mine: '待本单位处理', open: '办理中', over: '已办结' },
  none: {
    mine: '没有等本单位处理的转接。',
    open: '没有等对方处理的转接。',
    over: '还没有办结的转接。',
  },
  ask: '申请转接',
  waiting: '组织关系转接待处理',
  unit: always('件'),
  handle: '去处理',
  numbers: '转接统计',
  sides: { out: '转出', in: '转入', within: '内部转接' },
  side: ({ asked, inTransit, done, refused, cancelled, lapsed }: Side) =>
    [
      `申请 ${asked}`,
      `转接中 ${inTransit}`,
      `成功 ${done}`,
      `退回 ${refused}`,
      `撤销 ${cancelled}`,
      `失效 ${lapsed}`,
    ].join('，'),
  to: '转往',
  underWay: (place: string, deadline: string, left: string) =>
    `组织关系转接办理中：转往${place}，${deadline} 前办理${left === '' ? '' : `（${left}）`}`,
  toOutside: (place: string) => `${place}（系统外）`,
  toBePassedOn: (place: string) => `${place}（待上级转交）`,
  reason: '原因',
  checks: '团费、职务',
  checksOf: (fees: string, posts: string) => `${fees}，${posts}`,
  state: '状态',
  since: '办结日期',
  said: '对方说明',
  days: (n: number) => `还有 ${count(n)} 天`,
  lastDay: '今天到期',
  overdueBy: (n: number) => `逾期 ${count(n)} 天`,
  verbs: { accept: '接收', refuse: '退回', cancel: '撤销申请', relay: '转交' },
  outsideVerbs: { accept: '登记已转出', refuse: '登记对方不收', cancel: '撤销申请', relay: '转交' },
  many: (verb: string, n: number) => `${verb} ${count(n)} 件`,
  manyTitle: (verb: string, n: number) => `一起办理 ${count(n)} 件转接：${verb}`,
  branchOfOthers: '申请没有写明团支部的，编入哪个团支部',
  course: '经过',
  more: (name: string) => `${name}：更多操作`,
  panel: (name: string) => `组织关系转接：${name}`,
  what: '怎么办理',
  on: '办理日期',
  branch: '编入哪个团支部',
  relayTo: '转交给哪个组织',
  refuseNote: '退回的理由',
  missing: { to: '请选转交给哪个组织。', note: '请写明退回的理由。' },
  begun: '申请',
  byWhom: (actor: string) => `经办人 ${actor}`,
  idle: {
    'unknown-action': '没有生效：本版本不认识这一步',
    'not-from-here': '没有生效：转接已经办结',
    'answers-another': '没有生效：与另一步重复',
  },
}

export type TransfersWords = typeof transfersZh
