import { Refusal } from '#db/shared/refusal.ts'

/** The Refusal that tells why this file could not be read or written; what no disk can cause comes back as it is. */
export function fileRefusal(error: unknown, file: string): unknown {
  if (!(error instanceof Error && 'syscall' in error && 'code' in error)) return error
  const cause = String(error.code)
  const details = { file, cause }
  switch (cause) {
    case 'ENOSPC':
    case 'EDQUOT':
      return new Refusal(
        'disk-full',
        {
          zh: `${file} 没有写成：磁盘已满。请腾出空间或换一个U盘，再做一次。`,
          en: `${file} was not written: the disk is full. Free some space or take another stick, then try again.`,
        },
        details,
      )
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return new Refusal(
        'not-allowed',
        {
          zh: `这里不允许读写：${file}。请关掉U盘的写保护或换一个文件夹，再做一次。`,
          en: `${file} may not be read or written here. Switch off the stick's write protection or choose another folder, then try again.`,
        },
        details,
      )
    case 'ENOENT':
    case 'ENOTDIR':
    case 'ENODEV':
    case 'ENXIO':
      return new Refusal(
        'file-missing',
        {
          zh: `找不到 ${file}。请检查U盘是否插好、名称是否写对，再做一次。`,
          en: `There is no ${file}. Check that the stick is plugged in and the name is right, then try again.`,
        },
        details,
      )
    default:
      return new Refusal(
        'disk-failed',
        {
          zh: `${file} 读写失败：磁盘报告错误 ${cause}。请换一个U盘或文件夹，再做一次。`,
          en: `${file} could not be read or written: the disk reported ${cause}. Take another stick or folder, then try again.`,
        },
        details,
      )
  }
}
