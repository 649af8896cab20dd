import type { BranchType, OrgKind, Tier } from '#contract/vocabulary.ts'
import { org as definition } from '#db/records/org.ts'
import type { Dated } from '#db/records/types/office-date.ts'
import { branchTypeWords, orgKindOfName, orgKindWords, tierWords } from '#db/records/words/org-words.ts'
import type { IsoDay } from '#db/shared/day.ts'
import type { RosterLine } from '../roster-line.ts'
import {
  readCode,
  readOptionalText,
  readPastDay,
  readText,
  readWhole,
  readWord,
} from '../values/read-value.ts'
import { readBy } from './defined-columns.ts'
import type { OrgField } from './org-form.ts'

/**
 * One organization of a roster; at least one of `code`, `name` and `shortName` is there. `parent` is text as
 * written: a code, a full or a short name. undefined is a blank cell, which says nothing.
 */
export type OrgRow = {
  readonly code: string | undefined
  readonly name: string | undefined
  readonly shortName: string | undefined
  readonly kind: OrgKind
  readonly tier: Tier | undefined
  readonly parent: string | undefined
  readonly industry: string | undefined
  readonly branchType: BranchType | undefined
  readonly founded: Dated | undefined
  readonly elected: Dated | undefined
  readonly termYears: number | undefined
  readonly phone: string | undefined
  readonly creditCode: string | undefined
  readonly email: string | undefined
}

/** Reads an organization; undefined when it cannot be told which one it is, or of what kind. */
export function parseOrg(line: RosterLine<OrgField>, today: IsoDay): OrgRow | undefined {
  const code = readCode(line, 'code')
  const name = readText(line, 'name')
  const shortName = readOptionalText(line, 'shortName')
  const tier = readWord(line, 'tier', tierWords)
  const kind = readKind(line, name ?? shortName, tier)
  const row = {
    tier,
    parent: readOptionalText(line, 'parent'),
    industry: readBy(line, 'industry', definition.fields.industry),
    branchType: readWord(line, 'branchType', branchTypeWords),
    founded: readPastDay(line, 'founded', today),
    elected: readPastDay(line, 'elected', today),
    termYears: readWhole(line, 'termYears', 1, 10),
    phone: readBy(line, 'phone', definition.fields.phone),
    creditCode: readBy(line, 'creditCode', definition.fields.credit_code)?.toUpperCase(),
    email: readBy(line, 'email', definition.fields.email),
  }
  if (code === undefined && name === undefined && shortName === undefined && !line.refused) {
    line.refuse(
      'name',
      'name-missing',
      '组织ID、全称、简称都没有填写，不知道是哪个组织。请至少补上一项后重新导入。',
      'code, full name and short name are all missing: it is not known which organization this is. Fill in one of them and import again.',
    )
  }
  return kind === undefined || line.refused ? undefined : { code, name, shortName, kind, ...row }
}

/** The word of its column; where that is blank or missing, what the ending of the name tells. */
function readKind(
  line: RosterLine<OrgField>,
  name: string | undefined,
  tier: Tier | undefined,
): OrgKind | undefined {
  const word = readOptionalText(line, 'kind')
  const byName = orgKindOfName(name ?? '')
  const byWord = word === undefined ? byName : orgKindWords.valueOf(word)
  // Offices write 团委 for a district's own committee too; its name and tier tell that it is a leading organ.
  const isDistricts = tier === 'district' && byName === 'leading'
  const kind = byWord === 'committee' && isDistricts ? byName : byWord
  if (kind === undefined && (word !== undefined || name !== undefined)) {
    line.refuseMissing(
      'kind',
      'value-unknown',
      '看不出组织类型。请填写领导机关团组织、团工委、团委、团总支、团支部之一，再导入。',
      'the kind of organization is not clear. Fill in one of 领导机关团组织, 团工委, 团委, 团总支, 团支部 and import again.',
    )
  }
  if (kind === undefined && word === undefined && name === undefined) {
    line.refuseMissing(
      'kind',
      'kind-missing',
      '没有填写组织类型，也没有名称可供判断。请补上后重新导入。',
      'the kind of organization is missing and there is no name to tell it. Fill it in and import again.',
    )
  }
  return kind
}
