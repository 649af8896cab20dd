import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { nodeFlags } from '#build/node-flags.ts'
import { buildStale } from '#build/parts.ts'
import { type Change, digestOf } from '#db/journal/change.ts'
import { hashAfter, startHash } from '#db/packets/format/top-hash.ts'
import { writePacket } from '#db/packets/format/write-packet.ts'
import { type Drawn, inColumns } from '#db/packets/opening/lines/column-writer.ts'
import { standingOf } from '#db/packets/trust/standing.ts'
import { checkCharacter } from '#db/records/types/gb-11643.ts'
import { generateDistrict } from '#db/sample/generate-district.ts'
import { systemClock } from '#db/shared/clock.ts'
import { invariant } from '#db/shared/invariant.ts'
import type { Bench, BenchResult } from './bench.ts'
import { swellingFiles } from './swelling-files.ts'
import { openTrial, rosterFile, takeIn } from './trial-registry.ts'
import { addPeople, correct, Office, resultOf, withTwoOffices } from './two-offices.ts'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))

/**
 * Runs the program as `npm run cli` does, in a process of its own. Answers its peak memory in MB, by Linux's count. Whoever
 * `mayRefuse` may end in a sentence.
 */
export async function peakOf(folder: string, argv: readonly string[], mayRefuse = false): Promise<number> {
  invariant(buildStale(['program']), 'the program can be bundled')
  const program = here('../../dist/node/terminal.mjs')
  const words = [...nodeFlags, '--import', here('./tell-peak.mjs'), program, '--data', folder, ...argv]
  const running = promisify(execFile)(process.execPath, words, { maxBuffer: 64 * 2 ** 20 })
  const { stderr } = await running.catch(error => {
    if (mayRefuse && error.code === 1) return { stderr: String(error.stderr) }
    throw error
  })
  const peak = /peak memory (\d+) kB/.exec(stderr)?.[1]
  invariant(peak, `the program says what it took: ${stderr}`)
  return Math.round(Number(peak) / 1024)
}

/**
 * The peak of taking in a packet of so many new people, each with a home (looking at it does the same and undoes it), and
 * that of verifying the registry with all that the packet brought.
 */
export async function peaksOfPacket(
  people: number,
  say: (text: string) => void,
): Promise<{ readonly taking: number; readonly verifying: number }> {
  return withTwoOffices(10, async ({ district, street }) => {
    say(`${people} new people`)
    await street.writing(session => addPeople(session, people))
    const packet = await street.asking(
      async client => (await resultOf(client.packets.exportPacket({ to: 'T0' }))).file,
    )
    const file = join(street.folder, 'packet.llb')
    await writeFile(file, new Uint8Array(await packet.arrayBuffer()))
    say('taking them in')
    const taking = await peakOf(district.folder, ['bundle', 'apply', '--yes', file])
    const { members } = await district.asking(client => client.registry.stats({}))
    invariant(members === people + 10, `${members} members after the packet`)
    say('verifying')
    return { taking, verifying: await peakOf(district.folder, ['verify']) }
  })
}

/** The peak of taking in a packet of so many changes that nobody proves: all of them are laid aside. */
export async function peakOfAside(count: number, say: (text: string) => void): Promise<number> {
  return withTwoOffices(1_000, async ({ district, street, people }) => {
    say(`${count} changes that nobody proves`)
    const {
      replica: to,
      org,
      recipient,
    } = await district.writing(async session => ({
      replica: session.writing().keys.replica,
      org: session.office(),
      recipient: session.writing().keys.recipient,
    }))
    const file = await street.writing(async session => {
      const { db, journal, keys } = session.writing()
      const chain = standingOf(db, journal).certificates.chainOf(keys.replica, session.office())
      let hash = startHash
      let pos = 0
      const replica = 'f'.repeat(64)
      function* changes(): Generator<Drawn> {
        for (let n = 1; n <= count; n++) {
          const firstN = n - ((n - 1) % 500)
          const person = people[n % people.length] ?? ''
          const origin = { ...origins, writer: `${replica}.w`, firstN, replica }
          const change: Change = {
            ...{
              origin,
              n,
              lamport: 1_000_000 + n,
              entity: 'person',
              thing: n % 2 === 0 ? person : `new-${n}`,
            },
            ...{ hangsOn: [], schema: 1, signature: null, kind: 'put' },
            body: { set: { name: { name: `无名${n}` } }, ...(n % 2 === 0 && { base: { name: [] } }) },
          }
          hash = hashAfter(hash, origin.writer, n, digestOf(change))
          pos = n
          yield { change }
        }
      }
      const written = await writePacket(
        {
          keys,
          chain,
          statement: {
            ...{
              app: 'bench',
              schema: 1,
              kind: 'packet',
              number: 1,
              have: null,
              missingFiles: [],
              counts: {},
            },
            ...{ cards: 0, yours: 0, seals: 0, aside: [] },
            from: { replica: keys.replica, org: session.office(), name: '街道' },
            to: { replica: to, org, name: '区' },
            fromTop: { pos: 0, hash: startHash },
            toTop: { pos: count, hash: startHash },
          },
          endHash: () => hash,
          recipient,
          changes: inColumns(changes()).lines,
          seals: [],
          files: [],
        },
        street.folder,
        systemClock,
      )
      invariant(pos === count, 'all of them were written')
      return written.file
    })
    say('taking them in')
    const peak = await peakOf(district.folder, ['bundle', 'apply', '--yes', file])
    const aside = await district.asking(client => client.packets.aside())
    const laid = aside.reduce((sum, { changes }) => sum + changes, 0)
    invariant(laid === count, `${laid} of ${count} changes lie aside`)
    return peak
  })
}

