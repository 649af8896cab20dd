import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { Client } from '../host/connect.ts'
import { useClient } from './client.ts'
import { statusQuestion, treeBeginQuestion } from './first-questions.ts'
import { type Days, useDays } from './shown-day.ts'

type Input<F> = F extends (input: infer I, ...rest: never[]) => unknown ? I : never

/** Which registry this is, and whether it is ready. */
export function useStatus() {
  return useQuery(statusQuestion(useClient()))
}

/** Who worked at this PC before, the latest first. */
export function useWorkers() {
  const client = useClient()
  return useQuery({ queryKey: ['workers'], queryFn: () => client.system.workers() })
}

/** Who looked at which number of a person in full; of everybody without one. */
export function useDisclosures(person?: string) {
  const client = useClient()
  return useQuery({
    queryKey: ['disclosures', person],
    queryFn: () => client.registry.disclosures({ ...(person !== undefined && { person }) }),
  })
}

/** Elections overdue and those of the two years to come. */
export function useElections(input: Input<Client['lifeline']['elections']> = {}) {
  const client = useClient()
  return useQuery({
    queryKey: ['elections', input],
    queryFn: ({ signal }) => client.lifeline.elections(input, { signal }),
  })
}

export function useStats(input: Input<Client['registry']['stats']>, enabled = true) {
  const client = useClient()
  return useQuery({ queryKey: ['stats', input], queryFn: () => client.registry.stats(input), enabled })
}

export function useDue(asOf?: string) {
  const client = useClient()
  return useQuery({ queryKey: ['due', asOf], queryFn: () => client.looking.due({ asOf }) })
}

export function useTop(asOf: string | undefined) {
  const client = useClient()
  const days = useDays(asOf)
  return useQuery({
    queryKey: ['top', days],
    queryFn: () => client.looking.top({ ...days }),
    placeholderData: keepPreviousData,
  })
}

/** An organization at a glance, and those directly below it. */
export function useGlance(org: string | undefined, asOf?: string) {
  const client = useClient()
  const days = useDays(asOf)
  return useQuery({
    queryKey: ['glance', org, days],
    queryFn: () => client.glance.org({ org, ...days }),
    placeholderData: keepPreviousData,
  })
}

/** Which of the two-new have an organization, below one; below one's own without one. */
export function useCoverage(org: string | undefined, asOf?: string) {
  const client = useClient()
  return useQuery({
    queryKey: ['coverage', org, asOf],
    queryFn: () => client.orgs.coverage({ org, asOf }),
    placeholderData: keepPreviousData,
  })
}

/** The members of an organization by age; of one's own without one. */
export function useAges(org: string | undefined, asOf?: string) {
  const client = useClient()
  const days = useDays(asOf)
  return useQuery({
    queryKey: ['ages', org, days],
    queryFn: () => client.glance.ages({ org, ...days }),
    placeholderData: keepPreviousData,
  })
}

/** This year so far and the same days of last year. */
export function useYear(asOf?: string) {
  const client = useClient()
  return useQuery({ queryKey: ['year', asOf], queryFn: () => client.glance.year({ asOf }) })
}

/** Where the tree begins, before anything is counted; asked for only while that is not there. */
export function useTreeBegin(asOf: string | undefined, limit: number, isWanted: boolean) {
  const client = useClient()
  const days = useDays(asOf)
  return useQuery({ ...treeBeginQuestion(client, days, limit), enabled: isWanted, gcTime: 0 })
}

/** How some of the children of an organization are asked for; several at once by useQueries. */
export function childrenQuery(client: Client, org: string, days: Days, offset: number, limit: number) {
  return {
    queryKey: ['children', org, days, offset],
    queryFn: () => client.looking.children({ org, ...days, offset, limit }),
  }
}

/** The way down to an organization, each with its place among its siblings. */
export function useWay(org: string | undefined, asOf?: string) {
  const client = useClient()
  const days = useDays(asOf)
  return useQuery({
    queryKey: ['way', org, days],
    queryFn: () => client.looking.way({ org: org ?? '', ...days }),
    enabled: org !== undefined,
  })
}

