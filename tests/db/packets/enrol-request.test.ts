import fc from 'fast-check'
import { expect, test } from 'vitest'
import { enrolRequestText, parseEnrolRequest, requestText } from '#db/packets/format/keys/enrol-request.ts'
import { fingerprint } from '#db/packets/format/keys/fingerprint.ts'
import { generateKeys } from '#db/packets/format/keys/keys.ts'
import { clock, refusalOf } from './offices.ts'

const applicant = { orgName: '六联社区团支部', contact: '张三 0755-0000000' }

test('a request is a text that a person can read, and the office above reads back what it says', async () => {
  const keys = await generateKeys()
  const text = enrolRequestText(keys, applicant, clock)
  const shown = fingerprint({ signKey: keys.signPublic, recipient: keys.recipient })
  expect(text).toContain('"orgName": "六联社区团支部"')
  expect(text).toContain(shown)
  const request = parseEnrolRequest(text, '六联社区.request.json')
  expect(request).toMatchObject({ ...applicant, replica: keys.replica, fingerprint: shown })
})

test('an empty request is told as a copy that was not finished', async () => {
  const { text } = await refusalOf(requestText(new File([], '入网申请-六联.json')))
  expect(text.zh).toContain('入网申请-六联.json 是空的')
})

test('a request changed anywhere is refused', async () => {
  const text = enrolRequestText(await generateKeys(), applicant, clock)
  const sound = parseEnrolRequest(text, 'a.json')
  await fc.assert(
    fc.asyncProperty(fc.nat(), fc.constantFrom('0', 'x', '"', '社', ' '), async (at, mark) => {
      const index = at % text.length
      const changed = text.slice(0, index) + mark + text.slice(index + 1)
      const outcome = await refusalOf(() => parseEnrolRequest(changed, 'a.json')).catch(() => undefined)
      if (outcome === undefined) expect(parseEnrolRequest(changed, 'a.json')).toEqual(sound)
      else expect(outcome.code).toMatch(/^request-/)
    }),
  )
})

test('keys exchanged by somebody on the way are refused even where the fingerprint was left', async () => {
  const [a, b] = [await generateKeys(), await generateKeys()]
  const text = enrolRequestText(a, applicant, clock)
  const forged = text.replace(a.recipient, b.recipient)
  expect((await refusalOf(() => parseEnrolRequest(forged, 'a.json'))).code).toBe('request-damaged')
})

test('a request under an id that is not the hash of its keys is refused, though they signed it', async () => {
  const [mine, district] = [await generateKeys(), await generateKeys()]
  const text = enrolRequestText({ ...mine, replica: district.replica }, applicant, clock)
  expect((await refusalOf(() => parseEnrolRequest(text, 'a.json'))).code).toBe('request-damaged')
})

test('some other file, a newer request, and an endless one are told apart', async () => {
  const text = enrolRequestText(await generateKeys(), applicant, clock)
  const codeOf = async (content: string) => {
    const file = new File([content], 'a.json')
    return (await refusalOf(requestText(file).then(read => parseEnrolRequest(read, file.name)))).code
  }
  expect(await codeOf('name,sex\n')).toBe('request-not-a-request')
  expect(await codeOf('{"format":1}')).toBe('request-not-a-request')
  expect(await codeOf(text.replace('"format": 1', '"format": 2'))).toBe('request-too-new')
  expect(await codeOf(text + ' '.repeat(100_000))).toBe('request-not-a-request')
})
