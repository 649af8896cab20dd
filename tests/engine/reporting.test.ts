import { expect, test } from 'vitest'
import type { Reporting } from '#contract/packets/exchange.ts'
import { isRemiss, reminderLetter } from '#db/packets/between/reminder-letter.ts'
import type { OpenReturn } from '#db/packets/between/reporting.ts'
import { isDay } from '#db/shared/day.ts'
import { partsIn } from '#tests/fixtures/blank-forms.ts'
import { type Pc, refusalOf } from '#tests/fixtures/engine.ts'
import { carry, codes, exchangeAll, packet, takeMembers } from '#tests/fixtures/exchange.ts'
import { newcomers, peerOf, someone, threeOffices } from './three-offices.ts'

const { offices, keep } = threeOffices()

const officeIn = async (pc: Pc, code: string) =>
  (await pc.ask.exchange.reporting()).find(office => office.code === code)

test('the office above sees who has reported and when, who never did, and how long each has been silent', async () => {
  const all = await offices()
  const { district, street, community } = all
  expect(await officeIn(street, codes.community)).toMatchObject({
    state: 'nothing-sent',
    pcs: 1,
    number: null,
  })
  await takeMembers(community, newcomers(2))
  await carry(community, street, codes.street)
  await carry(street, district, codes.district)
  street.setDay('2019-02-14')
  expect(await officeIn(street, codes.community)).toMatchObject({
    state: 'reporting',
    number: 1,
    silentDays: 45,
  })
  const seen = await district.ask.exchange.reporting()
  expect(seen.find(office => office.code === codes.street)).toMatchObject({
    state: 'reporting',
    silentDays: 0,
  })
  // The other street has no PC: it is listed, and to be reminded.
  expect(seen.find(office => office.code === '4403990200')).toMatchObject({ state: 'not-enrolled', pcs: 0 })
  expect(seen.every(office => !office.name.endsWith('团支部'))).toBe(true)
})

test('what was given back counts until it is corrected, and a letter goes to whoever owes something', async () => {
  const all = await offices()
  const { street, community } = all
  await takeMembers(community, newcomers(1))
  await exchangeAll(all)
  expect(
    await refusalOf(street.ask.exchange.reminders({ name: '催报单.docx', ids: ['nobody'] })),
  ).toMatchObject({ code: 'no-reminders' })
  expect(await refusalOf(street.ask.exchange.reminders({ name: '催报单.pdf' }))).toMatchObject({
    code: 'format-unknown',
  })
  await street.ask.packets.undoPacket({ from: codes.community, number: 1, reason: '手机号码有误' })
  expect(await officeIn(street, codes.community)).toMatchObject({ returned: 2 })
  const { file, letters } = await street.ask.exchange.reminders({ name: '催报单.docx' })
  expect({ name: file.name, letters }).toMatchObject({ name: '催报单.docx' })
  const parts = await partsIn(Buffer.from(await file.arrayBuffer()))
  const letter = (parts.get('word/document.xml') ?? '').replace(/<[^>]+>/g, '')
  expect(letter).toContain('有2条记录已退回，尚未更正')
  expect(letter).toMatch(new RegExp(`${newcomers(1)[0]?.['姓名']}的2条（[^）]*手机号码有误[^）]*）`))
  await carry(street, community, codes.community)
  const [back] = await community.ask.packets.givenBack({})
  const id = back?.about[0]?.id ?? ''
  await community.ask.records.edit({ id, set: { phone: '13955556666' } })
  await carry(community, street, codes.street)
  expect(await officeIn(street, codes.community)).toMatchObject({ returned: 0 })
})

test('what is given back rightly waits no more once somebody says so, here and above', async () => {
  const all = await offices()
  const { street, community } = all
  await takeMembers(community, newcomers(1))
  await exchangeAll(all)
  await street.ask.packets.undoPacket({ from: codes.community, number: 1, reason: '查无此人' })
  await exchangeAll(all)
  const isSettled = async (pc: Pc) => (await pc.ask.packets.givenBack({})).map(({ settled }) => settled)
  const [back] = await community.ask.packets.givenBack({})
  expect(await community.ask.exchange.settleReturns({ ids: ['nobody:1'] })).toEqual({ settled: 0 })
  expect(await isSettled(community)).toEqual([false])
  expect(await community.ask.exchange.settleReturns({ ids: [back?.id ?? ''] })).toEqual({ settled: 1 })
  expect([await isSettled(community), await isSettled(street)]).toEqual([[true], [false]])
  expect(await officeIn(street, codes.community)).toMatchObject({ returned: 2 })
  expect(await street.ask.exchange.settleReturns({ ids: 'all' })).toEqual({ settled: 1 })
  expect(await officeIn(street, codes.community)).toMatchObject({ returned: 0 })
  // What is given back after that waits anew.
  await takeMembers(community, newcomers(1, 900))
  await carry(community, street, codes.street)
  const number = (await street.ask.packets.log({})).find(({ direction }) => direction === 'received')?.number
  await street.ask.packets.undoPacket({ from: codes.community, number: number ?? 0, reason: '查无此人' })
  expect(await officeIn(street, codes.community)).toMatchObject({ returned: 2 })
})