export function usePlaces(orgs: readonly string[] | undefined, asOf?: string) {
  const client = useClient()
  const days = useDays(asOf)
  return useQuery({
    queryKey: ['places', orgs, days],
    queryFn: () => client.looking.places({ orgs: [...(orgs ?? [])], ...days }),
    enabled: orgs !== undefined,
  })
}

/** An organization; nothing while it is looked up: by the name of the one before another would be called. */
export function useOrg(org: string | undefined, asOf?: string) {
  const { data, isPlaceholderData } = useOrgOrBefore(org, asOf)
  return { data: isPlaceholderData ? undefined : data }
}

/** The same for its page, which goes over from the one before to this one. */
export function useOrgOrBefore(org: string | undefined, asOf?: string) {
  const client = useClient()
  const days = useDays(asOf)
  return useQuery({
    queryKey: ['org', org, days],
    queryFn: () => client.registry.orgShow({ org: org ?? '', ...days }),
    enabled: org !== undefined,
    placeholderData: keepPreviousData,
  })
}

export function usePerson(id: string) {
  const client = useClient()
  return useQuery({ queryKey: ['person', id], queryFn: () => client.looking.person({ id }) })
}

export function useHistory(of?: string) {
  const client = useClient()
  return useQuery({
    queryKey: ['history', of],
    queryFn: () => client.registry.history({ ...(of !== undefined && { of }), limit: 100 }),
  })
}

/** The import that was written last, of a table of whatever kind. */
export function useLatestImport() {
  const client = useClient()
  return useQuery({
    queryKey: ['latest-import'],
    queryFn: () => client.glance.history({ what: 'import', limit: 1 }),
  })
}

/** By whom and of what kinds the history is, to filter it. */
export function useHistoryChoices() {
  const client = useClient()
  return useQuery({
    queryKey: ['history-choices'],
    queryFn: () => client.glance.history({ limit: 1 }),
  })
}

/** A window of the changes of one change set. */
export function useChanges(changeSet: number, offset: number, limit: number) {
  const client = useClient()
  return useQuery({
    queryKey: ['changes', changeSet, offset, limit],
    queryFn: () => client.glance.changes({ changeSet, offset, limit }),
    placeholderData: keepPreviousData,
  })
}

/** What was ever done to one record, a window at a time. */
export function useRecordsPast(of: string, offset: number, limit: number) {
  const client = useClient()
  return useQuery({
    queryKey: ['records-past', of, offset, limit],
    queryFn: () => client.glance.record({ of, offset, limit }),
    placeholderData: keepPreviousData,
  })
}

/** What was found of one organization itself, explained; by one rule or all. */
export function useWhy(org: string | undefined, asOf: string | undefined, rule?: string) {
  const client = useClient()
  return useQuery({
    queryKey: ['why', org, asOf, rule],
    queryFn: ({ signal }) => client.glance.why({ org, asOf, rule }, { signal }),
    enabled: org !== undefined,
    placeholderData: keepPreviousData,
  })
}

/** The findings in figures, as a whole and by unit. */
export function useOverview(input: Input<Client['lifeline']['overview']>, enabled = true) {
  const client = useClient()
  return useQuery({
    queryKey: ['overview', input],
    queryFn: ({ signal }) => client.lifeline.overview(input, { signal }),
    enabled,
    placeholderData: keepPreviousData,
  })
}

/** What was found of one organization itself. */
export function useOwnFindings(org: string, asOf: string | undefined) {
  const client = useClient()
  return useQuery({
    queryKey: ['own-findings', org, asOf],
    queryFn: ({ signal }) => client.lifeline.findings({ org, asOf, own: true, limit: 100 }, { signal }),
    placeholderData: keepPreviousData,
  })
}

