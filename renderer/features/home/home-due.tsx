import { Stack } from '@mantine/core'
import { useDisputes, useGivenBack, usePending } from '../../api/packets.ts'
import { useDue, useDueElections, useStatus } from '../../api/questions.ts'
import { addressOf } from '../../kit/address.ts'
import { Answer } from '../../kit/answer.tsx'
import { AppLink } from '../../kit/app-link.tsx'
import { useSpoken } from '../../text/language.ts'
import { count } from '../../text/number.ts'
import { isOld } from './is-old.ts'

/** What waits to be done: elections, members, packets, the backup. Every number opens its list. */
export function HomeDue() {
  const { words } = useSpoken()
  const { home } = words
  const due = useDue()
  const elections = useDueElections()
  const pending = usePending()
  const back = useGivenBack()
  const disputes = useDisputes()
  const status = useStatus()
  // All together: a line that came later would push the others down under the mouse.
  const asked = [due, elections, pending, back, disputes, status]
  const all = {
    data:
      due.data && elections.data && pending.data && back.data && disputes.data && status.data
        ? {
            ...due.data,
            elections: elections.data,
            unsent: pending.data.reduce((sum, peer) => sum + (peer.revoked ? 0 : peer.changes), 0),
            givenBack: back.data.filter(({ mine }) => mine).length,
            conflicts: disputes.data.length,
            backup: status.data.lastBackup,
          }
        : undefined,
    error: asked.find(({ error }) => error !== null)?.error ?? null,
    refetch: () => Promise.all(asked.map(({ refetch }) => refetch())),
  }
  return (
    <Answer of={all} lines={3}>
      {({ asOf, until, notReported, reaching28, elections: soon, unsent, givenBack, conflicts, backup }) => {
        const aged = addressOf('/people', { agedBy: until, status: 'normal', sort: 'birth' })
        const lines = [
          [home.elections(soon.until), soon.rows.length, home.orgsUnit, '/lifeline/elections'],
          [home.notReported, notReported, home.peopleUnit, addressOf('/people', { report: 'open' })],
          [home.reaching28(until), reaching28, home.peopleUnit, aged],
          [home.unsent, unsent, home.changesUnit, '/packets'],
          [home.givenBack, givenBack, home.timesUnit, addressOf('/packets', { tab: 'returned' })],
          [home.conflicts, conflicts, home.placesUnit, addressOf('/packets', { tab: 'conflicts' })],
        ] as const
        const present = lines.filter(([, n]) => n > 0)
        return (
          <Stack gap={6}>
            {present.length === 0 && <span className="quiet">{home.dueNone}</span>}
            {present.map(([label, n, unit, href]) => (
              <div key={label} className="home-line">
                <span>{label}</span>
                <AppLink href={href}>
                  {count(n)} {unit}
                </AppLink>
              </div>
            ))}
            <div className="home-line">
              <span className={isOld(backup, asOf) ? undefined : 'quiet'}>
                {backup === null ? home.neverBackedUp : home.lastBackup(backup.slice(0, 10))}
              </span>
              <AppLink href="/settings">{home.doBackup}</AppLink>
            </div>
          </Stack>
        )
      }}
    </Answer>
  )
}
