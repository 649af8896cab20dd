import { branchTypeWords, industryWords, orgKindWords, tierWords } from '#db/records/words/org-words.ts'
import type { OrgField } from '../../kinds/org-form.ts'
import { dated, email, type FieldNotes, listed, note } from './field-note.ts'

export const orgNotes: FieldNotes<OrgField> = {
  code: note(
    'Code',
    '4403990101',
    '智慧团建系统里的组织ID；没有可以不填，但全称要填。',
    'Its code in the League’s system. May be blank where the full name is given.',
  ),
  name: note('Full name', '青山区东坪社区第一团支部', '组织全称。', 'The full name.'),
  shortName: note('Short name', '东坪第一团支部', '平时用的简称。', 'The name in everyday use.'),
  kind: listed('Kind', orgKindWords),
  tier: listed('Tier', tierWords),
  parent: note(
    'Organization above',
    '青山区东坪社区团总支',
    '上级组织的组织ID、全称或简称；可以是本表里的另一行，先后不限。',
    'Code, full or short name of the one above. It may stand in this table too, in any row.',
  ),
  industry: listed('Industry', industryWords),
  branchType: listed('Kind of branch', branchTypeWords),
  founded: dated('Founded', '2014-09-10'),
  elected: dated('Last election', '2017-03-15'),
  termYears: note('Term (years)', '3', '每届几年，填数字。', 'The years of a term, a number.'),
  phone: note('Phone', '0755-20000000', '办公电话或手机。', 'Of the office, or a mobile number.'),
  creditCode: note(
    'Credit code',
    '11440399MB2C000001',
    '所在单位的统一社会信用代码，18 位。',
    'The unified social credit code of its unit, 18 characters.',
  ),
  email,
}
