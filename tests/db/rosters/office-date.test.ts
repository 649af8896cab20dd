import { expect, test } from 'vitest'
import { readDate } from '#db/records/types/office-date.ts'
import { dayOfSerial } from '#db/sheets/serial-day.ts'

const days: [string | number, string][] = [
  ['2018-03-05', '2018-03-05'],
  ['2018-3-5', '2018-03-05'],
  ['2018.3.5', '2018-03-05'],
  ['2018.03.05', '2018-03-05'],
  ['2018/3/5', '2018-03-05'],
  ['2018年3月5日', '2018-03-05'],
  ['2018年03月05日', '2018-03-05'],
  ['2018年3月5', '2018-03-05'],
  ['2018年3月5号', '2018-03-05'],
  ['20180305', '2018-03-05'],
  [20180305, '2018-03-05'],
  ['2018-03-05 00:00:00', '2018-03-05'],
  ['2018/3/5 0:00', '2018-03-05'],
  ['2018-03-05T00:00:00', '2018-03-05'],
  ['2018年3月5日下午3:00', '2018-03-05'],
  ['2018-03-05 下午3点半', '2018-03-05'],
  ['2018.3.5', '2018-03-05'],
  [' 2018 . 3 . 5 ', '2018-03-05'],
  ['\uff12\uff10\uff11\uff18年\uff13月\uff15日', '2018-03-05'],
  ['2018\uff0e3\uff0e5', '2018-03-05'],
  ['\u30002018-03-05\u200b', '2018-03-05'],
  ['二〇一八年三月五日', '2018-03-05'],
  ['二○一八年十二月三十一日', '2018-12-31'],
  ['2018年3月5日\uff08星期一\uff09', '2018-03-05'],
  ['2018年3月5日 星期一', '2018-03-05'],
  ['2016-02-29', '2016-02-29'],
  ['2018，3，5', '2018-03-05'],
  ['2018。3。5。', '2018-03-05'],
  ['2018年3月5日入团', '2018-03-05'],
  ["2018'5'4", '2018-05-04'],
  ['2018’5’4', '2018-05-04'],
  ['2018:5:4', '2018-05-04'],
  ['2018\\3\\5', '2018-03-05'],
  ['2018 3 5', '2018-03-05'],
  ['2018年3月5日下午', '2018-03-05'],
  ['March 5, 2018', '2018-03-05'],
  ['5 March 2018', '2018-03-05'],
  ['5-Mar-2018', '2018-03-05'],
  ['Mar 5 2018 12:00 AM', '2018-03-05'],
  ['2018 Mar 5', '2018-03-05'],
  ['2018/3/5 0:00:00', '2018-03-05'],
  [43164, '2018-03-05'],
  [43164.75, '2018-03-05'],
]
test.each(days)('%j is the day %s', (cell, expected) => {
  expect(readDate(cell)).toEqual({ kind: 'dated', dated: { day: expected, precision: 'day' } })
})

const months: [string | number, string][] = [
  ['2018.03', '2018-03-01'],
  ['2018.3', '2018-03-01'],
  ['2018.10', '2018-10-01'],
  ['2018-03', '2018-03-01'],
  ['2018/3', '2018-03-01'],
  ['2018年3月', '2018-03-01'],
  ['2018年3月份', '2018-03-01'],
  ['201803', '2018-03-01'],
  [201803, '2018-03-01'],
  [2018.03, '2018-03-01'],
  [2018.12, '2018-12-01'],
  ['二〇一八年三月', '2018-03-01'],
  ['2018/03/', '2018-03-01'],
  ['2018。3', '2018-03-01'],
  ['March 2018', '2018-03-01'],
  ['2018 March', '2018-03-01'],
  ['Mar. 2018', '2018-03-01'],
  ['2018-Mar', '2018-03-01'],
  ['3/2018', '2018-03-01'],
  ['03.2018', '2018-03-01'],
  ['３／２０１８', '2018-03-01'],
  ['２０１８．３', '2018-03-01'],
  ['2018，3', '2018-03-01'],
  ['2018年3月入团', '2018-03-01'],
]
test.each(months)('%j is a month, held from its first day %s', (cell, expected) => {
  expect(readDate(cell)).toEqual({ kind: 'dated', dated: { day: expected, precision: 'month' } })
})

