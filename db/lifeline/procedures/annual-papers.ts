import type { ComparedYears as Told } from '#contract/lifeline/annual.ts'
import { zipped } from '#db/files/zip-writer.ts'
import { dayOfYear } from '#db/lifeline/annual/day-of-year.ts'
import { placesKnown } from '#db/lifeline/annual/review-form.ts'
import { yearLedgerContinued, yearLedgerHeads, yearLedgerWidths } from '#db/lifeline/annual/year-ledger.ts'
import type { ComparedYears, YearsInput } from '#db/lifeline/annual/years-task.ts'
import { type Implementing, longProcedure } from '#db/procedure.ts'
import { orgOrOwn } from '#db/registry/procedures/registry.ts'
import type { Session } from '#db/session.ts'
import { today } from '#db/shared/clock.ts'
import type { Report } from '#db/shared/long-work.ts'
import { refuse } from '#db/shared/refusal.ts'
import { registryFile } from '#db/sqlite/connection.ts'
import { KeptAnswers } from '#db/sqlite/kept.ts'

const yearsKept = 2
/** A blank form is small; what is larger is not read at all. */
const largestForm = 20_000_000

type PapersAsked = {
  readonly id: string
  readonly what: 'forms' | 'summaries' | 'ledger'
  readonly under?: string | undefined
  readonly as: 'one' | 'each' | 'zip'
  readonly form?: File | undefined
}

/** What is made of frozen years: three of them side by side, and their documents. */
export function annualPaperProcedures(os: Implementing, session: Session) {
  const kept = new KeptAnswers<ComparedYears>(() => session.readConnection(), yearsKept)
  const file = () => registryFile(session.folder)
  const compared = async (org: string | undefined, year: number, hit?: YearsInput['hit']) => {
    const { id } = await orgOrOwn(session, org)
    const now = today(session.clock)
    dayOfYear(year, now)
    const input = { root: id, year, today: now, ...(hit && { hit }) }
    return kept.ask(JSON.stringify(input), () =>
      session.threads.run({
        request: { task: 'years', input, file: file() },
        report: async () => undefined,
      }),
    )
  }

  return {
    years: os.annual.years.handler(async ({ input: { org, year } }) => {
      const found = await compared(org, year)
      const ids = found.units.map(({ id }) => id)
      const orgs = await session
        .reader()
        .selectFrom('org')
        .where('id', 'in', ids)
        .select(['id', 'short_name'])
        .execute()
      return toldOf(found, new Map(orgs.map(one => [one.id, one.short_name])))
    }),
    turned: os.annual.turned.handler(async ({ input }) => {
      const { org, year, at, unit, turn, offset, limit } = input
      const found = await compared(org, year)
      const names = new Map(found.units.map(one => [one.id, one.name]))
      const index = found.years.findIndex(one => one.year === at)
      const rows = found.rows.filter(
        row =>
          (unit === undefined || row.unit === unit) &&
          (turn === undefined ? row.standings[index] === 'weak' : row.turns[index] === turn),
      )
      return {
        total: rows.length,
        rows: rows.slice(offset, offset + limit).map(row => ({
          ...row,
          unitName: names.get(row.unit) ?? '',
          standings: [...row.standings],
          turns: [...row.turns],
        })),
      }
    }),
    hit: os.annual.hit.handler(async ({ input }) => {
      const { org, year, at, unit, rule, offset, limit } = input
      const { hits } = await compared(org, year, { year: at, unit, rule })
      const rows = hits.slice(offset, offset + limit)
      return { total: hits.length, rows: rows.map(row => ({ ...row, findings: [...row.findings] })) }
    }),
    papers: os.annual.papers.handler(
      longProcedure(session, (input: PapersAsked, report) => papersOf(session, input, report)),
    ),
    places: os.annual.places.handler(() => ({ places: [...placesKnown] })),
  }
}

