import { Refusal } from '#db/shared/refusal.ts'

/** The system's code of a failed file operation (`ENOSPC`); undefined for every other error. */
export function errorCode(error: unknown): string | undefined {
  if (!(error instanceof Error && 'syscall' in error && 'code' in error)) return undefined
  return typeof error.code === 'string' ? error.code : undefined
}

/** The Refusal that tells a person why this file could not be written; what no disk can cause comes back as it is. */
export function writeRefusal(error: unknown, file: string): unknown {
  const code = errorCode(error)
  if (code === undefined) return error
  const details = { file, cause: code }
  switch (code) {
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
    case 'EFBIG':
      return new Refusal(
        'file-too-large-for-disk',
        {
          zh: `${file} 没有写成：这个磁盘的格式容不下这么大的文件。请换一个 exFAT 或 NTFS 格式的U盘，再做一次。`,
          en: `${file} was not written: this disk's format cannot hold so large a file. Take a stick formatted as exFAT or NTFS, then try again.`,
        },
        details,
      )
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return new Refusal(
        'folder-read-only',
        {
          zh: `${file} 没有写成：这个文件夹不允许写入。请关掉U盘的写保护或换一个文件夹，再做一次。`,
          en: `${file} was not written: its folder may not be written to. Switch off the stick's write protection or choose another folder, then try again.`,
        },
        details,
      )
    case 'ENOENT':
    case 'ENOTDIR':
    case 'ENODEV':
    case 'ENXIO':
      return new Refusal(
        'folder-gone',
        {
          zh: `${file} 没有写成：找不到它所在的文件夹。请检查U盘是否插好，再做一次。`,
          en: `${file} was not written: its folder is not there. Check that the stick is plugged in, then try again.`,
        },
        details,
      )
    default:
      return new Refusal(
        'write-failed',
        {
          zh: `${file} 没有写成：磁盘报告错误 ${code}。请换一个U盘或文件夹，再做一次。`,
          en: `${file} was not written: the disk reported ${code}. Take another stick or folder, then try again.`,
        },
        details,
      )
  }
}

/** Lets the steps of writing a file fail with that Refusal. */
export function onDisk(file: string): <T>(step: Promise<T>) => Promise<T> {
  return step =>
    step.catch(error => {
      throw writeRefusal(error, file)
    })
}

/** The Refusal that tells a person why this file could not be read; what no disk can cause comes back as it is. */
export function readRefusal(error: unknown, file: string): unknown {
  const code = errorCode(error)
  if (code === undefined) return error
  const details = { file, cause: code }
  if (code === 'ENOENT' || code === 'ENOTDIR') {
    return new Refusal(
      'file-missing',
      {
        zh: `找不到文件 ${file}。请检查U盘是否插好、文件是否被改名，再选一次。`,
        en: `The file ${file} is not there. Check that the stick is plugged in and the file was not renamed, then choose it again.`,
      },
      details,
    )
  }
  return new Refusal(
    'file-unreadable',
    {
      zh: `文件 ${file} 读不出来：磁盘报告错误 ${code}。请把文件复制到本机后再打开，或请对方重新发送。`,
      en: `The file ${file} cannot be read: the disk reported ${code}. Copy it to this PC and open it there, or ask for it to be sent again.`,
    },
    details,
  )
}
