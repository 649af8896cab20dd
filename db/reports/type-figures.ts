import type { Question } from '#db/records/ledger/question.ts'
import { readWorkTypes, type WorkTypes } from '#db/registry/acts/work-types.ts'
import { canonical } from '#db/shared/canonical.ts'
import type { Text } from '#db/shared/text.ts'
import type { Reader } from '#db/sqlite/tables.ts'
import { type Figure, readFigures } from './figures.ts'

/** What a form may ask of a type of work: how often, how many people, hours, yuan, or the sum of one of its own numbers. */
export type OfType = { readonly names: readonly string[]; readonly measure: string }
export type FormFigure = Figure & { readonly ofType?: OfType | undefined }

const measures: readonly {
  readonly measure: string
  readonly name: Text
  readonly unit: string
  readonly is: Question['measure']
}[] = [
  {
    measure: 'sessions',
    name: { zh: '场次', en: 'sessions' },
    unit: '场',
    is: { sum: 'sessions', blank: 1 },
  },
  {
    measure: 'people',
    name: { zh: '参加人次', en: 'participants' },
    unit: '人次',
    is: { sum: 'people', blank: 0 },
  },
  { measure: 'hours', name: { zh: '时长', en: 'hours' }, unit: '小时', is: { sum: 'hours', blank: 0 } },
  { measure: 'money', name: { zh: '金额', en: 'money' }, unit: '元', is: { sum: 'money', blank: 0 } },
]

/** Signs that part a mark; a type with one of them in its name is asked for by a figure of its own. */
const parting = /[@/:]/

/** The figures of the report and what else offices made, and behind them what each type of work comes to, where no figure says it already. */
export async function readFormFigures(reader: Reader): Promise<readonly FormFigure[]> {
  return withTypes(await readFigures(reader), await readWorkTypes(reader))
}

export function withTypes(figures: readonly Figure[], types: WorkTypes): readonly FormFigure[] {
  const known = new Map(figures.map(one => [canonical({ ...one.question }), one.key]))
  const asked = new Map<string, OfType>()
  const made: FormFigure[] = []
  for (const [name, { names, own }] of byName(types)) {
    if (parting.test(name)) continue
    const numbers = Object.entries(own)
      .filter(([field, holds]) => holds === 'number' && !parting.test(field))
      .map(([field]) => ({
        ...{ measure: `own:${field}`, name: { zh: field, en: field }, unit: '' },
        is: { sum: `own:${field}`, blank: 0 } as const,
      }))
    for (const one of [...measures, ...numbers]) {
      const question = ofType(name, one.is)
      const ofThis = { names, measure: one.measure }
      const same = known.get(canonical({ ...question }))
      if (same !== undefined) {
        asked.set(same, ofThis)
        continue
      }
      made.push({
        key: `type:${name}:${one.measure.replace(/^own:/, '')}`,
        name: { zh: `${name}${one.name.zh}`, en: `${name}: ${one.name.en}` },
        ...{ unit: one.unit, issuer: null, question, ofType: ofThis },
      })
    }
  }
  return [...figures.map(one => ({ ...one, ofType: asked.get(one.key) })), ...made]
}

function ofType(name: string, measure: Question['measure']): Question {
  return {
    of: 'work',
    where: [{ field: 'type', is: [name] }],
    when: { in: 'held_on', years: 0 },
    measure,
  }
}

/** The types by their names, each with what else it is called. */
function byName(types: WorkTypes) {
  const found = new Map<string, { names: string[]; own: Readonly<Record<string, string>> }>()
  for (const [called, { name, own }] of types) {
    const one = found.get(name)
    if (one === undefined) found.set(name, { names: [...new Set([name, called])], own })
    else one.names.push(called)
  }
  return found
}
