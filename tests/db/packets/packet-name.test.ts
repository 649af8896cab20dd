import fc from 'fast-check'
import { expect, test } from 'vitest'
import { packetName } from '#db/packets/format/packet-name.ts'
import type { IsoDay } from '#db/shared/day.ts'

const day = '2019-12-31' as IsoDay

test('a packet is named after sender, receiver, number and day', () => {
  const name = packetName({ from: '坪山区', to: '六联社区', number: 7, day })
  expect(name).toBe('坪山区_六联社区_000007_20191231.llb')
})

test('a name made of any text is one that Windows and Linux can store', () => {
  const text = fc.string({ unit: 'binary', maxLength: 80 })
  fc.assert(
    fc.property(text, text, fc.nat(), (from, to, number) => {
      const name = packetName({ from, to, number, day })
      expect(name).not.toMatch(/[<>:"/\\|?*\s]|\p{C}/u)
      expect(name.split('_').length).toBe(4)
      expect(name.startsWith('.') || name.startsWith('-')).toBe(false)
      expect(Buffer.byteLength(`${name.replace('.llb', '-999.llb')}.001of999.partial`)).toBeLessThan(256)
    }),
    { numRuns: 2000 },
  )
})

test('a name that has nothing to show still gives a file name', () => {
  expect(packetName({ from: '..', to: '\u202e', number: 1, day })).toBe('未命名_未命名_000001_20191231.llb')
})
