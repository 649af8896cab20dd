import type { Implementing } from '#db/procedure.ts'
import { thingNamed } from '#db/registry/finding/thing-named.ts'
import { readHolders } from '#db/registry/trash/holders.ts'
import { readTrash } from '#db/registry/trash/read-trash.ts'
import { planRestore } from '#db/registry/trash/restore.ts'
import type { Session } from '#db/session.ts'
import { standing } from './records.ts'

/** What was removed, brought back; and who else holds what is here. */
export function trashProcedures(os: Implementing, session: Session) {
  return {
    list: os.trash.list.handler(({ input: { kind, limit, offset } }) =>
      readTrash(session.reader(), { kind, limit, offset }),
    ),
    restore: os.trash.restore.handler(({ input }) =>
      standing(session, input, async (standpoint, journal) => {
        const { id, by, dryRun } = input
        const { names, label, sentences, warnings } = await planRestore(standpoint, journal, id)
        const reason = { code: 'restored', zh: '从回收站恢复', en: 'restored from the trash' }
        const work = { label, actor: by, dryRun }
        const { changeSet } = await journal.write(work, set => set.giveBack(names, reason))
        return { id, changeSet, sentences: [...sentences], warnings: [...warnings] }
      }),
    ),
    holders: os.trash.holders.handler(async ({ input: { of } }) => {
      const reader = session.reader()
      return readHolders(reader, await thingNamed(reader, of))
    }),
  }
}
