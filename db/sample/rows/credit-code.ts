/** 统一社会信用代码 (GB 32100-2015) of a company in a county that does not exist, with its true check character. */
export function inventCreditCode(company: number): string {
  const body = `91440399MA${spelled(company)}`
  let sum = 0
  let weight = 1
  for (const character of body) {
    sum += alphabet.indexOf(character) * weight
    weight = (weight * 3) % 31
  }
  return body + alphabet.charAt((31 - (sum % 31)) % 31)
}

const alphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY'

/** Seven characters, different for every company. */
function spelled(company: number): string {
  let rest = company * 7_368_787 + 1_000_003
  let text = ''
  for (let i = 0; i < 7; i++) {
    text = alphabet.charAt(rest % 31) + text
    rest = Math.floor(rest / 31)
  }
  return text
}
