import type { IdType, PostNature } from '#contract/vocabulary.ts'
import { person } from '#db/records/person.ts'
import { post } from '#db/records/post.ts'
import {
  nameAndNumber,
  nameAndPhone,
  orgAndTitle,
  orgAndTitleIn,
  tenure,
} from '#db/records/types/cell-of-two.ts'
import { canBeSameDay, type Dated } from '#db/records/types/office-date.ts'
import { dayOf, type IsoDay } from '#db/shared/day.ts'
import { type Cell, shownText } from '#db/sheets/cell.ts'
import { rosterForm } from '../field.ts'
import type { RosterKind } from '../roster-kind.ts'
import type { RosterLine } from '../roster-line.ts'
import { notePast, readDay } from '../values/read-value.ts'
import { saysNo } from '../values/yes-or-no.ts'
import { composed, datedBy, type Read, readAll, readBy, spot } from './composed.ts'
import { MoreFields } from './more-fields.ts'
import { age, parsePerson, whose } from './whose.ts'

/** What such a roster says of the person, in one column of the table of people each. */
export const cadreTexts = {
  phone: spot(person, 'phone', { header: '手机号', also: '书记手机' }),
  nation: spot(person, 'nation'),
  political: spot(person, 'political'),
  education: spot(person, 'education', { header: '文化程度', also: '最高学历' }),
  email: spot(person, 'email'),
  workplace: spot(person, 'workplace', { also: '单位及职务' }),
} as const

/** 团干部信息表 (domain.md 4.4): the post and who holds it; the system keeps only 任现职年月, so 离任日期 is ours. */
export const cadreSpots = {
  name: spot(person, 'name', { also: '团干姓名 团干部姓名 干部姓名 书记姓名' }),
  idNumber: spot(person, 'id_number', { header: '身份证号码', also: '书记身份证号' }),
  org: spot(post, 'org', { header: '团干所属组织' }),
  title: spot(post, 'title', { header: '团内现任职务' }),
  nature: spot(post, 'nature'),
  since: spot(post, 'since', { header: '任现职年月' }),
  until: spot(post, 'until'),
  phone: cadreTexts.phone,
  nation: cadreTexts.nation,
  political: cadreTexts.political,
  idType: whose.idType,
  birth: whose.birth,
  education: cadreTexts.education,
  joined: spot(person, 'joined', { tells: 0 }),
  email: cadreTexts.email,
  workplace: cadreTexts.workplace,
  age,
} as const

/** Every other field of a post that is a column by its definition: nothing here names one of them. */
export const morePost = new MoreFields(
  post,
  Object.values<{ readonly kind: unknown; readonly name: string }>(cadreSpots)
    .filter(({ kind }) => kind === post)
    .map(({ name }) => name),
)

/** Posts by which columns are headed where a row is an organization: 书记, 书记姓名, 副书记身份证号. */
const officerWords = [
  '副书记',
  '书记',
  '组织委员',
  '宣传委员',
  '文体委员',
  '纪检委员',
  '学习委员',
  '生活委员',
  '委员',
]

/**
 * One post of a roster of cadres; a person with posts in several organizations has several rows. `org` is text as
 * written; `title` is the usual word (书记, 副书记, 组织委员 ...), or the text as written where there is none.
 */
export type CadreRow = Read<typeof cadreTexts> & {
  readonly name: string
  readonly idType: IdType
  /** Lists of cadres often lack it: then the name and what stands beside it tell who is meant. */
  readonly idNumber: string | undefined
  readonly birth: Dated | undefined
  readonly org: string
  readonly title: string
  /** The organization that stands before the post in its cell, beside a column of its own. */
  readonly orgOfTitle?: string | undefined
  /** An age that no birth date in the row tells anything of. */
  readonly age?: number | undefined
  readonly nature: PostNature | undefined
  readonly since: Dated | undefined
  readonly until: Dated | undefined
  readonly joined: Dated | undefined
  /** What the row says of the post in the columns that nothing names, by field. */
  readonly more: Readonly<Record<string, unknown>>
}

/** A post of whom it is known who he is. */
export type NumberedCadre = CadreRow & { readonly idNumber: string; readonly birth: Dated }

const columns = composed(cadreSpots)

const leftOffice =
  /^(?:已|已经)?(?:离任|卸任|去职|免[职去]|撤职|辞[职去]|不再?担任|不在任|非在任|离职|调[离走出])/
