import { carryOut } from '#db/plans/carry-out.ts'
import { type Implementing, inTurn, longProcedure } from '#db/procedure.ts'
import { planAdd } from '#db/registry/acts/plan-add.ts'
import { standpointOf } from '#db/registry/procedures/records.ts'
import type { Session } from '#db/session.ts'
import { today } from '#db/shared/clock.ts'
import type { Report } from '#db/shared/long-work.ts'
import { registryFile } from '#db/sqlite/connection.ts'
import { type Asked, choices, fillingFor } from './asked-for.ts'
import { addForm, mapForm } from './keep-form.ts'
import { contentOf, formOf, type Known, listed } from './kept-forms.ts'

/** Forms of offices above: kept with what belongs where, shown with it, and filled. */
export function formProcedures(os: Implementing, session: Session) {
  return {
    list: os.forms.list.handler(async () => ({ forms: await listed(session) })),
    choices: os.forms.choices.handler(async () => choices(session)),
    add: os.forms.add.handler(({ input }) => addForm(session, input)),
    show: os.forms.show.handler(async ({ input, signal }) => {
      const { known, marks } = await formOf(session, input.id)
      const form = await contentOf(session, known)
      const given = await fillingFor(session, input)
      const looked = await session.threads.run({
        request: {
          task: 'look-form',
          input: { ...given, form, marks, withValues: input.year !== undefined },
          file: registryFile(session.folder),
        },
        report: async () => signal?.throwIfAborted(),
        stopped: signal,
      })
      return {
        ...known,
        marks: { ...looked.marks },
        parts: looked.parts.map(part => ({
          ...part,
          cells: part.cells.map(cell => ({ ...cell, blanks: cell.blanks.map(one => ({ ...one })) })),
        })),
        values: looked.values.map(([at, value]): [string, string | number] => [at, value]),
        rows: looked.rows.map(row => ({
          ...row,
          first: row.first.map(([at, value]): [string, string | number | null] => [at, value]),
        })),
        unknown: [...looked.unknown],
      }
    }),
    map: os.forms.map.handler(({ input }) => mapForm(session, input)),
    fill: os.forms.fill.handler(
      longProcedure(session, (input: FillAsked, report) => fill(session, input, report)),
    ),
  }
}

type FillAsked = Asked & { readonly id: string; readonly year: number }

async function fill(session: Session, asked: FillAsked, report: Report) {
  const { known, marks } = await formOf(session, asked.id)
  const form = await contentOf(session, known)
  const given = await fillingFor(session, asked)
  const parts: Uint8Array<ArrayBuffer>[] = []
  const { places, rows, left, pages, without } = await session.threads.run({
    request: { task: 'fill-form', input: { ...given, form, marks }, file: registryFile(session.folder) },
    report,
    stopped: report.stopped,
    onChunk: async chunk => {
      parts.push(new Uint8Array(chunk))
    },
  })
  await noteUse(session, { form: known, asked, filled: places, left: left.length })
  const [, stem = form.name, ending = ''] = /^(.*)(\.[^.]+)$/.exec(form.name) ?? []
  const name = `${stem}_${given.office.name.slice(0, 30)}_${asked.year}${ending}`.replace(
    /[\\/:*?"<>|\s]/g,
    '_',
  )
  return { file: new File(parts, name), places, rows, left: [...left], pages, without: [...without] }
}

type Use = {
  readonly form: Known
  readonly asked: FillAsked
  readonly filled: number
  /** Marked places for which nothing was known. */
  readonly left: number
}

/** Writes down that this office filled the form, once a day for each year: whoever asks for it sees that it lives. */
async function noteUse(session: Session, { form, asked, filled, left }: Use) {
  const org = session.office()
  const on = today(session.clock)
  await inTurn(session, async () => {
    const known = await session
      .reader()
      .selectFrom('form_use')
      .where('form', '=', form.id)
      .where('org', '=', org)
      .where('year', '=', asked.year)
      .where('filled_on', '=', on)
      .select('id')
      .executeTakeFirst()
    if (known !== undefined) return
    const plan = await planAdd(await standpointOf(session, session.reader(), {}), 'form_use', {
      ...{ org, form: form.id, name: form.name, year: String(asked.year), filled_on: on },
      ...{ filled: String(filled), left_blank: String(left) },
      ...(asked.by !== '' && { writer: asked.by }),
    })
    await carryOut(session.writing().journal, plan, { by: asked.by, dryRun: false, newId: session.newId })
  })
}
