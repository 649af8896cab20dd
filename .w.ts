import { readFileSync } from 'node:fs'
import { readRoster } from '#db/exchange/read-roster.ts'
import { writeRoster } from '#db/exchange/write-roster.ts'
import { writeXlsxStream } from 'hucre'
const bytes=readFileSync('/tmp/bench/shared.xlsx'); const r=await readRoster({bytes,fileName:'x',as:'members',today:'2020-12-31' as any}); const rows:any[]=[]; for await(const row of r.rows) if(!row.refused) rows.push(row.values)
for (const format of ['xlsx','csv'] as const) { const t=performance.now(); let n=0; for await (const p of writeRoster({as:'members',format,day:'2018-12-31' as any,rows})) n+=p.length; console.log('write',format,rows.length,n,(performance.now()-t).toFixed(0),'ms') }
const t=performance.now(); let n=0; for await(const c of writeXlsxStream((function*(){for(const v of rows) yield [v.name,v.idNumber,v.branch,v.birth.day,v.nation,v.political,v.joined?.day??null,v.memberNo??null,'普通居民身份证',v.education??null,v.occupation??null,v.phone??null,'审核通过','正常',v.feesPaidTo??null,'女',null,null,null,null]})(),{name:'s'})) n+=c.length; console.log('hucre write',n,(performance.now()-t).toFixed(0),'ms', Math.round(process.resourceUsage().maxRSS/1024),'MB')
