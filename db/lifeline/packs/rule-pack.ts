import { z } from 'zod'
import { severities } from '#contract/vocabulary.ts'
import { addYears, type IsoDay, isDay } from '#db/shared/day.ts'
import { refuse } from '#db/shared/refusal.ts'
import type { Text } from '#db/shared/text.ts'
import { defaultPack, type Pack, packSchema } from './pack.ts'

const text = z.object({ zh: z.string().max(2000), en: z.string().max(2000) })
const day = z.string().refine((written): boolean => isDay(written))

/** What a threshold is from a day on; the first from ever. Who looked at its source last, and when. */
const datedSchema = z.object({
  value: z.int(),
  from: day.nullable().default(null),
  basis: text.nullable().default(null),
  source: z.string().max(2000).nullable().default(null),
  checked: day.nullable().default(null),
})
export type Dated = z.infer<typeof datedSchema>

/**
 * A rule pack as it is published, in its whole history: each threshold is a list by day, so that a scan of a day uses
 * what held on that day. What a newer program added is carried and said, never refused: rules and thresholds by names
 * that this one does not know, and whatever else stands beside.
 */
export const rulePackSchema = z.looseObject({
  name: text,
  year: z.int().min(1950).max(2199),
  version: z.int().min(1).max(9999),
  since: day,
  /** Whether a rule counts, and the heaviest that it may be. A rule that is not named counts as it judges. */
  rules: z
    .record(
      z.string(),
      z.looseObject({ counts: z.boolean().default(true), atMost: z.enum(severities).optional() }),
    )
    .default({}),
  /** By names such as `W04.redAboveDays`. One that is not named is as in the program. */
  thresholds: z.record(z.string(), z.array(datedSchema).min(1).max(100)),
})
export type RulePack = z.infer<typeof rulePackSchema>

/** Reads a pack from a file or a record. Refuses `pack-unreadable`, naming the first thing that is wrong. */
export function readRulePack(json: string): RulePack {
  let parsed: unknown
  try {
    parsed = JSON.parse(json)
  } catch {
    refuse(
      'pack-unreadable',
      '规则包不是有效的 JSON 文件。请用本程序保存一份规则包，在其中修改。',
      'The rule pack is not valid JSON. Save a pack from this program and change that.',
    )
  }
  const read = rulePackSchema.safeParse(parsed)
  if (read.success) return read.data
  const [issue] = read.error.issues
  if (issue === undefined || issue.path.length === 0) {
    refuse(
      'pack-unreadable',
      '这个文件不是规则包。请用本程序保存一份规则包，在其中修改。',
      'This file is no rule pack. Save a pack from this program and change that.',
    )
  }
  const where = issue.path.join('.')
  const { zh, en } = belongsThere(issue)
  refuse(
    'pack-unreadable',
    `规则包的“${where}”应当是${zh}。请改正后再试。`,
    `In the rule pack, ${where} should be ${en}. Correct it, and try again.`,
    { where },
  )
}

const kindsOfValues: Readonly<Record<string, Text>> = {
  object: { zh: '花括号里的一组名称和内容', en: 'names and values in braces' },
  record: { zh: '花括号里的一组名称和内容', en: 'names and values in braces' },
  array: { zh: '方括号里的列表', en: 'a list in brackets' },
  string: { zh: '引号里的文字', en: 'a text in quotation marks' },
  number: { zh: '整数', en: 'a whole number' },
  int: { zh: '整数', en: 'a whole number' },
  boolean: { zh: ' true 或 false', en: 'true or false' },
}

/** What a place in a pack can hold, in words: it is written by hand. */
function belongsThere(issue: z.core.$ZodIssue): Text {
  if (issue.code === 'invalid_type')
    return kindsOfValues[issue.expected] ?? { zh: '另一种内容', en: 'something else' }
  if (issue.code === 'too_small') return atLeast(issue.origin, String(issue.minimum))
  if (issue.code === 'too_big') return atMost(issue.origin, String(issue.maximum))
  if (issue.code === 'invalid_value') {
    const words = issue.values.join(', ')
    return { zh: `这些词之一：${words}`, en: `one of ${words}` }
  }
  return { zh: '日历上有的一天，例如 2026-01-31', en: 'a day of the calendar, such as 2026-01-31' }
}

