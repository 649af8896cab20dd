import { open } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { constants, zstdCompress, zstdDecompress } from 'node:zlib'
import { invariant } from '#db/shared/invariant.ts'
import {
  type Bench,
  type BenchResult,
  byRatio,
  byValue,
  median,
  rounded,
  type Scale,
  timed,
} from './bench.ts'
import { type RawChange, rawChangesOf, withRawStore } from './raw-changes.ts'
import { correct, type Office, resultOf, sizes, type TwoOffices, withTwoOffices } from './two-offices.ts'

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

/** A packet of all corrections from its bytes to the commit; the raw work unpacks, parses and stores the same. */
export const apply100k: Bench = {
  name: 'apply-100k',
  run: (scale, say) =>
    corrected(scale, say, async ({ district, street, people }, raw) => {
      const file = await packetOf(street)
      const packed = await pack(raw.map(({ line }) => line).join('\n'), level)
      const [ours, baseline]: [number[], number[]] = [[], []]
      for (let run = 0; run < runs; run++) {
        baseline.push(
          await withRawStore(people, store =>
            timed(async () => {
              const lines = (await unpack(packed)).toString().split('\n')
              store(lines.map((line, i) => ({ ...JSON.parse(line), ...rawAt(raw, i) })))
            }),
          ),
        )
        ours.push(await district.copied(copy => take(copy, file, say)))
      }
      return byRatio('apply-100k', median(ours), median(baseline), 15)
    }),
}

function rawAt(raw: readonly RawChange[], i: number): RawChange {
  const change = raw[i]
  invariant(change, 'as many lines as there are changes')
  return change
}

/** Ten corrections that come after all the others; the raw work stores ten more. It must not grow with what is there. */
export const applyLate: Bench = {
  name: 'apply-late',
  run: (scale, say) =>
    corrected(scale, say, async ({ district, street, people }, raw) => {
      await take(district, await packetOf(street), say)
      // Its receipt comes back first: the packet after it holds what is new and nothing else.
      const receipt = await district.asking(
        async client => (await resultOf(client.packets.exportPacket({ to: 'T1' }))).file,
      )
      await street.asking(client => resultOf(client.packets.applyPacket({ file: receipt, confirm: true })))
      await street.writing(session => correct(session, people, { from: 1e6, count: 10, perSet: 10 }))
      const file = await packetOf(street)
      const [ours, baseline]: [number[], number[]] = [[], []]
      for (let run = 0; run < runs; run++) {
        await withRawStore(people, async store => {
          store(raw)
          baseline.push(1000 * (await timed(async () => store(raw.slice(0, 10)))))
        })
        ours.push(1000 * (await district.copied(copy => take(copy, file, () => undefined))))
      }
      return byValue('apply-late', median(ours), median(baseline), 500)
    }),
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
      return byRatio('write-100k', median(ours), median(baseline), 10)
    })
  },
}

/** A packet of all corrections written and read back; the raw work packs the same lines into a file and flushes it. */
export const export100k: Bench = {
  name: 'export-100k',
  run: (scale, say) =>
    corrected(scale, say, async ({ street }) => {
      const { edits } = sizes[scale]
      const [ours, baseline]: [number[], number[]] = [[], []]
      for (let run = 0; run < runs; run++) {
        await street.copied(async copy => {
          baseline.push(await timed(() => rawExport(copy.folder, edits)))
          ours.push(
            await copy.asking(client => timed(() => resultOf(client.packets.exportPacket({ to: 'T0' })))),
          )
        })
      }
      return byRatio('export-100k', median(ours), median(baseline), 6)
    }),
}

async function rawExport(folder: string, edits: number): Promise<void> {
  const lines = rawChangesOf(folder, edits).map(({ line }) => line)
  const file = await open(join(folder, 'raw.zst'), 'w')
  try {
    await file.write(await pack(lines.join('\n'), level))
    await file.sync()
  } finally {
    await file.close()
  }
}

/** The size of a packet of all corrections, beside who, which field and which value, packed as they are. */
export const packetBytes: Bench = {
  name: 'packet-bytes',
  run: (scale, say) =>
    corrected(scale, say, async ({ street }, raw): Promise<BenchResult> => {
      const { size } = await packetOf(street)
      const bare = raw.map(({ thing, field, value }) => `${thing}\t${field}\t${value}`).join('\n')
      const baseline = (await pack(bare, level)).length
      const limit = 6
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
