import { digestOf } from '#db/journal/change.ts'
import { changeStore } from '#db/journal/store/change-store.ts'
import { hashAfter, startHash } from '#db/packets/format/top-hash.ts'
import { plural } from '#db/shared/plural.ts'
import type { Connection } from '#db/sqlite/connection.ts'
import type { Check } from './check.ts'

type Offer = { readonly pos: number; readonly no: number }

/** Every packet that was written reaches a place of its peer's offers whose running hash is still the one it named. */
export function checkOffers(db: Connection): Check {
  const tops = db.prepare<[string], { pos: number; hash: string }>(
    'SELECT pos, hash FROM sent WHERE peer = ?',
  )
  const placesOf = offered(db)
  let wrong = 0
  let packets = 0
  for (const { peer } of db.prepare<[], { peer: string }>('SELECT DISTINCT peer FROM sent').all()) {
    const wanted = new Map(tops.all(peer).map(top => [top.pos, top.hash]))
    packets += wanted.size
    let matched = wanted.get(0) === startHash ? 1 : 0
    for (const { pos, hash } of placesOf(peer)) if (wanted.get(pos) === hash) matched++
    wrong += wanted.size - matched
  }
  return {
    name: 'packets',
    ok: wrong === 0,
    detail: {
      zh: `核对了 ${packets} 个已发数据包的校验值，${wrong} 个不符`,
      en: `Checked the checksums of ${plural(packets, 'packet')} written; ${wrong} ${wrong === 1 ? 'does' : 'do'} not match`,
    },
  }
}

/** The places of a peer's list of offers with the running hash at each, over ids and contents as they lie here. */
function offered(db: Connection): (peer: string) => Generator<{ pos: number; hash: string }> {
  const changes = changeStore(db)
  const page = db.prepare<[string, number], Offer>(
    'SELECT pos, change AS no FROM offer WHERE peer = ? AND pos > ? ORDER BY pos LIMIT 1000',
  )
  const twin = db.prepare<[number], { writer: string; n: number; digest: string }>(
    'SELECT writer, n, digest FROM twin WHERE no = ?',
  )
  return function* (peer) {
    let hash = startHash
    for (let at = 0; ; ) {
      const offers = page.all(peer, at)
      const last = offers.at(-1)
      if (last === undefined) return
      const read = changes.byNumbers(offers.flatMap(({ no }) => (no > 0 ? [no] : []))).values()
      for (const { pos, no } of offers) {
        const change = no > 0 ? read.next().value : undefined
        const content = change
          ? { writer: change.origin.writer, n: change.n, digest: digestOf(change) }
          : twin.get(-no)
        if (content === undefined) return
        hash = hashAfter(hash, content.writer, content.n, content.digest)
        yield { pos, hash }
      }
      at = last.pos
    }
  }
}
