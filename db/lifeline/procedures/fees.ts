import type { DutyRow } from '#contract/lifeline/duties.ts'
import type { FeesFound, FeesInput } from '#db/lifeline/fees/fees-task.ts'
import { quarterOf } from '#db/lifeline/periods.ts'
import type { DutiesFound } from '#db/lifeline/read-duties.ts'
import { type Implementing, inTurn } from '#db/procedure.ts'
import { feeBandNames, feeBandSets, feeBandSetting } from '#db/records/members/fee-bands.ts'
import { transferDays } from '#db/records/transfer.ts'
import { dayOf, orgOrOwn } from '#db/registry/procedures/registry.ts'
import { readSettings } from '#db/registry/settings.ts'
import type { Session } from '#db/session.ts'
import { today } from '#db/shared/clock.ts'
import { addDays, addMonths, firstOfMonth, type IsoDay, isDay } from '#db/shared/day.ts'
import { refuse } from '#db/shared/refusal.ts'
import { registryFile } from '#db/sqlite/connection.ts'
import { KeptAnswers, KeptWindows } from '#db/sqlite/kept.ts'

/** What was looked at last, of a few organizations, months and lists. */
const blocksKept = 8

type Asked = { readonly org?: string | undefined; readonly month?: string | undefined }

/** 三会两制一课 that the running quarter and month still ask for. */
export function dutyProcedures(os: Implementing, session: Session) {
  const kept = new KeptWindows<DutyRow, DutiesFound>(() => session.readConnection(), blocksKept)
  return {
    list: os.duties.list.handler(async ({ input }) => {
      const root = (await orgOrOwn(session, input.org)).id
      const asOf = dayOf(session, input.asOf)
      const asked = { root, asOf, open: input.open }
      const found = await kept.ask(JSON.stringify(asked), input, window =>
        session.threads.run({
          request: { task: 'duties', input: { ...asked, ...window }, file: registryFile(session.folder) },
          report: async () => undefined,
        }),
      )
      return { quarter: quarterOf(asOf), month: firstOfMonth(asOf), asOf, ...found }
    }),
  }
}

/** 团费: monthly statements, arrears, who is free, and by which bands an office goes. */
export function feeProcedures(os: Implementing, session: Session) {
  const monthOf = (month: string | undefined): IsoDay => {
    const now = firstOfMonth(today(session.clock))
    const asked = month === undefined ? addMonths(now, -1) : `${month}-01`
    return isDay(asked) ? asked : now
  }
  const statements = new KeptAnswers<FeesFound>(() => session.readConnection(), blocksKept)
  const lists = new KeptWindows<FeesFound['rows'][number], FeesFound>(
    () => session.readConnection(),
    blocksKept,
  )
  const read = async ({ org, month }: Asked, list: FeesInput['list']) => {
    const root = await orgOrOwn(session, org)
    const first = monthOf(month)
    const { feeBands: bands } = await readSettings(session.reader())
    const now = today(session.clock)
    const asked = { root: root.id, month: first, today: now, bands }
    const inThread = (window: FeesInput['list']) =>
      session.threads.run({
        request: { task: 'fees', input: { ...asked, list: window }, file: registryFile(session.folder) },
        report: async () => undefined,
      })
    const found =
      list === undefined
        ? await statements.ask(JSON.stringify(asked), () => inThread(undefined))
        : await lists.ask(JSON.stringify([asked, list.of]), list, window =>
            inThread({ of: list.of, ...window }),
          )
    const last = addDays(addMonths(first, 1), -1)
    return { root, month: first.slice(0, 7), day: last < now ? last : now, found }
  }
  return {
    statement: os.fees.statement.handler(async ({ input }) => {
      const { root, month, day, found } = await read(input, undefined)
      const { id, code, name, short_name: shortName } = root
      return {
        month,
        day,
        total: { org: { id, code, name, shortName }, ...found.counted },
        rows: found.branches,
      }
    }),
    members: os.fees.members.handler(async ({ input }) => {
      const { list: of, offset, limit } = input
      const { month, found } = await read(input, { of, offset, limit })
      return { month, total: found.total, rows: found.rows }
    }),
    settings: os.fees.settings.handler(async () => ({
      ...(await readSettings(session.reader())),
      sets: feeBandNames.map(set => {
        const { name, source, bands } = feeBandSets[set]
        return { set, name, source, bands: bands.map(([income, fen]) => ({ income, fen })) }
      }),
    })),
    set: os.fees.set.handler(({ input }) =>
      inTurn(session, async () => {
        const { feeBands, transferDays: days } = input
        const known: readonly string[] = feeBandNames
        if (feeBands !== undefined && !known.includes(feeBands))
          refuse(
            'bands-unknown',
            `没有“${feeBands}”这套团费标准。可以是 ${known.join('、')}。`,
            `There are no fee bands "${feeBands}". They can be ${known.join(' or ')}.`,
            { feeBands },
          )
        if (days !== undefined && (days < transferDays.least || days > transferDays.most))
          refuse(
            'days-out-of-range',
            `转接期限应为 ${transferDays.least} 到 ${transferDays.most} 天。请改正。`,
            `A transfer may take from ${transferDays.least} to ${transferDays.most} days. Correct it.`,
            { days },
          )
        const put = session.writing().db.prepare('INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)')
        if (feeBands !== undefined) put.run(feeBandSetting.key, feeBands)
        if (days !== undefined) put.run(transferDays.key, String(days))
        return readSettings(session.reader())
      }),
    ),
  }
}
