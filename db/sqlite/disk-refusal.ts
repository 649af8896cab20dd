import { Refusal } from '#db/shared/refusal.ts'

/** What SQLite says when the disk fails under it, as a refusal with what to do; undefined for any other error. */
export function diskRefusal(error: unknown): Refusal | undefined {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  if (code === 'SQLITE_FULL') {
    return new Refusal('disk-full', {
      zh: '磁盘已满，什么都没有写入。请腾出空间后再试一次。',
      en: 'The disk is full; nothing was written. Make room and try again.',
    })
  }
  if (code.startsWith('SQLITE_READONLY')) {
    return new Refusal('folder-read-only', {
      zh: '台账所在的文件夹不能写入。请检查权限，或换一个文件夹。',
      en: 'The registry’s folder cannot be written to. Check its permissions, or use another folder.',
    })
  }
  if (code.startsWith('SQLITE_IOERR') || code === 'SQLITE_CORRUPT' || code === 'SQLITE_NOTADB') {
    return new Refusal(
      'registry-damaged',
      {
        zh: '读写台账文件时出错，文件或磁盘可能有损坏，什么都没有写入。请检查台账，必要时恢复备份。',
        en: 'Reading or writing the registry failed; the file or the disk may be damaged. Nothing was written. Check the registry, and restore a backup if need be.',
      },
      { sqlite: code },
    )
  }
  return undefined
}
