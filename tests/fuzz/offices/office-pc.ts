import { createHash, createPrivateKey, createPublicKey } from 'node:crypto'
import { join } from 'node:path'
import type Database from 'better-sqlite3'
import type { PacketResult } from '#contract/packets/packets.ts'
import type { Change } from '#db/journal/change.ts'
import type { ChangeSet } from '#db/journal/change-set.ts'
import { openJournal } from '#db/journal/journal.ts'
import { namedAfter } from '#db/journal/names.ts'
import { issueCertificate } from '#db/packets/format/keys/certificate.ts'
import { type ReplicaKeys, replicaId, signer } from '#db/packets/format/keys/keys.ts'
import type { OpenedPacket } from '#db/packets/format/open-packet.ts'
import { type Manifest, packetFormat } from '#db/packets/format/packet-manifest.ts'
import type { PacketDraft } from '#db/packets/format/write-packet.ts'
import { type ExportOptions, exportBy } from '#db/packets/offers/export-packet.ts'
import { findPeer, readPeer, savePeer } from '#db/packets/offers/peer-store.ts'
import { nothing } from '#db/packets/opening/outcome.ts'
import { takeOpened } from '#db/packets/opening/take-one.ts'
import { certificateFields } from '#db/packets/trust/certificates.ts'
import { joinBy } from '#db/packets/trust/enrol.ts'
import { noteCertified } from '#db/packets/trust/renewing.ts'
import { registryEntities } from '#db/registry/entities.ts'
import type { Session } from '#db/session.ts'
import { invariant } from '#db/shared/invariant.ts'
import { Refusal } from '#db/shared/refusal.ts'
import { reader } from '#db/sqlite/connection.ts'
import { countingIds, type Replica } from '#tests/fixtures/replica.ts'
import type { Databases } from '../databases.ts'

const noReport = async () => undefined

/** A packet as it is once it has been opened and verified; what carries it is tested with real files. */
export type Letter = {
  readonly to: string
  readonly from: string
  readonly name: string
  readonly manifest: Manifest
  readonly certificates: OpenedPacket['certificates']
  readonly seals: OpenedPacket['seals']
  readonly lines: readonly string[]
}

/** The keys of the n-th PC of a story: the same ones in every run. Nothing is sealed to them, so all share a recipient. */
export function keysOf(n: number): ReplicaKeys {
  const known = drawn[n]
  if (known !== undefined) return known
  const seed = createHash('sha256').update(`PC ${n}`).digest()
  const der = Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), seed])
  const key = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' })
  const signPublic = createPublicKey(key).export({ type: 'spki', format: 'pem' }).toString()
  const recipient = 'age1xxtvemxha7tsf6ctxkwaky2dnmny94575hz6ntfcq4g67wkgt99qg9zll8'
  const keys = {
    replica: replicaId({ signKey: signPublic, recipient }),
    signPrivate: key.export({ type: 'pkcs8', format: 'pem' }).toString(),
    signPublic,
    identity: '',
    recipient,
  }
  drawn[n] = keys
  return keys
}

const drawn: ReplicaKeys[] = []

/** The PC of an office: the real journal, offers, court and trust over a database in memory; packets are letters. */
export class OfficePc {
  readonly db: Database.Database
  readonly keys: ReplicaKeys
  readonly session: Session
  readonly replica: Replica
  readonly waiting: Letter[] = []
  /** Its key was revoked, or it broke: nothing of what it holds is asked for any more. */
  isGone = false
  isRevoked = false

  constructor(keys: ReplicaKeys, name: string, db: Database.Database, clock: { readonly now: () => Date }) {
    const newId = countingIds(name)
    this.db = db
    this.keys = keys
    const value = db.prepare<[string], string>('SELECT value FROM meta WHERE key = ?').pluck()
    const office = () => value.get('office') ?? ''
    const journal = openJournal({
      db,
      entities: registryEntities,
      newId,
      clock,
      identity: {
        replica: keys.replica,
        office,
        sign: signer(keys),
        newWriter: () => namedAfter(keys.replica, newId()),
      },
    })
    const queries = reader(db)
    const identity = () => {
      const of = { replica: keys.replica, name: value.get('name') ?? '' }
      return office() === '' ? { ...of, state: 'waiting' } : { ...of, state: 'ready', office: office() }
    }
    const parts = { folder: '/none', clock, newId, writing: () => ({ db, journal, keys }), office, identity }
    this.session = { ...parts, reader: () => queries, readConnection: () => db } as unknown as Session
    this.replica = {
      name,
      db,
      journal,
      write: async fill => {
        const work = { label: { what: 'test' }, actor: name }
        return (await journal.write(work, fill)).result
      },
      receive: () => Promise.reject(new Error('an office hears of others by packets')),
      changes: () => [...journal.changes.all()],
      differences: () => [],
    }
  }

  get org(): string {
    return this.session.office()
  }

  write<T>(fill: (set: ChangeSet) => T): Promise<T> {
    return this.replica.write(fill)
  }

  ids(sql: string, ...values: readonly (string | null)[]): string[] {
    return this.db
      .prepare<(string | null)[], string>(sql)
      .pluck()
      .all(...values)
  }

  changes(): readonly Change[] {
    return this.replica.changes()
  }

  /** The next packet to an office or a PC; `isCut`: the power goes while it is written. */
  async letterTo(to: string, isCut = false): Promise<Letter> {
    return this.#letter(await findPeer(this.session, to), {}, isCut)
  }

