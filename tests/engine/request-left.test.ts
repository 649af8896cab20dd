import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { openPc, refusalOf } from '#tests/fixtures/engine.ts'

test('a request that waits is corrected: the digits stay, and only the last one lies in the outbox', async () => {
  const pc = await openPc('correcting')
  onTestFinished(pc.discard)
  const first = await pc.ask.packets.enrolRequest({ name: '溪囗街道' })
  const second = await pc.ask.packets.enrolRequest({ name: '溪口街道' })
  expect([second.replica, second.fingerprint]).toEqual([first.replica, first.fingerprint])
  expect(JSON.parse(await second.file.text())).toMatchObject({ orgName: '溪口街道' })
  const outbox = (await readdir(join(pc.folder, 'outbox'))).filter(name => name.endsWith('.json'))
  expect(outbox).toEqual([second.file.name])
})

test('a request that waits is taken back, and the PC begins anew; a registry is never thrown away like this', async () => {
  const pc = await openPc('leaving')
  onTestFinished(pc.discard)
  const asked = await pc.ask.packets.enrolRequest({ name: '溪口街道' })
  expect(await pc.ask.packets.enrolLeave()).toEqual({ left: true })
  expect(await pc.ask.system.status()).toMatchObject({ state: 'empty', replica: null })
  expect(await refusalOf(pc.ask.packets.enrolLeave())).toMatchObject({ code: 'request-none' })
  const anew = await pc.ask.packets.enrolRequest({ name: '溪口街道' })
  expect(anew.replica).not.toBe(asked.replica)
  await pc.ask.packets.enrolLeave()

  await pc.ask.registry.init({ name: '溪口街道', tier: 'street' })
  expect(await refusalOf(pc.ask.packets.enrolLeave())).toMatchObject({ code: 'request-none' })
  expect(await pc.ask.system.status()).toMatchObject({ state: 'ready' })
})
