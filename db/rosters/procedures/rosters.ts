import type { z } from 'zod'
import { openableName } from '#contract/packets/file-name.ts'
import type { rostersContract } from '#contract/rosters.ts'
import { type Implementing, inTurn, longProcedure } from '#db/procedure.ts'
import { rosterNames } from '#db/records/rosters.ts'
import { daysOf, orgOrOwn } from '#db/registry/procedures/registry.ts'
import { rosterHere } from '#db/rosters/kinds/work-columns.ts'
import { reorganizationTable } from '#db/rosters/reorganization/reorganization-form.ts'
import { rosterOf } from '#db/rosters/roster-kinds.ts'
import { writeTemplate } from '#db/rosters/writing/write-template.ts'
import type { Session } from '#db/session.ts'
import { isDay } from '#db/shared/day.ts'
import { exportRoster } from './export-roster.ts'
import { importFile } from './import-file.ts'
import { pastedFile } from './paste-rows.ts'
import { recogniseFile } from './recognise-file.ts'
import { reorganize } from './reorganize.ts'

type ImportInput = z.output<(typeof rostersContract.importFile)['~orpc']['inputSchema'] & {}>
type PasteInput = z.output<(typeof rostersContract.pasteRows)['~orpc']['inputSchema'] & {}>
type RecogniseInput = z.output<(typeof rostersContract.recognise)['~orpc']['inputSchema'] & {}>
type ReorganizeInput = z.output<(typeof rostersContract.reorganize)['~orpc']['inputSchema'] & {}>
type ExportInput = z.output<(typeof rostersContract.exportRoster)['~orpc']['inputSchema'] & {}>

export function rosterProcedures(os: Implementing, session: Session) {
  return {
    kinds: os.rosters.kinds.handler(async () => [...rosterNames]),
    recognise: os.rosters.recognise.handler(
      longProcedure(session, (input: RecogniseInput, report) => recogniseFile(session, input, report)),
    ),
    importFile: os.rosters.importFile.handler(
      longProcedure(session, (input: ImportInput, report) =>
        inTurn(session, () => {
          const on = input.on !== undefined && isDay(input.on) ? input.on : undefined
          return importFile(session, { ...input, on }, report)
        }),
      ),
    ),
    pasteRows: os.rosters.pasteRows.handler(
      longProcedure(session, (input: PasteInput, report) =>
        inTurn(session, async () => {
          const { text, org, columns, ...asked } = input
          const on = asked.on !== undefined && isDay(asked.on) ? asked.on : undefined
          const pasted = pastedFile({
            kind: await rosterHere(session.reader(), asked.as),
            text,
            columns,
            isPlaced: org !== undefined,
          })
          const request = { ...asked, ...pasted, on, map: {}, place: org, wantRefused: false }
          const { refused: _, ...result } = await importFile(session, request, report)
          return result
        }),
      ),
    ),
    reorganize: os.rosters.reorganize.handler(
      longProcedure(session, (input: ReorganizeInput, report) =>
        inTurn(session, () => reorganize(session, input, report)),
      ),
    ),
    exportRoster: os.rosters.exportRoster.handler(
      longProcedure(session, async (input: ExportInput, report) => {
        const org = await orgOrOwn(session, input.org)
        const days = daysOf(session, input)
        return exportRoster(
          session,
          { as: input.as, type: input.type, name: input.name, org, ...days },
          report,
        )
      }),
    ),
    template: os.rosters.template.handler(async ({ input: { as, type, lang } }) => {
      const kind =
        as === 'reorganization'
          ? reorganizationTable
          : type === undefined
            ? rosterOf(as)
            : await rosterHere(session.reader(), as, type)
      const name = `${kind.form.title}${type === undefined ? '' : `-${type}`}-${lang === 'zh' ? '空表' : 'empty'}.xlsx`
      const bytes = Buffer.concat(await Array.fromAsync(writeTemplate(kind, lang)))
      return { file: new File([bytes], openableName(name)) }
    }),
  }
}