  async #letter(
    peer: Parameters<typeof exportBy>[1],
    options: ExportOptions,
    isCut = false,
  ): Promise<Letter> {
    let letter: Letter | undefined
    await exportBy(this.session, peer, noReport, options, async draft => {
      letter = await letterOf(draft)
      if (isCut) throw new CutShort()
      return { file: letter.name, sha256: letter.name, bytes: 0 }
    })
    invariant(letter, 'a packet that was written is there')
    return letter
  }

  /** Approves a PC for an organization, and writes the packet by which it joins. */
  async approve(keys: ReplicaKeys, org: string): Promise<Letter> {
    const { db } = this
    const { replica, signPublic: signKey, recipient } = keys
    const certificate = issueCertificate(this.keys, { replica, org, name: org, signKey, recipient })
    await this.write(set => {
      set.create('certificate', certificateFields(certificate))
      savePeer(db, certificate, org === this.org ? 'beside' : 'down')
    })
    noteCertified(this.session)
    const peer = readPeer(db, replica)
    invariant(peer, 'whom it approved is a peer')
    return this.#letter({ ...peer, acked: { pos: 0, hash: '' } }, { approval: certificate })
  }

  async join(letter: Letter): Promise<void> {
    const file = new File([], letter.name)
    await joinBy(this.session, openedOf(letter), file, { by: '', dryRun: false }, noReport)
  }

  /** Takes a packet in, and after it whatever waited or lay aside for it. */
  async opens(letter: Letter): Promise<PacketResult> {
    const result = await this.#open(letter)
    if (result.status !== 'applied' && result.status !== 'duplicate') return result
    noteCertified(this.session)
    for (let again = true; again; ) {
      again = false
      for (const other of [...this.waiting]) {
        const { status } = await this.#open(other, { isAgain: true, believed: new Set() })
        if (status !== 'waiting') this.waiting.splice(this.waiting.indexOf(other), 1)
        if (status === 'applied') again = true
      }
    }
    return result
  }

  /** The file of a packet that waits is lost; the same packet may come again whole. */
  forgets(letter: Letter): void {
    const at = this.waiting.indexOf(letter)
    if (at >= 0) this.waiting.splice(at, 1)
  }

  /** Somebody says to take in what nobody proves. */
  async takesAside(letters: ReadonlyMap<string, Letter>): Promise<number> {
    let news = 0
    for (const file of this.ids('SELECT DISTINCT file FROM aside ORDER BY no')) {
      const letter = letters.get(file)
      if (letter === undefined) continue
      const believed = new Set(
        this.ids("SELECT DISTINCT substr(writer, 1, instr(writer, '.') - 1) FROM aside_change"),
      )
      const { status } = await this.#open(letter, { isAgain: true, believed })
      if (status === 'applied') news++
    }
    return news
  }

  async #open(letter: Letter, opening?: Parameters<typeof takeOpened>[5]): Promise<PacketResult> {
    const { replica } = this.keys
    const root = letter.certificates.at(-1)?.replica
    invariant(letter.to === replica, 'a packet is opened where it was sent')
    invariant(root === this.replica.journal.changes.root(), 'a packet leads to the root of the district')
    const source = join(this.session.folder, 'inbox', `${letter.name}.llb`)
    const options = { by: '', preview: false, again: true }
    try {
      const result = await takeOpened(this.session, openedOf(letter), source, options, noReport, opening)
      if (result.status === 'waiting' && !this.waiting.includes(letter)) this.waiting.push(letter)
      return result
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      const message = error.text
      return { status: 'refused', ...nothing, code: error.code, message }
    }
  }

  copy(): Buffer {
    return this.db.serialize()
  }

  close(databases: Databases): void {
    databases.giveBack(this.db)
  }
}

/** What happens when the power goes. */
export class CutShort extends Error {}

async function letterOf({ statement, changes, seals, chain, endHash }: PacketDraft): Promise<Letter> {
  const lines: string[] = []
  for await (const line of changes) lines.push(line)
  const toTop = { pos: statement.toTop.pos, hash: endHash?.() ?? statement.toTop.hash }
  const bytes = lines.reduce((sum, line) => sum + line.length, 0)
  const parts = { 'changes.ndjson.zst': { sha256: '', bytes } }
  const manifest = { ...statement, toTop, format: packetFormat, createdAt: '2018-12-31T04:00:00.000Z', parts }
  const text = JSON.stringify([manifest, seals, chain])
  const name = createHash('sha256').update(text).update(lines.join('\n')).digest('hex')
  // As text and back: nobody shares an object with anybody.
  const [told, sealed, certificates] = JSON.parse(text)
  return {
    to: statement.to.replica,
    from: statement.from.replica,
    name,
    manifest: told,
    certificates,
    seals: sealed,
    lines,
  }
}

function openedOf({ name, manifest, certificates, seals, lines }: Letter): OpenedPacket {
  const root = certificates.at(-1)
  invariant(root, 'a packet brings a chain')
  const changes = {
    async *[Symbol.asyncIterator]() {
      yield* lines
    },
  }
  const close = async () => undefined
  const sealed = { sha256: name, bytes: 0 }
  const packet = { name, sealed, manifest, certificates, root, seals, changes, files: new Map(), close }
  return { ...packet, [Symbol.asyncDispose]: close }
}
