import { z } from 'zod'

/** What of a published pack the form changes; whatever else stands in it is carried as it is. */
const draftSchema = z.looseObject({
  name: z.object({ zh: z.string(), en: z.string() }),
  year: z.number(),
  version: z.number(),
  since: z.string(),
  rules: z
    .record(z.string(), z.looseObject({ counts: z.boolean().default(true), atMost: z.string().optional() }))
    .default({}),
  thresholds: z.record(z.string(), z.array(z.looseObject({ value: z.number() }))),
})
export type DraftPack = z.infer<typeof draftSchema>

/** What was changed in the form: by rule whether it counts and how heavy it may be; by threshold a value from a day on, or that it was checked. */
export type PackChanges = {
  readonly name: string
  readonly year: string
  readonly version: string
  readonly since: string
  readonly rules: Readonly<Record<string, { readonly counts: boolean; readonly atMost: string | null }>>
  readonly values: Readonly<Record<string, { readonly value: string; readonly from: string }>>
  readonly checked: ReadonlySet<string>
}

/** The pack in force as a beginning: the next version of it. */
export function beginChanges(pack: DraftPack, today: string): PackChanges {
  return {
    name: pack.name.zh,
    year: String(Number(today.slice(0, 4)) || pack.year),
    version: String(pack.year === Number(today.slice(0, 4)) ? pack.version + 1 : 1),
    since: today,
    rules: {},
    values: {},
    checked: new Set(),
  }
}

export function readDraft(json: string): DraftPack {
  return draftSchema.parse(JSON.parse(json))
}

const wholeNumber = /^-?\d{1,6}$/
const aDay = /^\d{4}-\d\d-\d\d$/

/** The fields that cannot be taken as they were written, by name. */
export function wrongIn(changes: PackChanges): ReadonlySet<string> {
  const wrong = new Set<string>()
  for (const field of ['year', 'version'] as const) if (!wholeNumber.test(changes[field])) wrong.add(field)
  if (!aDay.test(changes.since)) wrong.add('since')
  for (const [name, { value, from }] of Object.entries(changes.values)) {
    if (!wholeNumber.test(value)) wrong.add(`${name} value`)
    if (!aDay.test(from)) wrong.add(`${name} from`)
  }
  return wrong
}

/** The pack as it would be published: new values stand beside the old ones, each from its day on. */
export function changedPack(pack: DraftPack, changes: PackChanges, today: string): DraftPack {
  const thresholds = Object.fromEntries(
    Object.entries(pack.thresholds).map(([name, list]) => {
      const checked = changes.checked.has(name) ? list.map(one => ({ ...one, checked: today })) : list
      const added = changes.values[name]
      if (added === undefined) return [name, checked]
      const value = {
        value: Number(added.value),
        from: added.from,
        basis: null,
        source: null,
        checked: today,
      }
      return [name, [...checked.filter(one => one['from'] !== added.from), value]]
    }),
  )
  const rules = { ...pack.rules }
  for (const [rule, { counts, atMost }] of Object.entries(changes.rules))
    rules[rule] = { ...rules[rule], counts, ...(atMost === null ? { atMost: undefined } : { atMost }) }
  return {
    ...pack,
    name: { zh: changes.name, en: changes.name === pack.name.zh ? pack.name.en : changes.name },
    ...{ year: Number(changes.year), version: Number(changes.version), since: changes.since },
    ...{ rules, thresholds },
  }
}

export function packFile(pack: DraftPack): File {
  return new File([`${JSON.stringify(pack, null, 2)}\n`], 'pack.json', { type: 'application/json' })
}
