import { readFileSync } from 'node:fs'
import { readRoster } from '#db/exchange/read-roster.ts'
import { recognise } from '#db/exchange/recognise.ts'
const d='/work/shared/data/longhua-2018/'
for (const [f,as] of [['orgs.xlsx','orgs'],['members.xlsx','members'],['cadres.xls','cadres'],['activities.csv','meetings'],['members-dirty.xlsx','members']] as const) {
  const bytes=readFileSync(d+f); console.log(f, JSON.stringify(await recognise({bytes,fileName:f})))
  const r=await readRoster({bytes,fileName:f,as,today:'2018-12-31' as any}); const {rows,...rest}=r; console.log(JSON.stringify(rest)); let n=0,ref=0; const codes:any={}
  for await(const row of rows){n++; if(row.refused)ref++; if(n<=2&&!row.refused)console.log(row.values); for(const p of row.problems){ codes[p.code+(p.refused?'!':'')+':'+p.column]=(codes[p.code+(p.refused?'!':'')+':'+p.column]??0)+1; if(f.includes('dirty')) console.log(p.row,p.code,p.repair,p.text.zh,'|',p.text.en); else if((codes[p.code+(p.refused?'!':'')+':'+p.column])<3) console.log(p.text.zh)} }
  console.log(n,ref,codes)
}
