import { describe, expect, test } from 'vitest'
import { meeting } from '#db/records/meeting.ts'
import { person } from '#db/records/person.ts'
import { post } from '#db/records/post.ts'
import {
  checked,
  type Readable,
  Reading,
  readFields,
  tellMissing,
  type Written,
} from '#db/records/reading.ts'
import { count, hours, money } from '#db/records/types/count.ts'
import { month } from '#db/records/types/day.ts'
import { list } from '#db/records/types/list.ts'
import { map } from '#db/records/types/map.ts'
import { code, text } from '#db/records/types/text.ts'
import { isDay, lastDay } from '#db/shared/day.ts'

const today = '2018-06-01'

function read(kind: Readable, written: Written) {
  if (!isDay(today)) throw new Error('a day')
  const at = new Reading(today)
  const said = checked(kind, readFields(kind, written, at), at)
  return { said, told: at.troubles.map(({ field, trouble }) => [field, trouble.code, trouble.weight]), at }
}

describe('a text is read by the type of its field', () => {
  test.each<[string, Readable, Written, Record<string, unknown>]>([
    ['a day however it is written', meeting, { held_on: '2018.5.3' }, { held_on: '2018-05-03' }],
    ['a day in Chinese', meeting, { held_on: '二〇一八年五月三日' }, { held_on: '2018-05-03' }],
    ['a month stays a month', person, { joined: '2018年3月' }, { joined: '2018-03' }],
    ['a count with its unit', meeting, { expected: '12人', attended: '十' }, { expected: 12, attended: 10 }],
    [
      'a count with its thousands',
      meeting,
      { expected: '1,200人', attended: '共1，150名' },
      { expected: 1200, attended: 1150 },
    ],
    ['a word of an open list', meeting, { type: '上团课' }, { type: '团课' }],
    ['a word of a closed list', post, { nature: '兼' }, { nature: 'part-time' }],
    ['its code', post, { nature: 'part-time' }, { nature: 'part-time' }],
    ['a title in full', post, { title: '团支部书记' }, { title: '书记' }],
    ['a telephone with its country', person, { phone: '+86 138-0013-8000' }, { phone: '13800138000' }],
    ['full-width and spaces', person, { workplace: ' ＡＢ　厂 ' }, { workplace: 'AB 厂' }],
    [
      'nothing, by any of its words',
      person,
      { workplace: '无', phone: '--', joined: '' },
      { workplace: null, phone: null, joined: null },
    ],
    [
      'an ID number tells birth and sex',
      person,
      { id_number: '11010519491231002x' },
      { id_number: '11010519491231002X', birth: '1949-12-31', sex: 'female', id_type: 'resident' },
    ],
    [
      'several values',
      { fields: { a: list(code('', ''), '', '') } },
      { a: 'x、y;z' },
      { a: ['x', 'y', 'z'] },
    ],
    [
      'fields that are data',
      { fields: { a: map(count('', ''), '', '') } },
      { a: '团课=3; 会议＝4' },
      { a: { 团课: 3, 会议: 4 } },
    ],
    ['money in fen', { fields: { a: money('', '') } }, { a: '￥1,234.5元' }, { a: 123_450 }],
    ['a month alone', { fields: { a: month('', '') } }, { a: '2018.3' }, { a: '2018-03' }],
  ])('%s', (_, kind, written, said) => {
    const found = read(kind, written)
    expect(found.said).toMatchObject(said)
    expect(found.told).toEqual([])
  })
})