function toldOf(
  { years, units, byYear, rows, progress }: ComparedYears,
  shortNames: ReadonlyMap<string, string | null>,
): Told {
  const turned = rows.flatMap(row =>
    row.turns.flatMap((turn, at) => {
      const year = years[at]?.year
      return turn === null || year === undefined ? [] : [{ year, unit: row.unit, turn }]
    }),
  )
  const flowed = rows.flatMap(row =>
    row.standings.slice(1).flatMap((is, at) => {
      const [was, from] = [row.standings[at], years[at]?.year]
      return was === undefined || from === undefined ? [] : [{ from, was, is }]
    }),
  )
  return {
    years: years.map(({ year, day, frozen }, at) => ({
      ...{ year, day, frozen: frozen === null ? null : { id: frozen.id, hash: frozen.hash } },
      units: (byYear[at] ?? []).map(unit => ({ ...unit, rules: [...unit.rules] })),
    })),
    units: units.map(unit => ({ ...unit, shortName: shortNames.get(unit.id) ?? null })),
    turns: counted(turned),
    flows: counted(flowed),
    progress: [...progress],
  }
}

/** How often each of these occurs. */
function counted<T extends object>(list: readonly T[]): (T & { readonly n: number })[] {
  const groups = Map.groupBy(list, one => JSON.stringify(one))
  return [...groups.values()].flatMap(group => {
    const [first] = group
    return first === undefined ? [] : [{ ...first, n: group.length }]
  })
}

async function papersOf(session: Session, { form, as, ...asked }: PapersAsked, report: Report) {
  if (form !== undefined && form.size > largestForm)
    refuse(
      'form-too-large',
      `“${form.name}”太大，不像一张空白表。请去掉里面的图片再试。`,
      `${form.name} is too large for a blank form. Take the pictures out and try again.`,
      { name: form.name },
    )
  const bytes = form === undefined ? undefined : new Uint8Array(await form.arrayBuffer())
  const files: File[] = []
  const written = await session.threads.run({
    request: {
      task: 'year-papers',
      input: {
        ...asked,
        as: as === 'one' ? 'one' : 'each',
        ...(form !== undefined && bytes !== undefined && { form: { name: form.name, bytes } }),
      },
      file: registryFile(session.folder),
    },
    report,
    stopped: report.stopped,
    onChunk: async one => {
      files.push(new File([new Uint8Array(one.bytes)], one.name))
    },
  })
  const { papers, left, year } = written
  const [lines] = files
  if (asked.what === 'ledger' && lines !== undefined) {
    const list = {
      title: `${year}年度软弱涣散基层团组织评审台账`,
      notes: [`填报单位：${written.office}`, `截止日期：${written.day}`],
      heads: yearLedgerHeads,
      widths: yearLedgerWidths,
      continued: yearLedgerContinued,
      lines: new Uint8Array(await lines.arrayBuffer()),
    }
    const parts: Uint8Array<ArrayBuffer>[] = []
    await session.threads.run({
      request: { task: 'write-list', input: list, file: registryFile(session.folder) },
      report,
      stopped: report.stopped,
      onChunk: async chunk => {
        parts.push(new Uint8Array(chunk))
      },
    })
    return { files: [new File(parts, lines.name)], papers, left: [] }
  }
  if (as !== 'zip') return { files, papers, left: [...left] }
  const what = asked.what === 'forms' ? '评审表' : '评审情况报告'
  return {
    files: [await zipOf(files, `${year}年度${what}.zip`, session.clock.now())],
    papers,
    left: [...left],
  }
}

async function zipOf(files: readonly File[], name: string, modified: Date): Promise<File> {
  async function* parts() {
    for (const file of files) yield { path: file.name, content: file.stream() }
  }
  const chunks: Uint8Array<ArrayBuffer>[] = []
  for await (const chunk of zipped(parts(), modified)) chunks.push(new Uint8Array(chunk))
  return new File(chunks, name)
}
