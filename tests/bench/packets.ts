import { open } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { constants, zstdCompress, zstdDecompress } from 'node:zlib'
import { Decrypter, Encrypter, generateX25519Identity, identityToRecipient } from 'age-encryption'
import { invariant } from '#db/shared/invariant.ts'
import { type Bench, type BenchResult, byRatio, median, rounded, type Scale, timed } from './bench.ts'
import { type RawChange, rawChangesOf, withRawStore } from './raw-changes.ts'
import {
  correct,
  enrolCommunity,
  foundCommunity,
  Office,
  resultOf,
  sizes,
  type TwoOffices,
  withTwoOffices,
} from './two-offices.ts'

const runs = 3
const pack = promisify(zstdCompress)
const unpack = promisify(zstdDecompress)
const level = { params: { [constants.ZSTD_c_compressionLevel]: 3 } }

/** A street that has written all its corrections, and the same as plain values. */
async function corrected<T>(
  scale: Scale,
  say: (text: string) => void,
  measure: (offices: TwoOffices, raw: readonly RawChange[]) => Promise<T>,
): Promise<T> {
  const { people, edits } = sizes[scale]
  return withTwoOffices(people, async offices => {
    say(`${edits} corrections of ${people} people`)
    await offices.street.writing(session =>
      correct(session, offices.people, { from: 0, count: edits, perSet: 500 }),
    )
    return measure(offices, rawChangesOf(offices.street.folder, edits))
  })
}

const packetOf = (street: Office) =>
  street.asking(async client => (await resultOf(client.packets.exportPacket({ to: 'T0' }))).file)

async function take(district: Office, file: File, say: (text: string) => void): Promise<number> {
  return district.asking(async client => {
    let changed = 0
    const seconds = await timed(async () => {
      const result = await resultOf(client.packets.applyPacket({ file, confirm: true, again: true }))
      if (result.status !== 'applied') throw new Error(`${result.status}: ${result.message.en}`)
      changed = result.changed
    })
    say(`${changed} changes in ${seconds.toFixed(2)} s`)
    return seconds
  })
}

/** Lines sealed and compressed with the tools themselves: what a packet costs at the least. */
async function sealedLines(lines: readonly string[], recipient: string): Promise<Uint8Array> {
  const age = new Encrypter()
  age.addRecipient(recipient)
  return age.encrypt(await pack(lines.join('\n'), level))
}

async function newIdentity() {
  const identity = await generateX25519Identity()
  return { identity, recipient: await identityToRecipient(identity) }
}

/** A packet of all corrections from its bytes to the commit; the raw work opens, unpacks, parses and stores the same. */
export const apply100k: Bench = {
  name: 'apply-100k',
  run: (scale, say) =>
    corrected(scale, say, async ({ district, street, people }, raw) => {
      const file = await packetOf(street)
      const { identity, recipient } = await newIdentity()
      const sealed = await sealedLines(
        raw.map(({ line }) => line),
        recipient,
      )
      const [ours, baseline]: [number[], number[]] = [[], []]
      for (let run = 0; run < runs; run++) {
        baseline.push(
          await withRawStore(people, store =>
            timed(async () => {
              const age = new Decrypter()
              age.addIdentity(identity)
              const lines = (await unpack(await age.decrypt(sealed))).toString().split('\n')
              store(lines.map((line, i) => ({ ...JSON.parse(line), ...rawAt(raw, i) })))
            }),
          ),
        )
        ours.push(await district.copied(copy => take(copy, file, say)))
      }
      return byRatio('apply-100k', median(ours), median(baseline), 3)
    }),
}

function rawAt(raw: readonly RawChange[], i: number): RawChange {
  const change = raw[i]
  invariant(change, 'as many lines as there are changes')
  return change
}

/** How long a packet of a hundred corrections takes after a journal of so many, the median of some in a row. */
async function lateSeconds(people: number, edits: number, say: (text: string) => void): Promise<number> {
  return withTwoOffices(people, async ({ district, street, people: ids }) => {
    say(`${edits} corrections of ${people} people`)
    await street.writing(session => correct(session, ids, { from: 0, count: edits, perSet: 500 }))
    await take(district, await packetOf(street), say)
    // Its receipt comes back first: the packet after it holds what is new and nothing else.
    const receipt = await district.asking(
      async client => (await resultOf(client.packets.exportPacket({ to: 'T1' }))).file,
    )
    await street.asking(client => resultOf(client.packets.applyPacket({ file: receipt, confirm: true })))
    const taken: number[] = []
    for (let run = 0; run < 5; run++) {
      await street.writing(session =>
        correct(session, ids, { from: 1e6 + 100 * run, count: 100, perSet: 100 }),
      )
      taken.push(await take(district, await packetOf(street), () => undefined))
    }
    return median(taken)
  })
}

