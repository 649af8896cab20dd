import type { Fields, FieldValue } from '#db/journal/change.ts'
import { type Entity, entitiesOf } from '#db/journal/entity.ts'
import { refsOf, registersOf, requiredOf, takesOf } from '#db/records/columns.ts'
import { allKinds, lengthsOf } from '#db/records/kinds.ts'
import type { AnyKind } from '#db/records/record.ts'
import { nameKey } from '#db/shared/name-key.ts'
import { grams, initialGrams, readingOfOrg, readingOfPerson } from './finding/search-text.ts'

const text = (fields: Fields, field: string): string => {
  const value = fields[field]
  return typeof value === 'string' ? value : ''
}

function keyOrNull(name: string): string | null {
  return name === '' ? null : nameKey(name)
}

/** Columns made from the fields of a kind, never journaled: by what people type when they look for one. */
const derived: Readonly<Record<string, (fields: Fields) => Readonly<Record<string, FieldValue>>>> = {
  org: fields => {
    const [name, short] = [text(fields, 'name'), text(fields, 'short_name')]
    return {
      name_key: nameKey(name),
      short_key: keyOrNull(short),
      ...readingOfOrg(short === '' ? name : short),
      name_initials: short === '' ? null : readingOfOrg(name).initials,
    }
  },
  person: fields => readingOfPerson(text(fields, 'name')),
  decision: fields => {
    const [name, short] = [text(fields, 'was_name'), text(fields, 'was_short_name')]
    const readings = [name, short].filter(Boolean).map(readingOfOrg)
    const all = (part: 'pinyin' | 'initials') => readings.map(one => one[part]).join(' ') || null
    return {
      name_key: keyOrNull(name),
      short_key: keyOrNull(short),
      pinyin: all('pinyin'),
      initials: all('initials'),
    }
  },
}

/** What the search index holds of a record: its names, and of an organization the initials of each as well. */
function gramsOf(kind: string, names: readonly string[]): string {
  const ofNames = grams(...names)
  if (kind !== 'org') return ofNames
  const initials = names.flatMap(name => initialGrams(readingOfOrg(name).initials))
  return [ofNames, ...new Set(initials)].join(' ')
}

/** What `derived` reads of kinds that are not searched for. */
const readBy: Readonly<Record<string, readonly string[]>> = { decision: ['was_name', 'was_short_name'] }

/** What the journal knows of a kind of record: told by its definition. */
export function entityOf(kind: AnyKind): Entity {
  const { name, structure, signed, growOnly, once, series, tree, found } = kind
  const made = derived[name]
  const readings = found?.by ?? readBy[name]
  return {
    name,
    registers: registersOf(kind),
    required: requiredOf(kind),
    takes: takesOf(kind),
    refs: refsOf(kind),
    lengths: lengthsOf(name) ?? {},
    ...(structure && { structure }),
    ...(signed && { signed }),
    ...(growOnly && { growOnly }),
    ...(once && { once }),
    ...(series && { series }),
    ...(tree && { tree }),
    ...(made && { derived: made }),
    ...(readings && { readings }),
    ...(found && {
      search: {
        slot: found.slot,
        grams: (fields: Fields) =>
          gramsOf(
            name,
            found.by.map(field => text(fields, field)),
          ),
      },
    }),
  }
}

/** Everything that this program keeps in tables. */
export const registryEntities = entitiesOf(allKinds.map(entityOf))
