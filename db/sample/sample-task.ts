import type { IsoDay } from '#db/shared/day.ts'
import { invariant } from '#db/shared/invariant.ts'
import type { Text } from '#db/shared/text.ts'
import { workbookBytes } from '#db/sheets/write-workbook.ts'
import type { Task } from '#db/sqlite/task.ts'
import { blankForms } from './blank-forms.ts'
import { generateDistrict } from './generate-district.ts'
import { officeFiles, type SampleRoster, taskFiles, workFiles } from './office-files.ts'

export type SampleInput = { readonly asOf: IsoDay }

export type SampleFiles = {
  /** The district's own organization. */
  readonly root: { readonly name: string; readonly shortName: string; readonly code: string }
  /** Its rosters, its work of this year and the last, and the task book, in the order in which they are taken in. */
  readonly files: readonly { readonly as: SampleRoster; readonly name: string; readonly bytes: Uint8Array }[]
  /** Blank forms of the office above, none of which is filled. */
  readonly forms: readonly { readonly name: string; readonly bytes: Uint8Array }[]
}

const writing: Text = { zh: '正在编写样例名册', en: 'Writing the sample rosters' }

/** Writes the office files of an invented district, in a thread: it is a second's work without a pause. */
export const sampleTask: Task<SampleInput, never, SampleFiles> = async ({ asOf }, tools) => {
  const district = generateDistrict({ asOf, years: 2 })
  const { name, shortName, code } = district.root
  invariant(name && shortName && code, 'the district has code and names')
  const wanted = [...officeFiles(district), ...workFiles(district), ...taskFiles(district)]
  const files = []
  for (const { as, name: fileName, pieces } of wanted) {
    await tools.report(writing, files.length, wanted.length)
    const all: Uint8Array[] = []
    for await (const piece of pieces()) all.push(piece)
    files.push({ as, name: fileName, bytes: new Uint8Array(Buffer.concat(all)) })
  }
  const forms = []
  for (const { name: called, sheet } of blankForms)
    forms.push({
      name: called,
      bytes: new Uint8Array(Buffer.concat(await Array.fromAsync(workbookBytes(sheet)))),
    })
  return { root: { name, shortName, code }, files, forms }
}
