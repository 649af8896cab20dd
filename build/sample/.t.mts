import { generateDistrict } from '#build/sample/generate-district.ts'
const k=120; const t0=performance.now(); const d=generateDistrict({times:k}); const t1=performance.now(); const n={}
for (const kind of ['orgs','members','cadres','meetings']) { const t=performance.now(); let c=0; for (const r of d[kind]) { c++;} n[kind]=[c, Math.round(performance.now()-t)] }
console.log(t1-t0,n)
