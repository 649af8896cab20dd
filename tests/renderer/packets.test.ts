import { expect, test } from 'vitest'
import type { Dispute, PacketLogEntry } from '#contract/packets/packets.ts'
import type { PacketFile } from '#contract/port/wire.ts'
import { filtered, officesIn } from '#renderer/features/packets/answers/conflict-filter.ts'
import { disputeTitle, headLines } from '#renderer/features/packets/answers/dispute-text.ts'
import { readPacketName, readRequestName } from '#renderer/features/packets/offices/carried-name.ts'
import { comeBefore, filesForUs, foundTogether } from '#renderer/features/packets/offices/files-for-us.ts'
import {
  noOfficeAbove,
  officeState,
  packButton,
  waitingState,
} from '#renderer/features/packets/offices/office-state.ts'
import { canGiveBack, stateLines } from '#renderer/features/packets/offices/packet-state.ts'
import { missingBefore } from '#renderer/features/packets/opening/packet-facts.ts'
import { en } from '#renderer/text/en.ts'
import { sizeText } from '#renderer/text/written.ts'
import { zhCN } from '#renderer/text/zh-CN.ts'

test('the name of a packet says from whom, to whom and its number, also beside another of that name', () => {
  const said = { from: '坪山区', to: '六联社区', number: 7 }
  expect(readPacketName('坪山区_六联社区_000007_20191231.llb')).toEqual(said)
  expect(readPacketName('坪山区_六联社区_000007_20191231 (2).llb')).toEqual(said)
  expect(readPacketName('坪山区_六联社区_000007_20191231-2.llb')).toEqual(said)
  expect(readPacketName('新建.llb')).toBeUndefined()
  expect(readRequestName('入网申请-六联社区.json')).toBe('六联社区')
})

test('what this PC wrote itself is not offered to be opened, but what another PC of the office wrote under that name is', () => {
  const file = (drive: string, name: string, isOurs = drive === 'outbox') =>
    ({ drive, name, kind: 'packet', size: 1, at: '2019-01-01T00:00:00Z', isOurs }) as const
  const named = (files: readonly PacketFile[]) => filesForUs(files).map(({ name }) => name)
  const outbox = file('outbox', 'ours.llb')
  expect(named([file('e', 'ours.llb', true), file('e', 'theirs.llb'), outbox])).toEqual(['theirs.llb'])
  expect(named([file('e', 'ours.llb'), outbox])).toEqual(['ours.llb'])
  const [one, two] = ['ours.llb.1of2', 'ours.llb.2of2']
  expect(named([file('e', one, true), file('e', two), file('e', 'theirs.llb.1of2'), outbox])).toEqual([
    'theirs.llb.1of2',
  ])
  expect(named([file('e', one), file('e', two), outbox])).toEqual([one, two])
  expect(named([file('e', two), outbox])).toEqual([])
})

test('a packet that has come before is told, and one of its number that was written later is new', () => {
  const log = [
    {
      direction: 'received',
      name: '六联社区（筹）',
      number: 7,
      at: '2019-12-31T04:00:00Z',
      state: 'applied',
    },
    { direction: 'sent', name: '坪山区', number: 8, at: '2019-12-31T04:00:00Z', state: 'sent' },
  ] as const
  const told = (name: string, at = '2019-12-30') => {
    const [found] = foundTogether([
      { drive: 'e', name, kind: 'packet', size: 1, at: `${at}T00:00:00.000Z`, isOurs: false } as const,
    ])
    return found && comeBefore(found, log)?.state
  }
  expect(told('六联社区（筹）_坪山区_000007_20191230.llb')).toBe('applied')
  expect(told('六联社区（筹）_坪山区_000007_20191230.llb', '2020-01-02')).toBeUndefined()
  expect(told('六联社区（筹）_坪山区_000008_20191230.llb')).toBeUndefined()
  expect(told('六联_坪山区_000007_20191230.llb')).toBeUndefined()
  expect(told('坪山区_六联社区_000008_20191230.llb')).toBeUndefined()
  expect(told('新建.llb')).toBeUndefined()
})

