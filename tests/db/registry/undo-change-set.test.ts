import { expect, test } from 'vitest'
import { resultOf } from '#tests/fixtures/engine.ts'
import { carry, codes, members, openOffices } from '#tests/fixtures/exchange.ts'

test('a packet from above cannot be undone: it is neither one’s own work nor from below', async () => {
  const { district, street, community } = await openOffices()
  try {
    await carry(street, community, codes.community)
    const [received] = await community.ask.registry.history({ limit: 1 })
    const undo = community.ask.registry.undo({ changeSet: received?.changeSet ?? 0, by: '李' })
    await resultOf(undo).catch(() => undefined)
    expect(await members(community)).toBeGreaterThan(0)
  } finally {
    for (const pc of [district, street, community]) await pc.discard()
  }
})
