import { describe, expect, test } from 'vitest'
import { electionLetter } from '#db/lifeline/elections/election-letter.ts'
import { numeral, widthInCharacters, writtenDay } from '#db/papers/paper.ts'
import { day } from '../lifeline/healthy.ts'

const election = {
  id: 'o-1',
  code: null,
  name: '共青团青山区东坪社区第一支部委员会',
  kind: 'branch' as const,
  elected: day('2023-03-01'),
  years: 3,
  reckoned: 3,
  due: day('2026-03-01'),
  cap: day('2026-09-01'),
  daysLeft: 0,
}
const office = '共青团青山区委员会'
const textOn = (
  on: string,
  given: Partial<typeof election> | { years: null; kind: 'committee'; reckoned?: number } = {},
) => {
  const { body, ...rest } = electionLetter({ ...election, ...given }, office, day(on))
  return { ...rest, text: body.filter(block => typeof block === 'string').join('\n') }
}

describe('a letter about an election', () => {
  test('is addressed, signed and dated', () => {
    expect(textOn('2025-12-31')).toMatchObject({
      title: '关于按期做好换届工作的提醒函',
      to: election.name,
      signed: { office, day: '2025-12-31' },
    })
  })

  test.each([
    ['2026-02-28', '将于2026年3月1日届满，距今1天', '最迟不晚于2026年9月1日'],
    ['2026-03-01', '于今日届满', '最迟不晚于2026年9月1日'],
    ['2026-03-02', '已于2026年3月1日届满，至今超期1天', '最迟不晚于2026年9月1日'],
    ['2026-09-01', '至今超期184天', '最迟不晚于2026年9月1日'],
    ['2026-09-02', '至今超期185天', '已超过这一期限（2026年9月1日），不宜再延'],
  ])('on %s', (on, end, delay) => {
    const { text } = textOn(on)
    expect(text).toContain(end)
    expect(text).toContain(delay)
  })

  test.each([
    ['2025-01-02', false],
    ['2025-01-03', true],
  ])('on %s names the regulations of 2025: %s', (on, isNamed) => {
    expect(textOn(on).text.includes('中青发〔2025〕1号')).toBe(isNamed)
  })

  test('says where a term was presumed, and asks for it', () => {
    const { text } = textOn('2026-01-01', { years: null, kind: 'committee' })
    expect(text).toContain('任期未见登记，按三年推定')
    // Of a rule pack that presumes otherwise.
    expect(textOn('2026-01-01', { years: null, kind: 'committee', reckoned: 2 }).text).toContain('按二年推定')
    expect(text).toContain('延期一般不超过一年')
    expect(text).toContain('三、请核对本届委员会的选举日期和任期，及时补报。\n四、选举结束后')
  })
})

test('days and numerals are written as on an official document', () => {
  expect(writtenDay(day('2018-03-05'))).toBe('2018年3月5日')
  expect([1, 9, 10, 11, 20, 23, 99].map(numeral)).toEqual([
    '一',
    '九',
    '十',
    '十一',
    '二十',
    '二十三',
    '九十九',
  ])
  expect(widthInCharacters('团支部')).toBe(3)
  expect(widthInCharacters('2018年12月31日')).toBe(4 + 3 + 5 / 4)
})