test('the parts of one packet stand together, whatever the stick, with those that are missing; of another cut they do not', () => {
  const file = (drive: string, name: string, at = '2019-01-01') =>
    ({ drive, name, kind: 'packet', size: 1, at: `${at}T00:00:00Z`, isOurs: false }) as const
  const told = (files: readonly PacketFile[]) =>
    foundTogether(files).map(({ name, files, isCut, missing }) => [
      name,
      files.map(one => `${one.drive} ${one.name} ${one.at.slice(0, 10)}`),
      isCut,
      missing,
    ])
  const names = ['a.llb.2of3', 'b.llb', 'a.llb.1of2', 'c.llb.10of12']
  expect(
    told([
      ...names.map(name => file('e', name)),
      file('f', 'a.llb.1of3'),
      file('g', 'a.llb.2of3', '2019-02-01'),
    ]),
  ).toEqual([
    ['a.llb', ['f a.llb.1of3 2019-01-01', 'g a.llb.2of3 2019-02-01'], true, [3]],
    ['b.llb', ['e b.llb 2019-01-01'], false, []],
    ['a.llb', ['e a.llb.1of2 2019-01-01'], true, [2]],
    ['c.llb', ['e c.llb.10of12 2019-01-01'], true, [1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 12]],
  ])
  expect(told([file('e', 'a.llb.1of2'), file('f', 'a.llb.2of2')])).toEqual([
    ['a.llb', ['e a.llb.1of2 2019-01-01', 'f a.llb.2of2 2019-01-01'], true, []],
  ])
  // What lies on a second stick beside a whole packet may be of an older one.
  expect(
    told([file('e', 'a.llb.1of2'), file('e', 'a.llb.2of2'), file('f', 'a.llb.1of2', '2019-03-01')]),
  ).toEqual([['a.llb', ['e a.llb.1of2 2019-01-01', 'e a.llb.2of2 2019-01-01'], true, []]])
})

const peer = {
  org: '1',
  name: '民治街道',
  replica: 'r',
  direction: 'down' as const,
  sent: 6,
  acknowledged: 4,
  received: 3,
  returned: 0,
  silentSince: '2018-12-31T01:05:00Z',
  warnings: [],
  canPutAway: false,
}
const pending = {
  replica: 'r',
  revoked: false,
  since: 6,
  changes: 23,
  unconfirmed: 17,
  people: 12,
  owesReceipt: false,
  unhanded: null,
}

test('how things stand with an office is said in sentences', () => {
  expect(officeState(zhCN, peer, pending)).toEqual([
    '发出到第 6 号，对方确认收到第 4 号',
    expect.stringMatching(/^收到对方第 3 号，最近一次来包 2018-12-31/),
  ])
  expect(officeState(zhCN, { ...peer, acknowledged: 6, returned: 3 }, pending)[2]).toBe('退回对方 3 处')
  expect(officeState(en, { ...peer, sent: 0, acknowledged: 0, silentSince: null }, pending)).toEqual([
    'No packet has been made for it yet',
    'Nothing has come from it yet',
  ])
  expect(officeState(zhCN, peer, { ...pending, revoked: true })).toEqual(['已吊销，不再交换数据包'])
})

test('what waits is said with its number, and what goes along once more', () => {
  expect(waitingState(zhCN, pending)).toBe(
    '自第 6 号以来有新内容，下一个包共 12 人；已发出的 17 处变更对方还没确认，会再带一遍',
  )
  expect(waitingState(zhCN, { ...pending, unconfirmed: 0 })).toBe('自第 6 号以来有新内容，下一个包共 12 人')
  expect(waitingState(zhCN, { ...pending, changes: 0, unconfirmed: 0, owesReceipt: true })).toBe(
    '没有新内容；已收到对方的数据包，还没有给对方回执',
  )
  expect(waitingState(en, { ...pending, people: 0, changes: 1, unconfirmed: 0 })).toBe(
    'News since no. 6; the next packet holds 1 change',
  )
  expect(waitingState(zhCN, { ...pending, since: 0, unconfirmed: 0 })).toBe('12 人有新内容，还没有交')
  // Until it is counted nobody is told that there is nothing new.
  expect(packButton(zhCN, undefined, 'up')).toBe('交数据包给上级')
  expect(packButton(zhCN, undefined, 'down')).toBe('制作数据包')
  expect(packButton(zhCN, pending, 'up')).toBe('交数据包给上级（12 人）')
  expect(packButton(zhCN, { ...pending, changes: 0 }, 'beside')).toBe('制作数据包（没有新内容）')
})

const entry: PacketLogEntry = {
  direction: 'received',
  peer: 'r',
  name: '民治街道',
  peerDirection: 'down',
  number: 9,
  at: '2018-12-31T01:05:00Z',
  changes: 4,
  state: 'applied',
  returned: 0,
  missing: null,
  awaits: null,
  file: null,
  sha256: null,
}

test('a packet in the log says what came of it', () => {
  expect(stateLines(zhCN, entry)).toEqual(['已并入'])
  expect(stateLines(zhCN, { ...entry, returned: 1 })).toEqual(['已并入', '其中 1 处已退回'])
  expect(stateLines(zhCN, { ...entry, returned: 4 })).toEqual(['已并入', '已全部退回'])
  const waiting = { ...entry, state: 'waiting', changes: null, missing: { from: 7, to: 8 } } as const
  expect(stateLines(zhCN, waiting)[1]).toMatch(/^缺第 7 到 8 号。请向对方要/)
  expect(stateLines(en, { ...waiting, missing: { from: 8, to: 8 } })[1]).toMatch(/^No\. 8 is missing\. Ask/)
})

