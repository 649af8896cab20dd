import { casesBelow } from '#db/registry/cases/read-cases.ts'
import { dayOf, type IsoDay } from '#db/shared/day.ts'
import { invariant } from '#db/shared/invariant.ts'
import { inOneSnapshot } from '#db/sqlite/connection.ts'
import type { Reader } from '#db/sqlite/tables.ts'
import type { Task } from '#db/sqlite/task.ts'
import type { YearContent } from './content.ts'
import { dayOfYear } from './day-of-year.ts'
import { readContent } from './freeze-task.ts'
import { contentIn, type KnownYear, thatCounts, yearsOf } from './known-years.ts'
import { type Progress, progressOf } from './progress.ts'
import { type Hit, hitIn, type Years, yearsSideBySide } from './years.ts'

export type YearsInput = {
  readonly root: string
  readonly year: number
  readonly today: IsoDay
  /** The branches behind one of the figures are wanted, too. */
  readonly hit?: { readonly year: number; readonly unit: string; readonly rule: string }
}

export type ComparedYears = Years & {
  readonly years: readonly {
    readonly year: number
    readonly day: IsoDay
    /** The frozen year that was read; null where it was worked out anew. */
    readonly frozen: Pick<KnownYear, 'id' | 'hash' | 'state'> | null
  }[]
  readonly progress: readonly Progress[]
  readonly hits: readonly Hit[]
}

/** How many years stand side by side. */
const side = 3

const looking = { zh: '正在比较各年度', en: 'Comparing the years' }

/** A year and the two before it, each as it was frozen, or worked out anew where it was not: in a thread. */
export const yearsTask: Task<YearsInput, never, ComparedYears> = ({ root, year, today, hit }, tools) =>
  inOneSnapshot(tools.reader(), async reader => {
    const asked = Array.from({ length: side }, (_, n) => year - side + 1 + n)
    const known = byYear(await yearsOf(reader, [root]))
    const read: { content: YearContent; frozen: KnownYear | undefined; day: IsoDay }[] = []
    for (const [at, one] of asked.entries()) {
      await tools.report(looking, at, asked.length)
      read.push(await contentOfYear(reader, root, one, today, known.get(one)))
    }
    const last = read.at(-1)?.day
    const first = dayOf(year - side + 1, 1, 1)
    invariant(last !== undefined && first !== undefined, 'three years were read')
    const contents = read.map(({ content }) => content)
    const cases = await casesBelow(reader, { root, asOf: last })
    return {
      ...yearsSideBySide(contents),
      hits: hit === undefined ? [] : hitIn(contents, hit),
      years: read.map(({ content, frozen, day }) => ({
        year: content.year,
        day,
        frozen: frozen === undefined ? null : { id: frozen.id, hash: frozen.hash, state: frozen.state },
      })),
      progress: progressOf(cases, first, last),
    }
  })

/** By year, the one that counts. */
function byYear(years: readonly KnownYear[]): ReadonlyMap<number, KnownYear> {
  return new Map(
    [...Map.groupBy(years, ({ year }) => year)].flatMap(([year, of]) =>
      [...thatCounts(of).values()].map(one => [year, one] as const),
    ),
  )
}

async function contentOfYear(
  reader: Reader,
  root: string,
  year: number,
  today: IsoDay,
  frozen: KnownYear | undefined,
): Promise<{ content: YearContent; frozen: KnownYear | undefined; day: IsoDay }> {
  const read = frozen === undefined ? undefined : await contentIn(reader, frozen)
  if (frozen !== undefined && read !== undefined && 'content' in read)
    return { content: read.content, frozen, day: frozen.day }
  const day = dayOfYear(year, today)
  return { content: await readContent(reader, { root, year, day }), frozen: undefined, day }
}
