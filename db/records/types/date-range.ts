import { type Dated, readDate } from './office-date.ts'

/** From one date to another; `to` is null where it goes on (2017.9-至今). */
export type DateRange = { readonly from: Dated; readonly to: Dated | null }

const separators = /至今|[至到~～]|[-–—－―]+/g
const goesOn = /^(今|现在|目前|)$/
const longest = 60

/**
 * Reads 2018.3.5-3.6, 2017年9月至2019年6月 and 2017.9-至今. The second date may leave out what the first has said: its
 * year, or its year and month. Undefined for everything that is no such range.
 */
export function readRange(text: string): DateRange | undefined {
  if (text.length > longest || readDate(text).kind !== 'unclear') return undefined
  const bare = text
    .normalize('NFKC')
    .replace(/\s+/g, '')
    .replace(/[起止]+$/, '')
  const places = [...bare.matchAll(separators)]
  // 至 and ~ never stand within a date, as - does.
  const surest = places.filter(([sign]) => !/^[-–—－―]$/.test(sign))
  for (const { 0: sign, index } of [...surest, ...places.filter(place => !surest.includes(place))]) {
    const from = dateIn(bare.slice(0, index).replace(/[起从自由]$/, ''))
    if (from === undefined) continue
    const rest = bare.slice(index + sign.length)
    if (sign === '至今' ? rest === '' : goesOn.test(rest)) return { from, to: null }
    const to = secondDate(rest, from)
    if (to !== undefined && to.day >= from.day) return { from, to }
  }
  return undefined
}

function dateIn(text: string): Dated | undefined {
  const reading = readDate(text.replace(/^(自|从|由)/, ''))
  return reading.kind === 'dated' ? reading.dated : undefined
}

function secondDate(text: string, { day, precision }: Dated): Dated | undefined {
  if (/^(19|20)\d{2}/.test(text)) return dateIn(text)
  if (precision === 'year') return undefined
  const [year, month] = [day.slice(0, 4), day.slice(5, 7)]
  if (/^\d{1,2}[-./月]\d{1,2}[日号]?$/.test(text))
    return precision === 'day' ? dateIn(`${year}.${text}`) : undefined
  const sole = /^(\d{1,2})([日号月]?)$/.exec(text)
  if (sole === null) return undefined
  if (precision === 'month') return /[日号]/.test(sole[2] ?? '') ? undefined : dateIn(`${year}.${sole[1]}`)
  return sole[2] === '月' ? undefined : dateIn(`${year}.${month}.${sole[1]}`)
}
