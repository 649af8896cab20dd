import { generateDistrict } from '#db/sample/generate-district.ts'
import { openTrial, rosterFile, takeIn } from '#tests/bench/trial-registry.ts'

const d = generateDistrict({ times: 12 })
const t = await openTrial(d.root)
await takeIn(t, 'orgs', await rosterFile(d, 'orgs'))
const m = await rosterFile(d, 'members')
const b = performance.now()
let maxGap = 0,
  last = performance.now()
const iv = setInterval(() => {
  const n = performance.now()
  maxGap = Math.max(maxGap, n - last)
  last = n
}, 5)
console.log((await takeIn(t, 'members', m)).created, performance.now() - b, 'max gap', maxGap)
clearInterval(iv)
await t.close()
