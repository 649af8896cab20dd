import type { IsoDay } from '#db/shared/day.ts'
import { Refusal } from '#db/shared/refusal.ts'
import type { Text } from '#db/shared/text.ts'
import type { Reader } from '#db/sqlite/tables.ts'
import { defaultRulePack } from './default-rule-pack.ts'
import { defaultPack } from './pack.ts'
import { packInForce, topmost } from './pack-in-force.ts'
import { type PackTestRun, runPackTests } from './pack-tests.ts'
import { packOn, type RulePack, readRulePack } from './rule-pack.ts'

export type ListedPack = {
  readonly id: string
  readonly name: Text
  readonly year: number
  readonly version: number
  readonly since: string
  readonly issuer: string | null
  readonly judges: boolean
  readonly isCarried: boolean
  readonly unreadable: Text | null
  readonly unknown: readonly string[]
  readonly tests: number
  readonly failing: readonly FailingTest[]
}

/** Every pack that was published or received, the newest first, and the program's own at the end. */
export async function listPacks(reader: Reader, asOf: IsoDay): Promise<readonly ListedPack[]> {
  const inForce = (await packInForce(reader, asOf)).pack.id
  const rows = await reader
    .selectFrom('rule_pack')
    .leftJoin('org', 'org.id', 'rule_pack.org')
    .select([
      'rule_pack.id',
      'rule_pack.body',
      'rule_pack.name',
      'rule_pack.year',
      'rule_pack.version',
      'rule_pack.since',
      'org.name as issuer',
      'rule_pack.org',
    ])
    .orderBy('rule_pack.since', 'desc')
    .orderBy('rule_pack.year', 'desc')
    .orderBy('rule_pack.version', 'desc')
    .orderBy('rule_pack.id', 'desc')
    .execute()
  const top = await topmost(reader)
  const published = rows.map(({ body, org, name, ...row }): ListedPack => {
    const shown = { ...row, judges: row.id === inForce, isCarried: org !== top }
    try {
      const pack = readRulePack(body)
      return { ...shown, name: pack.name, unreadable: null, ...judgedPack(pack, asOf) }
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      const nothing = { unknown: [], tests: 0, failing: [] }
      return { ...shown, name: { zh: name, en: name }, unreadable: error.text, ...nothing }
    }
  })
  const { name, year, version, since } = defaultRulePack
  return [
    ...published,
    {
      ...{ id: defaultPack.id, name, year, version, since, issuer: null },
      ...{ judges: inForce === defaultPack.id, isCarried: false, unreadable: null },
      ...judgedPack(defaultRulePack, asOf),
    },
  ]
}

/** What this program does not know of a pack, and what its test cases say. */
export function judgedPack(pack: RulePack, asOf: IsoDay): Pick<ListedPack, 'unknown' | 'tests' | 'failing'> {
  const runs = runPackTests(pack)
  return { unknown: packOn(pack, 'listed', asOf).unknown, tests: runs.length, failing: failingOf(runs) }
}

export type FailingTest = { readonly name: string; readonly words: Text; readonly says: Text }

export function failingOf(runs: readonly PackTestRun[]): readonly FailingTest[] {
  return runs.flatMap(({ name, test, says }) =>
    says === undefined ? [] : [{ name, words: { zh: name, en: test?.english ?? name }, says }],
  )
}
