import { numeral, type Paper, writtenDay } from '#db/papers/paper.ts'
import { daysBetween, type IsoDay } from '#db/shared/day.ts'
import { grouped } from '#db/shared/plural.ts'
import type { Election } from './due-elections.ts'

/** The regulations on elections in basic organizations hold from here (中青发〔2025〕1号). */
const regulated = '2025-01-03'

/**
 * 换届提醒函: reminds one organization that its committee's term ends, or has ended. What it rests on is what held on the
 * day of the letter: the League's charter, and from 2025 the regulations on elections beside it.
 */
export function electionLetter(election: Election, office: string, day: IsoDay): Paper {
  const isOver = election.due < day
  return {
    title: isOver ? '关于尽快完成换届工作的提醒函' : '关于按期做好换届工作的提醒函',
    to: election.name,
    body: [
      `根据${basis(day)}，现就你单位换届工作提醒如下：`,
      `你单位本届委员会于${writtenDay(election.elected)}选举产生，${termOf(election)}，${endOf(election, day, isOver)}。`,
      ...asked(election, day).map((text, index) => `${numeral(index + 1)}、${text}`),
      '特此提醒。',
    ],
    signed: { office, day },
  }
}

function basis(day: IsoDay): string {
  const charter = '《中国共产主义青年团章程》'
  return day < regulated
    ? `${charter}关于基层组织任期的规定`
    : `${charter}和《中国共产主义青年团基层组织选举工作条例》（中青发〔2025〕1号）的规定`
}

function termOf({ years, reckoned }: Election): string {
  return years === null ? `任期未见登记，按${numeral(reckoned)}年推定` : `任期${numeral(years)}年`
}

function endOf({ due }: Election, day: IsoDay, isOver: boolean): string {
  if (isOver) return `已于${writtenDay(due)}届满，至今超期${grouped(daysBetween(due, day))}天`
  return due === day ? '于今日届满' : `将于${writtenDay(due)}届满，距今${grouped(daysBetween(day, due))}天`
}

/** Delays that may be approved: 支部一般不超过6个月，其他一般不超过1年 (选举工作条例第四条). */
function asked({ kind, due, cap, years }: Election, day: IsoDay): readonly string[] {
  const delay = kind === 'branch' ? '团支部延期一般不超过六个月' : '延期一般不超过一年'
  return [
    due < day
      ? '请尽快向同级党组织和上级团组织请示，确定换届时间，召开团员大会或者团员代表大会，选举产生新一届委员会。'
      : '请在届满前向同级党组织和上级团组织请示换届工作，按期召开团员大会或者团员代表大会，选举产生新一届委员会。',
    cap < day
      ? `${delay}，你单位已超过这一期限（${writtenDay(cap)}），不宜再延。`
      : `确需延期的，应当报同级党组织和上级团组织批准；${delay}，即最迟不晚于${writtenDay(cap)}。`,
    ...(years === null ? ['请核对本届委员会的选举日期和任期，及时补报。'] : []),
    '选举结束后，请及时将选举结果和新一届委员会名单报送我单位。',
  ]
}
