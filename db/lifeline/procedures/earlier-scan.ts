import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { deflateRawSync, inflateRawSync } from 'node:zlib'
import { z } from 'zod'
import { daySchema, severities } from '#contract/vocabulary.ts'
import { writeDurably } from '#db/files/durable-file.ts'
import { makePrivateFolder } from '#db/files/private-folder.ts'
import { errorCode } from '#db/files/storage-refusal.ts'
import type { Finding } from '#db/lifeline/rule.ts'
import { writtenSince } from '#db/lifeline/scanning/written-since.ts'
import type { HistoryEntry } from '#db/registry/history/history.ts'
import { withSubtree } from '#db/registry/subtree.ts'
import type { Session } from '#db/session.ts'
import { today } from '#db/shared/clock.ts'
import type { IsoDay } from '#db/shared/day.ts'
import { Refusal } from '#db/shared/refusal.ts'

/** What was found of one organization by one rule, as far as two scans are held against each other. */
const saidSchema = z.object({
  severity: z.enum(severities),
  since: z.string().nullable(),
  measured: z.number(),
  threshold: z.number(),
})
const keptSchema = z.object({
  asOf: daySchema,
  at: z.string(),
  pack: z.string(),
  /** How far the journal was written then. */
  change: z.number(),
  findings: z.array(saidSchema.extend({ org: z.string(), rule: z.string() })),
})
type Kept = z.infer<typeof keptSchema>
type Said = z.infer<typeof saidSchema>

/** One finding that an earlier scan of the same day had otherwise; null where nothing was found. */
export type Otherwise = {
  readonly orgId: string
  readonly rule: string
  readonly was: Said | null
  readonly now: Said | null
}

/** What an earlier scan of the same day found otherwise, and what was written since about whoever differs. */
export type SinceEarlier = {
  /** When that scan was made, and by which pack. */
  readonly at: string
  readonly pack: string
  /** By which pack the day was scanned once more: by the one of both, by the earlier one, or, where that is gone, by the present one. */
  readonly by: 'same' | 'earlier' | 'present'
  readonly orgs: number
  readonly findings: number
  readonly differs: readonly Otherwise[]
  readonly because: readonly HistoryEntry[]
}

export type Scanned = {
  readonly root: string
  readonly asOf: IsoDay
  readonly pack: string
  readonly findings: readonly Finding[]
  /** From now on other scans are held against this one. */
  readonly isKept: boolean
}

/** What is found now, of the same organization and day, by another pack. Refuses `pack-unknown`. */
export type ScanBy = (pack: string) => Promise<readonly Finding[]>

/** A scan of more findings than this, of some 15,000 branches, is not held against earlier ones. */
const mostFindings = 30_000
/** What people decide about findings: no rule reads it. */
const notJudged = ['rectification', 'ruling']
/** Told at once; the number of all stands beside them. */
const mostTold = 200

/**
 * Holds a scan of a day that is over against the one that was made of it before, and says what was back-dated or
 * corrected since. The last scan that was made on the day itself counts; where none was made, the first that was made later.
 * Of the running day there is nothing to say: it is kept, for the time when it will be over. What is kept is no more than findings
 * of organizations by their ids, in a file beside the registry: it is this PC's own and goes into no packet and no backup.
 */
export async function sinceEarlier(
  session: Session,
  scanned: Scanned,
  scanBy: ScanBy,
): Promise<SinceEarlier | null> {
  const { root, asOf } = scanned
  const now = today(session.clock)
  if (asOf > now || scanned.findings.length > mostFindings) return null
  const file = fileOf(session, root, asOf)
  const own = await readKept(file)
  if (asOf === now || scanned.isKept) {
    await keep(session, file, scanned)
    return null
  }
  const whole =
    root === session.office() ? undefined : await readKept(fileOf(session, session.office(), asOf))
  const before = own ?? whole
  if (own === undefined) await keep(session, file, scanned)
  if (before === undefined) return null
  const { by, findings } = await bySamePack(before.pack, scanned, scanBy)
  const orgs = own === undefined ? await orgsIn(session, scanned) : undefined
  const differs = otherwise(
    before.findings.filter(({ org }) => orgs?.has(org) !== false),
    findings,
  )
  const changed = [...new Set(differs.map(({ orgId }) => orgId))]
  return {
    at: before.at,
    pack: before.pack,
    by,
    orgs: changed.length,
    findings: differs.length,
    differs: differs.slice(0, mostTold),
    because: await writtenSince(session.reader(), before.change, changed, notJudged),
  }
}

