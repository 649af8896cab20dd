import { ORPCError } from '@orpc/client'
import type { ZodType } from 'zod'
import { contract } from '#contract/index.ts'
import type { Client } from '#tests/fixtures/engine.ts'

/** What only reads, by feature: all that a page or the terminal asks to show what there is. */
const readers: Readonly<Record<string, readonly string[]>> = {
  registry: ['stats', 'find', 'orgShow', 'disclosures', 'history'],
  records: ['kinds', 'list', 'show'],
  orgs: ['coverage', 'changes', 'lineage'],
  looking: ['top', 'children', 'places', 'way', 'people', 'person', 'cadres', 'doubles', 'due'],
  sheet: ['rows'],
  fees: ['statement', 'members', 'settings'],
  duties: ['list'],
  trash: ['list', 'holders'],
  glance: ['org', 'year', 'why', 'history', 'changes', 'record', 'ages'],
  rosters: ['exportRoster'],
  lifeline: ['elections', 'overview', 'findings', 'scan', 'sinceEarlier'],
  rulePacks: ['inForce', 'list'],
  packets: ['peers', 'pending', 'log', 'givenBack', 'aside', 'conflicts', 'disputes'],
  exchange: ['ofRecord', 'conflictMarks', 'looks', 'reporting'],
  transfers: ['list', 'show'],
  cases: ['list', 'show', 'ledger', 'form'],
  rulings: ['proposals', 'of'],
  faults: ['list'],
  annual: ['status', 'missing', 'list', 'show', 'years'],
  attachments: ['ofRecord', 'overview'],
  reports: ['figures', 'cadres'],
  activity: ['year'],
  statistics: ['write'],
  tasks: ['books', 'due'],
  forms: ['list'],
  burden: ['read'],
  honours: ['awards', 'check'],
  summaries: ['make'],
}

/** What is asked about: every question is put with whatever of this it takes. */
export type Subjects = {
  readonly orgs: readonly string[]
  readonly people: readonly string[]
  /** One record of each kind, by kind. */
  readonly records: ReadonlyMap<string, string>
  readonly kinds: readonly string[]
  readonly rosters: readonly string[]
}

/**
 * Asks an engine for everything that it can show. Answers how often, and what ended in anything else than an answer or
 * a refusal.
 */
export async function askEverything(client: Client, about: Subjects) {
  const broken: string[] = []
  let asked = 0
  for (const [feature, names] of Object.entries(readers)) {
    for (const name of names) {
      const of: Readonly<Record<string, unknown>> = contract[feature as keyof typeof contract]
      const { inputSchema } = (of[name] as { '~orpc': { inputSchema?: ZodType } })['~orpc']
      const ask = Reflect.get(Reflect.get(client, feature), name) as (input: unknown) => Promise<unknown>
      const before = new Set<string>()
      for (const given of inputs(about)) {
        const read = inputSchema?.safeParse(given)
        // What it does not ask for is left out: the same question is put once.
        const input = read?.success === false ? undefined : read?.data
        const question = JSON.stringify(input ?? null)
        if (read?.success === false || before.has(question)) continue
        before.add(question)
        asked++
        try {
          await readToEnd(await ask(input))
        } catch (error) {
          if (error instanceof ORPCError && error.code === 'REFUSED') continue
          broken.push(`${feature}.${name} ${question}: ${error}`)
        }
      }
    }
  }
  return { asked, broken }
}

/** Inputs are taken where a schema takes them: a question with more than it knows leaves the rest. */
function* inputs({ orgs, people, records, kinds, rosters }: Subjects): Generator<Record<string, unknown>> {
  const usual = { year: 2018, month: '2018-11', from: '2018-01-01', to: '2018-12-31', text: '张', name: '表' }
  const award = 'branch'
  for (const org of orgs) {
    yield {
      ...usual,
      org,
      orgs: [org],
      id: org,
      of: org,
      asOf: '2018-12-31',
      award,
      kind: 'org',
      as: 'orgs',
      evidence: true,
    }
  }
  for (const kind of kinds) {
    const id = records.get(kind) ?? kind
    yield { ...usual, kind, of: kind, id, award }
    yield { of: id }
  }
  // The first of what was done: the registry's beginning, what was filled in, and what packets brought.
  for (let changeSet = 1; changeSet <= 20; changeSet++) yield { changeSet, limit: 500 }
  for (const as of rosters) yield { ...usual, as, award, of: as, id: as }
  for (const id of people) yield { ...usual, id, of: id, person: id, award }
}

async function readToEnd(answer: unknown): Promise<void> {
  if (typeof answer !== 'object' || answer === null || !(Symbol.asyncIterator in answer)) return
  for await (const _event of answer as AsyncIterable<unknown>);
}
