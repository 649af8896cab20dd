import type { ChangeGroup } from '#contract/orgs.ts'
import { org as orgRecord } from '#db/records/org.ts'
import { membership } from '#db/records/stays.ts'
import type { IsoDay } from '#db/shared/day.ts'
import { plural } from '#db/shared/plural.ts'
import type { Text } from '#db/shared/text.ts'

export type OrgRow = {
  readonly name: string
  readonly short_name: string | null
  readonly code: string | null
  readonly kind: string
  readonly tier: string
}

/** An organization as it was called on the day. */
export type Named = {
  readonly name: string
  readonly short: string
  readonly code: string | null
  readonly kind: string
  readonly tier: string
}

export type PersonStep = {
  readonly name: string
  readonly day: IsoDay
  readonly isKnown: number
  readonly reason: string | null
}

/** Who came, went or moved. */
export function ofPerson({ name, isKnown, reason }: PersonStep, was: Named | null, is: Named | null): Text {
  const guessed =
    isKnown === 1 ? same('') : { zh: '（日期按名册推定）', en: ' (the day is read off a roster)' }
  if (is === null) {
    const why = reason === null ? same('') : wordOf(membership.fields.reason, reason)
    return {
      zh: `${name}${was === null ? '' : `（${zhName(was)}）`}离团${why.zh === '' ? '' : `：${why.zh}`}`,
      en: `${name}${was === null ? '' : ` of ${enName(was)}`} left the League${why.en === '' ? '' : `: ${why.en}`}`,
    }
  }
  if (was === null)
    return { zh: `${name}编入“${zhName(is)}”${guessed.zh}`, en: `${name} joined ${enName(is)}${guessed.en}` }
  return {
    zh: `${name}由“${zhName(was)}”转到“${zhName(is)}”${guessed.zh}`,
    en: `${name} went from ${enName(was)} to ${enName(is)}${guessed.en}`,
  }
}

export type OrgStep = { readonly group: ChangeGroup; readonly act: string }
type About = {
  readonly name: Named
  /** As it was the day before. */
  readonly before: Named
  readonly was: Named | null
  readonly other: Named | null
  readonly members: number
}

/** What became of an organization. */
export function ofOrg({ group, act }: OrgStep, { name, before, was, other, members }: About): Text {
  const [zh, en] = [zhName(name), enName(name)]
  switch (group) {
    case 'founded':
      if (act === 'reopen') return { zh: `恢复“${zh}”`, en: `${en} was reopened` }
      return act === 'split' && other !== null
        ? { zh: `由“${zhName(other)}”分设“${zh}”`, en: `${en} was split off from ${enName(other)}` }
        : { zh: `成立“${zh}”`, en: `${en} was founded` }
    case 'closed':
      if (act === 'merge' && other !== null)
        return { zh: `“${zh}”并入“${zhName(other)}”`, en: `${en} was merged into ${enName(other)}` }
      return other === null
        ? { zh: `撤销“${zh}”`, en: `${en} was closed` }
        : {
            zh: `撤销“${zh}”，团员转到“${zhName(other)}”`,
            en: `${en} was closed; its members went to ${enName(other)}`,
          }
    case 'moved':
      return {
        zh: `“${zh}”（团员 ${members} 名）由“${zhName(was)}”改设在“${zhName(other)}”之下`,
        en: `${en} (${plural(members, 'member')}) went from under ${enName(was)} to under ${enName(other)}`,
      }
    default:
      return restyled(before, name)
  }
}

/** What of name, code, kind and tier is otherwise than the day before. */
function restyled(was: Named, is: Named): Text {
  const told: Text[] = []
  if (was.name !== is.name) told.push({ zh: `更名为“${is.name}”`, en: `was renamed ${is.name}` })
  if (was.short !== is.short && was.short !== was.name)
    told.push({ zh: `简称改为“${is.short}”`, en: `is called ${is.short} for short` })
  for (const field of ['code', 'kind', 'tier'] as const) {
    const [from, to] = [was[field], is[field]]
    if (from === to) continue
    const known = orgRecord.fields[field]
    const show = (value: string | null) => (value === null ? same('—') : wordOf(known, value))
    told.push({
      zh: `${known.words.zh}由“${show(from).zh}”改为“${show(to).zh}”`,
      en: `had its ${known.words.en} changed from ${show(from).en} to ${show(to).en}`,
    })
  }
  return {
    zh: `“${zhName(was)}”${told.map(({ zh }) => zh).join('，') || '有变动'}`,
    en: `${enName(was)} ${told.map(({ en }) => en).join(' and ') || 'was changed'}`,
  }
}

function wordOf(field: { show(value: never, lang: keyof Text): string }, value: string): Text {
  const shown: { show(value: string, lang: keyof Text): string } = field
  return { zh: shown.show(value, 'zh'), en: shown.show(value, 'en') }
}

function zhName(named: Named | null): string {
  return named === null || named.short === '' ? '别的单位' : named.short
}

function enName(named: Named | null): string {
  return named === null || named.short === '' ? 'another office' : named.short
}

function same(text: string): Text {
  return { zh: text, en: text }
}
