import { zstdCompressSync } from 'node:zlib'
import {
  type Change,
  digestOf,
  type Fields,
  type Range,
  type Reason,
  signedText,
} from '#db/journal/change.ts'
import { hangsOn } from '#db/journal/hangs-on.ts'
import { namedAfter } from '#db/journal/names.ts'
import { type Certificate, issueCertificate } from '#db/packets/format/keys/certificate.ts'
import { type ReplicaKeys, sign, signer } from '#db/packets/format/keys/keys.ts'
import type { Top } from '#db/packets/format/packet-manifest.ts'
import { type RangeSeal, sealRange } from '#db/packets/format/range-seal.ts'
import { hashAfter, startHash } from '#db/packets/format/top-hash.ts'
import { inColumns } from '#db/packets/opening/lines/column-writer.ts'
import { certificateFields } from '#db/packets/trust/certificates.ts'
import { standingOf } from '#db/packets/trust/standing.ts'
import { sealedFile, sha256, zipOf } from '#tests/db/packets/forged-packet.ts'
import type { OfficePc } from './world.ts'

/**
 * The evil office: a PC that was enrolled once. Its keys are real, its program is ours: every byte is free.
 *
 * How to use it in a test:
 *
 *   const world = await openWorld()                     // six honest offices, see world.ts
 *   const evil = new EvilOffice(world.C)                // C's keys in wilful hands
 *   const stay = evil.create('membership', { person, org: 'C-1', since: '2018-01-01', since_known: 1, follows: [] })
 *   const file = await evil.packet(world.S, { changes: [stay] })
 *   const result = await world.S.opens(file)
 *   await expectUnharmed(world, 'C', before)
 *
 * `create`, `edit`, `remove`, `giveBack` make changes of its own, with the next number and the next lamport; every
 * field of them can be set by the last argument (`{ lamport, n, writer, replica, office, signature, hangsOn }`).
 * `as(other)` writes under somebody else's names with this office's key. `packet` puts lines, seals, chain and
 * manifest together; what is not given is what an honest program would write.
 */
export class EvilOffice {
  readonly pc: OfficePc
  readonly keys: ReplicaKeys
  readonly #writer: string
  readonly #name: string
  readonly #signed: (text: string) => string
  #n = 0
  #lamport: number

  constructor(pc: OfficePc, keys: ReplicaKeys = pc.keys, writer = 'evil') {
    this.pc = pc
    this.keys = keys
    this.#signed = signer(keys)
    this.#name = writer
    this.#writer = namedAfter(keys.replica, writer)
    this.#lamport = pc.journal.changes.highestLamport()
  }

  get writer(): string {
    return this.#writer
  }

  create(
    entity: string,
    fields: Fields,
    id = `evil-${entity}-${this.#name}-${this.#n + 1}`,
    free: Free = {},
  ): Change {
    const kind = this.pc.journal.entities.get(entity)
    const set: Record<string, Record<string, Fields[string]>> = {}
    for (const [register, types] of Object.entries(kind?.registers ?? { all: fields })) {
      const values = Object.fromEntries(
        Object.keys(types).flatMap(field => {
          const value = fields[field]
          return value === undefined || value === null ? [] : [[field, value]]
        }),
      )
      if (Object.keys(values).length > 0) set[register] = values
    }
    const hangs = kind === undefined ? [] : hangsOn(kind, fields)
    return this.#made(
      { ...this.#envelope(entity, id, free), hangsOn: free.hangsOn ?? hangs, kind: 'put', body: { set } },
      free,
    )
  }

  /** A put whose registers are written out, whatever its kind of record has; with a base an edit. */
  putOf(
    entity: string,
    set: Readonly<Record<string, Fields>>,
    hangsOn: readonly string[],
    edited?: { readonly thing: string; readonly base: Readonly<Record<string, readonly string[]>> },
    free: Free = {},
  ): Change {
    const id = edited?.thing ?? `evil-${entity}-${this.#name}-${this.#n + 1}`
    const body = edited === undefined ? { set } : { set, base: edited.base }
    return this.#made({ ...this.#envelope(entity, id, free), hangsOn, kind: 'put', body }, free)
  }

  edit(
    entity: string,
    thing: string,
    register: string,
    fields: Fields,
    free: Free & { base?: readonly string[] } = {},
  ): Change {
    const base = { [register]: free.base ?? [] }
    const hangs = free.hangsOn ?? this.pc.journal.changes.ofThing(thing)[0]?.hangsOn ?? []
    const body = { set: { [register]: fields }, base }
    return this.#made({ ...this.#envelope(entity, thing, free), hangsOn: hangs, kind: 'put', body }, free)
  }

  remove(entity: string, thing: string, saw: readonly string[], free: Free = {}): Change {
    const hangs = free.hangsOn ?? this.pc.journal.changes.ofThing(thing)[0]?.hangsOn ?? []
    return this.#made(
      { ...this.#envelope(entity, thing, free), hangsOn: hangs, kind: 'remove', body: { saw } },
      free,
    )
  }

