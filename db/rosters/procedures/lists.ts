import type { z } from 'zod'
import type { listsContract } from '#contract/lists.ts'
import type { Implementing } from '#db/procedure.ts'
import type { Session } from '#db/session.ts'
import { refuse } from '#db/shared/refusal.ts'
import { registryFile } from '#db/sqlite/connection.ts'

/** A list of 1,000,000 rows of a screen is half as long. */
const longest = 256 * 1024 * 1024

type WriteInput = z.output<(typeof listsContract.write)['~orpc']['inputSchema'] & {}>

export function listProcedures(os: Implementing, session: Session) {
  return {
    write: os.lists.write.handler(async ({ input, signal }) => {
      session.reader()
      return writeList(session, input, async () => signal?.throwIfAborted())
    }),
  }
}

async function writeList(
  session: Session,
  { name, rows, ...input }: WriteInput,
  report: () => Promise<void>,
) {
  if (rows.size > longest) {
    refuse(
      'list-too-long',
      '这个列表太长，一次导出不了。请先加上筛选条件，分几次导出。',
      'This list is too long to be exported at once. Filter it, and export it in parts.',
      { bytes: rows.size },
    )
  }
  const parts: Uint8Array<ArrayBuffer>[] = []
  const lines = new Uint8Array(await rows.arrayBuffer())
  const written = await session.threads.run({
    request: { task: 'write-list', input: { ...input, lines }, file: registryFile(session.folder) },
    report,
    onChunk: async chunk => {
      parts.push(chunk)
    },
  })
  return { file: new File(parts, name), rows: written.rows }
}
