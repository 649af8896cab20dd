import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { openAsBlob } from 'node:fs'
import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/fetch'
import type { ContractRouterClient } from '@orpc/contract'
import { hostEnvironment, nodeFlags } from '#build/node-flags.ts'
import { buildStale } from '#build/parts.ts'
import type { contract } from '#contract/index.ts'
import { generateDistrict } from '#db/sample/generate-district.ts'
import { invariant } from '#db/shared/invariant.ts'
import type { Bench } from './bench.ts'
import { openTrial, rosterFile, takeIn } from './trial-registry.ts'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))

/** The page's host over a folder, in a process of its own, and what a page asks it. */
async function startHost(folder: string) {
  invariant(buildStale(['program']), 'the program can be bundled')
  const words = ['--data', folder, '--json', 'serve', '--no-open', '--port', '0']
  const program = [...nodeFlags, here('../../dist/node/terminal.mjs'), ...words]
  const host = spawn(process.execPath, program, { env: { ...hostEnvironment, ...process.env } })
  host.stderr.resume()
  const ended = once(host, 'exit')
  let said = ''
  for await (const part of host.stdout) {
    said += String(part)
    if (/"(http:[^"]+)"/.test(said)) break
  }
  const [, origin, token] = /"(http:[^"]+?)\/?#token=([^"]+)"/.exec(said) ?? []
  const link = new RPCLink({ url: `${origin}/rpc`, headers: { authorization: `Bearer ${token}` } })
  const client: ContractRouterClient<typeof contract> = createORPCClient(link)
  return {
    client,
    status: () => readFile(`/proc/${host.pid}/status`, 'utf8'),
    /** From now on the kernel counts the peak anew. */
    countAnew: () => writeFile(`/proc/${host.pid}/clear_refs`, '5'),
    end: async () => {
      host.kill('SIGTERM')
      await ended
    },
  }
}

const megabytes = (status: string, of: 'VmHWM' | 'VmRSS') =>
  Math.round(Number(new RegExp(`${of}:\\s+(\\d+) kB`).exec(status)?.[1]) / 1024)

/**
 * What the page's host of a large district takes while a roster of so many times the members of a sample district is looked
 * at and taken in, after its pages were looked at: of 8,800 organizations without members nearly every rule finds something.
 */
export async function peakOfHostImport(
  times: number,
  say: (text: string) => void,
): Promise<{ readonly atRest: number; readonly peak: number; readonly members: number }> {
  say('writing the rosters')
  const orgs = generateDistrict({ times: 12 })
  const trial = await openTrial(orgs.root)
  try {
    await takeIn(trial, 'orgs', await rosterFile(orgs, 'orgs'))
    await trial.leave()
    const path = join(trial.folder, 'members.xlsx')
    const roster = await rosterFile(generateDistrict({ times }), 'members')
    await writeFile(path, new Uint8Array(await roster.arrayBuffer()))
    const host = await startHost(trial.folder)
    try {
      const { client } = host
      say('looking at its pages')
      await client.lifeline.overview({})
      await client.lifeline.findings({ offset: 0, limit: 50 })
      const atRest = megabytes(await host.status(), 'VmRSS')
      await host.countAnew()
      const file = new File([await openAsBlob(path)], 'members.xlsx')
      let peak = 0
      let members = 0
      for (const dryRun of [true, false]) {
        say(dryRun ? 'looking at the roster' : 'taking it in')
        for await (const event of await client.rosters.importFile({ file, as: 'members', dryRun })) {
          if (event.type === 'done') members = event.result.created
        }
        peak = Math.max(peak, megabytes(await host.status(), 'VmHWM'))
      }
      return { atRest, peak, members }
    } finally {
      await host.end()
    }
  } finally {
    await rm(trial.folder, { recursive: true, force: true })
  }
}

/** The most memory that an import takes in the host of a browser, beside what its pages keep. */
export const hostImportMemory: Bench = {
  name: 'host-import-memory',
  run: async (scale, say) => {
    const { atRest, peak, members } = await peakOfHostImport(scale === 'full' ? 12 : 2, say)
    say(`${members} members; ${atRest} MB before`)
    const limit = 330
    return {
      name: 'host-import-memory',
      ...{ value: peak, unit: 'MB', baseline: null, ratio: null, limit, holds: peak <= limit },
    }
  },
}
