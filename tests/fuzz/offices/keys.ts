import type { Change } from '#db/journal/change.ts'
import { readCertifiedBy, revokeReplica } from '#db/packets/trust/revoke.ts'
import { standingOf } from '#db/packets/trust/standing.ts'
import { communities, district, streets } from './begin.ts'
import { keysOf, type OfficePc } from './office-pc.ts'
import type { Offices } from './offices.ts'

/** PCs that join, are stolen, handed over, and lie: what happens to keys in a story of offices. */
export class Keys {
  readonly #offices: Offices
  #drawn: number
  #forged = 0

  constructor(offices: Offices) {
    this.#offices = offices
    this.#drawn = offices.story.pcs
  }

  /** An office above says that a PC below is not to be believed any more: it was stolen. */
  async revoke(pc: OfficePc, a: number, b: number): Promise<boolean> {
    const upper = this.#offices.rootOr(pc, b)
    const below = this.#offices.pcs.filter(one => one.org !== upper.org && !one.isRevoked && !one.isGone)
    const stolen = below[a % Math.max(1, below.length)]
    // Two PCs with one key are both gone with it; enough of the others stay to have something to say.
    if (stolen === undefined || this.#offices.pcs.filter(one => one.isRevoked).length >= 2) return false
    const { replica } = stolen.keys
    const keep = readCertifiedBy(upper.session, replica).map(one => one.replica)
    await revokeReplica(upper.session, replica, { by: '', dryRun: false, keep: b % 3 === 0 ? [] : keep })
    for (const one of this.#offices.pcsOf(replica)) one.isRevoked = true
    this.#offices.tally.add('a key is revoked')
    return true
  }

  /** A PC joins: the first of an office, another one, or the successor of one that was revoked. */
  async enrol(pc: OfficePc, a: number, isHandedOver: boolean): Promise<void> {
    if (this.#offices.pcs.length >= this.#offices.story.most || pc.isGone || pc.isRevoked) return
    const { certificates } = standingOf(pc.db, pc.replica.journal)
    const orgs = [...streets, ...communities, 'C-1', district].filter(
      org =>
        certificates.isAtOrAbove(pc.org, org, 'today') &&
        (!isHandedOver || certificates.pcsOf(org).length === 0),
    )
    const org = orgs[a % Math.max(1, orgs.length)]
    if (org === undefined) return
    const keys = keysOf(this.#drawn++)
    const letter = await pc.approve(keys, org)
    const joined = this.#offices.open(keys, undefined)
    joined.db.prepare("INSERT INTO meta (key, value) VALUES ('replica', ?)").run(keys.replica)
    this.#offices.pcs.push(joined)
    await joined.join(letter)
    this.#offices.tally.add(isHandedOver ? 'a successor joins for a revoked PC' : 'a PC joins')
  }

  /** A wilful program puts a change of somebody else's into its journal, which nobody signed. */
  async forge(pc: OfficePc, a: number, b: number): Promise<void> {
    const victims = this.#offices.pcs.filter(one => one.org !== pc.org)
    const victim = victims[a % Math.max(1, victims.length)]
    const person = pc.ids('SELECT id FROM person ORDER BY id')[b % 5]
    // Whatever the district says is taken from above: it need not forge.
    if (victim === undefined || person === undefined || pc.isGone || pc.org === district) return
    const { replica } = victim.keys
    const writer = `${replica}.forged${++this.#forged}`
    const origin = { writer, firstN: 1, replica, office: victim.org, at: '', actor: 'forger', label: {} }
    const lamport = pc.replica.journal.changes.highestLamport() + 1
    const set = { phone: { phone: 'forged' } }
    const hangsOn: readonly string[] = []
    const change: Change = {
      ...{ origin, n: 1, lamport, entity: 'person', thing: person, hangsOn, schema: 1, signature: null },
      ...{ kind: 'put', body: { set, base: { phone: [] } } },
    }
    await pc.write(into => into.receive([change]))
    this.#offices.tally.add('a change is forged')
  }
}
