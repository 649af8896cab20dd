import { officeKinds } from '#db/records/kinds.ts'
import type { AnyKind } from '#db/records/record.ts'

/** The lists that an organization's page shows by the same words: what is used every day comes first. */
const tabs = {
  overview: ['overview', 'prospect'],
  members: ['members', 'transfer'],
  cadres: ['cadres', 'terms', 'congress', 'body', 'body_member'],
  work: ['meetings', 'work', 'attendance', 'contact', 'visit', 'notice'],
  sites: ['venue', 'venue_log', 'project', 'project_stage'],
  year: ['fee', 'appraisal', 'rating', 'blank_form', 'form_use'],
  lifeline: ['findings', 'rectification', 'ruling'],
  history: ['history', 'decision'],
} as const satisfies Readonly<Record<string, readonly string[]>>

export type OrgTab = keyof typeof tabs

/** Lists that have a shape of their own, or whose address is older than their kind's name. */
const shaped = ['overview', 'members', 'cadres', 'terms', 'meetings', 'findings', 'history'] as const
type Shaped = (typeof shaped)[number]

/** Kinds that a shaped list shows, that other kinds are told by, or that are no organization's. */
const elsewhere = new Set([
  'org',
  'placement',
  'person',
  'membership',
  'standing',
  'post',
  'term',
  'meeting',
  'rule_pack',
  'work_type',
  'figure',
  'reported',
  'task',
  'task_request',
  'closing',
  'reopening',
])

/** What is known of its members, and who goes: it is asked for from a member's page, and listed here. */
const ofMembers = new Set(['fee', 'appraisal', 'transfer', 'attendance', 'contact', 'visit'])

/** What an organization has a list of by definition alone. */
const listed: readonly AnyKind[] = officeKinds.filter(
  ({ name, lies }) => !elsewhere.has(name) && (lies === 'org' || ofMembers.has(name)),
)

/** The kinds of record that are added to an organization from its menu; a decision comes with the act that it decides. */
export const addedKinds: readonly AnyKind[] = listed.filter(
  ({ name }) => !ofMembers.has(name) && name !== 'decision',
)

/** One list of an organization's page: a shaped one, or that of a kind. */
export type OrgList = { readonly key: string; readonly shaped?: Shaped; readonly kind?: AnyKind }

function listOf(key: string): OrgList | undefined {
  const own = shaped.find(one => one === key)
  if (own !== undefined) return { key, shaped: own }
  const kind = listed.find(({ name }) => name === key)
  return kind && { key, kind }
}

const placed: ReadonlySet<string> = new Set(Object.values(tabs).flat())

function isTab(key: string): key is OrgTab {
  return key in tabs
}

/** Every tab with its lists. A kind of which nobody said where it stands is part of the work. */
export const orgTabs: readonly { readonly tab: OrgTab; readonly lists: readonly OrgList[] }[] =
  Object.entries(tabs).flatMap(([tab, keys]) => {
    if (!isTab(tab)) return []
    const rest = tab === 'work' ? listed.filter(({ name }) => !placed.has(name)).map(({ name }) => name) : []
    return [{ tab, lists: [...keys, ...rest].map(listOf).filter(one => one !== undefined) }]
  })

/** The tab and the list that an address names; the overview where it names none that there is. */
export function tabOf(list: string | undefined) {
  const [overview] = orgTabs
  const found = orgTabs.find(({ lists }) => lists.some(({ key }) => key === list)) ?? overview
  const shown = found?.lists.find(({ key }) => key === list) ?? found?.lists[0]
  return { tab: found?.tab ?? 'overview', lists: found?.lists ?? [], shown }
}
