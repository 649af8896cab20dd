import type { Reporting } from '#contract/packets/exchange.ts'
import { numeral, type Paper, writtenDay } from '#db/papers/paper.ts'
import { addDays, type IsoDay, isDay } from '#db/shared/day.ts'
import { grouped } from '#db/shared/plural.ts'
import type { OpenReturn } from './reporting.ts'

/** Days within which an office is asked to report. */
const within = 7

/** Whether an office is to be reminded: it never reported, it has been silent for so many days, or something waits for it. */
export function isRemiss(office: Reporting, days: number): boolean {
  return (
    office.state !== 'reporting' ||
    (office.silentDays ?? 0) >= days ||
    office.returned > 0 ||
    office.waiting > 0 ||
    office.turnedOut
  )
}

/** 催报单: what one office owes its office above, as things stood on the day, and by when it is to be done. */
export function reminderLetter(
  office: Reporting,
  returns: readonly OpenReturn[],
  writer: string,
  day: IsoDay,
): Paper {
  const points = pointsOf(office, returns)
  return {
    title: '关于报送团组织和团员数据的催报单',
    to: office.name,
    body: [
      `截至${writtenDay(day)}，你单位数据报送情况如下：`,
      // One thing alone is not numbered.
      ...points.map((text, index) => (points.length === 1 ? text : `${numeral(index + 1)}、${text}`)),
      `请于${writtenDay(addDays(day, within))}前按上述要求办理。办理中有困难的，请及时与我单位联系。`,
    ],
    signed: { office: writer, day },
  }
}

function pointsOf(office: Reporting, returns: readonly OpenReturn[]): string[] {
  const { state, number, received, silentDays, waiting, turnedOut, returned } = office
  const points: string[] = []
  if (state === 'not-enrolled')
    points.push('你单位尚未加入。请在办公电脑上安装程序，生成入网申请，报我单位批准。')
  if (state === 'revoked')
    points.push('你单位原电脑的密钥已经吊销。请在现用电脑上重新生成入网申请，报我单位批准。')
  if (state === 'nothing-sent') points.push('你单位已经加入，尚未报送过数据包。请制作数据包报送。')
  if (state === 'reporting') {
    const on = received?.slice(0, 10) ?? ''
    const when = isDay(on) ? `${writtenDay(on)}的` : ''
    points.push(
      (silentDays ?? 0) === 0
        ? `最近收到的是${when}第${number}号数据包。`
        : `最近收到的是${when}第${number}号数据包，距今${grouped(silentDays ?? 0)}天。请制作新的数据包报送。`,
    )
  }
  if (waiting > 0)
    points.push(
      `另有${waiting}个数据包因缺少前面的内容没有并入。请重新制作一个数据包报送，新的会把缺的都带上。`,
    )
  if (returned > 0)
    points.push(
      `有${returned}条记录已退回，尚未更正${named(returns)}。请在“数据包”的“退回”中查看全部理由，更正后重新报送。`,
    )
  if (turnedOut)
    points.push(
      '你单位电脑的台账与以前报送的接不上，可能恢复过备份，或者有两台电脑共用一套密钥。请核实；有第二台电脑的，请在那台电脑上改用自己的密钥，重新申请加入。',
    )
  return points
}

/** Whom the newest returns are about, and why: 张小雨等3条（手机号码有误）, or of one alone 张小雨的3条. */
function named(returns: readonly OpenReturn[]): string {
  if (returns.length === 0) return ''
  const each = returns.map(({ about, records, reason }) => {
    const [first] = about
    const of = about.length > 1 ? `${first}等` : `${first}的`
    const who = first === undefined ? `${records}条` : records > 1 ? `${of}${records}条` : first
    return `${who}（${reason.zh.replace(/[。；]+$/, '')}）`
  })
  return `：${each.join('；')}`
}
