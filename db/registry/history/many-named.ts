type Label = Readonly<Record<string, unknown>>

const titlesOf = (label: Label) => (Array.isArray(label['titles']) ? label['titles'].map(String) : [])

/** The first names, and how many they are in all. */
export function manyZh(label: Label): string {
  const [titles, n] = [titlesOf(label), Number(label['count'] ?? 0)]
  return titles.length < n ? `${titles.join('、')}等 ${n} 个` : titles.join('、')
}

export function manyEn(label: Label): string {
  const [titles, n] = [titlesOf(label), Number(label['count'] ?? 0)]
  return titles.length < n ? `${titles.join(', ')} and ${n - titles.length} others` : titles.join(', ')
}
