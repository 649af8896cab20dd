import { cpus, totalmem } from 'node:os'
import { parseArgs } from 'node:util'
import type { BenchResult } from './bench.ts'
import { count1m, filter1m, tree100k } from './browsing.ts'
import { exportRoster100k } from './export-roster.ts'
import { find1m, findBoth1m } from './find-1m.ts'
import { hostImportMemory } from './host-memory.ts'
import { import100k } from './import-100k.ts'
import { apply100k, applyLate, export100k, packet200th, packetBytes, write100k } from './packets.ts'
import { asideMemory, importMemory, packetMemory, swellingMemory, verifyMemory } from './peak-memory.ts'
import { report500k, reportAll500k } from './report-500k.ts'
import { scan100k } from './scan-100k.ts'
import { editToFindings, scan883 } from './scan-883.ts'

/** `npm run bench -- [--json] [--only NAME,…] [--scale small|full]`: a benchmark is no test, so it exits 0 whatever holds. */
const benches = [
  import100k,
  find1m,
  findBoth1m,
  scan883,
  scan100k,
  editToFindings,
  report500k,
  reportAll500k,
  tree100k,
  count1m,
  filter1m,
  apply100k,
  applyLate,
  packet200th,
  write100k,
  export100k,
  exportRoster100k,
  packetBytes,
  packetMemory,
  asideMemory,
  importMemory,
  hostImportMemory,
  verifyMemory,
  swellingMemory,
]
const { values } = parseArgs({
  options: {
    json: { type: 'boolean' },
    only: { type: 'string' },
    scale: { type: 'string', default: 'small' },
  },
})
const only = values.only?.split(',')
const unknown = only?.filter(name => !benches.some(bench => bench.name === name)) ?? []
if (unknown.length > 0 || (values.scale !== 'small' && values.scale !== 'full')) {
  process.stderr.write(
    `usage: bench [--json] [--only ${benches.map(b => b.name).join(',')}] [--scale small|full]\n`,
  )
  process.exit(2)
}
const results: BenchResult[] = []
for (const bench of benches.filter(b => only === undefined || only.includes(b.name))) {
  const say = (text: string) => process.stderr.write(`${bench.name}: ${text}\n`)
  results.push(await bench.run(values.scale, say))
}
const machine = {
  cpu: cpus()[0]?.model.trim() ?? '',
  cores: cpus().length,
  memoryGiB: Math.round(totalmem() / 2 ** 30),
  node: process.version,
}
if (values.json) console.log(JSON.stringify({ machine, results }))
else {
  console.log(`${machine.cores} cores, ${machine.memoryGiB} GiB, Node ${machine.node} (${machine.cpu})`)
  console.table(results)
}