/** Other numbers find other things: what was written since is seen only where both scans are judged by one pack. */
async function bySamePack(
  pack: string,
  scanned: Scanned,
  scanBy: ScanBy,
): Promise<Pick<SinceEarlier, 'by'> & Pick<Scanned, 'findings'>> {
  if (pack === scanned.pack) return { by: 'same', findings: scanned.findings }
  try {
    return { by: 'earlier', findings: await scanBy(pack) }
  } catch (error) {
    if (error instanceof Refusal && error.code === 'pack-unknown')
      return { by: 'present', findings: scanned.findings }
    throw error
  }
}

/** Pure: what was found and is not, is found and was not, or is another thing; by organization, then rule. */
export function otherwise(before: Kept['findings'], now: readonly Finding[]): readonly Otherwise[] {
  const said = ({ severity, since, measured, threshold }: Said): Said => ({
    ...{ severity, since, measured, threshold },
  })
  const old = new Map(before.map(one => [`${one.org} ${one.rule}`, { ...one, orgId: one.org }]))
  const fresh = new Map(now.map(one => [`${one.orgId} ${one.rule}`, one]))
  return [...new Set([...old.keys(), ...fresh.keys()])].sort().flatMap((key): Otherwise[] => {
    const [was, is] = [old.get(key), fresh.get(key)]
    const one = was ?? is
    const [then, today] = [was === undefined ? null : said(was), is === undefined ? null : said(is)]
    return one === undefined || JSON.stringify(then) === JSON.stringify(today)
      ? []
      : [{ orgId: one.orgId, rule: one.rule, was: then, now: today }]
  })
}

async function orgsIn(session: Session, { root, asOf }: Scanned): Promise<ReadonlySet<string>> {
  const rows = await withSubtree(session.reader(), { root, asOf })
    .selectFrom('subtree')
    .select('org')
    .execute()
  return new Set(rows.map(({ org }) => org))
}

function fileOf(session: Session, root: string, asOf: IsoDay): string {
  return join(session.folder, 'scans', `${asOf} ${root.replace(/[^\w-]/g, '')}`)
}

/** Nothing where none was kept, and where it lies in a form that this program does not read. */
async function readKept(file: string): Promise<Kept | undefined> {
  const bytes = await readFile(file).catch(error => {
    if (errorCode(error) === 'ENOENT') return undefined
    throw error
  })
  if (bytes === undefined) return undefined
  try {
    return keptSchema.parse(JSON.parse(inflateRawSync(bytes).toString()))
  } catch {
    return undefined
  }
}

async function keep(session: Session, file: string, { asOf, pack, findings }: Scanned): Promise<void> {
  const { change } = await session
    .reader()
    .selectFrom('change')
    .select(({ fn }) => fn.max('no').as('change'))
    .executeTakeFirstOrThrow()
  const kept: Kept = {
    asOf,
    at: session.clock.now().toISOString(),
    pack,
    change: change ?? 0,
    findings: findings.map(({ orgId, rule, severity, since, measured, threshold }) => ({
      ...{ org: orgId, rule, severity, since, measured, threshold },
    })),
  }
  try {
    await makePrivateFolder(join(session.folder, 'scans'))
    await writeDurably(file, [deflateRawSync(Buffer.from(JSON.stringify(kept)))], { mode: 'private' })
  } catch (error) {
    // A question is answered all the same where nobody may write: on a stick that is write-protected, say.
    const code = errorCode(error)
    if (!(error instanceof Refusal) && code !== 'EROFS' && code !== 'EACCES' && code !== 'ENOSPC') throw error
  }
}
