import { z } from 'zod'
import { feeBandNames, feeBandSetting } from '#db/records/members/fee-bands.ts'
import { transferDays } from '#db/records/transfer.ts'
import type { Reader } from '#db/sqlite/tables.ts'

/** What an office decides for its own registry. It is no record: it does not travel, and no packet changes it. */
export type Settings = {
  /** Which of the published sets of fee bands it goes by. */
  readonly feeBands: (typeof feeBandNames)[number]
  /** By how many days a transfer has to be answered. */
  readonly transferDays: number
}

const schema = z.object({
  feeBands: z.enum(feeBandNames).catch(feeBandSetting.usual),
  transferDays: z.coerce
    .number()
    .int()
    .min(transferDays.least)
    .max(transferDays.most)
    .catch(transferDays.usual),
})

/** The settings of this registry; what nobody set, or what is none, is what is usual. */
export async function readSettings(reader: Reader): Promise<Settings> {
  const rows = await reader
    .selectFrom('meta')
    .where('key', 'in', [feeBandSetting.key, transferDays.key])
    .select(['key', 'value'])
    .execute()
  const of = (key: string) => rows.find(row => row.key === key)?.value
  return schema.parse({ feeBands: of(feeBandSetting.key), transferDays: of(transferDays.key) })
}
