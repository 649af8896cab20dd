import { hashAfter, startHash } from '#db/packets/format/top-hash.ts'
import type { Connection } from '#db/sqlite/connection.ts'
import type { Check } from './check.ts'

/** Every packet that was written reaches a place of its peer's offers whose running hash is still the one it named. */
export function checkOffers(db: Connection): Check {
  const offers = db.prepare<[string], { pos: number; writer: string; n: number }>(
    `SELECT o.pos, w.id AS writer, c.n FROM offer o JOIN change c ON c.no = o.change JOIN writer w ON w.no = c.writer
     WHERE o.peer = ? ORDER BY o.pos`,
  )
  const tops = db.prepare<[string], { pos: number; hash: string }>(
    'SELECT pos, hash FROM sent WHERE peer = ?',
  )
  let wrong = 0
  let packets = 0
  for (const { peer } of db.prepare<[], { peer: string }>('SELECT DISTINCT peer FROM sent').all()) {
    const wanted = new Map(tops.all(peer).map(top => [top.pos, top.hash]))
    packets += wanted.size
    let hash = startHash
    let matched = wanted.get(0) === startHash ? 1 : 0
    for (const { pos, writer, n } of offers.iterate(peer)) {
      hash = hashAfter(hash, writer, n)
      if (wanted.get(pos) === hash) matched++
    }
    wrong += wanted.size - matched
  }
  return {
    name: 'packets',
    ok: wrong === 0,
    detail: {
      zh: `核对了 ${packets} 个已发数据包的校验值，${wrong} 个不符`,
      en: `Checked the hashes of ${packets} packets written; ${wrong} do not agree`,
    },
  }
}
