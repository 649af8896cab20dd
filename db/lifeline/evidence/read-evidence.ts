import type { IsoDay } from '#db/shared/day.ts'
import type { Text } from '#db/shared/text.ts'
import type { Reader } from '#db/sqlite/tables.ts'
import { gatherKept } from '../gathering/gather-kept.ts'
import type { Pack } from '../packs/pack.ts'
import type { EvidenceKind, Finding } from '../rule.ts'
import { agedMemberEvidence } from './aged-member-evidence.ts'
import { unassessedEvidence, unregisteredEvidence } from './appraisal-evidence.ts'
import { childEvidence } from './child-evidence.ts'
import type { Evidence, EvidenceAsked, EvidenceReader, EvidenceRow } from './evidence.ts'
import { meetingEvidence } from './meeting-evidence.ts'
import { memberEvidence } from './member-evidence.ts'
import { unnumberedEvidence } from './number-evidence.ts'
import { postEvidence } from './post-evidence.ts'
import { ratingEvidence } from './rating-evidence.ts'
import { waitingEvidence } from './report-evidence.ts'
import { termEvidence } from './term-evidence.ts'
import { driftingEvidence, unpaidEvidence } from './unpaid-evidence.ts'

/** A finding with the records that show it, at most 50, and how many more there are. Never empty. */
export type EvidencedFinding = Finding & {
  readonly evidence: readonly Evidence[]
  readonly evidenceLeftOut: number
}

const readers: Readonly<Record<EvidenceKind, EvidenceReader>> = {
  members: memberEvidence,
  'aged-members': agedMemberEvidence,
  posts: postEvidence,
  terms: termEvidence,
  children: childEvidence,
  meetings: meetingEvidence,
  unassessed: unassessedEvidence,
  unregistered: unregisteredEvidence,
  unpaid: unpaidEvidence,
  drifting: driftingEvidence,
  waiting: waitingEvidence,
  unnumbered: unnumberedEvidence,
  ratings: ratingEvidence,
  itself: async () => [],
}

/** What stands for records that are not there: the organization itself says so. */
const nothing: Readonly<Record<EvidenceKind, Text>> = {
  members: { zh: '没有在册团员', en: 'nobody on the roll' },
  'aged-members': { zh: '没有超龄团员', en: 'nobody past 28' },
  posts: { zh: '没有任何职务记录', en: 'no post on record' },
  terms: { zh: '没有换届记录', en: 'no election on record' },
  children: { zh: '没有下级组织', en: 'no organization below it' },
  meetings: { zh: '没有会议活动记录', en: 'no meeting on record' },
  unassessed: { zh: '没有应评议的团员', en: 'nobody to be appraised' },
  unregistered: { zh: '没有应注册的团员', en: 'nobody to be registered' },
  unpaid: { zh: '没有欠交的团员', en: 'nobody in arrears' },
  drifting: { zh: '没有欠交的团员', en: 'nobody in arrears' },
  waiting: { zh: '现在没有待审核的', en: 'nobody is waiting now' },
  unnumbered: { zh: '没有缺编号的团员', en: 'nobody without a number' },
  ratings: { zh: '没有对标定级记录', en: 'no rating on record' },
  itself: { zh: '组织信息', en: 'the record of the organization' },
}

const mostRows = 50
/** Far below the number of parameters that a statement may have. */
const orgsPerQuery = 5000

/** Reads the records behind findings of one day: one query for each kind of record, over all organizations hit. */
export async function readEvidence(
  reader: Reader,
  findings: readonly Finding[],
  asOf: IsoDay,
  pack: Pack,
): Promise<readonly EvidencedFinding[]> {
  if (findings.length === 0) return []
  const asked = { asOf, pack, kept: await gatherKept(reader, asOf), most: mostRows }
  const rows = new Map<EvidenceKind, ReadonlyMap<string, readonly EvidenceRow[]>>()
  for (const [kind, hits] of Map.groupBy(findings, finding => finding.evidenceOf)) {
    rows.set(kind, await rowsOf(reader, readers[kind], new Set(hits.map(hit => hit.orgId)), asked))
  }
  return findings.map(finding => withRows(finding, rows.get(finding.evidenceOf)?.get(finding.orgId) ?? []))
}

async function rowsOf(reader: Reader, read: EvidenceReader, hit: ReadonlySet<string>, asked: EvidenceAsked) {
  const orgs = [...hit]
  const parts: (readonly EvidenceRow[])[] = []
  for (let from = 0; from < orgs.length; from += orgsPerQuery) {
    parts.push(await read(reader, orgs.slice(from, from + orgsPerQuery), asked))
  }
  return Map.groupBy(parts.flat(), row => row.org)
}

function withRows(finding: Finding, rows: readonly EvidenceRow[]): EvidencedFinding {
  const [first] = rows
  if (first === undefined) {
    const text = nothing[finding.evidenceOf]
    return { ...finding, evidence: [{ entity: 'org', id: finding.orgId, text }], evidenceLeftOut: 0 }
  }
  return {
    ...finding,
    evidence: rows.map(({ entity, id, text, person }) => ({
      entity,
      id,
      text,
      ...(person !== undefined && { person }),
    })),
    evidenceLeftOut: first.total - rows.length,
  }
}
