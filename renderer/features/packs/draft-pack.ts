import type { PackTest } from '#contract/lifeline/pack-changes.ts'
import type { useClient } from '../../api/client.ts'
import { dayMeant } from '../../kit/forms/act-day.ts'

export type ShownPack = Awaited<ReturnType<ReturnType<typeof useClient>['rulePacks']['inForce']>>
/** What is sent to the engine, which makes the changed pack. */
type SentChanges = Parameters<ReturnType<typeof useClient>['rulePacks']['revise']>[0]['changes']

/** One threshold as it is written down; `value` and `from` where a new value is added to what holds. */
export type WrittenThreshold = {
  readonly value?: string
  readonly from?: string
  readonly basis: string
  readonly source: string
}

/** What was changed in the form, as it was typed. */
export type PackChanges = {
  readonly name: string
  readonly year: string
  readonly version: string
  readonly since: string
  readonly rules: Readonly<
    Record<string, { readonly counts: boolean; readonly atMost: ShownPack['rules'][number]['atMost'] }>
  >
  readonly thresholds: Readonly<Record<string, WrittenThreshold>>
  readonly checked: ReadonlySet<string>
  /** Test cases by the name that they have in the pack; null where one is taken out. New ones by their own name. */
  readonly tests: Readonly<Record<string, PackTest | null>>
}

/** The pack in force as a beginning: the next version of it. */
export function beginChanges(pack: ShownPack, name: string, today: string): PackChanges {
  const year = Number(today.slice(0, 4)) || pack.year
  return {
    name,
    year: String(year),
    version: String(pack.year === year ? pack.version + 1 : 1),
    since: today,
    ...{ rules: {}, thresholds: {}, checked: new Set<string>(), tests: {} },
  }
}

/** The changes as a text that can be kept, of the pack that they change. */
export function keptChanges(of: string, { checked, ...changes }: PackChanges): string {
  return JSON.stringify({ of, ...changes, checked: [...checked] })
}

/** What was kept; undefined where nothing was, or it changes a pack that is not in force any more. */
export function changesKept(of: string, kept: string): PackChanges | undefined {
  if (kept === '') return undefined
  const read: { of: string; checked: string[] } & Omit<PackChanges, 'checked'> = JSON.parse(kept)
  const { of: changed, checked, ...changes } = read
  return changed === of ? { ...changes, checked: new Set(checked) } : undefined
}

const wholeNumber = /^-?\d{1,6}$/
const isWhole = (text: string) => wholeNumber.test(digitsOf(text))
const isDay = (text: string) => dayMeant(text) !== undefined

/** A number as it is typed, by whichever input method: ５ is 5. */
export function digitsOf(text: string): string {
  return text.normalize('NFKC').trim()
}

/** The fields that cannot be taken as they were written, by name. */
export function wrongIn(changes: PackChanges): ReadonlySet<string> {
  const wrong = new Set<string>()
  for (const field of ['year', 'version'] as const) if (!isWhole(changes[field])) wrong.add(field)
  if (changes.name.trim() === '') wrong.add('name')
  if (!isDay(changes.since)) wrong.add('since')
  for (const [name, { value, from }] of Object.entries(changes.thresholds)) {
    if (value !== undefined && !isWhole(value)) wrong.add(`${name} value`)
    if (from !== undefined && !isDay(from)) wrong.add(`${name} from`)
  }
  return wrong
}

/** What was typed, as the engine takes it. */
export function sentChanges(changes: PackChanges): SentChanges {
  const { name, since, rules, tests, checked } = changes
  const names = new Set([...Object.keys(changes.thresholds), ...checked])
  const put = Object.values(tests).filter(test => test !== null)
  return {
    name,
    year: Number(digitsOf(changes.year)),
    version: Number(digitsOf(changes.version)),
    since: dayMeant(since) ?? since,
    rules,
    thresholds: [...names].map(one => {
      const { value, from, basis, source } = changes.thresholds[one] ?? {}
      const isChecked = checked.has(one)
      return value === undefined
        ? { name: one, basis, source, isChecked }
        : {
            name: one,
            value: Number(digitsOf(value)),
            from: from && dayMeant(from),
            basis,
            source,
            isChecked,
          }
    }),
    // One that got another name leaves its place to the new one.
    tests: {
      put,
      remove: Object.entries(tests).flatMap(([was, test]) =>
        was.startsWith(added) || test?.name === was ? [] : [was],
      ),
    },
  }
}

/** What a test case is called in the form before it has stood in a pack. */
export const added = '+'
