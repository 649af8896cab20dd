import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { checks } from '#db/registry/faults/checks.ts'
import { en } from '#renderer/text/en.ts'
import { zhCN } from '#renderer/text/zh-CN.ts'
import { type Pair, pairsIn } from '#tests/fixtures/sentence-pairs.ts'
import { root, sourcesIn } from '#tests/fixtures/source-imports.ts'

/** What every sentence of the program keeps to, in whichever file it stands: of the engine, the terminal and the page. */

/** A word or sentence of the page, as it reads with values of each kind that it takes. */
type Read = { readonly where: string; readonly said: readonly (readonly [zh: string, en: string])[] }

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The catalogues of the page side by side. Which values a sentence takes nobody says: the first that it can be read with count. */
function readWith(...asked: readonly ((at: number) => readonly unknown[])[]): readonly Read[] {
  const reads: Read[] = []
  const look = (where: string, zh: unknown, english: unknown) => {
    if (isRecord(zh) && isRecord(english))
      for (const key of Object.keys(zh)) look(`${where}.${key}`, zh[key], english[key])
    else if (Array.isArray(zh) && Array.isArray(english))
      for (const [i, one] of zh.entries()) look(`${where}.${i}`, one, english[i])
    else if (typeof zh === 'string' && typeof english === 'string')
      reads.push({ where, said: [[zh, english]] })
    else if (typeof zh === 'function' && typeof english === 'function') {
      const count = Math.max(zh.length, english.length)
      const said = asked
        .map(values => choices(count, values).flatMap(some => saidWith(zh, english, some)))
        .find(all => all.length > 0)
      reads.push({ where, said: said ?? [] })
    }
  }
  look('', zhCN, en)
  return reads
}

type Say = (...values: readonly unknown[]) => unknown

