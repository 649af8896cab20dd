import { ownAndAbove } from '#db/registry/subtree.ts'
import type { IsoDay } from '#db/shared/day.ts'
import { Refusal, refuse } from '#db/shared/refusal.ts'
import type { Reader } from '#db/sqlite/tables.ts'
import { defaultRulePack } from './default-rule-pack.ts'
import { defaultPack, type Pack } from './pack.ts'
import { packOn, type RulePack, readRulePack } from './rule-pack.ts'

export type PackInForce = {
  readonly pack: Pack
  readonly published: RulePack
  readonly issuer: string | null
}

/**
 * The pack that judges a day: the newest of those that the topmost office has published for it, else the program's.
 * What a street writes at itself judges nobody. A pack that cannot be read is passed over.
 */
export async function packInForce(reader: Reader, asOf: IsoDay): Promise<PackInForce> {
  for (const { id, body, name } of await published(reader, asOf)) {
    try {
      const pack = readRulePack(body)
      return { pack: packOn(pack, id, asOf), published: pack, issuer: name }
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
    }
  }
  return { pack: packOn(defaultRulePack, defaultPack.id, asOf), published: defaultRulePack, issuer: null }
}

/** The pack of an id as it was published, with its numbers of a day. Refuses `pack-unknown`. */
export async function publishedById(reader: Reader, id: string, asOf: IsoDay): Promise<PackInForce> {
  if (id === defaultPack.id)
    return { pack: packOn(defaultRulePack, id, asOf), published: defaultRulePack, issuer: null }
  const row = await reader
    .selectFrom('rule_pack')
    .leftJoin('org', 'org.id', 'rule_pack.org')
    .where('rule_pack.id', '=', id)
    .select(['rule_pack.body', 'org.name'])
    .executeTakeFirst()
  if (row === undefined) unknownPack(id)
  const pack = readRulePack(row.body)
  return { pack: packOn(pack, id, asOf), published: pack, issuer: row.name }
}

/** The same by its id, whatever day it was made for: an old scan is run again with the pack that it names. */
export async function packById(reader: Reader, id: string, asOf: IsoDay): Promise<Pack> {
  if (id === defaultPack.id) return packOn(defaultRulePack, id, asOf)
  const row = await reader.selectFrom('rule_pack').where('id', '=', id).select('body').executeTakeFirst()
  if (row !== undefined) return packOn(readRulePack(row.body), id, asOf)
  unknownPack(id)
}

function unknownPack(id: string): never {
  refuse('pack-unknown', `台账里没有规则包“${id}”。`, `There is no rule pack "${id}" in this registry.`, {
    pack: id,
  })
}

/** Above which nobody stands: an organization that hangs nowhere is none, unless this office hangs below it. */
export async function topmost(reader: Reader): Promise<string> {
  return (await ownAndAbove(reader)).at(-1) ?? ''
}

/** The numbers alone. */
export async function packFor(reader: Reader, asOf: IsoDay): Promise<Pack> {
  return (await packInForce(reader, asOf)).pack
}

async function published(reader: Reader, asOf: IsoDay) {
  return reader
    .selectFrom('rule_pack')
    .leftJoin('org', 'org.id', 'rule_pack.org')
    .where('rule_pack.since', '<=', asOf)
    .where('rule_pack.org', '=', await topmost(reader))
    .select(['rule_pack.id', 'rule_pack.body', 'org.name'])
    .orderBy('rule_pack.since', 'desc')
    .orderBy('rule_pack.year', 'desc')
    .orderBy('rule_pack.version', 'desc')
    .orderBy('rule_pack.id', 'desc')
    .execute()
}
