import { openReplica, type Replica } from '#tests/fixtures/replica.ts'
import { rangesOf, versionOf } from '#db/journal/change.ts'
import { planUndo } from '#db/journal/undo.ts'
const reason = { code: 't', zh: '', en: '' }
const show = (r: Replica, label: string) => {
  console.log('##', label)
  for (const e of ['person','org','membership','placement','post','certificate','merge']) {
    const rows = r.journal.tables.allOf(r.journal.entities.get(e)!)
    for (const row of rows) console.log(e, JSON.stringify(Object.fromEntries(Object.entries(row).filter(([, v]) => v !== null))))
  }
  for (const s of r.db.prepare('SELECT * FROM shadow').all()) console.log('shadow', JSON.stringify(s))
  for (const s of r.db.prepare('SELECT * FROM conflict').all()) console.log('conflict', JSON.stringify(s))
  console.log('differences', JSON.stringify(r.differences()))
}
const all = (...rs: Replica[]) => rs.flatMap(r => r.changes())

{ // self conflict after return
  const b = openReplica('b'), b1 = openReplica('b1')
  const p = await b1.write(s => s.create('person', { name: 'Li', phone: '1' }))
  await b.receive(b1.changes())
  await b1.write(s => s.edit('person', p, { phone: '2' }))
  await b.write(s => s.giveBack(rangesOf([['b1-000001', 1]]), reason))
  await b1.receive(b.changes())
  show(b1, 'returned, edited')
  await b1.write(s => s.edit('person', p, { phone: '3' }))
  show(b1, 'corrected same register')
}
{ // undo of a return that was answered by a correction
  const b = openReplica('b'), b1 = openReplica('b1')
  const p = await b1.write(s => s.create('person', { name: 'Li', phone: '1' }))
  await b.receive(b1.changes())
  await b.write(s => s.giveBack(rangesOf([['b1-000001', 1]]), reason))
  await b1.receive(b.changes())
  await b1.write(s => s.edit('person', p, { phone: '3' }))
  await b.receive(b1.changes())
  show(b, 'corrected')
  const plan = planUndo(b.db, b.journal, 2)
  console.log('undo of return: names', JSON.stringify(plan.names), 'blockers', plan.blockers.length)
  await b.write(s => s.giveBack(plan.names, reason))
  show(b, 'return taken back')
}
{ // follows
  const a = openReplica('a')
  const o = await a.write(s => s.create('org', { name: 'o', kind: 'branch', tier: 'x', branch_type: 'o' }))
  const p = await a.write(s => s.create('person', { name: 'Li' }))
  const m1 = await a.write(s => s.create('membership', { person: p, org: o, since: '2018-01-01', since_known: 1, follows: [] }))
  const m2 = await a.write(s => s.create('membership', { person: p, org: null, since: '2018-05-01', since_known: 1, follows: [m1] }))
  console.log('undo of stay followed', planUndo(a.db, a.journal, 3).blockers.length)
  console.log('undo of person', planUndo(a.db, a.journal, 2).blockers.length, m2)
}
{ // certificate removal
  const a = openReplica('a')
  const c = await a.write(s => s.create('certificate', { replica: 'r', org: 'o', name: 'n', sign_key: 'k', recipient: 'x', issuer: 'i', signature: 's' }))
  await a.write(s => s.remove('certificate', c))
  show(a, 'certificate removed')
}
{ // incomplete person with stay in one transaction
  const a = openReplica('a')
  await a.write(s => { const p = s.create('person', { phone: '1' }); s.create('membership', { person: p, since: '2018-01-01', since_known: 1, follows: [] }) })
  show(a, 'incomplete person')
}
{ // post whose person is an org
  const a = openReplica('a')
  await a.write(s => { const o = s.create('org', { name: 'o', kind: 'branch', tier: 'x', branch_type: 'o' }); s.create('post', { person: o, org: o, title: '书记' }) })
  show(a, 'post of an org')
}
{ // remove by lost id, knowing
  const a = openReplica('a')
  const [x, y] = await a.write(s => [s.create('person', { name: 'x' }), s.create('person', { name: 'y' })])
  await a.write(s => s.create('merge', { of_entity: 'person', kept: x!, lost: y!, saw: [...new Set(Object.values(a.journal.absorber.headsOf(y!)!).flat())] }))
  show(a, 'merged')
  await a.write(s => s.remove('person', y!))
  show(a, 'removed by lost id')
}
{ // thing of two entities
  const a = openReplica('a'), b = openReplica('b'), c = openReplica('c')
  await a.write(s => s.create('person', { name: 'first' }))
  await a.write(s => s.create('person', { name: 'x' }, 'x'))
  await b.write(s => s.create('org', { name: 'o', kind: 'branch', tier: 'x', branch_type: 'o' }, 'x'))
  await c.receive(a.changes()); await c.receive(b.changes())
  show(c, 'two entities')
}
{ // kept>lost both ways
  const a = openReplica('a'), b = openReplica('b')
  const [x, y] = await a.write(s => [s.create('person', { name: 'x' }), s.create('person', { name: 'y' })])
  await b.receive(a.changes())
  const saw = (id: string) => [...new Set(Object.values(a.journal.absorber.headsOf(id)!).flat())]
  const sx = saw(x!), sy = saw(y!)
  await a.write(s => s.create('merge', { of_entity: 'person', kept: x!, lost: y!, saw: sy }))
  await b.write(s => s.create('merge', { of_entity: 'person', kept: y!, lost: x!, saw: sx }))
  await a.receive(b.changes())
  show(a, 'merged both ways')
}
void all; void versionOf