test.each(['2018', '2018年', '2018年度', '二〇一八年', '2018.0', 2018])(
  '%j is a year, held from its first day',
  cell => {
    expect(readDate(cell)).toEqual({ kind: 'dated', dated: { day: '2018-01-01', precision: 'year' } })
  },
)

test.each([
  ...['初', '中', '底', '末', '上旬', '中旬', '下旬', '份下旬', '左右'].map(at => `2018年3月${at}`),
  '约2018年3月',
  '二〇一八年三月中旬',
])('%j is a month of which somebody was not sure', cell => {
  expect(readDate(cell)).toEqual({
    kind: 'dated',
    dated: { day: '2018-03-01', precision: 'month' },
    vague: true,
  })
})

test.each(['约2018年', '2018年底', '2018年初', '2018年上半年', '2018年前后'])(
  '%j is a year of which somebody was not sure',
  cell => {
    const dated = { day: '2018-01-01', precision: 'year' }
    expect(readDate(cell)).toEqual({ kind: 'dated', dated, vague: true })
  },
)

test("an apostrophe before a date is Excel's, and keeps it a text", () => {
  expect(readDate("'2018.9")).toEqual({ kind: 'dated', dated: { day: '2018-09-01', precision: 'month' } })
})

const saysNothing = [
  '',
  '  ',
  '至今',
  '长期',
  '无',
  '-',
  '—',
  '/',
  '空',
  '不详',
  'N/A',
  '待查',
  '（待核实）',
  '待补',
]
test.each([...saysNothing, '记不清', 0, '0', '1900-01-00', '1900年1月0日'])('%j says nothing', cell => {
  expect(readDate(cell)).toEqual({ kind: 'blank' })
})

const impossible: [string | number, string | null][] = [
  ['2031-02-30', null],
  ['2018-13-05', '2018-05-13'],
  ['2018.31.12', '2018-12-31'],
  ['2019年2月29日', null],
  ['20180230', null],
  ['2018-00-10', null],
  ['2018.13', null],
  [20181340, null],
]
test.each(impossible)('%j is no day of the calendar, and %j is proposed', (cell, repair) => {
  expect(readDate(cell)).toEqual({ kind: 'impossible', repair })
})

const unclear: [string | number | boolean, string | null][] = [
  ['43164', '2018-03-05'],
  ['43164.0', '2018-03-05'],
  ['18.3.5', '2018-03-05'],
  ['98年3月5日', '1998-03-05'],
  ['180305', '2018-03-05'],
  ['95.3', '1995-03'],
  ['95年3月', '1995-03'],
  ['10.9', '2010-09'],
  ['95.13', null],
  ['民国107年3月5日', '2018-03-05'],
  ['民国一〇七年三月', '2018-03'],
  ['民国七十年', '1981'],
  ['中华民国元年', '1912'],
  ['民国107年2月30日', null],
  [2018.1, null],
  ['3月5日', null],
  ['5/3/2018', null],
  ['Mar-18', '2018-03'],
  ['18-Mar', null],
  ['Marz 2018', null],
  ['13/2018', null],
  ['25/3/2018', '2018-03-25'],
  ['5/5/2018', '2018-05-05'],
  ['43164', '2018-03-05'],
  ['2018年春', null],
  ['2018年3月5日至6日', null],
  [12, null],
  [true, null],
]
test.each(unclear)('%j has not one clear reading, and %j is proposed', (cell, repair) => {
  expect(readDate(cell)).toMatchObject({ kind: 'unclear', repair })
})

test('a serial number is the day that the sheet shows, in both date systems', () => {
  expect(dayOfSerial(1, false)).toBe('1900-01-01')
  expect(dayOfSerial(59, false)).toBe('1900-02-28')
  expect(dayOfSerial(61, false)).toBe('1900-03-01')
  expect(dayOfSerial(43164, false)).toBe('2018-03-05')
  expect(dayOfSerial(43164 - 1462, true)).toBe('2018-03-05')
  expect(dayOfSerial(43163.9999999, false)).toBe('2018-03-05')
  expect(dayOfSerial(Number.NaN, false)).toBeUndefined()
  expect(dayOfSerial(9e15, false)).toBeUndefined()
})
