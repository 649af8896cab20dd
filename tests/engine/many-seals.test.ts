import { expect, test } from 'vitest'
import { packetLimits } from '#db/packets/format/packet-limits.ts'
import { exportPacket } from '#db/packets/offers/export-packet.ts'
import { findPeer } from '#db/packets/offers/peer-store.ts'
import { sealsFor } from '#db/packets/trust/proof.ts'
import { begun, noReport, type OfficePc, told } from './evil-office/world.ts'

async function sent(from: OfficePc, to: OfficePc): Promise<File> {
  const peer = await findPeer(from.session, to.keys.replica)
  return (await exportPacket(from.session, peer, noReport)).file
}

test('of more seals than a packet holds those go along that prove the most, and an office of many years still writes its packet', async () => {
  const { D, S, C } = await begun()
  const person = C.person('C-1 one')
  for (const emails of [['a@b.cn'], ['c@d.cn', 'e@f.cn', 'g@h.cn'], ['i@j.cn', 'k@l.cn']]) {
    await C.write(set => {
      for (const email of emails) set.edit('person', person, { email })
    })
    expect(told(await S.opens(await sent(C, S)))).toMatchObject({ status: 'applied' })
  }
  await sent(S, D)
  const wide = (most: number) => sealsFor(S.db, D.keys.replica, 0, most).map(({ from, to }) => to - from + 1)
  const all = wide(1000).toSorted((a, b) => b - a)
  expect(all.length).toBeGreaterThan(3)
  for (const most of [1, 3]) expect(wide(most).toSorted((a, b) => b - a)).toEqual(all.slice(0, most))

  // As after years in which each of many PCs was used every day.
  const [one] = sealsFor(S.db, D.keys.replica, 0)
  S.db
    .prepare(
      `WITH RECURSIVE i(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM i WHERE n <= @most)
       INSERT INTO seal SELECT @writer, @from, @from, printf('%064x', n), @signature FROM i`,
    )
    .run({ writer: one?.writer, from: one?.from, signature: one?.signature, most: packetLimits.seals })
  expect(sealsFor(S.db, D.keys.replica, 0)).toHaveLength(packetLimits.seals)
  expect((await sent(S, D)).size).toBeGreaterThan(0)
}, 120_000)
