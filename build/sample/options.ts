import { parseArgs } from 'node:util'
import { type IsoDay, isDay } from '#db/shared/day.ts'

export type Options = {
  readonly out: string
  readonly seed: number | undefined
  readonly times: number | undefined
  readonly asOf: IsoDay | undefined
  readonly registry: boolean
  /** With the work of the year, from which its report is counted. */
  readonly work: boolean
}

/** A sheet has 1,048,576 rows: it holds the members of so many districts. */
const mostTimes = 120

export const usage = `npm run sample -- [--out DIR] [--seed N] [--times K] [--as-of YYYY-MM-DD | --year YYYY] [--no-registry]

  --out DIR        where the files go (default ./sample)
  --seed N         another district for every whole number (default 1)
  --times K        K times as many people, 1 to ${mostTimes} (default 1: 8,368 members)
  --as-of DAY      the day of the rosters (default 2018-12-31)
  --year YYYY      the rosters of the last day of that year, and the work of the whole of it
  --no-registry    only the four office files, no registry made from them`

/** Reads the command line; a text says what is wrong with it. */
export function readOptions(args: readonly string[]): Options | string {
  const given = parsed(args)
  if (typeof given === 'string') return given
  const { out = 'sample', seed, times, year, registry = true } = given
  if (year !== undefined && given['as-of'] !== undefined) return 'Say --year or --as-of, not both.'
  if (year !== undefined && !/^(199|20\d|21[0-8])\d$/.test(year)) {
    return `--year ${year} is no year between 1990 and 2189.`
  }
  const asOf = year === undefined ? given['as-of'] : `${year}-12-31`
  if (out === '') return '--out needs the name of a folder.'
  if (seed !== undefined && !/^\d{1,9}$/.test(seed)) {
    return `--seed ${seed} is no whole number from 0 to 999999999.`
  }
  if (times !== undefined && !(/^\d{1,3}$/.test(times) && Number(times) >= 1 && Number(times) <= mostTimes)) {
    return `--times ${times} is no whole number from 1 to ${mostTimes}.`
  }
  if (asOf !== undefined && !(isDay(asOf) && asOf >= '1990' && asOf < '2190')) {
    return `--as-of ${asOf} is no day between 1990 and 2190. Write it as 2018-12-31.`
  }
  return { out, seed: numberIn(seed), times: numberIn(times), asOf, registry, work: year !== undefined }
}

function numberIn(text: string | undefined): number | undefined {
  return text === undefined ? undefined : Number(text)
}

function parsed(args: readonly string[]) {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        out: { type: 'string' },
        seed: { type: 'string' },
        times: { type: 'string' },
        'as-of': { type: 'string' },
        year: { type: 'string' },
        registry: { type: 'boolean' },
      },
      allowNegative: true,
    })
    return values
  } catch (error) {
    if (error instanceof TypeError) return error.message
    throw error
  }
}
