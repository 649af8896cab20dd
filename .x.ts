import { readFileSync } from 'node:fs'
import { StringDecoder } from 'node:string_decoder'
import { readZipDirectory } from '#db/exchange/zip-directory.ts'
import { partBytes } from '#db/exchange/unpack-part.ts'
const file={bytes:readFileSync('/tmp/bench/inline.xlsx'),fileName:'x'}
const part=readZipDirectory(file).get('xl/worksheets/sheet1.xml')!
const chunks:Buffer[]=[]; for await(const c of partBytes(file,part)) chunks.push(c)
console.log(chunks.length, chunks[1]!.length)
for (let k=0;k<3;k++){
let t=performance.now(); const sd=new StringDecoder('utf8'); let n=0; for(const c of chunks) n+=sd.write(c).length; console.log('StringDecoder',(performance.now()-t).toFixed(0),n)
t=performance.now(); const td=new TextDecoder('utf-8'); n=0; for(const c of chunks) n+=td.decode(c,{stream:true}).length; console.log('TextDecoder',(performance.now()-t).toFixed(0),n)
t=performance.now(); n=0; for(const c of chunks) n+=c.toString('utf8').length; console.log('toString',(performance.now()-t).toFixed(0),n)
t=performance.now(); n=0; for(const c of chunks) n+=c.toString('latin1').length; console.log('latin1',(performance.now()-t).toFixed(0),n)
}
