import { refuseReserved } from '#db/files/durable-file.ts'
import type { PapersInput } from '#db/papers/papers-task.ts'
import type { Session } from '#db/session.ts'
import type { Report } from '#db/shared/long-work.ts'
import { refuse } from '#db/shared/refusal.ts'
import { registryFile } from '#db/sqlite/connection.ts'

/** Refuses a name that is not a Word file's. */
export function refuseNoWordFile(name: string): void {
  if (!name.toLowerCase().endsWith('.docx')) {
    refuse(
      'format-unknown',
      `“${name}”不是 Word 文件名。请用 .docx 结尾的文件名。`,
      `"${name}" is not the name of a Word file. Use a name that ends in .docx.`,
      { name },
    )
  }
  refuseReserved(name)
}

/** Papers as one Word file, laid out in a thread of its own. */
export async function writtenFile(
  session: Session,
  input: PapersInput,
  name: string,
  report: Report,
): Promise<File> {
  const parts: Uint8Array<ArrayBuffer>[] = []
  await session.threads.run({
    request: { task: 'write-papers', input, file: registryFile(session.folder) },
    report,
    onChunk: async chunk => {
      parts.push(new Uint8Array(chunk))
    },
  })
  return new File(parts, name)
}