const origins = { office: 'nowhere', at: '2018-12-31T00:00:00Z', actor: '', label: {} }

/**
 * The peak of an import of so many times the members of a sample district, and how many that were; with ID numbers that
 * all may have been `rounded`, where that is asked for.
 */
export async function peakOfImport(
  times: number,
  say: (text: string) => void,
  rounded = false,
): Promise<{ readonly peak: number; readonly members: number }> {
  const made = generateDistrict({ times: Math.ceil(times) })
  const district = rounded ? { ...made, members: Array.from(made.members, withRoundNumber) } : made
  say('writing the roster')
  const [orgs, members] = [await rosterFile(district, 'orgs'), await rosterFile(district, 'members')]
  const trial = await openTrial(district.root)
  const folder = await mkdtemp(join(tmpdir(), 'lifeline-bench-'))
  try {
    await takeIn(trial, 'orgs', orgs)
    await trial.leave()
    const file = join(folder, 'members.xlsx')
    await writeFile(file, new Uint8Array(await members.arrayBuffer()))
    say('taking it in')
    const peak = await peakOf(trial.folder, ['import', file, '--as', 'members'])
    const { members: taken } = await new Office(trial.folder).asking(client => client.registry.stats({}))
    return { peak, members: taken }
  } finally {
    await rm(folder, { recursive: true, force: true })
    await rm(trial.folder, { recursive: true, force: true })
  }
}

/** Somebody whose ID number ends in 000, and is right all the same: with another one each. */
function withRoundNumber<M extends { readonly idNumber?: unknown }>(member: M, n: number): M {
  const days = 5_000
  const born = new Date(Date.UTC(1976, 0, 1 + (n % days))).toISOString().slice(0, 10).replaceAll('-', '')
  const ends = ['000', '100', '200', '300', '400', '500', '600', '700', '800', '900']
  const area = 440_300 + Math.floor(n / days)
  const idNumber = ends
    .map(end => `${area}${born}${end}`)
    .map(digits => digits + checkCharacter(digits))
    .find(number => number.endsWith('000'))
  return { ...member, idNumber: idNumber ?? member.idNumber, birth: undefined, sex: undefined }
}

/**
 * The peak of the page's host while another program of this PC, which has the token, asks for so many things at once and
 * fetches none of the files that are made for it. Answers how many calls were told to come again as well.
 */
