import { putFile } from '#db/attachments/procedures.ts'
import { addForm } from '#db/forms/procedures/keep-form.ts'
import { initRegistry } from '#db/packets/trust/init-registry.ts'
import { inTurn } from '#db/procedure.ts'
import { adoptTypes } from '#db/reports/procedures.ts'
import { importFile } from '#db/rosters/procedures/import-file.ts'
import type { SampleFiles } from '#db/sample/sample-task.ts'
import type { Session } from '#db/session.ts'
import { today } from '#db/shared/clock.ts'
import type { Report } from '#db/shared/long-work.ts'
import { refuse } from '#db/shared/refusal.ts'
import { registryFile } from '#db/sqlite/connection.ts'

export type TriedSample = { readonly org: string; readonly orgs: number; readonly members: number }

/**
 * Makes the registry of an invented district as users do, from its office files, with work, a task book and blank forms. What goes wrong or is stopped on
 * the way leaves the folder as empty as it was. Refuses `registry-exists` and `keys-exist`.
 */
export async function trySample(session: Session, by: string, report: Report): Promise<TriedSample> {
  const asOf = today(session.clock)
  const made = await session.threads.run({
    request: { task: 'write-sample', input: { asOf }, file: registryFile(session.folder) },
    report,
  })
  const { name, shortName: short, code } = made.root
  await inTurn(session, () =>
    initRegistry(session, { name, short, code, tier: 'district', by, dryRun: false, isSample: true }),
  )
  try {
    return { org: name, ...(await takenIn(session, made, by, report)) }
  } catch (error) {
    await session.discard()
    throw error
  }
}

async function takenIn(session: Session, { files, forms }: SampleFiles, by: string, report: Report) {
  let orgs = 1
  let members = 0
  for (const { as, name, bytes } of files) {
    if (as === 'work') await inTurn(session, () => adoptTypes(session, { by, dryRun: false }))
    const file = new File([new Uint8Array(bytes)], name)
    const request = { file, as, map: {}, by, dryRun: false, wantRefused: false }
    const { created } = await inTurn(session, () => importFile(session, request, report))
    if (as === 'orgs') orgs += created
    if (as === 'members') members = created
  }
  for (const { name, bytes } of forms) {
    const { item } = await putFile(session, new File([new Uint8Array(bytes)], name), report)
    await addForm(session, { item, askedBy: '团市委', by, dryRun: false })
  }
  return { orgs, members }
}

/** Whether the registry of this session is the sample. */
export function isSample(session: Session): boolean {
  if (session.identity() === undefined) return false
  return session.readConnection().prepare("SELECT 1 FROM meta WHERE key = 'sample'").get() !== undefined
}

/** Throws the sample away; answers how many steps went with it. Refuses `not-a-sample`. */
export async function leaveSample(session: Session): Promise<{ changeSets: number }> {
  if (!isSample(session)) {
    refuse(
      'not-a-sample',
      '这是正式的台账，不是样例，没有删除任何内容。要另建台账，请换一个数据文件夹。',
      'This is a real registry and not the sample; nothing was thrown away. For another registry, use another data folder.',
    )
  }
  const { n } = session
    .readConnection()
    .prepare<[], { n: number }>('SELECT count(*) AS n FROM change_set')
    .get() ?? { n: 0 }
  await session.discard()
  return { changeSets: n }
}
