/** A number with what stands behind it: 5万元 is 50000 and 元. */
export type NumberInWords = { readonly value: number; readonly unit: string }

const digits: Readonly<Record<string, number>> = {
  ...{ 〇: 0, 零: 0, 一: 1, 二: 2, 两: 2, 三: 3, 四: 4, 五: 5, 六: 6, 七: 7, 八: 8, 九: 9 },
  ...{ 壹: 1, 贰: 2, 叁: 3, 肆: 4, 伍: 5, 陆: 6, 柒: 7, 捌: 8, 玖: 9 },
}
const powers: Readonly<Record<string, number>> = {
  ...{ 十: 10, 拾: 10, 百: 100, 佰: 100, 千: 1000, 仟: 1000, 万: 1e4, 萬: 1e4, w: 1e4, 亿: 1e8, 億: 1e8 },
}

const about = '(?:大约|约|将近|近|超过|逾|共计|合计|共)?'
const whole = String.raw`(?:\d{1,3}(?:,\d{3})+|\d{1,12})(?:\.\d{1,6})?`
const han = '〇零一二两三四五六七八九壹贰叁肆伍陆柒捌玖十拾百佰千仟万萬亿億'
const power = '[十拾百佰千仟万萬亿億wW]'
const inDigits = `${whole}\\s*[余多来]?\\s*(?:${power}[余多来]?\\s*(?:${whole})?)*`
const unit = String.raw`[^\d.,~～—–/\s-][^\d.,~～—–/]{0,9}`
const phrase = new RegExp(
  `^${about}\\s*[¥￥]?\\s*(${inDigits}|[${han}][${han}余多来]*)\\s*[余多来]?\\s*(${unit})?$`,
  'u',
)

/**
 * A number as people write it in reports: 1,200; 约1,200余册; 3.5万; 5万元; 2万3千; 三百二十; 1.2亿. Undefined for what is no
 * single number.
 */
export function numberInWords(text: string): NumberInWords | undefined {
  const [, said = '', unit = ''] = phrase.exec(text.normalize('NFKC').trim()) ?? []
  if (said === '') return undefined
  const value = sumOf(said.replace(/[余多来\s,]/g, '').toLowerCase())
  return value === undefined ? undefined : { value, unit: unit.trim() }
}

/** 2万3千 adds up; what stands last without its power is of the one below the last: 三百二 is 320, 2万3 is 23000. */
function sumOf(said: string): number | undefined {
  const parts = said.match(/\d+(?:\.\d+)?|\p{L}|〇/gu) ?? []
  let [sum, section, now] = [0, 0, undefined as number | undefined]
  let last = 0
  for (const part of parts) {
    const number = /^\d/.test(part) ? Number(part) : digits[part]
    if (number !== undefined) {
      // 二〇一八 is spelt digit by digit, which is a year or a code and no number of anything.
      if (now !== undefined && now !== 0) return undefined
      now = number
      if (number === 0) last = 0
      continue
    }
    const power = powers[part]
    if (power === undefined) return undefined
    if (power >= 1e4) {
      // 亿 ends all that stands before it; 万 ends what is smaller.
      const ended = section + (now ?? 0)
      if (ended === 0) return undefined
      if (power === 1e8) sum = (sum + ended) * power
      else sum += ended * power
      section = 0
    } else section += (now ?? 1) * power
    now = undefined
    last = power
  }
  if (now !== undefined) section += now * (last >= 100 && Number.isInteger(now) && now < 10 ? last / 10 : 1)
  // Sums of a few decimals are exact to the sixth.
  const value = Math.round((sum + section) * 1e6) / 1e6
  return value <= 1e12 ? value : undefined
}
