import { writeFileSync } from 'node:fs'
import { writeXlsxStream } from 'hucre'
import { checkCharacter } from '#db/exchange/id-number.ts'
const rows=function*(){ yield ['姓名','证件类型','身份证号','出生日期','民族','政治面貌','入团年月','团员编号','所在团支部','全日制学历','职业','手机号码','报到资料状态','团籍状态','团费交至']
 const d=[...'赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨']
 for(let i=0;i<100000;i++){const y=1990+i%15,m=1+Math.floor(i/15)%12,dd=1+Math.floor(i/180)%28;const seq=Math.floor(i/5040);const b=`440399${y}${String(m).padStart(2,'0')}${String(dd).padStart(2,'0')}${String(seq).padStart(3,'0')}`;
 yield [d[i%16]!+d[(i>>4)%16]!+d[(i>>8)%16]!,'普通居民身份证',b+checkCharacter(b),`${y}-${String(m).padStart(2,'0')}-${String(dd).padStart(2,'0')}`,'汉族','共青团员','2015.10',y>2000?'':'2018440'+String(i).padStart(5,'0'),`共青团龙华区第${i%900}学校教工支部委员会`,'高中','学生','199'+String(10000000+i),'审核通过','正常','2018-12']}}
for (const inlineStrings of [true,false]) { const a=[];for await(const c of writeXlsxStream(rows(),{name:'S',inlineStrings})) a.push(c); writeFileSync(`/tmp/bench/${inlineStrings?'inline':'shared'}.xlsx`,Buffer.concat(a)) }
