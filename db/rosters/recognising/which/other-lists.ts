import type { Text } from '#db/shared/text.ts'
import { rosterOf } from '../../roster-kinds.ts'
import { isTableOf } from '../locate-table.ts'
import { tellsOfService } from '../not-a-roster.ts'
import { doubtIn, isOfTraining, whoCame } from './doubts.ts'
import { type Fit, leastScore, type SheetGuess, sheetsLike, soleLook, type TakenFor, wordsOf } from './fit.ts'

/**
 * A roster of members that lacks their ID numbers, which it cannot do without. Fits worse than a list of those who hold
 * something, and is one all the same, unless it is whole as something else or called so.
 */
export function withoutNumbers(fits: readonly Fit[]): Fit | undefined {
  const inSight = fits.filter(({ look: { sheet } }) => !sheet.hidden)
  const isElse = ({ kind, isWhole, score, isCalledSo }: Fit) =>
    kind.as !== 'members' && (isCalledSo || (isWhole && score > leastScore))
  if (inSight.some(isElse)) return undefined
  return inSight.find(
    ({ kind, isWhole, fields, look }) =>
      kind.as === 'members' &&
      !isWhole &&
      fields.includes('name') &&
      !fields.includes('idNumber') &&
      fields.filter(field => ofPeople.includes(field)).length >= 2 &&
      !whoCame.test(look.sheet.name),
  )
}

/** What somebody has of his own: a list of these is one of people, whatever else it lacks. */
const ofPeople = ['sex', 'nation', 'birth', 'political', 'joined', 'memberNo', 'branch']

/** Two tables of different kinds below each other on one sheet: each is imported once. */
export function twoTables(
  best: Fit,
  fits: readonly Fit[],
): Pick<TakenFor, 'kind' | 'look' | 'together' | 'why'> | undefined {
  for (const fit of fits) {
    if (fit.look !== best.look || fit.kind === best.kind || fit.lacking.length > 0) continue
    if (fit.score <= leastScore || fit.table.header.row === best.table.header.row) continue
    const [first, then] = fit.table.header.row < best.table.header.row ? [fit, best] : [best, fit]
    if (!isTableOf(first.kind.form, first.table, then.table.above)) continue
    const [one, other] = [wordsOf(first.kind), wordsOf(then.kind)]
    const [upper, lower] = [first.table.header.row, then.table.header.row]
    return {
      kind: first.kind,
      look: best.look,
      together: sheetsLike(first, fits),
      why: {
        zh: `这张工作表里有两张表：第 ${upper} 行起像${one.zh}，第 ${lower} 行起像${other.zh}，一次导入一张。先当作${one.zh}导入，再把文件拖进来，改选${other.zh}导入一次。`,
        en: `The sheet holds two tables: from row ${upper} it looks like ${one.en}, from row ${lower} like ${other.en}. One is imported at a time: import it as ${one.en} first, then drop it again and choose ${other.en}.`,
      },
    }
  }
  return undefined
}

/** A list of elections that names who was elected holds two kinds of record: each is imported once. */
export function electedAndOfficers(
  look: SheetGuess,
  fits: readonly Fit[],
): Pick<TakenFor, 'kind' | 'look' | 'together' | 'why'> | undefined {
  const wholeFit = (as: string) =>
    fits.find(fit => fit.look === look && fit.kind.as === as && fit.lacking.length === 0)
  const [terms, cadres] = [wholeFit('terms'), wholeFit('cadres')]
  if (terms === undefined || cadres === undefined || !terms.isCalledSo) return undefined
  const [first, then] = [wordsOf(terms.kind), wordsOf(cadres.kind)]
  return {
    kind: terms.kind,
    look,
    together: sheetsLike(terms, fits),
    why: {
      zh: `这张表既有换届情况，又有选出的团干部：先当作${first.zh}导入，再把文件拖进来，改选${then.zh}导入一次。`,
      en: `The table tells of elections and of who was elected: import it as ${first.en} first, then drop it again and choose ${then.en}.`,
    },
  }
}

/**
 * A ledger of volunteering is none of meetings or members, though it has their headers: a row for each person who served
 * is no record of this program, a row for each time is one of work.
 */
export function service(
  best: Fit | undefined,
  looks: readonly SheetGuess[],
  fits: readonly Fit[],
  titles: readonly string[],
): TakenFor | undefined {
  if (best?.isCalledSo === true && best.isWhole) return undefined
  const look = best?.look ?? looks.find(({ sheet }) => !sheet.hidden)
  const rowsAre = look === undefined ? undefined : tellsOfService(look.rows)
  if (rowsAre === 'people')
    return { kind: null, look, together: soleLook(look), sure: false, why: serviceOfPeople }
  if (best?.kind.as !== 'meetings') return undefined
  const isSaid = titles.some(text => ofVolunteers.test(text))
  if (rowsAre === undefined && !(isSaid && doubtIn(best, titles) !== undefined)) return undefined
  const kind = rosterOf('work')
  const work = fits.find(fit => fit.kind === kind && fit.look === best.look)
  const together = work === undefined ? soleLook(best.look) : sheetsLike(work, fits)
  return { kind, look: best.look, together, sure: false, why: serviceOfTimes }
}

const ofVolunteers = /志愿(?:者)?(?:服务|活动|时)|义工/
const serviceOfPeople: Text = {
  zh: '像志愿服务台账，一行是一个人的一次服务。本程序不逐人登记志愿服务，不能当名册或活动记录导入。请按活动汇总成一行一次（团组织、日期、名称、人数、服务时长），再当作工作台账导入，并选定工作类型。',
  en: 'It looks like a ledger of volunteering with a row for each person who served, which is not kept here and is imported neither as a roster nor as meetings. Sum it up to one row for each time (organization, date, title, people, hours), import that as a work ledger and choose the type of work.',
}
const serviceOfTimes: Text = {
  zh: '像志愿服务台账，一行是一次服务：当作工作台账导入，请选定工作类型，或在表里补上“工作类型”一列；还没有工作类型的，先在“工作台账”页设立。是三会两制一课或主题团日的，改选活动记录。',
  en: 'It looks like a ledger of volunteering with a row for each time: import it as a work ledger and choose the type of work, or add a column 工作类型 (type); where there is no type yet, make it on the page of work first. Choose list of meetings instead if these are meetings of the branch.',
}

/** A list of people at a training says where they come from, not what they are. */
export function training(best: Fit, fits: readonly Fit[], titles: readonly string[]): TakenFor | undefined {
  if (best.kind.as !== 'cadres' && best.kind.as !== 'members') return undefined
  const title = titles.find(isOfTraining)
  if (title === undefined) return undefined
  const kind = rosterOf('attendances')
  const like = fits.find(fit => fit.kind === kind && fit.look === best.look)
  const [{ zh, en }, called] = [wordsOf(best.kind), title.trim().slice(0, 40)]
  return {
    kind,
    look: best.look,
    together: like === undefined ? soleLook(best.look) : sheetsLike(like, fits),
    sure: false,
    why: {
      zh: `标题写着“${called}”，像参加培训的人员名单，不是${zh}。要登记谁参加了培训，表里须有“培训名称”“培训日期”两列，补上后再导入；确实是${zh}的，请改选。`,
      en: `It is called "${called}", which is a list of those who took part in a training rather than ${en}. To record who was trained it needs the columns 培训名称 (training) and 培训日期 (day): add them and import it again. If it is ${en} all the same, choose that.`,
    },
  }
}