/** The findings that came up last, those of unknown beginning at the end. */
export function useNewestFindings(org: string | undefined, asOf: string | undefined) {
  const client = useClient()
  const filter = { ...(org !== undefined && { org }), asOf, sort: 'since', down: true, limit: 6 } as const
  return useQuery({
    queryKey: ['newest-findings', filter],
    queryFn: ({ signal }) => client.lifeline.findings(filter, { signal }),
    placeholderData: keepPreviousData,
  })
}

/** How many transfers wait for this office. */
export function useTransfersWaiting(enabled: boolean) {
  const client = useClient()
  return useQuery({
    queryKey: ['transfers-waiting'],
    queryFn: async () => (await client.transfers.list({ part: 'mine', limit: 1 })).parts.mine,
    enabled,
  })
}

export function usePeers() {
  const client = useClient()
  return useQuery({ queryKey: ['peers'], queryFn: () => client.packets.peers() })
}

/** Organizations that are called so, at most so many. */
export function useFoundOrgs(text: string, limit: number) {
  const client = useClient()
  return useQuery({
    queryKey: ['find-orgs', text, limit],
    queryFn: () => client.registry.find({ text, limit }),
    enabled: text !== '',
    placeholderData: keepPreviousData,
  })
}

export function useFound(text: string) {
  const client = useClient()
  return useQuery({
    queryKey: ['find', text],
    queryFn: () => client.registry.find({ text, limit: 8 }),
    enabled: text !== '',
    placeholderData: keepPreviousData,
  })
}

/** How texts are typed without Chinese, in their order; they are read once. */
export function useReadings(texts: readonly string[], enabled: boolean) {
  const client = useClient()
  return useQuery({
    queryKey: ['readings', texts],
    queryFn: () => client.registry.readings({ texts: [...texts] }),
    enabled,
    staleTime: Number.POSITIVE_INFINITY,
  })
}

/** One case with how far it has come. */
export function useCase(id: string, asOf?: string) {
  const client = useClient()
  return useQuery({
    queryKey: ['case', id, asOf],
    queryFn: ({ signal }) => client.cases.show({ id, asOf }, { signal }),
    placeholderData: keepPreviousData,
  })
}

/** The cases of an organization itself, the one due first at the head. */
export function useCasesOf(org: string, asOf: string | undefined) {
  const client = useClient()
  return useQuery({
    queryKey: ['cases-of', org, asOf],
    queryFn: ({ signal }) => client.cases.list({ org, asOf, own: true, limit: 20 }, { signal }),
    placeholderData: keepPreviousData,
  })
}

/** How many cases are overdue, due soon, and waiting for this office. */
export function useCasesDue(asOf: string | undefined) {
  const client = useClient()
  return useQuery({
    queryKey: ['cases-numbers', asOf],
    queryFn: ({ signal }) => client.cases.list({ asOf, limit: 1 }, { signal }),
    placeholderData: keepPreviousData,
  })
}

/** The tasks of this office that are late or near, and those of others in its own book that are late. */
export function useTasksDue(enabled: boolean) {
  const client = useClient()
  return useQuery({
    queryKey: ['tasks-due'],
    queryFn: ({ signal }) => client.tasks.due({}, { signal }),
    enabled,
  })
}

/** What was decided about one organization itself, and whether the rules propose it. */
export function useRulingOf(org: string, asOf: string | undefined) {
  const client = useClient()
  return useQuery({
    queryKey: ['ruling-of', asOf, org],
    queryFn: ({ signal }) => client.rulings.proposals({ asOf, org, own: true, limit: 1 }, { signal }),
  })
}

/** How many proposals wait for a decision, and at how many people and rules differ. */
export function useProposalsDue(asOf: string | undefined, org?: string) {
  const client = useClient()
  return useQuery({
    queryKey: ['proposals-due', asOf, org],
    queryFn: ({ signal }) => client.rulings.proposals({ asOf, org, limit: 1 }, { signal }),
    placeholderData: keepPreviousData,
  })
}
