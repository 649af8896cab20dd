import { expect, test } from 'vitest'
import type { Change } from '#db/journal/change.ts'
import { readHistory } from '#db/registry/history/history.ts'
import { readRecordsPast } from '#db/registry/history/records-past.ts'
import { processorTime } from '#tests/fixtures/processor-time.ts'
import { openRegistry } from '../open-registry.ts'

async function lived() {
  const registry = openRegistry()
  const branch = await registry.org('六联社区团支部')
  const [li = '', wang = ''] = await registry.people('李', '王')
  const home = await registry.member(li, branch, '2018-01-01')
  await registry.write(set => set.edit('person', wang, { phone: '1' }))
  const post = await registry.write(set => set.create('post', { person: li, org: branch, title: '书记' }))
  return { registry, branch, li, wang, home, post }
}

async function sets(of: string | undefined, limit = 100, given?: Awaited<ReturnType<typeof lived>>) {
  const { registry } = given ?? (await lived())
  return (await readHistory(registry.reader, of, limit)).map(entry => [entry.changeSet, entry.changes])
}

test('history tells every change set, newest first, with who did what when', async () => {
  const { registry } = await lived()
  const entries = await readHistory(registry.reader, undefined, 3)
  expect(entries).toEqual(
    [5, 4, 3].map(changeSet => ({
      changeSet,
      at: '2018-12-31T09:00:00.000Z',
      actor: 'r',
      sentence: { zh: 'test', en: 'test' },
      changes: 1,
      canUndo: true,
      isUndone: false,
    })),
  )
})

test('the history of a person is of himself and of all that hangs on him', async () => {
  const given = await lived()
  expect(await sets(given.li, 100, given)).toEqual([
    [5, 1],
    [3, 1],
    [2, 1],
  ])
  expect(await sets(given.wang, 100, given)).toEqual([
    [4, 1],
    [2, 1],
  ])
})

test('the history of an organization is of itself, its members’ stays and its posts', async () => {
  const given = await lived()
  expect(await sets(given.branch, 100, given)).toEqual([
    [5, 1],
    [3, 1],
    [1, 1],
  ])
})

test('what hangs on something that was returned stays in its history, and the return, and what lifted it, stand there too', async () => {
  const given = await lived()
  await given.registry.write(
    set => set.giveBack([['r-000001', 2, 2]], { code: '', zh: '', en: '' }),
    'office-above',
  )
  expect(await sets(given.li, 100, given)).toEqual([
    [6, 1],
    [5, 1],
    [3, 1],
    [2, 1],
  ])
  await given.registry.write(set => set.giveBack([['r-000001', 7, 7]], { code: '', zh: '', en: '' }))
  expect((await sets(given.li, 2, given)).map(([no]) => no)).toEqual([7, 6])
  expect((await sets(given.wang, 1, given)).map(([no]) => no)).toEqual([4])
})

test('never more than the limit are told, and of nothing there is nothing', async () => {
  const given = await lived()
  expect(await sets(given.li, 2, given)).toEqual([
    [5, 1],
    [3, 1],
  ])
  expect(await sets('nobody', 100, given)).toEqual([])
})

test.each(['all that came before it', 'the one before it alone'])(
  'thousands of returns, each of %s, are each gone through once',
  async named => {
    const registry = openRegistry()
    const [li = ''] = await registry.people('李')
    const writer = registry.changes()[0]?.origin.writer ?? ''
    const returns = 3000
    const envelope = (n: number) => ({
      origin: { writer, firstN: n, replica: 'replica-r', office: 'office-r', at: '', actor: '', label: {} },
      ...{ n, lamport: n, entity: 'return', thing: `return-${n}`, hangsOn: [], schema: 1, signature: null },
    })
    await registry.receive(
      Array.from({ length: returns }, (_, i): Change => {
        const first = named === 'the one before it alone' ? i + 1 : 1
        const body = { names: [[writer, first, i + 1] as const], reason: { code: '', zh: '', en: '' } }
        return { ...envelope(i + 2), kind: 'return', body }
      }),
    )
    const worked = processorTime()
    expect(await readHistory(registry.reader, li, 10)).toMatchObject([{ changes: returns }, { changes: 1 }])
    expect((await readRecordsPast(registry.reader, li, { offset: 0, limit: 2 })).total).toBe(returns + 1)
    expect(worked()).toBeLessThan(1200)
  },
)
