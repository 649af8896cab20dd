import { expect, test } from 'vitest'
import { fingerprint, isSameFingerprint } from '#db/packets/format/keys/fingerprint.ts'
import { generateKeys } from '#db/packets/format/keys/keys.ts'

const fixed = {
  signKey:
    '-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEA11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=\n-----END PUBLIC KEY-----\n',
  recipient: 'age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kudzszfdsjdvzq9',
}

test('a fingerprint is six groups of five digits and never changes between versions', () => {
  expect(fingerprint(fixed)).toMatch(/^\d{5}( \d{5}){5}$/)
  expect(fingerprint(fixed)).toBe('86923 46718 14185 30070 52731 12890')
})

test('a fingerprint changes with either key', async () => {
  const [a, b] = [await generateKeys(), await generateKeys()]
  const all = [a, b].flatMap(({ signPublic }) =>
    [a, b].map(({ recipient }) => fingerprint({ signKey: signPublic, recipient })),
  )
  expect(new Set(all).size).toBe(4)
})

test('spaces, dashes and full-width digits do not matter when a fingerprint is typed', () => {
  const known = fingerprint(fixed)
  expect(isSameFingerprint(known.replaceAll(' ', ''), known)).toBe(true)
  expect(isSameFingerprint(` ${known.replaceAll(' ', '-')} `, known)).toBe(true)
  const fullWidth = known.replace(/\d/g, digit => String.fromCharCode(digit.charCodeAt(0) + 0xfee0))
  expect(isSameFingerprint(fullWidth.replaceAll(' ', '\u3000'), known)).toBe(true)
  expect(isSameFingerprint(known.slice(0, -1), known)).toBe(false)
  expect(isSameFingerprint('', known)).toBe(false)
})
