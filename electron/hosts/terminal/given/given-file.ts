import { openAsBlob } from 'node:fs'
import { stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { readRefusal } from '#db/files/storage-refusal.ts'
import { refuse } from '#db/shared/refusal.ts'

/** A file on disk as the contract takes it. It stays on disk: only what is asked of it is read. */
export async function givenFile(path: string): Promise<File> {
  const found = await stat(path).catch(error => {
    throw readRefusal(error, path)
  })
  if (!found.isFile()) {
    refuse(
      'not-a-file',
      `${path} 不是文件。请写出文件夹里那个文件的名称。`,
      `${path} is not a file. Name the file inside it.`,
      { file: path },
    )
  }
  const blob = await openAsBlob(path).catch(error => {
    throw readRefusal(error, path)
  })
  return new File([blob], basename(path), { lastModified: found.mtimeMs })
}
