/** A telephone number with only its beginning and its last two digits: 154******07. Short numbers are hidden whole. */
export function maskPhone(number: string): string {
  const characters = [...number]
  if (characters.length < 8) return '*'.repeat(characters.length)
  const hidden = characters.length - 5
  return `${characters.slice(0, 3).join('')}${'*'.repeat(hidden)}${characters.slice(-2).join('')}`
}
