import { readFileSync } from 'node:fs'
import { openSpreadsheet } from '#db/exchange/spreadsheet.ts'
const data=readFileSync(process.argv[2]!); const t=performance.now(); let n=0, last:any
const sheets=await openSpreadsheet({bytes:data,fileName:'x'})
for await(const b of await sheets[0]!.open()) for (const r of b) {n+=r.cells.length; last=r}
console.log(process.argv[2],n,(performance.now()-t).toFixed(0),'ms', Math.round(process.resourceUsage().maxRSS/1024),'MB', JSON.stringify(last).slice(0,200))
