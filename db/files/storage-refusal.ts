import { Refusal } from '#db/shared/refusal.ts'
import type { Text } from '#db/shared/text.ts'

/** The system's code of a failed file operation (`ENOSPC`); undefined for every other error. */
export function errorCode(error: unknown): string | undefined {
  if (!(error instanceof Error && 'syscall' in error && 'code' in error)) return undefined
  return typeof error.code === 'string' ? error.code : undefined
}

/** The Refusal that tells a person why this file could not be written; what no disk can cause comes back as it is. */
export function writeRefusal(error: unknown, file: string): unknown {
  const cause = errorCode(error)
  if (cause === undefined) return error
  const { code, zh, en } = notWritten(cause)
  return new Refusal(
    code,
    { zh: `${file} 没有写成：${zh}，再做一次。`, en: `${file} was not written: ${en}, then try again.` },
    { file, cause },
  )
}

/** The one table of what disks and sticks do: a stable code, what happened, and what to do about it. */
function notWritten(cause: string): { readonly code: string } & Text {
  switch (cause) {
    case 'ENOSPC':
    case 'EDQUOT':
      return {
        code: 'disk-full',
        zh: '磁盘已满。请腾出空间（写到U盘的，也可以换一个U盘）',
        en: 'the disk is full. Free some space (or take another stick, if it was written to one)',
      }
    case 'EFBIG':
      return {
        code: 'file-too-large-for-disk',
        zh: '这个磁盘的格式容不下这么大的文件。请换一个 exFAT 或 NTFS 格式的U盘',
        en: "this disk's format cannot hold so large a file. Take a stick formatted as exFAT or NTFS",
      }
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return {
        code: 'folder-read-only',
        zh: '这个文件夹不允许写入。请关掉U盘的写保护或换一个文件夹',
        en: "its folder may not be written to. Switch off the stick's write protection or choose another folder",
      }
    case 'EBUSY':
    case 'ETXTBSY':
      return {
        code: 'file-in-use',
        zh: '它正被别的程序占用。请关掉打开它的程序',
        en: 'another program is using it. Close the program that has it open',
      }
    case 'ENAMETOOLONG':
      return {
        code: 'file-name-too-long',
        zh: '名称太长。请换一个短一些的名称',
        en: 'its name is too long. Take a shorter one',
      }
    case 'ENOENT':
    case 'ENOTDIR':
    case 'ENODEV':
    case 'ENXIO':
      return {
        code: 'folder-gone',
        zh: '找不到它所在的文件夹。请检查U盘是否插好',
        en: 'its folder is not there. Check that the stick is plugged in',
      }
    default:
      return {
        code: 'write-failed',
        zh: `磁盘报告错误 ${cause}。请换一个U盘或文件夹`,
        en: `the disk reported ${cause}. Take another stick or folder`,
      }
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
  const cause = errorCode(error)
  if (cause === undefined) return error
  const details = { file, cause }
  switch (cause) {
    case 'ENOENT':
    case 'ENOTDIR':
      return new Refusal(
        'file-missing',
        {
          zh: `找不到文件 ${file}。请检查U盘是否插好、文件是否被改名，再选一次。`,
          en: `The file ${file} is not there. Check that the stick is plugged in and the file was not renamed, then choose it again.`,
        },
        details,
      )
    case 'EACCES':
    case 'EPERM':
      return new Refusal(
        'file-not-allowed',
        {
          zh: `没有权限读取文件 ${file}。请把它复制到自己的文件夹里，再打开。`,
          en: `You may not read the file ${file}. Copy it to a folder of your own and open it there.`,
        },
        details,
      )
    default:
      return new Refusal(
        'file-unreadable',
        {
          zh: `文件 ${file} 读不出来：磁盘报告错误 ${cause}。请把文件复制到本机后再打开，或请对方重新发送。`,
          en: `The file ${file} cannot be read: the disk reported ${cause}. Copy it to this PC and open it there, or ask for it to be sent again.`,
        },
        details,
      )
  }
}

const registryDiskFull: Text = {
  zh: '磁盘已满，什么都没有写入。请腾出空间后再试一次。',
  en: 'The disk is full; nothing was written. Make room and try again.',
}

/** The Refusal of a registry's folder in which this program may not work. */
export function folderReadOnly(folder: string | undefined, cause: string): Refusal {
  return new Refusal(
    'folder-read-only',
    {
      zh: `台账文件夹不能读写${folder === undefined ? '' : `：${folder}`}。请检查权限，或换一个文件夹。`,
      en: `The registry's folder cannot be read or written${folder === undefined ? '' : `: ${folder}`}. Check its permissions, or use another folder.`,
    },
    { ...(folder !== undefined && { folder }), cause },
  )
}

/**
 * What the registry's own disk says under SQLite, or under work in its folder, as a refusal with what to do; undefined
 * for any other error. A file that is not there where the program expects it is no failure of a disk, but a bug.
 */
export function diskRefusal(error: unknown, folder?: string): Refusal | undefined {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  const isOfFiles = errorCode(error) !== undefined
  if (code === 'SQLITE_FULL' || (isOfFiles && (code === 'ENOSPC' || code === 'EDQUOT'))) {
    return new Refusal('disk-full', registryDiskFull, { cause: code })
  }
  const isReadOnly = isOfFiles && ['EACCES', 'EPERM', 'EROFS'].includes(code)
  if (isReadOnly || code.startsWith('SQLITE_READONLY') || code.startsWith('SQLITE_CANTOPEN')) {
    return folderReadOnly(folder, code)
  }
  const isBroken = code.startsWith('SQLITE_IOERR') || code === 'SQLITE_CORRUPT' || code === 'SQLITE_NOTADB'
  if (!isBroken && !(isOfFiles && code === 'EIO')) return undefined
  return new Refusal(
    'registry-damaged',
    {
      zh: '读写台账文件时出错，文件或磁盘可能有损坏，什么都没有写入。请检查台账，必要时恢复备份。',
      en: 'Reading or writing the registry failed; the file or the disk may be damaged. Nothing was written. Check the registry, and restore a backup if need be.',
    },
    { sqlite: code },
  )
}
