import { afterAll, beforeAll, expect, test } from 'vitest'
import type { IsoDay } from '#db/shared/day.ts'
import { Cancelled } from '#db/shared/long-work.ts'
import { Refusal } from '#db/shared/refusal.ts'
import { openWriter } from '#db/sqlite/connection.ts'
import { BrowsingThread } from '#db/worker/browsing-thread.ts'
import { largeRegistry } from './large-registry.ts'

const people = 300
const asOf = '2018-12-31' as IsoDay
const thread = new BrowsingThread()
let registry: Awaited<ReturnType<typeof largeRegistry>>

beforeAll(async () => {
  registry = await largeRegistry(people)
})
afterAll(async () => {
  await thread.close()
  await registry.discard()
})

const stats = () => thread.ask(registry.file, 'stats', { root: registry.org, asOf })

async function outcome(work: Promise<unknown>): Promise<unknown> {
  try {
    return await work
  } catch (error) {
    return error
  }
}

test('the thread counts and lists, and answers every question by its own number', async () => {
  const ages = { agedBy: undefined, agedAfter: undefined }
  const window = {
    text: '',
    status: undefined,
    report: undefined,
    ...ages,
    sort: 'name',
    down: false,
  } as const
  const [counts, list, node] = await Promise.all([
    stats(),
    thread.ask(registry.file, 'people', { root: registry.org, asOf, ...window, offset: 290, limit: 100 }),
    thread.ask(registry.file, 'node', { root: registry.org, asOf }),
  ])
  expect(counts).toMatchObject({ orgs: 1, branches: 1, members: people })
  expect(list.total).toBe(people)
  expect(list.rows).toHaveLength(10)
  expect(node).toMatchObject({ code: 'LL01', members: people })
})

test('what was written by another connection is seen by the next question', async () => {
  expect((await stats()).members).toBe(people)
  const writer = openWriter(registry.file)
  writer.exec(`UPDATE membership SET until = '2018-06-01' WHERE no <= 7`)
  writer.close()
  expect((await stats()).members).toBe(people - 7)
  const before = await thread.ask(registry.file, 'stats', {
    root: registry.org,
    asOf: '2018-05-31' as IsoDay,
  })
  expect(before.members).toBe(people)
})

test('a refusal in the thread arrives as the same refusal, a bug as an error with its stack', async () => {
  const refused = await outcome(thread.ask(registry.file, 'node', { root: 'nowhere', asOf }))
  expect(refused).toBeInstanceOf(Refusal)
  expect(refused).toMatchObject({ code: 'org-unknown', details: { org: 'nowhere' } })
  const bug = await outcome(thread.ask(registry.file, 'node', null as never))
  expect(bug).toBeInstanceOf(Error)
  expect(bug).not.toBeInstanceOf(Refusal)
  expect((await stats()).orgs).toBe(1)
})

test('who waits while the thread is ended is told so, and the next question starts another', async () => {
  const waiting = outcome(stats())
  await thread.close()
  expect(await waiting).toBeInstanceOf(Cancelled)
  expect(thread.isRunning).toBe(false)
  expect((await stats()).orgs).toBe(1)
  expect(thread.isRunning).toBe(true)
})
