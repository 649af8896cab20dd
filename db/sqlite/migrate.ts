import { refuse } from '#db/shared/refusal.ts'
import { type Connection, rollBack } from './connection.ts'
import { first } from './migrations/0001-first.ts'
import { disclosures } from './migrations/0002-disclosures.ts'
import { governing } from './migrations/0003-governing.ts'
import { shadowReferences } from './migrations/0004-shadow-references.ts'
import { undoLabels } from './migrations/0005-undo-labels.ts'
import { namesakes } from './migrations/0006-namesakes.ts'
import { lastDigits } from './migrations/0007-last-digits.ts'
import { joinedParty } from './migrations/0008-joined-party.ts'
import { notices } from './migrations/0009-notices.ts'
import { trust } from './migrations/0010-trust.ts'
import { decisions } from './migrations/0011-decisions.ts'
import { prospects } from './migrations/0012-prospects.ts'
import { steps } from './migrations/0013-steps.ts'
import { transfers } from './migrations/0014-transfers.ts'
import { duties } from './migrations/0015-duties.ts'
import { rulePacks } from './migrations/0016-rule-packs.ts'
import { formerNumbers } from './migrations/0017-former-numbers.ts'
import { cases } from './migrations/0018-cases.ts'
import { rulings } from './migrations/0019-rulings.ts'
import { frozenYears } from './migrations/0020-frozen-years.ts'
import { removed } from './migrations/0021-removed.ts'
import { attachments } from './migrations/0022-attachments.ts'
import { forALook } from './migrations/0023-for-a-look.ts'
import { workLedger } from './migrations/0024-work.ts'
import { taskBooks } from './migrations/0025-task-books.ts'
import { whatWorkStandsOn } from './migrations/0026-what-work-stands-on.ts'
import { blankForms } from './migrations/0027-blank-forms.ts'
import { namedFiles } from './migrations/0028-named-files.ts'
import { touched } from './migrations/0029-touched.ts'
import { heldFiles } from './migrations/0030-held-files.ts'
import { refilledNumbers } from './migrations/0031-refilled-numbers.ts'
import { formUses } from './migrations/0032-form-uses.ts'
import { restOfTheScreens } from './migrations/0033-rest-of-the-screens.ts'
import { taskRequests } from './migrations/0034-task-requests.ts'

type Migration = { readonly number: number; readonly sql: string }

/** In order, frozen: a released migration is never edited, another one follows it. */
export const migrations: readonly Migration[] = [
  { number: 1, sql: first },
  { number: 2, sql: disclosures },
  { number: 3, sql: governing },
  { number: 4, sql: shadowReferences },
  { number: 5, sql: undoLabels },
  { number: 6, sql: namesakes },
  { number: 7, sql: lastDigits },
  { number: 8, sql: joinedParty },
  { number: 9, sql: notices },
  { number: 10, sql: trust },
  { number: 11, sql: decisions },
  { number: 12, sql: prospects },
  { number: 13, sql: steps },
  { number: 14, sql: transfers },
  { number: 15, sql: duties },
  { number: 16, sql: rulePacks },
  { number: 17, sql: formerNumbers },
  { number: 18, sql: cases },
  { number: 19, sql: rulings },
  { number: 20, sql: frozenYears },
  { number: 21, sql: removed },
  { number: 22, sql: attachments },
  { number: 23, sql: forALook },
  { number: 24, sql: workLedger },
  { number: 25, sql: taskBooks },
  { number: 26, sql: whatWorkStandsOn },
  { number: 27, sql: blankForms },
  { number: 28, sql: namedFiles },
  { number: 29, sql: touched },
  { number: 30, sql: heldFiles },
  { number: 31, sql: refilledNumbers },
  { number: 32, sql: formUses },
  { number: 33, sql: restOfTheScreens },
  { number: 34, sql: taskRequests },
]

/** The schema that this program writes. */
export const schemaNumber = migrations.at(-1)?.number ?? 0

export function schemaOf(connection: Connection): number {
  return Number(connection.pragma('user_version', { simple: true }))
}

/** Refuses a file that a newer program wrote: what it means by its tables cannot be known here. */
export function refuseFuture(connection: Connection): void {
  const found = schemaOf(connection)
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
  refuseFuture(connection)
  const from = schemaOf(connection)
  const missing = list.filter(migration => migration.number > from)
  if (missing.length > 0 && from > 0) beforeFirst()
  for (const { number, sql } of missing) {
    connection.exec('BEGIN IMMEDIATE')
    try {
      connection.exec(sql)
      connection.pragma(`user_version = ${number}`)
      connection.exec('COMMIT')
    } catch (error) {
      rollBack(connection)
      throw error
    }
  }
}
