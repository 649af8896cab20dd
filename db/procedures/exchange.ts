import type { z } from 'zod'
import type { exchangeContract } from '#contract/exchange.ts'
import { rosterReadings } from '#db/exchange/roster-kinds.ts'
import { writeTemplate } from '#db/exchange/write-template.ts'
import { type Implementing, inTurn, longProcedure } from '#db/procedure.ts'
import type { Session } from '#db/session.ts'
import { isDay } from '#db/shared/day.ts'
import { exportRoster } from './export-roster.ts'
import { importFile } from './import-file.ts'
import { recogniseFile } from './recognise-file.ts'
import { dayOf, orgOrOwn } from './registry.ts'

type ImportInput = z.output<(typeof exchangeContract.importFile)['~orpc']['inputSchema'] & {}>
type RecogniseInput = z.output<(typeof exchangeContract.recognise)['~orpc']['inputSchema'] & {}>
type ExportInput = z.output<(typeof exchangeContract.exportRoster)['~orpc']['inputSchema'] & {}>

export function exchangeProcedures(os: Implementing, session: Session) {
  return {
    recognise: os.exchange.recognise.handler(
      longProcedure(session, (input: RecogniseInput, report) => recogniseFile(session, input, report)),
    ),
    importFile: os.exchange.importFile.handler(
      longProcedure(session, (input: ImportInput, report) =>
        inTurn(session, () => {
          const on = input.on !== undefined && isDay(input.on) ? input.on : undefined
          return importFile(session, { ...input, on }, report)
        }),
      ),
    ),
    exportRoster: os.exchange.exportRoster.handler(
      longProcedure(session, async (input: ExportInput, report) => {
        const org = await orgOrOwn(session, input.org)
        const asOf = dayOf(session, input.asOf)
        return exportRoster(session, { as: input.as, name: input.name, org, asOf }, report)
      }),
    ),
    template: os.exchange.template.handler(async ({ input: { as, lang } }) => {
      const name = `${rosterReadings[as].form.title}-${lang === 'zh' ? '空表' : 'empty'}.xlsx`
      const bytes = Buffer.concat(await Array.fromAsync(writeTemplate(as, lang)))
      return { file: new File([bytes], name) }
    }),
  }
}