export async function peakOfFlood(
  calls: number,
): Promise<{ readonly peak: number; readonly answered: number; readonly busy: number }> {
  const district = generateDistrict({ times: 1 })
  const trial = await openTrial(district.root)
  try {
    for (const as of ['orgs', 'members'] as const) await takeIn(trial, as, await rosterFile(district, as))
    await trial.leave()
    invariant(buildStale(['program']), 'the program can be bundled')
    const program = here('../../dist/node/terminal.mjs')
    const words = ['--data', trial.folder, '--json', 'serve', '--no-open', '--port', '0']
    const flags = [...nodeFlags, '--import', here('./tell-peak.mjs')]
    const host = spawn(process.execPath, [...flags, program, ...words])
    const said = { out: '', err: '' }
    host.stderr.on('data', (part: Buffer) => {
      said.err += part.toString()
    })
    const ended = once(host, 'exit')
    try {
      for await (const part of host.stdout) {
        said.out += String(part)
        if (/"(http:[^"]+)"/.test(said.out)) break
      }
      const [, origin, token] = /"(http:[^"]+?)\/?#token=([^"]+)"/.exec(said.out) ?? []
      const ask = async (path: string, json: unknown) => {
        const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` }
        const body = JSON.stringify({ json })
        const response = await fetch(`${origin}/rpc/${path}`, { method: 'POST', headers, body })
        await response.arrayBuffer()
        return response.status
      }
      const whole = { as: 'members', name: '名册.csv' }
      const statuses = await Promise.all(
        Array.from({ length: calls }, (_, n) => {
          if (n % 80 === 0) return ask('system/verify', undefined)
          return n % 2 === 0 ? ask('registry/stats', {}) : ask('rosters/exportRoster', whole)
        }),
      )
      const count = (status: number) => statuses.filter(one => one === status).length
      host.kill('SIGTERM')
      await ended
      const peak = /peak memory (\d+) kB/.exec(said.err)?.[1]
      invariant(peak, `the program says what it took: ${said.err}`)
      return { peak: Math.round(Number(peak) / 1024), answered: count(200), busy: count(503) }
    } finally {
      host.kill('SIGKILL')
    }
  } finally {
    await rm(trial.folder, { recursive: true, force: true })
  }
}

/** The peak of looking at a file that was made to fill the memory. */
export async function peakOfSwelling(fileName: string, content: Buffer): Promise<number> {
  const trial = await openTrial(generateDistrict({ times: 1 }).root)
  try {
    await trial.leave()
    const file = join(trial.folder, fileName)
    await writeFile(file, content)
    return await peakOf(trial.folder, ['import', file, '--as', 'members', '--dry-run'], true)
  } finally {
    await rm(trial.folder, { recursive: true, force: true })
  }
}

/** The peak of verifying a registry of so many people, each with a home, and half as many corrections of them. */
export async function peakOfVerify(people: number, say: (text: string) => void): Promise<number> {
  return withTwoOffices(10, async ({ district }) => {
    say(`${people} people`)
    await district.writing(async session => {
      await addPeople(session, people)
      const ids = session.writing().db.prepare<[], string>('SELECT id FROM person').pluck().all()
      await correct(session, ids, { from: 0, count: people / 2, perSet: people })
    })
    say('verifying')
    return peakOf(district.folder, ['verify'])
  })
}

function byMemory(name: string, value: number, limit: number): BenchResult {
  return { name, value, unit: 'MB', baseline: null, ratio: null, limit, holds: value <= limit }
}

/** The most memory that taking in a packet of 100,000 changes takes: the limit is the program's own. */
export const packetMemory: Bench = {
  name: 'packet-memory',
  run: async (scale, say) => {
    const { taking } = await peaksOfPacket(scale === 'full' ? 50_000 : 10_000, say)
    return byMemory('packet-memory', taking, 300)
  },
}

/** The same where all 100,000 changes are laid aside. */
export const asideMemory: Bench = {
  name: 'aside-memory',
  run: async (scale, say) => {
    const peak = await peakOfAside(scale === 'full' ? 100_000 : 20_000, say)
    return byMemory('aside-memory', peak, 300)
  },
}

export const importMemory: Bench = {
  name: 'import-memory',
  run: async (scale, say) => {
    const { peak, members } = await peakOfImport(scale === 'full' ? 12 : 2, say)
    say(`${members} members`)
    return byMemory('import-memory', peak, 286)
  },
}

/** The most memory that `verify` takes: it may not grow with the journal. */
export const verifyMemory: Bench = {
  name: 'verify-memory',
  run: async (scale, say) => {
    const peak = await peakOfVerify(scale === 'full' ? 500_000 : 50_000, say)
    return byMemory('verify-memory', peak, 300)
  },
}

/** The most memory that any of the files takes that were made to fill it: as large at every scale, for they are at the limits. */
export const swellingMemory: Bench = {
  name: 'swelling-memory',
  run: async (_scale, say) => {
    let most = 0
    for (const [name, content] of swellingFiles) {
      const peak = await peakOfSwelling(name, content())
      say(`${name}: ${peak} MB`)
      most = Math.max(most, peak)
    }
    return byMemory('swelling-memory', most, 286)
  },
}
