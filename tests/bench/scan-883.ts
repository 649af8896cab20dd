import { generateDistrict } from '#db/sample/generate-district.ts'
import { openReadOnly, registryFile } from '#db/sqlite/connection.ts'
import { type Bench, byValue, median } from './bench.ts'
import { times } from './browsing.ts'
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

/**
 * From one edit by hand to the findings of that branch, as its page and the list of findings ask for them: among 883
 * branches, with the whole to be reviewed anew. The raw work is as above.
 */
export const editToFindings: Bench = {
  name: 'edit-to-findings',
  run: async (_scale, say) => {
    const { district, trial } = await filledTrial(say)
    try {
      const { client } = trial
      const asOf = district.asOf
      const branches = [...district.orgs].filter(org => org.kind === 'branch')
      const ms: number[] = []
      for (let run = 0; run < 24; run++) {
        const branch = branches[(run >> 1) * 31]
        if (branch?.code === undefined) throw new Error('a district has branches with codes')
        const org = await client.registry.orgShow({ org: branch.code, asOf })
        const isBlank = run % 2 === 0
        const begun = performance.now()
        await client.records.edit({ id: org.id, set: { phone: isBlank ? '' : '075521000000' } })
        const why = await client.glance.why({ org: org.id, asOf })
        const listed = await client.lifeline.findings({ org: org.id, asOf })
        if (run > 3) ms.push(performance.now() - begun)
        const blank = [why.findings, listed.rows].map(found =>
          found.some(({ rule, why }) => rule === 'W19' && why.zh.includes('联系电话')),
        )
        if (blank.some(said => said !== isBlank))
          throw new Error(`the findings of ${branch.code} are not fresh`)
      }
      const [whole] = await times(1, () => client.lifeline.overview({ asOf }))
      say(`the whole district, reviewed anew: ${whole?.toFixed(0)} ms`)
      return byValue('edit-to-findings', median(ms), rawRead(trial.folder), 50)
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
