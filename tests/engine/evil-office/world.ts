import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished } from 'vitest'
import type { PacketResult } from '#contract/packets/packets.ts'
import type { ChangeSet } from '#db/journal/change-set.ts'
import { openPacket } from '#db/packets/format/open-packet.ts'
import { exportPacket } from '#db/packets/offers/export-packet.ts'
import { findPeer } from '#db/packets/offers/peer-store.ts'
import { takePacket } from '#db/packets/opening/take-packet.ts'
import { acceptEnrolment, approveEnrolment, requestEnrolment } from '#db/packets/trust/enrol.ts'
import { initRegistry } from '#db/packets/trust/init-registry.ts'
import { createOrg } from '#db/registry/init.ts'
import { Session } from '#db/session.ts'
import { today } from '#db/shared/clock.ts'
import { verified } from '#tests/fixtures/engine.ts'
import { countingIds } from '#tests/fixtures/replica.ts'
import { bytesOf } from '#tests/fixtures/table-dump.ts'

/**
 * The offices among which an evil one lives: the district D, the streets S and S2, the communities C and C1 under S,
 * C2 under S2. Each community has two branches (`C-1`, `C-2`) with two people; all have a PC and are in step.
 */
export const places = ['D', 'S', 'S2', 'C', 'C1', 'C2'] as const
export type Place = (typeof places)[number]

/** Who exchanges with whom: the upper office first. */
export const routes: readonly (readonly [Place, Place])[] = [
  ['D', 'S'],
  ['D', 'S2'],
  ['S', 'C'],
  ['S', 'C1'],
  ['S2', 'C2'],
]

const clock = { now: () => new Date('2018-12-31T04:00:00Z') }
export const noReport = async () => undefined
let opened = 0

/** One office's PC, as an honest person uses it. */
export class OfficePc {
  readonly place: Place
  readonly folder: string
  session: Session
  readonly #newId: () => string

  private constructor(place: Place, folder: string, session: Session, newId: () => string) {
    this.place = place
    this.folder = folder
    this.session = session
    this.#newId = newId
  }

  static async open(place: Place, folder: string): Promise<OfficePc> {
    const newId = countingIds(`${place}-${String(++opened).padStart(6, '0')}`)
    return new OfficePc(place, folder, await openSession(folder, newId), newId)
  }

  get db() {
    return this.session.writing().db
  }

  get keys() {
    return this.session.writing().keys
  }

  get journal() {
    return this.session.writing().journal
  }

  /** The id of its organization; that of the others is their place's name, but for the district. */
  get org(): string {
    return this.session.office()
  }

  async write(fill: (set: ChangeSet) => void): Promise<void> {
    await this.journal.write({ label: { what: 'test' }, actor: this.place }, fill)
  }

  async exportTo(to: OfficePc): Promise<File> {
    const peer = await findPeer(this.session, to.keys.replica).catch(() => findPeer(this.session, to.org))
    return (await exportPacket(this.session, peer, noReport)).file
  }

  /** Opens a packet and says yes to whatever it asks. */
  opens(file: File): Promise<PacketResult> {
    return takePacket(this.session, file, { by: '', preview: false, again: true }, noReport)
  }

  preview(file: File): Promise<PacketResult> {
    return takePacket(this.session, file, { by: '', preview: true, again: false }, noReport)
  }

  /** A copy of the registry as it is now, to be put back with `restore`. */
  async backup(): Promise<string> {
    const file = join(await mkdtemp(join(tmpdir(), 'lifeline-evil-backup-')), 'registry.db')
    await this.session.readConnection().backup(file)
    return file
  }

