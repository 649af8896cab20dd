import { readFileSync } from 'node:fs'
import { openSpreadsheet } from '#db/exchange/spreadsheet.ts'
import { readRoster } from '#db/exchange/read-roster.ts'
import { parseMember } from '#db/exchange/parse-member.ts'
import { RosterLine } from '#db/exchange/roster-line.ts'
import { memberForm } from '#db/exchange/member-form.ts'
import { matchHeaders } from '#db/exchange/header-match.ts'
import { streamXlsxRows } from 'hucre'
const f=process.argv[2]!; const bytes=readFileSync(f)
if (process.argv[3]==='parse') { const sheets=await openSpreadsheet({bytes,fileName:'x'}); const rows:any[]=[]; for await(const b of await sheets[0]!.open()) rows.push(...b)
 const m=matchHeaders(memberForm, rows[0].cells)
 for (let k=0;k<4;k++){ const t=performance.now(); let n=0; for (const r of rows){ const v=parseMember(new RosterLine(r,m.columns),'2020-12-31' as any); if(v)n++ } console.log('parse',n,(performance.now()-t).toFixed(0)) } }
else if (process.argv[3]==='hucre') {const t=performance.now(); let n=0; for await(const r of streamXlsxRows(bytes)) n+=r.values.length; console.log('hucre raw',n,(performance.now()-t).toFixed(0),'ms', Math.round(process.resourceUsage().maxRSS/1024),'MB') }
else { const t=performance.now(); const r=await readRoster({bytes,fileName:'x',as:'members',today:'2020-12-31' as any}); const t1=performance.now(); let n=0,ref=0; for await(const row of r.rows){n++; if(row.refused)ref++}; console.log('readRoster',n,ref,'open',(t1-t).toFixed(0),'total',(performance.now()-t).toFixed(0),'ms', Math.round(process.resourceUsage().maxRSS/1024),'MB') }