test('two PCs with one key are told by name where the offices are listed, until somebody has looked into it', async () => {
  const all = await offices()
  const { street, community } = all
  const clone = keep(await community.copied('clone'))
  await takeMembers(community, newcomers(1))
  await carry(community, street, codes.street)
  await takeMembers(clone, [{ ...someone, 手机号码: '13977778888' }])
  await carry(clone, street, codes.street)
  const found = await officeIn(street, codes.community)
  expect(found).toMatchObject({ turnedOut: true })
  // Said of each packet, it is one note to whoever reads.
  await takeMembers(community, [{ ...someone, 电子邮箱: 'a@b.cn' }])
  await carry(community, street, codes.street)
  await takeMembers(clone, [{ ...someone, 手机号码: '13977779999' }])
  await carry(clone, street, codes.street)
  const note = await peerOf(street, codes.community)
  expect(note).toMatchObject({ canPutAway: true, warnings: [{ zh: expect.stringContaining('接不上') }] })
  const putAway = (org: string) => street.ask.exchange.clearWarnings({ org })
  expect((await refusalOf(putAway('nobody'))).code).toBe('org-unknown')
  expect((await putAway(found?.id ?? '')).cleared).toBeGreaterThan(1)
  expect(await officeIn(street, codes.community)).toMatchObject({ turnedOut: false })
  expect(await peerOf(street, codes.community)).toMatchObject({ canPutAway: false, warnings: [] })
  // Any word by which an office or its PC is called will do.
  for (const word of [codes.community, note?.replica ?? '', note?.name ?? '']) {
    expect(await putAway(word)).toEqual({ cleared: 0 })
  }
  await packet(street, codes.community)
})

test('a reminder says what is owed and by when, and nobody is reminded who owes nothing', () => {
  const well: Reporting = {
    id: 'o',
    code: '1',
    name: '团东坪社区总支部',
    shortName: null,
    tier: 'community',
    pcs: 1,
    state: 'reporting',
    number: 7,
    received: '2018-12-01T01:00:00.000Z',
    heard: '2018-12-01T01:00:00.000Z',
    silentDays: 3,
    waiting: 0,
    turnedOut: false,
    restored: false,
    returned: 0,
  }
  const day = '2018-12-31'
  if (!isDay(day)) throw new Error('a day')
  const bodyOf = (over: Partial<Reporting>, returns: readonly OpenReturn[] = []) =>
    reminderLetter({ ...well, ...over }, returns, '团工委', day).body
  expect([
    isRemiss(well, 30),
    isRemiss({ ...well, silentDays: 30 }, 30),
    isRemiss({ ...well, returned: 1 }, 30),
  ]).toEqual([false, true, true])
  const given: readonly OpenReturn[] = [
    { about: ['张小雨'], records: 2, reason: { zh: '手机号码有误。', en: '' } },
    { about: ['李明'], records: 1, reason: { zh: '重复登记', en: '' } },
    { about: ['王芳', '赵敏'], records: 2, reason: { zh: '出生日期不符', en: '' } },
  ]
  expect(bodyOf({ silentDays: 30, returned: 5 }, given)).toEqual([
    '截至2018年12月31日，你单位数据报送情况如下：',
    '一、最近收到的是2018年12月1日的第7号数据包，距今30天。请制作新的数据包报送。',
    '二、有5条记录已退回，尚未更正：张小雨的2条（手机号码有误）；李明（重复登记）；王芳等2条（出生日期不符）。请在“数据包”的“退回”中查看全部理由，更正后重新报送。',
    '请于2019年1月7日前按上述要求办理。办理中有困难的，请及时与我单位联系。',
  ])
  expect(bodyOf({ state: 'not-enrolled', number: null, received: null, silentDays: null })).toContain(
    '你单位尚未加入。请在办公电脑上安装程序，生成入网申请，报我单位批准。',
  )
})
