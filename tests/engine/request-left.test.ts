import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { enrolRequestText } from '#db/packets/format/keys/enrol-request.ts'
import { generateKeys } from '#db/packets/format/keys/keys.ts'
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

test('a request has a name that the office above can read, in one line', async () => {
  const pc = await openPc('naming')
  onTestFinished(pc.discard)
  const ask = (name: string) => pc.ask.packets.enrolRequest({ name })
  for (const name of ['龙'.repeat(201), '龙'.repeat(10_000), '\u200b\u202e'])
    expect(await refusalOf(ask(name))).toMatchObject({ code: 'request-name' })
  expect(await pc.ask.system.status()).toMatchObject({ state: 'empty' })
  const { file } = await ask('\u202e溪口\n街道\ud800\0')
  expect(JSON.parse(await file.text())).toMatchObject({ orgName: '溪口 街道\ufffd' })
  const longest = await ask('龙'.repeat(200))
  expect(await pc.ask.packets.enrolInspect({ file: longest.file })).toMatchObject({ kind: 'request' })
})

test('the name in a stranger’s request turns no line around', async () => {
  const pc = await openPc('inspecting')
  onTestFinished(pc.discard)
  const keys = await generateKeys()
  const applicant = { orgName: '\u202e龙华\n街道\u0000', contact: '' }
  const text = enrolRequestText(keys, applicant, { now: () => new Date('2018-12-31T04:00:00Z') })
  const seen = await pc.ask.packets.enrolInspect({ file: new File([text], '申请.json') })
  expect(seen.name).toBe('龙华 街道')
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
