const digits = '〇一二三四五六七八九'
const numeral = /[〇○零一二三四五六七八九十]+/g

/** 二〇一八年十二月三十一日 as 2018年12月31日: the way official papers write their dates and terms. */
export function chineseNumeralsAsDigits(text: string): string {
  return text.replace(numeral, asDigits)
}

function asDigits(word: string): string {
  const ten = word.indexOf('十')
  if (ten < 0) return eachDigit(word)
  const tens = ten === 0 ? '1' : eachDigit(word.slice(0, ten))
  return `${tens}${ten === word.length - 1 ? '0' : eachDigit(word.slice(ten + 1))}`
}

function eachDigit(word: string): string {
  return Array.from(word, char => (char === '○' || char === '零' ? '0' : String(digits.indexOf(char)))).join(
    '',
  )
}