test('only what came from below, is in force and was not given back yet can be given back', () => {
  expect(canGiveBack(entry)).toBe(true)
  expect(canGiveBack({ ...entry, returned: 4 })).toBe(false)
  expect(canGiveBack({ ...entry, peerDirection: 'up' })).toBe(false)
  expect(canGiveBack({ ...entry, direction: 'sent', state: 'sent' })).toBe(false)
  expect(canGiveBack({ ...entry, state: 'duplicate', changes: 0 })).toBe(false)
})

test('the numbers that are missing lie between the last that came and this one', () => {
  expect(missingBefore(6, 9)).toEqual({ from: 7, to: 8 })
  expect(missingBefore(6, 7)).toBeUndefined()
  expect(missingBefore(9, 3)).toBeUndefined()
})

const head = (fields: Dispute['heads'][number]['fields']) => ({
  version: 'v',
  removed: false,
  fields,
  actor: '',
  at: '',
  org: '',
  office: '',
})
const dispute = (over: Partial<Dispute>): Dispute => ({
  id: 'x',
  entity: 'person',
  register: 'phone',
  about: null,
  detail: null,
  heads: [],
  more: 0,
  holds: 'v',
  why: 'later',
  ...over,
})

test('a conflict is told in the users’ words, codes among them', () => {
  const phone = head([{ field: 'phone', value: '139', name: null }])
  expect(disputeTitle(zhCN, dispute({ heads: [phone] }))).toBe('手机号码')
  expect(headLines(zhCN, dispute({ heads: [phone] }), phone)).toEqual(['139'])
  const state = head([
    { field: 'status', value: 'aged-out', name: null },
    { field: 'report', value: 'approved', name: null },
    { field: 'since', value: '2018-11-01', name: null },
  ])
  const standing = dispute({ entity: 'standing', register: 'standing', heads: [state] })
  expect(disputeTitle(zhCN, standing)).toBe('团籍与报到')
  expect(headLines(zhCN, standing, state)).toEqual([
    '团籍状态：满28周岁离团',
    '报到资料状态：审核通过',
    '起始日期：2018-11-01',
  ])
})

test('a place is told by the organization’s name, leaving as such, and how exactly a day is known not at all', () => {
  const move = head([
    { field: 'org', value: 'o-1', name: '南湾社区' },
    { field: 'since', value: '2018-11-01', name: null },
    { field: 'since_known', value: 1, name: null },
  ])
  const leave = head([{ field: 'org', value: null, name: null }])
  const stays = dispute({ entity: 'membership', register: 'membership', heads: [move, leave] })
  expect(headLines(zhCN, stays, move)).toEqual(['所在团支部：南湾社区', '起始日期：2018-11-01'])
  expect(headLines(zhCN, stays, leave)).toEqual(['离开本系统'])
})

test('a post names itself, and a record that one edited and another removed says so', () => {
  const post = dispute({
    entity: 'post',
    register: '*',
    detail: '书记',
    heads: [{ ...head([]), removed: true }, head([{ field: 'nature', value: 'part-time', name: null }])],
  })
  expect(disputeTitle(zhCN, post)).toBe('团内职务（书记） · 修改还是删除')
  expect(post.heads.flatMap(one => headLines(zhCN, post, one))).toEqual([
    '删除了这条记录',
    '团干部性质：兼职',
  ])
  expect(disputeTitle(en, { ...post, register: 'nature' })).toBe('Post (书记) · Nature')
})

test('a size is told as systems show it', () => {
  expect([0, 900, 15502671872, 4_300_000, 1024 ** 2 * 512].map(sizeText)).toEqual([
    '0 B',
    '900 B',
    '14.4 GB',
    '4.1 MB',
    '512 MB',
  ])
})

test('conflicts are filtered by who wrote in them and by what they are of', () => {
  const by = (office: string) => ({ ...head([]), office, org: `团${office}` })
  const all = [
    dispute({ id: 'a', heads: [by('d'), by('s')] }),
    dispute({ id: 'b', heads: [by('s')] }),
    dispute({ id: 'c', entity: 'post', register: 'title', heads: [by('s'), by('s')] }),
  ]
  expect(officesIn(all)).toEqual([
    { id: 's', name: '团s', n: 3 },
    { id: 'd', name: '团d', n: 1 },
  ])
  const shown = (office?: string, what?: string) => filtered(all, { office, what }).map(({ id }) => id)
  expect(shown()).toEqual(['a', 'b', 'c'])
  expect(shown('d')).toEqual(['a'])
  expect(shown('s', 'post:title')).toEqual(['c'])
})

test('a further PC of an office is not told that the registry of the district begins on it', () => {
  expect(noOfficeAbove(zhCN, { state: 'root', chain: [] })).toBe('没有上级：这份台账从这台电脑开始。')
  const certified = { state: 'certified', chain: ['民治街道团工委', '龙华区团委'] }
  expect(noOfficeAbove(zhCN, certified)).toBe(
    '这台电脑不直接和上级往来：数据包交给批准它的电脑（民治街道团工委），由那台电脑一并交给上级。',
  )
})