/** Both languages with these values; nothing if they are not of the kind that the sentence takes. */
function saidWith(zh: object, english: object, values: readonly unknown[]): Read['said'] {
  try {
    const [one, other] = [(zh as Say)(...values), (english as Say)(...values)]
    const isSaid = (said: unknown) => typeof said === 'string' && !/undefined|NaN|\[object/.test(said)
    return isSaid(one) && isSaid(other) ? [[String(one), String(other)]] : []
  } catch {
    return []
  }
}

/** Every way to choose a value for each of so many places. */
function choices(count: number, asked: (at: number) => readonly unknown[]): readonly (readonly unknown[])[] {
  return Array.from({ length: count }).reduce<readonly (readonly unknown[])[]>(
    (before, _, at) => before.flatMap(one => asked(at).map(value => [...one, value])),
    [[]],
  )
}

const inEngine: readonly Pair[] = ['db', 'electron', 'renderer']
  .flatMap(pairsIn)
  .filter(({ where }) => !where.startsWith('db/sample/') && !where.startsWith('renderer/text/'))
/** The numbers of one side of the transfers: the one sentence that is given a record. */
const side = (n: string) => ({ asked: n, inTransit: n, done: n, refused: n, cancelled: n, lapsed: n })
const others = (n: number, said: string) => [said, n, [said], true, [[n, n]], side(said), '11-27']
const ofThePage = readWith(
  at => [`〔${at + 1}〕`, 7301 + at],
  at => others(7301 + at, `〔${at + 1}〕`),
)
const inChinese = [
  ...inEngine.flatMap(({ where, zh }) => zh.words.map(said => ({ where, said }))),
  ...ofThePage.flatMap(({ where, said }) => said.slice(0, 1).map(([zh]) => ({ where, said: zh }))),
]
const inEnglish = [
  ...inEngine.flatMap(({ where, en: { words } }) => words.map(said => ({ where, said }))),
  ...ofThePage.flatMap(({ where, said }) =>
    said.slice(0, 1).map(([, english]) => ({ where, said: english })),
  ),
]
const found = (all: readonly { where: string; said: string }[], wrong: RegExp) =>
  all.filter(({ said }) => wrong.test(said)).map(({ where, said }) => `${where}: ${said}`)

test('the sentences of the engine, the terminal and the page are found', () => {
  expect(inEngine.length).toBeGreaterThan(2500)
  expect(ofThePage.length).toBeGreaterThan(1800)
  expect(ofThePage.filter(({ said }) => said.length === 0)).toEqual([])
})

test('Chinese sentences have Chinese punctuation; only heads of tables and what is typed at a terminal has other', () => {
  const heads = /^[^。；]*\((?:元|平方米|小时|年|支部|主任、主席|身份证号)\)[^。；]*$/
  const typed = /[=:]\S*,|--map|^请写成 \{|\\s\*/
  // ␣ and 〔〕 are values: a name or a number.
  const wrong = found(
    inChinese,
    /[\p{Script=Han}␣〕] ?[,;!?:(]|\)[\p{Script=Han}␣〔]|[,;!?:(] ?[\p{Script=Han}␣〔]/u,
  )
  const said = (one: string) => one.slice(one.indexOf(': ') + 2)
  expect(wrong.filter(one => !heads.test(said(one)) && !typed.test(said(one)))).toEqual([])
})

test('what is put together in the language asked for is joined as that language joins it', () => {
  const joined =
    /\[lang\]\}(?:: | \(|, )|\? '\p{Script=Han}[^']*' : '[^']*'\}(?:: | \(|, )|\}: \$\{[\w.]+\[lang\]/u
  const lines = ['db', 'electron', 'renderer'].flatMap(folder =>
    sourcesIn(folder).flatMap(file =>
      readFileSync(join(root, file), 'utf8')
        .split('\n')
        .flatMap((line, i) => (joined.test(line) ? [`${file}:${i + 1}: ${line.trim()}`] : [])),
    ),
  )
  expect(lines).toEqual([])
})

test('Chinese sentences call one thing by one name, and the reader 您', () => {
  expect(found(inChinese, /你|寄出|寄给|指纹|批复(?!文号|日期)|并入表格|导入数据包/)).toEqual([])
})

test('English sentences are English, but for heads and words of Chinese tables', () => {
  const words = new Set(
    '中文 姓名 身份证号 所在团支部 、 团组织全称 主要问题 问题 正常 领导机关团组织 团工委 团委 团总支 团支部 证件类型 组织 进展 动作 工作类型 培训名称 培训日期'.split(
      ' ',
    ),
  )
  const foreign = inEnglish.filter(({ said }) =>
    (said.match(/\p{Script=Han}+|[，。：；、（）]/gu) ?? []).some(word => !words.has(word)),
  )
  expect(foreign).toEqual([])
})

test('English sentences have one kind of quotation mark and of apostrophe', () => {
  expect(found(inEnglish, /[“”‘’]/)).toEqual([])
})

test('English sentences call one thing by one name', () => {
  const names: readonly (readonly [instead: string, of: RegExp])[] = [
    ['ID number', /\bidentity number/i],
    ['full number', /\bwhole (?:ID|telephone) numbers?\b|\ba roster with whole\b/i],
    ['request to join', /\benrol(?:l?ment)? request/i],
    ['returned', /\bg(?:ive|ives|ave|iven) back\b|\bgive (?:it|them|a packet) back\b/i],
    ['undone', /\b[Tt]ook back (?:change|step|")|\bTaking back\b/],
    ['step', /\bchange sets?\b|\bpieces? of work\b|\bWork no\./i],
    ['organization above', /\bsuperior\b|\bParents?\b/],
    ['digits to compare', /\bfingerprint/i],
    ['(blank)', /\(empty\)/],
    ['Ethnic group', /\bnationality\b/i],
    ['needing rectification', /\bneeding rectif(?!ication)|\bweak and lax\b/i],
    ['5%', /\d %/],
    ['they', /\b(?:he|his|him|himself) (?!or)/],
  ]
  expect(names.flatMap(([instead, of]) => found(inEnglish, of).map(one => `${instead}, not ${one}`))).toEqual(
    [],
  )
})

/** Where a number is always more than one, or a limit that is. */
const neverOne = [
  'organizations have the code',
  'organizations have this name',
  'people␣ have this name',
  'sheets of the same shape with different days',
  'sheets are ␣ and are imported together',
  'sheets look like',
  'things at once; this one was not begun',
  'The form would be filled for ␣ people',
  'things to correct; nothing was saved',
]

test('English sentences of the engine count: a number before a noun is written by plural, or is never 1', () => {
  const limit = '(?<!(?:at most|at least|more than|less than|under|from|to|of|takes|delay by|with) )'
  const nouns =
    'people|members|changes|files|organizations|rows|packets|places|records|branches|days|months|years|letters|posts|findings|offices|units|things|cases|sheets|lines|steps|conflicts|characters|copies|passages'
  const counted = found(inEnglish, new RegExp(`${limit}␣ (?:${nouns})\\b|^␣ (?:${nouns})\\b`, 'i'))
  expect(counted.filter(one => !neverOne.some(said => one.includes(said)))).toEqual([])
})

/** Of the first so many of more, of parts and of what is over a limit there are two at least. */
const ofMore = new Set(
  `.list.printFirst .list.cut .list.chosenMost .list.of .overage.leaveFirst .sheet.tooMany .sheet.muchMore .duties.lead
  .forms.rowsTooMany .forms.rowsTooManyInWord .packet.hand.inParts .packet.found.inParts .packet.dispute.firstOf`.split(
    /\s+/,
  ),
)

test('English sentences of the page read well with 1', () => {
  const one = readWith(
    () => ['1', 1],
    () => others(1, '1'),
  )
  const manyOfOne =
    /(?<![\d.,–-])\b1 (?:more )?(?!is\b|has\b|was\b|sees\b|says\b|holds\b|asks\b|stands\b)[a-z]+s\b|\b1 people\b|\b1 (?:are|have)\b/
  const bad = one.filter(({ said }) => said.every(([, english]) => manyOfOne.test(english)))
  expect(
    bad.filter(({ where }) => !ofMore.has(where)).map(({ where, said }) => `${where}: ${said[0]?.[1]}`),
  ).toEqual([])
})

/** What one language says in its own way: months by name, and units of measure, which are Chinese words. */
const inItsWay = ['.duties.monthOf', '.sheet.month', '.pictures.months', '.reports.valueIs']

test('both languages are given the same values', () => {
  const marks = (said: string) =>
    [...new Set(said.replaceAll(',', '').match(/〔\d〕|73\d\d/g) ?? [])].toSorted().join(' ')
  const apart = ofThePage.filter(({ said }) => !said.some(([zh, english]) => marks(zh) === marks(english)))
  expect(
    apart
      .filter(({ where }) => !inItsWay.includes(where))
      .map(({ where, said }) => `${where}: ${said[0]?.join(' | ')}`),
  ).toEqual([])
})

/** Values that one language has under another name, or that say nothing new: by their file, with why. */
const otherwise: Readonly<Record<string, string>> = {
  'db/records/rating.ts': 'stars are called in Chinese by their word, in English by their number',
  'db/lifeline/rules/w20-low-rating.ts': 'the points are in the Chinese sentence by way of its list',
  'db/records/types/choice.ts': 'the words to choose from are joined before, or here',
  'db/registry/acts/plan-edit.ts': 'English has the name of the field before the sentence',
  'db/registry/history/sentence.ts': 'what became of a kind stands in the label once in each language',
  'db/registry/procedures/undo-change-set.ts': 'Chinese says of how many people, English how many others',
  'db/registry/transfers/plan-transfer.ts': 'the choices are joined before, or here',
  'db/packets/opening/aside/laid-aside.ts': 'how many came in later is said in a part of its own',
  'db/rosters/planning/members/plan-members.ts': 'a post is called in English by its English name',
}

test('both languages of the engine name the same values', () => {
  const ofLanguage = /words$|inenglish$|^(?:zh|en|chinese|english|undefined|boolean|object|number|string)$/i
  const known = (said: ReadonlySet<string>) => {
    const names = [...said].map(name => name.replace(/^(?:zh|en)(?=[A-Z])|(?:Zh|En)$/, '').toLowerCase())
    return [...new Set(names)]
      .filter(name => !ofLanguage.test(name))
      .toSorted()
      .join(' ')
  }
  const isSentence = ({ zh, en: english }: Pair) =>
    /\p{Script=Han}/u.test(zh.words[0] ?? '') && /[a-z] [a-z␣]/.test(english.words[0] ?? '')
  const apart = inEngine.filter(one => isSentence(one) && known(one.zh.values) !== known(one.en.values))
  const fileOf = ({ where }: Pair) => where.replace(/:\d+$/, '')
  const told = apart.filter(one => otherwise[fileOf(one)] === undefined)
  expect(told.map(one => `${one.where}: ${known(one.zh.values)} | ${known(one.en.values)}`)).toEqual([])
})

test('a mistake about a post names the post in English', () => {
  const ofPosts = checks.filter(({ id }) =>
    ['unknown-person', 'not-a-member', 'closed-post', 'post-ends-first'].includes(id),
  )
  expect(ofPosts).toHaveLength(4)
  for (const { says } of ofPosts) expect(says('书记').en).not.toMatch(/\p{Script=Han}/u)
})
