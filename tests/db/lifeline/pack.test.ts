import { expect, test } from 'vitest'
import { defaultPack, packSchema } from '#db/lifeline/packs/pack.ts'

test('the default pack is a pack', () => {
  expect(packSchema.parse(defaultPack)).toEqual(defaultPack)
})

test.each([
  ['a threshold of a rule that does not exist', { W99: { fewest: 1 } }],
  ['orange after red', { W04: { orangeAboveDays: 91, redAboveDays: 90 } }],
  ['a share above all', { W16: { orangeAbovePercent: 101 } }],
])('%s is no pack', (_, thresholds) => {
  const pack = { ...defaultPack, thresholds: { ...defaultPack.thresholds, ...thresholds } }
  expect(packSchema.safeParse(pack).success).toBe(false)
})
