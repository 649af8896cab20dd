import { z } from 'zod'

/** The codes of the field, the same in JSON, tables and code; their Chinese words are given beside them. */

/** 层级: the five tiers of the organization system. */
export const tiers = ['district', 'organ', 'street', 'community', 'two-new'] as const
export type Tier = (typeof tiers)[number]
export const tierSchema = z.enum(tiers)

/** 组织类型: 领导机关团组织, 团工委, 团委, 团总支, 团支部. */
export const orgKinds = ['leading', 'work-committee', 'committee', 'general-branch', 'branch'] as const
export type OrgKind = (typeof orgKinds)[number]
export const orgKindSchema = z.enum(orgKinds)

/** 支部类别: 普通, 临时团支部, 流动团员团支部, 毕业生团组织, 其他特殊. Only `ordinary` is judged by the weak-branch rules. */
export const branchTypes = ['ordinary', 'temporary', 'floating', 'graduates', 'special'] as const
export type BranchType = (typeof branchTypes)[number]
export const branchTypeSchema = z.enum(branchTypes)

const knownTiers: ReadonlyMap<string, Tier> = new Map(tiers.map(tier => [tier, tier]))
const knownKinds: ReadonlyMap<string, OrgKind> = new Map(orgKinds.map(kind => [kind, kind]))

/** A packet of a newer program may bring words that this one does not know: it works with the nearest that it has. */
export function nearestTier(word: string): Tier {
  return knownTiers.get(word) ?? 'two-new'
}

export function nearestKind(word: string): OrgKind {
  return knownKinds.get(word) ?? 'branch'
}

/** What is not ordinary is judged by no rule that was made for ordinary branches. */
export function nearestBranchType(word: string): BranchType {
  return branchTypes.find(type => type === word) ?? 'special'
}

/** 团籍状态. `-pending` is 待审核; the last four without it have ended the membership. */
export const memberStatuses = [
  'normal',
  'disabled',
  'aged-out-pending',
  'drifted-pending',
  'resigned-pending',
  'expelled-pending',
  'aged-out',
  'drifted',
  'resigned',
  'expelled',
] as const
export type MemberStatus = (typeof memberStatuses)[number]
export const endedStatuses = [
  'aged-out',
  'drifted',
  'resigned',
  'expelled',
] as const satisfies readonly MemberStatus[]

/** 报到资料状态: 审核通过, 报到待审核, 报到被退回, 报到被撤回, 修改资料待审核, 修改资料被退回. */
export const reportStatuses = [
  'approved',
  'pending',
  'rejected',
  'withdrawn',
  'edit-pending',
  'edit-rejected',
] as const
export type ReportStatus = (typeof reportStatuses)[number]

/** 证件类型: 普通居民身份证, 境外身份证. */
export const idTypes = ['resident', 'foreign'] as const
export type IdType = (typeof idTypes)[number]

/** 团干部性质: 专职, 兼职, 挂职. */
export const postNatures = ['full-time', 'part-time', 'seconded'] as const
export type PostNature = (typeof postNatures)[number]

/** 日期精度: a month without a day, or a year alone, is stored as its first day and marked. */
export const precisions = ['day', 'month', 'year'] as const
export type Precision = (typeof precisions)[number]

export const severities = ['red', 'orange', 'yellow', 'info'] as const
export type Severity = (typeof severities)[number]

/** A calendar day, YYYY-MM-DD. */
export const daySchema = z.iso.date()

/**
 * Organizations as they hung and were called `then`, or as they do `now`: the people of a day among the organizations of
 * today, whoever belonged to what exists no more counted where that went.
 */
export const structures = ['then', 'now'] as const
export const structureSchema = z.enum(structures)
export type Structure = z.infer<typeof structureSchema>
