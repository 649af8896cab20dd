import { type Dated, shownDate } from '#db/records/types/office-date.ts'
import type { WordTable } from '#db/records/types/word-table.ts'
import { postNatureWords } from '#db/records/words/cadre-words.ts'
import { memberStatusWords, reportStatusWords } from '#db/records/words/member-words.ts'
import { branchTypeWords, orgKindWords, tierWords } from '#db/records/words/org-words.ts'
import { idTypeWords, sexWords } from '#db/records/words/person-words.ts'
import { forEachMore } from '../kinds/more-fields.ts'
import type { CadreRow } from '../kinds/parse-cadre.ts'
import type { MemberRow } from '../kinds/parse-member.ts'
import type { OrgRow } from '../kinds/parse-org.ts'
import type { RowTexts } from '../roster-kind.ts'

export const orgTexts: RowTexts<OrgRow> = {
  code: row => row.code,
  name: row => row.name,
  shortName: row => row.shortName,
  kind: row => orgKindWords.wordFor(row.kind),
  tier: row => word(tierWords, row.tier),
  parent: row => row.parent,
  industry: row => row.industry,
  branchType: row => word(branchTypeWords, row.branchType),
  founded: row => dateText(row.founded),
  elected: row => dateText(row.elected),
  termYears: row => row.termYears,
  phone: row => row.phone,
  creditCode: row => row.creditCode,
  email: row => row.email,
}

export const memberTexts: RowTexts<MemberRow> = {
  name: row => row.name,
  idType: row => idTypeWords.wordFor(row.idType),
  idNumber: row => row.idNumber,
  birth: row => dateText(row.birth),
  nation: row => row.nation,
  political: row => row.political,
  joined: row => dateText(row.joined),
  memberNo: row => row.memberNo,
  branch: row => row.branch,
  education: row => row.education,
  occupation: row => row.occupation,
  phone: row => row.phone,
  reportStatus: row => word(reportStatusWords, row.reportStatus),
  status: row => word(memberStatusWords, row.status),
  feesPaidTo: row => row.feesPaidTo,
  sex: row => word(sexWords, row.sex),
  highestEducation: row => row.highestEducation,
  workplace: row => row.workplace,
  email: row => row.email,
  income: row => row.income,
  ...forEachMore((name, { write, show }) => ({ more }: MemberRow) => {
    const value = more[name]
    return value === undefined ? undefined : (write?.(value) ?? show(value, 'zh'))
  }),
}

export const cadreTexts: RowTexts<CadreRow> = {
  name: row => row.name,
  idNumber: row => row.idNumber,
  org: row => row.org,
  title: row => row.title,
  nature: row => word(postNatureWords, row.nature),
  since: row => dateText(row.since),
  until: row => dateText(row.until),
  phone: row => row.phone,
  nation: row => row.nation,
  political: row => row.political,
  idType: row => idTypeWords.wordFor(row.idType),
  birth: row => dateText(row.birth),
  education: row => row.education,
  joined: row => dateText(row.joined),
  email: row => row.email,
  workplace: row => row.workplace,
}

function word<V extends string>(words: WordTable<V>, value: V | undefined): string | undefined {
  return value === undefined ? undefined : words.wordFor(value)
}

function dateText(dated: Dated | undefined): string | undefined {
  return dated && shownDate(dated)
}
