import type { Text } from '#db/shared/text.ts'
import type { Asked } from './asked-places.ts'

/** A form as it is weighed: what it asks for, and what became of it. */
export type WeighedForm = {
  readonly id: string
  readonly name: string
  readonly askedBy: string | null
  readonly usedBy: string | null
  /** How often in a year; once if nobody said. */
  readonly times: number
  readonly ended: boolean
  /** The day since which it is kept. */
  readonly since: string
  /** Undefined where its file is not here or cannot be read. */
  readonly asks: readonly Asked[] | undefined
  readonly uses: readonly FormUsed[]
}
export type FormUsed = {
  readonly org: string
  readonly orgName: string
  readonly on: string
  readonly writer: string | null
}

/** What else asks for figures: a task book, the yearly summary, statistical tables. The registry answers all of these. */
export type OtherAsker = {
  readonly id: string
  readonly kind: 'tasks' | 'summary' | 'tables'
  readonly name: Text
  readonly things: readonly string[]
}

export type Asker = {
  readonly id: string
  readonly kind: 'form' | 'type' | OtherAsker['kind']
  readonly name: Text
  /** How the form comes by it. */
  readonly by: 'registry' | 'hand'
  readonly at: string | null
}

/** Something that is asked for, with everything that asks for it. */
export type AskedThing = {
  readonly thing: string
  readonly name: Text
  readonly askers: readonly Asker[]
  /** What the registry holds of it, in words, where somebody types it all the same. */
  readonly heldAs: Text | null
}

/**
 * Why a form may die: nobody filled it within months of its coming, nobody has for a year, nobody is known to use it,
 * another asks for all of it.
 */
export type Reason = 'never-filled' | 'silent' | 'no-user' | 'covered'

export type FormWeight = {
  readonly id: string
  readonly name: string
  readonly askedBy: string | null
  readonly usedBy: string | null
  readonly times: number
  readonly ended: boolean
  readonly isRead: boolean
  readonly registry: number
  readonly hand: number
  readonly last: FormUsed | null
  /** How many offices filled it since a year ago. */
  readonly offices: number
  readonly reasons: readonly Reason[]
  /** The form that asks for all that this one asks for. */
  readonly coveredBy: { readonly id: string; readonly name: string } | null
  readonly things: readonly string[]
}

export type Burden = {
  readonly forms: readonly FormWeight[]
  /** What two askers or more ask for, the most asked first. */
  readonly repeated: readonly AskedThing[]
  /** What is typed though the registry holds it, or typed in two forms or more. */
  readonly typed: readonly AskedThing[]
}

export type Naming = {
  /** The words of a figure or of a roster's column. */
  readonly nameOf: (thing: string) => Text
  /** The day a year ago: whatever was filled before it is long ago. */
  readonly yearAgo: string
  /** A form that is kept since this day or longer should have been filled once. */
  readonly monthsAgo: string
}

/** Weighs what forms ask for: which of it twice, which of it by hand, and which forms nobody would miss. */
export function weigh(
  forms: readonly WeighedForm[],
  others: readonly OtherAsker[],
  { nameOf, ...days }: Naming,
): Burden {
  const alive = forms.filter(({ ended }) => !ended)
  const things = new Map<string, { name: Text; askers: Asker[]; could: string | undefined }>()
  const asked = (thing: string, name: Text, asker: Asker, could?: string) => {
    const known = things.get(thing) ?? { name, askers: [], could: undefined }
    if (!known.askers.some(({ id, by }) => id === asker.id && by === asker.by)) known.askers.push(asker)
    known.could ??= could
    things.set(thing, known)
  }
  for (const { id, name, asks = [] } of alive)
    for (const one of asks) {
      const words = one.label === undefined ? nameOf(one.thing) : { zh: one.label, en: one.label }
      // What is typed though it is a figure is the same thing as where it is filled in.
      const thing = one.could === undefined ? one.thing : (sameAs(one.could) ?? one.thing)
      asked(
        thing,
        one.could === undefined ? words : nameOf(thing),
        { id, kind: 'form', name: { zh: name, en: name }, by: one.by, at: one.at },
        one.could,
      )
    }
  for (const { id, kind, name, things: all } of others)
    for (const thing of all) asked(thing, nameOf(thing), { id, kind, name, by: 'registry', at: null })
  const all = [...things].map(([thing, { name, askers, could }]): AskedThing => {
    const isTyped = askers.some(({ by }) => by === 'hand')
    const isHeld = could !== undefined || (isTyped && askers.some(({ by }) => by === 'registry'))
    return { thing, name, askers, heldAs: isTyped && isHeld ? nameOf(sameAs(could ?? thing) ?? thing) : null }
  })
  const often = (a: AskedThing, b: AskedThing) => b.askers.length - a.askers.length
  const hands = ({ askers }: AskedThing) => askers.filter(({ by }) => by === 'hand').length
  return {
    forms: forms.map(form => weightOf(form, alive, days)),
    repeated: all.filter(({ askers }) => new Set(askers.map(({ id }) => id)).size > 1).toSorted(often),
    typed: all
      .filter(one => one.heldAs !== null || hands(one) > 1)
      .toSorted((a, b) => Number(b.heldAs !== null) - Number(a.heldAs !== null) || hands(b) - hands(a)),
  }
}

/** The thing that a proposed mark would fill in. */
function sameAs(could: string): string | undefined {
  const [, key] = /^figure:([^@/]+)/.exec(could) ?? []
  return key === undefined ? (could.includes('.') ? could : undefined) : `figure:${key}`
}

/** Fewer things than this are no form that another could stand for. */
const leastCovered = 3

type Days = Pick<Naming, 'yearAgo' | 'monthsAgo'>

function weightOf(
  form: WeighedForm,
  alive: readonly WeighedForm[],
  { yearAgo, monthsAgo }: Days,
): FormWeight {
  const { id, name, askedBy, usedBy, times, ended, asks, uses } = form
  const things = thingsIn(form)
  const last = uses.reduce<FormUsed | null>(
    (late, one) => (late === null || one.on > late.on ? one : late),
    null,
  )
  const covering = ended || things.length < leastCovered ? undefined : alive.find(one => covers(one, form))
  const reasons: Reason[] = ended
    ? []
    : [
        ...(last === null && form.since <= monthsAgo ? ['never-filled' as const] : []),
        ...(last !== null && last.on < yearAgo ? ['silent' as const] : []),
        ...(usedBy === null ? ['no-user' as const] : []),
        ...(covering === undefined ? [] : ['covered' as const]),
      ]
  return {
    ...{ id, name, askedBy, usedBy, times, ended, last, reasons, things },
    isRead: asks !== undefined,
    registry: asks?.filter(({ by }) => by === 'registry').length ?? 0,
    hand: asks?.filter(({ by }) => by === 'hand').length ?? 0,
    offices: new Set(uses.filter(({ on }) => on >= yearAgo).map(({ org }) => org)).size,
    coveredBy: covering === undefined ? null : { id: covering.id, name: covering.name },
  }
}

const thingsIn = ({ asks = [] }: WeighedForm): readonly string[] => [
  ...new Set(asks.map(({ thing, could }) => (could === undefined ? thing : (sameAs(could) ?? thing)))),
]

/** Whether another form asks for everything that this one does; of two that ask the same the later one may go. */
function covers(other: WeighedForm, form: WeighedForm): boolean {
  if (other.id === form.id) return false
  const [wide, narrow] = [new Set(thingsIn(other)), thingsIn(form)]
  if (!narrow.every(thing => wide.has(thing))) return false
  return wide.size > narrow.length || other.id < form.id
}
