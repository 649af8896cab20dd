/** One figure of ours beside the raw work done in the same run. `limit` bounds `ratio`, or `value` where there is none. */
export type BenchResult = {
  readonly name: string
  readonly value: number
  readonly unit: string
  readonly baseline: number | null
  readonly ratio: number | null
  readonly limit: number
  readonly holds: boolean
}

export type Scale = 'small' | 'full'

/** A benchmark: runs at a scale, says how far it is on stderr, answers its figure. */
export type Bench = {
  readonly name: string
  readonly run: (scale: Scale, say: (text: string) => void) => Promise<BenchResult>
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
}

export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN
}

export function rounded(value: number, digits = 2): number {
  return Number(value.toFixed(digits))
}

/** A figure judged by its ratio to the raw work. */
export function byRatio(name: string, seconds: number, baseline: number, limit: number): BenchResult {
  const ratio = seconds / baseline
  const holds = ratio <= limit
  return {
    name,
    value: rounded(seconds),
    unit: 's',
    baseline: rounded(baseline),
    ratio: rounded(ratio),
    limit,
    holds,
  }
}

/** A figure judged as it is, in milliseconds. */
export function byValue(name: string, ms: number, baseline: number | null, limit: number): BenchResult {
  const ratio = baseline === null ? null : rounded(ms / baseline)
  const raw = baseline === null ? null : rounded(baseline, 3)
  return { name, value: rounded(ms, 3), unit: 'ms', baseline: raw, ratio, limit, holds: ms <= limit }
}

export async function timed(work: () => Promise<unknown>): Promise<number> {
  const begun = performance.now()
  await work()
  return (performance.now() - begun) / 1000
}
