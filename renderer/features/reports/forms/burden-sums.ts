import type { AskedThing, FormWeight } from '#contract/reports/burden.ts'

export type Burden = {
  readonly forms: readonly FormWeight[]
  readonly repeated: readonly AskedThing[]
  readonly typed: readonly AskedThing[]
}

/** The lists of the page, each under a number. */
export const listsOf = ['forms', 'idle', 'repeated', 'typed'] as const
export type ListOf = (typeof listsOf)[number]

/** Whether there is a reason for which a form could end or be joined with another. */
export const couldEnd = ({ reasons }: FormWeight): boolean => reasons.some(one => one !== 'no-user')

/** By how many forms, books and tables something is asked for. */
export const askedOften = ({ askers }: AskedThing): number => new Set(askers.map(({ id }) => id)).size

/** What the sentences at the head of the page say. */
export function weightOf({ forms, typed }: Burden) {
  const alive = forms.filter(({ ended }) => !ended)
  const sum = (of: (form: FormWeight) => number) => alive.reduce((all, form) => all + of(form), 0)
  return {
    forms: alive.length,
    hand: sum(({ hand }) => hand),
    registry: sum(({ registry }) => registry),
    unnamed: alive.filter(({ usedBy }) => usedBy === null).length,
    idle: alive.filter(({ reasons }) => reasons.includes('never-filled') || reasons.includes('silent'))
      .length,
    covered: alive.filter(({ reasons }) => reasons.includes('covered')).length,
    known: typed.filter(({ heldAs }) => heldAs !== null).length,
    twice: typed.filter(({ heldAs }) => heldAs === null).length,
  }
}
