import { createWriteStream, existsSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { type District, generateDistrict } from '#db/sample/generate-district.ts'
import { officeFiles, workFiles } from '#db/sample/office-files.ts'
import { makeRegistry, type WrittenRoster } from './make-registry.ts'
import { type Options, readOptions, usage } from './options.ts'
import { summaryOf } from './summary.ts'

/** `npm run sample`: a district to try the program with. Progress goes to stderr, the summary to stdout. */
const args = process.argv.slice(2)
const options = readOptions(args)
if (args.includes('--help')) console.log(usage)
else if (typeof options === 'string') {
  say(`${options}\n${usage}`)
  process.exitCode = 2
} else {
  await makeSample(options)
}

async function makeSample({ out, seed, times, asOf, registry, work }: Options): Promise<void> {
  const folder = resolve(out)
  const registryFolder = join(folder, 'registry')
  if (registry && existsSync(registryFolder)) {
    say(
      `There is a registry in ${registryFolder} already. Remove that folder, or name another one with --out.`,
    )
    process.exitCode = 1
    return
  }
  await mkdir(folder, { recursive: true })
  const district = generateDistrict({ seed, times, asOf })
  const rosters = await writeOfficeFiles(folder, district, work)
  const { planted, totals } = district
  const record = { seed: district.seed, times: district.times, asOf: district.asOf, totals, ...planted }
  await writeFile(join(folder, 'planted.json'), `${JSON.stringify(record, null, 1)}\n`)
  if (registry) await makeRegistry(registryFolder, district, rosters, say)
  console.log(summaryOf(district, countOf(district.meetings)))
  console.log(`In ${folder}: ${rosters.map(roster => roster.name).join(', ')}, planted.json`)
  if (registry) console.log(`The registry made from them: ${registryFolder}`)
}

async function writeOfficeFiles(
  folder: string,
  district: District,
  work: boolean,
): Promise<readonly WrittenRoster[]> {
  const written: WrittenRoster[] = []
  for (const { as, name, pieces } of [...officeFiles(district), ...(work ? workFiles(district) : [])]) {
    say(`writing ${name} ...`)
    const path = join(folder, name)
    await pipeline(Readable.from(pieces()), createWriteStream(path))
    written.push({ as, name, path })
  }
  return written
}

function countOf(rows: Iterable<unknown>): number {
  let count = 0
  for (const _ of rows) count++
  return count
}

function say(line: string): void {
  process.stderr.write(`${line}\n`)
}
