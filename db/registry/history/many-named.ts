import { grouped, plural } from '#db/shared/plural.ts'

type Label = Readonly<Record<string, unknown>>

const titlesOf = (label: Label) => (Array.isArray(label['titles']) ? label['titles'].map(String) : [])

/** People are counted by another word than things; whoever is transferred is a person. */
const areMembers = (label: Label) => label['kind'] === 'person' || /^transfer-/.test(String(label['what']))

/** The first names, and how many they are in all. */
export function manyZh(label: Label): string {
  const [titles, n] = [titlesOf(label), Number(label['count'] ?? 0)]
  if (titles.length >= n) return titles.join('、')
  return `${titles.join('、')}等 ${grouped(n)} ${areMembers(label) ? '人' : '个'}`
}

export function manyEn(label: Label): string {
  const [titles, n] = [titlesOf(label), Number(label['count'] ?? 0)]
  return titles.length < n
    ? `${titles.join(', ')} and ${plural(n - titles.length, 'other')}`
    : titles.join(', ')
}