const postEnded = {
  unless: 'until',
  code: 'post-ended',
  says: {
    zh: '这一列写着已经不任这一职务，所以没有登记。要登记他任过这一职务的，补上离任日期再导入；其实还在任的，改正这一格再导入。',
    en: 'this says that the post is held no more, so the row was not taken. Add the last day in office to record that it was held, or correct the cell if it still is, and import again.',
  },
}

/** A person may hold several posts: no column of it stands once. */
export const cadres: RosterKind<CadreRow> = {
  as: 'cadres',
  form: rosterForm({
    title: post.roster?.title ?? '',
    needs: [['name'], ['org'], ['title']],
    keys: ['name', 'idNumber'],
    ownPhone: 'phone',
    place: 'org',
    twos: [
      tenure('since', 'until'),
      nameAndNumber('name', 'idNumber'),
      nameAndPhone('name', 'phone'),
      orgAndTitle('org', 'title'),
    ],
    titled: { field: 'title', words: officerWords },
    fields: [...columns.fields, ...morePost.columns],
  }),
  notes: { ...columns.notes, ...morePost.notes },
  texts: { ...columns.texts, ...morePost.texts },
  parse: parseCadre,
  awayInRemark: (text, { until }) =>
    until === undefined && outOfOffice.test(text.slice(0, 200).replace(/\s+/g, '')) ? gone : undefined,
  notIf: [
    {
      header: /^(?:任职|在任|在职|当前|目前|现在?)?(?:状态|状况)(?:[(（].*)?$/,
      is: value => leftOffice.test(value),
      ...postEnded,
    },
    {
      header: /^是否(?:仍|还|仍然)?(?:在任|在职|任职)(?:[(（].*)?$/,
      is: value => saysNo.test(value),
      ...postEnded,
    },
  ],
  once: undefined,
  named: { by: ['name'], all: false },
}

const outOfOffice =
  /(?<![未没无不曾拟])(?:离任|卸任|去职|免职|免去|撤职|辞[职去]|不再担任|不任|调[走离往至到]|转[出走]|离[开职校团]|退休|退团|去世|病[故逝]|参军|入伍|失联|出国|空缺)/
const gone = {
  code: 'remark-out-of-office',
  zh: '备注里写的像是已经不任这一职务，这一行仍按在任登记。确实离任的，请补上离任日期再导入。',
  en: 'by the remark this post may not be held any more; the row was taken as it stands. Add the last day in office if that is so, and import again.',
}

/** Reads a post; undefined when the row is refused. */
function parseCadre(line: RosterLine<string>, today: IsoDay): CadreRow | undefined {
  const { name, idType, idNumber, birth, age } = parsePerson(line, today, 'may lack its number')
  const org = readBy(line, 'org', cadreSpots.org)
  if (org === undefined) {
    line.refuseMissing(
      'org',
      'org-missing',
      '没有填写所属团组织。请补上后重新导入。',
      'the organization is missing. Fill it in and import again.',
    )
  }
  const title = readTitle(line)
  refuseOutOfOffice(line)
  noteMore(line, title)
  const row = {
    ...readAll(line, cadreTexts),
    nature: readBy(line, 'nature', cadreSpots.nature),
    since: notePast(line, 'since', datedBy(line, 'since', cadreSpots.since, isYearsAlone), today),
    until: lastDayOf(line, readDay(line, 'until')),
    joined: datedBy(line, 'joined', cadreSpots.joined),
    more: morePost.read(line),
  }
  noteBackwards(line, row.since, row.until)
  if (line.refused || name === undefined) return undefined
  return org === undefined || title === undefined
    ? undefined
    : { name, idType, idNumber, birth, age, org, title, orgOfTitle: orgOfTitle(line), ...row }
}

function orgOfTitle(line: RosterLine<string>): string | undefined {
  const [org] = orgAndTitleIn(line.shown('title')) ?? []
  return typeof org === 'string' ? org : undefined
}

/** 任期 is from when to when, or only how long. */
function isYearsAlone(cell: Cell): boolean {
  return /^(?:10|[1-9]|[一二三四五])\s*年?$/.test(shownText(cell).trim())
}

const noPost = /^(?:普通|一般)?(?:共青团员|团员|成员|会员|群众|青年|学生|员工|职工)$/

function readTitle(line: RosterLine<string>): string | undefined {
  if (noPost.test(shownText(line.cell('title')).replace(/\s+/g, ''))) {
    line.refuse(
      'title',
      'no-post',
      '这不是团内职务，所以没有登记为团干部。是团员的，请放在团员名册里导入；确有职务的，改正这一格。',
      'this is no post in the League, so the row was not taken. Import members with a roster of members; correct the cell if there is a post.',
    )
    return undefined
  }
  const title = readBy(line, 'title', cadreSpots.title)
  if (title === undefined)
    line.refuseMissing(
      'title',
      'title-missing',
      '没有填写团内职务。请补上后重新导入。',
      'the post is missing. Fill it in and import again.',
    )
  return title
}

const inBrackets = /[(（]([^()（）]{1,40})[)）]/
/** What may stand behind a post and changes nothing of it; whatever is said of the same person besides is told elsewhere. */
const harmless =
  /^(?:兼.*|专职?|专职|挂职?|代理?|男|女|正|正式|在任|现任|主持工作|副?[科处局股]级.*|[^年月日]*[副支]?书记)$/

const notYet =
  /^(?:拟任?|候任|待任|拟提名)(?=.*(?:书记|委员|干事|主席|部长))|[(（](?:拟任?|候任|待任|候选人?|待(?:补?选|定|任命|批复?)|空缺|暂?缺|暂未选出)[)）]|候选人$/
const over =
  /^(?:原|前|曾|历)任?(?:团支部|团总支|团委|团工委|支部|总支)?(?:常务)?(?:副?书记|.{0,3}委员|干事)|[(（](?:原任?|前任|已?(?:离任|卸任|免职?|调[离走出]|离[职开校]|辞职|转[走出]|退[出团]|毕业))[)）]|^(?:原任?|曾任|前任|历任).{2,30}(?:书记|委员|干事)$/

/** A column of posts that were held once: 曾任职务. */
const onceHeld = /^\s*(?:曾任|原任|历任|前任)/

function noteMore(line: RosterLine<string>, title: string | undefined): void {
  const more = inBrackets.exec(shownText(line.cell('title')).replace(/\s+/g, ''))?.[1]
  if (title === undefined || more === undefined || line.isRefused('title')) return
  if (title.includes(more) || harmless.test(more)) return
  line.note(
    'title',
    'title-with-more',
    `职务后面还写了“${more}”，没有登记。请核对。`,
    `"${more}" stands behind the post and was not taken. Check it.`,
  )
}

/** 拟任书记 holds no post yet; 原书记 held one, of which the end has to be known. */
function refuseOutOfOffice(line: RosterLine<string>): void {
  const written = shownText(line.cell('title')).replace(/\s+/g, '')
  if (notYet.test(written))
    line.refuse(
      'title',
      'post-not-yet',
      '还没有任职，所以没有登记。任职以后再导入；已经任职的，改正这一格。',
      'the post is not held yet, so the row was not taken. Import it once it is; correct the cell if it is already.',
    )
  else if (
    (over.test(written) || onceHeld.test(line.header('title'))) &&
    shownText(line.cell('until')).trim() === ''
  )
    line.refuse(
      'title',
      'post-over',
      '写的是已经不再担任，却没有免职时间，所以没有登记。请补上免职时间；仍在任的，改正这一格。',
      'this says that the post is no longer held, but not until when, so the row was not taken. Add the day on which it ended; correct the cell if the post is still held.',
    )
}

/** The end of a post is kept as a day. Of a year alone it is the last one, which is told. */
function lastDayOf(line: RosterLine<string>, until: Dated | undefined): Dated | undefined {
  const day = until?.precision === 'year' ? dayOf(Number(until.day.slice(0, 4)), 12, 31) : undefined
  if (day === undefined) return until
  line.note(
    'until',
    'date-year',
    `只写了年份，离任日期按 ${day} 登记。知道是哪天的请改正。`,
    `only the year is given; the post was taken to end on ${day}. Correct it if the day is known.`,
  )
  return { day, precision: 'day' }
}

/** Real rosters have it (domain.md, "How rosters are read"), so it is a note. */
function noteBackwards(line: RosterLine<string>, since: Dated | undefined, until: Dated | undefined): void {
  if (since === undefined || until === undefined || until.day >= since.day) return
  if (canBeSameDay(since, until)) return
  line.note(
    'until',
    'date-order',
    `早于任职日期 ${since.day}。请核对。`,
    `this is before the post began, ${since.day}. Check it.`,
  )
}
