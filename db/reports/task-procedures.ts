import type { Book, Period } from '#contract/tasks.ts'
import type { Implementing } from '#db/procedure.ts'
import { planTaskAnswer } from '#db/registry/closings/plan-task-request.ts'
import { acting } from '#db/registry/procedures/records.ts'
import { orgOrOwn } from '#db/registry/procedures/registry.ts'
import type { Session } from '#db/session.ts'
import { today } from '#db/shared/clock.ts'
import { registryFile } from '#db/sqlite/connection.ts'
import type { Reader } from '#db/sqlite/tables.ts'

/** Task books with how far everybody has come, and the periods that are closed. */
export function taskProcedures(os: Implementing, session: Session) {
  const booksOf = async (office: string, year: number, signal: AbortSignal | undefined): Promise<Book[]> => {
    const books = await session.threads.run({
      request: {
        task: 'task-books',
        input: { office, year, today: today(session.clock) },
        file: registryFile(session.folder),
      },
      report: async () => signal?.throwIfAborted(),
      stopped: signal,
    })
    return books.map(book => ({
      ...book,
      tasks: book.tasks.map(one => ({
        ...one,
        unknown: [...one.unknown],
        units: one.units.map(unit => ({
          ...unit,
          requests: unit.requests.map(asked => ({ ...asked, may: [...asked.may] })),
        })),
      })),
    }))
  }
  return {
    books: os.tasks.books.handler(async ({ input, signal }) => {
      const reader = session.reader()
      const org = await orgOrOwn(session, input.org)
      const asOf = today(session.clock)
      const year = input.year ?? Number(asOf.slice(0, 4))
      const years = await reader
        .selectFrom('task')
        .select('year')
        .distinct()
        .orderBy('year', 'desc')
        .execute()
      return {
        year,
        asOf,
        years: years.map(one => one.year),
        org: { id: org.id, code: org.code, name: org.short_name ?? org.name },
        books: await booksOf(org.id, year, signal),
        periods: await readPeriods(reader, asOf),
      }
    }),
    answer: os.tasks.answer.handler(({ input }) =>
      acting(session, input, standpoint => planTaskAnswer(standpoint, input)),
    ),
    due: os.tasks.due.handler(async ({ signal }) => {
      const asOf = today(session.clock)
      const year = Number(asOf.slice(0, 4))
      const office = session.office()
      const years = await session
        .reader()
        .selectFrom('task')
        .where('year', 'in', [year - 1, year])
        .select('year')
        .distinct()
        .execute()
      const found = { overdue: 0, soon: 0, below: 0, asked: 0 }
      for (const { year: of } of years)
        for (const book of await booksOf(office, of, signal))
          for (const task of book.tasks) {
            // What last year's book left undone is over with that year.
            if (of < year && task.due < `${year}`) continue
            for (const { org, lamp, requests } of task.units) {
              if (book.isOwn) found.asked += requests.filter(({ state }) => state === 'asked').length
              if (org.id === office && lamp === 'overdue') found.overdue++
              else if (org.id === office && lamp === 'soon') found.soon++
              else if (book.isOwn && lamp === 'overdue') found.below++
            }
          }
      return found
    }),
  }
}

async function readPeriods(reader: Reader, asOf: string): Promise<Period[]> {
  const closings = await reader
    .selectFrom('closing')
    .innerJoin('org', 'org.id', 'closing.org')
    .selectAll('closing')
    .select(eb => eb.fn.coalesce('org.short_name', 'org.name').as('called'))
    .orderBy('closing.first_day', 'desc')
    .execute()
  const exceptions = await reader
    .selectFrom('reopening')
    .leftJoin('org', join =>
      join.on(eb =>
        eb.or([eb('org.code', '=', eb.ref('reopening.whom')), eb('org.id', '=', eb.ref('reopening.whom'))]),
      ),
    )
    .selectAll('reopening')
    .select(eb => eb.fn.coalesce('org.short_name', 'org.name', 'reopening.whom').as('called'))
    .orderBy('reopening.ends', 'desc')
    .execute()
  return closings.map(one => ({
    id: one.id,
    org: one.called,
    firstDay: one.first_day,
    lastDay: one.last_day,
    closesOn: one.closes_on,
    isClosed: one.closes_on < asOf,
    exceptions: exceptions
      .filter(other => other.first_day <= one.last_day && other.last_day >= one.first_day)
      .map(other => ({
        id: other.id,
        whom: other.called,
        firstDay: other.first_day,
        lastDay: other.last_day,
        ends: other.ends,
        reason: other.reason,
        holds: other.ends >= asOf,
      })),
  }))
}
