import type { ChangeSet } from '#db/journal/change-set.ts'
import { namedAfter } from '#db/journal/names.ts'
import { issueRootCertificate } from '#db/packets/format/keys/certificate.ts'
import { certificateFields } from '#db/packets/trust/certificates.ts'
import { noteCertified } from '#db/packets/trust/renewing.ts'
import type { Contents, Databases } from '../databases.ts'
import { keysOf, OfficePc } from './office-pc.ts'

/** Who stands under whom when a story begins; the district's own id begins with its PC's. */
export const places = [
  ['S', 'D'],
  ['C', 'S'],
  ['S2', 'D'],
  ['C2', 'S2'],
  ['C1', 'S'],
] as const

export const district = namedAfter(keysOf(0).replica, 'D')
export const streets = ['S', 'S2'] as const
export const communities = ['C', 'C1', 'C2'] as const
const clock = { now: () => new Date('2018-12-31T04:00:00Z') }

/** What the PCs hold when a story with so many of them begins: all organizations are founded, all PCs are in step. */
export class Beginnings {
  readonly #databases: Databases
  readonly #known = new Map<number, Promise<readonly Contents[]>>()

  constructor(databases: Databases) {
    this.#databases = databases
  }

  of(pcs: number): Promise<readonly Contents[]> {
    const known = this.#known.get(pcs) ?? this.#begin(pcs)
    this.#known.set(pcs, known)
    return known
  }

  async #begin(count: number): Promise<readonly Contents[]> {
    const pcs: OfficePc[] = []
    for (let n = 0; n < count; n++) {
      const db = this.#databases.take()
      const keys = keysOf(n)
      const put = db.prepare('INSERT INTO meta (key, value) VALUES (?, ?)')
      put.run('replica', keys.replica)
      if (n === 0)
        for (const key of ['office', 'root_replica']) put.run(key, key === 'office' ? district : keys.replica)
      const pc = new OfficePc(keys, `begin${n}`, db, clock)
      this.#databases.opened(db)
      if (n === 0) await found(pc)
      else {
        const [org, above] = places[n - 1] ?? ['', '']
        const upper = pcs.find(one => one.org === (above === 'D' ? district : above))
        if (upper === undefined) throw new Error('places run from the top down')
        await pc.join(await upper.approve(keys, org))
        noteCertified(pc.session)
      }
      pcs.push(pc)
    }
    const contents = pcs.map(({ db }) => this.#databases.contentsOf(db))
    for (const pc of pcs) pc.close(this.#databases)
    return contents
  }
}

async function found(root: OfficePc): Promise<void> {
  await root.write(set => {
    set.create('org', org('D', 'district', 'committee'), district)
    set.create('certificate', certificateFields(issueRootCertificate(root.keys, district, 'D')))
    for (const [id, above] of places) {
      const isStreet = above === 'D'
      make(
        set,
        id,
        isStreet ? district : above,
        isStreet ? 'street' : 'community',
        isStreet ? 'work-committee' : 'general-branch',
      )
    }
    for (const community of communities) {
      for (const branch of [`${community}-1`, `${community}-2`]) {
        make(set, branch, community, 'community', 'branch')
        const person = set.create('person', { name: `of ${branch}`, phone: '1' }, `person of ${branch}`)
        const stay = { person, org: branch, since: '2016-01-01', since_known: 1, follows: [] }
        set.create('membership', stay)
      }
    }
  })
  noteCertified(root.session)
}

const org = (name: string, tier: string, kind: string) => ({ name, tier, kind, branch_type: 'ordinary' })

function make(set: ChangeSet, id: string, parent: string, tier: string, kind: string): void {
  set.create('org', org(id, tier, kind), id)
  set.create('placement', { org: id, parent, since: '2015-01-01', follows: [] })
}