  async restore(backup: string): Promise<void> {
    await this.session.close()
    for (const ending of ['-wal', '-shm'])
      await rm(join(this.folder, `registry.db${ending}`), { force: true })
    await cp(backup, join(this.folder, 'registry.db'))
    this.session = await openSession(this.folder, this.#newId)
  }

  ids(sql: string, ...values: string[]): string[] {
    return this.db
      .prepare<string[], { id: string }>(sql)
      .all(...values)
      .map(row => row.id)
  }

  /** The person with this name: `C2-1 one`, `C2-1 two`, … */
  person(name: string): string {
    const [id] = this.ids('SELECT id FROM person WHERE name = ?', name)
    if (id === undefined) throw new Error(`${this.place} knows nobody called ${name}`)
    return id
  }

  homeOf(person: string): string | undefined {
    const [org] = this.ids('SELECT org AS id FROM membership WHERE person = ? AND until IS NULL', person)
    return org
  }

  async close(): Promise<void> {
    await this.session.close()
  }

  async discard(): Promise<void> {
    await this.session.close()
    await rm(this.folder, { recursive: true, force: true })
  }
}

function openSession(folder: string, newId: () => string): Promise<Session> {
  return Session.open({ folder, clock, newId, log: () => undefined, access: 'write' })
}

export type World = Readonly<Record<Place, OfficePc>>

let template: Promise<Record<Place, string>> | undefined

/** The offices anew, on copies of what was begun once for all files of a test process; it goes with the run's folder. */
async function openWorld(): Promise<World> {
  template ??= begin()
  const folders = await template
  const pcs: OfficePc[] = []
  for (const place of places) {
    const folder = await mkdtemp(join(tmpdir(), `lifeline-evil-${place}-`))
    await cp(folders[place], folder, { recursive: true })
    pcs.push(await OfficePc.open(place, folder))
  }
  return Object.fromEntries(pcs.map(pc => [pc.place, pc])) as World
}

/** A world of its own for one test, gone when that is over. */
export async function begun(): Promise<World> {
  const world = await openWorld()
  onTestFinished(async () => {
    for (const pc of Object.values(world)) await pc.discard()
  })
  return world
}

/** All that a person is told of a packet, in English. */
export function sentences({ sentences, warnings, returned, message }: PacketResult): string {
  return [...sentences, ...warnings, ...returned.map(one => one.message), message]
    .map(text => text.en)
    .join('\n')
}

async function begin(): Promise<Record<Place, string>> {
  const folders = {} as Record<Place, string>
  for (const place of places) folders[place] = await mkdtemp(join(tmpdir(), `lifeline-evil-${place}-`))
  const district = await OfficePc.open('D', folders.D)
  const { org } = await initRegistry(district.session, { name: 'D', tier: 'district', by: '', dryRun: false })
  await district.write(set => {
    const since = today(clock)
    const make = (
      id: string,
      tier: 'street' | 'community',
      kind: 'work-committee' | 'general-branch' | 'branch',
      parent: string,
    ) => createOrg(set, { id, name: id, short: undefined, code: undefined, tier, kind, parent, since })
    for (const street of ['S', 'S2']) make(street, 'street', 'work-committee', org.id)
    for (const [street, community] of routes.slice(2)) {
      make(community, 'community', 'general-branch', street)
      for (const branch of [`${community}-1`, `${community}-2`]) {
        make(branch, 'community', 'branch', community)
        for (const which of ['one', 'two']) {
          const person = set.create('person', {
            name: `${branch} ${which}`,
            phone: `secret of ${branch} ${which}`,
          })
          const stay = { person, org: branch, since: '2016-01-01', since_known: 1, follows: [] }
          set.create('membership', stay)
        }
      }
    }
  })
  const pcs = [district]
  for (const [above, place] of routes) {
    const upper = pcs.find(pc => pc.place === above)
    if (upper === undefined) throw new Error('routes run from the top down')
    const pc = await OfficePc.open(place, folders[place])
    const request = await requestEnrolment(pc.session, place)
    const options = { by: '', dryRun: false }
    const approval = await approveEnrolment(upper.session, request.file, place, options, noReport)
    await acceptEnrolment(pc.session, approval.file, { ...options, expect: undefined }, noReport)
    pcs.push(pc)
  }
  const world = Object.fromEntries(pcs.map(pc => [pc.place, pc])) as World
  await exchange(world)
  for (const pc of pcs) await pc.close()
  return folders
}

/** Nothing of what lies aside could be taken in as it is: whatever ended the reason has made it count. */
export async function expectNothingDue(pc: OfficePc): Promise<void> {
  for (const file of pc.ids('SELECT file AS id FROM aside')) {
    const path = join(pc.folder, 'inbox', file)
    const { status, code } = await takePacket(
      pc.session,
      path,
      { by: '', preview: true, again: true },
      noReport,
    )
    expect({ place: pc.place, file, code, isDue: status === 'preview' }).toMatchObject({ isDue: false })
  }
}

/**
 * Every pair exchanges, up and down, until nobody brings anything new: after the first time an office writes again only to
 * those whom it has not written to since it last heard something new itself.
 */
export async function exchange(world: World, left: readonly Place[] = []): Promise<void> {
  const ways = routes
    .filter(pair => !pair.some(place => left.includes(place)))
    .toReversed()
    .flatMap(([above, below]) => [
      { from: world[below], to: world[above], isDue: true },
      { from: world[above], to: world[below], isDue: true },
    ])
  for (let round = 0; round < 6; round++) {
    for (const way of ways) {
      if (!way.isDue) continue
      way.isDue = false
      const { from, to } = way
      const result = await to.opens(await from.exportTo(to))
      expect({ from: from.place, to: to.place, ...told(result) }).toMatchObject({
        status: expect.stringMatching(/^(applied|duplicate|waiting)$/),
      })
      if (result.status === 'applied') for (const next of ways) next.isDue ||= next.from === to
    }
    if (!ways.some(({ isDue }) => isDue)) return
  }
  throw new Error('after six rounds there is still something new')
}

export function told({ status, code, message }: PacketResult) {
  return { status, code, message: message.en }
}

/** What each office knows, but of things that hang on the evil office's part, as text to be compared. */
export function picture(world: World, evil: Place): Readonly<Record<string, string>> {
  const own = new Set([evil, `${evil}-1`, `${evil}-2`])
  const isOwn = (row: Record<string, unknown>) => Object.values(row).some(value => own.has(String(value)))
  return Object.fromEntries(
    places
      .filter(place => place !== evil)
      .map(place => {
        const pc = world[place]
        const mine = new Set(
          pc.ids(
            `SELECT person AS id FROM membership WHERE org IN (SELECT value FROM json_each(?))`,
            JSON.stringify([...own]),
          ),
        )
        const rows = ['org', 'placement', 'person', 'membership', 'post', 'merge'].flatMap(table =>
          pc.db
            .prepare<[], Record<string, unknown>>(`SELECT * FROM ${table} ORDER BY id`)
            .all()
            .map(({ no: _no, pristine: _pristine, ...row }) => row)
            .filter(row => !isOwn(row) && !mine.has(String(row['id'])) && !mine.has(String(row['person'])))
            .map(row => `${table} ${JSON.stringify(row)}`),
        )
        return [place, rows.join('\n')]
      }),
  )
}

/** All the text that a PC holds in its folder, and can read of packets addressed to it. */
export async function readable(pc: OfficePc, packets: readonly File[] = []): Promise<string> {
  let text = bytesOf(pc.folder).toString('latin1')
  for (const source of packets) {
    await using packet = await openPacket({
      source,
      keys: pc.keys,
      workFolder: pc.folder,
      trust: { trustsRoot: () => true },
    })
    for await (const line of packet.changes) text += `${line}\n`
  }
  return text
}

/**
 * What must hold after any attack: nothing of others has changed or is lost, nothing foreign is readable for the
 * evil office, everybody else still exchanges both ways, and `verify` is true everywhere.
 */
export async function expectUnharmed(
  world: World,
  evil: Place,
  before: Readonly<Record<string, string>>,
  packetsToEvil: readonly File[] = [],
): Promise<void> {
  expect(picture(world, evil)).toEqual(before)
  const seen = await readable(world[evil], packetsToEvil)
  const foreign = ['C', 'C1', 'C2'].filter(place => place !== evil && !(evil === 'S' && place !== 'C2'))
  for (const place of foreign)
    expect({ place, leaks: seen.includes(`secret of ${place}-`) }).toEqual({ place, leaks: false })
  for (const place of ['C', 'C1', 'C2'] as const) {
    if (place === evil) continue
    const pc = world[place]
    const person = pc.person(`${place}-1 one`)
    await pc.write(set => set.edit('person', person, { email: `after ${place}` }))
  }
  await exchange(world, [evil, ...(evil === 'S' ? (['C', 'C1'] as const) : [])])
  for (const place of ['C1', 'C2'] as const) {
    if (evil === 'S' && place === 'C1') continue
    const person = world.D.person(`${place}-1 one`)
    expect(world.D.ids('SELECT email AS id FROM person WHERE id = ?', person)).toEqual([`after ${place}`])
  }
  for (const pc of Object.values(world)) {
    await expectNothingDue(pc)
    // One of these compares the tables with the journal.
    const checks = (await verified(pc.folder)).checks.filter(check => !check.ok)
    expect({ place: pc.place, checks }).toEqual({ place: pc.place, checks: [] })
  }
}