describe('numbers are read as reports write them', () => {
  const kind = {
    fields: {
      people: count('人数', 'people', { most: 100_000_000 }),
      money: money('金额', 'money'),
      hours: hours('时长', 'hours'),
    },
  }
  test.each<[string, number]>([
    ['5万人', 50_000],
    ['1.2万人次', 12_000],
    ['一百人', 100],
    ['三百二十', 320],
    ['3千人', 3000],
    ['2万3千人', 23_000],
    ['八', 8],
  ])('people: %s', (typed, people) => {
    expect(read(kind, { people: typed })).toMatchObject({ said: { people }, told: [] })
  })
  test.each<[string, number]>([
    ['20余人', 20],
    ['约1，150名', 1150],
    ['二十多人', 20],
    ['20人左右', 20],
    ['20+', 20],
    ['两千余名', 2000],
    ['约2万3千人', 23_000],
    ['10多万', 100_000],
  ])('people, more or less: %s is told', (typed, people) => {
    const told = [['people', 'number-about', 'kept']]
    expect(read(kind, { people: typed })).toMatchObject({ said: { people }, told })
  })
  test.each<[string, number]>([
    ['5万元', 50_000_00],
    ['3.5万', 35_000_00],
    ['约12.35万元', 123_500_00],
    ['¥1,200.50元', 1200_50],
    ['五万元整', 50_000_00],
    ['300余万元', 3_000_000_00],
    ['0.8亿元', 80_000_000_00],
    ['20块', 20_00],
  ])('money: %s', (typed, fen) => {
    expect(read(kind, { money: typed })).toMatchObject({ said: { money: fen }, told: [] })
  })
  test.each<[string, number]>([
    ['1.2万小时', 120_000],
    ['两小时', 20],
    ['2.5个小时', 25],
    ['90分钟', 15],
  ])('hours: %s', (typed, tenths) => {
    expect(read(kind, { hours: typed })).toMatchObject({ said: { hours: tenths }, told: [] })
  })
  test.each<[string, Written]>([
    ['two of them', { people: '50-60人' }],
    ['a share of them', { people: '80%' }],
    ['a part of a person', { people: '1.25人' }],
    ['dollars', { money: '5万美元' }],
    ['a third decimal', { money: '1.234' }],
    ['less than nothing', { money: '-5万元' }],
    ['no number', { people: '若干人', money: '万元', hours: '很久' }],
  ])('not %s', (_, written) => {
    const { said, told } = read(kind, written)
    expect(Object.keys(said)).toEqual([])
    expect(told).toHaveLength(Object.keys(written).length)
  })
  test('names and values of a map keep their order and every sign that is typed in them', () => {
    const own = map(text('', ''), '栏目', 'fields', { isOrdered: true })
    const at = new Reading(lastDay).at('own')
    const said = {
      形式: '讲座；展板; 入户',
      '人数=女': '1=1',
      讲师: '“命脉；工程”宣讲团"',
      首场: '"五四"；当天',
    }
    const written = String(own.write?.(said))
    expect(own.read(written, at)).toEqual(said)
    expect(Object.keys(own.read(written, at) ?? {})).toEqual(Object.keys(said))
    const [kept = null] = own.split?.(said) ?? []
    expect(Object.keys(own.join?.([kept]) ?? {})).toEqual(Object.keys(said))
    expect(own.read('场地=“大厅；东侧”；时段=09:30；', at)).toEqual({ 场地: '“大厅；东侧”', 时段: '09:30' })
    expect(own.read('场地="大厅；东""侧"; 奖项="一等"奖', at)).toEqual({
      场地: '大厅；东"侧',
      奖项: '"一等"奖',
    })
    expect(own.isSame?.({ 甲: '1', 乙: '2' }, { 乙: '2', 甲: '1' })).toBe(false)
    const unordered = map(text('', ''), '栏目', 'fields')
    expect(unordered.isSame?.({ 甲: '1', 乙: '2' }, { 乙: '2', 甲: '1' })).toBe(true)
  })

  test('a name of a map is divided from its value once: what is written behind it stays whole', () => {
    const own = { fields: { own: map(text('', ''), '栏目', 'fields') } }
    const typed = { own: '时段=09:30-11:00; 报道：人民网：头条=首页' }
    expect(read(own, typed).said).toEqual({ own: { 时段: '09:30-11:00', 报道: '人民网：头条=首页' } })
  })
})

