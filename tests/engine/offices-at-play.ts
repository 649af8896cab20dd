import { cp, mkdtemp, rename, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { PacketResult } from '#contract/packets/packets.ts'
import type { ChangeSet } from '#db/journal/change-set.ts'
import { exportPacket } from '#db/packets/offers/export-packet.ts'
import { findPeer } from '#db/packets/offers/peer-store.ts'
import { readAside, takeAside } from '#db/packets/opening/aside/laid-aside.ts'
import { takePacket } from '#db/packets/opening/take-packet.ts'
import {
  acceptEnrolment,
  approveEnrolment,
  inspectEnrolment,
  requestEnrolment,
} from '#db/packets/trust/enrol.ts'
import { initRegistry } from '#db/packets/trust/init-registry.ts'
import { createOrg } from '#db/registry/init.ts'
import { Session } from '#db/session.ts'
import type { IsoDay } from '#db/shared/day.ts'
import { registryFile } from '#db/sqlite/connection.ts'
import { countingIds } from '#tests/fixtures/replica.ts'

/** Where an office stands: its organization's id, and the offices that it sends packets to. */
export type OfficeName = 'district' | 'street' | 'east' | 'west'
export const officeNames: readonly OfficeName[] = ['district', 'street', 'east', 'west']

/** The pairs that exchange packets: the upper office first. */
export const routes: readonly (readonly [OfficeName, OfficeName])[] = [
  ['district', 'street'],
  ['street', 'east'],
  ['street', 'west'],
]

const noReport = async () => undefined
const silent = () => undefined
let opened = 0

/** One PC of an office; a clone is another PC of the same office with the same keys. */
export class PlayedPc {
  readonly office: OfficeName
  readonly folder: string
  session: Session
  readonly #newId: () => string

  private constructor(office: OfficeName, folder: string, session: Session, newId: () => string) {
    this.office = office
    this.folder = folder
    this.session = session
    this.#newId = newId
  }

  static async open(office: OfficeName, folder: string): Promise<PlayedPc> {
    const newId = countingIds(`0${String(++opened).padStart(6, '0')}-${office}`)
    return new PlayedPc(office, folder, await openSession(folder, newId), newId)
  }

  async write(fill: (set: ChangeSet) => void, what = 'test'): Promise<void> {
    await this.session.writing().journal.write({ label: { what }, actor: this.office }, fill)
  }

  async exported(to: string): Promise<File> {
    const peer = await findPeer(this.session, to)
    return (await exportPacket(this.session, peer, noReport)).file
  }

  async opens(file: File): Promise<PacketResult> {
    return takePacket(this.session, file, { by: '', preview: false, again: true }, noReport)
  }

  /** A person takes in whatever was laid aside here; answers how often that brought something. */
  async takesAside(): Promise<number> {
    let news = 0
    const { db, journal } = this.session.writing()
    for (const { id, revokes } of readAside(db, journal)) {
      if (revokes !== null) continue
      if (!readAside(db, journal).some(aside => aside.id === id)) continue
      const options = { by: '', preview: false, again: true }
      if ((await takeAside(this.session, id, options, noReport)).status === 'applied') news++
    }
    return news
  }

  /** A copy of the registry as it is now, to be put back later. */
  async snapshot(): Promise<string> {
    const file = join(await mkdtemp(join(tmpdir(), 'lifeline-snapshot-')), 'registry.db')
    await this.session.readConnection().backup(file)
    return file
  }

  async putBack(snapshot: string): Promise<void> {
    await this.session.close()
    const file = registryFile(this.folder)
    for (const ending of ['-wal', '-shm']) await rm(`${file}${ending}`, { force: true })
    await cp(snapshot, `${file}.new`)
    await rename(`${file}.new`, file)
    this.session = await openSession(this.folder, this.#newId)
  }

  async cloned(): Promise<PlayedPc> {
    const copy = await mkdtemp(join(tmpdir(), 'lifeline-clone-'))
    await this.session.close()
    await cp(this.folder, copy, { recursive: true })
    this.session = await openSession(this.folder, this.#newId)
    return PlayedPc.open(this.office, copy)
  }

  async discard(): Promise<void> {
    await this.session.close()
    await rm(this.folder, { recursive: true, force: true })
  }
}

function openSession(folder: string, newId: () => string): Promise<Session> {
  const clock = { now: () => new Date('2018-12-31T04:00:00Z') }
  return Session.open({ folder, clock, newId, log: silent, access: 'write' })
}

const day = (text: string) => text as IsoDay

/** District over a street over two communities, each with a branch of two people; all four have a PC and are in step. */
export async function begunOffices(): Promise<Readonly<Record<OfficeName, string>>> {
  const folders: Record<OfficeName, string> = { district: '', street: '', east: '', west: '' }
  for (const name of officeNames) folders[name] = await mkdtemp(join(tmpdir(), `lifeline-play-${name}-`))
  const district = await PlayedPc.open('district', folders.district)
  const { org } = await initRegistry(district.session, {
    name: 'district',
    tier: 'district',
    by: '',
    dryRun: false,
  })
  await district.write(set => {
    const make = (
      id: string,
      tier: 'street' | 'community',
      kind: 'work-committee' | 'general-branch' | 'branch',
      parent: string,
    ) =>
      createOrg(set, {
        id,
        name: id,
        short: undefined,
        code: undefined,
        tier,
        kind,
        parent,
        since: day('2015-01-01'),
      })
    make('street', 'street', 'work-committee', org.id)
    for (const community of ['east', 'west']) {
      make(community, 'community', 'general-branch', 'street')
      for (const branch of [`${community}-1`, `${community}-2`]) {
        make(branch, 'community', 'branch', community)
        const person = set.create('person', { name: `member of ${branch}`, phone: '1' })
        const stay = { person, org: branch, since: '2016-01-01', since_known: 1, follows: [] }
        set.create('membership', stay)
      }
    }
  }, 'begin')
  const pcs = [district]
  for (const [above, name] of routes) {
    const upper = pcs.find(pc => pc.office === above)
    if (upper === undefined) throw new Error('routes run from the top down')
    const pc = await PlayedPc.open(name, folders[name])
    const request = await requestEnrolment(pc.session, name)
    await inspectEnrolment(upper.session, request.file)
    const options = { by: '', dryRun: false }
    const approval = await approveEnrolment(upper.session, request.file, name, options, noReport)
    await acceptEnrolment(pc.session, approval.file, { ...options, expect: undefined }, noReport)
    pcs.push(pc)
  }
  for (const pc of pcs) await pc.session.close()
  return folders
}

/** Each office's PC anew, on a copy of what was begun. */
export async function playedOffices(begun: Readonly<Record<OfficeName, string>>): Promise<PlayedPc[]> {
  const pcs: PlayedPc[] = []
  for (const name of officeNames) {
    const folder = await mkdtemp(join(tmpdir(), `lifeline-play-${name}-`))
    await cp(begun[name], folder, { recursive: true })
    pcs.push(await PlayedPc.open(name, folder))
  }
  return pcs
}
