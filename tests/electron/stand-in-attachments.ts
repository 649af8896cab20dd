import { implement } from '@orpc/server'
import { contract } from '#contract/index.ts'
import { longWork } from '#db/shared/long-work.ts'

type Note = (path: readonly string[], input: unknown) => void

const file = {
  item: `sha256:${'a'.repeat(64)} 9 pdf 证明.pdf`,
  sha256: 'a'.repeat(64),
  bytes: 9,
  type: 'pdf',
  name: '证明.pdf',
  isHere: true,
}

/** One file, whatever is asked. */
export function standInAttachments(note: Note) {
  const os = implement(contract)
  return {
    put: os.attachments.put.handler(async function* ({ input, path, signal }) {
      note(path, { name: input.file.name })
      yield* longWork(async () => file, signal)
    }),
    here: os.attachments.here.handler(({ input }) => ({ here: input.hashes, lost: [] })),
    file: os.attachments.file.handler(({ input, path }) => {
      note(path, input)
      return new File(['%PDF-1.4\n'], input.name)
    }),
    ofRecord: os.attachments.ofRecord.handler(({ input, path }) => {
      note(path, input)
      return [{ ...file, field: 'files', words: { zh: '附件', en: 'attachments' } }]
    }),
    overview: os.attachments.overview.handler(() => ({
      ...{ here: 1, bytes: 9, missing: 0, loose: 0, looseBytes: 0, room: 1e9, perPacket: 2e8, awaited: [] },
    })),
    limitPackets: os.attachments.limitPackets.handler(({ input }) => input),
  }
}
