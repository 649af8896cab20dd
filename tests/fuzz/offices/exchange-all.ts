import { Broken } from '../story.ts'
import type { OfficePc } from './office-pc.ts'
import { type Offices, unlessRefused } from './offices.ts'

/** Everybody exchanges with whom he answers to, until nobody hears anything new. Answers how many packets that took. */
export async function exchangeAll(offices: Offices): Promise<number> {
  let carried = 0
  for (let round = 0; round < 12; round++) {
    let news = 0
    for (const [i, pc] of offices.pcs.entries()) {
      if (pc.isGone || pc.isRevoked) continue
      for (const other of offices.neighbours(pc))
        if (offices.pcs.indexOf(other) > i) {
          const met = await meet(offices, pc, other)
          news += met.news
          carried += met.carried
        }
    }
    for (const pc of offices.pcs) if (!pc.isGone && !pc.isRevoked) news += await pc.takesAside(offices.byName)
    if (news === 0) return carried
  }
  throw new Broken('after all rounds there is still something new')
}

/**
 * Two PCs exchange until each has heard all of the other. A statement alone is no news, but the next packet builds on
 * it; and where clones share a key, the first packet may build on what another one of them has said to have.
 */
async function meet(
  offices: Offices,
  one: OfficePc,
  other: OfficePc,
): Promise<{ readonly news: number; readonly carried: number }> {
  let [news, carried] = [0, 0]
  for (let turn = 0, quiet = 0; turn < 10; turn++) {
    const results: string[] = []
    for (const [from, to] of [
      [one, other],
      [other, one],
    ] as const) {
      const letter = await unlessRefused(() =>
        from.letterTo(to.keys.replica).catch(() => from.letterTo(to.org)),
      )
      if (letter === undefined || letter.to !== to.keys.replica) continue
      carried += 2
      offices.write(letter, from)
      const result = await to.opens(letter)
      const { status, code, message } = result
      offices.tell(to, letter, result)
      if (status === 'refused' && code !== 'packet-revoked-key') throw new Broken(`${code} ${message.en}`)
      results.push(code === 'packet-elsewhere' ? 'elsewhere' : status)
    }
    news += results.filter(status => status === 'applied').length
    const isQuiet = results.every(
      status => status === 'duplicate' || status === 'refused' || status === 'elsewhere',
    )
    quiet = isQuiet ? quiet + 1 : 0
    if (quiet === 2) return { news, carried }
  }
  throw new Broken(`${one.replica.name} and ${other.replica.name} do not come to an end`)
}
