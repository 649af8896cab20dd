/** An ID number with only its region and last two characters: 440399********07. Short numbers are hidden whole. */
export function maskId(number: string): string {
  const characters = [...number]
  if (characters.length < 10) return '*'.repeat(characters.length)
  const hidden = characters.length - 8
  return `${characters.slice(0, 6).join('')}${'*'.repeat(hidden)}${characters.slice(-2).join('')}`
}