function atLeast(origin: string, least: string): Text {
  if (origin === 'array') return { zh: `不少于 ${least} 项的列表`, en: `a list of at least ${least}` }
  if (origin === 'string')
    return { zh: `不少于 ${least} 个字的文字`, en: `a text of at least ${least} characters` }
  return { zh: `不小于 ${least} 的整数`, en: `a whole number of at least ${least}` }
}

function atMost(origin: string, most: string): Text {
  if (origin === 'array') return { zh: `不超过 ${most} 项的列表`, en: `a list of at most ${most}` }
  if (origin === 'string')
    return { zh: `不超过 ${most} 个字的文字`, en: `a text of at most ${most} characters` }
  return { zh: `不大于 ${most} 的整数`, en: `a whole number of at most ${most}` }
}

/** The numbers of a pack on a day. Refuses `pack-invalid` where they contradict each other (orange after red). */
export function packOn(pack: RulePack, id: string, asOf: IsoDay): Pack {
  const known = flat(defaultPack.thresholds)
  const numbers = new Map(known)
  const stale: string[] = []
  for (const [name, list] of Object.entries(pack.thresholds)) {
    if (!numbers.has(name)) continue
    const now = heldOn(list, asOf)
    if (now === undefined) continue
    numbers.set(name, now.value)
    if (now.checked !== null && isDay(now.checked) && addYears(now.checked, 1) < asOf) stale.push(name)
  }
  const rules = Object.entries(pack.rules)
  const resolved = packSchema.safeParse({
    id,
    name: pack.name,
    thresholds: nested(numbers),
    off: rules.flatMap(([rule, { counts }]) => (counts ? [] : [rule])),
    atMost: Object.fromEntries(
      rules.flatMap(([rule, { atMost }]) => (atMost === undefined ? [] : [[rule, atMost]])),
    ),
    stale,
    unknown: unknownIn(pack, new Set(known.keys())),
  })
  if (resolved.success) return resolved.data
  const [issue] = resolved.error.issues
  const where = issue?.path.slice(1).join('.') ?? ''
  refuse(
    'pack-invalid',
    `规则包“${pack.name.zh}”在 ${asOf} 的标准“${where}”互相矛盾或超出范围。请改正。`,
    `In the rule pack "${pack.name.en}" the thresholds of ${where} on ${asOf} contradict each other or are out of range. Correct them.`,
    { where, asOf },
  )
}

/** Of a list by day the one that held; before the first day the first one. */
export function heldOn(list: readonly Dated[], asOf: IsoDay): Dated | undefined {
  const inOrder = list.toSorted((a, b) => ((a.from ?? '') < (b.from ?? '') ? -1 : 1))
  return inOrder.findLast(({ from }) => (from ?? '') <= asOf) ?? inOrder[0]
}

const ruleNames = new Set(Object.keys(defaultPack.thresholds).filter(name => /^W\d\d$/.test(name)))
/** Rules without a threshold of their own. */
const bare = ['W02', 'W03', 'W19']

function unknownIn(pack: RulePack, known: ReadonlySet<string>): string[] {
  const rules = Object.keys(pack.rules).filter(rule => !ruleNames.has(rule) && !bare.includes(rule))
  const names = Object.keys(pack.thresholds).filter(name => !known.has(name))
  return [...new Set([...rules, ...names])].sort()
}

type Thresholds = Readonly<Record<string, number | Readonly<Record<string, number>>>>

/** `W04.redAboveDays` and so on, each with its number. */
export function flat(thresholds: Thresholds): ReadonlyMap<string, number> {
  return new Map(
    Object.entries(thresholds).flatMap(([name, value]): (readonly [string, number])[] =>
      typeof value === 'number'
        ? [[name, value]]
        : Object.entries(value).map(([key, number]) => [`${name}.${key}`, number]),
    ),
  )
}

function nested(numbers: ReadonlyMap<string, number>): Readonly<Record<string, unknown>> {
  const made: Record<string, unknown> = {}
  for (const [path, value] of numbers) {
    const [name = '', key] = path.split('.')
    if (key === undefined) made[name] = value
    else made[name] = { ...(typeof made[name] === 'object' ? made[name] : {}), [key]: value }
  }
  return made
}