/** A packet of a hundred corrections that comes after all the others, beside the same after a short journal. */
export const applyLate: Bench = {
  name: 'apply-late',
  run: async (scale, say) => {
    const { edits } = sizes[scale]
    const early = await lateSeconds(1_000, 10_000, say)
    const late = await lateSeconds(edits, 10 * edits, say)
    return byRatio('apply-late', late, early, 1.5)
  },
}

/** The packets of many communities taken in at one sitting: the last of them beside the first. */
export const packet200th: Bench = {
  name: 'packet-200th',
  run: async (scale, say) => {
    const count = scale === 'full' ? 200 : 40
    return withTwoOffices(100, async ({ district }) => {
      const files: File[] = []
      const codes = Array.from({ length: count }, (_, n) => `T0${100 + n}`)
      // All are there before the first joins: what each learns of the others, and sends, is the same.
      const peopleOf: (readonly string[])[] = []
      for (const code of codes) peopleOf.push(await foundCommunity(district, code, 50))
      for (const [n, code] of codes.entries()) {
        const community = await Office.make()
        try {
          const people = peopleOf[n] ?? []
          await enrolCommunity(district, community, code)
          await community.writing(session => correct(session, people, { from: 0, count: 200, perSet: 50 }))
          const file = await packetOf(community)
          // Its bytes: the folder in which it lies is removed.
          files.push(new File([new Uint8Array(await file.arrayBuffer())], file.name))
        } finally {
          await community.discard()
        }
      }
      say(`${count} packets in one sitting`)
      const seconds: number[] = []
      await district.asking(async client => {
        for (const file of files) {
          seconds.push(
            await timed(async () => {
              const result = await resultOf(client.packets.applyPacket({ file, confirm: true, again: true }))
              invariant(result.status === 'applied', `the packet was taken in: ${result.message.en}`)
            }),
          )
        }
      })
      const some = Math.ceil(count / 20)
      return byRatio('packet-200th', median(seconds.slice(-some)), median(seconds.slice(0, some)), 1.2)
    })
  },
}

/** Corrections as people make them, 500 in a change set; the raw work stores the same in as many transactions. */
export const write100k: Bench = {
  name: 'write-100k',
  run: (scale, say) => {
    const { people: count, edits } = sizes[scale]
    return withTwoOffices(count, async ({ street, people }) => {
      const work = { from: 0, count: edits, perSet: 500 }
      const ours: number[] = []
      for (let run = 0; run < runs; run++) {
        ours.push(
          await street.copied(copy => copy.writing(session => timed(() => correct(session, people, work)))),
        )
        say(`${ours.at(-1)?.toFixed(2)} s`)
      }
      await street.writing(session => correct(session, people, work))
      const raw = rawChangesOf(street.folder, edits)
      const baseline = await Promise.all(
        Array.from({ length: runs }, () =>
          withRawStore(people, store =>
            timed(async () => {
              for (let at = 0; at < raw.length; at += 500) store(raw.slice(at, at + 500))
            }),
          ),
        ),
      )
      return byRatio('write-100k', median(ours), median(baseline), 8)
    })
  },
}

/**
 * A packet of all corrections written and read back; the raw work reads the same lines, packs and seals them into a file
 * that is flushed, and notes a row for each.
 */
export const export100k: Bench = {
  name: 'export-100k',
  run: (scale, say) =>
    corrected(scale, say, async ({ street, people }) => {
      const { edits } = sizes[scale]
      const [ours, baseline]: [number[], number[]] = [[], []]
      for (let run = 0; run < runs; run++) {
        await street.copied(async copy => {
          baseline.push(
            await withRawStore(people, store => timed(() => rawExport(copy.folder, edits, store))),
          )
          ours.push(
            await copy.asking(client => timed(() => resultOf(client.packets.exportPacket({ to: 'T0' })))),
          )
        })
      }
      return byRatio('export-100k', median(ours), median(baseline), 3)
    }),
}

async function rawExport(
  folder: string,
  edits: number,
  store: (changes: readonly RawChange[]) => void,
): Promise<void> {
  const changes = rawChangesOf(folder, edits)
  const { recipient } = await newIdentity()
  const sealed = await sealedLines(
    changes.map(({ line }) => line),
    recipient,
  )
  const file = await open(join(folder, 'raw.llb'), 'w')
  try {
    await file.write(sealed)
    await file.sync()
  } finally {
    await file.close()
  }
  store(changes)
}

/** The size of a packet of all corrections, beside the bare changes as lines of JSON, compressed. */
export const packetBytes: Bench = {
  name: 'packet-bytes',
  run: (scale, say) =>
    corrected(scale, say, async ({ street }, raw): Promise<BenchResult> => {
      const { size } = await packetOf(street)
      const baseline = (await pack(raw.map(({ line }) => line).join('\n'), level)).length
      const limit = 0.4
      return {
        name: 'packet-bytes',
        value: rounded(size / 2 ** 20),
        unit: 'MB',
        baseline: rounded(baseline / 2 ** 20),
        ratio: rounded(size / baseline),
        limit,
        holds: size / baseline <= limit,
      }
    }),
}
