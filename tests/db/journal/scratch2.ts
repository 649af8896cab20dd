import fc from 'fast-check'
import type { Change } from '#db/journal/change.ts'
import { versionOf } from '#db/journal/change.ts'
import { openReplica } from '#tests/fixtures/replica.ts'
import { compareWithJournal } from '#db/journal/compare.ts'
void compareWithJournal
const mode = process.argv[2] ?? 'all'
const raw = fc.array(fc.record({ w: fc.nat(2), k: fc.nat(99), e: fc.nat(8), t: fc.nat(7), a: fc.nat(7), b: fc.nat(7), c: fc.nat(20), d: fc.nat(20), s: fc.nat(2) }), { minLength: 2, maxLength: 14 })
const entities = ['person', 'org', 'membership', 'placement', 'post', 'merge', 'revocation', 'standing', 'alien']
function build(list: any[]): Change[] {
  const ns = [0, 0, 0]
  const out: Change[] = []
  if (mode === 'typed') for (const [k, id] of ['x0','x1','x2','x3'].entries()) out.push({ origin: {writer: 'w9', firstN: 1, replica: 'r9', office: 'o9', at: '', actor: '', label: {}}, n: k + 1, lamport: k + 1, entity: k < 2 ? 'person' : 'org', thing: id, hangsOn: [], schema: 1, signature: null, kind: 'put', body: { set: k < 2 ? { name: {name: 'n'} } : { names: { name: `n` }, kind: { kind: 'k' }, tier: { tier: 't' }, branch_type: { branch_type: 'b' } } } } as any)
  list.forEach((r, i0) => { const i = i0 + 10
    const writer = `w${r.w}`
    const n = ++ns[r.w]!
    const origin = { writer, firstN: n, replica: `r${r.w}`, office: `o${r.s}`, at: '', actor: '', label: {} }
    let thing = `x${r.t}`
    let entity = entities[r.e]!
    if (mode !== 'all') { // one entity per thing
      entity = mode === 'typed' ? ['person', 'person', 'org', 'org', 'membership', 'placement', 'post', 'standing'][r.t]! : entity
    }
    const ofE = (want: string) => mode === 'typed' ? (want === 'person' ? `x${r.a % 2}` : `x${2 + (r.b % 2)}`) : `x${want === 'person' ? r.a : r.b}`
    const versions = out.map(versionOf)
    const pickV = (k: number) => versions.length ? [versions[k % versions.length]!] : []
    const env = { origin, n, lamport: i + 1, entity, thing, hangsOn: [], schema: 1, signature: null }
    const day = `20${10 + (r.c % 9)}-01-01`
    if (r.k < 12) { out.push({ ...env, entity: 'return', thing: `ret${i}`, kind: 'return', body: { names: [[`w${r.a % 3}`, 1 + (r.c % 5), 1 + (r.c % 5) + (r.d % 2)]], reason: { code: '', zh: '', en: '' } } }); return }
    if (r.k < 17) { out.push({ ...env, entity: 'admit', thing: `adm${i}`, kind: 'admit', body: { names: [[`w${r.a % 3}`, 1 + (r.c % 5), 3 + (r.c % 5)]], reason: { code: '', zh: '', en: '' } } }); return }
    if (r.k < 22) { out.push({ ...env, entity: 'revocation', thing: `rev${i}`, kind: 'put', body: { set: { all: { replica: `r${r.a % 3}`, accepted: [`w${r.a % 3}:${r.c % 6}`] } } } }); return }
    if (r.k < 32) { const [x, y] = mode === 'typed' ? [r.e % 2 ? 'x0' : 'x2', r.e % 2 ? 'x1' : 'x3'] : [`x${r.a}`, `x${r.b}`]
      const [kept, lost] = mode === 'typed' || x! < y! ? [x!, y!] : [y!, x!]
      const saw = out.filter(c => c.thing === lost).map(versionOf).slice(-1)
      out.push({ ...env, entity: 'merge', thing: `mrg${r.t % 3}x${r.e%2}`, kind: 'put', body: { set: { mark: { of_entity: 'person', kept, lost, saw } } } }); return }
    if (r.k < 40) { out.push({ ...env, kind: 'remove', body: { saw: [...pickV(r.c), ...pickV(r.d)] } }); return }
    const set: any = {}
    switch (entity) {
      case 'person': Object.assign(set, { name: { name: `n${r.c % 3}` }, phone: { phone: `${r.d % 3}` } }); break
      case 'org': Object.assign(set, { names: { name: `n${r.c % 3}` }, kind: { kind: 'k' }, tier: { tier: 't' }, branch_type: { branch_type: 'b' } }); break
      case 'membership': Object.assign(set, { place: { person: ofE('person'), ...(r.c % 4 ? { org: ofE('org') } : {}) }, since: { since: day, since_known: 1 }, follows: { follows: [] } }); break
      case 'placement': Object.assign(set, { place: { org: ofE('org'), parent: mode === 'typed' ? `x${2 + (r.a % 2)}` : `x${r.a}` }, since: { since: day }, follows: { follows: [] } }); break
      case 'post': Object.assign(set, { place: { person: ofE('person'), org: ofE('org') }, title: { title: 's' } }); break
      case 'standing': Object.assign(set, { state: { person: ofE('person'), status: 'a', report: 'b' }, since: { since: day }, follows: { follows: [] } }); break
      default: Object.assign(set, { z: { z: 'z' } })
    }
    if (r.k < 70) out.push({ ...env, kind: 'put', body: { set } })
    else {
      const keys = Object.keys(set); const key = keys[r.d % keys.length]!
      out.push({ ...env, kind: 'put', body: { set: { [key]: set[key] }, base: { [key]: [...pickV(r.c), ...(r.d % 2 ? pickV(r.d) : [])] } } })
    }
  })
  return out
}
let count = 0
const result = await fc.check(fc.asyncProperty(raw, fc.integer({ min: 1, max: 4 }), fc.array(fc.nat(1000), { minLength: 14, maxLength: 14 }), async (list, group, keys) => {
  count++
  const changes = build(list).map((c, i) => ({ c, k: c.lamport <= 4 && mode === 'typed' ? -1 : keys[i % keys.length]! })).sort((a, b) => a.k - b.k).map(x => x.c)
  const r = openReplica('z')
  try {
    for (let i = 0; i < changes.length; i += group) await r.receive(changes.slice(i, i + group))
    const d = r.differences()
    if (d.length) throw new Error(JSON.stringify(d, null, 1))
  } finally { r.db.close() }
}), { numRuns: Number(process.argv[3] ?? 20000), interruptAfterTimeLimit: Number(process.argv[4] ?? 100000), ...(process.argv[5] ? {seed: Number(process.argv[5])} : {}) })
console.log(count, result.failed)
if (result.failed) {
  const [list, group, keys] = result.counterexample!
  const changes = build(list).map((c, i) => ({ c, k: c.lamport <= 4 && mode === 'typed' ? -1 : keys[i % keys.length]! })).sort((a, b) => a.k - b.k).map(x => x.c)
  console.log('group', group); for (const c of changes) console.log(c.lamport, c.origin.writer, c.n, c.kind, c.entity, c.thing, JSON.stringify(c.body))
  console.log(String(result.errorInstance))
}
