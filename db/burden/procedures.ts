import { pathOfFile } from '#db/attachments/file-store.ts'
import { filesOfForms } from '#db/forms/procedures/kept-forms.ts'
import { type Implementing, longProcedure } from '#db/procedure.ts'
import { orgOrOwn } from '#db/registry/procedures/registry.ts'
import type { Session } from '#db/session.ts'
import { today } from '#db/shared/clock.ts'
import type { Report } from '#db/shared/long-work.ts'
import { registryFile } from '#db/sqlite/connection.ts'

type Asked = { readonly year?: number | undefined; readonly org?: string | undefined }

/** What all forms ask for, weighed in a thread that only reads. */
export function burdenProcedures(os: Implementing, session: Session) {
  return {
    read: os.burden.read.handler(
      longProcedure(session, async ({ year, org }: Asked, report: Report) => {
        const now = today(session.clock)
        const found = await orgOrOwn(session, org)
        const forms = (await filesOfForms(session)).map(({ id, file }) => ({
          id,
          file: file && { name: file.name, path: pathOfFile(session.folder, file.sha256) },
        }))
        const input = { root: found.id, year: year ?? Number(now.slice(0, 4)), today: now, forms }
        const weighed = await session.threads.run({
          request: { task: 'burden', input, file: registryFile(session.folder) },
          report,
          stopped: report.stopped,
        })
        return {
          asOf: now,
          forms: weighed.forms.map(form => ({
            ...form,
            reasons: [...form.reasons],
            things: [...form.things],
          })),
          repeated: weighed.repeated.map(one => ({ ...one, askers: [...one.askers] })),
          typed: weighed.typed.map(one => ({ ...one, askers: [...one.askers] })),
        }
      }),
    ),
  }
}
