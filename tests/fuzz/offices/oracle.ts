import type { Change } from '#db/journal/change.ts'
import { fieldsOf } from '#db/journal/entity.ts'
import type { OfficePc } from './office-pc.ts'

/** Everything that any stay, post or mark ever put below an organization, in its slow and obvious form. */
export function everBelow(changes: readonly Change[], org: string): ReadonlySet<string> {
  const found = new Set([org])
  const joining = changes.filter(
    ({ kind, entity }) => kind === 'put' && ['membership', 'placement', 'post', 'merge'].includes(entity),
  )
  for (let size = 0; size !== found.size; ) {
    size = found.size
    for (const { entity, hangsOn } of joining) {
      const [child = '', parent = ''] = hangsOn
      if (found.has(parent)) found.add(child)
      if (entity === 'merge' && found.has(child)) found.add(parent)
    }
  }
  return found
}

/** What a PC holds of an office's part: its organizations and people, and every record that hangs on these alone. */
export function scopeText(pc: OfficePc, office: string): string {
  const orgs = pc.ids(
    `WITH RECURSIVE below (id) AS (
       SELECT ? UNION SELECT p.org FROM below JOIN placement p ON p.parent = below.id AND p.until IS NULL
     ) SELECT id FROM below`,
    office,
  )
  const people = pc.ids(
    `SELECT m.person FROM membership m JOIN person p ON p.id = m.person
     WHERE m.until IS NULL AND m.org IN (SELECT value FROM json_each(?))`,
    JSON.stringify(orgs),
  )
  const here = new Set([...orgs, ...people])
  const lines: string[] = []
  for (const entity of pc.replica.journal.entities.values()) {
    if (['certificate', 'revocation', 'merge'].includes(entity.name)) continue
    const refs = Object.keys(entity.refs)
    const columns = ['id', ...fieldsOf(entity)]
    const rows = pc.db
      .prepare<[], Record<string, unknown>>(`SELECT ${columns.join(', ')} FROM ${entity.name} ORDER BY id`)
      .all()
    for (const row of rows) {
      const itself = entity.name === 'org' || entity.name === 'person'
      const isHere = itself
        ? here.has(String(row['id']))
        : refs.length > 0 && refs.every(ref => here.has(String(row[ref])))
      if (isHere) lines.push(`${entity.name} ${JSON.stringify(row)}`)
    }
  }
  return lines.join('\n')
}

export function differing(one: string, other: string): string {
  const [mine, theirs] = [new Set(one.split('\n')), new Set(other.split('\n'))]
  const only = (lines: Set<string>, not: Set<string>, sign: string) =>
    [...lines].filter(line => !not.has(line)).map(line => `${sign} ${line}`)
  return [...only(mine, theirs, '<'), ...only(theirs, mine, '>')].slice(0, 12).join('\n')
}
