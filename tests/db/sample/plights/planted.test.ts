import { describe, expect, test } from 'vitest'
import { generateDistrict } from '#db/sample/generate-district.ts'

const { planted } = generateDistrict()

describe('what is planted', () => {
  test('covers every rule, in known numbers', () => {
    const counts = Map.groupBy(planted.findings, found => `${found.rule} ${found.severity}`)
    expect(Object.fromEntries([...counts].map(([key, found]) => [key, found.length]))).toEqual({
      'W01 red': 51,
      'W01 info': 4,
      'W02 red': 21,
      'W02 info': 4,
      'W03 orange': 4,
      'W04 red': 22,
      'W04 orange': 6,
      'W04 yellow': 2,
      'W06 red': 30,
      'W06 orange': 24,
      'W06 yellow': 17,
      'W07 yellow': 4,
      'W16 yellow': 28,
      'W16 orange': 9,
    })
  })

  test('says an organization once for each rule', () => {
    const keys = planted.findings.map(found => `${found.org} ${found.rule}`)
    expect(new Set(keys).size).toBe(keys.length)
  })

  test('leaves exempt branches out of all rules but the two that only inform', () => {
    const exempt = new Set(planted.exempt)
    expect(exempt.size).toBe(21)
    const theirs = planted.findings.filter(found => exempt.has(found.org))
    expect(theirs.every(found => found.severity === 'info')).toBe(true)
    expect(planted.suggested.some(org => exempt.has(org))).toBe(false)
  })
})
