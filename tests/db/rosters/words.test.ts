import { expect, test } from 'vitest'
import type { WordTable } from '#db/records/types/word-table.ts'
import { partyBodyWords, postNatureWords, titleOf } from '#db/records/words/cadre-words.ts'
import { meetingTypeWords } from '#db/records/words/meeting-words.ts'
import { memberStatusWords, registrationWords, reportStatusWords } from '#db/records/words/member-words.ts'
import {
  branchTypeWords,
  industryWords,
  orgKindOfName,
  orgKindWords,
  tierWords,
} from '#db/records/words/org-words.ts'
import {
  educationWords,
  idTypeWords,
  nationWords,
  politicalWords,
  sexWords,
} from '#db/records/words/person-words.ts'

const table = <V extends string>(words: WordTable<V>, rows: [string, V | undefined][]) =>
  rows.map(([word, value]) => [word, value, words.valueOf(word)] as const)

test.each([
  ...table(orgKindWords, [
    ['领导机关团组织', 'leading'],
    ['团的领导机关', 'leading'],
    ['1', 'leading'],
    ['团工委', 'work-committee'],
    ['04TGW', 'work-committee'],
    ['3', 'work-committee'],
    ['团委', 'committee'],
    ['基层团委', 'committee'],
    ['03TW', 'committee'],
    ['团总支', 'general-branch'],
    ['02TZZ', 'general-branch'],
    ['总支部', 'general-branch'],
    ['团支部', 'branch'],
    [' 团 支部 ', 'branch'],
    ['5', 'branch'],
    ['党支部', undefined],
  ]),
  // A tick and a cross are words of their own, and other signs are none.
  ...table(partyBodyWords, [
    ['√', 'yes'],
    [' ✔ ', 'yes'],
    ['有', 'yes'],
    ['×', 'no'],
    ['✘', 'no'],
    ['X', 'no'],
    ['无', 'no'],
    ['?', undefined],
    ['○', undefined],
  ]),
  ...table(registrationWords, [
    ['√', 'registered'],
    ['☑', 'registered'],
    ['×', 'refused'],
    ['/', undefined],
    ['—', undefined],
  ]),
  ...table(tierWords, [
    ['区', 'district'],
    ['直属机关', 'organ'],
    ['镇街', 'street'],
    ['村', 'community'],
    ['“两新”', 'two-new'],
    ['两新组织', 'two-new'],
    ['two-new', 'two-new'],
    ['省', undefined],
  ]),
  ...table(branchTypeWords, [
    ['普通', 'ordinary'],
    ['临时团支部', 'temporary'],
    ['学社衔接临时团支部', 'temporary'],
    ['流动团员团支部', 'floating'],
    ['毕业生团组织', 'graduates'],
    ['出国(境)学习研究团员团支部', 'special'],
    ['延迟毕业团组织', 'special'],
  ]),
  ...table(memberStatusWords, [
    ['正常', 'normal'],
    ['满28周岁离团', 'aged-out'],
    ['满28周岁离团\uff08待审核\uff09', 'aged-out-pending'],
    ['自行脱团,待审核', 'drifted-pending'],
    ['开除团籍', 'expelled'],
    ['normal', 'normal'],
  ]),
  ...table(reportStatusWords, [
    ['审核通过', 'approved'],
    ['报到待审核', 'pending'],
    ['报到被退回', 'rejected'],
    ['修改资料待审核', 'edit-pending'],
  ]),
  ...table(postNatureWords, [
    ['专职', 'full-time'],
    ['兼职团干', 'part-time'],
    ['挂职团干部', 'seconded'],
  ]),
  ...table(idTypeWords, [
    ['普通居民身份证', 'resident'],
    ['身份证', 'resident'],
    ['护照', 'foreign'],
    ['台胞证', 'foreign'],
    ['境外身份证', 'foreign'],
  ]),
  ...table(sexWords, [
    ['男', 'male'],
    ['女', 'female'],
  ]),
  ...table(nationWords, [
    ['01', '汉族'],
    ['5', '维吾尔族'],
    ['56', '基诺族'],
    ['57', undefined],
    ['维族', '维吾尔族'],
    ['汉', '汉族'],
    ['汉族', '汉族'],
    ['维吾尔', '维吾尔族'],
    ['火星族', undefined],
  ]),
  ...table(politicalWords, [
    ['团员', '共青团员'],
    ['党员', '中共党员'],
    ['预备党员', '中共预备党员'],
  ]),
  ...table(educationWords, [
    ['大学本科', '本科'],
    ['大专', '大专'],
    ['中专', '中职'],
    ['普通专科在读', '普通专科在读'],
  ]),
  ...table(industryWords, [
    ['事业单位\uff08不含公立学校\uff09', '事业单位(不含公立学校)'],
    ['事业单位(不含公立学校)', '事业单位(不含公立学校)'],
    ['10', '非公企业'],
  ]),
  ...table(meetingTypeWords, [
    ['团员大会', '支部大会'],
    ['支部委员会议', '支委会'],
    ['主题团日活动', '主题团日'],
    ['团员教育评议', '教育评议'],
    ['春游', undefined],
  ]),
] as [string, string | undefined, string | undefined][])('%j stands for %s', (_, expected, found) => {
  expect(found).toBe(expected)
})

test.each([
  ['书记', '书记'],
  ['团支部书记', '书记'],
  ['支书', '书记'],
  ['团委书记', '书记'],
  ['书记\uff08兼\uff09', '书记'],
  ['书记(兼)', '书记'],
  ['大浪街道团工委书记', '书记'],
  ['共青团龙华区委书记', '书记'],
  ['副书记', '副书记'],
  ['团支部副书记', '副书记'],
  ['专职副书记', '副书记'],
  ['支委', '委员'],
  ['文艺委员', '文体委员'],
  ['志愿服务委员', '志愿委员'],
  ['干事', '工作人员'],
  ['党支部书记', undefined],
  ['大队长', undefined],
])('the post %s is %s', (text, expected) => {
  expect(titleOf(text)).toBe(expected)
})

test.each([
  ['共青团深圳市龙华区委员会', 'leading'],
  ['共青团深圳市委员会', 'leading'],
  ['共青团深圳市龙华区直属机关工作委员会', 'work-committee'],
  ['大浪街道团工委', 'work-committee'],
  ['共青团深圳市龙华区教育局委员会', 'committee'],
  ['共青团龙华区观澜街道委员会', 'committee'],
  ['共青团民治社区委员会', 'committee'],
  ['锦绣科学园区团委', 'committee'],
  ['共青团龙华区中心医院总支部委员会', 'general-branch'],
  ['中心医院团总支', 'general-branch'],
  ['共青团龙华区第1学校教工支部委员会', 'branch'],
  ['第1学校教工团支部\uff08联合\uff09', 'branch'],
  ['龙华区青年联合会', undefined],
])('by its name, %s is a %s', (name, expected) => {
  expect(orgKindOfName(name)).toBe(expected)
})
