import { createHash } from 'node:crypto'
import { refuse } from '#db/shared/refusal.ts'
import { type Connection, rollBack } from './connection.ts'
import { first } from './migrations/0040-first/index.ts'
import { apart } from './migrations/0041-apart.ts'

type Migration = { readonly number: number; readonly sql: string }

/**
 * In order, frozen: a released migration is never edited, another one follows it. Numbers below the first were those of
 * registries of development.
 */
export const migrations: readonly Migration[] = [
  { number: 40, sql: first },
  { number: 41, sql: apart },
]

/** The schema that this program writes. */
export const schemaNumber = migrations.at(-1)?.number ?? 0

export function schemaOf(connection: Connection): number {
  return Number(connection.pragma('user_version', { simple: true }))
}

/**
 * What a file made by these migrations is marked with, up to a number: a fingerprint of their text. A migration that was
 * edited before its release makes other tables under the same number.
 */
export function markOf(number: number, list: readonly Migration[] = migrations): number {
  const hash = createHash('sha256')
  for (const migration of list) if (migration.number <= number) hash.update(migration.sql)
  return hash.digest().readInt32BE()
}

/** The mark in a file's own header; 0 where it was never marked. */
export function foundMark(connection: Connection): number {
  return Number(connection.pragma('application_id', { simple: true }))
}

/**
 * Refuses a file that a newer program wrote, as what it means by its tables cannot be known here, and one that was
 * written before the first release.
 */
export function refuseUnknown(connection: Connection): void {
  const found = schemaOf(connection)
  if (found > 0 && found < (migrations[0]?.number ?? 0)) {
    refuse(
      'registry-too-old',
      `这个台账由未发布的旧版本建立（结构 ${found}），本版本不能打开。请先用旧版本导出名册，再用本版本新建台账并导入。`,
      `This registry was made by a version from before the first release (schema ${found}) and cannot be opened here. Export its rosters with that version, then make a new registry with this one and import them.`,
      { found, known: schemaNumber },
    )
  }
  if (found <= schemaNumber) return
  refuse(
    'registry-too-new',
    `这个台账由更新版本的程序写成（结构 ${found}，本程序只认识到 ${schemaNumber}）。请先升级本程序，再打开它。`,
    `This registry was written by a newer program (schema ${found}; this program knows up to ${schemaNumber}). Update this program, then open it again.`,
    { found, known: schemaNumber },
  )
}

/**
 * Brings a registry up to this program's schema, each migration in a transaction of its own together with its number.
 * `beforeFirst` runs once before anything is changed in a file that already holds data: the place for a backup.
 */
export function migrate(
  connection: Connection,
  beforeFirst: () => void = () => undefined,
  list: readonly Migration[] = migrations,
): void {
  refuseUnknown(connection)
  const from = schemaOf(connection)
  const missing = list.filter(migration => migration.number > from)
  if (missing.length > 0 && from > 0) beforeFirst()
  for (const { number, sql } of missing) {
    connection.exec('BEGIN IMMEDIATE')
    try {
      connection.exec(sql)
      connection.pragma(`user_version = ${number}`)
      connection.pragma(`application_id = ${markOf(number, list)}`)
      connection.exec('COMMIT')
    } catch (error) {
      rollBack(connection)
      throw error
    }
  }
}