  giveBack(
    names: readonly Range[],
    free: Free & { kind?: 'return' | 'admit'; reason?: Reason } = {},
  ): Change {
    const { reason = { code: 'evil', zh: '退回', en: 'returned' } } = free
    const kind = free.kind ?? 'return'
    return this.#made(
      {
        ...this.#envelope(kind, `evil-${kind}-${this.#n + 1}`, free),
        hangsOn: [],
        kind,
        body: { names, reason },
      },
      free,
    )
  }

  /** A certificate for keys of whomever, issued by this office, and the change that carries it. */
  certify(
    subject: { keys: ReplicaKeys; org: string; name?: string; replica?: string },
    id?: string,
    free: Free = {},
  ): {
    certificate: Certificate
    change: Change
  } {
    const { keys, org, name = org, replica = keys.replica } = subject
    const certificate = issueCertificate(this.keys, {
      replica,
      org,
      name,
      signKey: keys.signPublic,
      recipient: keys.recipient,
    })
    return { certificate, change: this.create('certificate', certificateFields(certificate), id, free) }
  }

  revoke(
    replica: string,
    accepted: readonly string[] = [],
    free: Free = {},
    id = `evil-revocation-${this.#n + 1}`,
  ): Change {
    return this.create('revocation', { replica, accepted, standing: [] }, id, free)
  }

  seal(changes: readonly Change[]): RangeSeal {
    const first = changes[0]
    const last = changes.at(-1)
    if (first === undefined || last === undefined) throw new Error('a seal covers something')
    const hash = changes.reduce((h, c) => hashAfter(h, c.origin.writer, c.n, digestOf(c)), startHash)
    return sealRange(this.keys, first.origin.writer, first.n, last.n, hash)
  }

  /** The place of a list to which these changes lead. */
  top(changes: readonly Change[], from: Top = { pos: 0, hash: startHash }): Top {
    const hash = changes.reduce((h, c) => hashAfter(h, c.origin.writer, c.n, digestOf(c)), from.hash)
    return { pos: from.pos + changes.length, hash }
  }

  chain(): readonly Certificate[] {
    const { certificates } = standingOf(this.pc.db, this.pc.journal)
    return certificates.chainOf(this.keys.replica, this.pc.org)
  }

  /** A packet with everything free; the tops are right unless they are given. */
  async packet(to: OfficePc, content: Content = {}): Promise<File> {
    const { changes = [], cards = [], lines = [], seals = [], chain = this.chain() } = content
    const texts = [
      ...(await Array.fromAsync(inColumns(changes.map(change => ({ change }))).lines)),
      ...cards.map(card => JSON.stringify({ card })),
      ...lines,
    ]
    const { fromTop = { pos: 0, hash: startHash } } = content
    const parts = {
      'changes.ndjson.zst':
        content.bytes ?? zstdCompressSync(Buffer.from(texts.map(text => `${text}\n`).join(''))),
      'certificates.json': Buffer.from(JSON.stringify(chain)),
      'seals.json': Buffer.from(JSON.stringify(seals)),
      ...content.files,
    }
    const own = chain[0]
    const manifest = {
      format: 3,
      app: 'evil',
      schema: 3,
      kind: 'packet',
      from: { replica: this.keys.replica, org: own?.org ?? this.pc.org, name: this.pc.place },
      to: { replica: to.keys.replica, org: to.org, name: to.place },
      number: 99,
      fromTop,
      toTop: this.top(changes, fromTop),
      have: null,
      missingFiles: [],
      counts: {},
      cards: cards.length,
      yours: 0,
      seals: seals.length,
      aside: [],
      createdAt: '2018-12-31T04:00:00.000Z',
      parts: Object.fromEntries(
        Object.entries(parts).map(([path, bytes]) => [path, { sha256: sha256(bytes), bytes: bytes.length }]),
      ),
      ...content.manifest,
    }
    const bytes = Buffer.from(JSON.stringify(manifest))
    const signature = sign(this.keys, bytes)
    const all = Object.entries({ ...parts, 'manifest.json': bytes, 'manifest.sig': signature })
    const zip = await zipOf([...all, ...(content.stowaways ?? [])])
    return sealedFile(zip, to.keys.recipient)
  }

  #envelope(entity: string, thing: string, free: Free) {
    const { writer = this.#writer, replica = this.keys.replica, office = this.pc.org } = free
    const n = free.n ?? ++this.#n
    this.#lamport = Math.max(this.#lamport + 1, 1)
    const origin = {
      writer,
      firstN: free.firstN ?? n,
      replica,
      office,
      at: '2018-12-31T04:00:00Z',
      actor: 'evil',
      label: free.label ?? {},
    }
    const isKnown = this.pc.journal.entities.has(entity) || entity === 'return' || entity === 'admit'
    const { lamport = this.#lamport, schema = isKnown ? 3 : 999 } = free
    return { origin, n, lamport, entity, thing, schema, signature: null }
  }

  #made(change: Change, free: Free): Change {
    const signature = free.signature === undefined ? this.#signed(signedText(change)) : free.signature
    return { ...change, signature }
  }
}

/** What can be said otherwise of a change. */
export type Free = {
  readonly writer?: string
  readonly replica?: string
  readonly office?: string
  readonly n?: number
  readonly firstN?: number
  readonly lamport?: number
  /** That of a newer program, where nothing else is said and no program of today knows the kind of record. */
  readonly schema?: number
  readonly hangsOn?: readonly string[]
  readonly signature?: string | null
  readonly label?: Change['origin']['label']
}

export type Content = {
  readonly changes?: readonly Change[]
  readonly cards?: readonly object[]
  /** More lines, as they are. */
  readonly lines?: readonly string[]
  /** The whole part of changes in place of all lines. */
  readonly bytes?: Uint8Array
  readonly seals?: readonly RangeSeal[]
  readonly chain?: readonly Certificate[]
  /** Where in the list of offers it begins; otherwise at its beginning. */
  readonly fromTop?: Top
  readonly manifest?: Readonly<Record<string, unknown>>
  /** Parts beside the usual ones, listed in the manifest; and such as it does not list. */
  readonly files?: Readonly<Record<string, Uint8Array>>
  readonly stowaways?: readonly (readonly [path: string, bytes: Uint8Array])[]
}
