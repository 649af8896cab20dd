import { compareWithJournal } from '#db/journal/compare.ts'
import { openJournal } from '#db/journal/journal.ts'
import { registryEntities } from '#db/registry/entities.ts'
import { plural } from '#db/shared/plural.ts'
import type { Connection } from '#db/sqlite/connection.ts'
import type { Task } from '#db/sqlite/task.ts'
import type { Check } from './check.ts'
import { checkAttachments } from './check-attachments.ts'
import { checkBackups } from './check-backups.ts'
import { checkCertificates } from './check-certificates.ts'
import { checkChangeSets } from './check-change-sets.ts'
import { checkHeadcount } from './check-headcount.ts'
import { checkOffers } from './check-offers.ts'

export type VerifyInput = Record<never, never>
export type Verified = {
  readonly ok: boolean
  readonly checks: readonly Check[]
  readonly lost: readonly string[]
}

const checking = { zh: '正在检查台账', en: 'Checking the registry' }

/** Proves a registry: the file, the references, the journal against the tables, the hashes, the counts, the keys. */
export const verifyTask: Task<VerifyInput, never, Verified> = async (_input, tools) => {
  const db = tools.connection()
  const steps = [
    checkIntegrity,
    checkForeignKeys,
    checkJournal,
    checkChangeSets,
    checkOffers,
    checkHeadcount,
    checkCertificates,
  ]
  const checks: Check[] = []
  for (const [i, step] of steps.entries()) {
    await tools.report(checking, i, steps.length)
    checks.push(step(db))
  }
  const { check, lost } = await checkAttachments(db, tools.report)
  checks.push(check)
  checks.push(await checkBackups(db.name))
  await tools.report(checking, steps.length, steps.length)
  return { ok: checks.every(check => check.ok), checks, lost }
}

/** One table after the other: a statement of SQLite's own is ended by nobody, and whoever stops the check does not wait. */
function checkIntegrity(db: Connection): Check {
  const tables = db
    .prepare<[], { name: string }>("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
    .all()
  const checked = ['sqlite_schema', ...tables.map(table => table.name)]
  const found =
    checked
      .map(name => String(db.pragma(`integrity_check("${name}")`, { simple: true })))
      .find(said => said !== 'ok') ?? 'ok'
  return found === 'ok'
    ? { name: 'integrity', ok: true, detail: { zh: '数据库文件完好', en: 'The database file is sound' } }
    : {
        name: 'integrity',
        ok: false,
        detail: {
          zh: `数据库文件有损坏：${found}。请用最近的备份恢复。`,
          en: `The database file is damaged: ${found}. Restore the latest backup.`,
        },
      }
}

function checkForeignKeys(db: Connection): Check {
  const { count } = db
    .prepare<[], { count: number }>('SELECT count(*) AS count FROM pragma_foreign_key_check')
    .get() ?? { count: 0 }
  return {
    name: 'foreign-keys',
    ok: count === 0,
    detail: { zh: `${count} 处引用断开`, en: plural(count, 'broken reference') },
  }
}

function checkJournal(db: Connection): Check {
  const journal = openJournal({
    db,
    entities: registryEntities,
    newId: () => 'verify',
    clock: { now: () => new Date(0) },
    identity: { replica: '', office: () => '', sign: undefined, newWriter: () => '' },
  })
  const differences = compareWithJournal(db, journal, 5)
  if (differences.length === 0) {
    const detail = {
      zh: '由变更记录重新推算，与各表一致',
      en: 'Worked out anew from the record of all changes, the tables are the same',
    }
    return { name: 'journal', ok: true, detail }
  }
  const shown = differences.map(difference => difference.where).join('; ')
  return {
    name: 'journal',
    ok: false,
    detail: {
      zh: `各表与变更记录推算的结果不一致：${shown}。请先备份，再联系维护人员。`,
      en: `The tables do not agree with the record of all changes: ${shown}. Make a backup, then tell whoever maintains the program.`,
    },
  }
}
