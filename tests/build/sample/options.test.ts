import { expect, test } from 'vitest'
import { readOptions } from '#build/sample/options.ts'

test('without arguments the usual district goes to ./sample, with a registry', () => {
  expect(readOptions([])).toEqual({
    out: 'sample',
    seed: undefined,
    times: undefined,
    asOf: undefined,
    registry: true,
    work: false,
  })
})

test('every option is read', () => {
  const line = '--out x --seed 7 --times 10 --as-of 2026-11-24 --no-registry'
  expect(readOptions(line.split(' '))).toEqual({
    out: 'x',
    seed: 7,
    times: 10,
    asOf: '2026-11-24',
    registry: false,
    work: false,
  })
  expect(readOptions(['--year', '2018'])).toMatchObject({ asOf: '2018-12-31', work: true })
  expect(readOptions(['--year', '2018', '--as-of', '2018-12-31'])).toContain('not both')
})

test.each([
  ['--seed', '1.5'],
  ['--times', '0'],
  ['--times', '121'],
  ['--as-of', '2018-02-30'],
  ['--out', ''],
  ['--year', '18'],
  ['--what', 'ever'],
])('%s %s is said to be wrong', (...args) => {
  expect(readOptions(args)).toContain(args[0])
})
