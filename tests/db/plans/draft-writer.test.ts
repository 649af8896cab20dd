import { expect, test } from 'vitest'
import { draftWriter } from '#db/plans/carry-out.ts'
import { draftIds } from '#db/plans/plan.ts'
import { openReplica } from '#tests/fixtures/replica.ts'

test('what was written whole is forgotten, and to name it afterwards is told instead of making somebody new', async () => {
  const replica = openReplica('a')
  const nextId = draftIds()
  const create = (id: string, name: string) =>
    ({ act: 'create', entity: 'person', id, fields: { name } }) as const
  await replica.write(set => {
    let drawn = 0
    const { writeAll, idOf, forget } = draftWriter(set, () => `id-${++drawn}`)
    const first = nextId()
    writeAll([create(first, '王伟')])
    expect(idOf(first)).toBe('id-1')
    forget()
    expect(() => idOf(first)).toThrow('named by nothing that comes after it')
    writeAll([create(nextId(), '李娜')])
  })
  expect(replica.db.prepare('SELECT id, name FROM person ORDER BY id').all()).toEqual([
    { id: 'id-1', name: '王伟' },
    { id: 'id-2', name: '李娜' },
  ])
  replica.db.close()
})
