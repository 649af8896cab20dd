import { generateDistrict } from '#db/sample/generate-district.ts'
import { openReadOnly, registryFile } from '#db/sqlite/connection.ts'
import { type Bench, byValue, median } from './bench.ts'
import { openTrial, rosterFile, takeIn } from './trial-registry.ts'

/** A scan of 883 branches by every rule, without its evidence and with it; the raw work is reading the members once. */
export const scan883: Bench = {
  name: 'scan-883',
  run: async (_scale, say) => {
    const { district, trial } = await filledTrial(say)
    try {
      const ms: number[] = []
      for (let run = 0; run < 12; run++) {
        const begun = performance.now()
        const { branches } = await trial.client.lifeline.scan({ asOf: district.asOf })
        if (run > 1) ms.push(performance.now() - begun)
        if (branches !== 883) throw new Error(`${branches} branches`)
      }
      return byValue('scan-883', median(ms), rawRead(trial.folder), 150)
    } finally {
      await trial.close()
    }
  },
}

/** From a corrected row handed over as a file to the findings of all 883 branches; the raw work is as above. */
export const editToFindings: Bench = {
  name: 'edit-to-findings',
  run: async (_scale, say) => {
    const { district, trial } = await filledTrial(say)
    try {
      const [someone] = district.members
      if (someone === undefined) throw new Error('a district has members')
      const ms: number[] = []
      for (let run = 0; run < 12; run++) {
        const members = [{ ...someone, phone: `1380013${String(run).padStart(4, '0')}` }]
        const file = await rosterFile({ ...district, members }, 'members')
        const begun = performance.now()
        const { updated } = await takeIn(trial, 'members', file)
        const { branches } = await trial.client.lifeline.scan({ asOf: district.asOf })
        if (run > 1) ms.push(performance.now() - begun)
        if (updated !== 1 || branches !== 883) throw new Error(`${updated} updated, ${branches} branches`)
      }
      return byValue('edit-to-findings', median(ms), rawRead(trial.folder), 1000)
    } finally {
      await trial.close()
    }
  },
}

async function filledTrial(say: (text: string) => void) {
  const district = generateDistrict()
  const trial = await openTrial(district.root)
  say('filling the registry')
  await takeIn(trial, 'orgs', await rosterFile(district, 'orgs'))
  await takeIn(trial, 'members', await rosterFile(district, 'members'))
  return { district, trial }
}

function rawRead(folder: string): number {
  const db = openReadOnly(registryFile(folder))
  try {
    const read = () =>
      db.prepare('SELECT * FROM membership JOIN person ON person.id = membership.person').all()
    read()
    const begun = performance.now()
    read()
    return performance.now() - begun
  } finally {
    db.close()
  }
}
