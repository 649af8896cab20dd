import { sql } from 'kysely'
import { orgKindSchema } from '#contract/vocabulary.ts'
import { rectification } from '#db/records/lifeline/rectification.ts'
import { secretaryTitle } from '#db/records/post.ts'
import { orgKindWords } from '#db/records/words/org-words.ts'
import type { IsoDay } from '#db/shared/day.ts'
import type { Reader } from '#db/sqlite/tables.ts'
import type { TakenStep } from '../steps.ts'
import { holdsOn } from '../subtree.ts'
import type { KnownCase } from './read-cases.ts'
import { streetsOf } from './streets.ts'
import { type CasesWanted, wantedCases } from './tell-cases.ts'

/** The columns of the 整治台账 (domain.md 3.7), and how wide each is: all of them on a sheet of A3, whose cells take the lines they need. */
const columns: readonly (readonly [head: string, width: number])[] = [
  ...([
    ['序号', 40],
    ['所属街道/系统', 90],
    ['团组织全称', 150],
    ['组织ID', 80],
  ] as const),
  ...([
    ['组织类型', 60],
    ['单位所属行业类别', 80],
    ['团员数', 50],
    ['书记姓名/联系电话', 110],
  ] as const),
  ...([
    ['认定日期', 80],
    ['认定情形', 110],
    ['主要问题', 190],
    ['整改措施', 190],
  ] as const),
  ...([
    ['责任人', 70],
    ['挂点联系人', 90],
    ['整改时限', 80],
    ['进展', 190],
    ['整改状态', 60],
  ] as const),
  ...([
    ['验收人', 60],
    ['验收日期', 80],
    ['验收结论', 110],
    ['销号日期', 80],
    ['备注', 110],
  ] as const),
]
export const ledgerHeads: readonly string[] = columns.map(([head]) => head)
export const ledgerWidths: readonly number[] = columns.map(([, width]) => width)
/** Where a case takes several rows of a sheet, what each of them says of whose it is. */
export const ledgerContinued = {
  number: ledgerHeads.indexOf('序号'),
  named: ['团组织全称', '组织ID', '认定日期'].map(head => ledgerHeads.indexOf(head)),
}

/** The ledger of the cases wanted: a row a case, the oldest first. */
export async function ledgerOf(reader: Reader, wanted: CasesWanted): Promise<readonly (readonly string[])[]> {
  const { rows } = await wantedCases(reader, wanted)
  const cases = rows.toSorted((a, b) => (a.opened < b.opened ? -1 : a.opened > b.opened ? 1 : 0))
  const orgs = await ledgerOrgs(
    reader,
    cases.map(one => one.org),
    wanted.from.asOf,
  )
  const streets = await streetsOf(
    reader,
    cases.map(one => one.org),
    wanted.from.asOf,
  )
  return cases.map((one, at) => {
    const org = orgs.get(one.org)
    const judged = one.steps.taken.findLast(step => step.action === 'accept' || step.action === 'return')
    return [
      String(at + 1),
      ...[
        streets.get(one.org) ?? '',
        org?.name ?? '',
        org?.code ?? '',
        kindWord(org?.kind ?? ''),
        org?.industry ?? '',
      ],
      ...[String(org?.members ?? ''), org?.secretaries ?? ''],
      ...[
        one.opened,
        rectification.fields.rules.show(one.rules, 'zh'),
        one.problems.join('；'),
        one.measures.join('；'),
      ],
      ...[one.owner, one.liaison, one.due, said(one, 'note'), stateWord(one)],
      ...[judged?.actor ?? '', judged?.day ?? '', conclusion(judged)],
      one.state === 'cleared' ? (one.by?.day ?? '') : '',
      ['look-back', 'relapse', 'merge', 'dissolve', 'correct', 'decline']
        .map(action => said(one, action))
        .filter(text => text !== '')
        .join('；'),
    ]
  })
}

function kindWord(kind: string): string {
  const known = orgKindSchema.safeParse(kind)
  return known.success ? orgKindWords.wordFor(known.data) : kind
}

/** What these steps said, each with its day. */
export function said({ steps }: KnownCase, action: string): string {
  return steps.taken
    .filter(step => step.action === action && step.note !== null)
    .map(step => `${step.day} ${step.note}`)
    .join('；')
}

function conclusion(judged: TakenStep | undefined): string {
  if (judged === undefined) return ''
  const word = judged.action === 'accept' ? '合格' : '退回'
  const points = judged.points.map((point, at) => `${point}（${judged.remarks[at] ?? ''}）`)
  const said = [judged.note ?? '', ...points].filter(part => part !== '').join('；')
  return said === '' ? word : `${word}：${said}`
}

/** 整改状态 in the words of the form: a case on which nobody has reported yet waits to be begun. */
export function stateWord({ state, steps }: KnownCase): string {
  if (state === 'submitted') return '待验收'
  if (state === 'cleared') return '已销号'
  if (state === 'merged' || state === 'dissolved') return '已撤并'
  return steps.taken.length === 0 ? '待整改' : '整改中'
}

/** What the ledger says of the organizations themselves, on the day: one statement for all. */
async function ledgerOrgs(reader: Reader, ids: readonly string[], asOf: IsoDay) {
  const found = sql<LedgerOrg>`(
    WITH RECURSIVE asked (id) AS (SELECT DISTINCT value FROM json_each(${JSON.stringify(ids)})),
    down (id, org) AS (
      SELECT id, id FROM asked
      UNION SELECT down.id, placement.org FROM down JOIN placement ON placement.parent = down.org
        WHERE ${holdsOn('placement', asOf, 'starts')}
    )
    SELECT org.id, org.name, org.code, org.kind, org.industry,
      (SELECT count(DISTINCT membership.person) FROM down JOIN membership ON membership.org = down.org
        WHERE down.id = org.id AND ${holdsOn('membership', asOf)}) AS members,
      (SELECT group_concat(person.name || coalesce(' ' || person.phone, ''), '；') FROM post
        JOIN person ON person.id = post.person
        WHERE post.org = org.id AND post.title = ${secretaryTitle} AND ${holdsOn('post', asOf)}) AS secretaries
    FROM asked JOIN org ON org.id = asked.id
  )`
  const rows = await reader.selectFrom(found.as('found')).selectAll().execute()
  return new Map(rows.map(row => [row.id, row]))
}

type LedgerOrg = {
  readonly id: string
  readonly name: string
  readonly code: string | null
  readonly kind: string
  readonly industry: string | null
  readonly members: number
  readonly secretaries: string | null
}
