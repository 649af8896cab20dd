import { dirname } from 'node:path'
import { isWhole } from '#db/attachments/file-store.ts'
import { calledIn, missingFiles, namedInForce } from '#db/attachments/named-files.ts'
import type { Report } from '#db/shared/long-work.ts'
import { plural } from '#db/shared/plural.ts'
import type { Connection } from '#db/sqlite/connection.ts'
import type { Check } from './check.ts'

const reading = { zh: '正在核对附件', en: 'Checking the attached files' }

/**
 * Every file that a record names and that came here still lies here, byte for byte. What has not come yet is said and is no
 * fault: a record may come before its file. `lost`: the hashes of those that are missing or damaged.
 */
export async function checkAttachments(
  db: Connection,
  report: Report,
): Promise<{ readonly check: Check; readonly lost: readonly string[] }> {
  const folder = dirname(db.name)
  const named = db
    .prepare<[], { sha256: string; gone: 0 | 1; name: string }>(
      `SELECT sha256, min(gone) AS gone, min(name) AS name FROM (
         SELECT h.sha256, h.gone, n.item AS name FROM (${namedInForce}) n JOIN file_here h ON h.sha256 = n.sha256)
       GROUP BY sha256`,
    )
    .all()
  const broken: string[] = []
  const lost: string[] = []
  for (const [at, { sha256, gone, name }] of named.entries()) {
    await report(reading, at, named.length)
    if (gone === 0 && (await isWhole(folder, sha256))) continue
    broken.push(calledIn(name) ?? sha256.slice(0, 8))
    lost.push(sha256)
  }
  const awaited = missingFiles(db, 100_000).filter(
    ({ sha256 }) => !named.some(one => one.sha256 === sha256),
  ).length
  const still =
    awaited === 0
      ? { zh: '', en: '' }
      : {
          zh: `；另有 ${awaited} 个还没有到`,
          en: `; ${awaited} more ${awaited === 1 ? 'has' : 'have'} not come yet`,
        }
  if (broken.length === 0) {
    const check = {
      name: 'attachments',
      ok: true,
      detail: {
        zh: `核对了 ${named.length} 个附件，都完好${still.zh}`,
        en: `Checked ${plural(named.length, 'attached file')}, all sound${still.en}`,
      },
    }
    return { check, lost }
  }
  const shown = broken.slice(0, 5)
  const more = broken.length > shown.length
  const check = {
    name: 'attachments',
    ok: false,
    detail: {
      zh: `${broken.length} 个附件丢失或损坏：${shown.join('、')}${more ? '等' : ''}。请用备份恢复，或从原文件重新添加；上级或下级有的，会随下一个数据包补来${still.zh}。`,
      en: `${plural(broken.length, 'attached file is', 'attached files are')} missing or damaged: ${shown.join(', ')}${more ? ' and others' : ''}. Restore a backup or attach ${broken.length === 1 ? 'it' : 'them'} again; what another office has comes with its next packet${still.en}.`,
    },
  }
  return { check, lost }
}