describe('what cannot be meant is told at its field', () => {
  test.each<[string, Readable, Written, readonly (readonly string[])[]]>([
    [
      'no day of the calendar',
      meeting,
      { held_on: '2018-02-30' },
      [['held_on', 'date-impossible', 'refused']],
    ],
    [
      'a month where a day is needed',
      meeting,
      { held_on: '2018-03' },
      [['held_on', 'date-unclear', 'refused']],
    ],
    ['a day of 2099', meeting, { held_on: '2099-01-01' }, [['held_on', 'date-future', 'refused']]],
    [
      'more came than were expected',
      meeting,
      { expected: '3', attended: '4' },
      [['attended', 'attended-over-expected', 'kept']],
    ],
    ['no number', meeting, { expected: '许多' }, [['expected', 'value-unknown', 'left out']]],
    ['a negative number', meeting, { expected: '-3' }, [['expected', 'value-unknown', 'left out']]],
    ['a word that no list has', post, { nature: '专家' }, [['nature', 'value-unknown', 'left out']]],
    ['an unusual word is kept', meeting, { type: '座谈' }, [['type', 'value-unknown', 'kept']]],
    ['a text too long', meeting, { topic: '团'.repeat(501) }, [['topic', 'too-long', 'refused']]],
    [
      'a formula',
      person,
      { workplace: { kind: 'formula', formula: 'A1' } },
      [['workplace', 'formula', 'refused']],
    ],
    ['no name', person, { name: '=1+1' }, [['name', 'name-not-a-name', 'refused']]],
    [
      'a wrong check digit',
      person,
      { id_number: '110105194912310021' },
      [['id_number', 'id-checksum', 'refused']],
    ],
    [
      'a birth that the number contradicts',
      person,
      { id_number: '11010519491231002X', birth: '1949-12-30' },
      [['birth', 'id-birth-differs', 'refused']],
    ],
    [
      'a foreign paper without a birth',
      person,
      { id_type: '护照', id_number: 'E1234567' },
      [['birth', 'birth-missing', 'refused']],
    ],
    [
      'joined before birth',
      person,
      { id_number: '11010519491231002X', joined: '1940-01' },
      [['joined', 'date-order', 'refused']],
    ],
    [
      'an end before the beginning',
      post,
      { since: '2018-03', until: '2018-02-01' },
      [['until', 'date-order', 'refused']],
    ],
    [
      'money with three decimals',
      { fields: { a: money('', '') } },
      { a: '1.234' },
      [['a', 'value-unknown', 'left out']],
    ],
  ])('%s', (_, kind, written, told) => {
    expect(read(kind, written).told).toEqual(told)
  })

  test('a checksum is mended where the birth beside it agrees', () => {
    const { at } = read(person, { id_number: '110105194912310021', birth: '1949-12-31' })
    expect(at.troubles[0]?.trouble.repair).toBe('11010519491231002X')
  })

  test('an end within the month of the beginning is none before it', () => {
    expect(read(post, { since: '2018-03', until: '2018-03-01' }).told).toEqual([])
  })

  test('what is missing is named once, and not where it was refused', () => {
    const { said, at } = read(meeting, { held_on: '2018-02-30' })
    tellMissing(meeting, said, at)
    expect(at.troubles.map(({ field, trouble }) => [field, trouble.code])).toEqual([
      ['held_on', 'date-impossible'],
      ['org', 'missing'],
      ['type', 'missing'],
    ])
  })
})

test('ID and telephone numbers of people are masked, those of offices are not', () => {
  expect(person.fields.id_number.mask?.('11010519491231002X')).toBe('110105**********2X')
  expect(person.fields.phone.mask?.('13800138000')).toBe('138******00')
  expect(text('', '').mask).toBeUndefined()
})
