import { countedOf, feeBranches, feeList, readFeeMembers } from '#db/lifeline/fees/read-fees.ts'
import { packFor } from '#db/lifeline/packs/pack-in-force.ts'
import { quarterOf } from '#db/lifeline/periods.ts'
import { owedBy, readDuties } from '#db/lifeline/read-duties.ts'
import { type Implementing, inTurn } from '#db/procedure.ts'
import { feeBandNames, feeBandSets, feeBandSetting } from '#db/records/members/fee-bands.ts'
import { transferDays } from '#db/records/transfer.ts'
import { dayOf, orgOrOwn } from '#db/registry/procedures/registry.ts'
import { readSettings } from '#db/registry/settings.ts'
import type { Session } from '#db/session.ts'
import { today } from '#db/shared/clock.ts'
import { addDays, addMonths, firstOfMonth, type IsoDay, isDay } from '#db/shared/day.ts'
import { refuse } from '#db/shared/refusal.ts'

type Asked = { readonly org?: string | undefined; readonly month?: string | undefined }

/** 三会两制一课 that the running quarter and month still ask for. */
export function dutyProcedures(os: Implementing, session: Session) {
  return {
    list: os.duties.list.handler(async ({ input }) => {
      const { id } = await orgOrOwn(session, input.org)
      const asOf = dayOf(session, input.asOf)
      const pack = await packFor(session.reader(), asOf)
      const all = await readDuties(session.reader(), id, asOf, pack)
      const shown = input.open ? all.filter(row => owedBy(row) > 0) : all
      const owing = (what: 'assembly' | 'lesson' | 'committee') =>
        all.filter(row => row[what] === 'due').length
      return {
        quarter: quarterOf(asOf),
        month: firstOfMonth(asOf),
        asOf,
        committeeFrom: pack.thresholds.W09.fromMembers,
        branches: all.length,
        owing: { assembly: owing('assembly'), lesson: owing('lesson'), committee: owing('committee') },
        total: shown.length,
        rows: shown.slice(input.offset, input.offset + input.limit),
      }
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
  const read = async ({ org, month }: Asked) => {
    const reader = session.reader()
    const root = await orgOrOwn(session, org)
    const first = monthOf(month)
    const { feeBands } = await readSettings(reader)
    const now = today(session.clock)
    const members = await readFeeMembers(reader, { root: root.id, month: first, today: now, bands: feeBands })
    const last = addDays(addMonths(first, 1), -1)
    return { root, month: first.slice(0, 7), day: last < now ? last : now, members }
  }
  return {
    statement: os.fees.statement.handler(async ({ input }) => {
      const { root, month, day, members } = await read(input)
      const { id, code, name, short_name: shortName } = root
      return {
        month,
        day,
        total: { org: { id, code, name, shortName }, ...countedOf(members) },
        rows: feeBranches(members),
      }
    }),
    members: os.fees.members.handler(async ({ input }) => {
      const { month, members } = await read(input)
      const found = feeList(members, input.list)
      return { month, total: found.length, rows: found.slice(input.offset, input.offset + input.limit) }
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
