import type { Draft } from '#db/plans/plan.ts'
import type { OrgAct } from '#db/records/words/decision-words.ts'
import { plural } from '#db/shared/plural.ts'
import type { Text } from '#db/shared/text.ts'
import { called, type KnownOrg } from '../acts/known.ts'
import type { Planning } from '../acts/planning.ts'
import type { Later } from './act-forms.ts'

/** What comes later than an act, as a person reads it. */
export type LaterOne = { readonly day: string; readonly says: Text }

const told = 4

/** How much of what comes later stays or goes, said; refused where nobody has said which. */
export function askLater(planning: Planning, later: readonly LaterOne[], field = 'later'): Text[] {
  if (later.length === 0) return []
  const said = planning.text('later')
  const sorted = [...later].sort((a, b) => (a.day < b.day ? -1 : 1))
  const some = (lang: keyof Text) =>
    sorted
      .slice(0, told)
      .map(({ day, says }) => `${day} ${says[lang]}`)
      .join(lang === 'zh' ? '；' : '; ') + (sorted.length > told ? '…' : '')
  const n = sorted.length
  if (said === undefined) {
    if (planning.isRefused('later')) return []
    planning.tell(
      field,
      'later-changes',
      `这一天以后还有 ${n} 项变动：${some('zh')}。请选择保留以后的变动，还是由这一次取代它们。`,
      `${plural(n, 'change')} of later days ${n === 1 ? 'is' : 'are'} known: ${some('en')}. Say whether ${n === 1 ? 'it stays, or is' : 'they stay, or are'} replaced by this one.`,
    )
    return []
  }
  return said === 'keep'
    ? [
        {
          zh: `以后的 ${n} 项变动保留：${some('zh')}。`,
          en: `${plural(n, 'later change')} ${n === 1 ? 'stays' : 'stay'}: ${some('en')}.`,
        },
      ]
    : [
        {
          zh: `取代以后的 ${n} 项变动：${some('zh')}。`,
          en: `${plural(n, 'later change')} ${n === 1 ? 'is' : 'are'} replaced: ${some('en')}.`,
        },
      ]
}

export function laterOf(planning: Planning): Later {
  return planning.text('later') === 'replace' ? 'replace' : 'keep'
}

/** Later stays of people, in one line: they are told by their number. */
export function laterStays(days: readonly string[]): LaterOne[] {
  const [first] = days
  if (first === undefined) return []
  return [
    {
      day: first,
      says: {
        zh: `起 ${days.length} 次团员转移或离团`,
        en: `and after: ${plural(days.length, 'move')} of members`,
      },
    },
  ]
}

/** A later move of the organization itself. */
export function movedUnder(day: string, name: string): LaterOne {
  return { day, says: { zh: `改设在“${name}”之下`, en: `moved under ${name}` } }
}

type Deciding = {
  readonly id: string
  readonly org: string
  readonly act: OrgAct
  readonly on: string
  readonly other?: KnownOrg | undefined
  readonly was?: Readonly<Record<string, string | null>>
}

/** The record of what is decided, with its day and its document. */
export function decisionDraft(planning: Planning, { id, org, act, on, other, was = {} }: Deciding): Draft {
  const { decided, document } = planning.standpoint
  return {
    act: 'create',
    entity: 'decision',
    id,
    fields: {
      org,
      act,
      effective: on,
      ...(other && { other: other.id, other_name: called(other) }),
      decided: decided ?? null,
      document: document ?? null,
      ...was,
    },
  }
}

/** 决定日期 and 文号, noted in the label too: history tells them. */
export function decisionOf(planning: Planning): Readonly<Record<string, string>> {
  const { decided, document } = planning.standpoint
  return { ...(decided !== undefined && { decided }), ...(document !== undefined && { document }) }
}

/** Whether a day of decision or a document was named: then there is something to put on record. */
export function isDecided({ standpoint: { decided, document } }: Planning): boolean {
  return decided !== undefined || document !== undefined
}

/** What the office itself is and where it stands is for the office above to register. */
export function refuseOwnOffice(planning: Planning, org: KnownOrg): void {
  if (org.id !== planning.standpoint.office) return
  planning.tell(
    'org',
    'for-the-office-above',
    '本单位自己的这一变动由上级登记。',
    'For your own office, this is for the office above it to register.',
  )
}

export function refuseClosedThen(planning: Planning, org: KnownOrg, on: string): void {
  if (org.closed === null || on < org.closed) return
  planning.tell(
    'org',
    'org-closed',
    `“${called(org)}”已于 ${org.closed} 撤销。如要办理，请先恢复它。`,
    `${called(org)} was closed on ${org.closed}. Reopen it first.`,
  )
}

export function refuseBeforeFounding(planning: Planning, org: KnownOrg, on: string): void {
  if (org.founded === null || on >= org.founded) return
  planning.tell(
    'effective',
    'date-order',
    `早于“${called(org)}”的成立日期 ${org.founded}。请改正。`,
    `this is before ${called(org)} was founded, ${org.founded}. Correct it.`,
  )
}

export function some(names: readonly string[]): string {
  return names.length <= 3 ? names.join('、') : `${names.slice(0, 3).join('、')}…`
}
