import type { KnownOrg } from '../acts/known.ts'
import type { Planning } from '../acts/planning.ts'
import { closedFor, closedText, readClosings } from './closings.ts'

/** Work of a day that lies in a closed period is not written down, changed or removed any more: told at its field. */
export async function refuseClosedPeriod(
  planning: Planning,
  org: KnownOrg | undefined,
  heldOn: string | undefined,
  field: string,
): Promise<void> {
  if (org === undefined || heldOn === undefined) return
  const { reader, today } = planning.standpoint
  const { above } = org
  const closing = closedFor(await readClosings(reader), { above, heldOn, on: today })
  if (closing === undefined) return
  const { zh, en } = closedText(closing, heldOn)
  planning.tell(field, 'period-closed', zh, en)
}
