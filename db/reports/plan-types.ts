import { draftIds, type Plan } from '#db/plans/plan.ts'
import { columnsOf } from '#db/records/columns.ts'
import { workType } from '#db/records/ledger/work-type.ts'
import type { Standpoint } from '#db/registry/acts/known.ts'
import { readWorkTypes } from '#db/registry/acts/work-types.ts'
import { sentenceOf } from '#db/registry/history/sentence.ts'
import { usualTypes } from './usual-types.ts'

/** What making the usual types of work would do; those whose name is known already are left as they are. */
export async function planTypes({ reader, office }: Standpoint): Promise<Plan> {
  const known = await readWorkTypes(reader)
  const wanted = usualTypes.filter(({ name }) => !known.has(name))
  const nextId = draftIds()
  const label = { what: 'adopt-types', count: wanted.length }
  const isNone = wanted.length === 0
  return {
    id: '',
    drafts: wanted.map(({ name, area, own, also, note }) => ({
      act: 'create',
      entity: 'work_type',
      id: nextId(),
      fields: columnsOf(workType, {
        org: office,
        name,
        area,
        also: (also ?? []).filter(one => !known.has(one)),
        ...(own && { own }),
        ...(note && { note }),
      }),
    })),
    problems: [],
    sentences: isNone ? [] : [sentenceOf(label)],
    warnings: isNone
      ? [{ zh: '常用的工作类型都已经有了。', en: 'All usual types of work are here already.' }]
      : [],
    label: isNone ? null : label,
  }
}
