import { openableName } from '#contract/packets/file-name.ts'
import { type Implementing, longProcedure } from '#db/procedure.ts'
import { orgOrOwn } from '#db/registry/procedures/registry.ts'
import type { Session } from '#db/session.ts'
import { today } from '#db/shared/clock.ts'
import type { Report } from '#db/shared/long-work.ts'
import { registryFile } from '#db/sqlite/connection.ts'

type Asked = {
  readonly year: number
  readonly org?: string | undefined
  readonly mine?: File | undefined
  readonly take: readonly string[]
}

/** The yearly summary: made new, and made anew from what a person has written in it since. */
export function summaryProcedures(os: Implementing, session: Session) {
  return {
    make: os.summaries.make.handler(
      longProcedure(session, (input: Asked, report) => make(session, input, report)),
    ),
  }
}

async function make(session: Session, { year, org, mine, take }: Asked, report: Report) {
  const found = await orgOrOwn(session, org)
  const parts: Uint8Array<ArrayBuffer>[] = []
  const made = await session.threads.run({
    request: {
      task: 'make-summary',
      input: {
        root: found.id,
        year,
        today: today(session.clock),
        office: found.name,
        take,
        ...(mine !== undefined && {
          mine: { name: mine.name, bytes: new Uint8Array(await mine.arrayBuffer()) },
        }),
      },
      file: registryFile(session.folder),
    },
    report,
    stopped: report.stopped,
    onChunk: async chunk => {
      parts.push(new Uint8Array(chunk))
    },
  })
  const name = mine?.name ?? openableName(`${found.short_name ?? found.name}${year}年工作总结.docx`)
  return {
    file: new File(parts, name),
    passages: made.passages.map(({ id, level, pieces }) => ({
      id,
      level: level ?? null,
      pieces: pieces.map(piece => (typeof piece === 'string' ? piece : { ...piece })),
    })),
    figures: made.figures.map(one => ({ ...one })),
    changes: made.changes.map(one => ({ ...one })),
    kept: made.kept,
  }
}

/** The League's own statistical tables of a year. */
export function statisticsProcedures(os: Implementing, session: Session) {
  return {
    write: os.statistics.write.handler(
      longProcedure(session, async ({ year, org }: Pick<Asked, 'year' | 'org'>, report: Report) => {
        const found = await orgOrOwn(session, org)
        const parts: Uint8Array<ArrayBuffer>[] = []
        const input = { root: found.id, year, today: today(session.clock), office: found.name }
        const { sheets, rows } = await session.threads.run({
          request: { task: 'write-statistics', input, file: registryFile(session.folder) },
          report,
          stopped: report.stopped,
          onChunk: async chunk => {
            parts.push(new Uint8Array(chunk))
          },
        })
        const name = openableName(`${found.short_name ?? found.name}${year}年团内统计.xlsx`)
        return { file: new File(parts, name), sheets: [...sheets], rows }
      }),
    ),
  }
}
