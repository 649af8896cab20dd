import type { OrgActName } from '#contract/orgs.ts'
import { rectificationCourse } from '#db/records/courses/rectification-course.ts'
import type { IsoDay } from '#db/shared/day.ts'
import type { Text } from '#db/shared/text.ts'
import type { Reader } from '#db/sqlite/tables.ts'
import { casesBelow, casesOf, isUnderWay } from '../cases/read-cases.ts'
import { existing, readStats } from '../stats.ts'

/** What hangs on an organization and all below it on a day. */
type Hanging = {
  readonly members: number
  readonly posts: number
  /** Organizations with an election on record: their terms run on, or end with them. */
  readonly terms: number
  readonly cases: number
}

/**
 * What an act on an organization takes along, or leaves to be seen to: members, posts, terms and open cases of itself and
 * all below it. Nothing where there is nothing, and none for acts that touch none of it.
 */
export async function takesAlong(
  reader: Reader,
  act: OrgActName,
  { root, asOf }: { readonly root: string; readonly asOf: IsoDay },
): Promise<Text | undefined> {
  if (act === 'split') return undefined
  if (act === 'reopen') return staysEnded(reader, { root, asOf })
  const hanging = await hangingOn(reader, { root, asOf })
  return act === 'merge' || act === 'close' ? endingWith(hanging) : stayingWith(hanging)
}

async function hangingOn(reader: Reader, scope: { root: string; asOf: IsoDay }): Promise<Hanging> {
  const { members, cadres: posts } = await readStats(reader, scope)
  const terms = await existing(reader, scope)
    .innerJoin('term', 'term.org', 'org.id')
    .where('term.elected', '<=', scope.asOf)
    .select(eb => eb.fn.count<number>('org.id').distinct().as('n'))
    .executeTakeFirst()
  const cases = (await casesBelow(reader, scope)).filter(isUnderWay).length
  return { members, posts, terms: terms?.n ?? 0, cases }
}

/** Renamed, changed in kind or moved: all of it goes along. */
function stayingWith({ members, posts, terms, cases }: Hanging): Text | undefined {
  const parts = [
    counted(members, '名团员', 'member', 'members'),
    counted(posts, '项在任职务', 'post held', 'posts held'),
    counted(terms, '届任期', 'term of office', 'terms of office'),
    counted(cases, '个未办结的整治台账', 'open case', 'open cases'),
  ].filter(part => part !== undefined)
  if (parts.length === 0) return undefined
  return {
    zh: `随该组织一并变动的有：${parts.map(({ zh }) => zh).join('、')}。`,
    en: `With it go ${parts.map(({ en }) => en).join(', ')}.`,
  }
}

/** Merged or closed: members, posts and what lies below are told by the act itself; these end with it, or wait for somebody. */
function endingWith({ terms, cases }: Hanging): Text | undefined {
  if (terms === 0 && cases === 0) return undefined
  const term = terms > 0 && { zh: '该组织的任期到此为止', en: 'its term of office ends with it' }
  const open = cases > 0 && {
    zh: `该组织名下还有 ${cases} 个未办结的整治台账，请登记合并或撤销的结果`,
    en: `it has ${cases === 1 ? 'an open case' : `${cases} open cases`}: say there that it was merged or dissolved`,
  }
  const parts = [term, open].filter(part => part !== false)
  const en = parts.map(part => part.en).join('; ')
  return {
    zh: `${parts.map(part => part.zh).join('；')}。`,
    en: `${en.slice(0, 1).toUpperCase()}${en.slice(1)}.`,
  }
}

/** There again: a case that ended with it does not begin anew by itself. */
export async function staysEnded(
  reader: Reader,
  { root, asOf }: { readonly root: string; readonly asOf: IsoDay },
): Promise<Text | undefined> {
  const [newest] = await casesOf(reader, [root], asOf)
  if (newest?.state !== 'merged' && newest?.state !== 'dissolved') return undefined
  const { zh, en } = rectificationCourse.states[newest.state]
  return {
    zh: `该组织的整治台账以“${zh}”办结，仍是办结的：要接着整治，请在“操作记录”里撤销办结的那一步，或者重新认定建档。`,
    en: `Its case ended as ${en} and stays so: to go on with it, undo the step that ended it under History, or open a new one.`,
  }
}

function counted(n: number, zh: string, one: string, many: string): Text | undefined {
  return n === 0 ? undefined : { zh: `${n} ${zh}`, en: `${n} ${n === 1 ? one : many}` }
}
