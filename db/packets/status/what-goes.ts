import { kindOf } from '#db/records/kinds.ts'
import { plural } from '#db/shared/plural.ts'
import type { Text } from '#db/shared/text.ts'
import type { Connection } from '#db/sqlite/connection.ts'
import { type NamedRange, nameOf } from './given-back.ts'

type Act = 'added' | 'changed' | 'removed'
type Part = { readonly subject: string; readonly entity: string; readonly act: Act; readonly n: number }

/** Of so many people and organizations it is told what goes. */
const mostTold = 20

const acts: Readonly<Record<Act, Text>> = {
  added: { zh: '新增', en: 'added' },
  changed: { zh: '修改', en: 'changed' },
  removed: { zh: '删除', en: 'removed' },
}

/** What is taken out of force with these changes, in sentences: how much it is, and then of whom, a line each. */
export function tellWhatGoes(db: Connection, names: readonly NamedRange[]): Text[] {
  const parts = db
    .prepare<[string], Part>(
      `WITH going AS (
         SELECT c.thing, c.entity, c.kind, c.hangs_on,
           CASE WHEN c.kind = 'remove' THEN 'removed' WHEN c.body ->> '$.base' IS NULL THEN 'added' ELSE 'changed' END AS act
         FROM json_each(?) r JOIN writer w ON w.id = r.value ->> 0
           JOIN change c ON c.writer = w.no AND c.n BETWEEN r.value ->> 1 AND r.value ->> 2
         WHERE c.kind IN ('put', 'remove'))
       SELECT CASE WHEN entity IN ('person', 'org') THEN thing ELSE coalesce(hangs_on ->> 0, thing) END AS subject,
         entity, act, count(*) AS n
       FROM going GROUP BY subject, entity, act ORDER BY subject, entity, act`,
    )
    .all(JSON.stringify(names))
  const bySubject = [...Map.groupBy(parts, ({ subject }) => subject)]
  const total = parts.reduce((sum, { n }) => sum + n, 0)
  const told = bySubject.slice(0, mostTold).map(([subject, own]) => tellOne(db, subject, own))
  const left = bySubject.length - told.length
  const more: Text[] = left > 0 ? [{ zh: `另有 ${left} 个对象`, en: `and ${left} more` }] : []
  return [
    {
      zh: `退回 ${total} 处变更，涉及 ${bySubject.length} 个人或者组织：`,
      en: `Returns ${plural(total, 'change')}, about ${plural(bySubject.length, 'person or organization', 'people or organizations')}:`,
    },
    ...told,
    ...more,
  ]
}

function tellOne(db: Connection, subject: string, parts: readonly Part[]): Text {
  const name = nameOf(db, subject)?.name
  const said = parts.map(({ entity, act, n }) => {
    const kind = kindOf(entity)?.words ?? { zh: entity, en: entity }
    const times = n === 1 ? '' : ` ×${n}`
    return { zh: `${kind.zh}${acts[act].zh}${times}`, en: `${kind.en} ${acts[act].en}${times}` }
  })
  return {
    zh: `${name ?? '（没有名称的记录）'}：${said.map(({ zh }) => zh).join('、')}`,
    en: `${name ?? '(a record without a name)'}: ${said.map(({ en }) => en).join(', ')}`,
  }
}
